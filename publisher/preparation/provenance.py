"""Where facts come from and how old they are: who may cite them, until when, and what a note on the source says."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.model import FactReference, ForeignPassage, ForeignWords, Note, NoteReference, Paragraph, Text
from publisher.preparation.language import speak
from publisher.preparation.origins import operands, sources_behind
from publisher.preparation.sources import source_entry
from publisher.traverse import map_block, map_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.model import Block, Fact, Inline, Ledger
    from publisher.preparation.context import Context
    from publisher.preparation.language import Language

__all__ = ["Provenance", "end_of", "expiry_of", "inputs_of", "known_since", "start_of", "with_source_notes"]

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_QUARTER = re.compile(r"Q([1-4]) (\d{4})", re.ASCII)
_YEARS = re.compile(r"(?<!\d)(\d{4})(?:\s?[-/\u2013]\s?(\d{2}|\d{4}))?(?!\d)")
_DECEMBER = 12
_MONTHS = 3
"""In a quarter."""
_CLOSING = tuple(")]}\"'”’».…0123456789")
"""What belongs to the mark before it: the end of a bracket or quotation, more dots, figures."""
_YEARS_AHEAD = 1
"""How far a fiscal or academic year may begin before the year that it is called by."""


def end_of(as_of: str) -> dt.date | None:
    """Return the last day of the time that a fact is of; of words, that of the last year they name."""
    try:
        if found := _ISO.fullmatch(as_of):
            year, month = int(found[1]), int(found[2] or _DECEMBER)
            return dt.date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
        if found := _QUARTER.fullmatch(as_of):
            year, month = int(found[2]), int(found[1]) * _MONTHS
            return dt.date(year, month, calendar.monthrange(year, month)[1])
        if years := _YEARS.findall(as_of):
            first, last = years[-1]
            return dt.date(int(f"{first[: 4 - len(last)]}{last}"), _DECEMBER, 31)
    except ValueError:
        return None
    return None


def start_of(as_of: str) -> dt.date | None:
    """Return the first day of the time that a fact is of; of words, that of the first year they name."""
    try:
        if found := _ISO.fullmatch(as_of):
            return dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        if found := _QUARTER.fullmatch(as_of):
            return dt.date(int(found[2]), int(found[1]) * _MONTHS - _MONTHS + 1, 1)
        if years := _YEARS.findall(as_of):
            return dt.date(int(years[0][0]) - _YEARS_AHEAD, 1, 1)
    except ValueError:
        return None
    return None


def inputs_of(key: str, ledger: Ledger) -> Iterator[Fact]:
    """Yield a fact, and those that its formula needs, each once."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        name = waiting.pop()
        fact = ledger.facts.get(name)
        if fact is None or name in seen:
            continue
        seen.add(name)
        yield fact
        waiting += reversed(operands(fact.formula)) if fact.formula else ()


def expiry_of(fact: Fact, ledger: Ledger) -> dt.date | None:
    """Return the first day on which a fact may no longer be used; None where it says nothing of that."""
    latest = known_since(fact, ledger)
    days = [fact.expires] if fact.expires else []
    if fact.max_age and latest:
        days.append(fact.max_age.after(latest) + dt.timedelta(days=1))
    return min(days, default=None)


def known_since(fact: Fact, ledger: Ledger) -> dt.date | None:
    """Return the day from which a fact grows old: the last on which it was known to be right."""
    source = ledger.sources.get(fact.source)
    known = (end_of(fact.as_of), fact.retrieved, fact.checked, fact.confirmed, source.retrieved if source else None)
    return max((day for day in known if day), default=None)


