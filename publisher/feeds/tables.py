"""Changing a figure in a ledger that is a table, facts.csv or facts.sqlite; what else is there stays as it is."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.feeds.editing import NotEditable, styled
from publisher.feeds.snapshots import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.feeds.editing import Change

__all__ = ["edited_csv", "edited_database"]

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')
_LINE_END = re.compile(r"[\r\n]*\Z")


def edited_csv(text: str, changes: Iterable[Change]) -> str:
    """Return comma-separated facts with changes; raise `NotEditable` where one has no place."""
    records = _records(text)
    first = next((number for number, record in enumerate(records) if _is_filled(record)), None)
    names = [_bare(cell) for cell in _cells(records[first].removeprefix("\ufeff"))] if first is not None else []
    if first is None or not {"key", "value"} <= set(names):
        message = "it has no columns key and value"
        raise NotEditable(message)
    wanted = {change.key: change for change in changes}
    new = [name for name in _names(wanted.values()) if name not in names]
    for number, record in enumerate(records):
        if number < first or not _is_filled(record):
            continue
        cells = _cells(record)
        if number > first and (new or _key(cells, names) in wanted):
            cells += [""] * (len(names) - len(cells))
        change = wanted.pop(_key(cells, names), None) if number > first else None
        added = new if number == first else [change.entries().get(name, "") if change else "" for name in new]
        if change:
            _put(cells, names.index("value"), styled(_bare(cells[names.index("value")]), change.value))
            for name, said in {**dict.fromkeys(change.drops, ""), **change.entries()}.items():
                if name in names:
                    _put(cells, names.index(name), said)
        end = _LINE_END.search(record)
        records[number] = ",".join([*cells, *added]) + (end[0] if end else "")
    if wanted:
        message = f"{next(iter(wanted))} has no row"
        raise NotEditable(message)
    return "".join(records)


def _records(text: str) -> list[str]:
    """Return the rows as they are written, some of which may hold ends of lines."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(iter(lines), strict=True)
    ends = [0]
    try:
        ends += [reader.line_num for _ in reader]
    except csv.Error as error:
        raise NotEditable(str(error)) from error
    return ["".join(lines[start:end]) for start, end in zip(ends, [*ends[1:], len(lines)], strict=True)]


def _is_filled(record: str) -> bool:
    return any(cell.strip() for row in csv.reader(io.StringIO(record)) for cell in row)


def _cells(record: str) -> list[str]:
    """Return the cells of a row as they are written, with their quotation marks."""
    cells, at = [], 0
    while found := _CELL.match(record, at):
        cells.append(found[0])
        at = found.end()
        if record[at : at + 1] != ",":
            break
        at += 1
    return cells


def _bare(cell: str) -> str:
    rows = list(csv.reader(io.StringIO(cell)))
    return rows[0][0].strip() if rows and rows[0] else ""


def _key(cells: Sequence[str], names: Sequence[str]) -> str:
    place = names.index("key")
    return _bare(cells[place]) if place < len(cells) else ""


def _put(cells: list[str], place: int, text: str) -> None:
    old = cells[place]
    bare = old.strip()
    new = f'"{text}"' if bare.startswith('"') else text
    cells[place] = old.replace(bare, new, 1) if bare else new


def _names(changes: Iterable[Change]) -> list[str]:
    return list(dict.fromkeys(name for change in changes for name in change.entries()))


def edited_database(content: bytes, changes: Sequence[Change]) -> bytes:
    """Return an SQLite file with changes in its table `facts`; raise `NotEditable` where one has no place."""
    with tempfile.TemporaryDirectory(prefix="publisher-facts-") as folder:
        path = Path(folder, "facts.sqlite")
        path.write_bytes(content)
        try:
            with closing(sqlite3.connect(path)) as database:
                _change(database, changes)
        except sqlite3.Error as error:
            raise NotEditable(str(error)) from error
        return path.read_bytes()


def _change(database: sqlite3.Connection, changes: Sequence[Change]) -> None:
    names = {str(row[1]) for row in database.execute("PRAGMA table_info(facts)")}
    for name in _names(changes):
        if name not in names:
            database.execute(f"ALTER TABLE facts ADD COLUMN {_quoted(name)} TEXT")
    for change in changes:
        gone = {name: "" for name in change.drops if name in names}
        values = {"value": as_text(change.value), **gone, **change.entries()}
        settings = ", ".join(f"{_quoted(name)} = ?" for name in values)
        query = f"UPDATE facts SET {settings} WHERE trim(key) = ?"  # noqa: S608  names of our own
        if database.execute(query, (*values.values(), change.key)).rowcount != 1:
            message = f"{change.key} has no row of its own"
            raise NotEditable(message)
    database.commit()


def _quoted(name: str) -> str:
    return f'"{name}"'
