"""Figures in a run of text: where they stand, and which of them are exempt."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.diagnostics import Location
    from publisher.model import Exemption
    from publisher.words import Words

__all__ = ["STANDS_FOR_FACT", "Figure", "Line", "figures_in", "is_address", "spelled_in"]

_FIGURE = re.compile(r"\d(?:[\d.,:\u00a0\u202f’']*\d)?[½¼¾⅐-⅞]?|[½¼¾⅐-⅞]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
"""An address that is written without the mark-up of a link."""
_WORD = re.compile(r"[^\W\d_]+")
_EQUAL = str.maketrans("\u00a0\u202f\u2009\u2007’‘–‑", "    ''--")
"""Characters that somebody who types an exemption takes for the same."""
STANDS_FOR_FACT = "\ufffc"
_CITED = re.compile(f"{STANDS_FOR_FACT}+")
_AROUND = 28
"""Characters shown on both sides of a figure."""
_PHONE = "tel:"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was typed."""

    text: str
    at: Location | None
    around: str
    """What stands around it."""
    start: int = field(default=0, compare=False, repr=False)
    """Where it begins in its line."""
    lead: int | None = field(default=None, compare=False, repr=False)
    """Where it begins in what stands around it; None where nobody has counted."""
    exemptions: tuple[Exemption, ...] = ()
    """The words of the ledger that let it pass."""


@dataclass(slots=True)
class Line:
    """A run of text, put together from nodes, that remembers where each came from."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    places: list[Location | None] = field(default_factory=list)

    def add(self, text: str, at: Location | None) -> None:
        """Go on with the text of a node."""
        self.starts.append(len(self.text))
        self.places.append(at)
        self.text += text

    def at(self, start: int, length: int) -> Location | None:
        """Return the place of a part."""
        number = bisect_right(self.starts, start) - 1
        place = self.places[number] if number >= 0 else None
        return place and replace(place, column=place.column + start - self.starts[number], length=length)


def figures_in(line: Line, exempt: Iterable[Exemption]) -> Iterator[Figure]:
    """Yield the figures of a line, each with everything that exempts it."""
    addresses = [found.span() for found in _ADDRESS.finditer(line.text)]
    matches = [
        each
        for each in _FIGURE.finditer(line.text)
        if not any(start <= each.start() and each.end() <= end for start, end in addresses)
    ]
    if not matches:
        return
    text = line.text.translate(_EQUAL)
    spans = [(start, start + len(each.text), each) for each in exempt for start in _places(each.text, text)]
    for match in matches:
        covering = tuple(each for start, end, each in spans if start <= match.start() and match.end() <= end)
        yield _figure(line, match, covering)


def spelled_in(line: Line, words: Words) -> Iterator[Figure]:
    """Yield the numbers from two on that are written as words before another word ("eight centers").

    After an article it is a number of things that are known already ("the two governments").
    """
    numbers = {*words.numbers[2:], *words.larger_numbers} - {""}
    tokens = list(_WORD.finditer(line.text)) if numbers else []
    for number, token in enumerate(tokens[:-1]):
        gap = line.text[token.end() : tokens[number + 1].start()]
        before = tokens[number - 1][0].lower() if number else ""
        last = line.text[: token.start()].rstrip()[-1:]
        known = last.isdigit() or last == STANDS_FOR_FACT or before in {*words.articles, *numbers}
        if token[0].lower() in numbers and gap.isspace() and not known:
            yield _figure(line, token, ())


def _figure(line: Line, match: re.Match[str], exemptions: tuple[Exemption, ...]) -> Figure:
    at = line.at(match.start(), len(match[0]))
    around, lead = _around(line.text, match)
    return Figure(match[0], at, around, match.start(), lead, exemptions)


def _places(phrase: str, text: str) -> Iterator[int]:
    """Find a phrase in a text, where no word or figure goes on at its ends."""
    phrase = phrase.translate(_EQUAL)
    start = text.find(phrase)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(phrase) : start + len(phrase) + 1]
        if not (before.isalnum() and phrase[:1].isalnum()) and not (after.isalnum() and phrase[-1:].isalnum()):
            yield start
        start = text.find(phrase, start + 1)


def _around(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Return the words around a figure, and where in them it begins."""
    before, after = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]
    if match.start() > _AROUND:
        before = before.partition(" ")[2] or before
    if match.end() + _AROUND < len(text):
        after = after.rpartition(" ")[0] or after
    led, around = (" ".join(_CITED.sub("…", part).split()) for part in (before + match[0], before + match[0] + after))
    return around, len(led) - len(match[0])


def is_address(text: str, target: str) -> bool:
    """Whether a link shows where it leads, and says nothing of its own."""
    if target.startswith(_PHONE):
        return not any(letter.isalpha() for letter in text)
    address = unquote(target).rstrip("/")
    shown = unquote(text).rstrip("/")
    return shown == address or (any(map(str.isalpha, shown)) and address.partition(":")[2].lstrip("/") == shown)
