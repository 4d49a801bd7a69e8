"""A schedule in words: the options that ask for one, and how it is told and noted."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from publisher.diagnostics import PublisherError, Report, Status
from publisher.nearest import did_you_mean
from publisher.schedules.model import Daily, Hourly, Minutely, Monthly, Rhythm, Schedule, Weekdays, Weekly
from publisher.schedules.zones import default_zone, zone_named

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Wanted", "described", "from_note", "name_of", "note", "schedule_of", "words"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("day", "week", "hour", "weekday", "month", "10 minutes")
_MINUTES = re.compile(r"(\d{1,4})?\s*min(?:ute)?s?")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_PAST = re.compile(r"(?:00?)?:([0-5]\d)")
_HOUR = 60
_LAST_DAY = 28
_DEFAULT = "06:00"
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as it was typed; empty for what was not said."""

    every: str = ""
    on: str = ""
    at: str = ""
    zone: str = ""


def schedule_of(wanted: Wanted, workspace: Path, slugs: Sequence[str] = ()) -> Schedule:
    """Return the schedule that was asked for.

    Raises `PublisherError` (`bad-schedule`) with everything that can't be.
    """
    report = Report()
    rhythm = _rhythm(wanted, report)
    zone = wanted.zone or default_zone()
    try:
        zone_named(zone)
    except PublisherError as error:
        report.extend(error.report.diagnostics)
    folder = str(workspace.resolve())
    if not folder.isprintable() or not all(slug.isprintable() for slug in slugs):
        message = f"the path {folder!r} holds a line end or another character that no timer can carry"
        report.add("bad-schedule", message, hint="rename the folder")
    if rhythm is None or report.diagnostics:
        raise PublisherError(report, Status.USAGE)
    chosen = tuple(sorted(set(slugs)))
    return Schedule(name_of(workspace, chosen), rhythm, zone, folder, chosen)


def name_of(workspace: Path, slugs: Sequence[str]) -> str:
    """Return our tag for a workspace and a choice of its documents."""
    folder = str(workspace.resolve())
    digest = hashlib.sha256("\0".join((folder, *sorted(set(slugs)))).encode("utf-8", "surrogateescape")).hexdigest()[
        :_DIGEST
    ]
    plain = re.sub(r"[^a-z0-9]+", "-", Path(folder).name.lower()).strip("-")[:32].strip("-")
    return f"publisher-{plain or 'workspace'}-{digest}"


def _rhythm(wanted: Wanted, report: Report) -> Rhythm | None:
    every = wanted.every.strip().lower().removesuffix("s")
    minutes = _MINUTES.fullmatch(wanted.every.strip().lower())
    if minutes:
        return _minutely(int(minutes[1] or 1), wanted, report)
    if every == "hour":
        return _hourly(wanted, report)
    at = _time(wanted.at or _DEFAULT, report)
    match every:
        case "day":
            _unused("--on", wanted.on, "every day", report)
            return Daily(at)
        case "weekday":
            _unused("--on", wanted.on, "every weekday", report)
            return Weekdays(at)
        case "week":
            return Weekly(_weekday(wanted.on or "monday", report), at)
        case "month":
            return Monthly(_month_day(wanted.on or "1", report), at)
        case _:
            _no_rhythm(wanted.every, every, report)
            return None


def _no_rhythm(typed: str, every: str, report: Report) -> None:
    said = f"--every {typed!r} is no rhythm" if typed else "--every is missing"
    report.add("bad-schedule", said, hint=did_you_mean(every, _UNITS[:5], f"it is one of: {', '.join(_UNITS)}"))


def _minutely(count: int, wanted: Wanted, report: Report) -> Minutely | Hourly:
    _unused("--on", wanted.on, "minutes", report)
    _unused("--at", wanted.at, "minutes", report)
    if count == _HOUR:
        return Hourly(0)
    if not count or _HOUR % count:
        divisors = [each for each in range(1, _HOUR) if _HOUR % each == 0]
        nearest = min(divisors, key=lambda each: abs(each - count))
        message = f"{count} minutes do not divide an hour, so their distance would not be even"
        report.add("bad-schedule", message, hint=f'--every "{nearest} minutes"')
        return Minutely(nearest)
    return Minutely(count)


