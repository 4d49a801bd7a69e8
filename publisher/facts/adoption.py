"""Entries for the ledger proposed from the figures that a text holds: the first step from prose to facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.preparation.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

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


def proposals(figures: Iterable[Figure], known: Collection[str], language: Language) -> list[Proposal]:
    """Propose an entry for each figure: value, unit and hedge as the words around it suggest, a key from these words."""
    found: list[Proposal] = []
    taken = set(known)
    for figure in figures:
        lead = figure.around.find(figure.text) if figure.lead is None else figure.lead
        before, after = figure.around[:lead], figure.around[lead + len(figure.text) :]
        key = _key(before, after, taken)
        taken.add(key)
        found.append(Proposal(key, ", ".join(_entry(figure.text, before, after, language)), figure))
    return found


def _entry(text: str, before: str, after: str, language: Language) -> Iterable[str]:
    value = _number(text, language)
    if value is None:
        yield f'value: "{text}"'
        return
    sign = next((code for sign, code in _SIGNS.items() if before.rstrip().endswith(sign)), "")
    power = _power(after, money=bool(sign))
    yield f"value: {value}e{power}" if power else f"value: {value}"
    if sign or re.match(r"\s*(\w+ )?(U\.S\. |US )?dollars\b", after):
        yield f"unit: {sign or 'USD'}"
    elif re.match(r"\s*(%|(percent|per cent|por ciento|pour cent|prozent)\b)", after, re.IGNORECASE):
        yield "unit: percent"
    elif _YEAR.fullmatch(text):
        yield "unit: year"
    else:
        yield "unit: number"
    hedge = next((each for each in _HEDGES if re.search(rf"\b{each}\s+\S{{0,2}}$", before, re.IGNORECASE)), "")
    if hedge:
        yield f"confidence: {hedge}"
    yield "source: TODO"


def _power(after: str, *, money: bool) -> int:
    """Return the power of ten that the words behind a figure name."""
    words = re.findall(r"[^\W\d_]+", after)[:2]
    if money and words and words[0] in _POWERS_OF_MONEY and re.match(r"\s?[^\W\d_]", after):
        return _POWERS_OF_MONEY[words[0]]
    named = (_POWERS.get(" ".join(words[:count]).lower()) for count in (2, 1))
    return next((power for power in named if power), 0) if re.match(r"\s*[^\W\d_]", after) else 0


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
