"""`publisher build` and `publisher rebuild`: a timer may call them every few minutes, so they begin in no time.

They do without invoke, as long as their words are plain; all others go the way of every command.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError, Report, Status, internal_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.publishing.outcomes import BuildResult

__all__ = ["Asked", "built", "plainly_asked", "rebuilt"]

_VALUES: Mapping[str, str] = {
    "--audience": "audience",
    "--today": "today",
    "--executor": "executor",
    "--workspace": "workspace",
    "-w": "workspace",
    "--format": "formats",
    "-f": "formats",
}
_FLAGS: Mapping[str, str] = {"--lenient": "lenient", "--json": "machine", "--wait": "wait"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for."""

    slugs: tuple[str, ...] = ()
    """As they were typed: each may hold several."""
    formats: tuple[str, ...] = ()
    audience: str = ""
    today: str = ""
    workspace: str = "."
    lenient: bool = False
    machine: bool = False
    wait: bool = False
    executor: str = ""


def plainly_asked(words: Sequence[str]) -> Asked | None:
    """Read the words of the command; None where they need a closer look."""
    slugs: list[str] = []
    formats: list[str] = []
    given: dict[str, Any] = {}
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("-") and not equals:
            slugs.append(name)
        elif name in _FLAGS and not equals:
            given[_FLAGS[name]] = True
        elif name in _VALUES and (equals or (rest and not rest[0].startswith("-"))):
            value = value if equals else rest.pop(0)
            if _VALUES[name] == "formats":
                formats += value.replace(",", " ").split()
            else:
                given[_VALUES[name]] = value
        else:
            return None
    return Asked(tuple(slugs), tuple(formats), **given)


def built(asked: Asked) -> Status:
    """Build documents, tell of it, and return the status to leave with.

    Raises `PublisherError`.
    """
    from publisher.publishing import build

    return _made(asked, build)


def rebuilt(asked: Asked) -> Status:
    """Rebuild what has changed, tell of it, and return the status to leave with.

    Raises `PublisherError`.
    """
    from publisher.publishing.rebuilding import rebuild

    return _made(asked, rebuild)


def _made(asked: Asked, make: Callable[..., BuildResult]) -> Status:
    from publisher.console import tell_end, tell_result

    try:
        result = _result(asked, make)
    except Exception as error:
        if asked.machine and not isinstance(error, BrokenPipeError):  # who reads events hears why there are no more
            ours = PublisherError(Report([internal_error(error)]), Status.OUTSIDE)
            told = error if isinstance(error, PublisherError) else ours
            tell_end(told.report, told.status)
        raise
    tell_result(result, lenient=asked.lenient, machine=asked.machine)
    return result.status


def _result(asked: Asked, make: Callable[..., BuildResult]) -> BuildResult:
    from publisher.clock import day_of
    from publisher.config import find_workspace
    from publisher.console import listener_for
    from publisher.publishing.plan import slugs_in

    place = find_workspace(Path(asked.workspace))
    return make(
        place,
        slugs_in(place, asked.slugs),
        asked.formats,
        lenient=asked.lenient,
        audience=asked.audience,
        today=day_of(asked.today),
        executor=asked.executor,
        listener=listener_for(lenient=asked.lenient, machine=asked.machine),
        wait=_wait if asked.wait else None,
    )


def _wait(message: str) -> None:
    sys.stderr.write(f"waiting: {message}\n")
    sys.stderr.flush()
