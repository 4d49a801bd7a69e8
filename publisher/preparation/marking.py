"""Rows and cells that stand out: they are set strong, which is bold in print and marked in plain text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any

from publisher.model import Paragraph, Strong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publisher.diagnostics import Report
    from publisher.model import Block, Cell, Highlight, Row, Test
    from publisher.preparation.sheets import Sheet
    from publisher.preparation.values import Value

__all__ = ["marked_rows"]

_COMPARE: Mapping[Test, Callable[[Any, Any], bool]] = {
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
    "=": eq,
    "!=": ne,
}


def marked_rows(
    rows: tuple[Row, ...], highlights: Sequence[Highlight], sheet: Sheet, report: Report
) -> tuple[Row, ...]:
    """Set strong what the highlights of a table name."""
    marks: dict[int, set[int]] = {}
    for highlight in highlights:
        columns = sheet.numeric() if highlight.column is None else [highlight.column]
        for column in columns:
            for row in _found(column, highlight, sheet, report):
                own = range(len(rows[row].cells)) if highlight.rows else (column,)
                marks.setdefault(row, set()).update(own)
    if not marks:
        return rows
    return tuple(_marked(row, marks[number]) if number in marks else row for number, row in enumerate(rows))


def _found(column: int, highlight: Highlight, sheet: Sheet, report: Report) -> Iterator[int]:
    """Yield the rows whose value in a column meets the test."""
    values = [(number, value) for number, row in enumerate(sheet.rows) if (value := row[column]) is not None]
    bound = _bound(column, highlight, sheet, report)
    if bound is None:
        return
    compare = eq if highlight.test in {"max", "min"} else _COMPARE[highlight.test]
    for number, value in values:
        day = value.date() if isinstance(value, dt.datetime) else value
        said = day.casefold() if isinstance(day, str) else day
        if _alike(said, bound) and compare(said, bound):
            yield number


def _bound(column: int, highlight: Highlight, sheet: Sheet, report: Report) -> Value | None:
    if highlight.test in {"max", "min"}:
        numbers = [value for value in sheet.column(column) if isinstance(value, Decimal)]
        if numbers:
            return max(numbers) if highlight.test == "max" else min(numbers)
        days = [value for value in sheet.column(column) if isinstance(value, dt.date)]
        if days:
            return max(map(_day, days)) if highlight.test == "max" else min(map(_day, days))
    else:
        bound = highlight.bound
        if isinstance(bound, str) and highlight.test in {"=", "!="}:
            return bound.casefold()
        if (
            bound is not None
            and not isinstance(bound, str)
            and any(_alike(each, bound) for each in sheet.column(column))
        ):
            return bound
        if not sheet.column(column):
            return None
    message = f"column {column + 1} holds nothing that could be compared so"
    report.add("bad-value", message, highlight.at, "compare numbers with numbers, days with days; words with = or !=")
    return None


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _alike(value: Value, bound: Value) -> bool:
    """Whether two values are of one kind."""
    return any(isinstance(value, kind) and isinstance(bound, kind) for kind in (Decimal, dt.date, str))


def _marked(row: Row, columns: set[int]) -> Row:
    cells = tuple(_strong(cell) if number in columns else cell for number, cell in enumerate(row.cells))
    return replace(row, cells=cells)


def _strong(cell: Cell) -> Cell:
    return replace(cell, blocks=tuple(_stressed(block) for block in cell.blocks))


def _stressed(block: Block) -> Block:
    match block:
        case Paragraph(content=(Strong(),)) | Paragraph(content=()):
            return block
        case Paragraph():
            return replace(block, content=(Strong(block.content, at=block.at),))
        case _:
            return block
