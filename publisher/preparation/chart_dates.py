"""Days and months along a chart: each stands where it is in time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from babel import dates

from publisher.model import Axis, Calendar, DataValue, FactReference
from publisher.preparation.values import alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.model import Cell
    from publisher.preparation.language import Language

__all__ = ["Moment", "moment_of", "time_axis"]

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_STEPS: Sequence[tuple[Literal["days", "months"], int]] = (
    *(("days", step) for step in (1, 2, 7, 14)),
    *(("months", step) for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)),
)
"""Steps between ticks."""
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or month."""

    day: dt.date
    """Of a month, the first."""
    of_month: bool
    text: str
    """As the language writes it."""

    @property
    def position(self) -> Decimal:
        """Its place in time, in days."""
        return Decimal(self.day.toordinal())


def moment_of(cell: Cell, text: str, language: Language) -> Moment | None:
    """Return the day or month that a cell names as in ISO 8601, or holds; None for anything else."""
    only = alone(cell)
    written = text
    if isinstance(only, DataValue):
        return Moment(only.value, of_month=False, text=text) if isinstance(only.value, dt.date) else None
    if isinstance(only, FactReference):
        text = only.value
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None
    of_month = found[3] is None
    pattern = _pattern(language, "months" if of_month else "whole")
    return Moment(day, of_month, _written(day, pattern, language) if written == text else written)


def time_axis(moments: Sequence[Moment], room: int, language: Language) -> tuple[Axis, Calendar]:
    """Return an axis for moments in order: a tick for each where there is room, or for days or months evenly apart.

    It begins with the first month or day and is counted from there, as Word does.
    """
    positions, texts = [each.position for each in moments], [each.text for each in moments]
    whole = positions[-1] - positions[0]
    grids = [_Grid(unit, step, moments, language) for unit, step in _STEPS]
    if all(each.of_month for each in moments):
        grids = [each for each in grids if each.unit == "months"]
    grid = next((each for each in grids if each.fits(room)), grids[-1])
    calendar = Calendar(grid.step, grid.unit, grid.pattern, language.tag)
    if min(after - before for before, after in pairwise(positions)) / whole * room >= max(map(len, texts)) + 2:
        return Axis(tuple(positions), tuple(texts)), calendar
    ticks = [Decimal(each.toordinal()) for each in grid.ticks]
    end = [positions[-1]] if ticks[-1] < positions[-1] else []
    return Axis((*ticks, *end), (*grid.labels, *([""] * len(end)))), calendar


class _Grid:
    """Days or months evenly apart."""

    def __init__(
        self, unit: Literal["days", "months"], step: int, moments: Sequence[Moment], language: Language
    ) -> None:
        first, last = moments[0].day, moments[-1].day
        self.unit, self.step = unit, step
        if unit == "days":
            self.pattern = _pattern(language, "days")
            self.ticks = [first + dt.timedelta(days) for days in range(0, (last - first).days + 1, step)]
        else:
            years = step % _YEAR == 0 and first.month == 1
            self.pattern = "y" if years else _pattern(language, "months")
            months = range(first.year * _YEAR + first.month - 1, last.year * _YEAR + last.month, step)
            self.ticks = [dt.date(each // _YEAR, each % _YEAR + 1, 1) for each in months]
        self.labels = [_written(each, self.pattern, language) for each in self.ticks]

    def fits(self, room: int) -> bool:
        """Whether its labels have room beside each other."""
        return len(self.ticks) == 1 or room / (len(self.ticks) - 1) >= max(map(len, self.labels)) + 2


def _pattern(language: Language, of: Literal["whole", "days", "months"]) -> str:
    """Return the pattern of the CLDR (UTS 35, part 4) for short dates."""
    if of == "whole":
        return str(language.locale.date_formats["medium"].pattern)
    return str(language.locale.datetime_skeletons["MMMd" if of == "days" else "yMMM"].pattern)


def _written(day: dt.date, pattern: str, language: Language) -> str:
    return dates.format_date(day, pattern, locale=language.locale)
