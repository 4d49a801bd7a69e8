"""`publisher runs`: it only looks."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from publisher.codes import CODES
from publisher.publishing.rebuilding import rebuild
from publisher.runs.record import Ending, Result
from publisher.runs.sqlite import SqliteRecords
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.support.runs import Told

NOW = dt.datetime(2024, 1, 31, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FILE = ".publisher/runs.sqlite"


def recorded(place: Path, *schedules: str) -> None:
    with SqliteRecords(place) as records:
        for number, each in enumerate(schedules):
            begun = NOW + number * HOUR
            records.end(records.begin(each, begun, begun), Ending(Result.GOOD, ("one",)), begun)


def files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*"))


def test_it_creates_nothing(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, one=GOOD)
    before = files(place)
    assert publisher("runs").out == "there was no run yet\n"
    assert files(place) == before
    (place / ".publisher").mkdir()
    assert publisher("runs").out == ""
    assert files(place) == [place / ".publisher", *before]
    recorded(place, "a")
    before = files(place)
    assert publisher("runs").out.endswith(" 1 published, 0 unchanged, 0 failed\n")
    assert publisher("runs", "--metrics", "m.prom").status == 0
    assert files(place) == sorted([*before, place / "m.prom"])


def test_a_record_that_nobody_can_write_is_listed(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(name: str, *, uri: bool) -> sqlite3.Connection:
        if "immutable=1" not in name:
            message = "attempt to write a readonly database"
            raise sqlite3.OperationalError(message)
        return connect(name, uri=uri)

    workspace(place, one=GOOD)
    recorded(place, "a")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", read_only)
    told = publisher("runs")
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith("2024-01-31 06:00:00Z     0 s  good ")


def test_a_run_that_is_at_work_is_listed(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, one=GOOD)
    with SqliteRecords(place) as records:
        records.begin("a", None, NOW)
        assert " running " in publisher("runs").out


def test_what_stands_in_the_way_is_told(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, one=GOOD)
    (place / ".publisher").write_text("a file", encoding="ascii")
    told = publisher("runs")
    assert (told.status, told.out) == (3, "")
    assert "error[no-record]: the record of runs in .publisher/ can't be read: Not a directory\n" in told.err
    assert "which must be writable" not in CODES["no-record"].text
    (place / ".publisher").unlink()
    (place / FILE).mkdir(parents=True)
    told = publisher("runs")
    assert (told.status, "the record of runs in .publisher/ can't be read: " in told.err) == (3, True)


def test_builds_are_listed_where_the_record_of_schedules_is_damaged(
    place: Path, publisher: Callable[..., Told]
) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    rebuild(place)
    (place / FILE).write_bytes(b"no database" * 100)
    told = publisher("runs")
    assert (told.status, "1 published" in told.out) == (0, True)
    assert "warning[record-damaged]: the record of runs is damaged (file is not a database)" in told.err
    assert (place / FILE).read_bytes() == b"no database" * 100
    with closing(sqlite3.connect(place / ".publisher/state.sqlite")) as state:
        assert state.execute("select count(*) from runs").fetchone() == (1,)


def test_schedules_are_named_where_there_are_several(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, one=GOOD)
    recorded(place, "publisher-w-1", "publisher-w-2")
    lines = publisher("runs").out.splitlines()
    assert [line.partition("good")[2].split()[0] for line in lines] == ["publisher-w-2", "publisher-w-1"]
    assert "publisher-w" not in publisher("runs", "--most", "1").out
