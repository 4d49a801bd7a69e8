"""What a chart says, in words, for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from publisher.model import Mark, Panel, Plot, Series
    from publisher.preparation.language import Language

__all__ = ["described"]

_FEW = 12
"""Numbers that are all named."""
_PAIR = 2


def described(plot: Plot, mark: Mark, language: Language) -> str:
    """Compose the alternative text of a chart: every number where there are few, or how they run."""
    numbers = sum(value is not None for panel in plot.panels for each in panel.series for value in each.values)
    sentences = [language.words.chart(mark)]
    for panel in plot.panels:
        for each in panel.series:
            said = _said(each, panel, plot, language, few=numbers <= _FEW, run=mark != "point")
            if said:
                sentences.append(said)
    return " ".join(f"{each}." for each in sentences)


def _said(series: Series, panel: Panel, plot: Plot, language: Language, *, few: bool, run: bool) -> str:
    points = list(_points(series, plot.categories))
    if not points:
        return ""
    words = language.words
    name = words.comma.join(filter(None, (panel.title, series.name or plot.heading))) or words.value
    all_said = words.comma.join(f"{shown} ({category})" for category, _, shown in points)
    ordered = run and all(any(map(str.isdigit, category)) for category in plot.categories)
    if len(points) == 1 or (few and not ordered):
        return f"{name}{words.colon}{all_said}"
    if not ordered:
        (low_at, _, low), (high_at, _, high) = _extremes(points)
        return words.ranked.format(series=name, high=high, high_at=high_at, low=low, low_at=low_at)
    (begin, one, first), (end, other, last) = points[0], points[-1]
    pattern = words.rises if other > one else words.falls if other < one else words.steady
    trend = pattern.format(series=name, first=first, begin=begin, last=last, end=end)
    if few:
        return trend if len(points) == _PAIR else f"{trend}{words.colon}{all_said}"
    (low_at, _, low), (high_at, _, high) = _extremes(points)
    return f"{trend}{words.semicolon}{words.extremes.format(high=high, high_at=high_at, low=low, low_at=low_at)}"


def _points(series: Series, categories: Sequence[str]) -> Iterator[tuple[str, Decimal, str]]:
    for category, value, shown in zip(categories, series.values, series.shown, strict=True):
        if value is not None:
            yield category, value, shown


def _extremes(points: Sequence[tuple[str, Decimal, str]]) -> tuple[tuple[str, Decimal, str], tuple[str, Decimal, str]]:
    """Return the lowest and the highest."""
    return min(points, key=lambda point: point[1]), max(points, key=lambda point: point[1])