@dataclass(slots=True)
class Provenance:
    """Tells of facts that may not be cited: those that are out of date, and those under another handling mark."""

    ledger: Ledger
    handling: str
    policy: str
    context: Context
    _told: dict[str, dt.date | None] = field(default_factory=dict)

    def stale_since(self, reference: FactReference) -> dt.date | None:
        """Return since when a fact is out of date, or one behind it; None for a good one."""
        if reference.key not in self._told:
            self._told[reference.key] = self._find(reference)
        return self._told[reference.key]

    def _find(self, reference: FactReference) -> dt.date | None:
        worst: dt.date | None = None
        for fact in inputs_of(reference.key, self.ledger):
            if fact.handling and fact.handling != self.handling:
                self._tell_handling(fact, reference)
            day = expiry_of(fact, self.ledger)
            today = self.context.today
            if day and today and day <= today:
                self._tell_stale(fact, day, reference)
                worst = min(worst or day, day)
        return worst

    def _tell_handling(self, fact: Fact, reference: FactReference) -> None:
        mark = f"marked {self.handling}" if self.handling else "not marked"
        message = f"the fact {fact.key} is for documents marked {fact.handling}; this one is {mark}"
        hint = "take it out, put it into {only} for that handling, or change a mark"
        self.context.report.add(
            "handling-conflict", message, reference.at, hint, [fact.places.get("handling", fact.at)]
        )

    def _tell_stale(self, fact: Fact, day: dt.date, reference: FactReference) -> None:
        code = "expired-fact" if self.policy == "fail" else "stale-fact"
        message = f"the fact {fact.key} is out of date since {day.isoformat()}"
        hint = "look for a newer figure; or check it against its source, and say so: checked: {on: …, by: …}"
        at = fact.places.get("expires" if fact.expires == day else "max-age", fact.at)
        self.context.report.add(code, message, at, hint, [reference.at])


def with_source_notes(blocks: tuple[Block, ...], ledger: Ledger, language: Language) -> tuple[Block, ...]:
    """Put a note on the source after each fact that asks for one; the same note where the fact comes again."""
    return _Noting(ledger, language, language.words.before_note).inside(blocks)


@dataclass(slots=True)
class _Noting:
    """A pass that puts notes after facts: behind the comma that follows, where the language of the passage does."""

    ledger: Ledger
    language: Language
    marks: str
    noted: set[str] = field(default_factory=set)

    def inside(self, run: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(self.block, run))

    def block(self, block: Block) -> Block:
        passage = self.spoken_in(block.lang) if isinstance(block, ForeignPassage) else self
        return map_block(block, passage.within, passage.inside)

    def spoken_in(self, lang: str) -> _Noting:
        return replace(self, marks=speak(lang).words.before_note)

    def within(self, run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        found: list[Inline] = []
        note: Inline | None = None
        for inline in run:
            mark, rest = self.parted(inline) if note else (None, inline)
            found += [each for each in (mark, note) if each]
            note = None
            if rest is None:
                continue
            words = self.spoken_in(rest.lang) if isinstance(rest, ForeignWords) else self
            found.append(map_inline(rest, words.within, words.inside))
            if isinstance(rest, FactReference) and rest.sourced and rest.key in self.ledger.facts:
                note = _note(rest, self.ledger, self.language, self.noted)
        return (*found, note) if note else tuple(found)

    def parted(self, inline: Inline) -> tuple[Text | None, Inline | None]:
        """Return the mark with which a text begins, and the rest; no mark that a bracket or quotation mark closes in."""
        if not isinstance(inline, Text) or inline.text[:1] not in tuple(self.marks) or inline.text[1:2] in _CLOSING:
            return None, inline
        rest = replace(inline, text=inline.text[1:]) if inline.text[1:] else None
        return replace(inline, text=inline.text[:1]), rest


def _note(reference: FactReference, ledger: Ledger, language: Language, noted: set[str]) -> Inline:
    label = f"fact {reference.key}"
    if label in noted:
        return NoteReference(label, at=reference.at)
    noted.add(label)
    fact = ledger.facts[reference.key]
    words: list[Inline] = []
    for key in sources_behind((fact.key,), ledger):
        words += [*([Text(" ")] if words else []), *source_entry(ledger.sources[key], language)]
    if fact.as_of:
        words.append(Text(f" {language.words.as_of}{language.words.colon}{language.period(fact.as_of)}."))
    return Note(label, (Paragraph(tuple(words), at=reference.at),), at=reference.at)
