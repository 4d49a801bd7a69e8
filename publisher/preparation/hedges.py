"""What becomes of a hedge where hedged figures are added, divided or compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publisher.model import Confidence
    from publisher.preparation.numerals import Toward

__all__ = ["joined", "rounded_toward", "turned"]

_PLAIN: frozenset[Confidence] = frozenset(("", "exact"))
_TURNED: Mapping[Confidence, Confidence] = {
    "about": "about",
    "more-than": "less-than",
    "less-than": "more-than",
    "nearly": "more-than",
    "at-least": "up-to",
    "up-to": "at-least",
}
_UPWARDS: frozenset[Confidence] = frozenset(("more-than", "at-least"))
_DOWNWARDS: frozenset[Confidence] = frozenset(("less-than", "nearly", "up-to"))


def rounded_toward(hedge: Confidence) -> Toward:
    """Return where a hedged figure is rounded, so that what is said of it stays true."""
    return "lower" if hedge in _UPWARDS else "higher" if hedge in _DOWNWARDS else "nearest"


def joined(hedges: Iterable[Confidence]) -> Confidence:
    """Return how a figure is hedged that grows with each of several: as they are, or else only roughly."""
    found = set(hedges) - _PLAIN
    if not found:
        return ""
    if len(found) == 1:
        return found.pop()
    if found <= _UPWARDS:
        return "more-than"
    return "less-than" if found <= _DOWNWARDS else "about"


def turned(hedge: Confidence) -> Confidence:
    """Return how a figure is hedged that becomes smaller as another becomes larger."""
    return _TURNED.get(hedge, "")
