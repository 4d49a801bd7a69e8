"""A survey of the facts of a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.diagnostics import Report
from publisher.facts.drawings import figures_drawn
from publisher.grid import placed
from publisher.model import Chart, FactReference, SourcesList, Table
from publisher.preparation.amounts import FormError, plain_value, show_fact
from publisher.preparation.context import Context
from publisher.preparation.coverage import Coverage, Figure, Use, coverage_of
from publisher.preparation.facts import tell_unknown
from publisher.preparation.language import language_of
from publisher.preparation.ledger import compute_ledger
from publisher.preparation.provenance import end_of, expiry_of, inputs_of
from publisher.reader import Target, read
from publisher.traverse import walk, walk_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from publisher.diagnostics import Location
    from publisher.model import ColumnTotal, Document, Fact, Ledger
    from publisher.preparation.language import Language

__all__ = ["FactLine", "Survey", "place", "place_of", "survey"]

_DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact and everything that is known of it."""

    fact: Fact
    text: str
    value: str
    source: str
    """The title of its source, or how it was computed."""
    age: float | None
    """Years since the end of the time that it is of; None where it has no date."""
    expiry: dt.date | None
    """The first day on which it may no longer be used, or one that it is computed from."""
    stale: bool
    uses: tuple[Use, ...]
    """Where it is cited, also through the facts that are computed from it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All facts of a document, and all figures that do not come from the ledger."""

    facts: tuple[FactLine, ...]
    coverage: Coverage
    drawn: tuple[Figure, ...]
    """Figures in the words of drawings, which are not counted."""
    lang: str
    report: Report

    def of(self, key: str) -> FactLine | None:
        """Return what is known of one fact."""
        return next((line for line in self.facts if line.fact.key == key), None)


def survey(folder: Path, root: Path, today: dt.date, audiences: Iterable[str] = ("",)) -> Survey:
    """Survey a document with what it holds for all readers.

    What is wrong with it goes into the survey's report; a figure or use that several readers share is told once.
    """
    report = Report()
    found = Coverage()
    documents = [read(folder, report, root=root)]
    named = [*audiences, *documents[0].metadata.audiences]
    formats = documents[0].formats_named
    targets = [Target(who, form, formats) for who in dict.fromkeys(named) for form in sorted({"", *formats})]
    documents += [read(folder, report, root=root, target=target) for target in targets if target != Target()]
    annexes: list[Location | None] = []
    for document in documents:
        found.add(coverage_of(document, report.sources))
        annexes += [node.at for node in walk_document(document) if isinstance(node, SourcesList) and node.facts]
    annexed = [
        Use(key, "long", at, "annex")
        for at in dict.fromkeys(annexes)
        for key in sorted(found.keys & documents[0].ledger.facts.keys())
    ]
    described = dict.fromkeys(use for document in documents for use in _described(document))
    lines = tuple(_lines(documents[0], [*found.uses, *described, *annexed], report, today))
    drawn = tuple(dict.fromkeys(figure for document in documents for figure in figures_drawn(document)))
    return Survey(lines, found, drawn, documents[0].metadata.lang, report)


def _described(document: Document) -> Iterator[Use]:
    """Yield the facts that go into what Publisher makes of data: alternative texts of charts, totals of tables."""
    for node in walk_document(document):
        if isinstance(node, Chart) and not node.alt:
            cited = (each for each in walk([node.data]) if isinstance(each, FactReference))
            yield from (Use(each.key, each.form, node.at, "alternative text made of the data") for each in cited)
        if isinstance(node, Table) and node.shaping:
            yield from (use for total in node.shaping.totals for use in _summed(node, total))


def _summed(table: Table, total: ColumnTotal) -> Iterator[Use]:
    for cells in placed(table.body):
        for each in cells:
            if each.column == total.column or (total.column is None and each.column):
                cited = (node for node in walk(each.cell.blocks) if isinstance(node, FactReference))
                yield from (Use(node.key, node.form, total.at, f"total of a table ({total.kind})") for node in cited)


def _lines(document: Document, found: Iterable[Use], report: Report, today: dt.date) -> Iterable[FactLine]:
    language = language_of(document, report)
    ledger = compute_ledger(document, Context(language, report, today=today)).ledger
    for use in found:
        if use.key not in ledger.facts:
            tell_unknown(use.key, ledger, use.at, report)
    uses = _uses(found, ledger)
    for key, fact in ledger.facts.items():
        if fact.shared and key not in uses:
            continue
        end, expiries = end_of(fact.as_of), [expiry_of(each, ledger) for each in inputs_of(key, ledger)]
        expiry = min((day for day in expiries if day), default=None)
        source = ledger.sources.get(fact.source)
        yield FactLine(
            fact,
            _text(fact, language),
            plain_value(fact.value),
            source.title if source else f"= {fact.formula}" if fact.formula else "",
            max(0.0, (today - end).days / _DAYS_OF_A_YEAR) if end else None,
            expiry,
            expiry is not None and expiry <= today,
            tuple(uses.get(key, ())),
        )


def _uses(found: Iterable[Use], ledger: Ledger) -> dict[str, list[Use]]:
    """Return the uses of each fact: where it is cited, and where a fact that needs it is."""
    uses: dict[str, list[Use]] = {}
    for use in found:
        for fact in inputs_of(use.key, ledger):
            through = use.where if fact.key == use.key else f"{use.where}, through {use.key}"
            uses.setdefault(fact.key, []).append(Use(use.key, use.form, use.at, through))
    return uses


def _text(fact: Fact, language: Language) -> str:
    try:
        text = show_fact(fact, "long", language)
    except FormError:
        return plain_value(fact.value)
    return language.words.hedged(text, fact.confidence) if fact.confidence else text


def place_of(entry: Use | Figure) -> str:
    """Return where something stands, as compilers write it."""
    return place(entry.at)


def place(at: Location | None) -> str:
    """Return a place as compilers write it."""
    return f"{at.path}:{at.line}:{at.column}" if at else ""
