"""Facts in words: a value, its unit and the form that is asked for, as the language writes it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from babel.lists import format_list

from publisher.model import Period, Range, Unit, Wording
from publisher.preparation.hedges import rounded_toward
from publisher.preparation.numerals import LARGEST, natural_digits, own_digits, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Fact, FactForm, FactValue
    from publisher.preparation.language import Language
    from publisher.preparation.numerals import Amount, Style, Toward

__all__ = [
    "HEDGED",
    "POWERS",
    "FormError",
    "Quantity",
    "machine_value",
    "plain_value",
    "power_of",
    "show_fact",
    "show_quantity",
    "show_range",
]

HEDGED: frozenset[FactForm] = frozenset(("long", "short", "amount", "words"))
"""The forms that say how a source hedges a figure."""
POWERS: Mapping[FactForm, int] = {"in thousands": 3, "in millions": 6, "in billions": 9}
"""The forms that show the number alone, divided by a power of ten."""
_WORDED: frozenset[FactForm] = frozenset(("long", "words"))
"""The forms with whole words for millions."""
_NEVER_SCALED = frozenset({"percent", "points", "year"})
"""Units that are never shown in millions; their bare number is not that of the value."""
_SIGNS = frozenset("-\N{MINUS SIGN}")
_NUMBER = re.compile("[-\N{MINUS SIGN}]?[0-9](?:[.,\N{RIGHT SINGLE QUOTATION MARK}\u00a0\u202f]?[0-9])*")
_EXACT_DIGITS = 6
"""Decimals that the exact form of what is computed has at most; a quotient may have no end."""
_POWER_DIGITS = 2
"""Decimals of millions, unless the fact says how many."""
_MILLION = 1_000_000
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
    toward: Toward = "nearest"

    @property
    def negative(self) -> bool:
        """Whether it takes a sign."""
        return self.value < 0

    def spell(self, style: Style, language: Language) -> Amount:
        """Write its size without unit."""
        return language.numerals.spell(self.value, style, self.digits, computed=self.computed, toward=self.toward)


def show_fact(fact: Fact, form: FactForm, language: Language) -> str:
    """Write a fact in a form; raise `FormError` where it has no such form."""
    if form == "as-of":
        if not fact.as_of:
            message = "it has no `as-of`"
            raise FormError(message)
        return language.period(fact.as_of)
    digits = None if form == "exact" else fact.digits
    unit = fact.unit.spoken(language.tag)
    toward = rounded_toward(fact.confidence) if form in HEDGED else "nearest"
    match fact.value:
        case None:
            message = "it has no value"
            raise FormError(message)
        case str():
            return _never_a_number(fact.value, form, "text")
        case Wording():
            return _never_a_number(fact.value.spoken(language.tag), form, "text")
        case dt.date():
            length = "medium" if form == "short" else "long"
            return _never_a_number(language.date(fact.value, length), form, "a date")
        case Period():
            return _never_a_number(language.period(fact.value.text), form, "a date")
        case tuple():
            entries = [_entry(each, language) for each in fact.value]
            return _never_a_number(format_list(entries, locale=language.locale), form, "a list")
        case Range():
            low, high = (
                Quantity(each, unit, digits, bool(fact.formula), toward) for each in (fact.value.low, fact.value.high)
            )
            return show_range(low, high, form, language)
        case Decimal():
            return show_quantity(Quantity(fact.value, unit, digits, bool(fact.formula), toward), form, language)
        case _:
            assert_never(fact.value)


def _entry(entry: Decimal | str, language: Language) -> str:
    return entry if isinstance(entry, str) else show_quantity(Quantity(entry, Unit()), "exact", language)


def show_range(low: Quantity, high: Quantity, form: FactForm, language: Language) -> str:
    """Write a range; what both ends have around their numbers is written once ("$1.5–5.4 billion").

    A dash stands between plain figures alone, else a word ("−5 to 10", "eight to nine"). Ends with other words around them keep them whole: in Spanish "mil millones" ends as "millones" does.
    """
    if form == "number" and _scale(low, language) != _scale(high, language):
        message = "its ends would be told in different units, millions and billions, for instance"
        raise FormError(message)
    one, other = (show_quantity(each, form, language) for each in (low, high))
    before, after = _around(one, low, form, language)
    if (before, after) == _around(other, high, form, language):
        kept = len(before) if _SIGNS.isdisjoint(before) else 0  # a sign is said with each
        one, other = one[: len(one) - len(after)], other[kept:]
    elif _is_named(high, form, language) and other.startswith(_bare(high, form, language)):
        one = _bare(low, form, language)  # the noun follows the number of the end
    negative = min(low.value, high.value) < 0
    scaled = form != "exact" and _scale(low, language) != _scale(high, language)
    spelled = any(each.isalpha() for each in one.removeprefix(before))
    pattern = language.words.range_in_words if negative or scaled or spelled else language.words.range
    return pattern.format(low=one, high=other)


def _is_named(quantity: Quantity, form: FactForm, language: Language) -> bool:
    """Whether a noun stands behind a number: what is counted, a measure, or the name of a currency."""
    match quantity.unit.kind:
        case "count" | "measure":
            return True
        case "currency":
            return bool(_name_of_money(quantity, form, language))
        case _:
            return False


def _bare(quantity: Quantity, form: FactForm, language: Language) -> str:
    """Return a number with its sign and the word for its size, without its noun."""
    if quantity.unit.kind != "currency":
        return _number(quantity, form, language)
    return language.numerals.sign(_sum_of_money(quantity, form, language), negative=quantity.negative)


def _scale(quantity: Quantity, language: Language) -> Decimal:
    return Decimal(1) if quantity.unit.kind in _NEVER_SCALED else quantity.spell("long", language).scale


def power_of(fact: Fact, form: FactForm, language: Language) -> int:
    """Return in which power of ten a form shows the number alone, without its word for millions; 0 for none."""
    if form != "number":
        return POWERS.get(form, 0)
    value = fact.value.high if isinstance(fact.value, Range) else fact.value
    if not isinstance(value, Decimal) or not value.is_finite() or value.adjusted() > LARGEST:
        return 0
    return _scale(Quantity(value, fact.unit, fact.digits, bool(fact.formula)), language).adjusted()


def _around(text: str, quantity: Quantity, form: FactForm, language: Language) -> tuple[str, str]:
    """Return what stands before and after the first number of a text."""
    words = _in_words(quantity, language) if form == "words" else ""
    found = re.search(re.escape(words), text) if words in text and words else _NUMBER.search(text)
    return (text[: found.start()], text[found.end() :]) if found else ("", "")


def _never_a_number(text: str, form: FactForm, kind: str) -> str:
    if form == "number" or form in POWERS:
        message = f"it is {kind}"
        raise FormError(message)
    return text


def show_quantity(quantity: Quantity, form: FactForm, language: Language) -> str:
    """Write a number with its unit; raise `FormError` for one that no reader could take in."""
    value = quantity.value
    if not value.is_finite() or (value and value.adjusted() > LARGEST):
        message = "it is too large to be written out" if value.is_finite() else "it is not a number"
        raise FormError(message)
    if power := POWERS.get(form):
        return _in_power(quantity, power, language)
    if form == "amount" and quantity.unit.kind not in _NEVER_SCALED:
        return _number(replace(quantity, unit=Unit()), "long", language)
    figure = _figure(quantity, "number" if form == "amount" else form, language)
    unit, words = quantity.unit, language.words
    if form in {"number", "amount"}:
        return figure
    if unit.per:
        per = unit.per.spoken(language.tag) if isinstance(unit.per, Wording) else unit.per
        figure = words.per.format(figure=figure, per=per)
    return words.prices.format(figure=figure, year=unit.prices) if unit.prices else figure


def _in_power(quantity: Quantity, power: int, language: Language) -> str:
    if quantity.unit.kind in _NEVER_SCALED:
        message = "its unit is never counted in millions"
        raise FormError(message)
    part = quantity.value.scaleb(-power)
    least = max(_POWER_DIGITS, 1 - part.adjusted()) if part else 0  # or a thousand would be no millions
    natural = min(natural_digits(part, computed=quantity.computed), least)
    digits = natural if quantity.digits is None else quantity.digits
    part = rounded(part, digits)
    if quantity.value and not part:
        message = f"with {digits} decimals it would be nought"
        raise FormError(message)
    shown = own_digits(part) if quantity.digits is None else digits
    return language.numerals.sign(language.numerals.write(part, shown), negative=part < 0)


def _figure(quantity: Quantity, form: FactForm, language: Language) -> str:
    match quantity.unit.kind:
        case "number":
            return _number(quantity, form, language)
        case "currency":
            return _money(quantity, form, language)
        case "percent":
            return _percent(quantity, form, language)
        case "points":
            return _points(quantity, form, language)
        case "year":
            return f"{quantity.value.normalize():f}"
        case "count":
            return _count(quantity, form, language)
        case "measure":
            return _measure(quantity, form, language)
        case _:
            assert_never(quantity.unit.kind)


def _number(quantity: Quantity, form: FactForm, language: Language) -> str:
    if form == "words":
        return _in_words(quantity, language)
    if form == "exact":
        text = language.numerals.write(quantity.value, _exact_digits(quantity.value, quantity))
    else:
        amount = quantity.spell(_style(form), language)
        text = amount.number if form == "number" else amount.text
    return language.numerals.sign(text, negative=quantity.negative)


def _money(quantity: Quantity, form: FactForm, language: Language) -> str:
    currency = quantity.unit.currency
    if form == "number":
        return _bare(quantity, form, language)
    if name := _name_of_money(quantity, form, language):
        return f"{_bare(quantity, form, language)} {language.linked(name)}"
    return language.numerals.money(_sum_of_money(quantity, form, language), currency, negative=quantity.negative)


def _name_of_money(quantity: Quantity, form: FactForm, language: Language) -> str:
    """Return the name of a currency where it stands behind a word for millions; empty where its sign stands."""
    amount = quantity.spell("long", language)
    return language.currency(quantity.unit.currency, amount.shown) if amount.scaled and form in _WORDED else ""


def _sum_of_money(quantity: Quantity, form: FactForm, language: Language) -> str:
    """Write the size of a sum, with cents where it has some."""
    numerals, value = language.numerals, quantity.value
    cents = numerals.cents(quantity.unit.currency)
    if form == "exact":
        return numerals.write(value, _with_cents(_exact_digits(value, quantity), cents))
    amount = quantity.spell(_style(form), language)
    if amount.scaled or quantity.digits is not None:
        return amount.number if form == "number" else amount.text
    places = _with_cents(natural_digits(value, computed=quantity.computed), cents)
    return numerals.write(rounded(value, places, quantity.toward), places)


def _with_cents(places: int, cents: int) -> int:
    """Show no cents at all, or all of them."""
    return max(places, cents) if places else 0


def _percent(quantity: Quantity, form: FactForm, language: Language) -> str:
    numerals = language.numerals
    hundredths = quantity.value.scaleb(2)
    natural = natural_digits(hundredths, computed=quantity.computed)
    places = _exact_digits(hundredths, quantity) if form == "exact" else natural
    value = rounded(hundredths, places if quantity.digits is None else quantity.digits, quantity.toward)
    text = numerals.write(value, own_digits(value) if quantity.digits is None else quantity.digits)
    if form == "number":
        return numerals.sign(text, negative=value < 0)
    return numerals.percent(text, "long" if form == "long" else "short", value=value)


def _in_words(quantity: Quantity, language: Language) -> str:
    """Write a small whole number as a word, where the language has one that fits any noun; others in figures."""
    value, numbers = quantity.value, language.words.numbers
    small = value == value.to_integral_value() and 0 <= value < len(numbers)
    return (numbers[int(value)] if small else "") or _number(quantity, "long", language)


def _points(quantity: Quantity, form: FactForm, language: Language) -> str:
    words = language.words
    noun = Unit("count", one=words.point, other=words.points)
    hundredths = replace(quantity, value=quantity.value.scaleb(2), unit=noun)
    return _count(hundredths, form, language)


def _measure(quantity: Quantity, form: FactForm, language: Language) -> str:
    number = _number(quantity, form, language)
    if form == "number":
        return number
    amount = quantity.spell(_style(form), language)
    text = language.numerals.measure(number, quantity.unit.measure, _style(form), value=amount.shown)
    if not language.words.count_of or not text.startswith(number) or not _is_linked(quantity, form, language):
        return text
    return f"{number} {language.linked(text.removeprefix(number).strip())}"


def _count(quantity: Quantity, form: FactForm, language: Language) -> str:
    number = _number(quantity, form, language)
    if form == "number":
        return number
    amount = quantity.spell(_style(form), language)
    shown = abs(amount.shown)
    if form == "words" and number in language.words.numbers:  # a word has no decimals: one center, 1.0 centers
        shown = shown.to_integral_value()
    noun = getattr(quantity.unit, language.locale.plural_form(shown)) or quantity.unit.other
    return f"{number} {language.linked(noun) if _is_linked(quantity, form, language) else noun}"


def _is_linked(quantity: Quantity, form: FactForm, language: Language) -> bool:
    """Whether a noun is linked to its number: after a word for millions, and after whole millions in figures."""
    if form == "exact":
        return bool(quantity.value) and quantity.value % _MILLION == 0
    return form in _WORDED and quantity.spell("long", language).scaled


def _style(form: FactForm) -> Style:
    return "short" if form == "short" else "long"


def _exact_digits(value: Decimal, quantity: Quantity) -> int:
    return min(own_digits(value), _EXACT_DIGITS) if quantity.computed else own_digits(value)


def machine_value(fact: Fact, form: FactForm) -> str:
    """Return the plain value: a number without grouping, a date as in ISO 8601, text as it is."""
    if form == "as-of":
        return fact.as_of
    return plain_value(fact.value)


def plain_value(value: FactValue | None) -> str:
    """Return a value as machines write it; the ends of a range with a slash (ISO 8601), a list with semicolons."""
    match value:
        case None:
            return ""
        case str():
            return value
        case Wording():
            return value.texts[0][1]
        case Period():
            return value.text
        case dt.date():
            return value.isoformat()
        case Range(low, high):
            return f"{plain_value(low)}/{plain_value(high)}"
        case tuple():
            return "; ".join(map(plain_value, value))
        case Decimal():
            digits = max(0, _MACHINE_DIGITS - 1 - value.adjusted())
            return f"{rounded(value, min(own_digits(value), digits)):f}"
        case _:
            assert_never(value)
