"""What a ledger may hold, key by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from publisher.model import Age, Range, Unit, Wording
from publisher.model.facts import Confidence, FactValue
from publisher.reader.fields import Date, Fields, TextLine, WholeNumber, YesNo, problem, refuse
from publisher.reader.ledger.feeds import FeedFields
from publisher.reader.ledger.units import UNIT_SCHEMA, unit_of
from publisher.reader.ledger.values import age_of, as_of_of, fact_value, wording_of
from publisher.reader.links import web_address_problem

__all__ = [
    "KEY",
    "LONGEST_KEY",
    "CheckFields",
    "DefaultFields",
    "ExemptFields",
    "FactFields",
    "FactsFields",
    "SourceFields",
]

KEY = re.compile(r"[^\W\d]\w*(?:[-.]\w+)*")
"""What a formula can name (`publisher.preparation.formulas`)."""
LONGEST_KEY = 50
"""Characters of a key; Word finds a figure by a tag of at most 64 (ECMA-376, Part 4, and its applications)."""
_LAST_YEAR = 9999
_MOST_DIGITS = 10
_TOLERANCE = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?(?: ?%| points?)?", re.ASCII)
_CONFIDENCES: Mapping[str, Confidence] = {
    "about": "about",
    "approximately": "about",
    "more than": "more-than",
    "over": "more-than",
    "less than": "less-than",
    "under": "less-than",
    "nearly": "nearly",
    "almost": "nearly",
    "at least": "at-least",
    "up to": "up-to",
    "exact": "exact",
}


def _digits(value: int) -> int:
    if not 0 <= value <= _MOST_DIGITS:
        raise refuse(value, f"between 0 and {_MOST_DIGITS}")
    return value


def _web_address(value: str) -> str:
    if value and (hint := web_address_problem(value)):
        message = f"can't be {value[:80]!r}"
        raise problem(message, hint, "bad-link")
    return value


def _confidence(value: Any) -> Confidence:
    if value not in _CONFIDENCES:
        raise refuse(value, "a hedge", f"the hedges are {', '.join(_CONFIDENCES)}")
    return _CONFIDENCES[value]


def _label(value: Any) -> str | Wording:
    match value:
        case str():
            return " ".join(value.split())
        case dict() if value:
            return wording_of(value)
        case _:
            raise refuse(value, "a text")


def _tolerance(value: str) -> str:
    if value and not _TOLERANCE.fullmatch(value):
        raise refuse(
            value, "a tolerance", "write a number such as 0.5, a part of the larger side such as 1%, or 0.5 points"
        )
    return value


def _is_year(value: Decimal) -> bool:
    return value == value.to_integral_value() and 0 < value <= _LAST_YEAR


_Words = Annotated[str | Wording, PlainValidator(_label), WithJsonSchema({"type": ["string", "object"]})]
_Age = Annotated[Age, PlainValidator(age_of), WithJsonSchema({"type": "string"})]
_AsOf = Annotated[TextLine, AfterValidator(as_of_of)]


class SourceFields(Fields):
    """Where facts come from."""

    title: TextLine
    """What the source is called."""
    publisher: _Words = ""
    """Who publishes it, also by language."""
    url: Annotated[TextLine, AfterValidator(_web_address)] = ""
    """Its address."""
    date: Date | None = None
    """When it was published."""
    retrieved: Date | None = None
    """When it was read."""
    undated: YesNo = False
    """Whether it says nowhere of when it is, which readers are told."""


class CheckedFields(Fields):
    """Who held a fact against its source, and when."""

    on: Date
    """The day."""
    by: TextLine = ""
    """The person."""


class DefaultFields(Fields):
    """What holds for every fact that does not say otherwise."""

    source: TextLine = ""
    """A key of `sources`."""
    as_of: _AsOf = ""
    """A year, month or day, or a fiscal or academic year as written."""
    retrieved: Date | None = None
    """When the facts were read from the source."""
    checked: CheckedFields | None = None
    """Who held them against the source, and when."""
    max_age: _Age | None = None
    """How long they may be used."""
    handling: TextLine = ""
    """The handling mark of the documents that may cite them."""


class FactFields(DefaultFields):
    """A figure or statement with its provenance; it has a value or a formula."""

    value: Annotated[
        FactValue | None,
        PlainValidator(fact_value),
        WithJsonSchema({"type": ["number", "string", "object", "array"]}),
    ] = None
    """A number, a date, text (also by language), a range {from, to} or a list; a percent as 26, not 0.26."""
    unit: Annotated[Unit | None, PlainValidator(unit_of), WithJsonSchema(UNIT_SCHEMA)] = None
    """What it is counted in; `number` for a plain number."""
    digits: Annotated[WholeNumber, AfterValidator(_digits)] | None = None
    """Decimals shown; the value decides where it is left out."""
    formula: TextLine = ""
    """Computed from other facts: + - * / ( ), sum, min, max, abs, round."""
    label: _Words = ""
    """What it is, in a few words."""
    confidence: Annotated[Confidence, PlainValidator(_confidence), WithJsonSchema({"enum": [*_CONFIDENCES]})] = ""
    """How the source hedges it; long and short forms say so."""
    expires: Date | None = None
    """The first day on which it may no longer be used."""
    forecast: YesNo = False
    """Whether it may be of a time that is still to come."""
    note: TextLine = ""
    """Anything a colleague should know."""

    @model_validator(mode="after")
    def _has_one_value(self) -> FactFields:
        kind = self.unit.kind if self.unit else "number"
        if self.value is None and not self.formula:
            message = "has neither value nor formula"
            raise problem(message, "add `value: …` or `formula: …`", "missing-key")
        if self.value is not None and self.formula:
            message = "has both a value and a formula"
            raise problem(message, "keep one of them")
        if self.unit and self.value is not None and not isinstance(self.value, Decimal | Range):
            message = "has a unit, but its value is no number"
            hint = "take the unit out, or write the value as a number: 335.5e9, not 335.5 billion"
            raise problem(message, hint, key="value")
        if kind == "year" and isinstance(self.value, Decimal) and not _is_year(self.value):
            message = f"is no year: {self.value}"
            raise problem(message, "write four digits, or take the unit out", key="value")
        return self


class CheckFields(Fields):
    """A comparison that must hold."""

    check: TextLine
    """Two formulas with a sign between them."""
    tolerance: Annotated[TextLine, AfterValidator(_tolerance)] = ""
    """How far the sides may lie apart: 0.5, 1% of the larger, or 0.5 points between percentages."""


class ExemptFields(Fields):
    """Words whose figures are no facts."""

    text: TextLine
    """The words, as they stand in the text."""
    why: TextLine = ""
    """What they are: a telephone number, a clause of a law."""


_Check = Annotated[CheckFields, BeforeValidator(lambda value: {"check": value} if isinstance(value, str) else value)]
_Exempt = Annotated[ExemptFields, BeforeValidator(lambda value: {"text": value} if isinstance(value, str) else value)]


class FactsFields(Fields):
    """What a ledger may hold."""

    sources: Mapping[str, SourceFields] = Field(default_factory=dict)
    """Where the facts come from, by key."""
    defaults: DefaultFields = DefaultFields()
    """What holds for every fact that does not say otherwise."""
    facts: Mapping[str, FactFields] = Field(default_factory=dict)
    """The facts, by the key that {fact} names."""
    checks: tuple[_Check, ...] = ()
    """Comparisons of facts that must hold, such as `total == goods + services`."""
    exempt: tuple[_Exempt, ...] = ()
    """Words whose figures are no facts: names, telephone numbers, clauses of laws."""
    feeds: Mapping[str, FeedFields] = Field(default_factory=dict)
    """Where facts are fetched from by `publisher refresh`, by name."""
