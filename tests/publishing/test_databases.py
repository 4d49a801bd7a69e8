"""Databases that are only read, while others write to them or nobody can."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from publisher.publishing.databases import only_read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.sqlite"
    change(path, "PRAGMA journal_mode = WAL")
    change(path, "CREATE TABLE numbers (number)")
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(statement)


def numbers(database: sqlite3.Connection) -> list[int]:
    return [number for (number,) in database.execute("SELECT number FROM numbers")]


def test_nothing_is_left_beside_it(path: Path) -> None:
    change(path, "INSERT INTO numbers VALUES (1)")
    assert only_read(path, numbers) == [1]
    assert list(path.parent.iterdir()) == [path]


def test_what_is_not_yet_in_the_file_itself_is_read(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("INSERT INTO numbers VALUES (1)")
        assert only_read(path, numbers) == [1]


@pytest.mark.parametrize("fails", [False, True])
def test_what_changes_while_it_is_read_is_read_again(path: Path, fails: bool) -> None:  # noqa: FBT001
    seen: list[list[int]] = []

    def read(database: sqlite3.Connection) -> list[int]:
        seen.append(numbers(database))
        if len(seen) == 1:
            change(path, "INSERT INTO numbers VALUES (2)")
            if fails:
                message = "database disk image is malformed"
                raise sqlite3.DatabaseError(message)
        return seen[-1]

    assert only_read(path, read) == [2]
    assert seen == [[], [2]]


def test_what_can_t_be_read_is_told(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        only_read(path.with_name("none.sqlite"), numbers)
    path.write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        only_read(path, numbers)
