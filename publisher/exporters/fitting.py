"""Tables that fit: no column is narrower than its widest number or word, as long as there is room.

What `preparation` settles is kept where it has room for them, measured in the fonts of the theme. Where it has not,
columns give way to each other: first those with long words and addresses, then the type of the whole table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.exporters.cell_words import Need, needs_of, unmeasured
from publisher.model import (
    BulletList,
    Callout,
    Chart,
    DefinitionList,
    OrderedList,
    PrintLayout,
    Quotation,
    Table,
)
from publisher.preparation.widths import whole
from publisher.theme import CALLOUTS, TIGHTEST, paper_size, theme_for, tightened
from publisher.traverse import map_block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.model import Block, Document, Inline
    from publisher.theme import Role, Theme

__all__ = ["Fitted", "fitted"]

_SLACK = 0.4
"""Points that rounding takes from a column, in one format or another."""
_EPSILON = 1e-6
_MOST = 0.8
"""Of its width: what a column keeps in which something stands that can't be measured."""
_SCREEN = 0.93
"""Of the measure of paper: what wide screens have at least."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A document whose tables fit, as far as they can, and what is said of the others."""

    document: Document
    diagnostics: tuple[Diagnostic, ...] = ()


def fitted(document: Document, theme: Theme, *, screen: bool = False) -> Fitted:
    """Fit the tables of a prepared document into its pages; on a screen, into the little less that there is."""
    theme = theme_for(theme, document.metadata.lang)
    width, height = paper_size(document.metadata)
    margins = theme.page.margin_inner + theme.page.margin_outer
    fitting = _Fitting(theme, width - margins, height - margins)
    blocks = fitting.all_blocks(document.blocks, _Room(width - margins, screen=screen))
    return Fitted(replace(document, blocks=blocks), tuple(fitting.diagnostics))


@dataclass(frozen=True, slots=True)
class _Room:
    """What blocks stand in."""

    width: float
    screen: bool = False
    landscape: bool = False
    told: bool = True
    """It is on paper, so that what has no room there is told."""

    def less(self, points: float) -> _Room:
        return replace(self, width=self.width - points)


