"""Dates as programs write them."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["date_in"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?", re.ASCII)


def date_in(text: str) -> dt.date | None:
    """Return the day that a text is (ISO 8601), with the time of day where it has one."""
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
        if _TIME.fullmatch(text):
            return dt.datetime.fromisoformat(text)  # without a time zone, as it is written
    except ValueError:
        return None
    return None
