"""Units of facts as written in a ledger: "USD", "percent", "km2", the forms of a noun."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import get_global

from publisher.languages import canonical
from publisher.model import Unit, Wording
from publisher.nearest import did_you_mean
from publisher.reader.fields import problem
from publisher.reader.ledger.values import wording_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PLURALS", "SYMBOLS", "UNIT_SCHEMA", "unit_of"]

PLURALS = frozenset(("zero", "one", "two", "few", "many"))
"""Plural categories (CLDR) besides `other`, which every language has."""
_NO_CURRENCIES = frozenset({"XTS", "XXX"})
"""ISO 4217 codes for testing and for no currency."""
_WORDS: Mapping[str, Unit] = {
    "number": Unit(),
    "percent": Unit("percent"),
    "points": Unit("points"),
    "year": Unit("year"),
}
SYMBOLS: Mapping[str, str] = {
    "km2": "area-square-kilometer",
    "km²": "area-square-kilometer",
    "m2": "area-square-meter",
    "m²": "area-square-meter",
    "mi2": "area-square-mile",
    "ha": "area-hectare",
    "acre": "area-acre",
    "km": "length-kilometer",
    "m": "length-meter",
    "cm": "length-centimeter",
    "mi": "length-mile",
    "ft": "length-foot",
    "nmi": "length-nautical-mile",
    "t": "mass-tonne",
    "kg": "mass-kilogram",
    "g": "mass-gram",
    "lb": "mass-pound",
    "l": "volume-liter",
    "m3": "volume-cubic-meter",
    "m³": "volume-cubic-meter",
    "bbl": "volume-barrel",
    "°C": "temperature-celsius",
    "°F": "temperature-fahrenheit",
    "kWh": "energy-kilowatt-hour",
    "kW": "power-kilowatt",
    "MW": "power-megawatt",
    "GW": "power-gigawatt",
    "km/h": "speed-kilometer-per-hour",
    "mph": "speed-mile-per-hour",
    "GB": "digital-gigabyte",
}
"""Symbols for units of the Unicode CLDR."""
_MEANT = {"%": "percent", "per cent": "percent", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
"""What is meant by signs that are no units."""
_TIMES = frozenset(("years", "months", "weeks", "days", "hours", "minutes"))
"""How long something lasts; `year` is when."""
_KINDS = frozenset(
    ("area", "length", "mass", "volume", "temperature", "energy", "power", "speed", "digital", "duration")
)
_PRICES = re.compile(r"([A-Z]{3}) (\d{4})", re.ASCII)
_HINT = "write a currency (USD), percent, number, km2, or a noun: {one: project, other: projects}"

UNIT_SCHEMA = {
    "anyOf": [
        {
            "type": "string",
            "description": "An ISO 4217 currency, with the year of its prices where there is one (USD 2015); percent, "
            "points, number, year; a measure (km2, kg, MW); any of these per something (USD/person).",
        },
        {
            "type": "object",
            "description": "The forms of a noun; in other languages under their tags; currency or measure; per.",
            "properties": {
                **{plural: {"type": "string"} for plural in (*sorted(PLURALS), "other")},
                "currency": {"type": "string"},
                "measure": {"type": "string"},
                "per": {"type": ["string", "object"]},
            },
        },
    ]
}


@cache
def _currencies() -> tuple[str, ...]:
    return tuple(sorted(set(get_global("all_currencies")) - _NO_CURRENCIES))


@cache
def _measures() -> Mapping[str, str]:
    """Return the units of the CLDR by their names, with and without their kind, and by their symbols."""
    names = map(str, Locale.parse("en").unit_display_names)
    known = [name for name in names if name.partition("-")[0] in _KINDS]
    return {**{name: name for name in known}, **{name.partition("-")[2]: name for name in known}, **SYMBOLS}


def unit_of(value: Any) -> Unit:
    """Return what a fact is counted in; raise pydantic's error `unknown-unit` for what is none."""
    match value:
        case str() if value in _WORDS:
            return _WORDS[value]
        case str() if value in _currencies():
            return Unit("currency", currency=str(value))
        case str() if value in _measures():
            return Unit("measure", measure=_measures()[value])
        case str() if (priced := _PRICES.fullmatch(value)) and priced[1] in _currencies():
            return Unit("currency", currency=priced[1], prices=priced[2])
        case str() if "/" in value:
            unit, _, per = value.partition("/")
            return replace(unit_of(unit.strip()), per=" ".join(per.split()))
        case str():
            known = [*_WORDS, *_currencies(), *SYMBOLS]
            one = value.removesuffix("s")
            noun = "{one: person, other: people}" if value == "people" else f"{{one: {one}, other: {one}s}}"
            hint = did_you_mean(_MEANT.get(value, value), known, f"for a noun write {noun}"[:120])
            if value in _TIMES:
                hint = f"write {noun}; `year` is for a year of the calendar"
            if value.upper() in _currencies():
                hint = f"did you mean {value.upper()}?"
            message = f"can't be {value[:80]!r}"
            raise problem(message, hint, "unknown-unit")
        case dict() if "per" in value:
            return replace(_parts({key: each for key, each in value.items() if key != "per"}), per=_per(value["per"]))
        case dict():
            return _parts(value)
        case _:
            message = "must be a currency, percent, a measure, or the forms of a noun"
            raise problem(message, _HINT, "unknown-unit")


def _parts(value: dict[Any, Any]) -> Unit:
    match value:
        case {"currency": str(code)}:
            unit = unit_of(f"{code} {value['prices']}" if "prices" in value else code)
            nouns = [(tag, forms) for tag, forms in value.items() if tag not in {"currency", "prices"}]
            return replace(unit, translations=tuple((tag, _translated(tag, forms)) for tag, forms in nouns))
        case {"measure": str(name), **rest} if not rest:
            return unit_of(name)
        case {"other": str()}:
            forms = {key: text for key, text in value.items() if key in PLURALS or key == "other"}
            others = {key: each for key, each in value.items() if key not in forms}
            return replace(
                _noun(forms), translations=tuple((tag, _translated(tag, each)) for tag, each in others.items())
            )
        case _ if value and all(canonical(tag) == tag and isinstance(each, dict) for tag, each in value.items()):
            units = [(tag, _translated(tag, forms)) for tag, forms in value.items()]
            return replace(units[0][1], translations=tuple(units))
        case _:
            message = "must be a currency, percent, a measure, or the forms of a noun"
            raise problem(message, _HINT, "unknown-unit")


def _translated(tag: str, forms: Any) -> Unit:
    if canonical(tag) != tag or not isinstance(forms, dict) or "other" not in forms:
        message = f"can't have {tag[:40]!r}"
        raise problem(message, "a noun in another language is es: {one: proyecto, other: proyectos}", "unknown-unit")
    return _noun(forms)


def _noun(forms: dict[str, Any]) -> Unit:
    for plural, form in forms.items():
        if (plural not in PLURALS and plural != "other") or not isinstance(form, str) or not form.strip():
            message = f"can't have {plural[:40]!r} in a noun"
            raise problem(message, _HINT, "unknown-unit")
    words: dict[str, Any] = {plural: " ".join(form.split()) for plural, form in forms.items()}
    return replace(Unit("count"), **words)


def _per(value: Any) -> str | Wording:
    match value:
        case str() if value.strip():
            return " ".join(value.split())
        case dict() if value:
            return wording_of(value)
        case _:
            message = "must say in `per` what the rate is for"
            raise problem(message, "write per: person, or per: {en: person, es: persona}", "unknown-unit")
