"""Charts -> lines of text: bars drawn with characters, or the table where bars would not tell it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from publisher.exporters.text import blocks as blocks_of  # notes hold blocks, and blocks hold charts
from publisher.exporters.text import tables
from publisher.exporters.text.inlines import inlines
from publisher.exporters.text.layout import NO_BREAK, fill, indent, pad, stack, widest
from publisher.exporters.text.medium import styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.exporters.text.medium import Medium
    from publisher.model import Chart, Panel, Plot

__all__ = ["chart"]

_MOST_BARS = 60
"""Bars beyond which a table is easier to read."""
_WIDEST_NAME = 3
"""Names take at most one of so many parts of a line."""
_LEAST = 10
"""Columns that bars need."""
_STEP = 2
"""Columns by which what belongs to a category is indented."""


def chart(block: Chart, measure: int, medium: Medium) -> list[str]:
    """Write a chart: its bars or its table, then caption and notes below it, as with a picture."""
    label = f"{medium.words.figure}{NO_BREAK}{block.number}. " if block.number else ""
    bars = _bars(block, measure, medium)
    table = tables.table(block.data, measure, medium) if block.tabled or not bars else []
    return [
        *stack([bars, table]),
        *styled(f"{label}{inlines(block.caption, medium)}", "caption", measure, medium),
        *blocks_of.blocks(block.notes, measure, medium, tight=True),
    ]


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    value: Decimal | None
    shown: str


def _bars(block: Chart, measure: int, medium: Medium) -> list[str]:
    plot = block.plot
    if block.mark != "bar" or block.stack == "normalize" or plot is None:
        return []
    groups = [group for panel in plot.panels for group in _groups(panel, plot)]
    bars = [bar for _, each in groups for bar in each]
    if len(bars) > _MOST_BARS:
        return []
    names = min(widest(bar.name for bar in bars), measure // _WIDEST_NAME)
    room = measure - _STEP - names - widest(bar.shown for bar in bars) - 2 * tables.GUTTER
    if room < _LEAST:
        return []
    scale = _Scale(bars, room, medium)
    apart = any(heading for heading, _ in groups)
    heading = fill(plot.heading, measure)
    drawn = [
        [
            *fill(title, measure),
            *indent([line for bar in each for line in scale.line(bar, names)], _STEP if apart else 0),
        ]
        for title, each in groups
    ]
    return stack([heading, stack(drawn, gap=1 if apart else 0)])


def _groups(panel: Panel, plot: Plot) -> list[tuple[str, list[_Bar]]]:
    """Put bars under headings: those of a small chart, and those of a category with several."""
    if len(panel.series) == 1:
        (series,) = panel.series
        rows = zip(plot.categories, series.values, series.shown, strict=True)
        return [(panel.title, [_Bar(*row) for row in rows])]
    return [
        (
            " – ".join(filter(None, (panel.title, category))),
            [_Bar(each.name, each.values[place], each.shown[place]) for each in panel.series],
        )
        for place, category in enumerate(plot.categories)
    ]


class _Scale:
    """How long bars are: as many eighths of a column as tell them apart."""

    def __init__(self, bars: Sequence[_Bar], room: int, medium: Medium) -> None:
        sizes = [bar.value for bar in bars if bar.value is not None]
        self.least, self.most = min(*sizes, Decimal(0)), max(*sizes, Decimal(0))
        self.medium = medium
        self.below = self.columns(-self.least, room)
        self.room = room - self.below - (1 if self.below else 0)

    def columns(self, size: Decimal, room: int) -> int:
        span = self.most - self.least or Decimal(1)
        return int((size / span * room).to_integral_value(ROUND_HALF_UP))

    def line(self, bar: _Bar, names: int) -> list[str]:
        """Draw a bar behind its name, and its number behind it."""
        name, *rest = fill(bar.name, names) or [""]
        gap = " " * tables.GUTTER
        drawn = self.drawn(bar.value or Decimal(0))
        return [f"{pad(name, names, 'left')}{gap}{drawn}{' ' if drawn.strip() else ''}{bar.shown}".rstrip(), *rest]

    def drawn(self, value: Decimal) -> str:
        parts = self.medium.glyphs.bars if self.medium.direction == "ltr" else self.medium.glyphs.bars[-1:]
        if self.below:
            left = self.columns(-value, self.room + self.below) if value < 0 else 0
            axis = pad(parts[-1] * left, self.below, "right") + self.medium.glyphs.bar
            return axis + parts[-1] * self.columns(max(value, Decimal(0)), self.room + self.below)
        span = self.most or Decimal(1)
        units = int((value / span * self.room * len(parts)).to_integral_value(ROUND_HALF_UP))
        whole, rest = divmod(units, len(parts))
        drawn = parts[-1] * whole + (parts[rest - 1] if rest else "")
        return drawn or (parts[0] if value else "")
