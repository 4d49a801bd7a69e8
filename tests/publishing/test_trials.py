"""What a timer, a power cut or a full disk do to what readers see: nothing. In large: `python -m bench.trials`."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from publisher.diagnostics import Status
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.receipts import artifacts_in, damage_in
from tests.support.trials import FAULTS, FORK, concurrent_starts, faulty_documents, kills, publications_read
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_whenever_a_rebuild_is_killed_readers_see_whole_editions(tmp_path: Path) -> None:
    found = kills(tmp_path / "w", 25)
    assert found["killed"] > 5
    assert found["said"] > 0
    assert {name: found.get(name, 0) for name in ("torn", "mixed", "wrong", "left", "failed")} == dict.fromkeys(
        ("torn", "mixed", "wrong", "left", "failed"), 0
    )


CODES = {
    "raises": "crashed",
    "hangs": "time-out",
    "hangs in a library": "time-out",
    "segfaults": "crashed",
    "eats memory": "crashed",
}


@pytest.mark.parametrize(("fault", "at"), list(zip(FAULTS, (0, 5, 11, 3, 8), strict=True)))
def test_a_document_with_a_fault_costs_itself_alone(tmp_path: Path, fault: str, at: int) -> None:
    result, published = faulty_documents(tmp_path / "w", 12, fault, at)
    assert published == 11
    assert result.status is Status.SOURCE
    assert [(each.slug, each.report.diagnostics[0].code) for each in result.outcomes if each.report.diagnostics] == [
        (f"d{at:03}", CODES[fault])
    ]


def test_of_many_starts_one_builds_and_the_others_say_so(tmp_path: Path) -> None:
    assert concurrent_starts(tmp_path / "w", 50) == {Status.GOOD.value: 1, Status.BUSY.value: 49}


def test_who_reads_while_documents_are_published_sees_whole_sets(tmp_path: Path) -> None:
    found = publications_read(tmp_path, 120)
    assert found.pop("read") > 120
    assert found == {}


def test_on_a_full_disk_the_edition_before_stays_and_the_reason_is_named(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["txt", "html"]\n', one=GOOD)
    rebuild(root)
    before = artifacts_in(root / "dist/one")
    (root / "source/one/index.md").write_text(GOOD.format(title="Changed"), encoding="utf-8")

    said = FORK.SimpleQueue()

    def within_limits() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        result = rebuild(root)
        reports = [result.report, *(outcome.report for outcome in result.outcomes)]
        said.put([(each.code, each.message) for report in reports for each in report.diagnostics])

    run = FORK.Process(target=within_limits)
    run.start()
    run.join()
    told = said.get()
    assert ("publish-failed", f"dist/ can't be written: {os.strerror(errno.EFBIG)}") in told
    assert artifacts_in(root / "dist/one") == before
    assert damage_in(root / "dist/one") == []
    assert rebuild(root).outcomes[0].changed


def test_where_the_state_can_t_be_written_that_is_all_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD)

    class Full(sqlite3.Connection):
        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            if sql.startswith(("INSERT", "DELETE")):
                message = "database or disk is full"
                raise sqlite3.OperationalError(message)
            return super().execute(sql, *given)

    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: real(*given, factory=Full, **named))
    result = rebuild(root)
    assert [each.code for each in result.report.diagnostics] == ["state-not-kept"]
    assert result.outcomes[0].changed


def test_the_next_run_says_that_one_was_killed_and_clears_up(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD)
    rebuild(root)
    dead = {"pid": 1, "host": "another", "command": "publisher rebuild", "since": "2024-01-31T06:00:00+00:00"}
    (root / "dist/.lock").write_text(json.dumps(dead), encoding="utf-8")
    (root / "dist/.editions/one/.staging-1").mkdir()
    (diagnostic,) = rebuild(root).report.diagnostics
    assert diagnostic.code == "stale-lock"
    assert "process 1 on another, since 2024-01-31T06:00:00+00:00: publisher rebuild" in diagnostic.message
    assert not (root / "dist/.editions/one/.staging-1").exists()
    assert rebuild(root).report.diagnostics == []