def _hourly(wanted: Wanted, report: Report) -> Hourly:
    _unused("--on", wanted.on, "every hour", report)
    found = _PAST.fullmatch(wanted.at or ":00")
    if found is None:
        report.add("bad-schedule", f"--at {wanted.at!r} is no minute of an hour", hint="write it as :15")
        return Hourly(0)
    return Hourly(int(found[1]))


def _unused(option: str, value: str, rhythm: str, report: Report) -> None:
    if value:
        report.add("bad-schedule", f"{option} {value} means nothing with {rhythm}", hint=f"leave {option} away")


def _time(text: str, report: Report) -> dt.time:
    found = _TIME.fullmatch(text)
    if found is None:
        report.add("bad-schedule", f"--at {text!r} is no time of the day", hint="write it as 06:00, up to 23:59")
        return dt.time()
    return dt.time(int(found[1]), int(found[2]))


def _weekday(text: str, report: Report) -> int:
    meant = [number for number, day in enumerate(_DAYS) if day.startswith(text.lower()) and len(text) > 1]
    if len(meant) == 1:
        return meant[0]
    report.add("bad-schedule", f"--on {text!r} is no day of the week", hint=did_you_mean(text.lower(), _DAYS, "monday"))
    return 0


def _month_day(text: str, report: Report) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= _LAST_DAY:
        return int(text)
    message = f"--on {text!r} is no day that every month has"
    report.add("bad-schedule", message, hint=f"a number from 1 to {_LAST_DAY}")
    return 1


def words(schedule: Schedule) -> tuple[str, ...]:
    """Return the options that ask for a schedule, each one word."""
    options = [f"--{key}={value}" for key, value in _options(schedule.rhythm).items()]
    return (*options, f"--zone={schedule.zone}", *(f"--slug={slug}" for slug in schedule.slugs))


def _options(rhythm: Rhythm) -> dict[str, str]:
    match rhythm:
        case Minutely():
            return {"every": f"{rhythm.count} minutes"}
        case Hourly():
            return {"every": "hour", "at": f":{rhythm.minute:02}"}
        case Daily():
            return {"every": "day", "at": f"{rhythm.at:%H:%M}"}
        case Weekdays():
            return {"every": "weekday", "at": f"{rhythm.at:%H:%M}"}
        case Weekly():
            return {"every": "week", "on": _DAYS[rhythm.on], "at": f"{rhythm.at:%H:%M}"}
        case Monthly():
            return {"every": "month", "on": str(rhythm.on), "at": f"{rhythm.at:%H:%M}"}
        case _:
            assert_never(rhythm)


def described(schedule: Schedule) -> str:
    """Tell a schedule in words: "every week on Monday at 06:00, America/Lima: trade"."""
    rhythm = schedule.rhythm
    zone = schedule.zone
    match rhythm:
        case Minutely():
            when = "every minute" if rhythm.count == 1 else f"every {rhythm.count} minutes"
        case Hourly():
            when = f"every hour at :{rhythm.minute:02}"
        case Daily():
            when = f"every day at {rhythm.at:%H:%M}, {zone}"
        case Weekdays():
            when = f"Monday to Friday at {rhythm.at:%H:%M}, {zone}"
        case Weekly():
            when = f"every {_DAYS[rhythm.on].title()} at {rhythm.at:%H:%M}, {zone}"
        case Monthly():
            when = f"every month on day {rhythm.on} at {rhythm.at:%H:%M}, {zone}"
        case _:
            assert_never(rhythm)
    return f"{when}: {', '.join(schedule.slugs)}" if schedule.slugs else when


def note(schedule: Schedule) -> str:
    """Write a schedule as one line of ASCII, which stands beside what a platform is given."""
    said = {"workspace": schedule.workspace, "slugs": schedule.slugs, "zone": schedule.zone}
    return json.dumps(said | _options(schedule.rhythm))


def from_note(text: str) -> Schedule | None:
    """Read a schedule back; None for what is no note of ours."""
    try:
        said = json.loads(text)
        wanted = Wanted(*(str(said.get(key, "")) for key in ("every", "on", "at", "zone")))
        return schedule_of(wanted, Path(said["workspace"]), tuple(map(str, said["slugs"])))
    except (ValueError, TypeError, KeyError, AttributeError, PublisherError):
        return None
