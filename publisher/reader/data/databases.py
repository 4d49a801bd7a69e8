"""SQLite -> `Frame`: the rows of a table, and nothing that a database could run."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from publisher.nearest import did_you_mean
from publisher.reader.data.frames import MOST_CELLS, DataError, Frame, checked, named, scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LAGS", "LAGS_HINT", "frames_of_database"]

LAGS = "changes to it still stand in the file beside it whose name ends in -wal"
LAGS_HINT = "close the program that writes it, or say: sqlite3 FILE 'PRAGMA wal_checkpoint(TRUNCATE)'"
"""Why a database can't be read which does not hold all its changes, and what to do."""

_STEPS = 10_000
"""Instructions of the database between two looks at how many there were."""
_MOST_STEPS = 20_000
_HINT = "check it with: sqlite3 FILE 'PRAGMA integrity_check'"
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL", re.IGNORECASE)


def frames_of_database(content: bytes, table: str) -> Mapping[str, Frame]:
    """Read one table of a database, or all of them; the file is a copy in memory."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.deserialize(_without_log(content))
            database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
            database.set_progress_handler(_Patience().is_over, _STEPS)
            names = _tables(database)
            if table and table not in names:
                message = f"there is no table {table[:60]!r}"
                hint = did_you_mean(table, names, f"the tables are {', '.join(names)}")
                raise DataError(message, hint, code="bad-option")
            return {name: _frame(database, name) for name in ([table] if table else names)}
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        message = f"the database can't be read: {error}"
        raise DataError(message, _HINT) from error


def _without_log(content: bytes) -> bytes:
    """Return a database that keeps a write-ahead log as one that keeps none, since a copy in memory can't have one.

    https://www.sqlite.org/fileformat2.html#file_format_version_numbers
    """
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content


class _Patience:
    """Counts how long a database has been working."""

    def __init__(self) -> None:
        self._steps = 0

    def is_over(self) -> bool:
        self._steps += 1
        return self._steps > _MOST_STEPS


def _tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [name for name, sql in found if not name.startswith("sqlite_") and not _VIRTUAL.match(sql or "")]
    if not names:
        message = "there is no table in the database"
        raise DataError(message, "views and virtual tables are not read")
    return names


def _frame(database: sqlite3.Connection, name: str) -> Frame:
    quoted = name.replace('"', '""')
    cursor = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  a name of the database itself, quoted
    columns = [column[0] for column in cursor.description]
    records = cursor.fetchmany(MOST_CELLS // len(columns) + 1)
    checked(len(records), len(columns))
    rows = [
        tuple(scalar(value, f"{column[:60]!r} of row {number}") for value, column in zip(record, columns, strict=True))
        for number, record in enumerate(records, start=1)
    ]
    return named(columns, rows)
