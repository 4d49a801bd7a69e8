"""Clocks and records for simulations: years pass in a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.runs.record import Ending, Result, Run
from publisher.schedules.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.schedules.model import Firing

DAY = dt.timedelta(days=1)
NO_END = Ending(Result.RUNNING)


@dataclass
class MemoryRecords:
    """Records that are gone with the test."""

    kept: list[Run] = field(default_factory=list)
    rhythms: dict[tuple[str, str], dt.datetime] = field(default_factory=dict)
    told_of: dict[tuple[str, str], Result] = field(default_factory=dict)

    def begin(self, schedule: str, due: dt.datetime | None, now: dt.datetime) -> int:
        self.kept.append(Run(len(self.kept), schedule, due, now, None, NO_END))
        return len(self.kept) - 1

    def end(self, number: int, ending: Ending, now: dt.datetime) -> None:
        self.kept[number] = replace(self.kept[number], ended=now, ending=ending)

    def bury(self, now: dt.datetime) -> None:
        for run in self.kept[-3:]:
            if run.ended is None:
                self.end(run.number, Ending(Result.INTERRUPTED), now)

    def runs(self, most: int, schedule: str = "") -> tuple[Run, ...]:
        return tuple([run for run in reversed(self.kept) if schedule in {"", run.schedule}][:most])

    def attempts(self, schedule: str, due: dt.datetime) -> tuple[Run, ...]:
        return tuple(run for run in self.kept[-5:] if run.schedule == schedule and run.due and run.due >= due)

    def since(self, schedule: str, rhythm: str, now: dt.datetime) -> dt.datetime:
        return self.rhythms.setdefault((schedule, rhythm), now)

    def told(self, schedule: str, whom: str) -> Result:
        return self.told_of.get((schedule, whom), Result.GOOD)

    def note_told(self, schedule: str, whom: str, result: Result) -> None:
        self.told_of[schedule, whom] = result


class Simulated:
    """A machine whose clock goes as fast as it is asked to."""

    def __init__(
        self,
        start: dt.datetime,
        until: dt.datetime,
        run: Callable[[dt.datetime], None],
        oversleep: Callable[[], dt.timedelta] = dt.timedelta,
    ) -> None:
        self.clock, self.until, self.run, self.oversleep = start, until, run, oversleep
        self.status: int | None = None

    def now(self) -> dt.datetime:
        return self.clock

    def start(self) -> None:
        self.run(self.clock)
        self.status = 0

    def ended(self) -> int | None:
        status, self.status = self.status, None
        return status

    def wait(self, seconds: float) -> bool:
        if self.status is None:  # a run that has ended wakes the scheduler at once
            self.clock += dt.timedelta(seconds=seconds) + self.oversleep()
        return self.clock < self.until


def moments(firing: Firing, clock: str, first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
    """Yield when a platform starts that knows its clock alone: a time shown twice starts twice, one left out never."""
    zone = zone_named(clock)
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if firing.weekdays and day.weekday() not in firing.weekdays:
            continue
        if firing.days and day.day not in firing.days:
            continue
        for hour in firing.hours or range(24):
            for minute in firing.minutes:
                walls = {dt.datetime.combine(day, dt.time(hour, minute, fold=fold), zone) for fold in (0, 1)}
                instants = {wall.astimezone(dt.UTC) for wall in walls} | {
                    wall.replace(fold=1).astimezone(dt.UTC) for wall in walls
                }
                for instant in sorted(instants):
                    shown = instant.astimezone(zone)
                    if (shown.hour, shown.minute) == (hour, minute):
                        yield instant
