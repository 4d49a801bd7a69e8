"""Dates as a language writes them, from the Unicode CLDR through Babel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel import dates

if TYPE_CHECKING:
    import datetime as dt

    from babel import Locale

__all__ = ["written_date"]


def written_date(date: dt.date, locale: Locale | str, length: str = "long") -> str:
    """Write a date out ("June 30, 2023"); the first of a month in French as people say it, which CLDR leaves out."""
    written = dates.format_date(date, length, locale=locale)
    french = str(locale).partition("_")[0] == "fr"
    return re.sub(r"^1(?= \D)", "1er", written) if french and date.day == 1 else written
