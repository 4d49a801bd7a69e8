"""What has a number and can be referred to: headings, captions, figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from publisher.exporters.docx import blocks as blocks_of  # a figure's notes hold blocks
from publisher.exporters.docx.inlines import image, inlines
from publisher.exporters.docx.looks import Extras, around_of
from publisher.exporters.docx.medium import Line
from publisher.exporters.docx.places import in_notes, look_in
from publisher.exporters.docx.styles import Entry, added_style
from publisher.exporters.docx.wordml import NOTHING, Xml, bookmark, field, joined, paragraph, run, text, twips, w
from publisher.model import Chart, CodeBlock, Figure, Table

if TYPE_CHECKING:
    from publisher.exporters.docx.looks import LineRule
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Kind, Place
    from publisher.model import Heading, Section
    from publisher.theme import Role

__all__ = ["caption", "figure", "heading", "minor_heading"]

_HEADINGS: tuple[Role, ...] = ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6")
_MINOR: tuple[Kind, ...] = ("minor-1", "minor-2", "minor-3", "minor-4", "minor-5", "minor-6")


def heading(section: Section, medium: Medium) -> Xml:
    """Write the heading of a section; Word numbers it itself (17.9), as its style says."""
    look = medium.theme.styles[_HEADINGS[section.level - 1]]
    words = inlines(section.title, Line(around_of(look), medium.layout.measure), medium)
    for anchors in (medium.anchors.contents, medium.anchors.nodes):
        anchor = anchors.get(section.identifier)
        words = bookmark(anchor.number, anchor.name, words) if anchor else words
    return paragraph(medium.heading_style(section), words)


def minor_heading(block: Heading, place: Place, medium: Medium) -> Xml:
    """Write a heading that opens no section: it looks like one, but stands in no outline."""
    kind = _MINOR[block.level - 1]
    words = inlines(block.content, medium.line(kind, place), medium)
    anchor = medium.anchors.nodes.get(block.label) if block.label else None
    words = bookmark(anchor.number, anchor.name, words) if anchor else words
    return paragraph(medium.style(kind, place), words)


def caption(node: Table | Figure | Chart | CodeBlock, place: Place, medium: Medium) -> Xml:
    """Write a caption: its word and number are what references show, and Word counts the number (17.16.5.56)."""
    kind: Kind = "figure-caption" if isinstance(node, Figure | Chart) else "caption"
    return paragraph(medium.style(kind, place), _captioned(node, medium.line(kind, place), medium))


def _captioned(node: Table | Figure | Chart | CodeBlock, line: Line, medium: Medium) -> Xml:
    word = _word(node, medium)
    label = NOTHING
    if node.number:
        counted = field("", rf"SEQ {word} \* ARABIC", run("", text(str(node.number))))
        count = medium.anchors.counts.get(node.identifier)
        counted = bookmark(count.number, count.name, counted) if count else counted
        label = joined((run("", text(f"{word}\N{NO-BREAK SPACE}")), counted))
        anchor = medium.anchors.nodes.get(node.identifier)
        label = bookmark(anchor.number, anchor.name, label) if anchor else label
        listed = medium.anchors.contents.get(node.identifier)
        label = bookmark(listed.number, listed.name, label) if listed else label
        label = joined((label, run("", text(". "))))
    return joined((label, inlines(node.caption, line, medium)))


def figure(block: Figure, place: Place, medium: Medium) -> Xml:
    """Write a picture with its caption below it, on the same page; or both in a frame beside the text."""
    if block.beside:
        return _beside(block, block.beside, place, medium)
    below = replace(place, lead=None)
    followed = bool(block.caption or block.notes)
    above = replace(place, end=None) if followed else place
    shown = image(block.image, medium.line("figure", above), medium)
    parts = [paragraph(medium.style("figure", above), shown)]
    if block.caption:
        parts.append(caption(block, replace(below, kept=True, end=None) if block.notes else below, medium))
    parts.append(blocks_of.blocks(block.notes, in_notes(below, medium.theme), medium))
    return joined(parts)


def _beside(block: Figure, side: Literal["left", "right"], place: Place, medium: Medium) -> Xml:
    """Write a figure as paragraphs of one frame (17.3.1.11), which text flows around.

    The frame belongs to the figure and not to a style: LibreOffice takes it from no style.
    """
    own = block.image
    width = own.points if own.points is not None else (own.width or 1) * place.width
    inside = replace(place, width=width, lead=None, end=None)
    gap = twips(medium.theme.page.column_gap)
    frame = w("framePr", w=twips(width), hSpace=gap, wrap="around", vAnchor="text", hAnchor="text", xAlign=side, y=1)
    kinds: tuple[tuple[Kind, str, LineRule], ...] = (
        ("figure", "Figure", "auto"),
        ("figure-caption", "Figure Caption", "atLeast"),
    )
    styles = []
    for kind, name, rule in kinds:
        look = look_in(kind, inside, medium.theme)
        look = replace(look, space_before=0 if kind == "figure" else look.space_before, keep_with_next=kind == "figure")
        entry = Entry(f"{name} Beside", look, Extras(rule), based_on=name)
        styles.append(medium.added(added_style(entry, medium.theme, medium.layout)))
    shown = image(replace(own, width=1.0, points=None), medium.line("figure", inside), medium)
    parts = [paragraph(styles[0], shown, frame)]
    if block.caption:
        parts.append(paragraph(styles[1], _captioned(block, medium.line("figure-caption", inside), medium), frame))
    return joined(parts)


def _word(node: Table | Figure | Chart | CodeBlock, medium: Medium) -> str:
    match node:
        case Table():
            return medium.words.table
        case Figure() | Chart():
            return medium.words.figure
        case CodeBlock():
            return medium.words.listing
