"""What the writers of text share: what is known of the document, and what they gather for the other parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.exporters.docx.characters import character_style
from publisher.exporters.docx.languages import foreign_characters, foreign_paragraph
from publisher.exporters.docx.looks import around_of, turned_properties
from publisher.exporters.docx.numbering import number_for
from publisher.exporters.docx.pages import Room, estimate
from publisher.exporters.docx.places import look_in, style_name
from publisher.exporters.docx.styles import Layout, added_style, appendix_heading, paragraph_style, unnumbered_heading
from publisher.languages import direction
from publisher.model import (
    Chart,
    CodeBlock,
    Contents,
    Figure,
    Heading,
    MathBlock,
    Note,
    NoteReference,
    Reference,
    Section,
    Table,
)
from publisher.theme import paper_size
from publisher.traverse import walk, walk_document
from publisher.words import words_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.diagnostics import Diagnostic
    from publisher.exporters.docx.looks import Around
    from publisher.exporters.docx.numbering import ListStart
    from publisher.exporters.docx.pages import Estimate
    from publisher.exporters.docx.places import Kind, Place
    from publisher.exporters.docx.wordml import Xml
    from publisher.model import Document
    from publisher.theme import InlineRole, Theme
    from publisher.words import Words

__all__ = ["Anchor", "Anchors", "Gathered", "Line", "Medium", "anchors_of", "medium_for"]

_FIRST_CHANGE = 1_000_000
"""Tracked changes are numbered beyond all bookmarks."""
_LONGEST_NAME = 40
"""Characters of a bookmark's name (17.13.6.2, as Word reads it)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A bookmark."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Anchors:
    """The bookmarks of a document: of what has an identifier, of headings in the contents, of notes cited again."""

    nodes: Mapping[str, Anchor]
    contents: Mapping[str, Anchor]
    notes: Mapping[str, Anchor]
    inner_notes: frozenset[str]
    """Labels of notes that stand inside notes."""
    framed: frozenset[str]
    """Identifiers of figures in frames, whose bookmarks no field of LibreOffice finds."""
    counts: Mapping[str, Anchor]
    """Of the number alone in a caption, where references have the word of their own: small letters within a sentence."""


def anchors_of(document: Document) -> Anchors:
    """Name the bookmarks that a document needs; names are valid and unique, and begin like the identifiers."""
    identifiers: dict[str, None] = {}
    listed: dict[str, None] = {}
    cited: dict[str, None] = {}
    inner: set[str] = set()
    framed: set[str] = set()
    counted: dict[str, None] = {}
    spoken = words_for(document.metadata.lang)
    for node in walk_document(document):
        match node:
            case Section() | Table() | Figure() | Chart() | MathBlock() | CodeBlock() if node.identifier:
                identifiers[node.identifier] = None
                framed |= {node.identifier} if isinstance(node, Figure) and node.beside else set()
            case Heading() if node.label:
                identifiers[node.label] = None
            case Contents():
                listed |= dict.fromkeys(entry.target for entry in node.entries)
            case NoteReference():
                cited[node.label] = None
            case Reference() if has_word_of_its_own(node, spoken):
                counted[node.target] = None
            case Note():
                inner |= {each.label for each in walk(node.blocks) if isinstance(each, Note)}
            case _:
                pass
    taken: set[str] = set()
    nodes = {each: Anchor(number, _unique(each, taken)) for number, each in enumerate(identifiers)}
    contents = {
        each: Anchor(number, f"_Toc{number:08d}") for number, each in enumerate(listed, len(nodes)) if each in nodes
    }
    first = len(nodes) + len(listed)
    notes = {each: Anchor(number, _unique(f"_note_{each}", taken)) for number, each in enumerate(cited, first)}
    counts = {
        each: Anchor(number, _unique(f"_number_{each}", taken))
        for number, each in enumerate(counted, first + len(cited))
        if each in nodes
    }
    return Anchors(nodes, contents, notes, frozenset(inner), frozenset(framed), counts)


def has_word_of_its_own(reference: Reference, spoken: Words) -> bool:
    """Whether a reference has another word before its number than its caption, as within a sentence in Spanish."""
    kind = reference.target_kind
    if not kind or not (label := spoken.in_caption(kind)):
        return False
    word = spoken.before_number(kind)
    return word != label and reference.prefix == f"{word}\N{NO-BREAK SPACE}"


def _unique(wanted: str, taken: set[str]) -> str:
    """Make a name of letters, figures and underscores; what is cut or changed and so equal is told apart by a number."""
    name = re.sub(r"\W", "_", wanted, flags=re.ASCII)
    name = name if name[:1].isalpha() or name.startswith("_") else f"s_{name}"
    candidate, count = name[:_LONGEST_NAME], 1
    while candidate.lower() in taken:
        count += 1
        candidate = f"{name[: _LONGEST_NAME - len(str(count)) - 1]}_{count}"
    taken.add(candidate.lower())
    return candidate


@dataclass(frozen=True, slots=True)
class Line:
    """What words stand in: the look of their paragraph, their roles, the room for pictures."""

    around: Around
    width: float
    roles: tuple[InlineRole, ...] = ()
    lang: str = ""
    """Of the words, where it is not that of their paragraph."""

    def within(self, role: InlineRole) -> Line:
        """Return the line for words that have one role more."""
        return self if role in self.roles else replace(self, roles=(*self.roles, role))

    def spoken_in(self, lang: str) -> Line:
        """Return the line for words in another language."""
        return replace(self, lang=lang)


@dataclass(frozen=True, slots=True)
class Pages:
    """How the pages of a section are set (17.6)."""

    landscape: bool = False
    columns: int = 1
    continuous: bool = False
    """It begins on the page where the section before it ends."""


