"""Walking over a document and rebuilding it; the only code that knows where each node keeps its children."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from publisher.model import (
    Abbreviation,
    Block,
    BulletList,
    Callout,
    Chart,
    Code,
    CodeBlock,
    Contents,
    DataValue,
    Definition,
    DefinitionList,
    Deletion,
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
    KeyFact,
    KeyFacts,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Node,
    Note,
    NoteReference,
    OrderedList,
    PageBreak,
    Paragraph,
    PrintLayout,
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

    from publisher.model import Cell, Document

__all__ = [
    "blocks_within",
    "inlines_in",
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
_Part = TypeVar("_Part")
_SomeNode = TypeVar("_SomeNode", bound=Node)


def blocks_within(block: Block) -> tuple[_Blocks, ...]:
    """Return the runs of blocks that stand directly in a block, in reading order (captions are inlines)."""
    match block:
        case Section() | Quotation() | Callout() | ForeignPassage() | PrintLayout():
            return (block.blocks,)
        case BulletList() | OrderedList():
            return tuple(item.blocks for item in block.items)
        case DefinitionList():
            return tuple(definition for entry in block.entries for definition in entry.definitions)
        case Table():
            cells = (cell.blocks for row in (*block.head, *block.body, *block.foot) for cell in row.cells)
            return (*cells, block.notes)
        case Figure():
            return (block.notes,)
        case Chart():
            return (block.data,), block.notes
        case (
            Paragraph() | Heading() | CodeBlock() | MathBlock() | KeyFacts() | Contents() | SourcesList() | PageBreak()
        ):
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
        case Table() | CodeBlock() | Chart():
            return (block.caption,)
        case Figure():
            return ((block.image,), block.caption)
        case KeyFacts():
            return (block.title, *(run for entry in block.entries for run in (entry.value, entry.meaning)))
        case SourcesList():
            return block.entries
        case Quotation():
            return (block.attribution,)
        case ForeignPassage() | PrintLayout() | BulletList() | OrderedList() | MathBlock() | PageBreak():
            return ()
        case ThematicBreak() | HtmlBlock():
            return ()
        case _:
            assert_never(block)


def inlines_in(inline: Inline) -> _Inlines:
    """Return the inlines that stand directly in an inline; what a note says are blocks."""
    match inline:
        case Text() | DataValue() | SoftBreak() | FactReference() | LineBreak() | HtmlInline():
            return ()
        case (
            Emphasis()
            | Strong()
            | Strikethrough()
            | Insertion()
            | Deletion()
            | Subscript()
            | Superscript()
            | Link()
            | Reference()
        ):
            return inline.content
        case ForeignWords():
            return inline.content
        case Code() | Math() | Abbreviation() | Image() | Note() | NoteReference():
            return ()
        case _:
            assert_never(inline)


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Block | Inline]:
    """Yield every node of a run of inlines, parents first; what a note says follows the note."""
    found: list[Block | Inline] = []
    _gather_inlines(inlines, found)
    return iter(found)


def walk(blocks: Iterable[Block]) -> Iterator[Block | Inline]:
    """Yield every block and inline below some blocks in reading order, parents first."""
    found: list[Block | Inline] = []
    _gather(blocks, found)
    return iter(found)


def _gather_inlines(inlines: Iterable[Inline], found: list[Block | Inline]) -> None:
    for inline in inlines:
        found.append(inline)
        if isinstance(inline, Text):  # most inlines are
            continue
        if isinstance(inline, Note):
            _gather(inline.blocks, found)
        elif children := inlines_in(inline):
            _gather_inlines(children, found)


def _gather(blocks: Iterable[Block], found: list[Block | Inline]) -> None:
    for block in blocks:
        found.append(block)
        if isinstance(block, Paragraph):  # most blocks are
            _gather_inlines(block.content, found)
            continue
        if isinstance(block, DefinitionList):
            for entry in block.entries:
                _gather_inlines(entry.term, found)
                for definition in entry.definitions:
                    _gather(definition, found)
            continue
        if isinstance(block, Quotation):
            _gather(block.blocks, found)
            _gather_inlines(block.attribution, found)
            continue
        for inlines in inlines_within(block):
            _gather_inlines(inlines, found)
        for inner in blocks_within(block):
            _gather(inner, found)


def walk_document(document: Document) -> Iterator[Block | Inline]:
    """Yield every node of a document."""
    return walk(document.blocks)


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the characters of a run of inlines, without notes; pictures speak with their alternative text."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text() | Code() | Math() | Abbreviation() | FactReference() | DataValue():
            return inline.text
        case Image():
            return inline.alt
        case SoftBreak() | LineBreak():
            return " "
        case Note() | NoteReference() | HtmlInline():
            return ""
        case (
            Emphasis()
            | Strong()
            | Strikethrough()
            | Insertion()
            | Deletion()
            | Subscript()
            | Superscript()
            | Link()
            | Reference()
        ):
            return plain_text(inline.content)
        case ForeignWords():
            return plain_text(inline.content)
        case _:
            assert_never(inline)


def _changed(node: _SomeNode, **fields: Any) -> _SomeNode:
    """Replace fields; a node whose fields are all what they were stays the same node, so that passes cost little."""
    for name, value in fields.items():
        if getattr(node, name) is not value:
            return replace(node, **fields)
    return node


def _each(parts: tuple[_Part, ...], change: Callable[[_Part], _Part]) -> tuple[_Part, ...]:
    """Change every part; the same tuple comes back when nothing in it is new."""
    changed = [change(part) for part in parts]
    return parts if all(map(operator.is_, parts, changed)) else tuple(changed)


def map_inline(inline: Inline, inlines: Callable[[_Inlines], _Inlines], blocks: Callable[[_Blocks], _Blocks]) -> Inline:
    """Rebuild one inline with its direct children replaced; the same node comes back when nothing is new."""
    match inline:
        case Text() | DataValue() | SoftBreak() | FactReference() | LineBreak() | HtmlInline():
            return inline
        case (
            Emphasis()
            | Strong()
            | Strikethrough()
            | Insertion()
            | Deletion()
            | Subscript()
            | Superscript()
            | Link()
            | Reference()
            | ForeignWords()
        ):
            content = inlines(inline.content)
            return inline if content is inline.content else replace(inline, content=content)
        case Note():
            return _changed(inline, blocks=blocks(inline.blocks))
        case Code() | Math() | Abbreviation() | Image() | NoteReference():
            return inline
        case _:
            assert_never(inline)


def map_block(block: Block, inlines: Callable[[_Inlines], _Inlines], blocks: Callable[[_Blocks], _Blocks]) -> Block:
    """Rebuild one block with its direct children replaced, in reading order; the same node where nothing is new."""
    match block:
        case Paragraph() | Heading():
            content = inlines(block.content)
            return block if content is block.content else replace(block, content=content)
        case Section() | Callout():
            return _changed(block, title=inlines(block.title), blocks=blocks(block.blocks))
        case Quotation():
            return _changed(block, blocks=blocks(block.blocks), attribution=inlines(block.attribution))
        case ForeignPassage() | PrintLayout():
            return _changed(block, blocks=blocks(block.blocks))
        case BulletList() | OrderedList():
            return _changed(block, items=_each(block.items, lambda item: _changed(item, blocks=blocks(item.blocks))))
        case DefinitionList():
            return _changed(block, entries=_each(block.entries, lambda entry: _map_definition(entry, inlines, blocks)))
        case Table():
            return _changed(
                block,
                caption=inlines(block.caption),
                head=_each(block.head, lambda row: _map_row(row, blocks)),
                body=_each(block.body, lambda row: _map_row(row, blocks)),
                foot=_each(block.foot, lambda row: _map_row(row, blocks)),
                notes=blocks(block.notes),
            )
        case Figure():
            return _changed(block, caption=inlines(block.caption), notes=blocks(block.notes))
        case Chart():
            return _changed(
                block, caption=inlines(block.caption), data=_mapped(block.data, blocks), notes=blocks(block.notes)
            )
        case KeyFacts():
            title = inlines(block.title)
            return _changed(block, title=title, entries=_each(block.entries, lambda entry: _map_fact(entry, inlines)))
        case SourcesList():
            return _changed(block, entries=_each(block.entries, inlines))
        case Contents():
            return _changed(block, title=inlines(block.title))
        case CodeBlock():
            return _changed(block, caption=inlines(block.caption)) if block.caption else block
        case MathBlock() | ThematicBreak() | HtmlBlock() | PageBreak():
            return block
        case _:
            assert_never(block)


def _mapped(table: Table, blocks: Callable[[_Blocks], _Blocks]) -> Table:
    """Rebuild the table of a chart, which stays a table whatever becomes of other blocks."""
    match blocks((table,)):
        case (Table() as changed,):
            return changed
        case _:
            return table


def _map_row(row: Row, blocks: Callable[[_Blocks], _Blocks]) -> Row:
    contents = [blocks(cell.blocks) for cell in row.cells]
    if all(content is cell.blocks for content, cell in zip(contents, row.cells, strict=True)):
        return row
    return replace(row, cells=tuple(map(_with_blocks, row.cells, contents)))


def _with_blocks(cell: Cell, blocks: _Blocks) -> Cell:
    return _changed(cell, blocks=blocks)


def _map_definition(
    entry: Definition, inlines: Callable[[_Inlines], _Inlines], blocks: Callable[[_Blocks], _Blocks]
) -> Definition:
    return _changed(entry, term=inlines(entry.term), definitions=_each(entry.definitions, blocks))


def _map_fact(entry: KeyFact, inlines: Callable[[_Inlines], _Inlines]) -> KeyFact:
    return _changed(entry, value=inlines(entry.value), meaning=inlines(entry.meaning))
