"""The last pass: everything that is counted in reading order, or made from what the earlier steps have settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.model import (
    Abbreviation,
    Callout,
    Contents,
    Link,
    Note,
    NoteReference,
    PrintLayout,
    SourcesList,
    Table,
)
from publisher.preparation.contents import contents_of, filled_contents, titled_callout
from publisher.preparation.links import FirstUses, LinkNumbers
from publisher.preparation.notes import NoteNumbers, notes_by_number
from publisher.preparation.rewrite import rewrite
from publisher.preparation.sources import listed_sources, sources_of
from publisher.preparation.tables import Tables, landscape_tables, nouns_of

if TYPE_CHECKING:
    from publisher.model import Document
    from publisher.preparation.context import Context

__all__ = ["finish", "place_contents"]


def place_contents(document: Document, context: Context) -> Document:
    """Put the contents before everything where the metadata asks for them and the author has placed none."""
    depth = document.metadata.contents
    if depth and Contents not in context.kinds:
        return replace(document, blocks=(Contents(depth), *document.blocks))
    return document


def finish(document: Document, context: Context) -> Document:
    """Count notes and links, mark abbreviations, set tables, title callouts, list contents and sources."""
    language, kinds = context.language, context.kinds
    entries = contents_of(document.blocks, language) if Contents in kinds or document.metadata.contents else {}
    sources = sources_of(document, language) if SourcesList in kinds else ()
    landscape = landscape_tables(document.blocks) if PrintLayout in kinds else frozenset()
    tables = Tables(language, nouns_of(document.ledger, {each.key for each in document.cited}), landscape)
    notes = NoteNumbers(document.blocks if Note in kinds else ())
    links, abbreviations = LinkNumbers(), FirstUses()
    blocks = rewrite(
        document.blocks,
        block={
            Callout: lambda callout: titled_callout(callout, language),
            Contents: lambda contents: filled_contents(contents, entries, language),
            SourcesList: lambda listed: listed_sources(listed, sources),
            Table: tables.settle,
        },
        inline={
            Abbreviation: abbreviations.mark,
            Link: links.number,
            Note: notes.number,
            NoteReference: notes.number,
        },
    )
    listed = notes_by_number(blocks) if Note in kinds else ()
    return replace(document, blocks=blocks, links=links.targets, notes=listed)
