"""Ten years of changes of the clocks: no run is missed, and none is doubled, on any platform."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import subprocess
from collections import Counter
from fnmatch import fnmatchcase

import pytest
from ruamel.yaml import YAML

from publisher.runs.due import due_now
from publisher.runs.foreground import wait_and_run
from publisher.runs.record import Ending, Result
from publisher.schedules.firings import firings
from publisher.schedules.model import (
    Daily,
    Firing,
    Hourly,
    Kind,
    Minutely,
    Monthly,
    Rhythm,
    Schedule,
    Surroundings,
    Weekdays,
    Weekly,
)
from publisher.schedules.occurrences import following, latest, occurrences
from publisher.schedules.platforms import plan_for
from publisher.schedules.zones import zone_named
from tests.support.timing import DAY, MemoryRecords, Simulated, moments

ZONES = [
    "America/Lima",  # never changes
    "America/New_York",
    "Europe/Berlin",
    "Europe/London",
    "Australia/Lord_Howe",  # by half an hour
    "Africa/Casablanca",  # back for Ramadan
    "Africa/Cairo",  # at midnight
    "Asia/Gaza",
    "America/Santiago",  # at midnight
    "America/St_Johns",
    "Antarctica/Troll",  # by two hours
    "Pacific/Chatham",
    "Asia/Kathmandu",
]
TIMES = [
    dt.time(0),
    dt.time(0, 30),
    dt.time(1),
    dt.time(1, 30),
    dt.time(2),
    dt.time(2, 30),
    dt.time(6),
    dt.time(23, 59),
]
START = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
UNTIL = START.replace(year=2036)


def exists(day: dt.date, at: dt.time, zone: str) -> bool:
    wall = dt.datetime.combine(day, at, zone_named(zone))
    return wall.astimezone(dt.UTC).astimezone(zone_named(zone)).replace(tzinfo=None) == wall.replace(tzinfo=None)


def days_of(due: list[dt.datetime], zone: str) -> Counter[dt.date]:
    return Counter(each.astimezone(zone_named(zone)).date() for each in due)


def all_days(first: dt.date, last: dt.date) -> set[dt.date]:
    return {first + number * DAY for number in range((last - first).days + 1)}


@pytest.mark.parametrize("at", TIMES)
@pytest.mark.parametrize("zone", ZONES)
def test_each_day_has_exactly_one_run_at_its_time_where_that_exists(zone: str, at: dt.time) -> None:
    due = list(occurrences(Daily(at), zone, START, UNTIL))
    counted = days_of(due, zone)
    assert set(counted.values()) == {1}
    assert set(counted) == all_days(min(counted), max(counted))
    assert len(due) in {3651, 3652}
    for each in due:
        wall = each.astimezone(zone_named(zone))
        if exists(wall.date(), at, zone):
            assert (wall.time(), wall.fold) == (at, 0)  # the first of two
        else:
            late = dt.datetime.combine(wall.date(), wall.time()) - dt.datetime.combine(wall.date(), at)
            assert late in {dt.timedelta(minutes=30), dt.timedelta(hours=1), dt.timedelta(hours=2)}


def test_the_day_that_samoa_left_out_has_no_run_and_the_next_has_one() -> None:
    start = dt.datetime(2005, 1, 1, tzinfo=dt.UTC)
    for at in TIMES:
        counted = days_of(list(occurrences(Daily(at), "Pacific/Apia", start, start.replace(year=2015))), "Pacific/Apia")
        assert set(counted.values()) == {1}
        assert all_days(min(counted), max(counted)) - set(counted) == {dt.date(2011, 12, 30)}


@pytest.mark.parametrize("zone", ZONES)
def test_hours_and_minutes_are_real_ones(zone: str) -> None:
    for rhythm, minutes in ((Hourly(15), 60), (Minutely(20), 20)):
        due = list(occurrences(rhythm, zone, START, START + 400 * DAY))
        assert {later - earlier for earlier, later in itertools.pairwise(due)} == {dt.timedelta(minutes=minutes)}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rhythm", [Weekdays(dt.time(2, 30)), Weekly(6, dt.time(2, 30)), Monthly(1, dt.time(0, 30))])
def test_weeks_and_months(zone: str, rhythm: Rhythm) -> None:
    counted = days_of(list(occurrences(rhythm, zone, START, UNTIL)), zone)
    assert set(counted.values()) == {1}
    for day in all_days(dt.date(2026, 1, 2), dt.date(2035, 12, 31)):
        match rhythm:
            case Weekdays():
                wanted = day.weekday() < 5
            case Weekly():
                wanted = day.weekday() == 6
            case _:
                wanted = day.day == 1
        assert (day in counted) == wanted


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "rhythm", [Minutely(10), Hourly(7), Daily(dt.time(2, 30)), Weekdays(dt.time(1, 30)), Monthly(28, dt.time(6))]
)
def test_the_last_one_before_and_the_first_one_after_agree(zone: str, rhythm: Rhythm) -> None:
    chance = random.Random(zone)  # noqa: S311  the same each time
    for _ in range(200):
        moment = START + dt.timedelta(seconds=chance.randrange(10 * 365 * 86400))
        ahead = following(rhythm, zone, moment)
        assert latest(rhythm, zone, ahead) == ahead > moment
        assert latest(rhythm, zone, ahead - dt.timedelta(seconds=1)) <= moment
        assert following(rhythm, zone, latest(rhythm, zone, moment)) == ahead


def ten_years_in_the_foreground(schedule: Schedule, records: MemoryRecords, machine: Simulated) -> list[dt.datetime]:
    wait_and_run(schedule, records, machine, lambda _: None)
    return [run.due for run in records.kept if run.due]


def completes(schedule: Schedule, records: MemoryRecords, now: dt.datetime) -> None:
    """Do what `run-now --due` does."""
    due = due_now(schedule, records, now)
    if due is not None:
        records.end(records.begin(schedule.name, due, now), Ending(Result.GOOD), now)


@pytest.mark.parametrize("zone", ZONES)
def test_the_foreground_scheduler_runs_each_day_once_at_its_time(zone: str) -> None:
    schedule = Schedule("s", Daily(dt.time(2, 30)), zone, "/w")
    records = MemoryRecords()
    machine = Simulated(START, UNTIL, lambda now: completes(schedule, records, now))
    due = ten_years_in_the_foreground(schedule, records, machine)
    assert due == [each for each in occurrences(schedule.rhythm, zone, START, UNTIL) if each < UNTIL]
    assert all(run.started == run.due for run in records.kept)


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "America/Lima"])
def test_a_machine_that_sleeps_catches_up_once(zone: str) -> None:
    schedule = Schedule("s", Daily(dt.time(2, 30)), zone, "/w")
    records = MemoryRecords()
    chance = random.Random(zone)  # noqa: S311  the same each time

    def oversleep() -> dt.timedelta:
        return chance.choice([dt.timedelta()] * 5 + [dt.timedelta(hours=5), 3 * DAY, 40 * DAY])

    machine = Simulated(START, UNTIL, lambda now: completes(schedule, records, now), oversleep)
    due = ten_years_in_the_foreground(schedule, records, machine)
    assert len(due) == len(set(due)) < 3652
    for run in records.kept:
        assert run.due == latest(schedule.rhythm, zone, run.started)


CLOCKS = ["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
AT_NIGHT = [Daily(dt.time(2, 30)), Weekly(6, dt.time(2)), Weekdays(dt.time(0, 30)), Monthly(1, dt.time(1, 30))]


@pytest.mark.parametrize("rhythm", AT_NIGHT)
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"])
@pytest.mark.parametrize("clock", CLOCKS)
def test_a_platform_that_knows_its_own_clock_alone_runs_each_once(clock: str, zone: str, rhythm: Rhythm) -> None:
    starts = firings(rhythm, zone, clock, START)
    first, last = (START + DAY).date(), (UNTIL - DAY).date()
    instants = sorted(instant for each in starts for instant in moments(each, clock, first, last))
    schedule = Schedule("s", rhythm, zone, "/w")
    records = MemoryRecords()
    for instant in instants:
        completes(schedule, records, instant + dt.timedelta(seconds=1))
    early, late = START + 2 * DAY, UNTIL - 2 * DAY
    done = [run for run in records.kept if run.due and early < run.due <= late]
    assert [run.due for run in done] == list(occurrences(rhythm, zone, early, late))
    assert all(run.due and run.started - run.due == dt.timedelta(seconds=1) for run in done)


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("rhythm", [Hourly(15), Minutely(20)])
def test_hours_on_another_clock(clock: str, rhythm: Rhythm) -> None:
    (start,) = firings(rhythm, "UTC", clock, START)
    schedule = Schedule("s", rhythm, "UTC", "/w")
    records = MemoryRecords()
    last = START + 400 * DAY
    for instant in sorted(moments(start, clock, START.date(), last.date())):
        completes(schedule, records, instant)
    early, late = START + DAY, last - DAY
    done = [run.due for run in records.kept if run.due and early < run.due <= late]
    assert done == list(occurrences(rhythm, "UTC", early, late))


def expanded(cron: str) -> Firing:
    fields = [tuple(int(each) for each in field.split(",")) if field != "*" else () for field in cron.split()]
    minutes, hours, days, months, weekdays = fields
    assert not months
    return Firing(minutes, hours, tuple(sorted((day - 1) % 7 for day in weekdays)), days)


@pytest.mark.parametrize("rhythm", [*AT_NIGHT, Daily(dt.time(6)), Monthly(15, dt.time(23, 50))])
@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Gaza", "Asia/Tokyo"]
)
@pytest.mark.parametrize("late", [dt.timedelta(), dt.timedelta(minutes=10), dt.timedelta(hours=6, minutes=59)])
def test_the_workflow_of_github_says_itself_which_of_its_times_is_meant(
    zone: str, rhythm: Rhythm, late: dt.timedelta
) -> None:
    around = Surroundings(("publisher",), "UTC", START, setup="true")
    content = plan_for(Kind.GITHUB, Schedule("s", rhythm, zone, "/w"), around).files[0].content
    workflow = YAML(typ="safe").load(content)
    script = workflow["jobs"]["publish"]["steps"][0]["run"]
    subprocess.run(["bash", "-n", "-c", script], check=True)
    branches = [
        (as_glob(pattern), bool(action.strip()))
        for pattern, action in re.findall(r"^  ([^)]*)\)(.*);;$", script, re.MULTILINE)
    ]
    assert branches

    def due(cron: str, now: dt.datetime) -> bool:
        minute, hour, *_ = cron.split()
        latest = int(now.timestamp()) + 300
        meant = dt.datetime.fromtimestamp(latest - (latest - int(hour) * 3600 - int(minute) * 60) % 86400, dt.UTC)
        said = f"{cron} {meant.astimezone(zone_named(zone)):%z %d %F}"
        decided = (action for glob, action in branches if fnmatchcase(said, glob))
        return next(decided, False)

    found = []
    for entry in workflow["on"]["schedule"]:
        times = moments(expanded(entry["cron"]), "UTC", (START + DAY).date(), (UNTIL - DAY).date())
        found += [each for each in times if due(entry["cron"], each + late)]
    wanted = list(occurrences(rhythm, zone, START + 2 * DAY, UNTIL - 3 * DAY))
    assert sorted(each for each in found if START + 2 * DAY < each <= UNTIL - 3 * DAY) == wanted


def as_glob(pattern: str) -> str:
    """Write a pattern of the shell as fnmatch knows it: what is quoted stands for itself."""
    parts = pattern.split("'")
    return "".join(part if number % 2 == 0 else part.replace("*", "[*]") for number, part in enumerate(parts))
