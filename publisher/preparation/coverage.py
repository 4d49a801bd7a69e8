"""Which figures of a text come from the ledger, and which were typed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.citations import CITED, citation
from publisher.model import Abbreviation, Chart, FactReference, Image, LineBreak, Link, Note, Range, SoftBreak, Text
from publisher.traverse import blocks_within, inlines_in, inlines_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.diagnostics import Location
    from publisher.model import Block, Document, Exemption, Inline, Ledger, Metadata
    from publisher.preparation.context import Context

__all__ = ["Coverage", "Figure", "Use", "check_coverage", "coverage_of"]

_FIGURE = re.compile(r"\d(?:[\d.,:\u00a0\u202f’']*\d)?")
_STANDS_FOR_FACT = "\ufffc"
_AROUND = 28
"""Characters shown on both sides of a figure."""
_TEXTS = ("title", "subtitle", "summary", "kicker", "short_title", "keywords", "imprint")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was typed."""

    text: str
    at: Location | None
    around: str
    """What stands around it."""
    exemption: Exemption | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a fact is cited."""

    key: str
    form: str
    at: Location | None
    where: str
    """The kind of place: text, note, alternative text, or a key of the metadata."""


@dataclass(slots=True)
class Coverage:
    """What a document says in figures."""

    uses: list[Use] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def open(self) -> list[Figure]:
        """Figures that neither come from the ledger nor are exempt."""
        return [each for each in self.figures if each.exemption is None]

    @property
    def share(self) -> float:
        """The part of all figures that comes from the ledger; 1 where there are none."""
        total = len(self.uses) + len(self.open)
        return len(self.uses) / total if total else 1.0


@dataclass(slots=True)
class _Line:
    """A run of text, put together from nodes, that remembers where each came from."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    places: list[Location | None] = field(default_factory=list)

    def add(self, text: str, at: Location | None) -> None:
        self.starts.append(len(self.text))
        self.places.append(at)
        self.text += text

    def at(self, start: int, length: int) -> Location | None:
        number = bisect_right(self.starts, start) - 1
        place = self.places[number] if number >= 0 else None
        return place and replace(place, column=place.column + start - self.starts[number], length=length)


def coverage_of(document: Document) -> Coverage:
    """Find, in a document as read, the facts that it cites and the figures that were typed."""
    found = Coverage()
    exempt = document.ledger.exempt
    _of_metadata(document.metadata, exempt, found)
    _of_blocks(document.blocks, exempt, found)
    return found


def _of_blocks(blocks: Iterable[Block], exempt: Iterable[Exemption], found: Coverage) -> None:
    for block in blocks:
        if isinstance(block, Chart):
            _of_text(block.alt, block.at, "alternative text", exempt, found)
        for run in inlines_within(block):
            _of_run(run, exempt, found)
        for inner in blocks_within(block):
            _of_blocks(inner, exempt, found)


def _of_run(run: Iterable[Inline], exempt: Iterable[Exemption], found: Coverage) -> None:
    line = _Line()
    _gather(run, line, exempt, found)
    found.figures += _figures(line, exempt)


def _gather(run: Iterable[Inline], line: _Line, exempt: Iterable[Exemption], found: Coverage) -> None:
    for inline in run:
        match inline:
            case Text():
                line.add(inline.text, inline.at)
            case SoftBreak() | LineBreak():
                line.add(" ", inline.at)
            case FactReference():
                line.add(_STANDS_FOR_FACT, inline.at)
                found.uses.append(Use(inline.key, inline.form, inline.at, "text"))
            case Image():
                _of_text(inline.alt, inline.at, "alternative text", exempt, found)
            case Note():
                _of_blocks(inline.blocks, exempt, found)
            case Abbreviation():
                _of_text(f"{inline.text} {inline.expansion}", inline.at, "text", exempt, found)
            case Link(target=target, content=(Text(text),)) if text in target:
                continue  # an address as it is
            case _:
                _gather(inlines_in(inline), line, exempt, found)


def _of_metadata(metadata: Metadata, exempt: Iterable[Exemption], found: Coverage) -> None:
    for name in _TEXTS:
        value = getattr(metadata, name)
        for text in (value,) if isinstance(value, str) else value:
            _of_text(text, metadata.places.get(name), name.replace("_", "-"), exempt, found)


def _of_text(text: str, at: Location | None, where: str, exempt: Iterable[Exemption], found: Coverage) -> None:
    """Look through a text without markup, in which facts stand as they do in the source."""
    for cited in CITED.finditer(text):
        reference = citation(cited[1]).fact
        found.uses.append(Use(reference.key, reference.form, at, where))
    line = _Line()
    line.add(CITED.sub(_STANDS_FOR_FACT, text), at)
    for figure in _figures(line, exempt):
        found.figures.append(replace(figure, at=at))


def _figures(line: _Line, exempt: Iterable[Exemption]) -> Iterator[Figure]:
    matches = list(_FIGURE.finditer(line.text))
    if not matches:
        return
    spans = [(start, start + len(each.text), each) for each in exempt for start in _places(each.text, line.text)]
    for match in matches:
        covering = (each for start, end, each in spans if start <= match.start() and match.end() <= end)
        at = line.at(match.start(), len(match[0]))
        yield Figure(match[0], at, _around(line.text, match), next(covering, None))


def _places(phrase: str, text: str) -> Iterator[int]:
    """Find a phrase in a text, where no word or figure goes on at its ends."""
    start = text.find(phrase)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(phrase) : start + len(phrase) + 1]
        if not (before.isalnum() and phrase[:1].isalnum()) and not (after.isalnum() and phrase[-1:].isalnum()):
            yield start
        start = text.find(phrase, start + 1)


def _around(text: str, match: re.Match[str]) -> str:
    before, after = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]
    if match.start() > _AROUND:
        before = before.partition(" ")[2] or before
    if match.end() + _AROUND < len(text):
        after = after.rpartition(" ")[0] or after
    return " ".join(f"{before}{match[0]}{after}".replace(_STANDS_FOR_FACT, "…").split())


def check_coverage(document: Document, context: Context) -> Document:
    """Tell of figures that do not come from the ledger, where the metadata ask for that."""
    if document.metadata.coverage == "any":
        return document
    found = coverage_of(document)
    code = "figure-not-covered" if document.metadata.coverage == "full" else "uncovered-figure"
    for figure in found.open:
        message = f"the figure {figure.text} does not come from the ledger"
        hint = "cite a fact; or, if it is a name or number of another kind, add its words under `exempt` in facts.yaml"
        context.report.add(code, message, figure.at, hint)
    if not document.held_back:
        used = {id(each.exemption) for each in found.figures}
        for exemption in document.ledger.exempt:
            if id(exemption) not in used and not exemption.shared:
                hint = "take it out, or write it as it stands in the text"
                context.report.add("unused-exemption", f"{exemption.text!r} stands nowhere", exemption.at, hint)
    audit(document.ledger, context)
    return document


def audit(ledger: Ledger, context: Context) -> None:
    """Tell of facts that lack what a reader must be able to ask for: a source, and what a number is counted in."""
    for fact in ledger.facts.values():
        if fact.shared or fact.formula:
            continue
        if not fact.source:
            hint = "name a key of `sources`: source: …"
            context.report.add("unsourced-fact", f"the fact {fact.key} names no source", fact.at, hint)
        if not fact.unit.stated and isinstance(fact.value, Decimal | Range):
            hint = "give it a unit; `unit: number` for a plain number"
            context.report.add("unitless-fact", f"the fact {fact.key} is a number of nothing", fact.at, hint)
