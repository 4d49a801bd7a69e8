"""Values from files of data, and what is done with the columns of a table that shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from publisher.model.inlines import Node

ValueKind: TypeAlias = Literal["auto", "number", "percent", "money", "date", "month", "year", "text"]
DateLength: TypeAlias = Literal["short", "medium", "long", "full"]
TotalKind: TypeAlias = Literal["sum", "mean", "median", "min", "max", "count"]
Test: TypeAlias = Literal["max", "min", ">", ">=", "<", "<=", "=", "!="]


@dataclass(frozen=True, slots=True)
class ValueFormat:
    """How the values of a column are written."""

    kind: ValueKind = "auto"
    """`auto` lets the values decide."""
    digits: int | None = None
    """Decimals, fixed; None lets the values decide."""
    fewest: int = 0
    """Decimals that every number of the column has, where they are not fixed."""
    currency: str = ""
    """ISO 4217, for `money`."""
    spelled: Literal["", "short", "long"] = ""
    """With words of magnitude: "22.2 billion", "22.2B"."""
    power: int = 0
    """The power of ten that the head of the column speaks of: 9 for one "in billions"."""
    length: DateLength = "medium"
    """For `date`."""


@dataclass(frozen=True, slots=True)
class ColumnFormat(Node):
    """How a column is written."""

    column: int | None
    """From 0; None for all columns of numbers."""
    format: ValueFormat


@dataclass(frozen=True, slots=True)
class ColumnOrder(Node):
    """A column by which rows are sorted."""

    column: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ColumnTotal(Node):
    """What the foot of a table says of a column."""

    column: int | None
    """None for all columns of numbers."""
    kind: TotalKind


@dataclass(frozen=True, slots=True)
class Highlight(Node):
    """Which values of a column stand out, or the rows that they stand in."""

    column: int | None
    """None for all columns of numbers."""
    test: Test
    bound: Decimal | dt.date | str | None = None
    """What a value is compared with; None for `max` and `min`."""
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Shaping:
    """What `prepare` does with the rows of a table, in this order: formats, sorting, totals, highlights, the first rows."""

    formats: tuple[ColumnFormat, ...] = ()
    order: tuple[ColumnOrder, ...] = ()
    totals: tuple[ColumnTotal, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    rows: int = 0
    """How many rows are shown; 0 for all."""
    plain_numbers: bool = False
    """Numbers in its text are written as programs write them (1234.5), not as the language does."""


@dataclass(frozen=True, slots=True)
class TableSource(Node):
    """The source of the ledger that a table comes from."""

    key: str
