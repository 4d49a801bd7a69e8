"""From a declared feed to the bytes of its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from publisher.diagnostics import Report
from publisher.feeds.credentials import question_of
from publisher.feeds.faults import Fault, unreachable
from publisher.feeds.packages import needed
from publisher.feeds.queries import queried
from publisher.feeds.web import Answer, Limits, fetched
from publisher.model import FileOrigin, QueryOrigin, WebOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Feed
    from publisher.reader.files import Folder

__all__ = ["answer_of", "shown_origin"]

_ACCEPT = {"json": "application/json", "csv": "text/csv"}


def shown_origin(feed: Feed) -> str:
    """Return where a feed comes from, as it is declared: without anything from the environment."""
    match feed.origin:
        case WebOrigin(url):
            return url
        case FileOrigin(file) | QueryOrigin(file):
            return file
        case _:
            assert_never(feed.origin)


def answer_of(feed: Feed, folder: Folder, environment: Mapping[str, str], limits: Limits) -> Answer:
    """Return what a feed answers; raise `Fault` where it does not."""
    match feed.origin:
        case WebOrigin():
            needed("urllib3")
            question = question_of(feed.origin, environment)
            answer = fetched(question, _ACCEPT[feed.format], limits)
            question.refuse_echo(answer.content)
            return answer
        case FileOrigin(file):
            return Answer(_content(folder, file, limits))
        case QueryOrigin(file, sql):
            _content(folder, file, replace(limits, size=_LARGEST_DATABASE))
            return Answer(queried((folder.path / file).resolve(), sql, limits))
        case _:
            assert_never(feed.origin)


_LARGEST_DATABASE = 100_000_000


def _content(folder: Folder, name: str, limits: Limits) -> bytes:
    found = Report()
    content = folder.content(name, limits.size, found)
    if content is None:
        said = found.diagnostics[0]
        raise _as_fault(said.code, said.message, said.hint)
    return content


def _as_fault(code: str, message: str, hint: str) -> Fault:
    return Fault(code, message, hint) if code == "outside-folder" else unreachable(message, hint)
