"""Questions to an SQLite file of the workspace: read-only, one SELECT, a limit on rows and time."""

from __future__ import annotations

import csv
import io
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from publisher.feeds.faults import unreachable, unusable

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.feeds.web import Limits

__all__ = ["MOST_ROWS", "queried"]

MOST_ROWS = 20_000
_STEPS = 10_000
"""Instructions of the database between two looks at the clock."""
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE))


def queried(file: Path, sql: str, limits: Limits) -> bytes:
    """Return the rows of a query as comma-separated values, the names of its columns first."""
    end = time.monotonic() + limits.seconds
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.set_authorizer(_only_reading)
            database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.size)
            cursor = database.execute(sql)
            if cursor.description is None:
                raise unusable("the query gives no rows", "write one SELECT", "query")
            names = [str(column[0]) for column in cursor.description]
            return _table(names, cursor, limits)
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise unreachable(f"the query takes longer than {limits.seconds:g} seconds", "ask for less") from None
        raise unusable(
            f"the query can't be answered: {error}", "write one SELECT over the tables of the file"
        ) from None
    except (sqlite3.Error, UnicodeError, ValueError) as error:
        raise unusable(
            f"the query can't be answered: {error}", "write one SELECT over the tables of the file"
        ) from None


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _table(names: list[str], rows: sqlite3.Cursor, limits: Limits) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for number, row in enumerate(rows, start=1):
        writer.writerow(map(_cell, row))
        if number > MOST_ROWS or stream.tell() > limits.size:
            raise unreachable(f"the query gives more than {MOST_ROWS} rows, or more than `size`", "ask for less")
    return stream.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    return "" if value is None else value.hex() if isinstance(value, bytes) else str(value)
