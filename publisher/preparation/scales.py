"""Axes of charts: round numbers, written as the language writes them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from publisher.model import Axis
from publisher.preparation.numerals import own_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from publisher.preparation.numerals import Numerals

__all__ = ["across_axis", "are_even", "are_ordered", "are_years", "every", "share_axis", "value_axis"]

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_FEWEST, _WANTED, _MOST = 3, 4, 6
"""Steps along an axis."""
_NEAR_NOUGHT = Decimal("0.6")
"""A line begins at nought unless all numbers are larger than this part of the largest."""
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_LONGEST_TIME = 12
"""Characters ("FY 2021–22")."""
_QUARTERS = tuple(Decimal(part) / 4 for part in range(5))


def value_axis(lowest: Decimal, highest: Decimal, write: Callable[[Decimal, int], str], *, from_nought: bool) -> Axis:
    """Return an axis of round numbers around those that are drawn; `write` takes a number and its decimals."""
    if from_nought or lowest < highest * _NEAR_NOUGHT:
        lowest = min(lowest, Decimal(0))
    if from_nought or highest < 0:
        highest = max(highest, Decimal(0))
    ticks, digits = _round_ticks(lowest, highest)
    return Axis(ticks, tuple(write(tick, digits) for tick in ticks))


def share_axis(numerals: Numerals) -> Axis:
    """Return an axis of shares, from none to all."""
    hundredths = [part * 100 for part in _QUARTERS]
    return Axis(_QUARTERS, tuple(numerals.percent(numerals.write(each, 0), "short", value=each) for each in hundredths))


def across_axis(positions: Sequence[Decimal], texts: Sequence[str], room: int, numerals: Numerals) -> Axis:
    """Return an axis for positions, which are its ticks where there is room for them all.

    Else years are counted from the first one, where the axis begins (Word counts from there too), and other numbers
    stand between round ones.
    """
    first, last = min(positions), max(positions)
    years = are_years(positions)
    wide = max(map(len, texts)) + 2
    gaps = [after - before for before, after in pairwise(positions)]
    if min(gaps) / (last - first) * room >= wide:
        return Axis(tuple(positions), tuple(texts))
    if are_even(positions):
        return Axis(tuple(positions), every(texts, room))
    ticks, digits = _round_ticks(first, last, most=max(2, room // wide), whole=years)
    if not years:
        return Axis(ticks, tuple(_signed(each, digits, numerals) for each in ticks))
    step = ticks[1] - ticks[0]
    counted = [first + step * number for number in range(int((last - first) / step) + 1)]
    end = [last] if counted[-1] < last else []
    return Axis((*counted, *end), (*(f"{each.normalize():f}" for each in counted), *([""] * len(end))))


def _signed(value: Decimal, digits: int, numerals: Numerals) -> str:
    return numerals.sign(numerals.write(value, digits), negative=value < 0)


def are_ordered(categories: Iterable[str]) -> bool:
    """Whether categories are numbers or times: short, with a figure in each."""
    return all(len(each) <= _LONGEST_TIME and any(map(str.isdigit, each)) for each in categories)


def are_years(numbers: Sequence[Decimal]) -> bool:
    """Whether numbers are years, which are written without marks between their figures."""
    return all(_FIRST_YEAR <= each <= _LAST_YEAR and each % 1 == 0 for each in numbers)


def are_even(positions: Sequence[Decimal]) -> bool:
    """Whether the distances between numbers are all the same."""
    return len({after - before for before, after in pairwise(positions)}) <= 1


def every(texts: Sequence[str], room: int) -> tuple[str, ...]:
    """Leave out labels, always as many between two, until the others fit in a line."""
    wide = max(map(len, texts), default=0) + 2
    step = max(1, -(-len(texts) * wide // max(room, 1)))
    return tuple(text if place % step == 0 else "" for place, text in enumerate(texts))


def _round_ticks(
    lowest: Decimal, highest: Decimal, *, most: int = _MOST, whole: bool = False
) -> tuple[tuple[Decimal, ...], int]:
    """Return round numbers from below the lowest to above the highest, and the decimals that they need."""
    if lowest == highest:
        highest = lowest + (abs(lowest) or 1)
    power = Decimal(1).scaleb((highest - lowest).adjusted() - 1)
    steps = [each * scale for scale in (power, power * 10, power * 100) for each in _STEPS]
    found = [_bounds(lowest, highest, step) for step in steps if not whole or step % 1 == 0]
    fitting = [each for each in found if min(_FEWEST, most) <= each[2] - each[1] <= min(_MOST, most)]

    def waste(bounds: tuple[Decimal, int, int]) -> tuple[Decimal, int, int]:
        step, begin, end = bounds
        return step * (end - begin), own_digits(step), abs(end - begin - _WANTED)

    step, begin, end = min(fitting, key=waste) if fitting else found[-1]
    return tuple(step * number for number in range(begin, end + 1)), own_digits(step)


def _bounds(lowest: Decimal, highest: Decimal, step: Decimal) -> tuple[Decimal, int, int]:
    """Return a step, and how many of them lie before the lowest and the highest."""
    begin = (lowest / step).to_integral_value(ROUND_FLOOR)
    end = (highest / step).to_integral_value(ROUND_CEILING)
    return step, int(begin), int(end)
