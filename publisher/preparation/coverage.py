"""Which figures of a text come from the ledger, and which were typed.

Code, formulas, addresses and telephone numbers that are links are no figures of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher import model
from publisher.citations import CITED, citation
from publisher.model import (
    Abbreviation,
    Chart,
    CodeBlock,
    DataValue,
    FactReference,
    Heading,
    HtmlBlock,
    Image,
    KeyFacts,
    LineBreak,
    Link,
    Note,
    Section,
    SoftBreak,
    Table,
    Text,
)
from publisher.preparation.figures import STANDS_FOR_FACT, Figure, Line, figures_in, is_address, spelled_in
from publisher.preparation.html_cleaning import text_of
from publisher.preparation.whereabouts import Whereabouts
from publisher.traverse import blocks_within, inlines_in, inlines_within, plain_text, walk
from publisher.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publisher.diagnostics import Location, Report
    from publisher.model import Block, Document, Exemption, Inline, Metadata
    from publisher.preparation.context import Context
    from publisher.words import Words

__all__ = ["METADATA_TEXTS", "Coverage", "Figure", "Use", "check_coverage", "coverage_of", "tell_unused_exemptions"]

_TYPED = "cite a fact; or, if it is a name or number of another kind, add its words under `exempt` in facts.yaml"
_IN_DATA = "name the source of the data where they are shown: :source: KEY; or cite a fact in the cell"
METADATA_TEXTS = ("title", "subtitle", "summary", "kicker", "short_title", "keywords", "imprint")
"""The keys of the metadata that hold texts, in which facts may stand."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a fact is cited."""

    key: str
    form: str
    at: Location | None
    where: str
    """The kind of place: text, heading, table, chart, caption, note, alternative text …, or a key of the metadata."""


