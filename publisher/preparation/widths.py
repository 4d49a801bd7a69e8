"""How wide the columns of a table are, as shares of its width, judged by their text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ColumnText", "lines", "shares", "whole"]

MEASURE = 72
"""Characters that a table holds in a line, about."""
LANDSCAPE = 1.5
"""A landscape page holds so many times the characters."""
GAP = 2
"""Characters between columns."""
LONGEST_WORD = 24
"""Characters; a longer word, an address for instance, may be broken."""
MOST = 0.6
"""The largest share of a column of text when there are others."""
UNITS = 10_000
"""Shares are rounded to one in so many."""
_SLACK = 1e-6
"""So that a share that is rounded already stays as it is."""


@dataclass(frozen=True, slots=True)
class ColumnText:
    """What stands in a column."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    numeric: bool

    def least(self) -> int:
        """Return the characters it needs: its longest word, or its longest number."""
        words = (len(word) for text in (*self.head, *(() if self.numeric else self.body)) for word in text.split())
        numbers = (len(text) for text in self.body if self.numeric)
        return max(min(max(words, default=1), LONGEST_WORD), max(numbers, default=1)) + GAP

    def natural(self) -> int:
        """Return the characters it takes without breaking a line; numbers take no more than they need."""
        longest = max((len(text) for text in (*self.head, *self.body)), default=1) + GAP
        return self.least() if self.numeric else max(longest, self.least())

    def weight(self) -> float:
        """Return how strongly it claims what is left: less and less for more and more text."""
        return 0.0 if self.numeric else math.sqrt(sum(map(len, self.body)) + 1)


def lines(characters: int, share: float) -> int:
    """Return how many lines a text takes in a column."""
    return max(1, math.ceil(characters / max(1.0, share * MEASURE - GAP)))


def shares(given: Sequence[float | None], texts: Sequence[ColumnText], *, landscape: bool = False) -> list[float]:
    """Return a share for each column, by the author's widths where there are any; together they are 1."""
    measure = MEASURE * (LANDSCAPE if landscape else 1)
    wanted = [width for width in given if width]
    if wanted:
        usual = sum(wanted) / len(wanted)
        return whole([width or usual for width in given])
    return whole(_capped(_fitted(texts, measure), texts))


def _fitted(texts: Sequence[ColumnText], measure: float) -> list[float]:
    """Give each column what it needs, and the rest of the line to those with much text."""
    natural = [float(text.natural()) for text in texts]
    least = [float(text.least()) for text in texts]
    if sum(natural) <= measure or sum(least) >= measure:
        return natural if sum(natural) <= measure else least
    widths, weights = least, [text.weight() for text in texts]
    growing = [place for place, weight in enumerate(weights) if weight]
    while growing:
        rest = (measure - sum(widths)) / sum(weights[place] for place in growing)
        full = [place for place in growing if widths[place] + rest * weights[place] >= natural[place]]
        for place in full or growing:
            widths[place] = natural[place] if full else widths[place] + rest * weights[place]
        growing = [place for place in growing if place not in full] if full else []
    return widths


def _capped(widths: Sequence[float], texts: Sequence[ColumnText]) -> list[float]:
    """Take from a column of text that leaves too little to the other columns of text."""
    total = sum(widths)
    others = [place for place, text in enumerate(texts) if not text.numeric]
    widest = max(others, key=lambda place: widths[place], default=-1)
    if len(others) <= 1 or widths[widest] <= MOST * total:
        return list(widths)
    others.remove(widest)
    excess = widths[widest] - MOST * total
    spread = sum(widths[place] for place in others)
    capped = [width * (1 + excess / spread) if place in others else width for place, width in enumerate(widths)]
    capped[widest] = MOST * total
    return capped


def whole(widths: Sequence[float]) -> list[float]:
    """Bring widths to shares, rounded down to ten-thousandths; the last column takes the rest."""
    total = sum(widths)
    parts = [max(1, math.floor(width / total * UNITS + _SLACK)) for width in widths[:-1]]
    return [part / UNITS for part in (*parts, UNITS - sum(parts))]
