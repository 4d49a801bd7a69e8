"""Ledgers that are tables: facts.csv, and the table `facts` of an SQLite file -> the tree that YAML gives."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import Location
from publisher.reader.yaml import Plain, YamlNode, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.diagnostics import Report

__all__ = ["tree_of_csv", "tree_of_sqlite"]

MOST = 20_000
"""Facts of one table."""
_HINT = "its first row names the keys: key, value, unit, as-of, source …"


def tree_of_csv(text: str, path: str, report: Report) -> YamlNode | None:
    """Read comma-separated values; the first row names the keys of facts."""
    lines = text.split("\n")
    reader = csv.reader(iter(text.splitlines(keepends=True)), strict=True)
    rows: list[tuple[list[str], list[Location]]] = []
    start = 0
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                rows.append((record, _places(record, lines, start, path)))
            start = reader.line_num
    except csv.Error as error:
        report.add("bad-data", str(error), Location(path, reader.line_num), "check its quotation marks")
        return None
    return _tree(rows, path, report)


def _places(record: Sequence[str], lines: Sequence[str], start: int, path: str) -> list[Location]:
    """Find each cell in its line; in a record of several lines, all that is not found stands in the first."""
    line = lines[start] if start < len(lines) else ""
    places, column = [], 0
    for cell in record:
        found = line.find(cell.strip(), column) if cell.strip() else column
        column = found if found >= 0 else column
        places.append(Location(path, start + 1, column + 1, max(len(cell.strip()), 1)))
        column += len(cell.strip()) if found >= 0 else 0
    return places


def tree_of_sqlite(file: str, path: str, report: Report) -> YamlNode | None:
    """Read the table `facts` of a database, which is opened for reading only; a line is a row, the names being the first."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as database:
            cursor = database.execute("SELECT * FROM facts LIMIT ?", (MOST + 1,))
            names = [str(column[0]) for column in cursor.description]
            records = [names, *([_cell(value) for value in record] for record in cursor)]
    except (sqlite3.Error, UnicodeError) as error:
        report.add("bad-data", f"{path} can't be read: {error}", Location(path), "it needs a table named facts")
        return None
    rows = [(record, [Location(path, number)] * len(record)) for number, record in enumerate(records, start=1)]
    return _tree(rows, path, report)


def _cell(value: Any) -> str:
    return "" if value is None else value.hex() if isinstance(value, bytes) else str(value)


def _tree(rows: Sequence[tuple[list[str], list[Location]]], path: str, report: Report) -> YamlNode | None:
    at = Location(path)
    if not rows:
        return None
    names = [name.strip() for name in rows[0][0]]
    if "key" not in names:
        report.add("missing-key", f"{path} has no column `key`", rows[0][1][0], _HINT)
        return None
    if len(rows) > MOST + 1:
        report.add("too-large", f"{path} has more than {MOST} facts", at, "split it")
        return None
    facts: dict[str, tuple[YamlNode, YamlNode]] = {}
    for cells, places in rows[1:]:
        if len(cells) > len(names):
            report.add("bad-data", f"the row has {len(cells)} cells, the first {len(names)}", places[0], _HINT)
            return None
        fields = dict(zip(names, zip(cells, places, strict=True), strict=False))
        key, place = fields.pop("key")
        if key.strip() in facts:
            hint = f"it stands in line {facts[key.strip()][0].at.line} too; keep one"
            report.add("duplicate-key", f"{key.strip()} is given twice", place, hint)
            continue
        entries = _entries(fields.items(), report)
        facts[key.strip()] = YamlNode(key.strip(), place), YamlNode(entries, place)
    return YamlNode({"facts": (YamlNode("facts", at), YamlNode(facts, at))}, at)


def _entries(
    fields: Iterable[tuple[str, tuple[str, Location]]], report: Report
) -> dict[str, tuple[YamlNode, YamlNode]]:
    """Return the keys that have a cell; a cell that begins with a brace or bracket holds YAML."""
    entries = {}
    for name, (cell, place) in fields:
        text = cell.strip()
        if not text:
            continue
        node: YamlNode | None = YamlNode(Plain(text), place)
        if text[0] in "{[":
            node = _moved(load_yaml(text, place.path, place.line, report), place)
        if node:
            entries[name] = YamlNode(name, place), node
    return entries


def _moved(node: YamlNode | None, at: Location) -> YamlNode | None:
    """Let everything in a cell stand where the cell stands."""
    if node is None:
        return None
    match node.value:
        case str():
            return YamlNode(node.value, at)
        case tuple():
            return YamlNode(tuple(each for inner in node.value if (each := _moved(inner, at))), at)
        case dict():
            return YamlNode(
                {key: (YamlNode(key, at), _moved(value, at) or value) for key, (_, value) in node.value.items()}, at
            )
