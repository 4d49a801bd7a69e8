"""Facts in words: a value, its unit and the form that is asked for, as the language writes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from publisher.model import Unit
from publisher.preparation.numerals import LARGEST, natural_digits, own_digits, rounded

if TYPE_CHECKING:
    from publisher.model import Fact, FactForm
    from publisher.preparation.language import Language
    from publisher.preparation.numerals import Amount, Style

__all__ = ["FormError", "Quantity", "machine_value", "show_fact", "show_quantity"]

_EXACT_DIGITS = 6
"""Decimals that the exact form has at most; a quotient may have no end."""
_MACHINE_DIGITS = 15
"""Significant digits for machines, as many as a double keeps."""


class FormError(Exception):
    """Why a value can't be shown in a form."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and how it is meant."""

    value: Decimal
    unit: Unit
    digits: int | None = None
    """Decimals, fixed; None lets the value decide."""
    computed: bool = False
    """The result of a formula, whose decimals are not all meant."""

    @property
    def negative(self) -> bool:
        """Whether it takes a sign."""
        return self.value < 0

    def spell(self, style: Style, language: Language) -> Amount:
        """Write its size without unit."""
        return language.numerals.spell(self.value, style, self.digits, computed=self.computed)


def show_fact(fact: Fact, form: FactForm, language: Language) -> str:
    """Write a fact in a form; raise `FormError` where it has no such form."""
    if form == "as-of":
        if not fact.as_of:
            message = "it has no `as-of`"
            raise FormError(message)
        return language.period(fact.as_of)
    match fact.value:
        case None:
            return fact.key
        case str():
            return _never_a_number(fact.value, form, "text")
        case dt.date():
            length = "medium" if form == "short" else "long"
            return _never_a_number(language.date(fact.value, length), form, "a date")
        case Decimal():
            digits = None if form == "exact" else fact.digits
            return show_quantity(Quantity(fact.value, fact.unit, digits, bool(fact.formula)), form, language)
        case _:
            assert_never(fact.value)


def _never_a_number(text: str, form: FactForm, kind: str) -> str:
    if form == "number":
        message = f"it is {kind}"
        raise FormError(message)
    return text


def show_quantity(quantity: Quantity, form: FactForm, language: Language) -> str:
    """Write a number with its unit; raise `FormError` for one that no reader could take in."""
    value = quantity.value
    if not value.is_finite() or (value and value.adjusted() > LARGEST):
        message = "it is too large to be written out" if value.is_finite() else "it is not a number"
        raise FormError(message)
    match quantity.unit.kind:
        case "number":
            return _number(quantity, form, language)
        case "currency":
            return _money(quantity, form, language)
        case "percent":
            return _percent(quantity, form, language)
        case "year":
            return f"{value.normalize():f}"
        case "count":
            return _count(quantity, form, language)
        case _:
            assert_never(quantity.unit.kind)


def _number(quantity: Quantity, form: FactForm, language: Language) -> str:
    if form == "exact":
        text = language.numerals.write(quantity.value, _exact_digits(quantity.value))
    else:
        amount = quantity.spell(_style(form), language)
        text = amount.number if form == "number" else amount.text
    return language.numerals.sign(text, negative=quantity.negative)


def _money(quantity: Quantity, form: FactForm, language: Language) -> str:
    numerals, value, currency = language.numerals, quantity.value, quantity.unit.currency
    amount = quantity.spell(_style(form), language)
    if form == "exact":
        number = text = numerals.write(value, _with_cents(_exact_digits(value), numerals.cents(currency)))
    elif amount.scaled or quantity.digits is not None:
        number, text = amount.number, amount.text
    else:
        places = natural_digits(value, computed=quantity.computed)
        number = text = numerals.write(value, _with_cents(places, numerals.cents(currency)))
    if form == "number":
        return numerals.sign(number, negative=quantity.negative)
    return numerals.money(text, currency, negative=quantity.negative)


def _with_cents(places: int, cents: int) -> int:
    """Show no cents at all, or all of them."""
    return max(places, cents) if places else 0


def _percent(quantity: Quantity, form: FactForm, language: Language) -> str:
    numerals = language.numerals
    hundredths = quantity.value.scaleb(2)
    natural = natural_digits(hundredths, computed=quantity.computed)
    places = _exact_digits(hundredths) if form == "exact" else natural
    value = rounded(hundredths, places if quantity.digits is None else quantity.digits)
    text = numerals.write(value, own_digits(value) if quantity.digits is None else quantity.digits)
    if form == "number":
        return numerals.sign(text, negative=value < 0)
    return numerals.percent(text, "long" if form == "long" else "short", value=value)


def _count(quantity: Quantity, form: FactForm, language: Language) -> str:
    number = _number(quantity, form, language)
    if form == "number":
        return number
    amount = quantity.spell(_style(form), language)
    noun = getattr(quantity.unit, language.locale.plural_form(abs(amount.shown))) or quantity.unit.other
    linked = amount.scaled and form == "long" and language.words.count_of
    return f"{number} {language.linked(noun) if linked else noun}"


def _style(form: FactForm) -> Style:
    return "short" if form == "short" else "long"


def _exact_digits(value: Decimal) -> int:
    return min(own_digits(value), _EXACT_DIGITS)


def machine_value(fact: Fact, form: FactForm) -> str:
    """Return the plain value: a number without grouping, a date as in ISO 8601, text as it is."""
    if form == "as-of":
        return fact.as_of
    match fact.value:
        case None:
            return ""
        case str():
            return fact.value
        case dt.date():
            return fact.value.isoformat()
        case Decimal():
            digits = max(0, _MACHINE_DIGITS - 1 - fact.value.adjusted())
            return f"{rounded(fact.value, min(own_digits(fact.value), digits)):f}"
        case _:
            assert_never(fact.value)
