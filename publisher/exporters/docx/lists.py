"""Lists, definitions and sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.exporters.docx import blocks as blocks_of  # items hold blocks, and blocks hold lists
from publisher.exporters.docx.inlines import inlines
from publisher.exporters.docx.numbering import BULLETS, ListStart
from publisher.exporters.docx.places import DEEPEST_LIST, Gap, in_definition, in_item
from publisher.exporters.docx.stacking import stacked
from publisher.exporters.docx.wordml import NOTHING, Xml, joined, number_of, paragraph, run, tab, text
from publisher.model import BulletList, Paragraph

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Kind, Place
    from publisher.model import Block, DefinitionList, ListItem, OrderedList, SourcesList

__all__ = ["definitions", "items", "sources"]


def items(block: BulletList | OrderedList, place: Place, medium: Medium) -> Xml:
    """Write a list; items deeper than Word can number stand at its deepest level, and that is reported."""
    if place.level == DEEPEST_LIST:
        _report(block, medium)
    level = min(place.level, DEEPEST_LIST - 1)
    number = BULLETS if isinstance(block, BulletList) else medium.ordered_list(ListStart(level, block.start))
    marker = _Marker("bullet" if isinstance(block, BulletList) else "number", number_of(number, level))
    inside = in_item(place, medium.theme)
    end = place.end or (None if place.level else Gap("List End", place.text.space_after))
    last = len(block.items) - 1
    parts = []
    for index, item in enumerate(block.items):
        here = replace(inside, lead=place.lead if index == 0 else None, end=end if index == last else None)
        parts.append(_item(item, marker, here, medium, loose=not block.tight))
    return joined(parts)


def _report(block: BulletList | OrderedList, medium: Medium) -> None:
    at = next((item.at for item in block.items if item.at), block.at)
    message = f"a list is nested deeper than the {DEEPEST_LIST} levels that Word has"
    hint = "use fewer levels; in Word its items stand at the deepest level"
    medium.gathered.diagnostics.append(Diagnostic("too-deep-for-format", message, at, hint))


@dataclass(frozen=True, slots=True)
class _Marker:
    """What stands before an item."""

    kind: Kind
    numbering: Xml
    box: Xml = NOTHING
    """Of a task."""


_TASKS = {
    done: _Marker("task", NOTHING, joined((run("", text(box)), tab()))) for done, box in ((True, "☑"), (False, "☐"))
}


def _item(item: ListItem, marker: _Marker, place: Place, medium: Medium, *, loose: bool) -> Xml:
    """Write an item: its first paragraph carries the marker; an item that begins otherwise gets a bare marker."""
    match item.blocks:
        case (Paragraph(content=content), *more):
            rest: tuple[Block, ...] = tuple(more)
        case _:
            content, rest = (), item.blocks
    first = replace(place, end=None) if rest else place
    if item.checked is not None:
        marker = _TASKS[item.checked]
    if loose and not first.end:
        first = replace(first, end=Gap("Continued", place.text.space_after))
    words = inlines(content, medium.line(marker.kind, first), medium)
    opening = paragraph(medium.style(marker.kind, first), joined((marker.box, words)), marker.numbering)
    return joined((opening, blocks_of.blocks(rest, replace(place, lead=None), medium)))


def definitions(block: DefinitionList, place: Place, medium: Medium) -> Xml:
    """Write terms with what they mean below them."""
    end = place.end or Gap("Definition End", place.text.space_after)
    inside = in_definition(place, medium.theme)
    last = len(block.entries) - 1
    parts = []
    for index, entry in enumerate(block.entries):
        here = replace(place, lead=place.lead if index == 0 else None, end=None)
        parts.append(paragraph(medium.style("term", here), inlines(entry.term, medium.line("term", here), medium)))
        final = len(entry.definitions) - 1
        for number, definition in enumerate(entry.definitions):
            closing = end if index == last and number == final else None
            parts.append(blocks_of.blocks(definition, replace(inside, lead=None, end=closing), medium))
    return stacked(parts)


def sources(block: SourcesList, place: Place, medium: Medium) -> Xml:
    """Write the numbered list of sources."""
    if not block.entries:
        return NOTHING
    numbering = number_of(medium.ordered_list(ListStart(0, 1)), 0)
    first = replace(place, end=None)
    places = (first if index == 0 else replace(first, lead=None) for index in range(len(block.entries)))
    return joined(
        paragraph(medium.style("source", here), inlines(entry, medium.line("source", here), medium), numbering)
        for here, entry in zip(places, block.entries, strict=True)
    )
