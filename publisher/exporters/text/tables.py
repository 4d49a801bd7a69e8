"""Tables -> lines of text: columns where they fit, a record for each row where they don't."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, TypeAlias, assert_never

from publisher.exporters.text import blocks as blocks_of  # cells hold blocks, and blocks hold tables
from publisher.exporters.text.inlines import inlines
from publisher.exporters.text.layout import NO_BREAK, Side, fill, indent, pad, stack, widest, width
from publisher.exporters.text.measures import Need, share_out
from publisher.exporters.text.medium import rule, styled
from publisher.grid import placed
from publisher.model import Paragraph, Table
from publisher.traverse import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.exporters.text.medium import Medium
    from publisher.grid import Placed
    from publisher.model import Cell, Column, Row

__all__ = ["GUTTER", "rows_side_by_side", "table"]

GUTTER = 2
"""Columns between the columns of a table."""

_HANGING = 4
"""Columns by which a record's later lines are indented."""

_Grid: TypeAlias = "list[list[_Matter]]"
_Lines: TypeAlias = "Sequence[Sequence[str]]"
_BLANK: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Matter:
    """What stands in a cell, before its columns have widths."""

    place: Placed
    text: str | None
    """What a single paragraph says; None where the cell holds more than that."""
    padding: int
    """Columns left free on the right as it is seen, so that decimals stand under each other."""

    def lines(self, measure: int, medium: Medium) -> list[str]:
        """Set the cell at a width."""
        room = measure - self.padding
        if self.text is None:
            lines = blocks_of.blocks(self.place.cell.blocks, room, medium)
        elif self.text.isascii() and len(self.text) <= room and "\n" not in self.text:
            lines = [self.text]
        else:
            lines = fill(self.text, room)
        blank = " " * self.padding
        return [blank + line for line in lines] if medium.direction == "rtl" else [line + blank for line in lines]


def table(block: Table, measure: int, medium: Medium) -> list[str]:
    """Write a table: caption above, rules around it, under its head and above its foot, notes below."""
    head = _grid(block.head, medium, capitals=medium.theme.styles["table-head"].uppercase)
    body, foot = _hanging(_grid(block.body, medium), _grid(block.foot, medium), block.columns)
    label = f"{medium.words.table}{NO_BREAK}{block.number}. " if block.number else ""
    caption = styled(f"{label}{inlines(block.caption, medium)}", "caption", measure, medium)
    widths = None if _holds_table(block) else _widths(block.columns, (head, body, foot), measure, medium)
    if widths is None:
        drawn = _ruled(
            [], _records(head, body, measure, medium), _records(head, foot, measure, medium), measure, medium
        )
    else:
        page = _Page(widths, [_side(column, medium) for column in block.columns], medium)
        total = max(sum(widths) + GUTTER * (len(widths) - 1), 0)
        drawn = _ruled(page.head(head), page.rows(body), page.rows(foot), total, medium)
    return [*caption, *drawn, *blocks_of.blocks(block.notes, measure, medium, tight=True)]


def _holds_table(block: Table) -> bool:
    """Whether a table stands in a cell, where it would be too narrow to read."""
    cells = (cell for row in (*block.head, *block.body, *block.foot) for cell in row.cells)
    return any(isinstance(node, Table) for cell in cells if not _is_plain(cell) for node in walk(cell.blocks))


def _is_plain(cell: Cell) -> bool:
    return all(isinstance(block, Paragraph) for block in cell.blocks)


def _grid(rows: Sequence[Row], medium: Medium, *, capitals: bool = False) -> _Grid:
    return [[_matter(each, medium, capitals=capitals) for each in row] for row in placed(rows)]


