"""What the words and numbers in the columns of a table need, measured in the letters that they are set in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, assert_never

from publisher.exporters.lettering import Lettering, lettering_of, width_of
from publisher.grid import placed
from publisher.model import (
    Abbreviation,
    BulletList,
    Code,
    CodeBlock,
    DataValue,
    Deletion,
    Emphasis,
    FactReference,
    ForeignWords,
    HtmlInline,
    Image,
    Insertion,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Reference,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from publisher.traverse import blocks_within, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.model import Block, Cell, Column, Inline, Row
    from publisher.theme import InlineRole, Role, Theme

__all__ = ["Need", "needs_of", "unmeasured"]

_PLACED = (CodeBlock, Image, MathBlock, Table)

_SHORT = 16
"""Characters of a word that is not broken; a longer one is, where nothing else gives way."""
_LONGEST = 24
"""Characters of the longest word that is given room, and of the longest figure that is kept on one line."""
_PIECE = 10
"""Characters of a long word that stand on a line at least."""
_SCRAP = 5
"""And those of any word, where even numbers have hardly any room."""
_AS_WIDE = str.maketrans("123456789", "000000000")
"""Figures of tables are as wide as each other."""
_SPACES = re.compile("[ \t\n\u2002-\u2006\u2008-\u200a\u200b\u3000]+")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_COUNTED = re.compile(r"(?<=\d) (?=\S)")
"""Between a figure of the ledger and what it counts, where no line ends."""
_BREAKS = re.compile(
    r"(?<=[^\W\d_][-\u2010])(?=[^\W\d_])|\u00ad|(?<=[\u2e80-\u9fff\uac00-\ud7af])|(?=[\u2e80-\u9fff\uac00-\ud7af])"
)
"""Where a line may end in a word: after a hyphen between letters, at a soft one, between the signs of East Asia."""


class Need(NamedTuple):
    """The width that a column needs, in points."""

    full: float = 0.0
    """For all its words and numbers, but for those that are longer than any column."""
    least: float = 0.0
    """Where long words are broken."""
    figures: float = 0.0
    """Where all words are broken, and numbers are not."""
    natural: float = 0.0
    """Where no line ends but the last."""

    def scaled(self, factor: float, more: float) -> Need:
        """Return the need in type of another size, with room around it."""
        return Need(*(each * factor + more for each in self))

    @staticmethod
    def most(needs: Iterable[Need]) -> Need:
        """Return what suffices for all."""
        return Need(*map(max, zip(*needs, strict=True)))


class _Word(NamedTuple):
    """What stands between two places where a line may end."""

    text: str
    width: float
    kept: bool = False
    """It is never broken, however long it is."""

    def need(self) -> Need:
        length = len(self.text)
        each = self.width / length
        capped = each * min(length, _LONGEST)
        if not any(map(str.isalpha, self.text)):
            return Need(self.width, self.width, self.width, self.width)
        if length > _SHORT and not self.kept:
            return Need(capped, each * _PIECE, each * _SCRAP, capped)
        figures = any(map(str.isdigit, self.text))
        return Need(self.width, self.width, self.width if figures else each * min(length, _SCRAP), self.width)


class _Run(NamedTuple):
    """Characters that look alike."""

    text: str
    lettering: Lettering
    kept: bool = False
    """A line can't end in it."""


def needs_of(table: Table, theme: Theme) -> dict[Role, list[Need]]:
    """Return what each column needs, for each kind of row; cells of several columns are left to them."""
    parts: tuple[tuple[tuple[Row, ...], Role], ...] = (
        (table.head, "table-head"),
        (table.body, "table-cell"),
        (table.foot, "table-foot"),
    )
    return {role: _Measuring(theme, table, role).needs(rows) for rows, role in parts}


