"""The types of columns, judged by their values, and frames as CSV that the engine of queries can read without guessing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.reader.data.frames import Frame, Scalar

__all__ = ["Typed", "csv_of", "typed"]

_WHOLE = 18
_DIGITS = 38
"""Of a decimal in DuckDB."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A column with its type in SQL."""

    name: str
    sql: str


def typed(frame: Frame) -> tuple[Typed, ...]:
    """Return the columns of a frame with their types; one of mixed values is text."""
    columns: Iterable[Sequence[Scalar]] = zip(*frame.rows, strict=True) if frame.rows else [()] * len(frame.names)
    return tuple(Typed(name, _sql(values)) for name, values in zip(frame.names, columns, strict=True))


def _sql(values: Sequence[Scalar]) -> str:
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, bool) for value in given):
        return "BOOLEAN"
    numbers = [value for value in given if isinstance(value, Decimal)]
    if given and len(numbers) == len(given):
        return _number(numbers)
    if given and all(isinstance(value, dt.date) for value in given):
        return "TIMESTAMP" if any(isinstance(value, dt.datetime) for value in given) else "DATE"
    return "VARCHAR"


def _number(numbers: Sequence[Decimal]) -> str:
    whole = max(max(number.adjusted() + 1, 1) for number in numbers)
    fraction = max(_decimals(number) for number in numbers)
    if not fraction and whole <= _WHOLE:
        return "BIGINT"
    return f"DECIMAL({whole + fraction},{fraction})" if whole + fraction <= _DIGITS else "DOUBLE"


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def csv_of(frame: Frame, columns: Sequence[Typed]) -> str:
    """Write the rows as CSV: nothing is no value, and text always stands in quotation marks."""
    stamps = [column.sql == "TIMESTAMP" for column in columns]
    return "".join(
        ",".join(_field(value, stamp=stamp) for value, stamp in zip(row, stamps, strict=True)) + "\n"
        for row in frame.rows
    )


def _field(value: Scalar, *, stamp: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case dt.datetime():
            return value.isoformat(timespec="microseconds")
        case dt.date():
            return f"{value.isoformat()}T00:00:00.000000" if stamp else value.isoformat()
        case str():
            text = value.replace('"', '""')
            return f'"{text}"'
