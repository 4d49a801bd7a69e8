"""Runs that can't be recorded: they publish all the same, and say so."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.runs import sqlite
from publisher.runs.record import Ending, Result
from publisher.runs.sqlite import SqliteRecords
from publisher.runs.unfailing import UnfailingRecords
from tests.support.runs import Told, builds, events
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.servers import Web

NOW = dt.datetime(2024, 1, 31, 6, tzinfo=dt.UTC)
FILE = ".publisher/runs.sqlite"
NOT_RECORDED = "warning[run-not-recorded]: the run is not recorded; the record of runs in .publisher/: "


def test_a_folder_in_the_place_of_the_record(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    (place / FILE).mkdir(parents=True)
    told = publisher("schedule", "run-now")
    assert told.status == 0
    assert told.out == "1 published\n"
    assert told.err.count("warning[") == 1
    assert NOT_RECORDED in told.err
    assert (place / "dist/one/one.txt").exists()


def test_it_is_said_once(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    report = Report()
    with UnfailingRecords(tmp_path, report) as records:
        records.end(records.begin("s", None, NOW), Ending(Result.FAILED, status=1), NOW)
        (run,) = records.runs(5)
    assert (run.number, run.ended, run.ending.status) == (0, NOW, 1)
    assert [each.code for each in report.diagnostics] == ["run-not-recorded"]


def test_the_exit_status_is_that_of_the_publication(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD, two=BAD)
    (place / FILE).mkdir(parents=True)
    told = publisher("schedule", "run-now")
    assert told.status == 1
    assert told.out == "1 published, 1 failed; two: error[unknown-label]: there is no label nowhere\n"
    assert NOT_RECORDED in told.err


@pytest.mark.parametrize("when", ["from the first", "later"])
def test_a_record_that_another_process_holds(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE", 0)
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    (place / ".publisher").mkdir()
    if when == "later":  # it can be opened, and not be written to
        SqliteRecords(place).close()
    with closing(sqlite3.connect(place / FILE, isolation_level=None)) as other:
        other.execute("begin immediate" if when == "later" else "begin exclusive")
        told = publisher("schedule", "run-now")
    assert (told.status, told.out) == (0, "1 published\n")
    assert f"{NOT_RECORDED}database is locked" in told.err
    assert publisher("schedule", "run-now").err == ""
    assert len(publisher("runs", "--json").out.splitlines()) >= 1


def test_a_record_that_goes_while_a_run_is_at_work(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD)
    script = f"import sqlite3; sqlite3.connect({str(place / FILE)!r}).execute('drop table runs')\n"
    builds(monkeypatch, place, script + events(one="published"))
    told = publisher("schedule", "run-now")
    assert (told.status, told.out) == (0, "1 published\n")
    assert f"{NOT_RECORDED}no such table: runs" in told.err
    builds(monkeypatch, place, events(one="published"))
    assert publisher("schedule", "run-now").err == ""


def test_where_the_workspace_can_t_be_written_or_locked(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD)
    builds(monkeypatch, place, events(one="published"))
    (place / ".publisher/run.lock").mkdir(parents=True)
    told = publisher("schedule", "run-now")
    assert (told.status, told.out) == (0, "1 published\n")
    assert f"{NOT_RECORDED}[Errno 21] Is a directory" in told.err
    (place / ".publisher/run.lock").rmdir()
    for each in (place / ".publisher").iterdir():
        each.unlink()
    (place / ".publisher").rmdir()
    (place / ".publisher").write_text("a file in the way", encoding="ascii")
    told = publisher("schedule", "run-now")
    assert (told.status, told.out) == (0, "1 published\n")
    assert told.err.count(NOT_RECORDED) == 1


def test_what_is_due_can_t_be_known_so_it_is_published(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    due = ("schedule", "run-now", "--due", "--every", "day", "--at", "06:00")
    (place / FILE).mkdir(parents=True)
    assert publisher(*due).out == "1 published\n"
    (place / FILE).rmdir()
    assert publisher(*due).out == "1 up to date\n"
    assert publisher(*due).out == ""


def test_who_is_told_of_runs_is_told_of_those_too(place: Path, publisher: Callable[..., Told], web: Web) -> None:
    settings = f'formats = ["txt"]\nping = "{web.address}/p"\nnotify = ["{web.address}/n"]\nmetrics = "m.prom"\n'
    workspace(place, settings=settings, one=BAD)
    (place / FILE).mkdir(parents=True)
    (place / "m.prom").write_text("as it was", encoding="ascii")
    for _ in range(2):
        web.asked.clear()
        told = publisher("schedule", "run-now")
        assert told.status == 1
        assert [path for path, _ in web.asked] == ["/p/start", "/p/fail", "/n"]
        assert "warning[metrics-late]: the metrics stay as they were" in told.err
    assert (place / "m.prom").read_text(encoding="ascii") == "as it was"


@pytest.mark.parametrize(
    "change",
    [
        "documents = 'x'",
        "documents = '[1]'",
        "documents = '[[], [], [], {}]'",
        "due = 'x', ended = 'x'",
        "ended = '2024-01-31'",
        "started = 'x'",
        "result = 'x'",
    ],
)
def test_a_run_that_is_recorded_by_halves_stops_nothing(tmp_path: Path, change: str) -> None:
    with SqliteRecords(tmp_path) as records:
        records.end(records.begin("s", NOW, NOW), Ending(Result.GOOD), NOW)
        records.since("s", "daily", NOW)
        records.note_told("s", "me", Result.FAILED)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as base:
        base.execute(f"update runs set {change}")  # noqa: S608  of ours
        base.execute("update schedules set since = 'x'")
        base.execute("update told set result = 'x'")
    report = Report()
    with UnfailingRecords(tmp_path, report) as records:
        assert len(records.runs(5)) == (not change.startswith(("started", "result")))
        assert records.since("s", "daily", NOW) == NOW
        assert records.told("s", "me") is Result.GOOD
    assert report.diagnostics == []