@dataclass(slots=True)
class Coverage:
    """What a document says in figures."""

    uses: list[Use] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    spelled: list[Figure] = field(default_factory=list)
    """Numbers that are written as words; these are told to people, and never an error."""
    unsourced: list[Location | None] = field(default_factory=list)
    """Tables of data that name no source."""

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the facts that it cites."""
        return frozenset(use.key for use in self.uses)

    @property
    def open(self) -> list[Figure]:
        """Figures that neither come from the ledger nor are exempt."""
        return [each for each in self.figures if not each.exemptions]

    @property
    def share(self) -> float:
        """The part of all figures that comes from the ledger; 1 where there are none.

        A table of data that name no source counts as one.
        """
        total = len(self.uses) + len(self.open) + len(self.unsourced)
        return len(self.uses) / total if total else 1.0

    def add(self, other: Coverage) -> None:
        """Take in what another reading of the same source has found; what is there already is kept once."""
        self.uses = list(dict.fromkeys((*self.uses, *other.uses)))
        self.figures = list(dict.fromkeys((*self.figures, *other.figures)))
        self.spelled = list(dict.fromkeys((*self.spelled, *other.spelled)))
        self.unsourced = list(dict.fromkeys((*self.unsourced, *other.unsourced)))


def coverage_of(document: Document, sources: Mapping[str, str]) -> Coverage:
    """Find, in a document as read, the facts that it cites and the figures that were typed.

    `sources` are the texts of its files (`Report.sources`), in which places are looked up.
    """
    gathering = _Gathering(document.ledger.exempt, words_for(document.metadata.lang), Whereabouts(sources))
    gathering.metadata(document.metadata)
    gathering.blocks(document.blocks, "text")
    return gathering.found


@dataclass(frozen=True, slots=True)
class _Gathering:
    """A walk over a document that collects what it says in figures."""

    exempt: tuple[Exemption, ...]
    words: Words
    whereabouts: Whereabouts
    found: Coverage = field(default_factory=Coverage)

    def blocks(self, blocks: Iterable[Block], where: str) -> None:
        for block in blocks:
            directly, within = _kinds_of_place(block, where)
            for run in inlines_within(block):
                self.run(run, directly)
            if isinstance(block, Chart):
                self.text(block.alt, block.at, "alternative text")
            if isinstance(block, HtmlBlock):
                self.text(text_of(block.html), block.at, directly)
            if isinstance(block, Table):
                self.table(block, within)
                continue
            for inner in blocks_within(block):
                self.blocks(inner, within)

    def table(self, table: Table, where: str) -> None:
        """Look through a table: the cells of one that names its source are covered, data without a source are not."""
        cells = _Gathering(self.exempt, self.words, self.whereabouts)
        rows = (*table.head, *table.body, *table.foot)
        for cell in (cell for row in rows for cell in row.cells):
            cells.blocks(cell.blocks, where)
        self.found.uses += cells.found.uses
        if table.source is None:
            self.found.figures += cells.found.figures
            self.found.spelled += cells.found.spelled
            if any(
                isinstance(node, DataValue) for row in table.body for cell in row.cells for node in walk(cell.blocks)
            ):
                self.found.unsourced.append(table.at)
        self.blocks(table.notes, where)

    def run(self, run: Iterable[Inline], where: str) -> None:
        line = Line()
        self.gather(run, line, where)
        self.line(line)

    def line(self, line: Line) -> None:
        self.found.figures += figures_in(line, self.exempt)
        self.found.spelled += spelled_in(line, self.words)

    def gather(self, run: Iterable[Inline], line: Line, where: str) -> None:
        for inline in run:
            match inline:
                case Text():
                    line.add(inline.text, inline.at)
                case SoftBreak() | LineBreak():
                    line.add(" ", inline.at)
                case FactReference():
                    line.add(STANDS_FOR_FACT, inline.at)
                    self.found.uses.append(Use(inline.key, inline.form, inline.at, where))
                case Image():
                    self.text(inline.alt, inline.at, "alternative text")
                    self.text(inline.title, inline.at, "title of a picture")
                case Note():
                    self.blocks(inline.blocks, "note")
                case Abbreviation():
                    self.text(inline.text, inline.at, where)
                    self.text(inline.expansion, inline.at, where)
                case Link():
                    self.text(inline.title, inline.at, "title of a link")
                    if not is_address(plain_text(inline.content), inline.target):
                        self.gather(inline.content, line, where)
                case _:
                    self.gather(inlines_in(inline), line, where)

    def metadata(self, metadata: Metadata) -> None:
        for name in METADATA_TEXTS:
            value = getattr(metadata, name)
            for text in (value,) if isinstance(value, str) else value:
                self.text(text, metadata.places.get(name), name.replace("_", "-"))
        for name in ("organisation", "edition", "watermark"):
            self.cites(getattr(metadata, name), metadata.places.get(name), name)
        for author in metadata.authors:
            self.cites(author.name, metadata.places.get("authors"), "authors")
            self.cites(author.affiliation, metadata.places.get("authors"), "authors")

    def cites(self, text: str, at: Location | None, where: str) -> None:
        """Note the facts that a text without markup cites."""
        for cited in CITED.finditer(text):
            reference = citation(cited[1]).fact
            place = self.whereabouts.within(text, cited.start(1), len(reference.key), at)
            self.found.uses.append(Use(reference.key, reference.form, place, where))

    def text(self, text: str, at: Location | None, where: str) -> None:
        """Look through a text without markup, in which facts stand as they do in the source."""
        if not text:
            return
        self.cites(text, at, where)
        line = Line()
        line.add(CITED.sub(lambda cited: STANDS_FOR_FACT * len(cited[0]), text), None)
        lone = Coverage(figures=[*figures_in(line, self.exempt)], spelled=[*spelled_in(line, self.words)])
        for figures, all_found in ((lone.figures, self.found.figures), (lone.spelled, self.found.spelled)):
            for each in figures:
                place = self.whereabouts.within(text, each.start, len(each.text), at)
                all_found.append(replace(each, at=place))


def _kinds_of_place(block: Block, where: str) -> tuple[str, str]:
    """Name what stands directly in a block, and what stands in the blocks within it."""
    match block:
        case Section() | Heading():
            return "heading", where
        case Table():
            return "caption", "chart" if where == "chart" else "table"
        case Chart():
            return "caption", "chart"
        case model.Figure() | CodeBlock():
            return "caption", where
        case KeyFacts():
            return "key facts", where
        case _:
            return where, where


def check_coverage(document: Document, context: Context) -> Document:
    """Tell of figures that do not come from the ledger, where the metadata ask for that."""
    if document.metadata.coverage == "any" or not document.ledger.whole:
        return document
    found = coverage_of(document, context.report.sources)
    code = "figure-not-covered" if document.metadata.coverage == "full" else "uncovered-figure"
    for figure in found.open:
        message = f"the figure {figure.text} does not come from the ledger"
        typed = figure.at is None or figure.at.path.endswith(".md")
        context.report.add(code, message, figure.at, _TYPED if typed else _IN_DATA)
    for at in found.unsourced:
        hint = "name the source of the data: :source: KEY"
        context.report.add(code, "the figures of the table come from data without a source", at, hint)
    if not document.one_of_several:  # what does not stand here may stand elsewhere
        tell_unused_exemptions(document.ledger.exempt, found.figures, context.report)
    return document


def tell_unused_exemptions(exempt: Iterable[Exemption], figures: Iterable[Figure], report: Report) -> None:
    """Warn of words that are exempt and stand nowhere, or have no figure in them."""
    used = {(exemption.text, exemption.at) for each in figures for exemption in each.exemptions}
    for exemption in exempt:
        if (exemption.text, exemption.at) not in used and not exemption.shared:
            hint = "take it out, or write it as it stands in the text"
            report.add("unused-exemption", f"{exemption.text!r} lets no figure pass", exemption.at, hint)
