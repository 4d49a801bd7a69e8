"""Tables and the box of key facts (17.4): fixed widths, rules from table styles, repeated heads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from publisher.exporters.docx import blocks as blocks_of  # cells hold blocks, and blocks hold tables
from publisher.exporters.docx.captions import caption
from publisher.exporters.docx.characters import PADDING
from publisher.exporters.docx.inlines import inlines
from publisher.exporters.docx.languages import LATIN
from publisher.exporters.docx.places import Gap, body_place, cell_place, in_notes
from publisher.exporters.docx.stacking import closed, stacked
from publisher.exporters.docx.table_styles import KEY_FACTS, RULED, cell_margins, foot_borders, head_borders
from publisher.exporters.docx.wordml import (
    NOTHING,
    Xml,
    joined,
    paragraph,
    run,
    table,
    table_cell,
    table_row,
    text,
    twips,
    w,
)
from publisher.grid import is_small, is_tall, placed
from publisher.languages import direction
from publisher.model import KeyFacts, Paragraph, Table
from publisher.theme import tightened
from publisher.traverse import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Container, Kind, Place
    from publisher.grid import Placed
    from publisher.model import Cell, Column, Inline, KeyFact, Row
    from publisher.theme import Role, Theme

__all__ = ["key_facts", "table_block"]

_Side: TypeAlias = Literal["start", "center", "end"]

_FIGURE_WIDTH = 0.47
"""Of a character of a key fact, as a share of its size, about; rather more than less."""
_BLANKS = {ord(digit): "\N{FIGURE SPACE}" for digit in "0123456789"} | dict.fromkeys(
    map(ord, ".,\N{ARABIC DECIMAL SEPARATOR}"), "\N{PUNCTUATION SPACE}"
)
"""Blanks as wide as a figure and a point, so that decimals stand under each other in a column set to its end."""


def table_block(block: Table, place: Place, medium: Medium) -> Xml:
    """Write a table with its caption above and its notes below, none of them alone on a page."""
    above = caption(block, replace(place, end=None), medium) if block.caption else NOTHING
    widths = _widths([column.width or 1 / len(block.columns) for column in block.columns], place.width)
    stub = bool(block.body) and all(row[0].cell.header for row in placed(block.body))
    looks = _looks(first_row=len(block.head) == 1, first_column=stub)
    room = tightened(medium.theme.styles["table-cell"], block.tight).padding
    tighter = cell_margins(room, room) if block.tight else NOTHING
    properties = _properties(
        _kind(RULED, medium), place, sum(widths), joined((tighter, looks)), plain_text(block.caption)
    )
    written = table(properties, widths, _rows(block, widths, medium))
    notes = in_notes(replace(place, lead=None), medium.theme)
    return stacked((above, written, blocks_of.blocks(block.notes, notes, medium)))


def _widths(shares: Sequence[float], width: float) -> list[int]:
    """Divide a width; what rounding takes from one column goes to the next, so that the sum is exact."""
    edges = [twips(width * edge) for edge in accumulate(shares, initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def _looks(*, first_row: bool, first_column: bool) -> Xml:
    """Say which parts of a table are heads (17.4.56), for its style and for screen readers."""
    parts = {
        "firstRow": int(first_row),
        "lastRow": 0,
        "firstColumn": int(first_column),
        "lastColumn": 0,
        "noHBand": 1,
        "noVBand": 1,
    }
    return w("tblLook", val=f"{0x0600 | first_row << 5 | first_column << 7:04X}", **parts)


def _kind(style: str, medium: Medium) -> Xml:
    """Name the style of a table, and let its columns run from the right where the text does (17.4.1)."""
    from_right = direction(medium.lang or medium.layout.lang) == "rtl"
    return joined((w("tblStyle", val=style), w("bidiVisual") if from_right else NOTHING))


def _properties(kind: Xml, place: Place, width: int, looks: Xml, summary: str) -> Xml:
    return w(
        "tblPr",
        kind,
        w("tblW", w=width, type="dxa"),
        w("tblInd", w=twips(_start(place)), type="dxa") if _start(place) else NOTHING,
        w("tblLayout", type="fixed"),
        looks,
        w("tblCaption", val=summary) if summary else NOTHING,
    )


def _start(place: Place) -> float:
    text_look = place.text
    ruled = text_look.border_start.width + text_look.padding if text_look.border_start.width else 0
    return text_look.indent + ruled


@dataclass(frozen=True, slots=True)
class _Track:
    """A column: its width in twips, and the side that its text is set to."""

    width: int
    side: _Side
    decimal: bool
    """Of numbers in a text from right to left."""


@dataclass(frozen=True, slots=True)
class _Band:
    """What the cells of a row have in common."""

    role: Role
    kept: bool
    """On the page of the next row."""
    tight: int = 0
    """As in `Table`."""


_NAMES: Mapping[Role, dict[_Side, Container]] = {
    "table-head": {"start": "Table Head", "center": "Table Head Center", "end": "Table Head End"},
    "table-cell": {"start": "Table Cell", "center": "Table Cell Center", "end": "Table Cell End"},
    "table-group": {"start": "Table Group", "center": "Table Group", "end": "Table Group"},
    "table-foot": {"start": "Table Foot", "center": "Table Foot Center", "end": "Table Foot End"},
}
_TEXTS: dict[_Side, Container] = {"start": "Table Text", "center": "Table Text Center", "end": "Table Text End"}
"""Of cells that hold several blocks."""


def _rows(block: Table, widths: list[int], medium: Medium) -> list[Xml]:
    """Write the rows; small tables are kept whole, and what sums up stays with the row before it."""
    from_right = direction(medium.lang or medium.layout.lang) == "rtl"
    tracks = [_track(width, column, from_right=from_right) for width, column in zip(widths, block.columns, strict=True)]
    small = is_small(block)
    band = partial(_Band, tight=block.tight)
    heads = [band("table-head", kept=True)] * len(block.head)
    bodies = [
        band("table-group", kept=True) if row.heads_group else band("table-cell", kept=small) for row in block.body
    ]
    feet = [band("table-foot", kept=True)] * len(block.foot)
    for bands, follows in ((bodies, bool(block.foot or block.notes)), (feet, bool(block.notes))):
        if bands:
            bands[-1] = replace(bands[-1], kept=follows)
    parts = ((block.head, heads), (block.body, bodies), (block.foot, feet))
    return [written for rows, bands in parts for written in _part(rows, bands, tracks, medium)]


def _part(rows: tuple[Row, ...], bands: list[_Band], tracks: list[_Track], medium: Medium) -> list[Xml]:
    written = []
    for number, (row, found, band) in enumerate(zip(rows, placed(rows), bands, strict=True)):
        cells = [
            _table_cell(each, tracks, band, _edges(each, band, number, len(rows), medium), medium) for each in found
        ]
        written.append(table_row(cells, head=band.role == "table-head", whole=not is_tall(row)))
    return written


def _edges(each: Placed, band: _Band, number: int, rows: int, medium: Medium) -> Xml:
    """Write the rules of a cell that are not those of every row: below the head and joint heads, above the foot.

    A single head row has its rule from the style of the table.
    """
    if band.role == "table-foot" and number == 0:
        return foot_borders(medium.theme)
    if band.role != "table-head" or rows == 1:
        return NOTHING
    ends = number == rows - 1 or (not each.goes_on and number + each.cell.rowspan == rows)
    edges = head_borders(medium.theme, below=ends or each.cell.colspan > 1, above=number == 0)
    return joined((edges, w("vAlign", val="bottom")))


def _table_cell(each: Placed, tracks: list[_Track], band: _Band, edges: Xml, medium: Medium) -> Xml:
    own = tracks[each.column : each.column + each.cell.colspan]
    joint: _Side = "center" if band.role == "table-head" else "start"
    track = own[0] if len(own) == 1 else _Track(sum(track.width for track in own), joint, decimal=False)
    merged = NOTHING if each.cell.rowspan == 1 else w("vMerge") if each.goes_on else w("vMerge", val="restart")
    cell = replace(each.cell, blocks=(), padding="") if each.goes_on else each.cell
    return table_cell(track.width, _cell(cell, track, band, medium), each.cell.colspan, merged, edges)


def _cell(cell: Cell, track: _Track, band: _Band, medium: Medium) -> Xml:
    place = _place_in(track, band, medium.theme, several=len(cell.blocks) > 1)
    match cell.blocks:
        case (Paragraph(content=content),):
            medium = _for_numbers(medium) if track.decimal and band.role != "table-head" else medium
            words = inlines(content, medium.line("plain", place), medium)
            blank = run(PADDING, text(cell.padding.translate(_BLANKS))) if cell.padding else NOTHING
            return paragraph(medium.style("plain", place), joined((words, blank)))
        case ():
            return paragraph(medium.style("plain", place), NOTHING)
        case _:
            return closed(blocks_of.blocks(cell.blocks, place, medium))


@lru_cache(maxsize=1024)
def _place_in(track: _Track, band: _Band, theme: Theme, *, several: bool) -> Place:
    """Return the place of what a cell says; several paragraphs are set apart by half as much as in the text."""
    side: _Side = "start" if track.decimal and band.role == "table-head" else track.side
    look = replace(tightened(theme.styles[band.role], band.tight), align=side)
    parted = several and band.role == "table-cell"
    if parted:
        look = replace(look, space_after=theme.styles["body"].space_after / 2)
    inside = track.width / 20 - 2 * tightened(theme.styles["table-cell"], band.tight).padding
    names = _TEXTS if parted else _NAMES[band.role]
    return replace(cell_place(names[side], look, inside, band.tight), kept=band.kept)


def _side(column: Column) -> _Side:
    match column.align:
        case "center":
            return "center"
        case "right" | "decimal":
            return "end"
        case "left" | "auto":
            return "start"
        case _:
            assert_never(column.align)


def _track(width: int, column: Column, *, from_right: bool) -> _Track:
    """Return a column; numbers run from left to right in all languages, so they are set to the right in all."""
    decimal = column.align == "decimal" and from_right
    return _Track(width, _side(column), decimal)


def _for_numbers(medium: Medium) -> Medium:
    """Return the medium for a cell that runs from left to right."""
    return medium.spoken_in(LATIN)


def key_facts(block: KeyFacts, place: Place, medium: Medium) -> Xml:
    """Write a box of columns, the figure above what it says; the last cell of a short row takes the room left."""
    columns = medium.theme.page.columns_of(len(block.entries))
    widths = _widths(_shares_of(block, columns, place.width, medium), place.width)
    looks = _looks(first_row=False, first_column=False)
    properties = _properties(_kind(KEY_FACTS, medium), place, sum(widths), looks, plain_text(block.title))
    inside = medium.theme.styles["key-facts"].padding
    box = body_place(medium.theme, place.width / columns - 2 * inside)
    top, bottom = Gap("Top", inside), Gap("Bottom", inside)
    rows = []
    if block.title:
        words = _set("key-facts-title", block.title, replace(box, lead=top, kept=True, width=place.width), medium)
        rows.append(table_row([table_cell(sum(widths), words, columns)], head=False))
    for first in range(0, len(block.entries), columns):
        lead = top if first == 0 and not block.title else None
        end = bottom if first + columns >= len(block.entries) else None
        here = replace(box, lead=lead, end=end, kept=end is None)
        rows.append(table_row(_facts(block.entries[first : first + columns], widths, here, medium), head=False))
    return table(properties, widths, rows)


def _shares_of(block: KeyFacts, columns: int, width: float, medium: Medium) -> list[float]:
    """Return the shares of the columns: the same for all, unless a figure would be broken and others have room to spare."""
    look, equal = medium.theme.styles["key-value"], width / columns
    inside = 2 * medium.theme.styles["key-facts"].padding
    lengths = [max(len(plain_text(each.value)) for each in block.entries[place::columns]) for place in range(columns)]
    needed = [length * look.size * _FIGURE_WIDTH + inside for length in lengths]
    if sum(needed) > width:
        return [1 / columns] * columns
    room, wide = equal, 0
    while (count := sum(each > room for each in needed)) > wide:
        wide = count
        room = (width - sum(each for each in needed if each > room)) / (columns - wide)
    return [max(each, room) / width for each in needed]


def _facts(entries: tuple[KeyFact, ...], widths: list[int], place: Place, medium: Medium) -> list[Xml]:
    cells = []
    for index, entry in enumerate(entries):
        span = 1 if index + 1 < len(entries) else len(widths) - index
        value = _set("key-value", entry.value, replace(place, end=None), medium)
        meaning = _set("key-meaning", entry.meaning, replace(place, lead=None), medium)
        cells.append(table_cell(sum(widths[index : index + span]), joined((value, meaning)), span))
    return cells


def _set(kind: Kind, content: tuple[Inline, ...], place: Place, medium: Medium) -> Xml:
    return paragraph(medium.style(kind, place), inlines(content, medium.line(kind, place), medium))
