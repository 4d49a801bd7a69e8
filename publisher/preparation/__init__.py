"""From a document as read to one that is ready to be exported: everything that is counted, looked up or computed.

Each step is a function from a document to a document; the order below is the only thing that they share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeAlias

from publisher.diagnostics import Report
from publisher.model import (
    Chart,
    CodeBlock,
    Document,
    FactReference,
    Figure,
    HtmlBlock,
    HtmlInline,
    MathBlock,
    Node,
    Note,
    NoteReference,
    Reference,
    Section,
    SourcesList,
    Table,
)
from publisher.preparation.audit import audit
from publisher.preparation.charts import plot_charts
from publisher.preparation.code import part_code
from publisher.preparation.context import Context
from publisher.preparation.coverage import check_coverage
from publisher.preparation.depth import is_too_deep
from publisher.preparation.facts import show_facts
from publisher.preparation.finish import finish, place_contents
from publisher.preparation.labels import number_and_label
from publisher.preparation.language import language_of
from publisher.preparation.ledger import compute_ledger
from publisher.preparation.quotes import set_marks
from publisher.preparation.raw_html import clean_raw_html
from publisher.preparation.references import resolve_references
from publisher.traverse import walk_document

__all__ = ["STEPS", "prepare"]

ALWAYS: frozenset[type[Node]] = frozenset()

Step: TypeAlias = Callable[[Document, Context], Document]

STEPS: tuple[tuple[Step, frozenset[type[Node]]], ...] = (
    (check_coverage, ALWAYS),
    (audit, ALWAYS),
    (compute_ledger, ALWAYS),
    (show_facts, ALWAYS),
    (part_code, frozenset({CodeBlock})),
    (clean_raw_html, frozenset({HtmlBlock, HtmlInline})),
    (set_marks, ALWAYS),
    (plot_charts, frozenset({Chart})),
    (number_and_label, frozenset({Section, Table, Figure, Chart, MathBlock, CodeBlock})),
    (resolve_references, frozenset({Reference})),
    (place_contents, ALWAYS),
    (finish, ALWAYS),
)
"""Each step, and the nodes that it is for."""


def prepare(document: Document, report: Report | None = None, *, today: dt.date | None = None) -> Document:
    """Fill in every prepared field of a document; `today` is the day by which facts are out of date, None for never.

    What is wrong goes to the report; without one, `PublisherError` is raised when the document may not be published.
    """
    found = Report() if report is None else report
    language = language_of(document, found)
    if not is_too_deep(document, found):
        kinds = frozenset(_kinds(document))
        for step, concerned in STEPS:
            if concerned is ALWAYS or concerned & kinds:
                document = step(document, Context(language, found, kinds, today))
    if report is None:
        found.raise_if_stopped()
    return document


def _kinds(document: Document) -> Iterator[type[Node]]:
    """Yield the types of all nodes; a fact that asks for a note on its source brings one, a list of facts a table."""
    for node in walk_document(document):
        yield type(node)
        if isinstance(node, FactReference) and node.sourced:
            yield from (Note, NoteReference)
        if isinstance(node, SourcesList) and node.facts:
            yield Table
