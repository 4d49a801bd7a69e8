"""When a schedule is due.

Hours and minutes are counted in UTC, so that 60 minutes are 60 minutes. A time of the day is one of its zone: where the
clocks jump over it, it is due as long after the jump as it would have been after the last whole hour before (02:30
becomes 03:30, as RFC 5545 has it); where they show it twice, the first counts. So each day has exactly one.

The schedulers there are do not keep to this over ten years: APScheduler 3.11 leaves out days before a change and never
gets past some others, croniter 7.0 gives two runs where a time comes twice, cronsim 2.8 two on the day after the one that
Samoa left out. See tests/schedules/test_ten_years.py.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, assert_never

from publisher.schedules.model import Daily, Hourly, Minutely, Monthly, Rhythm, Weekdays, Weekly
from publisher.schedules.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["following", "latest", "occurrences"]

_DAY = dt.timedelta(days=1)
_HOUR = dt.timedelta(hours=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WEEKEND = 5
_LONGEST = 33
"""Days in which every rhythm is due at least once."""


def occurrences(rhythm: Rhythm, zone: str, after: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    """Yield each time, in UTC, that is due after one moment and not later than another."""
    due = following(rhythm, zone, after)
    while due <= until:
        yield due
        due = following(rhythm, zone, due)


def following(rhythm: Rhythm, zone: str, after: dt.datetime) -> dt.datetime:
    """Return the first time, in UTC, that is due after a moment."""
    match rhythm:
        case Minutely():
            return _grid(after, rhythm) + _step(rhythm)
        case Hourly():
            return _grid(after, rhythm) + _step(rhythm)
        case Daily() | Weekdays() | Weekly() | Monthly():
            first = after.astimezone(zone_named(zone)).date() - _DAY
            return next(due for due in _daily(rhythm, zone, first, 1) if due > after)
        case _:
            assert_never(rhythm)


def latest(rhythm: Rhythm, zone: str, until: dt.datetime) -> dt.datetime:
    """Return the last time, in UTC, that was due at a moment or before."""
    match rhythm:
        case Minutely():
            return _grid(until, rhythm)
        case Hourly():
            return _grid(until, rhythm)
        case Daily() | Weekdays() | Weekly() | Monthly():
            last = until.astimezone(zone_named(zone)).date() + _DAY
            return next(due for due in _daily(rhythm, zone, last, -1) if due <= until)
        case _:
            assert_never(rhythm)


def _step(rhythm: Minutely | Hourly) -> dt.timedelta:
    return dt.timedelta(minutes=rhythm.count) if isinstance(rhythm, Minutely) else _HOUR


def _grid(until: dt.datetime, rhythm: Minutely | Hourly) -> dt.datetime:
    start = _EPOCH if isinstance(rhythm, Minutely) else _EPOCH + dt.timedelta(minutes=rhythm.minute)
    return start + (until - start) // _step(rhythm) * _step(rhythm)


def _daily(rhythm: Daily | Weekdays | Weekly | Monthly, zone: str, start: dt.date, step: int) -> Iterator[dt.datetime]:
    for number in range(2 * _LONGEST):
        day = start + number * step * _DAY
        if _falls_on(rhythm, day):
            yield dt.datetime.combine(day, rhythm.at, zone_named(zone)).astimezone(dt.UTC)


def _falls_on(rhythm: Daily | Weekdays | Weekly | Monthly, day: dt.date) -> bool:
    match rhythm:
        case Daily():
            return True
        case Weekdays():
            return day.weekday() < _WEEKEND
        case Weekly():
            return day.weekday() == rhythm.on
        case Monthly():
            return day.day == rhythm.on
        case _:
            assert_never(rhythm)
