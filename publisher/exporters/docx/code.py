"""Code -> paragraphs: one for a block, or one for each line where lines have numbers or are too long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.exporters.docx.captions import caption
from publisher.exporters.docx.inlines import words
from publisher.exporters.docx.languages import LATIN
from publisher.exporters.docx.places import Gap
from publisher.exporters.docx.wordml import NOTHING, Xml, joined, paragraph, run, text
from publisher.exporters.listings import ADVANCE, BESIDE_NUMBER, code_lines, longest_line
from publisher.languages import direction

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Kind, Place
    from publisher.model import CodeBlock

__all__ = ["code_block"]

_SHORT = 8
"""Lines that are not parted by a page's end."""


def code_block(block: CodeBlock, place: Place, medium: Medium) -> Xml:
    """Write code, which runs from left to right in all languages, with its caption above it."""
    above = caption(block, replace(place, end=None), medium) if block.caption else NOTHING
    place = replace(place, lead=None) if block.caption else place
    code = medium if direction(medium.lang or medium.layout.lang) == "ltr" else medium.spoken_in(LATIN)
    look = medium.theme.styles["code-block"]
    room = place.width - 2 * look.padding
    if block.first_line is not None or longest_line(block) * ADVANCE * look.size > room:
        return joined((above, _lines(block, place, code)))
    line = code.line("code", place)
    pieces = block.pieces or (("", block.text),)
    last = len(pieces) - 1
    shown = [
        words(text.removesuffix("\n") if index == last else text, line.within(role) if role else line, code)
        for index, (role, text) in enumerate(pieces)
    ]
    return joined((above, paragraph(code.style("code", place), joined(shown))))


def _lines(block: CodeBlock, place: Place, code: Medium) -> Xml:
    look = code.theme.styles["code-block"]
    kind: Kind = "code-line" if block.first_line is None else "code-numbered"
    lines = code_lines(block)
    first, end = place.lead or Gap("First", look.space_before), place.end or Gap("Last", look.space_after)
    parts = []
    for index, pieces in enumerate(lines):
        here = replace(place, lead=first if index == 0 else None, end=end if index == len(lines) - 1 else None)
        here = replace(here, kept=place.kept or _is_kept(index, len(lines)))
        line = code.line(kind, here)
        number = NOTHING
        if block.first_line is not None:
            counted = f"{block.first_line + index:>{BESIDE_NUMBER - 2}}"
            number = joined((words(counted, line.within("line-number"), code), run("", text("  "))))
        shown = [words(piece, line.within(role) if role else line, code) for role, piece in pieces]
        parts.append(paragraph(code.style(kind, here), joined((number, *shown))))
    return joined(parts)


def _is_kept(index: int, count: int) -> bool:
    """Whether a line stays with the next one: all of a short listing, and the first and the last two of others."""
    return index < count - 1 and (count <= _SHORT or index == 0 or index == count - 2)
