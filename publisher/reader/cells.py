"""Cells that take several columns or rows: `<<` goes on with the cell before it, `^^` with the cell above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from publisher.model import Cell, Paragraph, Row, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.diagnostics import Location, Report

__all__ = ["Band", "joined_rows"]

Band: TypeAlias = "list[tuple[Location | None, list[Cell]]]"
"""The rows of a part of a table, each with as many cells as the table has columns."""

_Place: TypeAlias = tuple[int, int]
"""Row and column, from 0."""
_Mark: TypeAlias = Literal["before", "above"]
_MARKS: Mapping[str, _Mark] = {"<<": "before", "^^": "above"}


def joined_rows(band: Band, report: Report) -> tuple[Row, ...]:
    """Make the rows of a part of a table, with cells that go on in others joined to them."""
    marks = {
        (number, column): mark
        for number, (_, cells) in enumerate(band)
        for column, cell in enumerate(cells)
        if (mark := _mark(cell))
    }
    if not marks:
        return tuple(_row(cells, at) for at, cells in band)
    return _Joining(band, marks, report).rows()


def _row(cells: Sequence[Cell], at: Location | None, columns: int = 0) -> Row:
    """Make a row; one header cell over all columns is the heading of a group."""
    if columns > 1 and len(cells) == 1 and cells[0].colspan == columns and cells[0].rowspan == 1:
        return Row((replace(cells[0], header=True),), heads_group=True, at=at)
    return Row(tuple(cells), at=at)


def _mark(cell: Cell) -> _Mark | None:
    """Return what a cell that holds nothing but a mark says; one behind a backslash is text, and a place longer."""
    match cell.blocks:
        case (Paragraph(content=(Text(text=text),)),) if text in _MARKS and cell.at and cell.at.length == len(text):
            return _MARKS[text]
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Joining:
    """A part of a table that is being joined."""

    band: Band
    marks: Mapping[_Place, _Mark]
    report: Report

    def rows(self) -> tuple[Row, ...]:
        owners = self.owners()
        taken: dict[_Place, list[_Place]] = {}
        for place, owner in owners.items():
            taken.setdefault(owner, []).append(place)
        spans = {owner: self.span(owner, places) for owner, places in taken.items() if len(places) > 1}
        rows = []
        for number, (at, cells) in enumerate(self.band):
            own = [
                replace(cell, colspan=spans[place][1], rowspan=spans[place][0]) if place in spans else cell
                for column, cell in enumerate(cells)
                if owners[place := (number, column)] == place
            ]
            if not own:
                message = "no cell begins in the row, since all go on from above"
                self.report.add("bad-table", message, at, "leave the row out")
            rows.append(_row(own, at, len(cells)))
        return tuple(rows)

    def owners(self) -> dict[_Place, _Place]:
        """Find for each place the one where its cell begins."""
        owners: dict[_Place, _Place] = {}
        for row, (_, cells) in enumerate(self.band):
            for column in range(len(cells)):
                place = (row, column)
                owners[place] = self.owner(place, owners) if place in self.marks else place
        return owners

    def owner(self, place: _Place, owners: Mapping[_Place, _Place]) -> _Place:
        row, column = place
        before = self.marks[place] == "before"
        from_ = (row, column - 1) if before else (row - 1, column)
        if from_ in owners:
            return owners[from_]
        mark = "<<" if before else "^^"
        nothing = "stands before it" if before else "stands above it in this part of the table"
        self.complain(place, f"{mark} goes on with a cell, and none {nothing}")
        return place

    def span(self, owner: _Place, places: Sequence[_Place]) -> tuple[int, int]:
        """Return how many rows and columns a cell takes."""
        height = max(row for row, _ in places) - owner[0] + 1
        width = max(column for _, column in places) - owner[1] + 1
        if height * width != len(places) or min(column for _, column in places) < owner[1]:
            self.complain(max(places), "the cells that are joined make no rectangle")
            return 1, 1
        return height, width

    def complain(self, place: _Place, message: str) -> None:
        at = self.band[place[0]][1][place[1]].at
        hint = "write << for a cell that goes on from the one before it, ^^ from the one above, or \\<< for the text"
        self.report.add("bad-table", message, at, hint)