def _hanging(body: _Grid, foot: _Grid, columns: Sequence[Column]) -> tuple[_Grid, _Grid]:
    """Keep a column free on the right of numbers, where some of their column end in a mark of stress."""
    rows = (*body, *foot)
    marked = {each.place.column for row in rows for each in row if each.text and each.text.endswith("*")}
    hung = {column for column in marked if columns[column].align == "decimal"}
    if not hung:
        return body, foot

    def free(each: _Matter) -> _Matter:
        bare = each.text and not each.text.endswith("*") and each.place.column in hung
        return replace(each, padding=each.padding + 1) if bare else each

    return [[free(each) for each in row] for row in body], [[free(each) for each in row] for row in foot]


def _matter(each: Placed, medium: Medium, *, capitals: bool) -> _Matter:
    padding = width(each.cell.padding)
    match each.cell.blocks:
        case ():
            return _Matter(each, "", padding)
        case (Paragraph(content=content),):
            text = inlines(content, medium)
            return _Matter(each, text.upper() if capitals else text, padding)
        case _:
            return _Matter(each, None, padding)


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


def _widths(columns: Sequence[Column], parts: Sequence[_Grid], measure: int, medium: Medium) -> list[int] | None:
    """Measure every column (the longest word, figures, all on one line) and share out the room."""
    head = parts[0]
    rows = list(chain(*parts))
    needs = []
    for index, column in enumerate(columns):
        own = [(row, each) for row, cells in enumerate(rows) for each in cells if _is_only_in(each, index)]
        extents = [(row, *_extent(each, measure, medium)) for row, each in own]
        whole = max((natural for row, _, natural in extents if row >= len(head)), default=0)
        floor = max((floor for _, floor, _ in extents), default=0)
        natural = max((natural for _, _, natural in extents), default=0)
        figures = whole if column.align == "decimal" else 0
        needs.append(Need(floor, max(floor, figures), natural, column.width or 1 / len(columns)))
    for each in chain(*rows):
        if each.place.cell.colspan > 1 and not each.place.goes_on:
            _widen(needs, each, _extent(each, measure, medium))
    return share_out(needs, measure - GUTTER * (len(columns) - 1))


def _is_only_in(matter: _Matter, column: int) -> bool:
    each = matter.place
    return each.column == column and each.cell.colspan == 1 and not each.goes_on


def _widen(needs: list[Need], matter: _Matter, extent: tuple[int, int]) -> None:
    """Make the last of the columns of a cell wide enough for its longest word, and for all of it in a head."""
    first, last = matter.place.column, matter.place.column + matter.place.cell.colspan - 1
    floor, natural = extent
    under = needs[first : last + 1]
    gutters = GUTTER * (len(under) - 1)
    more = max(floor - gutters - sum(need.floor for need in under), 0)
    wished = 0 if matter.place.cell.colspan == len(needs) else natural
    wider = max(wished - gutters - sum(need.natural for need in under), more)
    old = needs[last]
    needs[last] = replace(old, floor=old.floor + more, whole=old.whole + more, natural=old.natural + wider)


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


@dataclass(frozen=True, slots=True)
class _Page:
    """The columns that a table is drawn in."""

    widths: Sequence[int]
    sides: Sequence[Side]
    medium: Medium

    def head(self, grid: _Grid) -> list[str]:
        """Draw head rows, words at their bottom; a rule joins the columns below a cell of several."""
        lines: list[str] = []
        for row, below in zip_longest(grid, grid[1:], fillvalue=()):
            cells = [_BLANK if any(_is_same(each, other) for other in below) else self.cell(each) for each in row]
            lines += _row(cells, *self.across(row, head=True), from_bottom=True)
            if below and any(each.place.cell.colspan > 1 for each in row):
                lines += self.joining(row)
        return lines

    def rows(self, grid: _Grid) -> list[str]:
        """Draw rows; blank lines part them where any of them takes several lines, and stand before the heading of a group."""
        drawn = [_row([self.cell(each, first=True) for each in row], *self.across(row)) for row in grid]
        several = any(len(lines) > 1 for lines in drawn)
        blocks: list[list[str]] = []
        after_heading = False
        for lines, row in zip(drawn, grid, strict=True):
            heading = len(self.widths) > 1 and len(row) == 1
            if blocks and not heading and (after_heading or not several):
                blocks[-1] += lines
            else:
                blocks.append(lines)
            after_heading = heading
        return stack(blocks)

    def cell(self, each: _Matter, *, first: bool = False) -> Sequence[str]:
        return _BLANK if first and each.place.goes_on else each.lines(self.width(each), self.medium)

    def width(self, each: _Matter) -> int:
        own = self.widths[each.place.column : each.place.column + each.place.cell.colspan]
        return sum(own) + GUTTER * (len(own) - 1)

    def across(self, row: Sequence[_Matter], *, head: bool = False) -> tuple[list[int], list[Side]]:
        """Return how wide the cells of a row are, and the side that each is set to."""
        joint: Side = "center" if head else "left"
        sides = [joint if each.place.cell.colspan > 1 else self.sides[each.place.column] for each in row]
        return [self.width(each) for each in row], sides

    def joining(self, row: Sequence[_Matter]) -> list[str]:
        widths, sides = self.across(row)
        rules = [
            rule(self.medium.theme.table_rules["head"], width, self.medium) if each.place.cell.colspan > 1 else _BLANK
            for each, width in zip(row, widths, strict=True)
        ]
        return _row(rules, widths, sides)


