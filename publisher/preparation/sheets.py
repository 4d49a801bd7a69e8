"""What the cells of a table hold as values, by row and column, and how each column is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from publisher.grid import placed
from publisher.model import ValueFormat
from publisher.preparation.values import Value, fitted, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.model import Row, Shaping, Table
    from publisher.preparation.language import Language

__all__ = ["Sheet", "are_numbers", "sheet_of"]

_Values: TypeAlias = "list[list[Value | None]]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of a table."""

    rows: _Values
    feet: _Values
    formats: tuple[ValueFormat, ...]
    """Of each column."""
    asked: frozenset[int]
    """The columns whose format the author has named."""

    def column(self, number: int) -> list[Value]:
        """Return what stands in a column, without what is empty."""
        return [value for row in self.rows if (value := row[number]) is not None]

    def in_order(self, rows: Iterable[int]) -> Sheet:
        """Return it with its rows in another order."""
        return replace(self, rows=[self.rows[row] for row in rows])

    def numeric(self) -> list[int]:
        """Return the columns that hold numbers and nothing else, but for years."""
        columns = range(len(self.formats))
        return [each for each in columns if are_numbers(self.column(each)) and self.formats[each].kind != "year"]


def are_numbers(values: Sequence[Value]) -> bool:
    """Whether there are values, and all are numbers."""
    return bool(values) and all(isinstance(value, Decimal) for value in values)


def sheet_of(table: Table, plan: Shaping, language: Language) -> Sheet:
    """Read the values of a table, and settle how each column is written."""
    width = len(table.columns)
    rows, feet = (_values(part, width, language, plain=plan.plain_numbers) for part in (table.body, table.foot))
    own = {each.column: each.format for each in plan.formats if each.column is not None}
    common = next((each.format for each in reversed(plan.formats) if each.column is None), None)
    formats, asked = [], set(own)
    for column in range(width):
        given = [value for row in (*rows, *feet) if (value := row[column]) is not None]
        wanted = own.get(column)
        if wanted is None and common is not None and are_numbers(given):
            settled = fitted(ValueFormat(), given, language)
            wanted = settled if settled.kind == "year" else common
            asked.add(column)
        formats.append(fitted(wanted or ValueFormat(), given, language))
    return Sheet(rows, feet, tuple(formats), frozenset(asked))


def _values(rows: tuple[Row, ...], width: int, language: Language, *, plain: bool) -> _Values:
    """Read cells; one that takes several columns or rows belongs to no column."""
    found: _Values = []
    for cells in placed(rows):
        values: list[Value | None] = [None] * width
        for each in cells:
            if each.cell.colspan == 1 and not each.goes_on:
                values[each.column] = value_of(each.cell, language, plain=plain)
        found.append(values)
    return found
