"""Groups of digits down a column: where a language leaves 4120 ungrouped, 18.420 above it groups it all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.grid import placed
from publisher.model import DataValue, FactReference, Range, Text
from publisher.preparation.amounts import FormError, show_fact
from publisher.preparation.rewrite import rewrite
from publisher.preparation.values import alone, read_number
from publisher.traverse import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from publisher.model import Cell, Inline, Ledger, Row, Table, ValueFormat
    from publisher.preparation.language import Language

__all__ = ["evenly_grouped"]

_UNGROUPED = frozenset(("year", "text"))
"""Kinds of columns in which numbers have no groups."""


def evenly_grouped(table: Table, formats: Sequence[ValueFormat], ledger: Ledger, language: Language) -> Table:
    """Group all facts and data of each column in which a number is grouped; what was typed stays as it is."""
    if language.numerals.least_grouped == 1:
        return table
    grouping = replace(language, numerals=replace(language.numerals, least_grouped=1))
    return _Columns(formats, ledger, language, grouping).of(table)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table, and the language with and without groups of four digits."""

    formats: Sequence[ValueFormat]
    ledger: Ledger
    language: Language
    grouping: Language

    def of(self, table: Table) -> Table:
        """Return the table with its columns evenly grouped."""
        placed_cells = (each for part in (table.body, table.foot) for row in placed(part) for each in row)
        columns = {
            each.column
            for each in placed_cells
            if each.cell.colspan == 1 and any(map(self.language.numerals.is_grouped, self._numbers(each.cell)))
        }
        if not columns:
            return table
        body, foot = (self._rows(part, columns) for part in (table.body, table.foot))
        return replace(table, body=body, foot=foot)

    def _numbers(self, cell: Cell) -> Iterator[str]:
        """Yield what the facts and data in a cell say, or the number that was typed there."""
        only = alone(cell)
        if isinstance(only, Text):
            typed = only.text.strip()
            yield from () if read_number(typed, self.language) is None else (typed,)
            return
        for node in walk(cell.blocks):
            match node:
                case DataValue(value=Decimal()):
                    yield node.text
                case FactReference() if self._is_number(node):
                    yield node.text
                case _:
                    pass

    def _is_number(self, reference: FactReference) -> bool:
        fact = self.ledger.facts.get(reference.key)
        return fact is not None and isinstance(fact.value, Decimal | Range)

    def _rows(self, rows: tuple[Row, ...], columns: Collection[int]) -> tuple[Row, ...]:
        found = []
        for row, cells in zip(rows, placed(rows), strict=True):
            own = [each for each in cells if not each.goes_on]
            new = [self._cell(each.cell, each.column) if each.column in columns else each.cell for each in own]
            found.append(replace(row, cells=tuple(new)))
        return tuple(found)

    def _cell(self, cell: Cell, column: int) -> Cell:
        if cell.colspan > 1:
            return cell
        inline: dict[type[Inline], Callable[[Inline], Inline]] = {FactReference: self._fact}
        if column < len(self.formats) and self.formats[column].kind not in _UNGROUPED:
            inline[DataValue] = self._data
        blocks = rewrite(cell.blocks, inline=inline)
        return cell if blocks is cell.blocks else replace(cell, blocks=blocks)

    def _fact(self, inline: Inline) -> Inline:
        if not isinstance(inline, FactReference) or not self._is_number(inline):
            return inline
        fact = self.ledger.facts[inline.key]
        try:
            plain, grouped = (show_fact(fact, inline.form, each) for each in (self.language, self.grouping))
        except FormError:  # which is told already
            return inline
        return inline if plain == grouped else replace(inline, text=inline.text.replace(plain, grouped, 1))

    def _data(self, inline: Inline) -> Inline:
        if not isinstance(inline, DataValue) or not isinstance(inline.value, Decimal):
            return inline
        grouped = self.grouping.numerals.with_groups(inline.text)
        return inline if grouped == inline.text else replace(inline, text=grouped)
