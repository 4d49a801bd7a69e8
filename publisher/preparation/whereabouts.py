"""Where words of a value stand in the source: in metadata and descriptions, of which only the beginning is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from publisher.diagnostics import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Whereabouts"]

_MARGIN = 2000
"""Characters between where a value is known to stand and where it begins: a directive's other options."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The texts of the files of a document, with the beginnings of their lines."""

    sources: Mapping[str, str]
    _starts: dict[str, list[int]] = field(default_factory=dict)

    def within(self, value: str, start: int, length: int, at: Location | None) -> Location | None:
        """Return the place of a part of a value, which may stand in several lines; that of the value where it is not found."""
        raw = self.sources.get(at.path, "") if at else ""
        if at is None or not raw:
            return at
        begin = self._offset(at, raw)
        pattern = r"\s+".join(map(re.escape, value.split()))
        found = re.compile(pattern).search(raw, begin, begin + 2 * len(value) + _MARGIN)
        if found is None:
            return at
        place = _after(raw, found.start(), sum(not each.isspace() for each in value[:start]))
        line = raw.count("\n", 0, place) + 1
        return Location(at.path, line, place - raw.rfind("\n", 0, place), length)

    def _offset(self, at: Location, raw: str) -> int:
        starts = self._starts.get(at.path)
        if starts is None:
            starts = [0, *accumulate(len(line) + 1 for line in raw.split("\n"))]
            self._starts[at.path] = starts
        return starts[min(at.line, len(starts)) - 1] + at.column - 1


def _after(raw: str, place: int, count: int) -> int:
    """Step over so many characters that are no spaces, and over the spaces behind them."""
    while count or raw[place].isspace():
        count -= not raw[place].isspace()
        place += 1
    return place
