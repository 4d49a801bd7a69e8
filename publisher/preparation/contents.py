"""What a document generates from itself: titles of callouts and the contents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.model import Callout, Chart, CodeBlock, Contents, ContentsEntry, Figure, Section, Table, Text
from publisher.preparation.titles import bare
from publisher.traverse import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.model import Block, ContentsKind
    from publisher.preparation.language import Language

__all__ = ["contents_of", "filled_contents", "titled_callout"]


def titled_callout(block: Block, language: Language) -> Block:
    """Put the word for its kind before a callout's title, as no colour tells it; a note or sidebar needs none."""
    if not isinstance(block, Callout):
        return block
    word = language.words.callout(block.kind)
    if not block.title:
        return replace(block, title=(Text(word),))
    if block.kind in {"note", "sidebar"} or plain_text(block.title).startswith(word):
        return block
    return replace(block, title=(Text(f"{word}{language.words.colon}"), *block.title))


def filled_contents(
    block: Block, entries: Mapping[ContentsKind, tuple[ContentsEntry, ...]], language: Language
) -> Block:
    """Give the contents a title and the entries down to their depth."""
    if not isinstance(block, Contents):
        return block
    words = language.words
    titles: Mapping[ContentsKind, str] = {
        "sections": words.contents,
        "tables": words.tables,
        "figures": words.figures,
        "listings": words.listings,
    }
    title = block.title or (Text(titles[block.of]),)
    return replace(
        block, title=title, entries=tuple(entry for entry in entries[block.of] if entry.level <= block.depth)
    )


def contents_of(blocks: tuple[Block, ...], language: Language) -> Mapping[ContentsKind, tuple[ContentsEntry, ...]]:
    """Return an entry for each section and for each table, figure and listing with a number."""
    listed: dict[ContentsKind, list[ContentsEntry]] = {
        "sections": list(_entries(blocks)),
        "tables": [],
        "figures": [],
        "listings": [],
    }
    kinds: Mapping[type, tuple[ContentsKind, str]] = {
        Table: ("tables", language.words.table),
        Figure: ("figures", language.words.figure),
        Chart: ("figures", language.words.figure),
        CodeBlock: ("listings", language.words.listing),
    }
    for node in walk(blocks):
        if isinstance(node, Table | Figure | Chart | CodeBlock) and node.number:
            kind, word = kinds[type(node)]
            entry = ContentsEntry(
                1, bare(node.caption), node.identifier, f"{word}\N{NO-BREAK SPACE}{node.number}", at=node.at
            )
            listed[kind].append(entry)
    return {kind: tuple(entries) for kind, entries in listed.items()}


def _entries(blocks: tuple[Block, ...]) -> Iterator[ContentsEntry]:
    for block in blocks:
        if isinstance(block, Section):
            yield ContentsEntry(block.level, bare(block.title), block.identifier, block.number, at=block.at)
            yield from _entries(block.blocks)
