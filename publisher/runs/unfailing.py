"""The record of runs as a run sees it: it is a log, and where that can't be kept, the run goes on without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self, TypeVar

from publisher.diagnostics import PublisherError
from publisher.runs.record import Ending, Result, Run
from publisher.runs.sqlite import SqliteRecords

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from publisher.diagnostics import Report
    from publisher.runs.record import Records

__all__ = ["UnfailingRecords"]

_Answer = TypeVar("_Answer")


class UnfailingRecords:
    """The record of a workspace; from when it can't be read or written, only what was asked and told here is known."""

    def __init__(self, root: Path, report: Report) -> None:
        """Open the record, or begin one; the report hears of what is wrong with it."""
        self._report = report
        self._run: Run | None = None
        self._since: dict[tuple[str, str], dt.datetime] = {}
        self._kept: SqliteRecords | None = None
        try:
            self._kept = SqliteRecords(root)
        except PublisherError as error:
            self.give_up(error)
        else:
            report.extend(self._kept.notes)

    def __enter__(self) -> Self:
        """Close the record at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the record."""
        self._close()

    def _close(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None

    @property
    def are_kept(self) -> bool:
        """Whether runs are recorded, so far."""
        return self._kept is not None

    def give_up(self, error: PublisherError) -> None:
        """Go on without the record, and say why."""
        self._close()
        for each in error.report.diagnostics:
            self._report.add("run-not-recorded", f"the run is not recorded; {each.message}")

    def _asked(self, ask: Callable[[Records], _Answer], instead: _Answer) -> _Answer:
        if self._kept is None:
            return instead
        try:
            return ask(self._kept)
        except PublisherError as error:
            self.give_up(error)
            return instead

    def begin(self, schedule: str, due: dt.datetime | None, now: dt.datetime) -> int:
        """Note that a run begins; return its number."""
        number = self._asked(lambda kept: kept.begin(schedule, due, now), 0)
        self._run = Run(number, schedule, due, now, None, Ending(Result.RUNNING))
        return number

    def end(self, number: int, ending: Ending, now: dt.datetime) -> None:
        """Note how a run ended."""
        if self._run is not None:
            self._run = replace(self._run, ended=now, ending=ending)
        self._asked(lambda kept: kept.end(number, ending, now), None)

    def bury(self, now: dt.datetime) -> None:
        """Note that runs without an end are over."""
        self._asked(lambda kept: kept.bury(now), None)

    def runs(self, most: int, schedule: str = "") -> tuple[Run, ...]:
        """Return the last runs, the newest first; the one at work where there is no record."""
        return self._asked(lambda kept: kept.runs(most, schedule), (self._run,) if self._run else ())

    def attempts(self, schedule: str, due: dt.datetime) -> tuple[Run, ...]:
        """Return the runs that were due at a moment or later; none where there is no record, so that one is due."""
        return self._asked(lambda kept: kept.attempts(schedule, due), ())

    def since(self, schedule: str, rhythm: str, now: dt.datetime) -> dt.datetime:
        """Return since when a schedule has had its rhythm; from when that was first asked, where it is not known."""
        known = self._since.get((schedule, rhythm), now)
        self._since[schedule, rhythm] = self._asked(lambda kept: kept.since(schedule, rhythm, now), known)
        return self._since[schedule, rhythm]

    def told(self, schedule: str, whom: str) -> Result:
        """Return the result that somebody was last told of; good where that is not known: twice is better than never."""
        return self._asked(lambda kept: kept.told(schedule, whom), Result.GOOD)

    def note_told(self, schedule: str, whom: str, result: Result) -> None:
        """Note that somebody was told of a result."""
        self._asked(lambda kept: kept.note_told(schedule, whom, result), None)
