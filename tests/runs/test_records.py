from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from publisher.diagnostics import PublisherError
from publisher.runs.due import due_now
from publisher.runs.metrics import exposition, write_metrics
from publisher.runs.record import Ending, Records, Result, Run
from publisher.runs.sqlite import SqliteRecords
from publisher.schedules.model import Daily, Schedule
from tests.support.timing import MemoryRecords

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
GOOD = Ending(Result.GOOD, ("a", "b"), ("c",))
BAD = Ending(Result.FAILED, failed=("ü",), status=1, reason="ü: error[no-source]: “none”")
AT_SIX = Schedule("s", Daily(dt.time(6)), "America/Lima", "/w")
DUE = dt.datetime(2026, 11, 26, 11, tzinfo=dt.UTC)


def test_a_run_is_kept_as_it_was(tmp_path: Path) -> None:
    with SqliteRecords(tmp_path) as records:
        number = records.begin("s", NOW, NOW)
        assert records.runs(5)[0].ending.result is Result.RUNNING
        records.end(number, GOOD, NOW + HOUR)
        records.end(records.begin("t", None, NOW), BAD, NOW + HOUR)
    with SqliteRecords(tmp_path) as records:
        last, first = records.runs(5)
        assert first == Run(1, "s", NOW, NOW, NOW + HOUR, GOOD)
        assert (last.due, last.ending) == (None, BAD)
        assert records.runs(5, "s") == (first,)
        assert records.runs(1) == (last,)
        assert not records.notes
    assert (tmp_path / ".publisher" / ".gitignore").read_text(encoding="ascii") == "*\n"


def test_a_run_whose_process_died_is_buried(tmp_path: Path) -> None:
    with SqliteRecords(tmp_path) as records:
        records.begin("s", NOW, NOW)
        records.bury(NOW + HOUR)
        (run,) = records.runs(5)
        assert (run.ending.result, run.ended) == (Result.INTERRUPTED, NOW + HOUR)


@pytest.mark.parametrize("damage", [b"no database at all, but long enough to be one" * 30, None])
def test_a_damaged_record_is_set_aside_and_said(tmp_path: Path, damage: bytes | None) -> None:
    with SqliteRecords(tmp_path) as records:
        for _ in range(300):
            records.end(records.begin("s", NOW, NOW), BAD, NOW)
    path = tmp_path / ".publisher" / "runs.sqlite"
    content = path.read_bytes()
    path.write_bytes(damage or content[:8192] + b"\xff" * (len(content) - 8192))
    with SqliteRecords(tmp_path) as records:
        assert [note.code for note in records.notes] == ["record-damaged"]
        assert records.runs(5) == ()
        records.begin("s", NOW, NOW)
    assert path.with_suffix(".damaged").exists()
    with SqliteRecords(tmp_path) as records:
        assert not records.notes
        assert len(records.runs(5)) == 1


def test_a_record_that_can_t_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / ".publisher").write_text("a file", encoding="ascii")
    with pytest.raises(PublisherError) as caught:
        SqliteRecords(tmp_path)
    assert caught.value.report.diagnostics[0].code == "no-record"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with SqliteRecords(tmp_path) as records:
        records._base.execute("pragma max_page_count = 1")
        long = Ending(Result.FAILED, reason="why " * 100_000)
        number = records.begin("s", NOW, NOW)
        with pytest.raises(PublisherError, match="database or disk is full"):
            records.end(number, long, NOW)


@pytest.mark.parametrize("memory", [True, False])
def test_what_is_due(tmp_path: Path, memory: bool) -> None:  # noqa: FBT001
    records: Records = MemoryRecords() if memory else SqliteRecords(tmp_path)
    assert due_now(AT_SIX, records, DUE) == DUE
    assert due_now(AT_SIX, records, DUE - dt.timedelta(seconds=1)) == DUE - 24 * HOUR
    number = records.begin("s", DUE, DUE)
    records.end(number, BAD, DUE + HOUR)
    assert due_now(AT_SIX, records, DUE + 2 * HOUR) is None  # a run that failed was a run
    assert due_now(AT_SIX, records, DUE + 23 * HOUR) is None
    assert due_now(AT_SIX, records, DUE + 80 * HOUR) == DUE + 72 * HOUR  # three were missed: one is caught up
    assert due_now(AT_SIX, records, DUE - HOUR) is None  # the clock was set back
    other = Schedule("t", AT_SIX.rhythm, AT_SIX.zone, "/w")
    assert due_now(other, records, DUE) == DUE


def test_a_run_that_was_interrupted_is_tried_once_more() -> None:
    records = MemoryRecords()
    for left in (DUE, None):
        records.begin("s", DUE, DUE)
        records.bury(DUE + HOUR)
        assert due_now(AT_SIX, records, DUE + HOUR) == left


def test_a_record_from_a_clock_that_was_wrong_stops_nothing() -> None:
    records = MemoryRecords()
    far = DUE.replace(year=2099)
    records.end(records.begin("s", far, far), GOOD, far)
    assert due_now(AT_SIX, records, DUE + HOUR) == DUE


def test_a_rhythm_counts_from_when_it_was_first_seen(tmp_path: Path) -> None:
    with SqliteRecords(tmp_path) as records:
        assert records.since("s", "daily", NOW) == NOW
        assert records.since("s", "daily", NOW + HOUR) == NOW
        assert records.since("s", "hourly", NOW + HOUR) == NOW + HOUR


MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001  hypothesis adds the zone
ENDINGS = st.builds(
    Ending,
    st.sampled_from([Result.GOOD, Result.FAILED, Result.INTERRUPTED]),
    st.tuples(st.text()),
    status=st.integers(0, 255),
    reason=st.text(),
)
RUNS = st.lists(st.builds(Run, st.integers(), st.text(), st.none(), MOMENTS, st.none() | MOMENTS, ENDINGS), max_size=6)


@settings(deadline=None)
@given(RUNS)
def test_any_runs_are_open_metrics(runs: list[Run]) -> None:
    families = {family.name: family for family in text_string_to_metric_families(exposition(runs))}
    ended = [run for run in runs if run.ended]
    assert sum(sample.value for sample in families["publisher_runs"].samples) == len(ended)
    names = {run.schedule for run in ended}
    assert {sample.labels["schedule"] for sample in families["publisher_last_run_exit_status"].samples} == names


def test_metrics_say_how_the_last_run_went(tmp_path: Path) -> None:
    runs = [Run(2, "s", None, NOW + HOUR, NOW + 2 * HOUR, BAD), Run(1, "s", None, NOW, NOW + HOUR, GOOD)]
    path = tmp_path / "publisher.prom"
    write_metrics(path, runs)
    families = text_string_to_metric_families(path.read_text(encoding="utf-8"))
    values = {
        (sample.name, sample.labels.get("result", "")): sample.value for each in families for sample in each.samples
    }
    assert values["publisher_last_run_timestamp_seconds", ""] == (NOW + 2 * HOUR).timestamp()
    assert values["publisher_last_success_timestamp_seconds", ""] == (NOW + HOUR).timestamp()
    assert values["publisher_last_run_exit_status", ""] == 1
    assert values["publisher_last_run_documents", "failed"] == 1
    assert values["publisher_runs", "good"] == 1
    assert [each.name for each in tmp_path.iterdir()] == ["publisher.prom"]


def test_metrics_that_can_t_be_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(PublisherError, match="metrics-failed: the metrics can't be written to"):
        write_metrics(tmp_path / "nowhere" / "publisher.prom", [])
