"""A pass over all nodes of a document, down into notes, table cells and captions."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, TypeVar

from publisher.model import (
    Abbreviation,
    Code,
    DataValue,
    FactReference,
    HtmlInline,
    Image,
    LineBreak,
    Math,
    NoteReference,
    Paragraph,
    SoftBreak,
    Text,
)
from publisher.traverse import map_block, map_inline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from publisher.model import Block, Inline

__all__ = ["rewrite", "same_or_new"]

_Part = TypeVar("_Part")


def same_or_new(before: tuple[_Part, ...], after: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """Return the old tuple when the new one holds the very same things, so that what is above stays as it is."""
    return before if len(before) == len(after) and all(map(operator.is_, before, after)) else after


_LEAVES = frozenset(
    {Text, DataValue, SoftBreak, LineBreak, FactReference, Code, Math, Abbreviation, Image, NoteReference, HtmlInline}
)
"""Inlines that hold nothing: most of a document, so they are passed over as quickly as can be."""


def _is_plain(block: Block, settled: Collection[type[Inline]]) -> bool:
    """Whether a block is a paragraph of one leaf that stays as it is: most cells of a large table are."""
    return type(block) is Paragraph and len(block.content) == 1 and type(block.content[0]) in settled


def rewrite(
    blocks: tuple[Block, ...],
    *,
    block: Mapping[type[Block], Callable[[Block], Block]] | None = None,
    inline: Mapping[type[Inline], Callable[[Inline], Inline]] | None = None,
) -> tuple[Block, ...]:
    """Change blocks and inlines of some types, in reading order; a parent before its children.

    What is not changed, and holds nothing that is, stays the same node.
    """
    of_blocks, of_inlines = block or {}, inline or {}
    settled = frozenset() if Paragraph in of_blocks else _LEAVES - of_inlines.keys()

    def all_blocks(run: tuple[Block, ...]) -> tuple[Block, ...]:
        if len(run) == 1 and _is_plain(run[0], settled):
            return run
        changed = [map_block(change_block(each), all_inlines, all_blocks) for each in run]
        return same_or_new(run, tuple(changed))

    def change_block(each: Block) -> Block:
        kind = type(each)
        return of_blocks[kind](each) if kind in of_blocks else each

    def all_inlines(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        new: dict[int, Inline] = {}
        for place, each in enumerate(run):
            kind = type(each)
            changed = of_inlines[kind](each) if kind in of_inlines else each
            if kind not in _LEAVES:
                changed = map_inline(changed, all_inlines, all_blocks)
            if changed is not each:
                new[place] = changed
        return tuple([new.get(place, each) for place, each in enumerate(run)]) if new else run

    return all_blocks(blocks)
