"""What becomes of documents in a run, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from publisher.diagnostics import Report, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.publishing.plan import Job

__all__ = ["BuildResult", "Listener", "Outcome", "Silence"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    slug: str
    report: Report
    status: Status
    paths: tuple[Path, ...] = ()
    """The published files; empty when nothing was published."""
    changed: bool = False
    """Whether they differ from what was published before."""
    edition: str = ""
    """The name of the edition that is current now."""
    stays: bool = False
    """Whether it failed while an earlier edition is published."""
    reasons: tuple[str, ...] = ()
    """Why it was rebuilt."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of all documents that were rendered, in the order of their names."""

    outcomes: tuple[Outcome, ...]
    report: Report = field(default_factory=Report)
    """What concerns no document alone."""
    fresh: tuple[str, ...] = ()
    """Documents that were left as they are, since nothing that they are made of has changed."""
    index: Status = Status.GOOD
    """What became of the index page."""

    @property
    def status(self) -> Status:
        """The worst status of all documents, of the index page, and of what concerns no document alone."""
        rest = Status.SOURCE if self.report.stops() else Status.GOOD
        return max((rest, self.index, *(outcome.status for outcome in self.outcomes)), key=lambda each: each.value)


class Listener(Protocol):
    """Hears what a run does."""

    def planned(self, jobs: Sequence[Job], fresh: int, /) -> None:
        """Hear which documents will be rendered, and how many need not be."""

    def started(self, job: Job, /) -> None:
        """Hear that a document is being rendered."""

    def ended(self, outcome: Outcome, /) -> None:
        """Hear what became of a document."""


class Silence:
    """Hears, and says nothing."""

    def planned(self, jobs: Sequence[Job], fresh: int, /) -> None:
        """Keep quiet."""

    def started(self, job: Job, /) -> None:
        """Keep quiet."""

    def ended(self, outcome: Outcome, /) -> None:
        """Keep quiet."""
