"""Numbers and identifiers of sections, tables, figures, formulas and listings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.model import Chart, CodeBlock, Figure, MathBlock, Section, Table
from publisher.preparation.rewrite import rewrite
from publisher.preparation.slugs import Identifiers, slug
from publisher.traverse import plain_text, walk_document

if TYPE_CHECKING:
    from publisher.model import Block, Document, Inline
    from publisher.preparation.context import Context

__all__ = ["number_and_label"]

_LETTERS = 26
_NUMBERED = (Section, Table, Figure, Chart, MathBlock, CodeBlock)


def number_and_label(document: Document, context: Context) -> Document:
    """Give identifiers and numbers: to sections where the metadata says so, to formulas that have a label."""
    labels = (node.label for node in walk_document(document) if isinstance(node, _NUMBERED))
    counting = _Counting(document.metadata.numbering, context.language.words.appendix)
    counting.identifiers.reserve(label for label in labels if label)
    return replace(document, blocks=rewrite(document.blocks, block=dict.fromkeys(_NUMBERED, counting.block)))


@dataclass(slots=True)
class _Counting:
    """How far the numbers have come in reading order."""

    numbering: bool
    appendix_word: str
    sections: list[int] = field(default_factory=list)
    sections_of_appendix: list[int] = field(default_factory=list)
    appendices: int = 0
    lettered: bool = False
    """Within an appendix."""
    tables: int = 0
    figures: int = 0
    equations: int = 0
    listings: int = 0
    identifiers: Identifiers = field(default_factory=Identifiers)
    labelled: set[str] = field(default_factory=set)

    def block(self, block: Block) -> Block:
        match block:
            case Section():
                identifier = self.identifier(block.label, block.title, "section")
                number = self.section_number(block.level, appendix=block.appendix)
                return replace(block, identifier=identifier, number=number)
            case Table():
                self.tables += bool(block.caption)
                identifier = self.identifier(block.label, block.caption, "table")
                return replace(block, identifier=identifier, number=self.tables if block.caption else 0)
            case Figure() | Chart():
                self.figures += bool(block.caption)
                identifier = self.identifier(block.label, block.caption, "figure")
                return replace(block, identifier=identifier, number=self.figures if block.caption else 0)
            case CodeBlock() if block.caption or block.label:
                self.listings += bool(block.caption)
                identifier = self.identifier(block.label, block.caption, "listing")
                return replace(block, identifier=identifier, number=self.listings if block.caption else 0)
            case MathBlock(label=label) if label:
                self.equations += 1
                return replace(block, identifier=self.identifier(label, (), "equation"), number=self.equations)
            case _:
                return block

    def section_number(self, level: int, *, appendix: bool) -> str:
        """Count a section; appendices are lettered in every document, and counted by themselves."""
        if level == 1:
            self.lettered = appendix
            self.appendices += appendix
        if appendix:
            self.sections_of_appendix = [self.appendices]
            return f"{self.appendix_word}\N{NO-BREAK SPACE}{_letter(self.appendices)}."
        if not self.numbering:
            return ""
        counted = self.sections_of_appendix if self.lettered else self.sections
        above = (counted + [0] * level)[:level]
        above[-1] += 1
        counted[:] = above
        first = _letter(above[0]) if self.lettered else str(above[0])
        return ".".join((first, *map(str, above[1:])))

    def identifier(self, label: str, title: tuple[Inline, ...], otherwise: str) -> str:
        """Return the label, or a slug of the title; only a label given twice, which the reader reports, is changed."""
        if label and label not in self.labelled:
            self.labelled.add(label)
            return label
        return self.identifiers.give(label or slug(plain_text(title)) or otherwise)


def _letter(number: int) -> str:
    """Return A to Z, then AA, BB and so on, as Word counts (17.18.59, upperLetter)."""
    again, place = divmod(number - 1, _LETTERS)
    return chr(ord("A") + place) * (again + 1)
