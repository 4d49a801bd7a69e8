"""A survey of the facts of a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.diagnostics import Report
from publisher.preparation.amounts import FormError, plain_value, show_fact
from publisher.preparation.context import Context
from publisher.preparation.coverage import Coverage, Figure, Use, coverage_of
from publisher.preparation.language import language_of
from publisher.preparation.ledger import compute_ledger
from publisher.preparation.provenance import end_of, expiry_of, inputs_of
from publisher.reader import Target, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publisher.model import Document, Fact, Ledger
    from publisher.preparation.language import Language

__all__ = ["FactLine", "Survey", "survey"]

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
    stale: bool
    uses: tuple[Use, ...]
    """Where it is cited, also through the facts that are computed from it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All facts of a document, and all figures that do not come from the ledger."""

    facts: tuple[FactLine, ...]
    coverage: Coverage
    report: Report

    def of(self, key: str) -> FactLine | None:
        """Return what is known of one fact."""
        return next((line for line in self.facts if line.fact.key == key), None)

    def rows(self) -> list[dict[str, object]]:
        """Return the facts as objects for machines."""
        return [_row(line) for line in self.facts]


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
    for document in documents:
        more = coverage_of(document)
        found.uses += [use for use in more.uses if use not in found.uses]
        found.figures += [figure for figure in more.figures if figure not in found.figures]
    return Survey(tuple(_lines(documents[0], found, report, today)), found, report)


def _lines(document: Document, found: Coverage, report: Report, today: dt.date) -> Iterable[FactLine]:
    language = language_of(document, report)
    ledger = compute_ledger(document, Context(language, report, today=today)).ledger
    uses = _uses(found, ledger)
    for key, fact in ledger.facts.items():
        if fact.shared and key not in uses:
            continue
        end, expiry = end_of(fact.as_of), expiry_of(fact, ledger)
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


def _uses(found: Coverage, ledger: Ledger) -> dict[str, list[Use]]:
    """Return the uses of each fact: where it is cited, and where a fact that needs it is."""
    uses: dict[str, list[Use]] = {}
    for use in found.uses:
        for fact in inputs_of(use.key, ledger):
            through = use.where if fact.key == use.key else f"{use.where}, through {use.key}"
            uses.setdefault(fact.key, []).append(Use(use.key, use.form, use.at, through))
    return uses


def _text(fact: Fact, language: Language) -> str:
    try:
        return show_fact(fact, "long", language)
    except FormError:
        return plain_value(fact.value)


def _row(line: FactLine) -> dict[str, object]:
    fact = line.fact
    return {
        "key": fact.key,
        "text": line.text,
        "value": line.value,
        "as-of": fact.as_of,
        "age": None if line.age is None else round(line.age, 1),
        "source": fact.source,
        "formula": fact.formula,
        "expires": line.expiry.isoformat() if line.expiry else None,
        "stale": line.stale,
        "checked": fact.checked.isoformat() if fact.checked else None,
        "place": f"{fact.at.path}:{fact.at.line}" if fact.at else "",
        "uses": [place_of(use) for use in line.uses],
    }


def place_of(entry: Use | Figure) -> str:
    """Return where something stands, as compilers write it."""
    return f"{entry.at.path}:{entry.at.line}:{entry.at.column}" if entry.at else ""