def unmeasured(table: Table) -> frozenset[int]:
    """Return the columns in which something stands that is no words in one column: code, pictures, wide cells."""
    found: set[int] = set()
    for row in placed((*table.head, *table.body, *table.foot)):
        for each in row:
            if each.cell.colspan > 1 or any(isinstance(node, _PLACED) for node in walk(each.cell.blocks)):
                found.update(range(each.column, each.column + each.cell.colspan))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Measuring:
    theme: Theme
    table: Table
    role: Role

    def needs(self, rows: tuple[Row, ...]) -> list[Need]:
        found: list[dict[str | Cell, Need]] = [{"": Need()} for _ in self.table.columns]
        wide: list[tuple[range, Need]] = []
        for row in placed(rows):
            for each in row:
                if each.goes_on:
                    continue
                if each.cell.colspan > 1:
                    span = range(each.column, each.column + each.cell.colspan)
                    wide.append((span, self.cell(each.cell, self.table.columns[each.column])))
                    continue
                shape, column = _shape(each.cell), self.table.columns[each.column]
                if shape not in found[each.column]:
                    found[each.column][shape] = self.cell(each.cell, column)
        needs = [Need.most(each.values()) for each in found]
        for span, need in wide:
            for place, more in zip(span, _lacking([needs[each] for each in span], need), strict=True):
                needs[place] = Need.most((needs[place], more))
        return needs

    def cell(self, cell: Cell, column: Column) -> Need:
        lettering = lettering_of(self.theme.styles[self.role])
        need = Need()
        for content, indent in _paragraphs(cell.blocks, self.theme.styles["list-item"].indent):
            runs = [*_runs(content, lettering, self.theme), _Run(cell.padding, lettering)]
            words = [each.need() for each in _words(runs, self.theme)] or [Need()]
            own = Need.most(words)
            if self.keeps_lines(runs, column):
                line = sum(width_of(run.text, run.lettering, self.theme) for run in runs)
                full = line if column.align == "decimal" else own.full
                own = own._replace(full=max(own.full, full), natural=max(own.natural, line))
            need = Need.most((need, own.scaled(1, indent)))
        return need

    def keeps_lines(self, runs: Sequence[_Run], column: Column) -> bool:
        """Whether a paragraph would best stand on one line; the head of a column of numbers need not."""
        if column.align == "decimal":
            return self.role != "table-head" and sum(len(run.text) for run in runs) <= _LONGEST
        return True


def _lacking(needs: Sequence[Need], whole: Need) -> Iterator[Need]:
    """Yield what columns need so that together they have room for the words of a cell that takes them all."""
    for need in needs:
        full, least, figures = (
            part + max(0.0, whole.least - sum(parts)) / len(needs)
            for part, parts in zip(need[:3], list(zip(*needs, strict=True))[:3], strict=True)
        )
        yield Need(full, least, figures)


def _shape(cell: Cell) -> str | Cell:
    """Return what cells have in common that are as wide as each other: plain text with the same figures, or one cell."""
    match cell.blocks:
        case (Paragraph(content=(Text(text=text) | DataValue(text=text),)),):
            return f"{text}{cell.padding}".translate(_AS_WIDE)
        case _:
            return cell


def _paragraphs(
    blocks: Sequence[Block], step: float, indent: float = 0.0
) -> Iterator[tuple[tuple[Inline, ...], float]]:
    """Yield what the paragraphs of a cell say, with what they stand in."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.content, indent
            continue
        further = indent + step if isinstance(block, BulletList | OrderedList) else indent
        for inner in blocks_within(block):
            yield from _paragraphs(inner, step, further)


def _words(runs: Iterable[_Run], theme: Theme) -> Iterator[_Word]:
    """Join runs to words; a word may begin in one and end in another."""
    word = _Word("", 0.0)
    for run in runs:
        for place, part in enumerate([run.text] if run.kept else _parts(run.text)):
            if place and word.text:
                yield word
                word = _Word("", 0.0)
            if part:
                width = word.width + width_of(part, run.lettering, theme)
                word = _Word(word.text + part, width, word.kept or run.kept)
    if word.text:
        yield word


def _parts(text: str) -> list[str]:
    """Part a text where a line may end."""
    if text.isascii() and "-" not in text:
        return _SPACES.split(text)
    return _SPACES.split(_BREAKS.sub("\u200b", text))


_ROLES: dict[type[Inline], InlineRole] = {
    Emphasis: "emphasis",
    Strong: "strong",
    Strikethrough: "strikethrough",
    Subscript: "subscript",
    Superscript: "superscript",
    Link: "link",
    Reference: "reference",
}


def _runs(content: Iterable[Inline], lettering: Lettering, theme: Theme) -> Iterator[_Run]:
    for inline in content:
        match inline:
            case Text() | DataValue():
                yield _Run(inline.text, lettering)
            case Math():
                yield _Run(max(inline.text.split("/"), key=len), lettering, kept=True)
            case FactReference():
                is_day = len(inline.text) <= _LONGEST and bool(_DAY.fullmatch(inline.value))
                yield _Run(inline.text if is_day else _COUNTED.sub("\u00a0", inline.text), lettering, kept=is_day)
            case Code():
                yield _Run(inline.text, lettering.within(theme.inline["code"]))
            case Abbreviation():
                shown = f"{inline.text} ({inline.expansion})" if inline.first else inline.text
                yield _Run(shown, lettering.within(theme.inline["abbreviation"]))
            case Note() | NoteReference():
                yield _Run(str(inline.number), lettering.within(theme.inline["note-mark"]))
            case SoftBreak() | LineBreak():
                yield _Run(" ", lettering)
            case Emphasis() | Strong() | Strikethrough() | Subscript() | Superscript() | Link() | Reference():
                yield from _runs(inline.content, lettering.within(theme.inline[_ROLES[type(inline)]]), theme)
            case Insertion() | Deletion() | ForeignWords():
                yield from _runs(inline.content, lettering, theme)
            case Image() | HtmlInline():
                pass
            case _:
                assert_never(inline)
