"""Tables -> lines of text: columns where they fit, a record for each row where they don't."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, assert_never

from publisher.exporters.text import blocks as blocks_of  # cells hold blocks, and blocks hold tables
from publisher.exporters.text.inlines import inlines
from publisher.exporters.text.layout import NO_BREAK, Side, fill, indent, pad, stack, widest, width
from publisher.exporters.text.measures import Need, share_out
from publisher.exporters.text.medium import rule, styled
from publisher.model import Paragraph, Table
from publisher.traverse import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.exporters.text.medium import Medium
    from publisher.model import Cell, Column

__all__ = ["GUTTER", "rows_side_by_side", "table"]

GUTTER = 2
"""Columns between the columns of a table."""

_HANGING = 4
"""Columns by which a record's later lines are indented."""

_Grid: TypeAlias = "list[list[_Matter]]"
_Lines: TypeAlias = "Sequence[Sequence[str]]"


@dataclass(frozen=True, slots=True)
class _Matter:
    """What stands in a cell, before its column has a width."""

    cell: Cell
    text: str | None
    """What a single paragraph says; None where the cell holds more than that."""
    padding: int
    """Columns left free on the right as it is seen, so that decimals stand under each other."""

    def lines(self, measure: int, medium: Medium) -> list[str]:
        """Set the cell at a width."""
        room = measure - self.padding
        if self.text is None:
            lines = blocks_of.blocks(self.cell.blocks, room, medium)
        elif self.text.isascii() and len(self.text) <= room and "\n" not in self.text:
            lines = [self.text]
        else:
            lines = fill(self.text, room)
        blank = " " * self.padding
        return [blank + line for line in lines] if medium.direction == "rtl" else [line + blank for line in lines]


def table(block: Table, measure: int, medium: Medium) -> list[str]:
    """Write a table: caption above, rules around it and under its head, notes below."""
    capitals = medium.theme.styles["table-head"].uppercase
    head = [[_matter(cell, medium, capitals=capitals) for cell in row.cells] for row in block.head]
    body = [[_matter(cell, medium) for cell in row.cells] for row in block.body]
    label = f"{medium.words.table}{NO_BREAK}{block.number}. " if block.number else ""
    caption = styled(f"{label}{inlines(block.caption, medium)}", "caption", measure, medium)
    widths = None if _holds_table(block) else _widths(block.columns, head, body, measure, medium)
    if widths is None:
        drawn = _ruled([], _records(head, body, measure, medium), measure, medium)
    else:
        sides = [_side(column, medium) for column in block.columns]
        total = max(sum(widths) + GUTTER * (len(widths) - 1), 0)
        top = rows_side_by_side(_set(head, widths, medium), widths, sides, from_bottom=True)
        drawn = _ruled(top, rows_side_by_side(_set(body, widths, medium), widths, sides), total, medium)
    return [*caption, *drawn, *blocks_of.blocks(block.notes, measure, medium, tight=True)]


def _holds_table(block: Table) -> bool:
    """Whether a table stands in a cell, where it would be too narrow to read."""
    cells = (cell for row in (*block.head, *block.body) for cell in row.cells)
    return any(isinstance(node, Table) for cell in cells if not _is_plain(cell) for node in walk(cell.blocks))


def _is_plain(cell: Cell) -> bool:
    return all(isinstance(block, Paragraph) for block in cell.blocks)


def _matter(cell: Cell, medium: Medium, *, capitals: bool = False) -> _Matter:
    padding = width(cell.padding)
    match cell.blocks:
        case ():
            return _Matter(cell, "", padding)
        case (Paragraph(content=content),):
            text = inlines(content, medium)
            return _Matter(cell, text.upper() if capitals else text, padding)
        case _:
            return _Matter(cell, None, padding)


def _side(column: Column, medium: Medium) -> Side:
    """Return where the text of a column stands in the order of reading; decimals always stand on the right."""
    match column.align:
        case "auto" | "left":
            return "left"
        case "center":
            return "center"
        case "right":
            return "right"
        case "decimal":
            return "left" if medium.direction == "rtl" else "right"
        case _:
            assert_never(column.align)


