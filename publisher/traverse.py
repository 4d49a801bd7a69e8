"""Walking over a document and rebuilding it; the only code that knows where each node keeps its children."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from publisher.model import (
    Abbreviation,
    Block,
    BulletList,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Contents,
    Definition,
    DefinitionList,
    Emphasis,
    FactReference,
    Figure,
    Heading,
    HtmlBlock,
    HtmlInline,
    Image,
    Inline,
    KeyFact,
    KeyFacts,
    LineBreak,
    Link,
    ListItem,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Quotation,
    Reference,
    Row,
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publisher.model import Document

__all__ = [
    "blocks_within",
    "inlines_within",
    "map_block",
    "map_inline",
    "plain_text",
    "walk",
    "walk_document",
    "walk_inlines",
]

_Blocks = tuple[Block, ...]
_Inlines = tuple[Inline, ...]


def blocks_within(block: Block) -> tuple[_Blocks, ...]:
    """Return the runs of blocks that stand directly in a block, in reading order (captions are inlines)."""
    match block:
        case Section() | Quotation() | Callout():
            return (block.blocks,)
        case BulletList() | OrderedList():
            return tuple(item.blocks for item in block.items)
        case DefinitionList():
            return tuple(definition for entry in block.entries for definition in entry.definitions)
        case Table():
            cells = (cell.blocks for row in (*block.head, *block.body) for cell in row.cells)
            return (*cells, block.notes)
        case Figure():
            return (block.notes,)
        case Paragraph() | Heading() | CodeBlock() | KeyFacts() | Contents() | SourcesList():
            return ()
        case ThematicBreak() | HtmlBlock():
            return ()
        case _:
            assert_never(block)


def inlines_within(block: Block) -> tuple[_Inlines, ...]:
    """Return the runs of inlines that stand directly in a block, in reading order."""
    match block:
        case Paragraph() | Heading():
            return (block.content,)
        case Section() | Callout() | Contents():
            return (block.title,)
        case DefinitionList():
            return tuple(entry.term for entry in block.entries)
        case Table():
            return (block.caption,)
        case Figure():
            return ((block.image,), block.caption)
        case KeyFacts():
            return (block.title, *(run for entry in block.entries for run in (entry.value, entry.meaning)))
        case SourcesList():
            return block.entries
        case Quotation() | BulletList() | OrderedList() | CodeBlock() | ThematicBreak() | HtmlBlock():
            return ()
        case _:
            assert_never(block)


def _inline_children(inline: Inline) -> _Inlines:
    match inline:
        case Emphasis() | Strong() | Strikethrough() | Subscript() | Superscript() | Link() | Reference():
            return inline.content
        case Text() | Code() | Abbreviation() | Image() | Note() | NoteReference() | FactReference():
            return ()
        case SoftBreak() | LineBreak() | HtmlInline():
            return ()
        case _:
            assert_never(inline)


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Block | Inline]:
    """Yield every node of a run of inlines, parents first; what a note says follows the note."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Note):
            yield from walk(inline.blocks)
        yield from walk_inlines(_inline_children(inline))


def walk(blocks: Iterable[Block]) -> Iterator[Block | Inline]:
    """Yield every block and inline below some blocks in reading order, parents first."""
    for block in blocks:
        yield block
        match block:
            case DefinitionList():
                for entry in block.entries:
                    yield from walk_inlines(entry.term)
                    for definition in entry.definitions:
                        yield from walk(definition)
            case _:
                for inlines in inlines_within(block):
                    yield from walk_inlines(inlines)
                for inner in blocks_within(block):
                    yield from walk(inner)


def walk_document(document: Document) -> Iterator[Block | Inline]:
    """Yield every node of a document."""
    return walk(document.blocks)


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the characters of a run of inlines, without notes; pictures speak with their alternative text."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text() | Code() | Abbreviation() | FactReference():
            return inline.text
        case Image():
            return inline.alt
        case SoftBreak() | LineBreak():
            return " "
        case Note() | NoteReference() | HtmlInline():
            return ""
        case Emphasis() | Strong() | Strikethrough() | Subscript() | Superscript() | Link() | Reference():
            return plain_text(inline.content)
        case _:
            assert_never(inline)


def map_inline(inline: Inline, inlines: Callable[[_Inlines], _Inlines], blocks: Callable[[_Blocks], _Blocks]) -> Inline:
    """Rebuild one inline with its direct children replaced."""
    match inline:
        case Emphasis() | Strong() | Strikethrough() | Subscript() | Superscript() | Link() | Reference():
            content = inlines(inline.content)
            return inline if content is inline.content else replace(inline, content=content)
        case Note():
            return replace(inline, blocks=blocks(inline.blocks))
        case Text() | Code() | Abbreviation() | Image() | NoteReference() | FactReference():
            return inline
        case SoftBreak() | LineBreak() | HtmlInline():
            return inline
        case _:
            assert_never(inline)


def map_block(block: Block, inlines: Callable[[_Inlines], _Inlines], blocks: Callable[[_Blocks], _Blocks]) -> Block:
    """Rebuild one block with its direct children replaced, in reading order."""
    match block:
        case Paragraph() | Heading():
            return replace(block, content=inlines(block.content))
        case Section() | Callout():
            return replace(block, title=inlines(block.title), blocks=blocks(block.blocks))
        case Quotation():
            return replace(block, blocks=blocks(block.blocks))
        case BulletList() | OrderedList():
            return replace(block, items=tuple(_map_item(item, blocks) for item in block.items))
        case DefinitionList():
            return replace(block, entries=tuple(_map_definition(entry, inlines, blocks) for entry in block.entries))
        case Table():
            return replace(
                block,
                caption=inlines(block.caption),
                head=tuple(_map_row(row, blocks) for row in block.head),
                body=tuple(_map_row(row, blocks) for row in block.body),
                notes=blocks(block.notes),
            )
        case Figure():
            return replace(block, caption=inlines(block.caption), notes=blocks(block.notes))
        case KeyFacts():
            entries = tuple(_map_key_fact(entry, inlines) for entry in block.entries)
            return replace(block, title=inlines(block.title), entries=entries)
        case SourcesList():
            return replace(block, entries=tuple(inlines(entry) for entry in block.entries))
        case Contents() | CodeBlock() | ThematicBreak() | HtmlBlock():
            return block
        case _:
            assert_never(block)


def _map_item(item: ListItem, blocks: Callable[[_Blocks], _Blocks]) -> ListItem:
    return replace(item, blocks=blocks(item.blocks))


def _map_row(row: Row, blocks: Callable[[_Blocks], _Blocks]) -> Row:
    return replace(row, cells=tuple(_map_cell(cell, blocks) for cell in row.cells))


def _map_cell(cell: Cell, blocks: Callable[[_Blocks], _Blocks]) -> Cell:
    return replace(cell, blocks=blocks(cell.blocks))


def _map_definition(
    entry: Definition, inlines: Callable[[_Inlines], _Inlines], blocks: Callable[[_Blocks], _Blocks]
) -> Definition:
    term = inlines(entry.term)
    return replace(entry, term=term, definitions=tuple(blocks(definition) for definition in entry.definitions))


def _map_key_fact(entry: KeyFact, inlines: Callable[[_Inlines], _Inlines]) -> KeyFact:
    return replace(entry, value=inlines(entry.value), meaning=inlines(entry.meaning))
