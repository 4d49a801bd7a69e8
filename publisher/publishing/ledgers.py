"""Which facts a document uses, and whether a change of its ledgers concerns it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.diagnostics import Report
from publisher.inputs import Inputs
from publisher.model import Document, Metadata, Table
from publisher.preparation.amounts import plain_value
from publisher.preparation.context import Context
from publisher.preparation.feeds import expiries_of_feeds
from publisher.preparation.language import speak
from publisher.preparation.ledger import compute_ledger
from publisher.preparation.provenance import expiry_of, inputs_of
from publisher.publishing.traces import Uses
from publisher.reader.document import folder_of
from publisher.reader.ledger import read_ledger
from publisher.traverse import walk_document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from publisher.model import Fact, Feed, Ledger

__all__ = ["Used", "ledger_now", "turning_days", "used", "uses_of"]


@dataclass(frozen=True, slots=True)
class Used:
    """What a document takes from its ledgers."""

    facts: dict[str, str]
    """The value of each fact that it cites, or one behind that, as the ledger has it: a formula as it is written."""
    digest: str
    """Of everything that is said of them and of their sources, and of the words that are exempt if these matter."""


def uses_of(documents: Iterable[Document], *, covered: bool) -> Uses:
    """Return what prepared documents take from their ledgers, by name."""
    every = {id(document): document for document in documents}.values()  # formats share them
    cited = {record.key for document in every for record in document.cited}
    tables = (node for document in every if document.ledger.sources for node in walk_document(document))
    sources = {node.source.key for node in tables if isinstance(node, Table) and node.source}
    return Uses(tuple(sorted(cited)), tuple(sorted(sources)), covered)


def used(ledger: Ledger, uses: Uses, today: dt.date | None) -> Used:
    """Find what a document takes from a ledger as read, on a day."""
    behind = {fact.key for key in uses.cited for fact in inputs_of(key, ledger)}
    facts = {key: fact for key, fact in ledger.facts.items() if key in behind}
    named = {*uses.sources, *(fact.source for fact in facts.values())}
    sources = [source for key, source in ledger.sources.items() if key in named]
    exempt = [each.text for each in ledger.exempt if uses.covered]
    feeds = [
        _said_of(feed, facts) for feed in ledger.feeds.values() if any(f.feed == feed.name for f in facts.values())
    ]
    days = {key: expiry_of(fact, ledger) for key, fact in facts.items()}
    stale = [(key, day) for key, day in days.items() if day and today and day <= today]
    read = [replace(fact, shared=False, confirmed=None) for fact in facts.values()]
    told = [*read, *sources, exempt, *feeds, stale]
    said = "\n".join(map(repr, told))
    return Used({key: _value(fact) for key, fact in facts.items()}, hashlib.sha256(said.encode()).hexdigest())


def _value(fact: Fact) -> str:
    return f"= {fact.formula}" if fact.formula else plain_value(fact.value)


def _said_of(feed: Feed, facts: Collection[str]) -> tuple[object, ...]:
    """Return what a document can say of a feed: of when its data are, and what is wrong with it; never the hour."""
    state = feed.state
    if state is None:
        return feed.name, feed.max_age, None
    trouble = () if state.outcome == "good" else (state.outcome, state.problem, state.attempted[:10])
    values = sorted((key, value) for key, value in state.values.items() if key in facts)
    return feed.name, feed.max_age, state.as_of or state.retrieved[:10], trouble, values


def turning_days(
    ledger: Ledger, cited: Collection[str], today: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    """Return between which days a document stays the same: the first, and the one on which it may change.

    What changes it is that a fact goes out of date, or the data of a feed; nothing where no day is asked for.
    """
    if today is None:
        return None, None
    behind = {fact.key: fact for key in cited for fact in inputs_of(key, ledger)}
    days = [day for fact in behind.values() if (day := expiry_of(fact, ledger))]
    days += expiries_of_feeds(ledger, behind.values())
    return max((day for day in days if day <= today), default=None), min(
        (day for day in days if day > today), default=None
    )


def ledger_now(path: Path, root: Path) -> tuple[Ledger | None, Inputs]:
    """Read the ledgers of a document as they are now, None where anything is wrong; and say what was looked at."""
    report, inputs = Report(), Inputs()
    folder = folder_of(path.parent, root, inputs)
    if folder is None:
        return None, inputs
    ledger = read_ledger(folder, report)
    compute_ledger(Document(Metadata(""), (), ledger=ledger), Context(speak("en"), report))
    return (None if report.stops() else ledger), inputs
