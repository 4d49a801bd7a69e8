"""An agent of launchd, as a property list."""

from __future__ import annotations

import plistlib
from itertools import product
from typing import TYPE_CHECKING

from publisher.schedules.asking import note
from publisher.schedules.firings import firings
from publisher.schedules.model import File, Plan
from publisher.schedules.platforms.common import command, other_zone

if TYPE_CHECKING:
    from publisher.schedules.model import Firing, Schedule, Surroundings

__all__ = ["NOTE", "plan"]

NOTE = "PublisherSchedule"
"""The key that holds our note; launchd passes over what it does not know."""
_SUNDAY = 7


def plan(schedule: Schedule, around: Surroundings) -> Plan:
    """Return the agent; what was missed while the machine slept is started once when it wakes."""
    times = firings(schedule.rhythm, schedule.zone, around.clock, around.now)
    agent = {
        "Label": schedule.name,
        "ProgramArguments": list(command(schedule, around)),
        "StartCalendarInterval": [when for each in times for when in _when(each)],
        "ProcessType": "Background",
        "ExitTimeOut": 10,
        NOTE: note(schedule),
    }
    content = plistlib.dumps(agent).decode("utf-8")
    return Plan((File(f"{schedule.name}.plist", content),), tuple(other_zone("launchd", schedule, around, times)))


def _when(firing: Firing) -> list[dict[str, int]]:
    """Return a dictionary for each combination, since launchd takes one number a key; a key that is left out is any."""
    weekdays = tuple((day + 1) % _SUNDAY for day in firing.weekdays)
    values = {"Day": firing.days, "Weekday": weekdays, "Hour": firing.hours, "Minute": firing.minutes}
    given = {key: numbers for key, numbers in values.items() if numbers}
    return [dict(zip(given, numbers, strict=True)) for numbers in product(*given.values())]
