"""Notes numbered in the order in which a reader meets them."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.model import Note, NoteReference
from publisher.traverse import map_block, map_inline, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Block, Inline

__all__ = ["NoteNumbers", "notes_by_number"]


class NoteNumbers:
    """Numbers by first citation: the notes of the text, then those that stand inside notes."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        """Count the notes of some blocks."""
        notes = list(enumerate(_in_order(blocks), start=1))
        self._numbers: Mapping[int, int] = {id(note): number for number, note in notes}
        self._by_label: Mapping[str, int] = {note.label: number for number, note in reversed(notes)}

    def number(self, inline: Inline) -> Inline:
        """Give a note, or a later citation of one, its number."""
        match inline:
            case Note():
                return replace(inline, number=self._numbers[id(inline)])
            case NoteReference():
                return replace(inline, number=self._by_label.get(inline.label, 0))
            case _:
                return inline


def notes_by_number(blocks: tuple[Block, ...]) -> tuple[Note, ...]:
    """Return the finished notes of some blocks."""
    notes = {node.number: node for node in walk(blocks) if isinstance(node, Note)}
    return tuple(notes[number] for number in sorted(notes))


def _in_order(blocks: tuple[Block, ...]) -> list[Note]:
    ordered: list[Note] = []
    waiting = deque([blocks])
    while waiting:
        notes = _outermost(waiting.popleft())
        ordered += notes
        waiting.extend(note.blocks for note in notes)
    return ordered


def _outermost(blocks: tuple[Block, ...]) -> list[Note]:
    """Find the notes of some blocks, leaving alone what they say."""
    found: list[Note] = []

    def look(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        for inline in run:
            if isinstance(inline, Note):
                found.append(inline)
            else:
                map_inline(inline, look, look_into)
        return run

    def look_into(run: tuple[Block, ...]) -> tuple[Block, ...]:
        for block in run:
            map_block(block, look, look_into)
        return run

    look_into(blocks)
    return found
