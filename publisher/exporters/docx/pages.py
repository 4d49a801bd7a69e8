"""An estimate of the pages on which headings, tables and figures stand.

Only a layout engine knows pages, and Word has one: it corrects every number when fields are updated (F9), and NUMPAGES
and PAGE by itself. Until then a reader sees this estimate: the document is cut into slabs (paragraphs, rows of tables,
pictures), whose heights follow from the theme's sizes and the mean width of characters, and the slabs are put on pages
one after the other, headings with what follows them. It is deterministic, and within a page of Word's own count on a
report of fifteen pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.charts import chart_size
from publisher.exporters.docx.drawing import natural_size
from publisher.exporters.front import edition_parts
from publisher.grid import placed
from publisher.model import (
    Block,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    Contents,
    DataValue,
    DefinitionList,
    FactReference,
    Figure,
    ForeignPassage,
    Heading,
    HtmlBlock,
    KeyFacts,
    MathBlock,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    PrintLayout,
    Quotation,
    Section,
    SoftBreak,
    SourcesList,
    Table,
    Text,
    ThematicBreak,
)
from publisher.theme import CALLOUTS, tightened
from publisher.traverse import plain_text, walk_inlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publisher.grid import Placed
    from publisher.model import Document, Inline, Row
    from publisher.theme import Role, Style, Theme

__all__ = ["Estimate", "Room", "estimate"]

_MEAN_WIDTH: Mapping[str, float] = {"serif": 0.46, "sans-serif": 0.45, "monospace": 0.6}
"""Of a character of running text, spaces included, as a share of the font's size."""
_BOLD = 1.05
_EQUATION = 2
"""Lines of text that a line of formulas is as high as."""
_RAGGED = 1.03
"""What lines lose at their ends, since words are not cut."""
_WIDOW = 2
"""Lines of a paragraph that no page break may part from the others."""
_HEADINGS: tuple[Role, ...] = ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6")
_CONTENTS: tuple[Role, ...] = ("contents-1", "contents-2", "contents-3")
_FACT: tuple[Role, Role] = ("key-value", "key-meaning")
_FRONT: tuple[Role, ...] = ("kicker", "title", "subtitle", "summary", "edition")


@dataclass(frozen=True, slots=True)
class Room:
    """The text area of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Pages by identifier, and how many there are."""

    pages: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class _Slab:
    """What stands on a page as one piece, or line by line."""

    height: float
    """Of a line, or of the whole."""
    lines: int = 1
    before: float = 0
    after: float = 0
    keep: bool = False
    """Stays with the next slab."""
    new_page: bool = False
    identifier: str = ""
    notes: float = 0
    """Height of the footnotes that come with it."""


def estimate(document: Document, theme: Theme, room: Room) -> Estimate:
    """Estimate the page of every identifier of a prepared document."""
    writer = _Slabs(document, theme)
    front = list(writer.front(room.width))
    body = writer.blocks(document.blocks, room.width)
    if theme.page.title_page:
        return _paginate(body, room.height, first_page=3 if document.metadata.imprint else 2)
    return _paginate(chain(front, body), room.height, first_page=1)


def _paginate(slabs: Iterable[_Slab], height: float, first_page: int) -> Estimate:
    pages: dict[str, int] = {}
    page, used, gap = first_page, 0.0, 0.0
    for group in _groups(slabs):
        needed = sum(each.height * min(each.lines, _WIDOW) + each.before + each.notes for each in group)
        if used and (group[0].new_page or used + max(gap, group[0].before) + needed - group[0].before > height):
            page, used, gap = page + 1, 0.0, 0.0
        for slab in group:
            if slab.identifier:
                pages[slab.identifier] = page
            used += (max(gap, slab.before) if used else 0) + slab.height * slab.lines + slab.notes
            gap = slab.after
            while used > height:
                page, used = page + 1, used - height
    return Estimate(pages, page)