def _is_same(each: _Matter, other: _Matter) -> bool:
    return other.place.goes_on and other.place.column == each.place.column


def rows_side_by_side(rows: Iterable[_Lines], widths: Sequence[int], sides: Sequence[Side]) -> list[str]:
    """Draw rows of cells; blank lines part them where any of them takes several lines."""
    drawn = [_row(cells, widths, sides) for cells in rows]
    return stack(drawn, 1 if any(len(lines) > 1 for lines in drawn) else 0)


def _row(cells: _Lines, widths: Sequence[int], sides: Sequence[Side], *, from_bottom: bool = False) -> list[str]:
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


def _ruled(head: list[str], body: list[str], foot: list[str], measure: int, medium: Medium) -> list[str]:
    rules = medium.theme.table_rules
    return [
        *rule(rules["top"], measure, medium),
        *head,
        *(rule(rules["head"], measure, medium) if head else []),
        *body,
        *(rule(rules["head"], measure, medium) if foot else []),
        *foot,
        *rule(rules["bottom"], measure, medium),
    ]


def _records(head: _Grid, rows: _Grid, measure: int, medium: Medium) -> list[str]:
    """Write each row as lines of `head: cell`, for tables that are too wide for columns.

    What goes on from the row above is said again, since a record stands by itself.
    """
    spans = {(each.place.column, each.place.cell.colspan): each.place for row in rows for each in row}
    names = {span: _name(head, place, measure, medium) for span, place in spans.items()}
    return stack(
        [
            line
            for each in row
            for line in _entry(each, names[each.place.column, each.place.cell.colspan], measure, medium)
        ]
        for row in rows
    )


def _name(head: _Grid, of: Placed, measure: int, medium: Medium) -> str:
    """Return the heads of the columns of a cell; nothing for one that takes the whole row."""
    columns = range(of.column, of.column + of.cell.colspan)
    over = [each for row in head for each in row if each.place.column in columns or _covers(each.place, of.column)]
    whole = head and of.cell.colspan == sum(each.place.cell.colspan for each in head[0]) > 1
    names = dict.fromkeys(
        " ".join(line.strip() for line in each.lines(measure, medium)).strip() for each in ([] if whole else over)
    )
    words = " ".join(filter(None, names))
    return f"{words}:" if words else ""


def _covers(place: Placed, column: int) -> bool:
    return place.column <= column < place.column + place.cell.colspan


def _entry(each: _Matter, name: str, measure: int, medium: Medium) -> list[str]:
    room = measure - _HANGING
    if each.text is not None:
        first, *rest = fill(f"{name} {each.text}", room) or [""]
        return [first, *indent(rest, _HANGING)]
    return [*fill(name, measure), *indent(blocks_of.blocks(each.place.cell.blocks, room, medium), _HANGING)]
