"""The options that choose, name, write, sort, sum and mark the columns of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from publisher.model import (
    ColumnFormat,
    ColumnOrder,
    ColumnTotal,
    Highlight,
    Paragraph,
    Shaping,
    TableSource,
    Test,
    Text,
    TotalKind,
)
from publisher.nearest import did_you_mean
from publisher.reader.data.dates import date_in
from publisher.reader.data.frames import number_in
from publisher.reader.formats import FORMATS, format_of
from publisher.traverse import plain_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from publisher.diagnostics import Location
    from publisher.model import Cell, Table
    from publisher.reader.cells import Band
    from publisher.reader.options import Directive
    from publisher.reader.places import Run
    from publisher.reader.reading import Reading

__all__ = ["COLUMN_OPTIONS", "Choice", "chosen", "is_too_large", "shaped"]

COLUMN_OPTIONS = ("columns", "format", "highlight", "page-rows", "print", "rows", "sort", "source", "totals")
"""Options of all tables."""

_TESTS: tuple[Test, ...] = get_args(Test)
_TOTALS: tuple[TotalKind, ...] = get_args(TotalKind)
_COMPARED = re.compile(r"(>=|<=|!=|=|>|<)\s*(.+)")
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_MARKS = frozenset({"<<", "^^"})
_ON_PAPER = 50_000
"""Cells in one table: half a thousand pages."""
_LONG = 200
"""Rows from which a table is read page by page on a screen."""
_SCREENFUL = 50
_PAGED_FORMAT = "html"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A part of the value of an option, between semicolons."""

    text: str
    at: Location


def _entries(run: Run) -> list[_Entry]:
    return [
        _Entry(each[0], run.at(each.start(), len(each[0])))
        for each in re.finditer(r"[^;\s](?:[^;]*[^;\s])?", run.content)
    ]


