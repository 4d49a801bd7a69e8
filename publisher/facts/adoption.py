"""Entries for the ledger proposed from the figures that a text holds: the first step from prose to facts."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.preparation.slugs import slug
from publisher.reader.ledger.units import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from publisher.preparation.coverage import Figure
    from publisher.preparation.language import Language

__all__ = ["Proposal", "proposals"]

_POWERS = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "mil": 3,
    "mil millones": 9,
    "millones": 6,
    "millón": 6,
    "millions": 6,
    "milliards": 9,
    "millionen": 6,
    "milliarden": 9,
    "k": 3,
    "mn": 6,
    "mio": 6,
    "bn": 9,
    "mrd": 9,
    "tn": 12,
}
_POWERS_OF_MONEY = {"M": 6, "MM": 6, "m": 6, "B": 9, "b": 9, "T": 12}
"""Letters that say so behind money alone; elsewhere "m" are metres."""
_HEDGES = ("more than", "less than", "at least", "up to", "nearly", "almost", "about", "approximately", "over", "under")
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "S/": "PEN"}
_MONEY_IN_WORDS = re.compile(
    r"\s*(?:de |d[’'])?(?:U\.S\. |US |US-)?(dollars?|dólares|dólar|euros?|soles)\b", re.IGNORECASE
)
_CODES = {"doll": "USD", "dóla": "USD", "euro": "EUR", "sole": "PEN"}
_MONEY = re.compile(r"(?:\b[A-Z]{2,3} ?)?(?:[$€£¥]|S/) ?$")
_SIGNED = re.compile(r"(?<![\w)\]])[-−]$")
"""A minus sign, and not the hyphen of a word or the dash of a range."""
_WORDS_OF_MEASURES: Mapping[str, str] = {
    "square kilometers": "km2",
    "square kilometres": "km2",
    "kilómetros cuadrados": "km2",
    "square miles": "mi2",
    "square meters": "m2",
    "square metres": "m2",
    "kilometers": "km",
    "kilometres": "km",
    "kilómetros": "km",
    "miles per hour": "mph",
    "meters": "m",
    "metres": "m",
    "metros": "m",
    "hectares": "ha",
    "hectáreas": "ha",
    "acres": "acre",
    "barrels": "bbl",
    "barriles": "bbl",
    "tonnes": "t",
    "metric tons": "t",
    "toneladas": "t",
    "megawatts": "MW",
    "megavatios": "MW",
    "kilograms": "kg",
}
_MEASURE = re.compile(
    r"\s*({})(?![\w²³/])".format(
        "|".join(map(re.escape, sorted({*_WORDS_OF_MEASURES, *SYMBOLS}, key=len, reverse=True)))
    ),
)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_NO_LETTERS = re.compile(r"[^\w-]")
"""What `slug` keeps and no key may hold: vowel signs of Thai or Devanagari, for instance."""
_WORDS_OF_A_KEY = 3
_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "to",
        "and",
        "for",
        "by",
        "with",
        "more",
        "than",
        "from",
        "at",
        "on",
        "its",
        "it",
        "is",
        "are",
        "was",
        "were",
        "has",
        "had",
        "have",
        "some",
        "about",
        "after",
        "percent",
        "per",
        "cent",
        "us",
    ]
)
"""Words that name nothing."""
_ENDS = re.compile(r"[.;:!?()]\s|[.;:!?()]$|[()]")
"""Where a clause ends, so that words on the other side belong to other figures."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry for the ledger."""

    key: str
    entry: str
    """What stands after the key, as YAML."""
    figure: Figure

    def line(self) -> str:
        """Return the line for facts.yaml, with the place where the figure stands."""
        at = self.figure.at
        place = f"  # {at.path}:{at.line}: {self.figure.around}" if at else ""
        return f"  {self.key}: {{{self.entry}}}{place}"


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure in its surroundings, with a second one that goes on with it."""

    text: str
    before: str
    after: str
    end: str = ""
    """The other end of a range."""
    date: str = ""
    """As in ISO 8601, where the figures are those of a date."""


def proposals(figures: Iterable[Figure], known: Collection[str], language: Language) -> list[Proposal]:
    """Propose an entry for each figure: value, unit and hedge as the words around it suggest, a key from these words.

    The figures of a date, and of both ends of a range, are one entry.
    """
    found: list[Proposal] = []
    taken = set(known)
    waiting = [*figures]
    while waiting:
        figure = waiting.pop(0)
        lead = figure.around.find(figure.text) if figure.lead is None else figure.lead
        before, after = figure.around[:lead], figure.around[lead + len(figure.text) :]
        whole = _joined(_Found(figure.text, before, after), waiting[0].text if waiting else "", language)
        if whole.end or whole.date:
            del waiting[0]
        key = _key(whole.before, whole.after, taken)
        taken.add(key)
        found.append(Proposal(key, ", ".join(_entry(whole, language)), figure))
    return found


def _joined(found: _Found, follower: str, language: Language) -> _Found:
    """Put a figure and the one that follows together, where they are a date or a range."""
    if not follower:
        return found
    names = language.locale.months["format"]["wide"]
    month = {name.lower(): number for number, name in names.items()}
    named = re.search(r"([^\W\d_]+) $", found.before)
    ahead = re.match(r"(?: de)? ([^\W\d_]+)(?: de)? $", found.after.partition(follower)[0])
    if _YEAR.fullmatch(follower) and found.text.isascii() and found.text.isdigit():
        number = month.get(named[1].lower()) if named and found.after.startswith(f", {follower}") else None
        number = number or (month.get(ahead[1].lower()) if ahead else None)
        with suppress(ValueError):
            day = dt.date(int(follower), number or 0, int(found.text))
            return replace(found, after=found.after.partition(follower)[2], date=day.isoformat())
    both = _number(found.text, language), _number(follower, language)
    if re.match(rf"[–-]{re.escape(follower)}", found.after) and None not in both and not _YEAR.fullmatch(follower):
        return replace(found, after=found.after.partition(follower)[2], end=follower)
    return found


def _entry(found: _Found, language: Language) -> Iterable[str]:
    if found.date:
        yield from (f"value: {found.date}", "source: TODO")
        return
    value, end = _number(found.text, language), _number(found.end, language)
    if value is None:
        yield f'value: "{found.text}"'
        return
    unsigned = _SIGNED.sub("", found.before)
    money = _MONEY.search(unsigned)
    before = _SIGNED.sub("", unsigned[: money.start()] if money else unsigned)
    signed = len(before) + len(money[0] if money else "") < len(found.before)
    sign = next((code for sign, code in _SIGNS.items() if money and money[0].strip().endswith(sign)), "")
    power, named = _power(found.after, money=bool(sign))
    scale, minus = f"e{power}" if power else "", "-" if signed and not end else ""
    ends = f"{{from: {value}{scale}, to: {end}{scale}}}"
    yield f"value: {ends if end is not None and end > value else f'{minus}{value}{scale}'}"
    yield f"unit: {_unit(found, found.after[named:], sign)}"
    if hedge := _hedge(before, language):
        yield f"confidence: {hedge}"
    yield "source: TODO"


def _hedge(before: str, language: Language) -> str:
    """Return how the words before a figure hedge it, as a ledger says it."""
    words = language.words
    own = {
        "about": words.about,
        "more than": words.more_than,
        "less than": words.less_than,
        "nearly": words.nearly,
        "at least": words.at_least,
        "up to": words.up_to,
    }
    said = {each: each for each in _HEDGES} | {
        pattern.partition("{figure}")[0].strip(): hedge for hedge, pattern in own.items()
    }
    found = (hedge for words, hedge in said.items() if re.search(rf"\b{re.escape(words)}\s+$", before, re.IGNORECASE))
    return next(found, "")


def _unit(found: _Found, after: str, currency: str) -> str:
    """Return what a figure is counted in, by its sign and what stands behind it."""
    money = _MONEY_IN_WORDS.match(after)
    if currency or money:
        per = re.match(r" per ([^\W\d_]+)", after[money.end() if money else 0 :])
        named = currency or (_CODES[money[1][:4].lower()] if money else "")
        return f"{named}/{per[1]}" if per and per[1] != "cent" else named
    if re.match(r"\s*(?:percentage points?|puntos porcentuales|puntos? porcentual)\b", after, re.IGNORECASE):
        return "points"
    if re.match(r"\s*(%|(percent|per cent|por ciento|pour cent|prozent)\b)", after, re.IGNORECASE):
        return "percent"
    measure = _MEASURE.match(after)
    if measure:
        return _WORDS_OF_MEASURES.get(measure[1].lower(), measure[1])
    return "year" if _YEAR.fullmatch(found.text) and not found.end else "number"


def _power(after: str, *, money: bool) -> tuple[int, int]:
    """Return the power of ten that the words behind a figure name, and the length of these words."""
    words = re.match(r"\s*([^\W\d_]+)(?: ([^\W\d_]+))?", after)
    if words is None:
        return 0, 0
    one, two = words[1], f"{words[1]} {words[2]}"
    if money and one in _POWERS_OF_MONEY and re.match(r"\s?[^\W\d_]", after):
        return _POWERS_OF_MONEY[one], words.end(1)
    if power := _POWERS.get(two.lower(), 0):
        return power, words.end()
    power = _POWERS.get(one.lower(), 0)
    return power, words.end(1) if power else 0


def _number(text: str, language: Language) -> Decimal | None:
    """Return a number as the language writes it; None for anything else that has digits ("10:30", "1,5" in English)."""
    group, decimal = re.escape(language.numerals.group), re.escape(language.numerals.decimal)
    if not re.fullmatch(rf"(\d+|\d{{1,3}}(?:(?:{group}|[\u00a0\u202f])\d{{3}})+)({decimal}\d+)?", text, re.ASCII):
        return None
    whole, _, fraction = text.partition(language.numerals.decimal)
    digits = re.sub(r"\D", "", whole)
    return Decimal(f"{digits}.{fraction}" if fraction else digits)


def _key(before: str, after: str, taken: Collection[str]) -> str:
    near = f"{_ENDS.split(after)[0]} {_ENDS.split(before)[-1]}"
    words = [word for word in re.findall(r"[^\W\d_]{2,}", near) if word.lower() not in _SMALL | _POWERS.keys()]
    base = _NO_LETTERS.sub("", slug("-".join(words[:_WORDS_OF_A_KEY]))) or "figure"
    base = base if base[:1].isalpha() else f"figure-{base}"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key
