"""A table of bare values, as files of data hold it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from publisher.diagnostics import Location

__all__ = ["MOST_CELLS", "DataError", "Frame", "Scalar", "checked", "is_year", "named", "number_in", "scalar"]

Scalar: TypeAlias = str | bool | Decimal | dt.date | None
"""A value of a cell; a date may have a time of day."""

MOST_CELLS = 1_000_000
"""In one file, or in what a query gives."""
_MOST_COLUMNS = 1_000
_FIRST_YEAR, _LAST_YEAR = 1500, 2199
_LARGEST, _SMALLEST = 20, -30
"""The powers of ten that the first digit of a number may have."""
_ENDLESS = frozenset({(9999, 12, 31), (1, 1, 1)})
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)


class DataError(Exception):
    """Why a file of data can't be used."""

    def __init__(self, message: str, hint: str, at: Location | None = None, *, code: str = "bad-data") -> None:
        """Say what is wrong, what to do, and the place where that is known better than by the file's name."""
        super().__init__(message)
        self.message, self.hint, self.at, self.code = message, hint, at, code


@dataclass(frozen=True, slots=True)
class Frame:
    """The names of some columns, and rows of as many values each."""

    names: tuple[str, ...]
    rows: Sequence[tuple[Scalar, ...]]
    hides: str = ""
    """What its file hides of it from readers."""
    percents: tuple[str, ...] = ()
    """Columns that its file shows as percentages, while their values are parts of one."""
    merged: tuple[str, ...] = ()
    """Columns in which a figure stands for several rows in its file, and here in the first of them alone."""


def named(names: Iterable[Any], rows: Sequence[tuple[Scalar, ...]]) -> Frame:
    """Make a frame; columns without a name are counted, and two of one name, or none at all, are refused."""
    texts = [" ".join(str(name).split()) if name is not None else "" for name in names]
    if not texts:
        message = "it has no columns"
        raise DataError(message, "give each record a value with a name")
    whole = [text or f"column {number}" for number, text in enumerate(texts, start=1)]
    for text in whole:
        if whole.count(text) > 1:
            message = f"two columns are called {text[:60]!r}"
            raise DataError(message, "give each column a name of its own")
    return Frame(tuple(whole), rows)


def checked(rows: int, columns: int) -> None:
    """Refuse a table that is too large to be read."""
    if columns > _MOST_COLUMNS:
        message = f"it has more than {_MOST_COLUMNS} columns"
        raise DataError(message, "take those that are needed with :query:", code="too-large")
    if rows * columns > MOST_CELLS:
        message = f"it has more than {MOST_CELLS:,} cells".replace(",", " ")
        raise DataError(message, "take what is needed with :query:, or split it", code="too-large")


def is_year(number: Decimal) -> bool:
    """Whether a number of a column in which all are such is taken for a year: one of 1500 to 2199."""
    return _FIRST_YEAR <= number <= _LAST_YEAR and number == number.to_integral_value()


def number_in(text: str) -> Decimal | None:
    """Return the number that a text is, as programs write it."""
    return _bounded(Decimal(text)) if _NUMBER.fullmatch(text) else None


def scalar(value: Any, place: str) -> Scalar:
    """Return a value as the model has it; `place` says where it stands."""
    match value:
        case None | bool() | str():
            return value
        case Decimal():
            return _bounded_or_told(value, place)
        case int():
            return _bounded_or_told(Decimal(value), place)
        case float():
            return _bounded_or_told(Decimal(repr(value)), place)
        case dt.datetime() if value.tzinfo:
            message = (
                f"{place} holds a time of all the world, which is another hour in each zone, and may be another day"
            )
            hint = 'say of which zone: :query: SELECT "Time" AT TIME ZONE \'America/Lima\' AS "Time" FROM …'
            raise DataError(message, hint)
        case dt.datetime():
            return _finite(_without_midnight(value), place)
        case dt.date():
            return _finite(value, place)
        case dt.time():
            return value.isoformat()
        case _:
            kinds = ((dict, "an object"), (list, "an array"), (bytes, "bytes"))
            kind = next((words for kind, words in kinds if isinstance(value, kind)), "a value of another kind")
            message = f"{place} holds {kind}"
            raise DataError(message, "take text, numbers and dates out of it with :query:, or leave the column out")


def _finite(value: dt.date, place: str) -> dt.date:
    """Refuse the days that databases write for no beginning and no end."""
    if (value.year, value.month, value.day) in _ENDLESS:
        message = f"{place} holds a date without end ({value.isoformat()[:10]})"
        raise DataError(message, "leave the cell empty, or give it words of its own in :query:")
    return value


def _without_midnight(value: dt.datetime) -> dt.date:
    return value.date() if value.time() == dt.time() else value


def _bounded(number: Decimal) -> Decimal | None:
    if not number.is_finite() or (number and not _SMALLEST <= number.adjusted() <= _LARGEST):
        return None
    return number


def _bounded_or_told(number: Decimal, place: str) -> Decimal:
    found = _bounded(number)
    if number.is_nan():
        message = f"{place} holds what is no number (NaN)"
        raise DataError(message, "leave the cell empty; a query can: nullif(value, 'nan')")
    if found is None:
        message = f"{place} holds a number that nobody could read"
        raise DataError(message, f"numbers have at most {_LARGEST + 1} digits before the point")
    return found
