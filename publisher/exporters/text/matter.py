"""The whole text: what stands before and after the blocks (title, notes, links, handling mark), and they."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.front import edition_parts, marks
from publisher.exporters.text.blocks import begins_apart, blocks, numbered
from publisher.exporters.text.inlines import link_mark, note_mark
from publisher.exporters.text.layout import NO_BREAK, fill, pad, stack, widest, width
from publisher.exporters.text.medium import heading, rule, styled

if TYPE_CHECKING:
    from publisher.exporters.text.medium import Medium
    from publisher.model import Document, Metadata

__all__ = ["whole_text"]


def whole_text(document: Document, medium: Medium) -> str:
    """Write all of a prepared document; the handling mark stands first and last."""
    measure = medium.theme.text.width
    handling = _mark(" · ".join(map(medium.spell, marks(document.metadata))), measure, medium)
    text = stack(
        [_title_block(document.metadata, measure, medium), blocks(document.blocks, measure, medium)],
        gap=2 if begins_apart(document.blocks) else 1,
    )
    imprint = [line for given in document.metadata.imprint for line in styled(given, "imprint", measure, medium)]
    ends = [_note_list(document, measure, medium), _link_list(document, measure, medium)]
    return "\n".join([*stack([handling, stack([text, *ends, imprint], gap=2), handling]), ""])


def _mark(handling: str, measure: int, medium: Medium) -> list[str]:
    """Center the handling mark."""
    shown = handling.upper() if medium.theme.inline["handling"].uppercase else handling
    return [pad(line, measure, "center").rstrip() for line in fill(shown, measure)]


def _title_block(metadata: Metadata, measure: int, medium: Medium) -> list[str]:
    """Write kicker and title, then the rest of what a reader wants to know first, parted by blank lines."""
    title = styled(metadata.title, "title", measure, medium)
    underline = medium.theme.text.underlines[:1] * measure if title else ""
    edition = styled(_edition_line(metadata, measure, medium), "edition", measure, medium)
    above = rule(medium.theme.styles["edition"].border_top, measure, medium) if edition else []
    return stack(
        [
            [*styled(metadata.kicker, "kicker", measure, medium), *title, *([underline] if underline else [])],
            styled(metadata.subtitle, "subtitle", measure, medium),
            styled(metadata.summary, "summary", measure, medium),
            [*above, *edition],
        ]
    )


def _edition_line(metadata: Metadata, measure: int, medium: Medium) -> str:
    """Join the parts of the edition line so that lines end between them, as far as they are short enough."""
    separator = f"{NO_BREAK}{medium.glyphs.separator}"
    room = measure - width(separator)
    parts = [medium.spell(part) for part in edition_parts(metadata)]
    return f"{separator} ".join(part.replace(" ", NO_BREAK) if width(part) <= room else part for part in parts)


def _note_list(document: Document, measure: int, medium: Medium) -> list[str]:
    """List the notes by number."""
    marks = [note_mark(note.number) for note in document.notes]
    room = measure - widest(marks) - 1
    bodies = [blocks(note.blocks, room, medium) for note in document.notes]
    notes = numbered(marks, bodies, gap=1 if any("" in body for body in bodies) else 0)
    return stack([heading(medium.words.notes, 1, measure, medium), notes]) if notes else []


def _link_list(document: Document, measure: int, medium: Medium) -> list[str]:
    """List the addresses of links by number, each whole and on one line."""
    marks = [link_mark(number, medium) for number in range(1, len(document.links) + 1)]
    links = numbered(marks, [[target] for target in document.links])
    return stack([heading(medium.words.links, 1, measure, medium), links]) if links else []