@dataclass(frozen=True, slots=True)
class _Heads:
    """The names of columns: the words of their heads, and #1, #2 … by number."""

    names: tuple[str, ...]
    directive: Directive
    earlier: tuple[str, ...] = ()
    """What the columns were called before they were renamed."""

    def find(self, name: str) -> int | None:
        """Return the number of a column, from 0."""
        bare = " ".join(name.split())
        for names in (self.names, self.earlier):
            if bare in names:
                return names.index(bare)
        if re.fullmatch(r"#\d{1,4}", bare) and 0 < int(bare[1:]) <= len(self.names):
            return int(bare[1:]) - 1
        return None

    def needed(self, name: str, at: Location) -> int | None:
        """Return the number of a column; one that there is not is reported."""
        found = self.find(name)
        if found is None:
            named = [each for each in self.names if each]
            hint = did_you_mean(name, named, f"the columns are {', '.join(named)[:200]}" if named else "write #1, #2 …")
            self.directive.reading.report.add("unknown-column", f"there is no column {name[:60]!r}", at, hint)
        return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows of chosen columns."""

    rows: Band
    heads: int
    """How many of them are the head."""
    columns: tuple[int, ...]
    """Which columns of the data they hold."""
    earlier: tuple[str, ...]
    """What these were called there."""


def chosen(rows: Band, heads: int, directive: Directive) -> Choice:
    """Choose, order and rename columns (`columns`)."""
    count = len(rows[0][1]) if rows else 0
    names = _names(rows[:heads], count)
    everything = Choice(rows, heads, tuple(range(count)), names)
    run = directive.options.get("columns")
    if run is None or not run.content:
        return everything
    if any(_is_mark(cell) for _, cells in rows for cell in cells):
        hint = "leave the option out, or write the columns in the order that is wanted"
        directive.bad_option("columns", "a table with cells that are joined keeps its columns", hint)
        return everything
    known = _Heads(names, directive)
    picked = [found for entry in _entries(run) if (found := _picked(entry, known)) is not None]
    if not picked:
        return everything
    band: Band = [(at, [cells[column] for column, _ in picked]) for at, cells in rows]
    if heads:
        at, cells = band[heads - 1]
        band[heads - 1] = at, [_renamed(cell, new) for cell, (_, new) in zip(cells, picked, strict=True)]
    columns = tuple(column for column, _ in picked)
    return Choice(band, heads, columns, tuple(names[column] for column in columns))


def _names(heads: Band, count: int) -> tuple[str, ...]:
    """Return the words over each column: those of the lowest head cell that says something."""
    names = [""] * count
    for _, cells in heads:
        for column, cell in enumerate(cells):
            if not _is_mark(cell) and (said := _said(cell)):
                names[column] = said
    return tuple(names)


def _is_mark(cell: Cell) -> bool:
    match cell.blocks:
        case (Paragraph(content=(Text(text=text),)),):
            return text in _MARKS
        case _:
            return False


def _said(cell: Cell) -> str:
    return " ".join(
        " ".join(plain_text(block.content) for block in cell.blocks if isinstance(block, Paragraph)).split()
    )


def _picked(entry: _Entry, known: _Heads) -> tuple[int, str] | None:
    """Read `name` or `name as Head`; a name may hold the word itself."""
    whole = known.find(entry.text)
    if whole is not None:
        return whole, ""
    for split in re.finditer(r"\s+as\s+", entry.text):
        found = known.find(entry.text[: split.start()])
        if found is not None:
            return found, entry.text[split.end() :]
    found = known.needed(entry.text.partition(" as ")[0].strip(), entry.at)
    return None if found is None else (found, "")


def _renamed(cell: Cell, name: str) -> Cell:
    return replace(cell, blocks=(Paragraph((Text(name, at=cell.at),), at=cell.at),)) if name else cell


def shaped(read: Table, choice: Choice, directive: Directive, *, plain: bool) -> Table:
    """Add to a table what is to be done with its rows, and check that it is not too large for where it goes."""
    options = directive.options
    known = _Heads(_names(choice.rows[: choice.heads], len(read.columns)), directive, choice.earlier)
    limit = _whole("rows", directive)
    on_paper = _whole("print", directive)
    body = len(read.body)
    if on_paper and body > on_paper:
        directive.reading.formats_named.add(_PAGED_FORMAT)
        if directive.reading.target.format != _PAGED_FORMAT:
            limit = min(limit or on_paper, on_paper)
    shown = min(limit or body, body)
    shaping = Shaping(
        tuple(_formats(known, directive)),
        tuple(_order(known, directive)),
        tuple(_totals(known, directive)),
        tuple(_highlights(known, directive)),
        limit if limit < body else 0,
        plain_numbers=plain,
    )
    whole = not any(cell.colspan > 1 or cell.rowspan > 1 for row in read.body for cell in row.cells)
    asked = next(
        (name for name in ("sort", "rows", "print", "totals", "highlight", "page-rows") if name in options), ""
    )
    if asked and not whole:
        message = f"a table with cells that are joined takes no {asked}"
        directive.bad_option(asked, message, "write the cells out, without << and ^^")
        shaping = Shaping(shaping.formats, plain_numbers=plain)
    source = options.get("source")
    file = options.get("file")
    cells = (shown + len(read.head)) * len(read.columns)
    too_large = is_too_large(cells, file.at() if file else directive.at, directive.reading)
    return replace(
        read,
        body=() if too_large else read.body,
        shaping=None if too_large else shaping,
        source=TableSource(source.content, at=source.at()) if source and source.content else None,
        page_rows=_page_rows(shown, directive) if whole else 0,
    )


def _page_rows(rows: int, directive: Directive) -> int:
    """Return the rows of a page on a screen."""
    asked = _whole("page-rows", directive)
    return (asked or _SCREENFUL) if rows > (asked or _LONG) else 0


def is_too_large(cells: int, at: Location | None, reading: Reading) -> bool:
    """Report a table that would take minutes to set on paper, and that nobody could read there."""
    if cells <= _ON_PAPER:
        return False
    if reading.target.format == _PAGED_FORMAT:  # a screen shows it in pages; for all else the source is read again
        reading.formats_named.add(_PAGED_FORMAT)
        return False
    message = f"the table has {cells} cells; at most {_ON_PAPER} can be set on paper, in Word and as text"
    hint = f"show its first rows there (:print: 50) or everywhere (:rows: 50), or put it into {{only}} {_PAGED_FORMAT}"
    reading.report.add("too-large", message, at, hint)
    return True


def _whole(name: str, directive: Directive) -> int:
    """Return the number of rows that an option gives; 0 without it."""
    run = directive.options.get(name)
    if run is None:
        return 0
    if _WHOLE.fullmatch(run.content) and int(run.content):
        return int(run.content)
    directive.bad_option(name, f"{run.content[:40]!r} is no number of rows", f"write a whole number: :{name}: 20")
    return 0


def _parted(entry: _Entry, known: _Heads) -> tuple[int | None, str, bool]:
    """Read `name: words`, or words for all columns; the last says whether a column is meant that there is not."""
    for colon in reversed(list(re.finditer(r"\s*:\s*", entry.text))):
        name = entry.text[: colon.start()]
        if (found := known.find(name)) is not None:
            return found, entry.text[colon.end() :], False
    name, mark, words = entry.text.rpartition(":")
    if mark:
        known.needed(name.strip(), entry.at)
        return None, words.strip(), True
    return None, entry.text, False


def _formats(known: _Heads, directive: Directive) -> Iterator[ColumnFormat]:
    for entry in _given("format", directive):
        column, words, unknown = _parted(entry, known)
        found = format_of(words)
        if found is None:
            first = words.partition(" ")[0]
            hint = did_you_mean(
                first, FORMATS, "write number .1, percent, USD, USD long, date short, month, year or text"
            )
            directive.reading.report.add("bad-option", f"{words[:40]!r} is no format", entry.at, hint)
        elif not unknown:
            yield ColumnFormat(column, found, at=entry.at)


def _given(name: str, directive: Directive) -> list[_Entry]:
    run = directive.options.get(name)
    if run is None:
        return []
    if not run.content:
        directive.bad_option(name, f"{name} says nothing", "the user guide shows what it may say")
    return _entries(run)


_ORDERS = {"descending": "desc", "desc.": "desc", "down": "desc", "ascending": "asc", "asc.": "asc", "up": "asc"}
"""What people write for the two directions."""


def _order(known: _Heads, directive: Directive) -> Iterator[ColumnOrder]:
    """Read the columns to sort by, with commas or semicolons between them."""
    for entry in _given("sort", directive):
        whole = re.sub(r"\s+(?:asc|desc)$", "", entry.text)
        parts = [entry] if known.find(whole) is not None else _at_commas(entry)
        for part in parts:
            name, _, direction = part.text.rpartition(" ")
            turned = direction in {"asc", "desc"} and known.find(part.text) is None
            bare = name.strip() if turned else part.text
            if direction.lower() in _ORDERS and known.find(name) is not None and known.find(part.text) is None:
                hint = f"write {name.strip()} {_ORDERS[direction.lower()]}"
                directive.bad_option("sort", f"{direction[:20]!r} is no direction", hint)
                continue
            column = known.needed(bare, replace(part.at, length=len(bare)))
            if column is not None:
                yield ColumnOrder(column, turned and direction == "desc", at=part.at)


def _at_commas(entry: _Entry) -> list[_Entry]:
    return [
        _Entry(each[0], replace(entry.at, column=entry.at.column + each.start(), length=len(each[0])))
        for each in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", entry.text)
    ]


def _totals(known: _Heads, directive: Directive) -> Iterator[ColumnTotal]:
    for entry in _given("totals", directive):
        column, words, unknown = _parted(entry, known)
        kind = next((kind for kind in _TOTALS if kind == words), None)
        if kind is None:
            hint = did_you_mean(words, _TOTALS, f"it is one of {', '.join(_TOTALS)}")
            directive.reading.report.add("bad-option", f"{words[:40]!r} is no total", entry.at, hint)
        elif not unknown:
            yield ColumnTotal(column, kind, at=entry.at)


def _highlights(known: _Heads, directive: Directive) -> Iterator[Highlight]:
    for entry in _given("highlight", directive):
        column, words, unknown = _parted(entry, known)
        rows = words.startswith("row ")
        found = _test(words.removeprefix("row ").strip())
        if found is None:
            hint = "write max, min, > 10, = Lima or row max, after the name of a column: 2022: max"
            directive.reading.report.add("bad-option", f"{words[:40]!r} marks nothing", entry.at, hint)
        elif not unknown:
            yield Highlight(column, *found, rows=rows, at=entry.at)


def _test(words: str) -> tuple[Test, Decimal | dt.date | str | None] | None:
    if words in {"max", "min"}:
        return ("max" if words == "max" else "min"), None
    compared = _COMPARED.fullmatch(words)
    if compared is None:
        return None
    test = next(test for test in _TESTS if test == compared[1])
    number = number_in(compared[2])
    bound = date_in(compared[2]) if number is None else number
    return test, compared[2] if bound is None else bound
