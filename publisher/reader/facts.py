"""facts.yaml: the figures of a document with their provenance -> Ledger. Formulas are computed in `prepare`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from babel.core import get_global
from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator

from publisher.model import Check, Fact, FactValue, Ledger, Source, Unit
from publisher.nearest import did_you_mean
from publisher.reader.fields import (
    Date,
    Fields,
    TextLine,
    WholeNumber,
    as_date,
    as_number,
    problem,
    refuse,
    validated,
)
from publisher.reader.links import web_address_problem
from publisher.reader.yaml import Plain, YamlNode, YamlValue, load_yaml, node_at, value_of

if TYPE_CHECKING:
    from publisher.diagnostics import Location, Report

__all__ = ["FactFields", "FactsFields", "ledger_of"]

_KEY = re.compile(r"[^\W\d]\w*(?:[-.]\w+)*")
"""What a formula can name (`publisher.preparation.formulas`)."""
_NUMBER_LIKE = re.compile(
    r"[+-]?[\d.][\d.,'\s_]*%?|[+-]?\d+(\.\d+)?e[+-]?\d+|[+-]?\.(inf|nan)|0[xo][\da-f]+|\d+(:\d\d)+", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_LARGEST = 20
"""The power of ten beyond which no number is shown."""
_LAST_YEAR = 9999
_NO_CURRENCIES = frozenset({"XTS", "XXX"})
"""ISO 4217 codes for testing and for no currency."""
_AS_OF_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_AS_OF = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}){0,2}|[0-9]{4} ?[/\u2013] ?(?:[0-9]{2}|[0-9]{4})|(?=.*[0-9]{2})(?![0-9]{4}-).*[^\W\d_].*"
)
"""A year, month or day; two years (2021/22); or words with a year (FY 2022)."""
_MOST_DIGITS = 10
_UNIT_WORDS = ("percent", "year")
_PLURALS = frozenset(("zero", "one", "two", "few", "many"))
"""Plural categories (CLDR) besides `other`, which every language has."""


def _value(value: Any) -> FactValue:
    match value:
        case Plain():
            text = str(value)
            number = as_number(text)
            if number is not None:
                if number.adjusted() > _LARGEST:
                    raise refuse(value, f"smaller than 1e{_LARGEST + 1}", "put it in quotes if it is a text")
                return number
            if date := as_date(text):
                return date
            if _DATE_LIKE.fullmatch(text):
                raise refuse(value, "a date", "there is no such day; put text in quotes")
            if _NUMBER_LIKE.fullmatch(text):
                raise refuse(value, "a number", "write it plainly, as 22.2e9 or 22200000000; put text in quotes")
            return " ".join(text.split())
        case str() if value.strip():
            return " ".join(value.split())
        case str():
            message = "is blank"
            raise problem(message, "write what the fact says")
        case _:
            raise refuse(value, "a number, a date or text")


@cache
def _currencies() -> tuple[str, ...]:
    return tuple(sorted(set(get_global("all_currencies")) - _NO_CURRENCIES))


def _unit(value: Any) -> Unit:
    match value:
        case "percent":
            return Unit("percent")
        case "year":
            return Unit("year")
        case str() if value in _currencies():
            return Unit("currency", currency=str(value))
        case str():
            known = [*_UNIT_WORDS, *_currencies()]
            hint = did_you_mean(value, known, f"for a noun write {{one: {value}, other: {value}s}}"[:120])
            if value.upper() in _currencies():
                hint = f"did you mean {value.upper()}?"
            message = f"can't be {value[:80]!r}"
            raise problem(message, hint, "unknown-unit")
        case {"other": str(), **rest} if rest.keys() <= _PLURALS and all(
            isinstance(form, str) for form in rest.values()
        ):
            return Unit("count", **{str(plural): " ".join(str(form).split()) for plural, form in value.items()})
        case _:
            message = "must be a currency, percent, year, or the forms of a noun"
            raise problem(message, "write unit: {one: project, other: projects}", "unknown-unit")


def _as_of(value: str) -> str:
    if (date := _AS_OF_DATE.fullmatch(value)) and as_date(f"{date[1]}-{date[2]}-{date[3] or '01'}") is None:
        raise refuse(value, "a year, month or day", "there is no such day")
    if not _AS_OF.fullmatch(value):
        raise refuse(value, "a time", "write 2022, 2022-06 or 2022-06-30, or words with a year such as FY 2022")
    return value


def _digits(value: int) -> int:
    if not 0 <= value <= _MOST_DIGITS:
        raise refuse(value, f"between 0 and {_MOST_DIGITS}")
    return value


def _web_address(value: str) -> str:
    if value and (hint := web_address_problem(value)):
        message = f"can't be {value[:80]!r}"
        raise problem(message, hint, "bad-link")
    return value


_UNIT_SCHEMA = {
    "anyOf": [
        {"type": "string", "description": "An ISO 4217 currency, `percent` or `year`."},
        {
            "type": "object",
            "properties": {plural: {"type": "string"} for plural in (*sorted(_PLURALS), "other")},
            "required": ["other"],
            "additionalProperties": False,
        },
    ]
}


def _is_year(value: Decimal) -> bool:
    return value == value.to_integral_value() and 0 < value <= _LAST_YEAR


class SourceFields(Fields):
    """Where facts come from."""

    title: TextLine
    """What the source is called."""
    publisher: TextLine = ""
    """Who publishes it."""
    url: Annotated[TextLine, AfterValidator(_web_address)] = ""
    """Its address."""
    date: Date | None = None
    """When it was published."""
    retrieved: Date | None = None
    """When it was read."""


class FactFields(Fields):
    """A figure or statement with its provenance; it has a value or a formula."""

    value: Annotated[
        FactValue | None,
        PlainValidator(_value),
        WithJsonSchema({"type": ["number", "string"]}),
    ] = None
    """A number, a date or text; a percent as 26, not 0.26."""
    unit: Annotated[Unit, PlainValidator(_unit), WithJsonSchema(_UNIT_SCHEMA)] = Unit()
    """What it is counted in."""
    digits: Annotated[WholeNumber, AfterValidator(_digits)] | None = None
    """Decimals shown; the value decides where it is left out."""
    as_of: Annotated[TextLine, AfterValidator(_as_of)] = ""
    """A year, month or day, or a fiscal or academic year as written."""
    source: TextLine = ""
    """A key of `sources`."""
    formula: TextLine = ""
    """Computed from other facts: + - * / ( )."""
    note: TextLine = ""
    """Anything a colleague should know."""

    @model_validator(mode="after")
    def _has_one_value(self) -> FactFields:
        if self.value is None and not self.formula:
            message = "has neither value nor formula"
            raise problem(message, "add `value: …` or `formula: …`", "missing-key")
        if self.value is not None and self.formula:
            message = "has both a value and a formula"
            raise problem(message, "keep one of them")
        if self.unit.kind != "number" and self.value is not None and not isinstance(self.value, Decimal):
            message = "has a unit, but its value is no number"
            raise problem(message, "take the unit out, or write the value as a number")
        if self.unit.kind == "year" and isinstance(self.value, Decimal) and not _is_year(self.value):
            message = f"is no year: {self.value}"
            raise problem(message, "write four digits, or take the unit out")
        return self


class FactsFields(Fields):
    """What facts.yaml may hold."""

    sources: Mapping[str, SourceFields] = Field(default_factory=dict)
    """Where the facts come from, by key."""
    facts: Mapping[str, FactFields] = Field(default_factory=dict)
    """The facts, by the key that {fact} names."""
    checks: tuple[TextLine, ...] = ()
    """Comparisons of facts that must hold, such as `total == goods + services`."""


def ledger_of(text: str, path: str, report: Report) -> Ledger:
    """Read facts.yaml; a fact that is wrong keeps its key, so that it is not missed as well."""
    root = load_yaml(text, path, 1, report)
    value = value_of(root, report) if root else None
    if root is None or value is None:
        return Ledger()
    if isinstance(value, dict):
        _check_keys(value.get("facts"), root, report)
    fields = validated(FactsFields, value, root, report)
    if fields is None:
        return _placeholders(value, root)
    return Ledger(
        facts={key: _fact(key, fact, root) for key, fact in fields.facts.items()},
        sources={key: _source(key, source, _at(root, "sources", key)) for key, source in fields.sources.items()},
        checks=tuple(
            Check(check, at=node_at(root, ("checks", number))[1].at) for number, check in enumerate(fields.checks)
        ),
    )


def _check_keys(facts: YamlValue, root: YamlNode, report: Report) -> None:
    for key in facts if isinstance(facts, dict) else ():
        if not _KEY.fullmatch(key):
            hint = "begin with a letter; go on with letters, digits and single hyphens"
            report.add("wrong-type", f"{key[:80]!r} is no key for a fact", _at(root, "facts", key), hint)


def _placeholders(value: YamlValue, root: YamlNode) -> Ledger:
    """Return facts and sources without values, when something in the file is wrong."""
    given = value if isinstance(value, dict) else {}
    facts, sources = given.get("facts"), given.get("sources")
    return Ledger(
        facts={key: Fact(key, None, at=_at(root, "facts", key)) for key in facts} if isinstance(facts, dict) else {},
        sources={key: Source(key, key, at=_at(root, "sources", key)) for key in sources}
        if isinstance(sources, dict)
        else {},
    )


def _at(root: YamlNode, kind: str, key: str) -> Location:
    return node_at(root, (kind, key))[0].at


def _fact(key: str, fields: FactFields, root: YamlNode) -> Fact:
    at = _at(root, "facts", key)
    places = {name: node_at(root, ("facts", key, name))[1].at for name in ("formula", "source")}
    value = fields.value
    if isinstance(value, Decimal) and fields.unit.kind == "percent":
        value = value.scaleb(-2)
    shown = fields.unit, fields.formula, fields.digits
    return Fact(key, value, *shown, fields.as_of, fields.source, fields.note, places=places, at=at)


def _source(key: str, fields: SourceFields, at: Location) -> Source:
    return Source(key, fields.title, fields.publisher, fields.url, fields.date, fields.retrieved, at=at)
