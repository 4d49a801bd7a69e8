"""Where the cells of a table stand (HTML 4.9.12, the table model)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.model import Cell, Row, Table

__all__ = ["Placed", "is_small", "is_tall", "placed"]

SMALL_ROWS = 12
"""Rows up to which a table is kept on one page."""
SMALL_LINES = 24
"""And lines of text."""
TALL_LINES = 12
"""Lines from which a row may be divided between pages."""


class Placed(NamedTuple):
    """A cell in one of the rows that it takes."""

    cell: Cell
    column: int
    """Its first column, from 0."""
    goes_on: bool = False
    """It began in a row above."""


def is_small(table: Table) -> bool:
    """Whether a table is kept on one page."""
    rows = [*table.head, *table.body, *table.foot]
    return len(rows) <= SMALL_ROWS and sum(row.lines for row in rows) <= SMALL_LINES


def is_tall(row: Row) -> bool:
    """Whether a row is divided where a page ends, rather than left out at its foot."""
    return row.lines >= TALL_LINES


def placed(rows: Iterable[Row]) -> list[list[Placed]]:
    """Return what stands in each row of a part of a table, from its start, with what goes on from above."""
    grid: list[list[Placed]] = []
    open_cells: list[tuple[Placed, int]] = []
    for row in rows:
        if not open_cells and not any(cell.colspan > 1 or cell.rowspan > 1 for cell in row.cells):
            grid.append([Placed(cell, column) for column, cell in enumerate(row.cells)])
            continue
        found = _row(row.cells, [each for each, _ in open_cells])
        left = [(each, rows_left - 1) for each, rows_left in open_cells]
        left += [(each._replace(goes_on=True), each.cell.rowspan - 1) for each in found if not each.goes_on]
        open_cells = sorted(((each, rest) for each, rest in left if rest > 0), key=lambda pair: pair[0].column)
        grid.append(found)
    return grid


def _row(cells: Sequence[Cell], above: Sequence[Placed]) -> list[Placed]:
    """Put the cells that begin in a row between those that go on from above."""
    found: list[Placed] = []
    waiting = list(above)
    column = 0
    for cell in cells:
        while waiting and waiting[0].column == column:
            found.append(waiting.pop(0))
            column += found[-1].cell.colspan
        found.append(Placed(cell, column))
        column += cell.colspan
    return [*found, *waiting]
