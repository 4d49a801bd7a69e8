"""Charts: the numbers of their data, their axes, and what they say to those who can't see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.model import (
    Chart,
    Code,
    DataValue,
    Emphasis,
    FactReference,
    ForeignPassage,
    ForeignWords,
    Math,
    Panel,
    Paragraph,
    Plot,
    SoftBreak,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from publisher.preparation.chart_dates import moment_of
from publisher.preparation.chart_numbers import Numbers, Place, numbers_of, series_of
from publisher.preparation.descriptions import described
from publisher.preparation.language import speak
from publisher.preparation.layouts import Sorted, laid_out
from publisher.preparation.rewrite import rewrite
from publisher.preparation.values import said_in_line
from publisher.traverse import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from publisher.model import Block, Cell, Document, Ledger, Row
    from publisher.preparation.chart_numbers import Entry
    from publisher.preparation.context import Context
    from publisher.preparation.language import Language

__all__ = ["plot_charts"]

_DRAWN = (
    Paragraph,
    Text,
    FactReference,
    DataValue,
    Emphasis,
    Strong,
    Subscript,
    Superscript,
    Code,
    Math,
    ForeignWords,
    SoftBreak,
)
"""What a cell of a chart may hold: words."""
MOST_SERIES = 6
MOST_PANELS = 12
MOST_BARS = 200
MOST_POINTS = 2_000


def plot_charts(document: Document, context: Context) -> Document:
    """Make the plot of every chart, and describe it."""
    return replace(document, blocks=_plotted(document.blocks, document.ledger, context, context.language))


def _plotted(blocks: tuple[Block, ...], ledger: Ledger, context: Context, language: Language) -> tuple[Block, ...]:
    def passage(block: Block) -> Block:
        if not isinstance(block, ForeignPassage):
            return block
        return replace(block, blocks=_plotted(block.blocks, ledger, context, speak(block.lang)))

    def chart(block: Block) -> Block:
        if not isinstance(block, Chart) or block.plot is not None:
            return block
        plot = _Plotting(block, ledger, language, context).plot()
        alt = block.alt or (described(plot, language, _times(block, language)) if plot else "")
        data, notes = replace(block.data, notes=()), (*block.notes, *block.data.notes, *_out_of_date(block, language))
        return replace(block, data=data, plot=plot, alt=alt, notes=notes)

    return rewrite(blocks, block={ForeignPassage: passage, Chart: chart})


def _times(chart: Chart, language: Language) -> tuple[Decimal, ...]:
    """Return the categories of a chart as places in time, in the order of its rows; none where one is no day or month."""
    cells = [row.cells[chart.x] for row in (*chart.data.body, *chart.data.foot)]
    moments = [moment_of(cell, text_of(cell), language) for cell in cells]
    return tuple(dict.fromkeys(each.position for each in moments if each)) if all(moments) else ()


def _out_of_date(chart: Chart, language: Language) -> Iterator[Paragraph]:
    """Say below a chart which of its numbers are out of date, since a bar or a point can't be marked."""
    marked = []
    heads = [text_of(cell) for cell in chart.data.head[0].cells]
    several = len(chart.data.columns) > len({chart.x, chart.column} - {None}) + 1
    for row in (*chart.data.body, *chart.data.foot):
        for column, cell in enumerate(row.cells):
            named = [_named(row, chart.column), _named(row, chart.x)]
            if several:
                named.append(heads[column] if chart.color is None else _named(row, chart.color))
            about = language.words.comma.join(filter(None, named))
            found = [node for node in walk(cell.blocks) if isinstance(node, FactReference) and node.marked_since]
            marked += [
                each.text if column == chart.x else f"{about}{language.words.colon}{each.text}" for each in found
            ]
    if marked:
        yield Paragraph((Text(language.words.semicolon.join(marked)),))


def text_of(cell: Cell) -> str:
    """Return what a cell says."""
    return " ".join(plain_text(node.content) for node in walk(cell.blocks) if isinstance(node, Paragraph)).strip()


