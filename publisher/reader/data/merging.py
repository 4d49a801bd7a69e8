"""Cells of a workbook that go down over others: what they say holds for each of their rows, but for figures.

A figure would be counted once for each row. Years are no such figures: they are what rows are grouped by.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.reader.data.frames import is_year

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from publisher.reader.data.frames import Scalar

__all__ = ["spread"]


def spread(rows: MutableMapping[int, tuple[Scalar, ...]], merged: Mapping[tuple[int, int], int]) -> tuple[int, ...]:
    """Write what merged cells say into their rows, which are given by number; return the columns of figures left alone.

    Columns count from 1, and the first row names them. A row that says nothing of its own stays empty.
    """
    left: set[int] = set()
    head, end = min(rows), max(rows)
    for (first, column), last in merged.items():
        value = _at(rows, first, column)
        if value is None or first == head:
            continue
        if isinstance(value, Decimal) and not _holds_years(rows, column):
            left.add(column)
            continue
        for number in range(first + 1, min(last, end) + 1):
            row = rows.get(number, ())
            if any(each is not None for each in row):
                longer = (*row, *[None] * (column - len(row)))
                rows[number] = (*longer[: column - 1], value, *longer[column:])
    return tuple(sorted(left))


def _at(rows: Mapping[int, tuple[Scalar, ...]], number: int, column: int) -> Scalar:
    row = rows.get(number, ())
    return row[column - 1] if column <= len(row) else None


def _holds_years(rows: Mapping[int, tuple[Scalar, ...]], column: int) -> bool:
    return all(is_year(value) for number in rows if isinstance(value := _at(rows, number, column), Decimal))
