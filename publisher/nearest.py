"""The hint for a name that does not exist: the one that was probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["did_you_mean"]

_LONGEST = 120
"""Characters that are compared; nobody mistypes more."""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question naming the nearest known name, or something else where none is near."""
    names = list(known)
    alike = [each for each in names if each.casefold() == name.casefold()]
    near = alike or get_close_matches(name[:_LONGEST], names, 1)
    return f"did you mean {near[0]}?" if near else otherwise
