"""The list of the sources that stand behind the facts that a document cites."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.model import FactReference, Link, SourcesList, Table, TableSource, Text
from publisher.preparation.origins import sources_behind
from publisher.traverse import walk_document

if TYPE_CHECKING:
    from publisher.model import Block, Document, Inline, Source
    from publisher.preparation.language import Language

__all__ = ["listed_sources", "source_entry", "sources_of"]


def listed_sources(block: Block, entries: tuple[tuple[Inline, ...], ...]) -> Block:
    """Fill in a list of sources."""
    return replace(block, entries=entries) if isinstance(block, SourcesList) else block


def sources_of(document: Document, language: Language) -> tuple[tuple[Inline, ...], ...]:
    """Write an entry for each source, in the order of the facts and tables that first need it; metadata come last."""
    ledger = document.ledger
    sources: dict[str, None] = {}
    for node in walk_document(document):
        match node:
            case FactReference():
                sources |= dict.fromkeys(sources_behind((node.key,), ledger))
            case Table(source=TableSource(key=key)) if key in ledger.sources:
                sources[key] = None
            case _:
                pass
    sources |= dict.fromkeys(sources_behind((record.key for record in document.cited), ledger))
    return tuple(source_entry(document.ledger.sources[key], language) for key in sources)


def source_entry(source: Source, language: Language) -> tuple[Inline, ...]:
    """Write a source out: title, publisher, date, when it was read."""
    title = Text(source.title, at=source.at)
    details = [
        source.publisher,
        language.date(source.date) if source.date else language.words.no_date if source.undated else "",
        language.words.retrieved.format(date=language.date(source.retrieved)) if source.retrieved else "",
    ]
    rest = "".join(f"{language.words.comma}{detail}" for detail in details if detail)
    end = "" if (rest or source.title).endswith(".") else "."
    shown: Inline = Link(source.url, (title,), at=source.at) if source.url else title
    return (shown, Text(rest + end)) if rest + end else (shown,)
