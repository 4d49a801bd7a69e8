"""How a chart is laid out: axes, directions and labels, judged by its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.languages import direction
from publisher.model import Axis, Plot
from publisher.preparation.chart_dates import time_axis
from publisher.preparation.scales import across_axis, are_ordered, are_years, every, share_axis, value_axis
from publisher.preparation.written import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.model import Calendar, Chart, Panel
    from publisher.preparation.chart_dates import Moment
    from publisher.preparation.chart_numbers import Numbers
    from publisher.preparation.language import Language

__all__ = ["Sorted", "laid_out"]

_MEASURE = 80
"""Characters of small type along a chart of the whole measure, about."""
_POINTS = 4.5
"""Points that such a character takes."""
_BESIDE = 3
"""Small charts beside each other."""
_MOST_NAMES = 40
"""Names of bars below each other: half a page."""
_MOST_LABELLED = 16
_MOST_LABELLED_ROWS = 40
"""Bars that show their numbers."""
_GUTTER = 8
"""Characters that the value axis takes."""
_THOUSAND = 3
"""Its power of ten."""
_GAP = 0.6
"""Between the bars of two categories, as a part of a bar."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The numbers of a chart, sorted into small charts, series and categories."""

    categories: tuple[str, ...]
    positions: tuple[Decimal, ...]
    """The categories as numbers, where they stand as such."""
    panels: tuple[Panel, ...]
    moments: tuple[Moment, ...] = ()
    """The categories as days or months, where those are their positions."""


def laid_out(chart: Chart, numbers: Sorted, found: Numbers, language: Language) -> Plot | None:
    """Return the plot of some numbers; None where its names have no room."""
    categories, positions, panels = numbers.categories, numbers.positions, numbers.panels
    whole = chart.width * _MEASURE if chart.width else chart.points / _POINTS if chart.points else _MEASURE
    room = int(whole / min(len(panels), _BESIDE)) - (0 if chart.mark == "bar" else _GUTTER)
    if len(set(positions)) == 1:
        positions = ()
    across: Axis | None = None
    labels, sideways = categories, False
    calendar: Calendar | None = None
    if positions and numbers.moments:
        across, calendar = time_axis(numbers.moments, room, language)
        labels = ()
    elif positions:
        across = _across(chart, categories, positions, room, language)
        labels = ()
    elif sum(len(each) + 2 for each in categories) > room:
        named = not are_ordered(categories)
        sideways = named and chart.mark == "bar"
        if (sideways and len(categories) > _MOST_NAMES) or (named and not sideways and not chart.tabled):
            return None
        labels = categories if sideways else every(categories, room)
    numerals = language.numerals

    def write(value: Decimal, digits: int) -> str:
        size = numerals.spell(value, "short").text if found.whole else numerals.write(value, digits)
        return numerals.sign(f"{found.before}{size}{found.after}", negative=value < 0)

    if chart.stack == "normalize":
        values = share_axis(numerals)
    else:
        sizes = list(_sizes(panels, stacked=chart.stack == "zero"))
        values = value_axis(min(sizes), max(sizes), write, from_nought=chart.mark in {"bar", "area"})
        values = replace(values, labels=numerals.evenly(values.labels))
    before, after, thousands = _unit(values, language) if found.whole else (found.before, found.after, 0)
    return Plot(
        chart.mark,
        chart.stack,
        categories,
        panels,
        values,
        across,
        positions,
        calendar,
        labels,
        before=before,
        after=after,
        thousands=thousands,
        decimal=numerals.decimal,
        group=numerals.group,
        sideways=sideways,
        from_right=direction(language.tag) == "rtl",
        labelled=_is_labelled(chart, panels, len(categories), room, sideways=sideways),
    )


def _unit(values: Axis, language: Language) -> tuple[str, str, int]:
    """Return what stands around the numbers along an axis, and what they are divided by."""
    label, tick = values.labels[-1], values.ticks[-1]
    written = read_number(label, language.numerals)
    if written is None or not written.value:
        return "", "", 0
    return written.before, written.after, round((tick / written.value).adjusted() / _THOUSAND)


def _across(
    chart: Chart, categories: tuple[str, ...], positions: tuple[Decimal, ...], room: int, language: Language
) -> Axis:
    if chart.mark != "point":
        return across_axis(positions, categories, room, language.numerals)
    numerals = language.numerals
    years = are_years(positions)

    def write(value: Decimal, digits: int) -> str:
        size = f"{value.normalize():f}" if years else numerals.write(value, digits)
        return numerals.sign(size, negative=value < 0)

    axis = value_axis(min(positions), max(positions), write, from_nought=False)
    return replace(axis, labels=numerals.evenly(axis.labels))


def _sizes(panels: Sequence[Panel], *, stacked: bool) -> Iterator[Decimal]:
    """Yield what the value axis must reach: every number, or the sums of those that stand on each other."""
    for panel in panels:
        for column in zip(*(each.values for each in panel.series), strict=True):
            numbers = [value for value in column if value is not None]
            if stacked:
                yield sum((value for value in numbers if value > 0), Decimal(0))
                yield sum((value for value in numbers if value < 0), Decimal(0))
            else:
                yield from numbers


def _is_labelled(chart: Chart, panels: Sequence[Panel], categories: int, room: int, *, sideways: bool) -> bool:
    """Whether there are few enough bars to show a number at each."""
    if chart.mark != "bar" or chart.stack != "none" or len(panels) > 1:
        return False
    series = panels[0].series
    bars = categories * len(series)
    if sideways:
        return bars <= _MOST_LABELLED_ROWS
    longest = max(len(shown) for each in series for shown in each.shown)
    return bars <= _MOST_LABELLED and room / (categories * (len(series) + _GAP)) >= longest
