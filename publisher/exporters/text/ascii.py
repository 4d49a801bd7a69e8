"""Document -> the same document in ASCII characters."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from publisher.diagnostics import Diagnostic
from publisher.exporters.front import edition_parts
from publisher.exporters.text.layout import NO_BREAK
from publisher.exporters.text.spelling import spell, spell_address, unspelled
from publisher.maths import linear
from publisher.model import (
    Abbreviation,
    Block,
    BulletList,
    Callout,
    Chart,
    Code,
    CodeBlock,
    Contents,
    ContentsEntry,
    DataValue,
    DefinitionList,
    Deletion,
    Document,
    Emphasis,
    FactReference,
    Figure,
    ForeignPassage,
    ForeignWords,
    Heading,
    HtmlBlock,
    HtmlInline,
    Image,
    Inline,
    Insertion,
    KeyFacts,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Metadata,
    Note,
    NoteReference,
    OrderedList,
    PageBreak,
    Paragraph,
    PrintLayout,
    Quotation,
    Reference,
    Section,
    SoftBreak,
    SourcesList,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from publisher.traverse import map_block, map_inline, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.diagnostics import Location
    from publisher.model import Plot

__all__ = ["ascii_document"]


def ascii_document(document: Document) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Spell a prepared document in ASCII.

    Diagnostics: one `missing-glyph` for each character that has no spelling, where it first stands.
    """
    speller = _Speller()
    spelled = replace(
        document,
        metadata=speller.metadata(document.metadata),
        blocks=speller.blocks(document.blocks),
        notes=tuple(replace(note, blocks=speller.blocks(note.blocks)) for note in document.notes),
        links=tuple(map(spell_address, document.links)),
    )
    return spelled, speller.diagnostics()


class _Speller:
    """Spells every text of a document, and remembers what it could not spell."""

    def __init__(self) -> None:
        self.lost: dict[str, list[Location | None]] = {}

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Tell of each lost character once."""
        return tuple(_diagnostic(character, places) for character, places in self.lost.items())

    def metadata(self, metadata: Metadata) -> Metadata:
        """Spell what stands in the title block; the edition line is spelled when it is made."""
        for part in edition_parts(metadata):
            self._text(part, None)
        return replace(
            metadata,
            title=self._text(metadata.title, None),
            subtitle=self._text(metadata.subtitle, None),
            summary=self._text(metadata.summary, None),
            kicker=self._text(metadata.kicker, None),
            imprint=tuple(self._text(line, None) for line in metadata.imprint),
            handling=spell(metadata.handling),
            watermark=spell(metadata.watermark),
        )

    def blocks(self, content: tuple[Block, ...]) -> tuple[Block, ...]:
        """Spell a run of blocks."""
        return tuple([self._block(block) for block in content])

    def _inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple([self._inline(inline) for inline in content])

    def _text(self, text: str, at: Location | None) -> str:
        for character in unspelled(text):
            self.lost.setdefault(character, []).append(at)
        return spell(text)

    def _block(self, block: Block) -> Block:
        match block:
            case CodeBlock():
                return replace(block, text=self._text(block.text, block.at).replace(NO_BREAK, " "))
            case MathBlock():
                return replace(block, text=self._text(linear(block.formula, ascii_only=True), block.at))
            case HtmlBlock():
                return replace(block, html=self._text(block.html, block.at))
            case Contents():
                entries = tuple(self._contents_entry(entry) for entry in block.entries)
                return replace(block, title=self._inlines(block.title), entries=entries)
            case Figure():
                figure = replace(block, image=self._image(block.image))
                return map_block(figure, self._inlines, self.blocks)
            case Chart():
                plot = block.plot and _spelled(block.plot, lambda text: self._text(text, block.at))
                return map_block(replace(block, plot=plot), self._inlines, self.blocks)
            case (
                PrintLayout()
                | Paragraph()
                | Heading()
                | Section()
                | Quotation()
                | BulletList()
                | OrderedList()
                | DefinitionList()
            ):
                return map_block(block, self._inlines, self.blocks)
            case Table() | Callout() | KeyFacts() | SourcesList() | ThematicBreak() | PageBreak() | ForeignPassage():
                return map_block(block, self._inlines, self.blocks)
            case _:
                assert_never(block)

    def _contents_entry(self, entry: ContentsEntry) -> ContentsEntry:
        return replace(entry, title=self._inlines(entry.title), number=self._text(entry.number, entry.at))

    def _image(self, image: Image) -> Image:
        return replace(image, alt=self._text(image.alt, image.at), title=self._text(image.title, image.at))

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Text() | Code() | FactReference() | DataValue():
                return inline if inline.text.isascii() else replace(inline, text=self._text(inline.text, inline.at))
            case Math():
                return replace(inline, text=self._text(linear(inline.formula, ascii_only=True), inline.at))
            case Abbreviation():
                expansion = self._text(inline.expansion, inline.at)
                return replace(inline, text=self._text(inline.text, inline.at), expansion=expansion)
            case Image():
                return self._image(inline)
            case HtmlInline():
                return replace(inline, html=self._text(inline.html, inline.at))
            case Link():
                return self._link(inline)
            case (
                Emphasis()
                | Strong()
                | Strikethrough()
                | Insertion()
                | Deletion()
                | Subscript()
                | Superscript()
                | Reference()
                | ForeignWords()
            ):
                return map_inline(inline, self._inlines, self.blocks)
            case Note() | NoteReference() | SoftBreak() | LineBreak():
                return inline
            case _:
                assert_never(inline)

    def _link(self, link: Link) -> Link:
        """Spell a link; an address that the text shows must not be changed by spelling, so it is added."""
        content = self._inlines(link.content)
        if not link.number and not plain_text(link.content).isascii():
            content = (*content, Text(f" <{spell_address(link.target)}>"))
        return replace(link, content=content, title=self._text(link.title, link.at))


def _diagnostic(character: str, places: list[Location | None]) -> Diagnostic:
    name = unicodedata.name(character, "a character without a name")
    times = f", {len(places)} times" if len(places) > 1 else ""
    message = f"{character} ({name}) has no spelling in ASCII; it is shown as {spell(character)}{times}"
    at = next((place for place in places if place is not None), None)
    return Diagnostic("missing-glyph", message, at, "write it in other characters, or use the format txt")


def _spelled(plot: Plot, spell: Callable[[str], str]) -> Plot:
    """Return a plot whose words are written in other characters."""

    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(spell, texts))

    panels = tuple(
        replace(
            panel,
            title=spell(panel.title),
            series=tuple(replace(one, name=spell(one.name), shown=each(one.shown)) for one in panel.series),
        )
        for panel in plot.panels
    )
    return replace(plot, categories=each(plot.categories), panels=panels, heading=spell(plot.heading))
