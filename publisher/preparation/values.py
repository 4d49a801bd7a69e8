"""The values of cells: what a cell says as a number or date, and how a value is written in a column."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, assert_never

from babel import dates

from publisher.model import (
    DataValue,
    Deletion,
    Emphasis,
    FactReference,
    Insertion,
    Paragraph,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    Unit,
    ValueFormat,
)
from publisher.preparation.amounts import FormError, Quantity, show_quantity
from publisher.preparation.numerals import LARGEST, natural_digits, own_digits, rounded
from publisher.preparation.rewrite import rewrite
from publisher.preparation.tables import NOTHING
from publisher.reader.data.frames import is_year
from publisher.traverse import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.model import Cell, Inline
    from publisher.preparation.language import Language

__all__ = ["Value", "alone", "fitted", "read_number", "said_in_line", "value_of", "write"]

Value: TypeAlias = Decimal | dt.date | bool | str

_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,30})?", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_DIGITS = 6
"""Decimals that are shown where nobody asks for so many."""
_PERCENT_DIGITS = 2
_EVEN_DIGITS = 3
"""Decimals up to which all numbers of a column have as many; longer fractions are those of a computation."""
_SET_APART = (Superscript, Subscript, Strikethrough, Deletion, Insertion)
_MARK = "\N{WORD JOINER}"
_BETWEEN_DIGITS = re.compile(rf"(?<=\d){_MARK}+(?=\d)")
"""Whole numbers between these are taken for years where a column holds no others."""


def alone(cell: Cell) -> Inline | None:
    """Return the one inline that a cell consists of, out of its stress."""
    match cell.blocks:
        case (Paragraph(content=(inline,)),):
            while isinstance(inline, Strong | Emphasis) and len(inline.content) == 1:
                (inline,) = inline.content
            return inline
        case _:
            return None


def said_in_line(cell: Cell) -> str:
    """Return what a cell says; a raised, lowered or struck figure is kept from its neighbour, or 10² would be 102."""
    blocks = rewrite(cell.blocks, inline=dict.fromkeys(_SET_APART, _with_marks))
    text = " ".join(plain_text(block.content) for block in blocks if isinstance(block, Paragraph)).strip()
    return _BETWEEN_DIGITS.sub("^", text).replace(_MARK, "") if _MARK in text else text


def _with_marks(inline: Inline) -> Inline:
    if not isinstance(inline, _SET_APART):
        return inline
    return replace(inline, content=(Text(_MARK), *inline.content, Text(_MARK)))


def value_of(cell: Cell, language: Language, *, plain: bool) -> Value | None:
    """Return what a cell says; None where it says nothing, text where that is no number or date."""
    only = alone(cell)
    match only:
        case DataValue():
            return only.value
        case FactReference():
            return _read(only.value) if only.value else only.text
        case Text():
            text = only.text.strip()
        case _:
            text = said_in_line(cell)
    if text.lower() in NOTHING:
        return None
    return _read(text) if plain else _read_spoken(text, language)


def _read(text: str) -> Value:
    """Read a number or date as programs write them."""
    if _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    if _ISO_DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _read_spoken(text: str, language: Language) -> Value:
    """Read a number as the language writes it; a date only as programs do."""
    number = read_number(text, language)
    if number is None:
        return _read(text) if _ISO_DATE.fullmatch(text) else text
    return number


def read_number(text: str, language: Language) -> Decimal | None:
    """Return the number that a text is, as the language writes it."""
    bare = text.translate(_ONE_MINUS)
    if _number_in(language).fullmatch(bare) is None:
        return None
    number = bare.replace(language.numerals.group, "").replace("\N{NO-BREAK SPACE}", "")
    return Decimal(number.replace(language.numerals.decimal, "."))


_ONE_MINUS = {ord("\N{MINUS SIGN}"): "-", ord("\N{LEFT-TO-RIGHT MARK}"): ""}


@lru_cache(maxsize=64)
def _number_in(language: Language) -> re.Pattern[str]:
    group, decimal = re.escape(language.numerals.group), re.escape(language.numerals.decimal)
    whole = rf"\d{{1,3}}(?:(?:{group}|\u00a0)\d{{3}}){{1,6}}|\d{{1,20}}"
    return re.compile(rf"[+-]?(?:{whole})(?:{decimal}\d{{1,30}})?", re.ASCII)


def fitted(asked: ValueFormat, values: Sequence[Value | None], language: Language) -> ValueFormat:
    """Settle what a format leaves to the values of its column: whether they are years, and how many decimals all have."""
    numbers = [value for value in values if isinstance(value, Decimal)]
    match asked.kind:
        case "auto" if numbers and all(map(is_year, numbers)):
            return replace(asked, kind="year")
        case "number" if asked.digits is None and not asked.spelled and not asked.power:
            most = max(map(own_digits, numbers), default=0)
            return replace(asked, fewest=most if most <= _EVEN_DIGITS else 0)
        case "money" if asked.digits is None and not asked.spelled and not asked.power:
            broken = any(own_digits(number) for number in numbers)
            return replace(asked, digits=language.numerals.cents(asked.currency) if broken else 0)
        case "percent" if asked.digits is None:
            digits = max((own_digits(number.scaleb(2)) for number in numbers), default=0)
            return replace(asked, digits=min(digits, _PERCENT_DIGITS))
        case _:
            return asked


def write(value: Decimal | dt.date | bool, asked: ValueFormat, language: Language) -> str:  # noqa: FBT001 - a value
    """Write a value; raise `FormError` where it has no such form."""
    match value:
        case bool():
            if asked.kind not in {"auto", "text"}:
                message = "it is neither a number nor a date"
                raise FormError(message)
            return language.words.yes if value else language.words.no
        case Decimal():
            return _number(value, asked, language)
        case dt.date():
            return _date(value, asked, language)


def _number(value: Decimal, asked: ValueFormat, language: Language) -> str:
    if value and value.adjusted() > LARGEST:
        message = "it is too large to be written out"
        raise FormError(message)
    numerals = language.numerals
    match asked.kind:
        case "auto" | "number" | "money":
            return _amount(value, asked, language)
        case "percent":
            hundredths = value.scaleb(2)
            digits = min(own_digits(hundredths), _PERCENT_DIGITS) if asked.digits is None else asked.digits
            return numerals.percent(numerals.write(hundredths, digits), "short", value=hundredths)
        case "year" | "text":
            return numerals.sign(f"{abs(value.normalize()):f}", negative=value < 0)
        case "date" | "month":
            message = "it is a number, and no date"
            raise FormError(message)
        case _:
            assert_never(asked.kind)


def _amount(value: Decimal, asked: ValueFormat, language: Language) -> str:
    numerals = language.numerals
    if asked.spelled:
        unit = Unit("currency", currency=asked.currency) if asked.currency else Unit()
        return show_quantity(Quantity(value, unit, asked.digits), asked.spelled, language)
    part = value.scaleb(-asked.power)
    natural = natural_digits(part, computed=True) if asked.power else min(own_digits(part), _MOST_DIGITS)
    own = max(own_digits(rounded(part, natural)), asked.fewest)
    text = numerals.write(part, own if asked.digits is None else asked.digits)
    if asked.currency:
        return numerals.money(text, asked.currency, negative=value < 0)
    return numerals.sign(text, negative=value < 0)


def _date(value: dt.date, asked: ValueFormat, language: Language) -> str:
    match asked.kind:
        case "auto" | "date" if isinstance(value, dt.datetime):
            return dates.format_datetime(value, asked.length, locale=language.locale)
        case "auto" | "date":
            return language.date(value, asked.length)
        case "month":
            return language.period(value.isoformat()[:7])
        case "year":
            return str(value.year)
        case "text":
            return value.isoformat()
        case "number" | "money" | "percent":
            message = "it is a date, and no number"
            raise FormError(message)
        case _:
            assert_never(asked.kind)
