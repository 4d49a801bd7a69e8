"""What a run was: types, and the protocol of what keeps them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

__all__ = ["Ending", "Records", "Result", "Run"]


class Result(Enum):
    """How a run ended."""

    GOOD = "good"
    FAILED = "failed"
    """The build said so: a document has errors, or something outside failed."""
    INTERRUPTED = "interrupted"
    """It was ended before it had done its work."""
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Ending:
    """What there is to say at the end of a run."""

    result: Result
    published: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    status: int = 0
    """The exit status of the rebuild."""
    reason: str = ""
    """Why it is not good, in a line."""
    fresh: int = 0
    """How many documents were left as they are, since nothing that they are made of had changed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a schedule."""

    number: int
    schedule: str
    """The name of the schedule."""
    due: dt.datetime | None
    """When it was due; None for one that was asked for by hand."""
    started: dt.datetime
    ended: dt.datetime | None
    ending: Ending


class Records(Protocol):
    """Keeps what runs were."""

    def begin(self, schedule: str, due: dt.datetime | None, now: dt.datetime) -> int:
        """Note that a run begins; return its number."""

    def end(self, number: int, ending: Ending, now: dt.datetime) -> None:
        """Note how a run ended."""

    def bury(self, now: dt.datetime) -> None:
        """Note that runs without an end are over; whoever calls this holds the lock, so none of them can be at work."""

    def runs(self, most: int, schedule: str = "") -> tuple[Run, ...]:
        """Return the last runs, the newest first."""

    def attempts(self, schedule: str, due: dt.datetime) -> tuple[Run, ...]:
        """Return the runs that were due at a moment or later."""

    def since(self, schedule: str, rhythm: str, now: dt.datetime) -> dt.datetime:
        """Return since when a schedule has had its rhythm; from now on, where it is new."""

    def told(self, schedule: str, whom: str) -> Result:
        """Return the result that somebody was last told of; good where there was nothing to tell."""

    def note_told(self, schedule: str, whom: str, result: Result) -> None:
        """Note that somebody was told of a result."""
