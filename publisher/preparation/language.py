"""The language a document is written in: its generated words, and how it writes numbers and dates."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, dates
from babel.core import get_global
from babel.numbers import get_currency_name

from publisher.dates import written_date
from publisher.diagnostics import Location
from publisher.languages import known
from publisher.preparation.numerals import Numerals, numerals_of
from publisher.words import WORDS, Words, words_for

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Document

__all__ = ["Language", "language_of", "speak"]

FALLBACK = "en-US"
_VOWELS = frozenset("aeiouhœ")
"""Letters before which French elides; its h is most often mute."""
_MANY = Decimal(2_000_000)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language with everything that the steps need of it."""

    tag: str
    """BCP 47, as far as CLDR knows it."""
    words: Words
    numerals: Numerals
    locale: Locale

    def linked(self, noun: str) -> str:
        """Put the word that stands between millions and a noun before the noun ("de estudiantes", "d’étudiants")."""
        if not self.words.count_of:
            return noun
        vowel = unicodedata.normalize("NFD", noun)[:1].lower() in _VOWELS
        return f"{self.words.count_of_vowel}{noun}" if vowel else f"{self.words.count_of} {noun}"

    def currency(self, code: str, value: Decimal) -> str:
        """Return the name of a currency as it stands behind millions; empty where the language has its sign there.

        At home it needs no country: "soles" in Peru, "soles peruanos" elsewhere.
        """
        place = self.words.currency_noun
        if not place:
            return ""
        name = get_currency_name(code, value, self.locale).partition(" (")[0]  # francs CFA (BCEAO)
        parts = name.split()
        if code in _tender(self.locale.territory):
            return parts[0] if place == "first" else parts[-1]
        if place == "last" and len(parts) > 1 and parts[0].endswith("e"):  # an adjective: dänische Kronen
            return name[:1].lower() + name[1:]
        return name

    def currencies(self) -> frozenset[str]:
        """Return the names of currencies that may stand behind millions."""
        if not self.words.currency_noun:
            return frozenset()
        codes = {code for territory in get_global("territory_currencies") for code in _tender(territory)}
        return frozenset(self.currency(code, _MANY) for code in codes)

    def date(self, date: dt.date, length: str = "long") -> str:
        """Write a date out ("June 30, 2023")."""
        return written_date(date, self.locale, length)

    def period(self, text: str) -> str:
        """Write out a year, month or day given as in ISO 8601, a quarter, a fiscal or academic year; others as they are."""
        if found := _YEARS.fullmatch(text):
            pattern = self.words.fiscal_year if found[1] == "FY" else self.words.academic_year
            return pattern.format(years=found[2])
        if (found := _QUARTER.fullmatch(text)) and (day := _day(f"{found[2]}-{int(found[1]) * 3:02}-01")):
            return dates.format_skeleton("yQQQ", day, locale=self.locale)
        if re.fullmatch(r"\d{4}-\d{2}", text) and (day := _day(f"{text}-01")):
            return dates.format_skeleton("yMMMM", day, locale=self.locale)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) and (day := _day(text)):
            return self.date(day)
        return text

    def out_of_date(self, figure: str, since: dt.date) -> str:
        """Put after a figure since when it is out of date."""
        return f"{figure} {self.words.stale.format(date=self.date(since))}"


_YEARS = re.compile(r"(FY|AY) ?(\d{4}(?: ?[-/\u2013] ?(?:\d{2}|\d{4}))?)")
"""A fiscal or academic year."""
_QUARTER = re.compile(r"Q([1-4]) (\d{4})", re.ASCII)


def _tender(territory: str | None) -> frozenset[str]:
    """Return the currencies in which people pay in a territory."""
    known = get_global("territory_currencies").get(territory or "", ())
    return frozenset(code for code, _, end, tender in known if end is None and tender)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def speak(tag: str) -> Language:
    """Return the language of a BCP 47 tag, or of the longest beginning of it that CLDR knows, or U.S. English."""
    found = known(tag)
    if found is None:
        return speak(FALLBACK)
    beginning, locale = found
    return Language(beginning, words_for(beginning), numerals_of(locale), locale)


def language_of(document: Document, report: Report) -> Language:
    """Return the language of a document; one that lacks generated words or a known locale is `unknown-language`."""
    tag = document.metadata.lang
    language = speak(tag)
    if language.tag != tag and not tag.lower().startswith(language.tag.lower()):
        message = f"{tag!r} is no known language; numbers, dates and generated words are in U.S. English"
        report.add("unknown-language", message, _place(document, report), f"write a BCP 47 tag such as {FALLBACK}")
    elif language.tag.partition("-")[0].lower() not in WORDS:
        message = f"there are no generated words in {tag!r}; those of English are used"
        hint = f"there are words in {', '.join(sorted(WORDS))}"
        report.add("unknown-language", message, _place(document, report), hint)
    return language


def _place(document: Document, report: Report) -> Location | None:
    """Find the line of the metadata that names the language, in the file that the first block comes from."""
    path = next((block.at.path for block in document.blocks if block.at), "")
    for line, text in enumerate(report.sources.get(path, "").splitlines()[:200], start=1):
        if text.startswith("lang:"):
            return Location(path, line, length=len(text.rstrip()))
    return Location(path) if path else None
