"""Numbers read back from how a language writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.preparation.numerals import Numerals

__all__ = ["Written", "read_number"]

_NUMBER = re.compile(r"(?P<before>\D*?)(?P<number>\d(?:[\d.,'’ ]*\d)?)(?P<after>\D*)")
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_MINUS = frozenset("-−–")
_SIGNS = _MINUS | {"+"}
_GROUP = 3
_LONGEST = 30
"""Digits."""


@dataclass(frozen=True, slots=True)
class Written:
    """A number with what stands around it."""

    value: Decimal
    before: str = ""
    after: str = ""


def read_number(text: str, numerals: Numerals) -> Written | None:
    """Read a text that holds one number and perhaps its unit; None where it is none in this language."""
    found = _NUMBER.fullmatch(_MARKS.sub("", text).strip().translate(_SPACES))
    if found is None:
        return None
    before, negative = _unsigned(found["before"])
    size = _size(found["number"], numerals)
    if size is None or before.endswith((".", ",")):
        return None
    return Written(-size if negative else size, before, found["after"])


def _unsigned(before: str) -> tuple[str, bool]:
    if before[-1:] in _SIGNS and before:
        return before[:-1], before[-1] in _MINUS
    if before[:1] in _SIGNS and before:
        return before[1:], before[0] in _MINUS
    return before, False


def _size(number: str, numerals: Numerals) -> Decimal | None:
    whole, *fractions = number.split(numerals.decimal)
    fraction = "".join(fractions)
    groups = re.split(f"[{re.escape(numerals.group.translate(_SPACES))} ’']", whole)
    sound = len(fractions) <= 1 and all(each.isdigit() for each in (*groups, *fractions))
    if not sound or sum(map(len, groups)) > _LONGEST or len(fraction) > _LONGEST:
        return None
    if len(groups) > 1 and (len(groups[-1]) != _GROUP or any(len(each) > _GROUP or not each for each in groups)):
        return None
    return Decimal(f"{''.join(groups)}.{fraction or 0}") if fraction else Decimal("".join(groups))
