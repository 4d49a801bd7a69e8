"""Credentials from the environment: filled in just before a question is asked, and looked for in every answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from publisher.feeds.faults import absurd, no_credential
from publisher.reader.ledger.secrets import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import WebOrigin

__all__ = ["Question", "question_of"]

_SHORTEST = 6
"""Characters of a value that is looked for in an answer; a shorter one would be found by chance."""
_HEADER_TEXT = re.compile(r"[\x20-\x7e]+")
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """What is sent, credentials and all; it has no repr, so that no traceback shows it."""

    url: str
    headers: tuple[tuple[str, str], ...]
    secrets: tuple[str, ...]

    def refuse_echo(self, content: bytes) -> None:
        """Raise `Fault` when an answer repeats a credential, which would then be kept."""
        for secret in self.secrets:
            forms = {secret, quote(secret, safe="")} if len(secret) >= _SHORTEST else set()
            if any(form.encode() in content for form in forms):
                message = "the answer repeats a credential that was sent"
                raise absurd(message, "ask who publishes the data; it would be kept with the answer")


def question_of(origin: WebOrigin, environment: Mapping[str, str]) -> Question:
    """Fill in what stands for variables; raise `Fault` where one is missing, or would be sent in the clear."""
    secrets: list[str] = []

    def filled(text: str, place: str, *, quoted: bool = False) -> str:
        def value(found: re.Match[str]) -> str:
            secret = environment.get(found[1], "").strip()
            if not _HEADER_TEXT.fullmatch(secret):
                message = f"the environment has no {found[1]} that can be sent"
                raise no_credential(message, f"set it where publisher refresh runs: export {found[1]}=…", place)
            secrets.append(secret)
            return quote(secret, safe="") if quoted else secret

        return VARIABLE.sub(value, text)

    url = filled(origin.url, "url", quoted=True)
    headers = tuple((name, filled(text, "headers")) for name, text in origin.headers)
    parts = urlsplit(url)
    if secrets and parts.scheme.lower() != "https" and parts.hostname not in _LOCAL:
        message = "credentials are not sent over http, where others can read them"
        raise no_credential(message, "use the https address", "url")
    return Question(url, headers, tuple(dict.fromkeys(secrets)))
