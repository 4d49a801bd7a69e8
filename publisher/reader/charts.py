"""Charts: a table, read as `table` reads it, and which of its columns are drawn and how."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, get_args

from publisher.model import Chart, Mark, Paragraph, Row, Stack, Table
from publisher.nearest import did_you_mean
from publisher.reader.characters import legal_line
from publisher.reader.tables import table
from publisher.traverse import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.model import Block, Shaping
    from publisher.reader.options import Directive

__all__ = ["CHART_OPTIONS", "chart"]

CHART_OPTIONS = (
    "alt",
    "color",
    "column",
    "data",
    "delim",
    "file",
    "format",
    "height",
    "mark",
    "name",
    "note",
    "query",
    "records",
    "rows",
    "sheet",
    "sort",
    "source",
    "stack",
    "width",
    "x",
    "y",
)
_MARKS: tuple[Mark, ...] = get_args(Mark)
_STACKS: tuple[Stack, ...] = get_args(Stack)
_LEAST = 2
"""Columns: one of categories, one of numbers."""
_PLACE = re.compile(r"#\d{1,3}", re.ASCII)
"""A column by its place, for heads that are facts."""
_Word = TypeVar("_Word", bound=str)


def chart(directive: Directive) -> tuple[Block, ...]:
    """Read `chart`: its data as `table` reads them, then its channels, which name columns by their heads."""
    match table(directive):
        case (Table() as data,) if _is_plain(data, directive):
            return (_chart(data, directive),)
        case other:
            return other


def _is_plain(data: Table, directive: Directive) -> bool:
    """Report a table whose columns can't be named, since it has joined cells or no head."""
    rows = (*data.head, *data.body)
    if len(data.head) != 1 or any(len(row.cells) != len(data.columns) for row in rows):
        hint = "write one head row and no joined cells"
        directive.reading.report.add("bad-chart", "the columns of the data have no names", directive.at, hint)
        return False
    if not data.body:
        directive.reading.report.add("bad-chart", "there is nothing to draw", directive.at, "add rows to the data")
        return False
    return True


def _chart(data: Table, directive: Directive) -> Chart:
    channels = _Channels(tuple(_text(cell.blocks) for cell in data.head[0].cells), directive)
    x = channels.one("x")
    color, column = channels.one("color"), channels.one("column")
    named = [each for each in (x, color, column) if each is not None]
    y = channels.several("y", named)
    mark = _choice("mark", _MARKS, "bar", directive)
    usual: Stack = "zero" if mark == "area" else "none"
    share, points = directive.width()
    free = [each for each in range(len(data.columns)) if each not in {*y, color, column}]
    place = x if x is not None else free[0] if free else 0
    if place in {*y, color, column} or (not y and len(free) < _LEAST):
        hint = "the data need a column of categories and one of numbers"
        directive.reading.report.add("bad-chart", "a column is lacking", directive.at, hint)
    kept = sorted({place, *named, *y}) if y else list(range(len(data.columns)))
    alt = directive.options.get("alt")
    drawn = Chart(
        replace(_selected(data, kept, directive), caption=(), label="", notes=()),
        mark,
        kept.index(place),
        tuple(kept.index(each) for each in y),
        None if color is None else kept.index(color),
        None if column is None else kept.index(column),
        _choice("stack", _STACKS, usual, directive),
        data.caption,
        data.notes,
        data.label,
        alt=legal_line(alt.content, alt.at(), directive.reading.report) if alt else "",
        width=share,
        points=points,
        height=directive.height(),
        of_programs=bool(data.shaping and data.shaping.plain_numbers),
        tabled="data" in directive.options and directive.choice("data", ("table",), "") == "table",
        at=directive.branch.at,
    )
    _check_stack(drawn, directive)
    return drawn


def _check_stack(chart: Chart, directive: Directive) -> None:
    if "stack" not in directive.options:
        return
    if chart.mark in {"line", "point"} and chart.stack != "none":
        directive.bad_option("stack", f"a {chart.mark} can't be stacked", "stack bars or areas")


def _choice(name: str, choices: tuple[_Word, ...], usual: _Word, directive: Directive) -> _Word:
    word = directive.choice(name, choices, usual)
    return next(each for each in choices if each == word)


def _text(blocks: Iterable[Block]) -> str:
    return " ".join(plain_text(node.content) for node in walk(blocks) if isinstance(node, Paragraph)).strip()


@dataclass(frozen=True, slots=True)
class _Channels:
    """Options that name columns."""

    names: tuple[str, ...]
    directive: Directive

    def one(self, option: str) -> int | None:
        """Return the column that an option names; None where it names none."""
        given = self.directive.options.get(option)
        return self.find(option, given.content) if given else None

    def several(self, option: str, taken: Sequence[int]) -> tuple[int, ...]:
        """Return the columns that an option names, with commas between them."""
        given = self.directive.options.get(option)
        if given is None:
            return ()
        found = []
        for word in next(csv.reader([given.content], skipinitialspace=True), []):
            column = self.find(option, word.strip())
            if column is None:
                continue
            if column in taken or column in found:
                self.directive.bad_option(option, f"the column {word.strip()} is named twice", "name each column once")
            found.append(column)
        return tuple(dict.fromkeys(found))

    def find(self, option: str, name: str) -> int | None:
        place = int(name[1:]) if _PLACE.fullmatch(name) and name not in self.names else 0
        if 0 < place <= len(self.names):
            return place - 1
        if self.names.count(name) == 1:
            return self.names.index(name)
        if name in self.names:
            self.directive.bad_option(option, f"there are several columns {name[:40]}", "give each a head of its own")
            return None
        known = [each for each in self.names if each]
        hint = did_you_mean(name, known, f"the columns are {', '.join(known)}")
        self.directive.bad_option(option, f"the data have no column {name[:40]!r}", hint)
        return None


def _selected(data: Table, kept: Sequence[int], directive: Directive) -> Table:
    """Return a table with some of its columns, so that every format has the same."""
    if len(kept) == len(data.columns):
        return data

    def part(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, cells=tuple(row.cells[column] for column in kept)) for row in rows)

    columns = tuple(data.columns[column] for column in kept)
    plan = data.shaping and _planned(data.shaping, kept, directive)
    head, body, foot = part(data.head), part(data.body), part(data.foot)
    return replace(data, columns=columns, head=head, body=body, foot=foot, shaping=plan)


def _planned(plan: Shaping, kept: Sequence[int], directive: Directive) -> Shaping:
    """Return how the columns that are left are written and sorted."""
    if any(each.column not in kept for each in plan.order):
        directive.bad_option("sort", "rows are sorted by a column that is not drawn", "name it under :y:, too")
    formats = tuple(
        each if each.column is None else replace(each, column=kept.index(each.column))
        for each in plan.formats
        if each.column is None or each.column in kept
    )
    order = (replace(each, column=kept.index(each.column)) for each in plan.order if each.column in kept)
    return replace(plan, formats=formats, order=tuple(order))
