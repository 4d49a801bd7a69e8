"""Blocks -> paragraphs and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.docx import charts, tables  # cells and notes hold blocks, and blocks hold tables and charts
from publisher.exporters.docx.captions import figure, heading, minor_heading
from publisher.exporters.docx.code import code_block
from publisher.exporters.docx.contents import contents
from publisher.exporters.docx.equations import equation
from publisher.exporters.docx.front import section_end, text_width
from publisher.exporters.docx.inlines import inlines, words
from publisher.exporters.docx.lists import definitions, items, sources
from publisher.exporters.docx.medium import Pages
from publisher.exporters.docx.places import Gap, Place, callout_box, in_callout, in_quotation
from publisher.exporters.docx.stacking import ends_with_table, separator, stacked
from publisher.exporters.docx.wordml import NOTHING, Xml, joined, paragraph, run, text
from publisher.exporters.text.markup import text_of_html
from publisher.model import (
    Block,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    Contents,
    DefinitionList,
    Figure,
    ForeignPassage,
    Heading,
    HtmlBlock,
    KeyFacts,
    MathBlock,
    OrderedList,
    PageBreak,
    Paragraph,
    PrintLayout,
    Quotation,
    Section,
    SourcesList,
    Table,
    ThematicBreak,
)

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Kind
    from publisher.model import Inline

__all__ = ["blocks"]

_AFTER_CALLOUT = Gap("after Callout", 0)


def blocks(content: tuple[Block, ...], place: Place, medium: Medium) -> Xml:
    """Write a run of blocks; the first takes over what stands before the place, the last what stands after it."""
    last = len(content) - 1
    parts: list[Xml] = []
    lead = place.lead
    for index, block in enumerate(content):
        if not isinstance(block, PrintLayout):
            parts.append(_turn(medium))
        here = place if index == last and lead is place.lead else _at(place, lead, at_end=index == last)
        parts.append(_block(block, here, medium))
        if index != last:
            following = content[index + 1]
            lead = _gap_after(block, here, following, medium) or _gap_after_table(parts[-1], medium)
            if isinstance(block, Contents):
                parts.append(_after_contents(following, medium))
            elif isinstance(block, CodeBlock) and isinstance(following, CodeBlock) and not following.caption:
                parts.append(separator())
    return stacked(parts)


def _turn(medium: Medium) -> Xml:
    """End the section before blocks whose pages are set in another way, which the end of a section says (17.6.17)."""
    before, after = medium.gathered.pages, medium.pages
    if (before.landscape, before.columns) == (after.landscape, after.columns):
        return NOTHING
    ended = section_end(medium)
    medium.gathered.pages = replace(after, continuous=before.landscape == after.landscape)
    return ended


def _laid_out(block: PrintLayout, place: Place, medium: Medium) -> Xml:
    pages = Pages(block.landscape, block.columns)
    return blocks(
        block.blocks, replace(place, width=text_width(pages, medium), lead=None, end=None), medium.set_on(pages)
    )


def _at(place: Place, lead: Gap | None, *, at_end: bool) -> Place:
    end = place.end if at_end else None
    return place if place.lead is lead and place.end is end else replace(place, lead=lead, end=end)


def _gap_after(block: Block, place: Place, following: Block, medium: Medium) -> Gap | None:
    """Return what the block after this one must know of it: the space that a table can't leave itself, a like rule."""
    match block:
        case KeyFacts():
            return Gap("after Key Facts", medium.theme.styles["key-facts"].space_after)
        case Contents():
            return Gap("after Contents", medium.theme.styles["body"].space_after)
        case Callout() if isinstance(following, Callout) and place.lead != _AFTER_CALLOUT:
            return _AFTER_CALLOUT
        case _:
            return None


def _gap_after_table(content: Xml, medium: Medium) -> Gap | None:
    return Gap("after Table", medium.theme.styles["body"].space_after) if ends_with_table(content) else None


def _after_contents(following: Block, medium: Medium) -> Xml:
    """Part contents that have a page of their own, and a table that can't part itself from them."""
    page = medium.theme.page
    breaks = page.heading_1_breaks and isinstance(following, Section) and following.level == 1
    if page.title_page and not breaks:
        return section_end(medium)
    table = isinstance(following, KeyFacts) or (isinstance(following, Table) and not following.caption)
    return separator() if table else NOTHING


def _block(block: Block, place: Place, medium: Medium) -> Xml:
    match block:
        case Paragraph():
            return _paragraph("plain", block.content, place, medium)
        case Section():
            return _section(block, place, medium)
        case Heading():
            return minor_heading(block, place, medium)
        case Quotation():
            return _quotation(block, place, medium)
        case ForeignPassage():
            return blocks(block.blocks, place, medium.spoken_in(block.lang))
        case PrintLayout():
            return _laid_out(block, place, medium)
        case BulletList() | OrderedList():
            return items(block, place, medium)
        case DefinitionList():
            return definitions(block, place, medium)
        case CodeBlock():
            return code_block(block, place, medium)
        case MathBlock():
            return equation(block, place, medium)
        case Table():
            return tables.table_block(block, place, medium)
        case Figure():
            return figure(block, place, medium)
        case Chart():
            return charts.chart(block, place, medium)
        case Callout():
            return _callout(block, place, medium)
        case KeyFacts():
            return tables.key_facts(block, place, medium)
        case Contents():
            return contents(block, place, medium)
        case SourcesList():
            return sources(block, place, medium)
        case PageBreak():
            return section_end(medium)
        case ThematicBreak():
            return paragraph(medium.style("rule", place), NOTHING)
        case HtmlBlock():
            said = " ".join(text_of_html(block.html).split(" ")).strip()
            return paragraph(medium.style("plain", place), run("", text(said))) if said else NOTHING
        case _:
            assert_never(block)


def _paragraph(kind: Kind, content: tuple[Inline, ...], place: Place, medium: Medium) -> Xml:
    return paragraph(medium.style(kind, place), inlines(content, medium.line(kind, place), medium))


def _section(section: Section, place: Place, medium: Medium) -> Xml:
    inside = replace(place, lead=None) if place.lead else place
    return joined((heading(section, medium), blocks(section.blocks, inside, medium)))


def _quotation(quotation: Quotation, place: Place, medium: Medium) -> Xml:
    inside = in_quotation(place, medium.theme)
    if not quotation.attribution:
        return blocks(quotation.blocks, inside, medium)
    quoted = blocks(quotation.blocks, replace(inside, end=None, kept=True), medium)
    below = replace(place, lead=None)
    line = medium.line("attribution", below)
    said = joined((words("— ", line, medium), inlines(quotation.attribution, line, medium)))
    return stacked((quoted, paragraph(medium.style("attribution", below), said)))


def _callout(callout: Callout, place: Place, medium: Medium) -> Xml:
    """Write a callout as paragraphs beside a rule: a reader with a screen reader hears its title, then its text."""
    later = place.lead == _AFTER_CALLOUT
    inside = in_callout(place, callout.kind, medium.theme, following=later)
    inside = replace(inside, lead=None) if later else inside
    end = place.end or Gap("Callout End", callout_box(callout.kind, medium.theme).space_after)
    title_end = None if callout.blocks else end
    title = _paragraph("callout-title", callout.title, replace(inside, end=title_end), medium)
    return joined((title, blocks(callout.blocks, replace(inside, lead=None, end=end), medium)))
