"""Typographic marks: straight quotation marks and apostrophes become those of the language, and French gets its spaces.

A negative number that is all of a cell or paragraph gets a minus sign for its hyphen, as figures have one. A run of
inlines is read as one line, so that a quotation may begin or end within emphasis; code, figures and addresses that a
link shows are never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.model import (
    Abbreviation,
    Code,
    DataValue,
    FactReference,
    ForeignPassage,
    ForeignWords,
    HtmlInline,
    Image,
    LineBreak,
    Link,
    Math,
    Note,
    NoteReference,
    SoftBreak,
    Text,
)
from publisher.preparation.rewrite import same_or_new
from publisher.traverse import map_block, map_inline, plain_text
from publisher.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.model import Block, Document, Inline
    from publisher.preparation.context import Context
    from publisher.words import Words

__all__ = ["set_marks", "typographic"]

_Inlines = tuple["Inline", ...]
_STRAIGHT = re.compile("[\"']")
_WORD = "x"
"""Stands for what is not changed: code, a figure, a picture."""
_BEFORE_OPENING = " \u00a0\u202f([{-–—/¿¡«“‘„‚"
_ELIDED = re.compile(r"'\d\ds?\b")
"""A year without its century ("the '90s")."""
_NEGATIVE = re.compile(r"-(?=(?:[A-Z]{0,3}\$|[€£¥])?\d[\d.,\u00a0\u202f ]*[%‰]?$)")
_LATE = re.compile(r"(?<=[\w%)\]»”’\"'])[ \u00a0\u202f]?([;:!?]+)(?=[\s»”’\"')\]]|$)")
_GUILLEMETS = re.compile("(?<=«)[ \u00a0](?=\\S)|(?<=\\S)[ \u00a0](?=»)")


def set_marks(document: Document, context: Context) -> Document:
    """Set the marks of a whole document, unless its metadata says `smart-quotes: false`."""
    metadata, words = document.metadata, context.language.words
    if not metadata.smart_quotes:
        return document
    front = replace(
        metadata,
        title=typographic(metadata.title, words),
        subtitle=typographic(metadata.subtitle, words),
        summary=typographic(metadata.summary, words),
        kicker=typographic(metadata.kicker, words),
        imprint=tuple(typographic(line, words) for line in metadata.imprint),
        short_title=typographic(metadata.short_title, words),
    )
    return replace(document, metadata=front, blocks=_Pass(words).blocks(document.blocks))


def typographic(text: str, words: Words) -> str:
    """Set the marks of a plain text."""
    return _set([(text, words)])[0]


@dataclass(frozen=True, slots=True)
class _Pass:
    """A pass over blocks of one language."""

    words: Words

    def blocks(self, run: tuple[Block, ...]) -> tuple[Block, ...]:
        return same_or_new(run, tuple([self.block(block) for block in run]))

    def block(self, block: Block) -> Block:
        within = _Pass(words_for(block.lang)) if isinstance(block, ForeignPassage) else self
        return map_block(block, within.line, within.blocks)

    def line(self, run: _Inlines) -> _Inlines:
        alone = run[0] if len(run) == 1 else None
        if isinstance(alone, DataValue):
            return run
        if isinstance(alone, Text) and _NEGATIVE.match(alone.text):
            return (replace(alone, text=_NEGATIVE.sub("\N{MINUS SIGN}", alone.text, count=1)),)
        if isinstance(alone, Text) and not self.words.before_marks and not _STRAIGHT.search(alone.text):
            return run
        pieces = list(_pieces(run, self.words))
        changed = iter(_set([(text, words) for _, text, words in pieces]))
        new = {id(node): text for (node, _, _), text in zip(pieces, changed, strict=True) if node is not None}
        return self.rebuilt(run, new)

    def rebuilt(self, run: _Inlines, new: dict[int, str]) -> _Inlines:
        return same_or_new(run, tuple([self.inline(inline, new) for inline in run]))

    def inline(self, inline: Inline, new: dict[int, str]) -> Inline:
        if isinstance(inline, Text):
            text = new.get(id(inline), inline.text)
            return inline if text == inline.text else replace(inline, text=text)
        if isinstance(inline, Note):
            return map_inline(inline, self.line, self.blocks)
        return map_inline(inline, lambda run: self.rebuilt(run, new), self.blocks)


def _pieces(run: _Inlines, words: Words) -> Iterator[tuple[Text | None, str, Words]]:
    """Yield the texts of a run in order, and what stands between them."""
    for inline in run:
        match inline:
            case Text():
                yield inline, inline.text, words
            case SoftBreak() | LineBreak():
                yield None, " ", words
            case Note() | NoteReference() | HtmlInline():
                continue
            case Code() | Math() | FactReference() | DataValue() | Abbreviation() | Image():
                yield None, _WORD, words
            case Link() if plain_text(inline.content) in inline.target:
                yield None, _WORD, words
            case ForeignWords():
                yield from _pieces(inline.content, words_for(inline.lang))
            case _:
                yield from _pieces(inline.content, words)


def _set(pieces: list[tuple[str, Words]]) -> list[str]:
    """Set the marks of pieces of one line, each in its language."""
    line = "".join(text for text, _ in pieces)
    if not _STRAIGHT.search(line) and not any(words.before_marks for _, words in pieces):
        return [text for text, _ in pieces]
    marks = _Marks(line)
    done = []
    start = 0
    for text, words in pieces:
        shown = [marks.shown(start + place, words) if each in "\"'" else each for place, each in enumerate(text)]
        done.append(_spaced("".join(shown), words))
        start += len(text)
    return done


def _spaced(text: str, words: Words) -> str:
    """Put the spaces of a language before its high marks and within its guillemets."""
    if not words.before_marks:
        return text

    def late(found: re.Match[str]) -> str:
        return f"{words.before_colon if found[1].startswith(':') else words.before_marks}{found[1]}"

    return _GUILLEMETS.sub(words.before_marks, _LATE.sub(late, text))


@dataclass(slots=True)
class _Marks:
    """The straight marks of a line, taken in order, and which quotations are open."""

    line: str
    open: list[tuple[str, str]] = field(default_factory=list)
    """The straight mark of each open quotation, and what closes it."""

    def shown(self, place: int, words: Words) -> str:
        mark = self.line[place]
        before, after = self.line[place - 1 : place], self.line[place + 1 : place + 2]
        opens = (not before or before in _BEFORE_OPENING or before in "\"'") and bool(after.strip())
        innermost = self.open[-1][0] if self.open else ""
        if mark == "'" and ((before.isalpha() and after.isalnum()) or _ELIDED.match(self.line, place)):
            return words.apostrophe
        if opens and innermost != mark and (mark == '"' or self.closes_later(place)):
            inner = bool(self.open) or mark == "'"
            pair = (words.inner_open, words.inner_close) if inner else (words.quote_open, words.quote_close)
            self.open.append((mark, pair[1]))
            return pair[0]
        if innermost == mark:
            return self.open.pop()[1]
        if before.isdigit():
            return "″" if mark == '"' else "′"
        return words.apostrophe if mark == "'" else words.quote_close

    def closes_later(self, place: int) -> bool:
        """Whether a single mark further on may close a quotation."""
        return bool(re.search(r"(?<=[^\s(])'(?!\w)", self.line[place + 1 :]))
