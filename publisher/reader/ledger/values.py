"""What a fact says: a number, date, text, range or list, and times and ages, as written in a ledger."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

from babel import Locale

from publisher.languages import canonical
from publisher.model import Age, Period, Range, Wording
from publisher.model.facts import FactValue
from publisher.reader.fields import as_date, as_number, problem, refuse
from publisher.reader.yaml import Plain
from publisher.words import WORDS

__all__ = ["LARGEST", "age_of", "as_of_of", "fact_value", "wording_of"]

LARGEST = 20
"""The power of ten beyond which no number is shown."""
LONGEST_LIST = 100
_NUMBER_LIKE = re.compile(
    r"[+-]?[\d.][\d.,'\s_]*%?|[+-]?\d+(\.\d+)?e[+-]?\d+|[+-]?\.(inf|nan)|0[xo][\da-f]+|\d+(:\d\d)+", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?)?(?P<month>[^\W\d_]+)\.?"
    r"\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+|del?\s+|of\s+)?\d{4}"
)
"""A day or month as people write it: 6 June 2003, June 6, 2003, 6 de junio de 2003."""
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_AS_OF_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
_AS_OF = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}){0,2}|[0-9]{4} ?[/\u2013] ?(?:[0-9]{2}|[0-9]{4})|(?=.*[0-9]{2})(?![0-9]{4}-).*[^\W\d_].*"
)
"""A year, month or day; two years (2021/22); or words with a year (FY 2022)."""
_QUARTER = re.compile(r"Q(\d+) \d{4}", re.ASCII)
_QUARTERS = 4
_YEARS = re.compile(r"(FY|AY) ?(\d{4}|\d{2})(?: ?[-/\u2013] ?(\d{2}|\d{4}))?")
_WORD = re.compile(r"[^\W\d_]+")
_DATE_WORDS = frozenset(("st", "nd", "rd", "th", "er", "de", "del", "of"))
"""What stands in dates beside days, months and years."""
_AGE = re.compile(r"(\d{1,4}) (day|week|month|quarter|year)s?", re.ASCII)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_MOST_MONTHS = 12_000


def fact_value(value: Any) -> FactValue:
    """Return what a fact says; raise pydantic's error for anything that can't be shown."""
    match value:
        case Plain():
            return _plain(value)
        case str() if value.strip():
            return " ".join(value.split())
        case str():
            message = "is blank"
            raise problem(message, "write what the fact says")
        case {"from": low, "to": high, **rest} if not rest:
            return _range(low, high)
        case list() if value:
            return _list(value)
        case dict() if value:
            return wording_of(value)
        case _:
            raise refuse(value, "a number, a date, text, a range {from: 2, to: 3} or a list")


def _plain(value: Plain) -> FactValue:
    text = str(value)
    number = as_number(text)
    if number is not None:
        return _sized(number, value)
    if date := as_date(text):
        return date
    if _MONTH.fullmatch(text) and as_date(f"{text}-01"):
        return Period(text)
    if _DATE_LIKE.fullmatch(text) or _MONTH.fullmatch(text):
        raise refuse(value, "a date", "there is no such day; put text in quotes")
    if _NUMBER_LIKE.fullmatch(text):
        raise refuse(value, "a number", "write it plainly, as 22.2e9 or 22200000000; put text in quotes")
    if _is_date_in_words(text):
        raise refuse(
            value, "a date", "write 2003-06-06, or 2003-06, and each language says it its way; put text in quotes"
        )
    return " ".join(text.split())


def _is_date_in_words(text: str) -> bool:
    found = _IN_WORDS.fullmatch(text)
    return found is not None and found["month"].casefold() in _months()


@cache
def _months() -> frozenset[str]:
    """Return the names of months in the languages that Publisher has words of its own in."""
    locales = [Locale.parse(tag) for tag in WORDS]
    names = [each.months["format"][width].values() for each in locales for width in ("wide", "abbreviated")]
    return frozenset(name.rstrip(".").casefold() for name in chain.from_iterable(names))


def _sized(number: Decimal, value: Any) -> Decimal:
    if number.adjusted() > LARGEST:
        raise refuse(value, f"smaller than 1e{LARGEST + 1}", "put it in quotes if it is a text")
    return number


def _range(low: Any, high: Any) -> Range:
    ends = [as_number(each) if isinstance(each, Plain) else None for each in (low, high)]
    if ends[0] is None or ends[1] is None:
        message = "is a range of something else than numbers"
        raise problem(message, "write {from: 2, to: 3}")
    if ends[0] >= ends[1]:
        message = f"is no range: {low} is not less than {high}"
        raise problem(message, "write the smaller number first")
    return Range(_sized(ends[0], low), _sized(ends[1], high))


def _list(values: list[Any]) -> tuple[Decimal | str, ...]:
    if len(values) > LONGEST_LIST:
        raise refuse(values, f"at most {LONGEST_LIST} entries", "make a table of it")
    found: list[Decimal | str] = []
    for each in values:
        entry = fact_value(each)
        if not isinstance(entry, Decimal | str):
            raise refuse(each, "a number or text", "a list holds plain numbers and texts")
        found.append(entry)
    return tuple(found)


def wording_of(value: dict[str, Any]) -> Wording:
    """Return a text in several languages, given by their tags."""
    for tag, text in value.items():
        if canonical(tag) != tag:
            message = f"has the key {tag[:40]!r}, which is no language"
            raise problem(message, "write {en: Two, es: Dos}, or {from: 2, to: 3} for a range")
        if not isinstance(text, str) or not text.strip():
            message = f"says nothing in {tag}"
            raise problem(message, "write a text for each language")
    return Wording(tuple((tag, " ".join(str(text).split())) for tag, text in value.items()))


def as_of_of(value: str) -> str:
    """Return the time a fact is of, as written."""
    if (date := _AS_OF_DATE.fullmatch(value)) and as_date(f"{date[1]}-{date[2]}-{date[3] or '01'}") is None:
        raise refuse(value, "a year, month or day", "there is no such day")
    if value and not _AS_OF.fullmatch(value):
        raise refuse(value, "a time", "write 2022, 2022-06 or 2022-06-30, or words with a year such as FY 2022")
    if hint := _hint_for(value):
        raise refuse(value, "a time", hint)
    return value


def _hint_for(time: str) -> str:
    """Say how a time is written that would be taken for words, or for another one."""
    if (quarter := _QUARTER.fullmatch(time)) and not 1 <= int(quarter[1]) <= _QUARTERS:
        return "a year has the quarters Q1 to Q4"
    if years := _YEARS.fullmatch(time):
        kind, first, last = years.groups()
        if len(first) == len("22"):
            return f"write the whole year: {kind} 20{first}"
        if last and int(f"{first[: -len(last)]}{last}") != int(first) + 1:
            return f"write the year it is called by, or two that follow each other: {kind} {first}–{int(first) + 1}"
    words = [word.casefold() for word in _WORD.findall(time)]
    if words and all(word in _months() or word in _DATE_WORDS for word in words):
        return "write 2022-06 or 2022-06-30, and each language says it its way"
    return ""


def age_of(value: Any) -> Age:
    """Return a length of time ("18 months")."""
    found = _AGE.fullmatch(" ".join(str(value).split())) if isinstance(value, str) else None
    if found is None:
        raise refuse(value, "a length of time", "write 90 days, 18 months or 2 years")
    count, word = int(found[1]), found[2]
    age = Age(months=count * _MONTHS.get(word, 0), days=count * _DAYS.get(word, 0))
    if age.months > _MOST_MONTHS:
        raise refuse(value, "shorter than a thousand years")
    return age
