"""Whether a run of a schedule is due, from what has been run."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from publisher.runs.record import Result
from publisher.schedules.asking import words
from publisher.schedules.occurrences import latest

if TYPE_CHECKING:
    from publisher.runs.record import Records
    from publisher.schedules.model import Schedule

__all__ = ["FORTHCOMING", "begin_counting", "due_now"]

_ATTEMPTS = 2
"""A run that was interrupted is tried once more, and not for ever: it may be what ends the machine."""
_ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Since when a schedule counts whose beginning was not noted."""
FORTHCOMING = dt.timedelta(days=1)
"""A record from later than this is from a clock that was wrong."""


def begin_counting(schedule: Schedule, records: Records, now: dt.datetime) -> None:
    """Note that a schedule is there from now on; nothing that was due before counts as missed."""
    records.since(schedule.name, _key(schedule), now)


def due_now(schedule: Schedule, records: Records, now: dt.datetime) -> dt.datetime | None:
    """Return the time that a run is due for, or None.

    However many were missed, the last one alone is due; what was due before the schedule was there is not.
    """
    due = latest(schedule.rhythm, schedule.zone, now)
    if due <= records.since(schedule.name, _key(schedule), _ALWAYS):
        return None
    attempts = [run for run in records.attempts(schedule.name, due) if run.due and run.due <= now + FORTHCOMING]
    over = [run for run in attempts if run.ending.result in {Result.GOOD, Result.FAILED}]
    return None if over or len(attempts) >= _ATTEMPTS else due


def _key(schedule: Schedule) -> str:
    return " ".join(words(schedule))