def _groups(slabs: Iterable[_Slab]) -> Iterator[list[_Slab]]:
    """Join slabs that stay together."""
    group: list[_Slab] = []
    for slab in slabs:
        group.append(slab)
        if not slab.keep:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class _Slabs:
    """Cuts a document into slabs."""

    document: Document
    theme: Theme

    def front(self, width: float) -> Iterator[_Slab]:
        metadata = self.document.metadata
        edition = " · ".join(edition_parts(metadata))
        texts = (metadata.kicker, metadata.title, metadata.subtitle, metadata.summary, edition)
        for role, text in zip(_FRONT, texts, strict=True):
            if text:
                yield self.text(self.theme.styles[role], len(text), width)

    def blocks(self, content: Iterable[Block], width: float, style: Style | None = None) -> Iterator[_Slab]:
        for block in content:
            yield from self.block(block, width, style or self.theme.styles["body"])

    def block(self, block: Block, width: float, style: Style) -> Iterator[_Slab]:
        styles = self.theme.styles
        match block:
            case Paragraph():
                yield self.words(style, block.content, width)
            case Section():
                look = styles[_HEADINGS[block.level - 1]]
                breaks = block.level == 1 and self.theme.page.heading_1_breaks
                yield self.words(look, block.title, width, block.identifier, new_page=breaks)
                yield from self.blocks(block.blocks, width)
            case Heading():
                yield self.words(styles[_HEADINGS[block.level - 1]], block.content, width)
            case Quotation():
                yield from self.quotation(block, width, style)
            case ForeignPassage():
                yield from self.blocks(block.blocks, width, style)
            case PrintLayout():
                yield from self.laid_out(block, width)
            case BulletList() | OrderedList():
                for item in block.items:
                    yield from self.blocks(item.blocks, width - styles["list-item"].indent, styles["list-item"])
            case DefinitionList():
                for entry in block.entries:
                    yield self.words(styles["term"], entry.term, width)
                    for definition in entry.definitions:
                        inner = width - styles["definition"].indent
                        yield from self.blocks(definition, inner, styles["definition"])
            case CodeBlock():
                yield from self.code(block, width)
            case MathBlock():
                yield self.equation(block)
            case Table():
                yield from self.table(block, width)
            case Figure():
                yield from self.figure(block, width)
            case Chart():
                yield from self.chart(block, width)
            case Callout():
                yield from self.callout(block, width)
            case KeyFacts():
                yield from self.key_facts(block, width)
            case Contents():
                yield from self.contents(block, width)
            case SourcesList():
                for source in block.entries:
                    yield self.words(styles["source"], source, width - styles["source"].indent)
            case PageBreak():
                yield _Slab(0, 0, new_page=True)
            case ThematicBreak():
                yield self.text(styles["thematic-break"], 0, width)
            case HtmlBlock():
                yield self.text(style, len(block.html), width)
            case _:
                assert_never(block)

    def quotation(self, quotation: Quotation, width: float, style: Style) -> Iterator[_Slab]:
        styles = self.theme.styles
        yield from self.blocks(quotation.blocks, width - styles["quotation"].indent, style)
        if quotation.attribution:
            yield self.words(styles["attribution"], quotation.attribution, width)

    def contents(self, block: Contents, width: float) -> Iterator[_Slab]:
        styles = self.theme.styles
        yield self.words(styles["contents-title"], block.title, width)
        for line in block.entries:
            look = styles[_CONTENTS[min(line.level, len(_CONTENTS)) - 1]]
            yield self.words(look, line.title, width - look.indent)
        if self.theme.page.title_page:
            yield _Slab(0, 0, new_page=True)

    def laid_out(self, block: PrintLayout, width: float) -> Iterator[_Slab]:
        """Take columns as half as high, and landscape pages for as long as others, since they are wider."""
        if block.landscape:
            yield _Slab(0, 0, new_page=True)
        for slab in self.blocks(block.blocks, width / block.columns):
            yield replace(slab, height=slab.height / block.columns)
        if block.landscape:
            yield _Slab(0, 0, new_page=True)

    def callout(self, callout: Callout, width: float) -> Iterator[_Slab]:
        styles = self.theme.styles
        box = styles[CALLOUTS[callout.kind]]
        inner = width - box.padding
        yield self.words(styles["callout-title"], callout.title, inner)
        yield from self.blocks(callout.blocks, inner, styles["callout-body"])
        yield _Slab(0, 0, after=box.space_after)

    def code(self, block: CodeBlock, width: float) -> Iterator[_Slab]:
        if block.caption:
            yield self.words(self.theme.styles["caption"], block.caption, width, block.identifier)
        look = self.theme.styles["code-block"]
        lines = block.text.count("\n") or 1
        frame = 2 * look.padding
        yield _Slab(look.line_height, lines, look.space_before + frame, look.space_after + frame)

    def equation(self, block: MathBlock) -> _Slab:
        look = self.theme.styles["equation"]
        rows = block.text.count("\n") + 1
        height = _EQUATION * look.line_height
        return _Slab(height, rows, look.space_before, look.space_after, identifier=block.identifier)

    def words(
        self, style: Style, content: tuple[Inline, ...], width: float, identifier: str = "", *, new_page: bool = False
    ) -> _Slab:
        notes = [each for each in walk_inlines(content) if isinstance(each, Note)] if _may_hold_notes(content) else []
        height = sum(
            _height(slab) for note in notes for slab in self.blocks(note.blocks, width, self.theme.styles["footnote"])
        )
        slab = self.text(style, len(plain_text(content)), width)
        plain = not identifier and not new_page and not height
        return slab if plain else replace(slab, identifier=identifier, new_page=new_page, notes=height)

    def text(self, style: Style, characters: int, width: float) -> _Slab:
        lines = _lines(style, characters, width)
        return _Slab(style.line_height, lines, style.space_before, style.space_after, style.keep_with_next)

    def table(self, table: Table, width: float) -> Iterator[_Slab]:
        styles = self.theme.styles
        if table.caption:
            yield self.words(styles["caption"], table.caption, width, table.identifier)
        parts: tuple[tuple[tuple[Row, ...], Role], ...] = (
            (table.head, "table-head"),
            (table.body, "table-cell"),
            (table.foot, "table-foot"),
        )
        for rows, role in parts:
            for row in placed(rows):
                yield _Slab(
                    self.row(row, table, width, tightened(styles[role], table.tight)), keep=role == "table-head"
                )
        yield _Slab(0, 0, after=styles["body"].space_after)
        yield from self.blocks(table.notes, width, styles["table-note"])

    def row(self, row: list[Placed], table: Table, width: float, style: Style) -> float:
        padding = tightened(self.theme.styles["table-cell"], table.tight).padding
        heights = [style.line_height]
        for each in row:
            if each.cell.rowspan > 1:
                continue
            columns = table.columns[each.column : each.column + each.cell.colspan]
            inner = sum(column.width or 1 / len(table.columns) for column in columns) * width - 2 * padding
            match each.cell.blocks:
                case (Paragraph(content=content),):
                    heights.append(style.line_height * _lines(style, len(plain_text(content)), inner))
                case blocks:
                    heights.append(sum(_height(slab) for slab in self.blocks(blocks, inner, style)))
        return max(heights) + 2 * padding

    def figure(self, figure: Figure, width: float) -> Iterator[_Slab]:
        if figure.beside:
            yield _Slab(0, 0, identifier=figure.identifier)
            return
        styles = self.theme.styles
        resource = self.document.resources.get(figure.image.source)
        height = natural_size(figure.image, resource, width, width)[1] if resource else styles["body"].line_height
        before = styles["figure"].space_before
        yield _Slab(height, before=before, keep=bool(figure.caption), identifier=figure.identifier)
        yield from self.caption(figure.caption, width)
        yield from self.blocks(figure.notes, width, styles["table-note"])

    def chart(self, chart: Chart, width: float) -> Iterator[_Slab]:
        styles = self.theme.styles
        height = chart_size(chart, width, self.theme)[1]
        before = styles["figure"].space_before
        yield _Slab(height, before=before, keep=bool(chart.caption), identifier=chart.identifier)
        yield from self.caption(chart.caption, width)
        yield from self.blocks(chart.notes, width, styles["table-note"])
        if chart.tabled:
            yield from self.table(chart.data, width)

    def caption(self, content: tuple[Inline, ...], width: float) -> Iterator[_Slab]:
        if content:
            caption = self.theme.styles["caption"]
            lines = _lines(caption, len(plain_text(content)), width)
            yield _Slab(caption.line_height, lines, caption.space_after, caption.space_before)

    def key_facts(self, block: KeyFacts, width: float) -> Iterator[_Slab]:
        styles = self.theme.styles
        value, meaning = _FACT
        box = styles["key-facts"]
        columns = self.theme.page.columns_of(len(block.entries))
        inner = width / columns - 2 * box.padding
        if block.title:
            yield self.words(styles["key-facts-title"], block.title, width)
        for first in range(0, len(block.entries), columns):
            heights = [
                sum(
                    _height(self.words(styles[role], content, inner))
                    for role, content in ((value, entry.value), (meaning, entry.meaning))
                )
                for entry in block.entries[first : first + columns]
            ]
            yield _Slab(max(heights) + box.padding)
        yield _Slab(0, 0, after=box.space_after)


def _may_hold_notes(content: tuple[Inline, ...]) -> bool:
    return any(not isinstance(inline, Text | FactReference | DataValue | SoftBreak) for inline in content)


def _lines(style: Style, characters: int, width: float) -> int:
    each = style.size * _MEAN_WIDTH[style.font.generic] * (_BOLD if style.bold else 1) + style.letter_spacing
    return max(1, ceil(characters * each * _RAGGED / max(width, each)))


def _height(slab: _Slab) -> float:
    return slab.before + slab.height * slab.lines + slab.after + slab.notes