def _widths(columns: Sequence[Column], head: _Grid, body: _Grid, measure: int, medium: Medium) -> list[int] | None:
    """Measure every column (the longest word, figures, all on one line) and share out the room."""
    needs = []
    for index, column in enumerate(columns):
        floors, naturals = zip(
            (0, 0), *(_extent(row[index], measure, medium) for row in chain(head, body)), strict=True
        )
        whole = max(naturals[len(head) + 1 :], default=0) if column.align == "decimal" else 0
        needs.append(Need(max(floors), max(*floors, whole), max(naturals), column.width or 1 / len(columns)))
    return share_out(needs, measure - GUTTER * (len(columns) - 1))


def _extent(matter: _Matter, measure: int, medium: Medium) -> tuple[int, int]:
    """Return the least and the greatest width that a cell can use."""
    if matter.text is None:
        return widest(matter.lines(1, medium)), widest(matter.lines(measure, medium))
    if matter.text.isascii():
        words = matter.text.split()
        longest = max(map(len, words), default=0)
    else:
        longest = widest(fill(matter.text, 1))
    natural = max(map(width, matter.text.split("\n")))
    return longest + matter.padding, max(natural, longest) + matter.padding


def _set(grid: _Grid, widths: Sequence[int], medium: Medium) -> Iterable[_Lines]:
    return ([cell.lines(width, medium) for cell, width in zip(row, widths, strict=True)] for row in grid)


def rows_side_by_side(
    rows: Iterable[_Lines], widths: Sequence[int], sides: Sequence[Side], *, from_bottom: bool = False
) -> list[str]:
    """Draw rows of cells; blank lines part them where any of them takes several lines."""
    drawn = [_row(cells, widths, sides, from_bottom=from_bottom) for cells in rows]
    return stack(drawn, 1 if any(len(lines) > 1 for lines in drawn) and not from_bottom else 0)


def _row(cells: _Lines, widths: Sequence[int], sides: Sequence[Side], *, from_bottom: bool) -> list[str]:
    height = max(map(len, cells), default=1) or 1
    gutter = " " * GUTTER
    lines = []
    for index in range(height):
        parts = []
        for cell, column, side in zip(cells, widths, sides, strict=True):
            place = index - (height - len(cell) if from_bottom else 0)
            parts.append(pad(cell[place] if 0 <= place < len(cell) else "", column, side))
        lines.append(gutter.join(parts).rstrip())
    return lines


def _ruled(head: list[str], body: list[str], measure: int, medium: Medium) -> list[str]:
    rules = medium.theme.table_rules
    return [
        *rule(rules["top"], measure, medium),
        *head,
        *(rule(rules["head"], measure, medium) if head else []),
        *body,
        *rule(rules["bottom"], measure, medium),
    ]


def _records(head: _Grid, body: _Grid, measure: int, medium: Medium) -> list[str]:
    """Write each row as lines of `head: cell`, for tables that are too wide for columns."""
    columns = zip(*head, strict=True) if head else [()] * len(body[0] if body else ())
    names = [_name(cells, measure, medium) for cells in columns]
    return stack(
        [line for cell, name in zip(row, names, strict=True) for line in _entry(cell, name, measure, medium)]
        for row in body
    )


def _name(cells: Iterable[_Matter], measure: int, medium: Medium) -> str:
    words = " ".join(line.strip() for cell in cells for line in cell.lines(measure, medium)).strip()
    return f"{words}:" if words else ""


def _entry(cell: _Matter, name: str, measure: int, medium: Medium) -> list[str]:
    room = measure - _HANGING
    if cell.text is not None:
        first, *rest = fill(f"{name} {cell.text}", room) or [""]
        return [first, *indent(rest, _HANGING)]
    return [*fill(name, measure), *indent(blocks_of.blocks(cell.cell.blocks, room, medium), _HANGING)]
