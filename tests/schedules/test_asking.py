from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.diagnostics import PublisherError, Status
from publisher.schedules.asking import Wanted, described, from_note, name_of, note, schedule_of, words
from publisher.schedules.model import Daily, Hourly, Minutely, Monthly, Rhythm, Schedule, Weekdays, Weekly
from publisher.schedules.zones import default_zone, machine_zone, zone_named, zone_names

LIMA = "America/Lima"
TIMES = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
RHYTHMS = st.one_of(
    st.builds(Minutely, st.sampled_from([1, 2, 5, 10, 15, 20, 30])),
    st.builds(Hourly, st.integers(0, 59)),
    st.builds(Daily, TIMES),
    st.builds(Weekdays, TIMES),
    st.builds(Weekly, st.integers(0, 6), TIMES),
    st.builds(Monthly, st.integers(1, 28), TIMES),
)


@pytest.mark.parametrize(
    ("wanted", "rhythm", "told"),
    [
        (Wanted("day"), Daily(dt.time(6)), "every day at 06:00, America/Lima"),
        (Wanted("day", at="6:05"), Daily(dt.time(6, 5)), "every day at 06:05, America/Lima"),
        (Wanted("Weekdays", at="23:59"), Weekdays(dt.time(23, 59)), "Monday to Friday at 23:59, America/Lima"),
        (Wanted("week"), Weekly(0, dt.time(6)), "every Monday at 06:00, America/Lima"),
        (Wanted("week", "Sun", "07:30"), Weekly(6, dt.time(7, 30)), "every Sunday at 07:30, America/Lima"),
        (Wanted("month"), Monthly(1, dt.time(6)), "every month on day 1 at 06:00, America/Lima"),
        (Wanted("month", "28"), Monthly(28, dt.time(6)), "every month on day 28 at 06:00, America/Lima"),
        (Wanted("hour"), Hourly(0), "every hour at :00"),
        (Wanted("hour", at=":15"), Hourly(15), "every hour at :15"),
        (Wanted("10 minutes"), Minutely(10), "every 10 minutes"),
        (Wanted("minute"), Minutely(1), "every minute"),
        (Wanted("60min"), Hourly(0), "every hour at :00"),
    ],
)
def test_what_may_be_asked_for(tmp_path: Path, wanted: Wanted, rhythm: Rhythm, told: str) -> None:
    schedule = schedule_of(Wanted(wanted.every, wanted.on, wanted.at, LIMA), tmp_path)
    assert schedule.rhythm == rhythm
    assert described(schedule) == told


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        (Wanted(), "--every is missing", "it is one of: day, week, hour, weekday, month, 10 minutes"),
        (Wanted("dya"), "--every 'dya' is no rhythm", "did you mean day?"),
        (Wanted("7 minutes"), "7 minutes do not divide an hour", '--every "6 minutes"'),
        (Wanted("0 minutes"), "0 minutes do not divide an hour", '--every "1 minutes"'),
        (Wanted("day", at="24:00"), "--at '24:00' is no time of the day", "write it as 06:00, up to 23:59"),
        (Wanted("day", on="monday"), "--on monday means nothing with every day", "leave --on away"),
        (Wanted("5 minutes", at="06:00"), "--at 06:00 means nothing with minutes", "leave --at away"),
        (Wanted("hour", at="06:15"), "--at '06:15' is no minute of an hour", "write it as :15"),
        (Wanted("week", on="mondy"), "--on 'mondy' is no day of the week", "did you mean monday?"),
        (Wanted("month", on="31"), "--on '31' is no day that every month has", "a number from 1 to 28"),
        (Wanted("day", zone="lima"), "there is no zone 'lima'", "did you mean America/Lima?"),
        (Wanted("day", zone="../../etc/passwd"), "there is no zone '../../etc/passwd'", "as America/Lima"),
    ],
)
def test_what_can_t_be_is_told_with_what_can(tmp_path: Path, wanted: Wanted, message: str, hint: str) -> None:
    with pytest.raises(PublisherError) as caught:
        schedule_of(wanted, tmp_path)
    (found,) = caught.value.report.diagnostics
    assert found.code == "bad-schedule"
    assert found.message.startswith(message)
    assert found.hint == hint
    assert caught.value.status is Status.USAGE


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PublisherError) as caught:
        schedule_of(Wanted("week", "someday", "noon", "Lima/Peru"), tmp_path)
    assert len(caught.value.report.diagnostics) == 3


def test_a_folder_that_no_timer_can_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PublisherError, match="a line end"):
        schedule_of(Wanted("day"), tmp_path / "a\n* * * * * rm")


@settings(deadline=None)
@given(RHYTHMS, st.lists(st.sampled_from(["a", "brief.es", "x-1"]), unique=True), st.sampled_from(sorted(zone_names())))
def test_a_note_is_read_back_as_the_schedule_that_was_noted(rhythm: Rhythm, slugs: list[str], zone: str) -> None:
    place = Path("/tmp/a b$%'\"ü")  # noqa: S108  only a name
    schedule = Schedule(name_of(place, slugs), rhythm, zone, str(place), tuple(sorted(slugs)))
    assert from_note(note(schedule)) == schedule
    assert note(schedule).isascii()
    assert "\n" not in note(schedule)
    options = dict(word.removeprefix("--").split("=", 1) for word in words(schedule) if not word.startswith("--slug"))
    assert schedule_of(Wanted(**options), place, slugs) == schedule


@settings(deadline=None)
@given(st.text() | st.sampled_from(["{}", "[]", "null", '{"workspace": 1, "slugs": 2}', '{"every": "day"}']))
def test_what_is_no_note_of_ours_is_nothing(text: str) -> None:
    assert from_note(text) is None


def test_a_name_is_that_of_the_folder_and_differs_by_what_is_published(tmp_path: Path) -> None:
    place = tmp_path / "Trade & Facts %h"
    assert name_of(place, ()).startswith("publisher-trade-facts-h-")
    assert len({name_of(place, ()), name_of(place, ("a",)), name_of(tmp_path, ())}) == 3
    assert name_of(place, ("b", "a")) == name_of(place, ("a", "b"))
    assert name_of(tmp_path / "日本", ()).startswith("publisher-workspace-")


def test_the_zone_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine_zone(tmp_path) == "UTC"
    (tmp_path / "timezone").write_text("Europe/Berlin\n", encoding="ascii")
    assert machine_zone(tmp_path) == "Europe/Berlin"
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/America/Lima")
    assert machine_zone(tmp_path) == LIMA
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert default_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "nonsense")
    assert default_zone() == machine_zone()


def test_zones_come_from_the_package_and_not_from_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONTZPATH", "/nowhere")
    assert zone_named("Antarctica/Troll").key == "Antarctica/Troll"
    assert {"America/Lima", "UTC", "Pacific/Apia"} <= zone_names()
