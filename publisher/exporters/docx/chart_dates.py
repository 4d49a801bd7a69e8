"""Days and months along a chart in Word: its axis of dates (ECMA-376 Part 1, 21.2.2.39) and their number formats."""

from __future__ import annotations

import datetime as dt
import re
from locale import windows_locale
from typing import TYPE_CHECKING

from publisher.languages import with_territory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from publisher.model import Calendar

__all__ = ["date_format", "serial"]

_EPOCH = dt.date(1899, 12, 30).toordinal()
"""Day 0 of spreadsheets (18.17.4.1); right from March 1900."""
_FIELDS: Mapping[str, str] = {
    "y": "yyyy",
    "yy": "yy",
    "yyyy": "yyyy",
    "M": "m",
    "MM": "mm",
    "MMM": "mmm",
    "MMMM": "mmmm",
    "L": "m",
    "LL": "mm",
    "LLL": "mmm",
    "LLLL": "mmmm",
    "d": "d",
    "dd": "dd",
}
_LANGUAGES = {name: number for number, name in windows_locale.items()}
_PART = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+")


def serial(position: Decimal) -> int:
    """Return the number that a spreadsheet has for a day."""
    return int(position) - _EPOCH


def date_format(calendar: Calendar) -> str:
    """Return the format of a spreadsheet (18.8.31) for a pattern of the CLDR, in the language of the document."""
    parts = []
    for found in _PART.finditer(calendar.pattern):
        field = found[0]
        if found[2]:
            parts.append(_FIELDS.get(field, ""))
        else:
            literal = (found[1] or field).replace('"', "")
            parts.append(literal if literal.isspace() else f'"{literal}"')
    return f"{_language(calendar.lang)}{''.join(parts)}"


def _language(tag: str) -> str:
    """Return the mark of a language for its names of months, or none for those of the reader's computer."""
    number = _LANGUAGES.get(with_territory(tag).replace("-", "_"))
    return f"[$-{number:X}]" if number else ""
