from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.support.data_tables import database, rows_of, shown, table_in

if TYPE_CHECKING:
    from pathlib import Path


def logged(folder: Path, *statements: str) -> bytes:
    """Return a database that keeps a write-ahead log, all of whose changes it holds."""
    return database(folder, "PRAGMA journal_mode = WAL", *statements)


def test_a_database_is_only_read(tmp_path: Path) -> None:
    views = database(
        tmp_path, "CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT x FROM r"
    )
    (told,) = shown(tmp_path, ":file: a.sqlite", {"a.sqlite": views}).told("bad-data")
    assert "no table" in told.message
    two = database(tmp_path, "CREATE TABLE one (a)", "CREATE TABLE two (b)", "INSERT INTO two VALUES (1)")
    assert rows_of(table_in(shown(tmp_path, ":file: a.sqlite\n:sheet: two", {"a.sqlite": two}))) == [
        ["b"],
        [Decimal(1)],
    ]


def test_a_database_with_a_write_ahead_log_is_read_once_that_is_empty(tmp_path: Path) -> None:
    content = logged(tmp_path, "CREATE TABLE a (good TEXT, value REAL)", "INSERT INTO a VALUES ('Copper', 4.5)")
    assert content[18:20] == b"\2\2"
    files: dict[str, str | bytes] = {"d.sqlite": content}
    assert rows_of(table_in(shown(tmp_path, ":file: d.sqlite", files)))[1] == ["Copper", Decimal("4.5")]
    files |= {"d.sqlite-wal": b""}
    assert rows_of(table_in(shown(tmp_path, ":file: d.sqlite", files)))[1] == ["Copper", Decimal("4.5")]
    files |= {"d.sqlite-wal": b"changes"}
    (told,) = shown(tmp_path, ":file: d.sqlite", files).report.diagnostics
    assert told.code == "bad-data"
    assert "-wal" in told.message
    assert "wal_checkpoint" in told.hint
