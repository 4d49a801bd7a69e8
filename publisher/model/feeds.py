"""Feeds: where facts are fetched from, and what came of it the last time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from publisher.diagnostics import Location
from publisher.model.facts import Age
from publisher.model.inlines import Node

FeedFormat: TypeAlias = Literal["json", "csv"]
FeedOutcome: TypeAlias = Literal["good", "failed", "refused", "held"]
Json: TypeAlias = "str | int | Decimal | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class RowAndColumn:
    """A cell of a table: the one row whose cells say so, and a column by its name."""

    row: tuple[tuple[str, str], ...]
    column: str


DataPlace: TypeAlias = str | RowAndColumn
"""Where a value stands in an answer: a JSONPath (RFC 9535), or a cell."""


@dataclass(frozen=True, slots=True)
class WebOrigin:
    """An address; `${NAME}` in it and in the headers stands for a variable of the environment."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """A file below the folder of the ledger."""

    file: str


@dataclass(frozen=True, slots=True)
class QueryOrigin:
    """A question to an SQLite file below the folder of the ledger."""

    file: str
    sql: str


FeedOrigin: TypeAlias = WebOrigin | FileOrigin | QueryOrigin


@dataclass(frozen=True, slots=True)
class FeedFact:
    """A fact that a feed keeps up to date."""

    key: str
    place: DataPlace
    low: Decimal | None = None
    """The least and the greatest value that can be true, as the ledger writes them."""
    high: Decimal | None = None
    max_change: Decimal | None = None
    """A greater change, as a part of the old value, is held until somebody confirms it."""
    scale: Decimal = Decimal(1)
    """What a value is multiplied by to be as the ledger writes it."""
    own_date: bool = False
    """Whether the fact keeps the date of the ledger, and does not take that of the data."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What came of a feed: its last good answer, and the last attempt."""

    url: str
    """As declared, without what stands for `${NAME}`; for a file its path."""
    sha256: str = ""
    """Of the last good answer; empty where there is none."""
    retrieved: str = ""
    """When it was fetched, in ISO 8601 (UTC)."""
    as_of: str = ""
    """The date that the data themselves say."""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    """The figures in it, as the ledger writes them, by fact."""
    kept: tuple[str, ...] = ()
    """The answers that are kept, the newest first."""
    attempted: str = ""
    """When it was last tried."""
    outcome: FeedOutcome = "good"
    problem: str = ""
    """Why the last attempt was not good."""

    @property
    def day(self) -> dt.date | None:
        """The day on which the last good answer was fetched."""
        return dt.date.fromisoformat(self.retrieved[:10]) if self.retrieved else None


@dataclass(frozen=True, slots=True)
class Feed(Node):
    """A declared source of figures, which is fetched by `publisher refresh` and never by a build."""

    name: str
    origin: FeedOrigin
    format: FeedFormat
    source: str = ""
    """A key of `Ledger.sources`."""
    schema: Json = None
    """A JSON Schema (2020-12); None for none."""
    schema_file: str = ""
    as_of: DataPlace | None = None
    """Where the data say their own date."""
    max_age: Age | None = None
    """How old the data may be."""
    seconds: int = 20
    """How long fetching may take in all."""
    size: int = 5_000_000
    """How many bytes an answer may have, also unpacked."""
    facts: tuple[FeedFact, ...] = ()
    shared: bool = False
    state: FeedState | None = None
    """None where it was never tried."""
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False, kw_only=True)
    """Where its keys stand, and (as `facts.KEY`) its facts."""
