"""What a document generates from itself: titles of callouts and the contents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.model import Callout, Contents, ContentsEntry, Section, Text
from publisher.preparation.titles import bare
from publisher.traverse import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.model import Block
    from publisher.preparation.language import Language

__all__ = ["contents_of", "filled_contents", "titled_callout"]


def titled_callout(block: Block, language: Language) -> Block:
    """Put the word for its kind before a callout's title, as no colour tells it; a note with a title needs none."""
    if not isinstance(block, Callout):
        return block
    word = language.words.callout(block.kind)
    if not block.title:
        return replace(block, title=(Text(word),))
    if block.kind == "note" or plain_text(block.title).startswith(word):
        return block
    return replace(block, title=(Text(f"{word}{language.words.colon}"), *block.title))


def filled_contents(block: Block, entries: tuple[ContentsEntry, ...], language: Language) -> Block:
    """Give the contents a title and the entries down to their depth."""
    if not isinstance(block, Contents):
        return block
    title = block.title or (Text(language.words.contents),)
    return replace(block, title=title, entries=tuple(entry for entry in entries if entry.level <= block.depth))


def contents_of(blocks: tuple[Block, ...]) -> tuple[ContentsEntry, ...]:
    """Return an entry for each section."""
    return tuple(_entries(blocks))


def _entries(blocks: tuple[Block, ...]) -> Iterator[ContentsEntry]:
    for block in blocks:
        if isinstance(block, Section):
            yield ContentsEntry(block.level, bare(block.title), block.identifier, block.number, at=block.at)
            yield from _entries(block.blocks)
