"""A task of Windows that starts Publisher in the Linux (WSL) that it is installed in."""

from __future__ import annotations

import datetime as dt
from subprocess import list2cmdline
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from publisher.schedules.asking import note
from publisher.schedules.firings import firings
from publisher.schedules.model import File, Hourly, Minutely, Plan
from publisher.schedules.platforms.common import command, other_zone

if TYPE_CHECKING:
    from publisher.schedules.model import Firing, Schedule, Surroundings

__all__ = ["FOLDER", "NAMESPACE", "plan"]

FOLDER = "\\Publisher\\"
"""Where tasks stand in the Task Scheduler."""
NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_START = dt.date(2024, 1, 1)
"""A day in the past: what matters is the time of the day."""
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "false",
    "ExecutionTimeLimit": "PT12H",
}


def plan(schedule: Schedule, around: Surroundings) -> Plan:
    """Return the task as XML, for schtasks /Create /XML."""
    times = firings(schedule.rhythm, schedule.zone, around.clock, around.now)
    task = Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    about = SubElement(task, "RegistrationInfo")
    SubElement(about, "Description").text = note(schedule)
    SubElement(about, "URI").text = FOLDER + schedule.name
    triggers = SubElement(task, "Triggers")
    match schedule.rhythm:
        case Minutely():
            _repeated(triggers, f"PT{schedule.rhythm.count}M", 0)
        case Hourly():
            _repeated(triggers, "PT1H", schedule.rhythm.minute)
        case _:
            for each in times:
                _at_times(triggers, each)
    settings = SubElement(task, "Settings")
    for key, value in _SETTINGS.items():
        SubElement(settings, key).text = value
    action = SubElement(SubElement(task, "Actions"), "Exec")
    SubElement(action, "Command").text = "C:\\Windows\\System32\\wsl.exe"
    chosen = ("--distribution", around.distribution) if around.distribution else ()
    call = (*chosen, "--exec", *command(schedule, around))
    SubElement(action, "Arguments").text = list2cmdline(call)
    indent(task)
    content = '<?xml version="1.0" encoding="UTF-16"?>\n' + tostring(task, encoding="unicode") + "\n"
    notes = other_zone("The Task Scheduler", schedule, around, times)
    return Plan((File(f"{schedule.name}.xml", content),), tuple(notes))


def _repeated(triggers: Element, interval: str, minute: int) -> None:
    trigger = SubElement(triggers, "TimeTrigger")
    SubElement(SubElement(trigger, "Repetition"), "Interval").text = interval
    SubElement(trigger, "StartBoundary").text = f"{_START}T00:{minute:02}:00Z"


def _at_times(triggers: Element, firing: Firing) -> None:
    for hour in firing.hours:
        trigger = SubElement(triggers, "CalendarTrigger")
        SubElement(trigger, "StartBoundary").text = f"{_START}T{hour:02}:{firing.minutes[0]:02}:00"
        if firing.days:
            rule = SubElement(trigger, "ScheduleByMonth")
            days = SubElement(rule, "DaysOfMonth")
            for day in firing.days:
                SubElement(days, "Day").text = str(day)
            months = SubElement(rule, "Months")
            for month in _MONTHS:
                SubElement(months, month)
        elif firing.weekdays:
            rule = SubElement(trigger, "ScheduleByWeek")
            SubElement(rule, "WeeksInterval").text = "1"
            weekdays = SubElement(rule, "DaysOfWeek")
            for day in firing.weekdays:
                SubElement(weekdays, _WEEKDAYS[day])
        else:
            SubElement(SubElement(trigger, "ScheduleByDay"), "DaysInterval").text = "1"
