"""What a chart says, in words, for those who can't see it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from publisher.preparation.scales import are_ordered
from publisher.preparation.written import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from publisher.model import Plot, Series
    from publisher.preparation.language import Language

__all__ = ["described"]

_FEW = 12
"""Numbers that are all named."""
_PAIR = 2


def described(plot: Plot, language: Language, times: Sequence[Decimal] = ()) -> str:
    """Compose the alternative text of a chart: every number where there are few, or how they run.

    `times` are its categories as places in time, where they are such.
    """
    numbers = sum(value is not None for panel in plot.panels for each in panel.series for value in each.values)
    order = 0 if plot.mark == "point" else 1 if plot.calendar else _order(plot.categories, times, language)
    sentences = [language.words.chart(plot.mark)]
    for panel in plot.panels:
        for each in panel.series:
            name = language.words.comma.join(filter(None, (panel.title, each.name or plot.heading)))
            points = list(_points(each, plot.categories))[:: order or 1]
            if points:
                saying = _Saying(name or language.words.value, points, numbers <= _FEW, language)
                sentences.append(saying.run() if order else saying.rank())
    return " ".join(f"{each}." for each in sentences)


def _order(categories: Sequence[str], times: Sequence[Decimal], language: Language) -> Literal[-1, 0, 1]:
    """Return 1 for numbers or times in order, -1 for those from the last to the first, 0 where nothing runs."""
    if not times and not are_ordered(categories):
        return 0
    read = [read_number(each, language.numerals) for each in categories]
    years = list(times) or [each.value for each in read if each and not each.before and not each.after]
    if len(years) < len(read) or all(one <= other for one, other in pairwise(years)):
        return 1
    return -1 if all(one >= other for one, other in pairwise(years)) else 0


@dataclass(frozen=True, slots=True)
class _Saying:
    """What is said of a series."""

    name: str
    points: Sequence[tuple[str, Decimal, str]]
    """Category, value, and how it is shown."""
    few: bool
    language: Language

    def every(self) -> str:
        return self.language.words.comma.join(f"{shown} ({category})" for category, _, shown in self.points)

    def rank(self) -> str:
        """Say which numbers are the largest and the smallest, or all."""
        words = self.language.words
        if self.few or len(self.points) <= _PAIR:
            return f"{self.name}{words.colon}{self.every()}"
        low_at, low, high_at, high = self.extremes()
        return words.ranked.format(series=self.name, high=high, high_at=high_at, low=low, low_at=low_at)

    def run(self) -> str:
        """Say how numbers run from the first to the last."""
        words = self.language.words
        if len(self.points) == 1:
            return f"{self.name}{words.colon}{self.every()}"
        (begin, one, first), (end, other, last) = self.points[0], self.points[-1]
        pattern = words.rises if other > one else words.falls if other < one else words.steady
        trend = pattern.format(series=self.name, first=first, begin=begin, last=last, end=end)
        if len(self.points) == _PAIR:
            return trend
        if self.few:
            return f"{trend}{words.colon}{self.every()}"
        low_at, low, high_at, high = self.extremes()
        return f"{trend}{words.semicolon}{words.extremes.format(high=high, high_at=high_at, low=low, low_at=low_at)}"

    def extremes(self) -> tuple[str, str, str, str]:
        low_at, _, low = min(self.points, key=_value)
        high_at, _, high = max(self.points, key=_value)
        return low_at, low, high_at, high


def _value(point: tuple[str, Decimal, str]) -> Decimal:
    return point[1]


def _points(series: Series, categories: Sequence[str]) -> Iterator[tuple[str, Decimal, str]]:
    for category, value, shown in zip(categories, series.values, series.shown, strict=True):
        if value is not None:
            yield category, value, shown
