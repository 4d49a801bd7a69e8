"""The footnotes part (17.11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.exporters.docx.blocks import blocks
from publisher.exporters.docx.inlines import inlines
from publisher.exporters.docx.places import note_place
from publisher.exporters.docx.stacking import closed, stacked
from publisher.exporters.docx.wordml import NOTHING, Xml, joined, paragraph, part, run, text, w
from publisher.model import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Place
    from publisher.model import Note

__all__ = ["footnotes_part"]

_NAMESPACES = "w r wp a pic asvg m mc w15"


def footnotes_part(notes: Sequence[Note], medium: Medium) -> bytes:
    """Write what the notes of a text say; a note within a note follows it in the same place, with its number."""
    rules = (_separator(-1, "separator"), _separator(0, "continuationSeparator"))
    return part("w:footnotes", _NAMESPACES, *rules, *(_footnote(note, medium) for note in notes))


def _separator(number: int, kind: str) -> Xml:
    return w("footnote", paragraph("FootnoteText", run("", w(kind))), type=kind, id=number)


def _footnote(note: Note, medium: Medium) -> Xml:
    style = medium.character(replace(medium.line("plain", _place(medium)), roles=("note-mark",)))
    mark = run(style, w("footnoteRef"))
    medium.cited.clear()
    parts = [_said(note, mark, medium)]
    while medium.cited:
        inner = medium.cited.pop(0)
        parts.append(_said(inner, run(style, text(str(inner.number))), medium))
    return w("footnote", closed(stacked(parts)), id=note.number)


def _said(note: Note, mark: Xml, medium: Medium) -> Xml:
    """Write a note's blocks; its mark stands at the beginning of its first paragraph."""
    place = _place(medium)
    match note.blocks:
        case (Paragraph(content=content), *rest):
            words, more = inlines(content, medium.line("plain", place), medium), tuple(rest)
        case _:
            words, more = NOTHING, note.blocks
    first = paragraph(medium.style("plain", place), joined((mark, run("", text(" ")), words)))
    return joined((first, blocks(more, place, medium)))


def _place(medium: Medium) -> Place:
    return note_place(medium.theme, medium.layout.measure)
