"""What a figure measures, so that dollars are not added to people: units as powers of what they count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from publisher.model import Unit, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publisher.preparation.formulas import Token

__all__ = ["OPEN", "PLAIN", "Dimension", "dimension_of", "share_unit", "unit_for"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A product of powers of units ("USD", "person"); without any, a plain number."""

    powers: tuple[tuple[str, int], ...] = ()
    open: bool = False
    """Whether it is a number written into a formula, which may mean anything."""

    def __mul__(self, other: Dimension) -> Dimension:
        """Return the dimension of a product."""
        return _powers((*self.powers, *other.powers), open_=self.open and other.open)

    def __truediv__(self, other: Dimension) -> Dimension:
        """Return the dimension of a quotient."""
        return self * Dimension(tuple((unit, -power) for unit, power in other.powers), open=other.open)

    def agrees(self, other: Dimension) -> bool:
        """Whether two figures may be added or compared."""
        return self.open or other.open or self.powers == other.powers

    def __str__(self) -> str:
        """Return it as people write units ("USD per person")."""
        above = [unit if power == 1 else f"{unit}^{power}" for unit, power in self.powers if power > 0]
        below = [unit if power == -1 else f"{unit}^{-power}" for unit, power in self.powers if power < 0]
        return " per ".join([" × ".join(above) or "a plain number", *below])


PLAIN = Dimension()
OPEN = Dimension(open=True)


def _powers(powers: Iterable[tuple[str, int]], *, open_: bool = False) -> Dimension:
    total: dict[str, int] = {}
    for unit, power in powers:
        total[unit] = total.get(unit, 0) + power
    return Dimension(tuple(sorted((unit, power) for unit, power in total.items() if power)), open_)


def dimension_of(unit: Unit) -> Dimension:
    """Return what a unit measures; a percent is a plain number."""
    match unit.kind:
        case "number" | "percent" | "points":
            found = PLAIN
        case "currency":
            found = _powers([(f"{unit.currency} {unit.prices}".strip(), 1)])
        case "count":
            found = _powers([(_noun(unit), 1)])
        case "measure":
            found = _powers([(unit.measure.partition("-")[2], 1)])
        case "year":
            found = _powers([("year", 1)])
        case _:
            assert_never(unit.kind)
    per = unit.per.texts[0][1] if isinstance(unit.per, Wording) else unit.per
    return found / _powers([(per, 1)]) if per else found


def unit_for(dimension: Dimension, units: Sequence[Unit]) -> Unit | None:
    """Return a unit for a computed figure, made of those that it was computed from; None where there is none."""
    if not dimension.powers:
        return Unit()
    whole = [replace(unit, per="") for unit in units if unit.per]  # of USD/person times people, dollars are left
    known = {dimension_of(unit): unit for unit in reversed([*units, *whole])}
    if dimension in known:
        return known[dimension]
    match dimension.powers:
        case ((one, 1), (other, -1)) | ((other, -1), (one, 1)):
            above, below = (known.get(_powers([(name, 1)])) for name in (one, other))
            return replace(above, per=_spoken_noun(below)) if above and below else None
        case _:
            return None


def share_unit(tokens: Sequence[Token], units: Mapping[str, Unit]) -> Unit | None:
    """Return percent, or percentage points, for a formula over nothing else; None where it gives another number.

    One percent less another are points; what is added to a number, or divided by a percent, is no percent any more.
    """
    kinds = [unit.kind for unit in units.values()]
    if not kinds or not _SHARES.issuperset(kinds):
        return None
    for before, sign, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        numbers = before.kind == "number", after.kind == "number"
        added, divided, times = sign.text in _SUMS, sign.text == "/", sign.text == "*"
        if (added and any(numbers)) or (divided and numbers != (False, True)) or (times and not any(numbers)):
            return None
    difference = [token.text if token.kind == "sign" else token.kind for token in tokens] == ["name", "-", "name"]
    points = "percent" not in kinds or (difference and "points" not in kinds)
    return Unit("points" if points else "percent")


_SHARES = frozenset(("percent", "points"))
_SUMS = frozenset("+-")


def _spoken_noun(unit: Unit) -> str | Wording:
    """Return what a rate is for one of, in the languages that its noun is known in."""
    name = unit.currency or unit.measure.partition("-")[2] or _noun(unit) or "year"
    others = tuple((tag, _noun(each)) for tag, each in unit.translations)
    return Wording((("und", name), *others)) if others else name


def _noun(unit: Unit) -> str:
    """Name a noun by its form for one, as rates do ("person")."""
    return unit.one or unit.other