UPRIGHT = Pages()


@dataclass(slots=True)
class Gathered:
    """What is gathered while the text is written, for the other parts; in the order of the text."""

    styles: dict[str, Xml] = field(default_factory=dict)
    """By identifier, those that are not in every document."""
    lists: list[ListStart] = field(default_factory=list)
    pictures: int = 0
    charts: dict[str, float] = field(default_factory=dict)
    """The heights of charts by identifier."""
    changes: int = 0
    controls: int = 0
    sections: int = 0
    appendices: bool = False
    pages: Pages = UPRIGHT
    """Those of the section that is being written."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Medium:
    """What the writers of text know, and where they put what other parts must hold."""

    document: Document
    theme: Theme
    words: Words
    layout: Layout
    anchors: Anchors
    estimate: Estimate
    page_height: float
    """Of the text, in points: no picture is higher."""
    gathered: Gathered
    relations: dict[tuple[str, str], str]
    """Relationships of the part that is being written: identifiers by type and target."""
    cited: list[Note]
    """The notes of the part that is being written."""
    in_notes: bool = False
    """That part is the one of the footnotes."""
    lang: str = ""
    """Of the passage that is being written, where it is not that of the document."""
    pages: Pages = UPRIGHT
    """What the blocks that are being written ask for."""

    def for_notes(self) -> Medium:
        """Return the medium for the part of the footnotes."""
        return replace(self, relations={}, cited=[], in_notes=True)

    def spoken_in(self, lang: str) -> Medium:
        """Return the medium for a passage in another language."""
        return replace(self, lang=lang)

    def set_on(self, pages: Pages) -> Medium:
        """Return the medium for blocks on pages of their own, or in columns."""
        return replace(self, pages=pages)

    def page(self, identifier: str) -> int:
        """Return the page on which a heading, table or figure is likely to stand."""
        return self.estimate.pages.get(identifier, 1)

    def style(self, kind: Kind, place: Place) -> str:
        """Return the identifier of the style of a kind of paragraph in a place."""
        own = self.added(paragraph_style(kind, place, self.theme, self.layout))
        if not self.lang:
            return own
        look = look_in(kind, place, self.theme)
        turned = turned_properties(look, self.theme, from_right=direction(self.lang) == "rtl")
        return self.added(foreign_paragraph(style_name(kind, place), self.lang, self.layout.lang, turned))

    def added(self, style: tuple[str, Xml]) -> str:
        """Take up a style that is not in every document; return its identifier."""
        identifier, xml = style
        if xml:
            self.gathered.styles[identifier] = xml
        return identifier

    def heading_style(self, section: Section) -> str:
        """Return the identifier of the style of a section's heading, which Word numbers, or letters, as its style says."""
        if section.lettered:
            self.gathered.appendices = True
            return self.added(added_style(appendix_heading(section.level, self.theme), self.theme, self.layout))
        if section.number or not self.layout.numbered:
            return f"Heading{section.level}"
        return self.added(added_style(unnumbered_heading(section.level, self.theme), self.theme, self.layout))

    def line(self, kind: Kind, place: Place) -> Line:
        """Return what the words of a kind of paragraph in a place stand in."""
        return Line(around_of(look_in(kind, place, self.theme)), place.width)

    def character(self, line: Line) -> str:
        """Return the identifier of the style of words in a line; empty where they look like their paragraph."""
        own = self.added(character_style(line.roles, line.around, self.theme)) if line.roles else ""
        if not line.lang:
            return own
        return self.added(foreign_characters(own, line.lang))

    def from_right(self, line: Line) -> bool | None:
        """Return whether words in a line run from right to left; None where they run as the document does."""
        lang = line.lang or self.lang
        turned = bool(lang) and direction(lang) != direction(self.layout.lang)
        return direction(lang) == "rtl" if turned else None

    def relation(self, kind: str, target: str) -> str:
        """Return the identifier of a relationship of the part that is being written."""
        return self.relations.setdefault((kind, target), f"rId{len(self.relations) + 1}")

    def ordered_list(self, begins: ListStart) -> int:
        """Return the number of a new ordered list."""
        self.gathered.lists.append(begins)
        return number_for(len(self.gathered.lists) - 1)

    def next_control(self) -> int:
        """Return the number of a content control."""
        self.gathered.controls += 1
        return self.gathered.controls

    def next_change(self) -> dict[str, str]:
        """Return what is known of a tracked change (17.13.5): a number, who made it and when, as the metadata say."""
        self.gathered.changes += 1
        metadata = self.document.metadata
        who = metadata.authors[0].name if metadata.authors else metadata.organisation or metadata.title
        when = {"w:date": f"{metadata.date.isoformat()}T00:00:00Z"} if metadata.date else {}
        return {"w:id": f"{_FIRST_CHANGE + self.gathered.changes}", "w:author": who, **when}

    def next_picture(self) -> int:
        """Return a number for a picture, from 1."""
        self.gathered.pictures += 1
        return self.gathered.pictures


def medium_for(document: Document, theme: Theme) -> Medium:
    """Return what the writers of a document's text need."""
    metadata, page = document.metadata, theme.page
    width, height = paper_size(metadata)
    room = Room(width - page.margin_inner - page.margin_outer, height - page.margin_top - page.margin_bottom)
    return Medium(
        document=document,
        theme=theme,
        words=words_for(metadata.lang),
        layout=Layout(metadata.lang, room.width, metadata.numbering),
        anchors=anchors_of(document),
        estimate=estimate(document, theme, room),
        page_height=room.height,
        gathered=Gathered(),
        relations={},
        cited=[],
    )
