"""How a column is written: `number .1`, `percent`, `USD long`, `date short`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import list_currencies

from publisher.model import DateLength, ValueFormat

__all__ = ["FORMATS", "format_of"]

_LENGTHS: Mapping[str, DateLength] = {"short": "short", "medium": "medium", "long": "long", "full": "full"}
_POWERS = {"thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
FORMATS = ("number", "percent", "date", "month", "year", "text")
_DIGITS = re.compile(r"\.(\d)", re.ASCII)


def format_of(words: str) -> ValueFormat | None:
    """Read a format; None where it is none."""
    first, *rest = words.split() or [""]
    match first:
        case "number" | "percent":
            return _numeric(ValueFormat("number" if first == "number" else "percent"), rest)
        case "date" if len(rest) <= 1:
            length = _LENGTHS.get(rest[0]) if rest else "medium"
            return ValueFormat("date", length=length) if length else None
        case "month" | "year" | "text" if not rest:
            return ValueFormat("month" if first == "month" else "year" if first == "year" else "text")
        case _ if first in list_currencies():
            return _numeric(ValueFormat("money", currency=first), rest)
        case _:
            return None


def _numeric(found: ValueFormat, words: list[str]) -> ValueFormat | None:
    """Add decimals (`.1`), words of magnitude (`long`, `short`), or the power of ten that the head speaks of."""
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if digits := _DIGITS.fullmatch(word):
            found = replace(found, digits=int(digits[1]))
        elif word == "long" and found.kind != "percent":
            found = replace(found, spelled="long")
        elif word == "short" and found.kind != "percent":
            found = replace(found, spelled="short")
        elif word == "in" and waiting and waiting[0] in _POWERS and found.kind != "percent":
            found = replace(found, power=_POWERS[waiting.pop(0)])
        else:
            return None
    return found
