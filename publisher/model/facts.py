"""Facts: figures and statements with their provenance, kept in a ledger apart from the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from publisher.diagnostics import Location
from publisher.model.inlines import Node

Confidence: TypeAlias = Literal["", "about", "more-than", "less-than", "nearly", "at-least", "up-to", "exact"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that is written in several languages."""

    texts: tuple[tuple[str, str], ...]
    """A language tag (BCP 47) and what is said in it; the first is said where a language is missing."""

    def spoken(self, lang: str) -> str:
        """Return the text in a language, or else in the first."""
        texts = dict(self.texts)
        return texts.get(lang) or texts.get(lang.partition("-")[0]) or self.texts[0][1]

    def speaks(self, lang: str) -> bool:
        """Whether there is a text in a language."""
        return any(tag in {lang, lang.partition("-")[0]} for tag, _ in self.texts)


@dataclass(frozen=True, slots=True)
class Period:
    """A year and month as a value ("2022-06")."""

    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """A number that lies between two."""

    low: Decimal
    high: Decimal


FactValue: TypeAlias = Decimal | dt.date | str | Wording | Period | Range | tuple[Decimal | str, ...]
"""A percent is kept as a fraction (0.26 for 26 %)."""


@dataclass(frozen=True, slots=True)
class Age:
    """A length of time."""

    months: int = 0
    days: int = 0

    def after(self, day: dt.date) -> dt.date:
        """Return the day that is so much later; the last of the month where it has no such day."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        last = (dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
        return dt.date(year, month + 1, min(day.day, last)) + dt.timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Source(Node):
    """Where facts come from."""

    key: str
    title: str
    publisher: str = ""
    url: str = ""
    date: dt.date | None = None
    retrieved: dt.date | None = None
    publishers: Wording | None = None
    """Who publishes it, by language; `prepare` puts what is said in that of the document into `publisher`."""
    undated: bool = False
    """It says nowhere of when it is."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a fact is counted in."""

    kind: Literal["number", "currency", "percent", "points", "year", "count", "measure"] = "number"
    currency: str = ""
    """ISO 4217, for `currency`."""
    one: str = ""
    """The noun for one, for `count`."""
    other: str = ""
    """The noun for any other number, for `count`."""
    zero: str = ""
    two: str = ""
    few: str = ""
    many: str = ""
    """The noun for other plural categories of the language (CLDR); empty where it is `other`."""
    prices: str = ""
    """The year in whose prices a currency is meant."""
    measure: str = ""
    """A unit of the Unicode CLDR ("area-square-kilometer"), for `measure`."""
    per: str | Wording = ""
    """What a rate is for one of ("person", "100,000 people")."""
    translations: tuple[tuple[str, Unit], ...] = ()
    """The noun in other languages, by tag."""
    stated: bool = field(default=True, compare=False)
    """Whether the ledger says it, or leaves it open."""

    def spoken(self, lang: str) -> Unit:
        """Return the unit with its noun in a language, where there is one."""
        others = dict(self.translations)
        found = others.get(lang) or others.get(lang.partition("-")[0])
        return replace(found, per=self.per) if found else self

    def speaks(self, lang: str) -> bool:
        """Whether it needs no noun, or says in which language this one is."""
        per = self.per.speaks(lang) if isinstance(self.per, Wording) else not self.per
        return per and (self.kind != "count" or self.spoken(lang) is not self)


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A figure or statement with its provenance."""

    key: str
    value: FactValue | None
    """None while a formula is not yet computed; and of a fact in which something is wrong, which is told already."""
    unit: Unit = Unit()
    formula: str = ""
    digits: int | None = None
    """Decimals shown in the long and short forms; None lets the value decide."""
    as_of: str = ""
    """A year, month or day ("2022", "2023-06", "2023-06-30"), a quarter, or a fiscal or academic year as written."""
    source: str = ""
    """A key of `Ledger.sources`."""
    note: str = ""
    label: str | Wording = ""
    """What it is, in a few words; for lists of facts."""
    confidence: Confidence = ""
    """How the source hedges it; of a formula, how what it is computed from does, unless it says so itself."""
    retrieved: dt.date | None = None
    """When it was read from the source."""
    checked: dt.date | None = None
    """When somebody last held it against the source."""
    checked_by: str = ""
    expires: dt.date | None = None
    """The first day on which it may no longer be used."""
    max_age: Age | None = None
    """How long it may be used after its date, or after it was last read or checked."""
    handling: str = ""
    """The handling mark of the documents that may cite it; empty for all."""
    forecast: bool = False
    """Whether it may be of a time that is still to come."""
    feed: str = ""
    """The feed that keeps it up to date."""
    shared: bool = False
    """Whether it belongs to the workspace, and not to one document."""
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False, kw_only=True)
    """Where the values of its keys stand, for diagnostics."""
    confirmed: dt.date | None = None
    """When a feed, whose data say of when they are, last said the same: it counts for the fact's age and is not shown."""


@dataclass(frozen=True, slots=True)
class FactRecord:
    """What machines may know of a fact that a document cites."""

    key: str
    label: str
    text: str
    """As readers see it."""
    value: str
    """The plain value ("22200000000", "2022-06-30")."""
    unit: str
    as_of: str
    """Of a computed one that does not say so, the times of the facts behind it, with slashes."""
    sources: tuple[Source, ...] = ()
    """Its source; of a computed one without, those of the facts behind it."""
    formula: str = ""
    """Where all that it names is cited too."""
    retrieved: dt.date | None = None
    checked: dt.date | None = None
    confidence: Confidence = ""


@dataclass(frozen=True, slots=True)
class Check(Node):
    """A statement about facts that must hold for the document to be published."""

    text: str
    """As written: two formulas with `==`, `!=`, `<`, `<=`, `>` or `>=` between them."""
    tolerance: str = ""
    """How far two sides may lie apart: a number, a part of the larger side ("1%"), or percentage points ("0.5 points")."""


@dataclass(frozen=True, slots=True)
class Exemption(Node):
    """Words whose figures are no facts: a name, a telephone number, a clause of a law."""

    text: str
    why: str = ""
    shared: bool = False
    """Whether it need not stand in every edition."""