@dataclass(frozen=True, slots=True)
class _Fitting:
    theme: Theme
    measure: float
    landscape: float
    """The measure of landscape pages."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def all_blocks(self, blocks: tuple[Block, ...], room: _Room) -> tuple[Block, ...]:
        return tuple([self.block(each, room) for each in blocks])

    def block(self, block: Block, room: _Room) -> Block:
        if isinstance(block, Table):
            return self.table(block, room) if block.columns else block
        inner = self.inside(block, room)
        return map_block(block, _unchanged, lambda blocks: self.all_blocks(blocks, inner))

    def inside(self, block: Block, room: _Room) -> _Room:
        """Return the room for what a block holds."""
        styles, page = self.theme.styles, self.theme.page
        match block:
            case PrintLayout(landscape=True):
                return replace(room, width=self.landscape, landscape=True)
            case PrintLayout(columns=columns):
                return replace(room, width=(room.width - page.column_gap * (columns - 1)) / columns)
            case BulletList() | OrderedList():
                return room.less(styles["list-item"].indent)
            case DefinitionList():
                return room.less(styles["definition"].indent)
            case Quotation():
                return room.less(2 * styles["quotation"].indent)
            case Callout(kind=kind):
                box = styles[CALLOUTS[kind]]
                return room.less(box.border_start.width + box.padding)
            case Chart(tabled=tabled):
                return replace(room, told=tabled)
            case _:
                return room

    def table(self, table: Table, room: _Room) -> Table:
        """Fit a table, in type as large as can be."""
        found, kept = needs_of(table, self.theme), unmeasured(table)
        before = _shares(table)
        as_set = [share * room.width if place in kept else 0.0 for place, share in enumerate(before)]
        step, needs = 0, self.at(found, 0, as_set)
        while step < TIGHTEST and sum(each.least for each in needs) > room.width:
            step += 1
            needs = self.at(found, step, as_set)
        floors = _floors(needs, room.width)
        widths = _raised(before, floors, needs, room)
        if room.told and sum(each.least for each in needs) > room.width:
            self.diagnostics.append(_too_wide(table, widths, needs, room))
        shares = before if widths is before else whole(widths)
        least = max(floor / share for floor, share in zip(floors, shares, strict=True))
        columns = [replace(column, width=share) for column, share in zip(table.columns, shares, strict=True)]
        is_roomy = least <= _SCREEN * min(room.width, self.measure) + _SLACK
        return replace(table, columns=tuple(columns), tight=step, least=0 if is_roomy else least)

    def at(self, found: Mapping[Role, Sequence[Need]], step: int, as_set: Sequence[float]) -> list[Need]:
        """Return what each column needs in tighter type, with the room around its words; or most of a width as set."""
        scaled = []
        for role, needs in found.items():
            usual, tight = self.theme.styles[role], tightened(self.theme.styles[role], step)
            scaled.append([each.scaled(tight.size / usual.size, 2 * tight.padding + _SLACK) for each in needs])
        most = [width * _MOST for width in as_set]
        scaled.append([Need(least, least, least, width) for least, width in zip(most, as_set, strict=True)])
        return [Need.most(column) for column in zip(*scaled, strict=True)]


def _shares(table: Table) -> list[float]:
    """Return the widths of columns as parts of one."""
    given = [
        1 / len(table.columns) if column.width is None else max(column.width, _EPSILON) for column in table.columns
    ]
    return [each / sum(given) for each in given]


def _unchanged(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return inlines


def _floors(needs: Sequence[Need], room: float) -> list[float]:
    """Return the widths that columns keep: with long words whole, if there is room for them."""
    full = [each.full for each in needs]
    return full if sum(full) <= room else [each.least for each in needs]


def _raised(before: list[float], floors: list[float], needs: Sequence[Need], room: _Room) -> list[float]:
    """Widen columns to what they keep, at the cost of those that have more; the same list where none is too narrow."""
    widths = [share * room.width for share in before]
    ample = 1.0 if room.landscape else 1 / _SCREEN
    if all(width >= floor * (ample if room.screen else 1.0) for width, floor in zip(widths, floors, strict=True)):
        return before
    ample = min(ample, room.width / sum(floors))
    floors = [floor * ample for floor in floors]
    if ample < 1:  # words are broken before numbers are
        widths, floors = floors, [each.figures for each in needs]
        if sum(floors) > room.width:
            return widths
    lack = sum(max(0.0, floor - width) for width, floor in zip(widths, floors, strict=True))
    spare = sum(max(0.0, width - floor) for width, floor in zip(widths, floors, strict=True))
    taken = lack / spare if spare else 0.0
    widths = [max(floor, width - max(0.0, width - floor) * taken) for width, floor in zip(widths, floors, strict=True)]
    return _used(widths, [max(floor, each.natural) for floor, each in zip(floors, needs, strict=True)])


def _used(widths: list[float], natural: list[float]) -> list[float]:
    """Give what columns have beyond their lines to those whose lines are broken, to each the same until it has enough."""
    unused = sum(max(0.0, width - line) for width, line in zip(widths, natural, strict=True))
    wanting = [place for place, width in enumerate(widths) if width < natural[place]]
    wanted = sum(natural[place] - widths[place] for place in wanting)
    if not unused or not wanted:
        return widths
    kept = 1 - min(1.0, wanted / unused)
    settled = [min(width, line + (width - line) * kept) for width, line in zip(widths, natural, strict=True)]
    rest = min(unused, wanted)
    while wanting and rest > _EPSILON:
        each = min(rest / len(wanting), *(natural[place] - settled[place] for place in wanting))
        for place in wanting:
            settled[place] += each
        rest -= each * len(wanting)
        wanting = [place for place in wanting if natural[place] - settled[place] > _EPSILON]
    return settled


def _too_wide(table: Table, widths: Sequence[float], needs: Sequence[Need], room: _Room) -> Diagnostic:
    lacks = [need.least - width for width, need in zip(widths, needs, strict=True)]
    column = max(range(len(lacks)), key=lacks.__getitem__) + 1
    message = f"the table is too wide for the page, also in small type: words or numbers of column {column} are broken"
    hint = (
        "use fewer columns, or shorter words"
        if room.landscape
        else "give it landscape pages (:orientation: landscape), or fewer columns"
    )
    return Diagnostic("table-too-wide", message, table.at, hint)
