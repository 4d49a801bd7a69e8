"""What a document says, as runs of letters and digits that every format must give in the same order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, assert_never

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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BREAK = "\0"
"""Stands where a format may put a mark of its own: the number of a note or link, a page, a picture's text."""
GAP = 24
"""How many letters and digits such a mark may have."""


def squash(text: str) -> str:
    """Keep letters and digits only, without case and accents, and the breaks."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if each.isalnum() or each == BREAK)


def spoken(inlines: Iterable[Inline]) -> str:
    """Return the words of a run of inlines, with breaks where formats put marks of their own."""
    return "".join(_spoken(inline) for inline in inlines)


def _spoken(inline: Inline) -> str:
    match inline:
        case Text() | Code() | FactReference() | DataValue():
            return re.sub(r"([^\x00-\x7f])", lambda found: found[1] if found[1].isalnum() else BREAK, inline.text)
        case Abbreviation():
            return f"{inline.text} {inline.expansion if inline.first else ''}"
        case Emphasis() | Strong() | Strikethrough() | Insertion() | Deletion() | Subscript() | Superscript():
            return spoken(inline.content)
        case ForeignWords():
            return spoken(inline.content)
        case Link() | Reference():
            return spoken(inline.content) + BREAK
        case Image() | Math() | Note() | NoteReference() | HtmlInline():
            return BREAK
        case SoftBreak() | LineBreak():
            return " "
        case _:
            assert_never(inline)


def sayings(blocks: Iterable[Block], *, numbered: bool = True) -> Iterator[str]:
    """Yield what each heading, paragraph, cell, term, caption and code line says, in reading order."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield spoken(block.content)
            case Section():
                yield f"{block.number if numbered else ''} {spoken(block.title)}"
                yield from sayings(block.blocks, numbered=numbered)
            case Quotation() | ForeignPassage() | PrintLayout():
                yield from sayings(block.blocks)
            case Callout():
                yield spoken(block.title)
                yield from sayings(block.blocks)
            case BulletList() | OrderedList():
                for item in block.items:
                    yield from sayings(item.blocks)
            case DefinitionList():
                for entry in block.entries:
                    yield spoken(entry.term)
                    for definition in entry.definitions:
                        yield from sayings(definition)
            case CodeBlock():
                yield spoken(block.caption)
                yield from block.text.splitlines()
            case Table():
                yield spoken(block.caption)
                for row in (*block.head, *block.body, *block.foot):
                    for cell in row.cells:
                        yield from sayings(cell.blocks)
                yield from sayings(block.notes)
            case Figure():
                yield spoken(block.caption)
                yield from sayings(block.notes)
            case Chart():
                yield spoken(block.caption)
                if block.tabled:
                    yield from sayings((block.data,))
                yield from sayings(block.notes)
            case KeyFacts():
                yield spoken(block.title)
                for fact in block.entries:
                    yield spoken(fact.value)
                    yield spoken(fact.meaning)
            case Contents():
                yield spoken(block.title)
                for line in block.entries:
                    yield f"{line.number} {spoken(line.title)}"
            case SourcesList():
                for source in block.entries:
                    yield spoken(source)
            case MathBlock():
                yield f"({block.number})" if block.number else ""
            case ThematicBreak() | HtmlBlock() | PageBreak():
                pass
            case _:
                assert_never(block)


def everything(document: Document, *, numbered: bool = True) -> list[str]:
    """Return all that a document says: title, text, notes; without section numbers where a format makes them."""
    front = document.metadata
    said = [
        front.kicker,
        front.title,
        front.subtitle,
        front.summary,
        front.edition,
        front.organisation,
        front.handling,
        *front.imprint,
    ]
    notes = [saying for note in document.notes for saying in sayings(note.blocks)]
    return [each for each in (*said, *sayings(document.blocks, numbered=numbered), *notes) if squash(each).strip(BREAK)]


def missing(said: Iterable[str], artifact: str, *, pieces: int = 1) -> list[str]:
    """Return what is not found in the squashed text of an artifact, run by run with small gaps.

    Paper may part a run in pieces: what stands at the foot and head of pages comes between them.
    """
    return [each for each in said if not _found(squash(each), artifact, pieces)]


def _found(squashed: str, artifact: str, pieces: int) -> bool:
    runs = [run for run in squashed.split(BREAK) if run]
    if re.search(rf".{{0,{GAP}}}?".join(map(re.escape, runs)), artifact):
        return True
    return pieces > 1 and all(_parted(run, artifact, pieces) for run in runs)


def _parted(run: str, artifact: str, pieces: int) -> bool:
    """Whether a run is there in at most some pieces, each as long as can be."""
    for _ in range(pieces):
        longest = next((size for size in range(len(run), 0, -1) if run[:size] in artifact), 0)
        run = run[longest:]
        if not run:
            return True
        if not longest:
            return False
    return False


def numbers(text: str) -> Counter[str]:
    """Count the numerals of a text ("22.2", "1,500")."""
    return Counter(re.findall(r"\d+(?:[.,]\d+)*", _plain(text)))


def count(number: str, text: str) -> int:
    """Count how often a numeral stands in a text, maybe beside a mark such as that of a list item."""
    return len(re.findall(rf"(?<!\d){re.escape(number)}(?!\d)", _plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.replace(BREAK, " "))
