"""What the commands share: how they are told what to do, and how they leave."""

from __future__ import annotations

import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from invoke.exceptions import Exit

from publisher.diagnostics import PublisherError, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.config import Workspace

__all__ = [
    "EXECUTOR",
    "SLUG",
    "TODAY",
    "WAIT",
    "WORKSPACE",
    "leave",
    "names_in",
    "say",
    "say_now",
    "told",
    "waiting",
    "workspace_of",
]

_Given = ParamSpec("_Given")
SLUG = "a document; may be given several times"
EXECUTOR = "where documents are rendered: local, or the workers of a cluster: dask://HOST:8786"
WAIT = "wait for a run that is at work, instead of leaving with status 75"
WORKSPACE = "a folder of the workspace"
TODAY = "the day by which facts are out of date, YYYY-MM-DD"


def workspace_of(folder: str) -> Workspace:
    """Return the workspace that a folder is in."""
    from publisher.config import find_workspace

    return find_workspace(Path(folder))


def names_in(values: list[str]) -> tuple[str, ...]:
    """Return the names in an option that may be given several times, and may hold several."""
    return tuple(name for value in values for name in value.replace(",", " ").split())


def say(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def say_now(text: str) -> None:
    """Write a line to standard output, and have it there before returning."""
    say(text)
    sys.stdout.flush()


def leave(status: Status) -> None:
    """Leave with a status, unless all is good."""
    if status is not Status.GOOD:
        raise Exit(code=status.value)


def waiting(message: str) -> None:
    """Say for whom the command waits."""
    sys.stderr.write(f"waiting: {message}\n")
    sys.stderr.flush()


def told(command: Callable[_Given, None]) -> Callable[_Given, None]:
    """Let a command tell what a person can mend, and leave with its status, however it was called."""

    @wraps(command)
    def telling(*given: _Given.args, **named: _Given.kwargs) -> None:
        from publisher.console import tell

        try:
            command(*given, **named)
        except PublisherError as error:
            tell(error.report, sys.stderr)
            raise Exit(code=error.status.value) from error

    return telling