@dataclass(frozen=True, slots=True)
class _Plotting:
    """A chart that is being made."""

    chart: Chart
    ledger: Ledger
    language: Language
    context: Context

    def plot(self) -> Plot | None:
        """Return the plot; None where the data can't be drawn, which is reported."""
        places = self.places()
        found = numbers_of(places, self.ledger, self.language, self.bad, of_programs=self.chart.of_programs)
        if found is None or not self.holds_words() or not self.is_sound(found):
            return None
        entries = list(found.entries)
        dated = self.chart.mark in {"line", "area"} and all(entry.moment for entry in entries)
        if dated:
            entries = [replace(each, position=each.moment.position) for each in entries if each.moment]
        numeric = self.chart.mark != "bar" and all(entry.position is not None for entry in entries)
        apart = numeric and self.chart.mark == "point"
        if numeric and not apart:
            entries.sort(key=lambda entry: entry.position or 0)
        slots = self.slots(entries, apart=apart)
        if slots is None:
            return None
        panels = self.panels(entries, slots)
        if not self.is_within_limits(panels, len(set(slots.values()))):
            return None
        firsts = {slots[entry.key(apart=apart)]: entry for entry in reversed(entries)}
        order = [firsts[number] for number in sorted(firsts)]
        heads = [text_of(cell) for cell in self.chart.data.head[0].cells]
        names = {entry.series for entry in entries}
        numbers = Sorted(
            tuple(entry.label for entry in order),
            tuple(entry.position for entry in order if entry.position is not None) if numeric else (),
            panels,
            tuple(entry.moment for entry in order if entry.moment) if dated else (),
        )
        plot = laid_out(self.chart, numbers, found, self.language)
        if plot is None:
            hint = "show less, shorten the names, or print the data too with `:data: table`"
            self.bad("there is no room for the names along the axis", None, hint)
            return None
        heading = heads[self.y()[0]] if self.chart.color is not None or len(names) == 1 else ""
        if self.chart.color is not None and len(names) == 1:
            heading = self.language.words.comma.join(filter(None, (*names, heading)))
        return replace(plot, heading=heading, x_title=heads[self.chart.x] if self.chart.mark == "point" else "")

    def y(self) -> tuple[int, ...]:
        """Return the columns of numbers."""
        others = {self.chart.x, self.chart.color, self.chart.column}
        return self.chart.y or tuple(each for each in range(len(self.chart.data.columns)) if each not in others)

    def places(self) -> list[Place]:
        """Return where each number should stand, and what it belongs to."""
        chart, found = self.chart, []
        heads = [text_of(cell) for cell in chart.data.head[0].cells]
        for number, row in enumerate((*chart.data.body, *chart.data.foot)):
            panel = _named(row, chart.column)
            for column in self.y():
                series = heads[column] if chart.color is None else _named(row, chart.color)
                cell = row.cells[column]
                at = row.cells[chart.x]
                moment = moment_of(at, text_of(at), self.language)
                found.append(Place(number, panel, series, text_of(at), cell, said_in_line(cell), heads[column], moment))
        if chart.color is not None and len(self.y()) > 1:
            self.bad("with `color`, the data have one column of numbers", None, "name it: :y: COLUMN")
            return []
        return found

    def bad(self, message: str, cell: Cell | None, hint: str) -> None:
        """Report that the data can't be drawn."""
        at = cell.at if cell is not None and cell.at else self.chart.at
        self.context.report.add("bad-chart", message, at, hint)

    def holds_words(self) -> bool:
        """Whether the cells hold nothing that a drawing would lose."""
        sound = True
        for row in (*self.chart.data.head, *self.chart.data.body, *self.chart.data.foot):
            for cell in row.cells:
                if any(not isinstance(node, _DRAWN) for node in walk(cell.blocks)):
                    self.bad(
                        "a chart can't draw what is not text", cell, "put notes and links into its caption or note"
                    )
                    sound = False
        return sound

    def is_sound(self, found: Numbers) -> bool:
        """Whether numbers can be stacked as is wished."""
        chart = self.chart
        series = {entry.series for entry in found.entries}
        if chart.mark == "area" and chart.stack == "none" and len(series) > 1:
            self.bad("areas that are not stacked hide each other", None, "stack them, or draw lines: :mark: line")
            return False
        if chart.stack == "none":
            return True
        sound = True
        for entry in found.entries:
            if entry.value is not None and entry.value < 0 and (chart.stack == "normalize" or chart.mark == "area"):
                self.bad("a negative number has no share of a sum", entry.cell, "use `:stack: none`, or bars or lines")
                sound = False
            if entry.value is None and chart.mark == "area" and len(series) > 1:
                self.bad("a stacked area has a number everywhere", entry.cell, "write a number, or draw lines")
                sound = False
        return sound

    def slots(self, entries: Sequence[Entry], *, apart: bool) -> Mapping[str, int] | None:
        """Give each category a number, in order; report a second number for the same one."""
        slots: dict[str, int] = {}
        taken: set[tuple[str, str, str]] = set()
        sound = True
        for entry in entries:
            key = entry.key(apart=apart)
            slots.setdefault(key, len(slots))
            if (entry.panel, entry.series, key) in taken:
                hint = "name the column that tells them apart with :color: or :column:"
                self.bad(f"there are two numbers for {entry.category[:40]}", entry.cell, hint)
                sound = False
            taken.add((entry.panel, entry.series, key))
        if self.chart.stack == "normalize" and sound:
            sound = self.has_sums(entries)
        return slots if sound else None

    def has_sums(self, entries: Sequence[Entry]) -> bool:
        """Whether there is something to share in each category."""
        sums: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            if entry.value:
                sums[entry.panel, entry.category] = entry
        for entry in entries:
            if (entry.panel, entry.category) not in sums:
                self.bad(f"the numbers for {entry.category[:40]} have no sum to share", entry.cell, "leave it out")
                return False
        return True

    def panels(self, entries: Sequence[Entry], slots: Mapping[str, int]) -> tuple[Panel, ...]:
        """Sort numbers into panels and series, each with one for every category."""
        apart = any(entry.key(apart=True) in slots for entry in entries)
        names = dict.fromkeys(entry.series for entry in sorted(entries, key=lambda entry: entry.order))
        titles = dict.fromkeys(entry.panel for entry in sorted(entries, key=lambda entry: entry.order))
        found = {
            (entry.panel, entry.series, slots[entry.key(apart=apart)]): entry
            for entry in entries
            if entry.value is not None
        }
        return tuple(
            Panel(
                title,
                tuple(
                    series_of(name, [found.get((title, name, slot)) for slot in range(len(slots))]) for name in names
                ),
            )
            for title in titles
        )

    def is_within_limits(self, panels: Sequence[Panel], categories: int) -> bool:
        """Report more than a reader could take in."""
        series = len(panels[0].series)
        points = categories * series * len(panels)
        most = MOST_BARS if self.chart.mark == "bar" else MOST_POINTS
        for count, limit, what in (
            (series, MOST_SERIES, "series"),
            (len(panels), MOST_PANELS, "small charts"),
            (points, most, "bars" if self.chart.mark == "bar" else "points"),
        ):
            if count > limit:
                self.bad(f"there are {count} {what}; a chart has at most {limit}", None, "show less, or write a table")
                return False
        return True


def _named(row: Row, column: int | None) -> str:
    return "" if column is None else text_of(row.cells[column])
