"""When a platform has to start, by a clock of its own, so that nothing that is due is missed.

The times of a schedule over ten years are looked at on the platform's clock. Where that clock is of another zone, or
jumps over a time, there are several; whether a run is due when it starts is decided by Publisher.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, assert_never

from publisher.schedules.model import Daily, Firing, Hourly, Minutely, Monthly, Rhythm, Weekdays, Weekly
from publisher.schedules.occurrences import occurrences
from publisher.schedules.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HORIZON", "firings", "seen"]

HORIZON = dt.timedelta(days=3653)
"""How far the changes of the clocks are looked at."""
_WEEK = 7
_HOUR = 60
_SAMPLE = dt.timedelta(days=7)


def firings(rhythm: Rhythm, zone: str, clock: str, now: dt.datetime) -> tuple[Firing, ...]:
    """Return the times of a clock (the zone it shows) at which a schedule may be due."""
    match rhythm:
        case Minutely():
            return (Firing(_on_the_clock(range(0, _HOUR, rhythm.count), clock, now)),)
        case Hourly():
            return (Firing(_on_the_clock((rhythm.minute,), clock, now)),)
        case Daily() | Weekdays() | Weekly() | Monthly():
            return seen(rhythm, occurrences(rhythm, zone, now, now + HORIZON), clock)
        case _:
            assert_never(rhythm)


def seen(rhythm: Rhythm, times: Iterable[dt.datetime], clock: str) -> tuple[Firing, ...]:
    """Return the times of the day at which moments are seen on a clock, each with its days."""
    found: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for each in times:
        wall = each.astimezone(zone_named(clock))
        found.setdefault((wall.hour, wall.minute), set()).add((wall.weekday(), wall.day))
    return tuple(
        Firing((minute,), (hour,), *_days(rhythm, found[hour, minute]))  # one for each: minutes and hours would mix
        for hour, minute in sorted(found)
    )


def _days(rhythm: Rhythm, days: set[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if isinstance(rhythm, Monthly):
        return (), tuple(sorted({day for _, day in days}))
    weekdays = tuple(sorted({weekday for weekday, _ in days}))
    return () if len(weekdays) == _WEEK else weekdays, ()


def _on_the_clock(minutes: Iterable[int], clock: str, now: dt.datetime) -> tuple[int, ...]:
    """Return minutes past the hour of UTC as a clock shows them, which may be half an hour from it."""
    zone = zone_named(clock)
    shifts = {
        int(((now + number * _SAMPLE).astimezone(zone).utcoffset() or dt.timedelta()).total_seconds()) // _HOUR
        for number in range(HORIZON // _SAMPLE)
    }
    return tuple(sorted({(minute + shift) % _HOUR for minute in minutes for shift in shifts}))
