"""The document model: types only.

A `Document` is a tree of frozen nodes. `Block` and `Inline` are closed unions: every stage matches over
them and ends in `assert_never`, so that a node that a stage forgets fails the type check. Equality ignores
where in the source a node came from (`at`). Fields marked *prepared* are empty until `publisher.preparation`
has filled them; exporters read them and never count, number or look up anything themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from publisher.diagnostics import Location

CalloutKind: TypeAlias = Literal["note", "tip", "important", "warning"]
Align: TypeAlias = Literal["auto", "left", "center", "right", "decimal"]
ReferenceForm: TypeAlias = Literal["text", "title", "number"]
FactForm: TypeAlias = Literal["long", "short", "exact", "number", "as-of"]
Paper: TypeAlias = Literal["auto", "letter", "a4"]
RawHtml: TypeAlias = Literal["refuse", "clean"]
FactValue: TypeAlias = Decimal | dt.date | str


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that has a place in the source."""

    at: Location | None = field(default=None, compare=False, repr=False, kw_only=True)


# Inlines


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A run of characters; never contains a line break."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """Stressed words (CommonMark emphasis)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """Important words (CommonMark strong emphasis)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strikethrough(Node):
    """Words no longer valid (GFM)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """Lowered words (MyST `{sub}`)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """Raised words (MyST `{sup}`)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code(Node):
    """A code span; spaces are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Abbreviation(Node):
    """An abbreviation and what it stands for (MyST `{abbr}`)."""

    text: str
    expansion: str
    first: bool = False
    """*Prepared*: the first use in the document, where formats that can't show a tooltip spell it out."""


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link out of the document; links within it are `Reference`."""

    target: str
    """An absolute URL, `mailto:` or `tel:` (percent-encoded, as CommonMark normalises it)."""
    content: tuple[Inline, ...]
    title: str = ""
    number: int = 0
    """*Prepared*: the number of the target in `Document.links`; 0 where the text shows the target itself."""


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """A link to a labelled section, table, figure … of the same document."""

    label: str
    content: tuple[Inline, ...] = ()
    """The author's words; *prepared*: what is shown (prefix and number, the title, or the author's words)."""
    form: ReferenceForm = "number"
    """What is shown: the author's words (`text`), the target's `title`, or its `number` with a prefix."""
    prefix: str = ""
    """*Prepared*, form `number`: the words before the number ("Table", "section"), with a no-break space."""
    number: str = ""
    """*Prepared*, form `number`: the number alone ("2", "3.1")."""
    target: str = ""
    """*Prepared*: the `identifier` of the node that is meant."""
    target_kind: Literal["", "section", "table", "figure"] = ""
    """*Prepared*: what the label stands on."""


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture, in a line of text or as the body of a `Figure`."""

    source: str
    """As written; the key into `Document.resources` when the file could be read."""
    alt: str
    title: str = ""
    width: float | None = None
    """Fraction of the measure (0 < width ≤ 1), or None for the natural size at most as wide as the measure."""


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A footnote, standing where it is first cited."""

    label: str
    blocks: tuple[Block, ...]
    number: int = 0
    """*Prepared*: counts from 1 in the order of first citation."""


@dataclass(frozen=True, slots=True)
class NoteReference(Node):
    """A second or later citation of a `Note`."""

    label: str
    number: int = 0
    """*Prepared*: the number of the note."""


@dataclass(frozen=True, slots=True)
class FactReference(Node):
    """A figure from the ledger (`{fact}`)."""

    key: str
    form: FactForm = "long"
    text: str = ""
    """*Prepared*: the value, formatted for the document's language."""
    value: str = ""
    """*Prepared*: the plain value for machines ("22200000000", "2022-06-30")."""


@dataclass(frozen=True, slots=True)
class SoftBreak(Node):
    """A line end in the source that means a space."""


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A line end that is shown (CommonMark hard line break)."""


@dataclass(frozen=True, slots=True)
class HtmlInline(Node):
    """Raw HTML in a line of text: one tag, as CommonMark parses it. *Prepared*: cleaned, or no longer there."""

    html: str


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | Strikethrough
    | Subscript
    | Superscript
    | Code
    | Abbreviation
    | Link
    | Reference
    | Image
    | Note
    | NoteReference
    | FactReference
    | SoftBreak
    | LineBreak
    | HtmlInline
)

# Blocks


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A heading and what belongs to it; sections nest, so their level is their depth."""

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    level: int
    """1 for the outermost sections, at most 6."""
    label: str = ""
    """The author's label, if any."""
    identifier: str = ""
    """*Prepared*: unique in the document; the label, or made from the title."""
    number: str = ""
    """*Prepared*: "3.1", or empty in a document without section numbers."""


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading that opens no section, as CommonMark allows inside a quotation or a list item."""

    level: int
    content: tuple[Inline, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Quotation(Node):
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """An item of a bullet or ordered list."""

    blocks: tuple[Block, ...]
    checked: bool | None = None
    """Done or not in a task list (GFM); None elsewhere."""


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    """A list without order."""

    items: tuple[ListItem, ...]
    tight: bool = True
    """Items stand without space between them (CommonMark)."""


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    """A numbered list."""

    items: tuple[ListItem, ...]
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A term and its definitions."""

    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """A list of terms with their definitions (MyST deflist)."""

    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """Code or other text whose line ends and spaces are kept."""

    text: str
    """Ends with a line end unless empty."""
    language: str = ""
    info: str = ""
    """The whole info string of the fence."""


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A column of a table."""

    align: Align = "auto"
    """*Prepared*: never `auto`; a column of numbers is `decimal`."""
    width: float | None = None
    """Share of the table's width; *prepared*: always given, and the shares add up to 1."""


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a table; a single paragraph is set without paragraph spacing."""

    blocks: tuple[Block, ...]
    header: bool = False
    """A header cell: of its column in the head, of its row in the body."""
    padding: str = ""
    """*Prepared*: what the number lacks against the longest fraction of its column (".0", "00"): never
    shown, but as wide as it is, so that decimals stand under each other in a right-aligned column."""


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table; always one cell for each column."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table: caption above, notes below."""

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    notes: tuple[Block, ...] = ()
    """What stands under the table: the source, explanations."""
    label: str = ""
    identifier: str = ""
    """*Prepared*, as in `Section`."""
    number: int = 0
    """*Prepared*: counts from 1 over all captioned tables; 0 without a caption."""


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A picture with a caption below it."""

    image: Image
    caption: tuple[Inline, ...] = ()
    notes: tuple[Block, ...] = ()
    """What stands under the caption (MyST legend)."""
    label: str = ""
    identifier: str = ""
    """*Prepared*, as in `Section`."""
    number: int = 0
    """*Prepared*, as in `Table`."""


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A passage set apart: a note, tip, important remark or warning."""

    kind: CalloutKind
    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    """The author's title; *prepared*: never empty (the word for the kind in the document's language)."""


@dataclass(frozen=True, slots=True)
class KeyFact(Node):
    """A figure and what it says."""

    value: tuple[Inline, ...]
    meaning: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class KeyFacts(Node):
    """A box of figures that a reader should see first."""

    entries: tuple[KeyFact, ...]
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsEntry(Node):
    """A line of the contents."""

    level: int
    """Of the section, from 1."""
    title: tuple[Inline, ...]
    """Without notes, images and links."""
    target: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Contents(Node):
    """The contents of the document."""

    depth: int = 3
    """Sections down to this level are listed."""
    title: tuple[Inline, ...] = ()
    """*Prepared*: never empty."""
    entries: tuple[ContentsEntry, ...] = ()
    """*Prepared*."""


@dataclass(frozen=True, slots=True)
class SourcesList(Node):
    """The sources of the facts that the document uses, one numbered entry each."""

    entries: tuple[tuple[Inline, ...], ...] = ()
    """*Prepared*."""


@dataclass(frozen=True, slots=True)
class ThematicBreak(Node):
    """A break between passages."""


@dataclass(frozen=True, slots=True)
class HtmlBlock(Node):
    """A block of raw HTML. *Prepared*: cleaned (and well-formed as XML), or no longer there."""

    html: str


Block: TypeAlias = (
    Paragraph
    | Section
    | Heading
    | Quotation
    | BulletList
    | OrderedList
    | DefinitionList
    | CodeBlock
    | Table
    | Figure
    | Callout
    | KeyFacts
    | Contents
    | SourcesList
    | ThematicBreak
    | HtmlBlock
)

# The document


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for the document."""

    name: str
    affiliation: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the document as a whole (the YAML block on top of the source)."""

    title: str
    subtitle: str = ""
    summary: str = ""
    """One sentence under the title, and the description in each format's properties."""
    kicker: str = ""
    """The kind of document, above the title ("Fact sheet")."""
    short_title: str = ""
    """For running footers; the title where empty."""
    authors: tuple[Author, ...] = ()
    organisation: str = ""
    date: dt.date | None = None
    edition: str = ""
    lang: str = "en-US"
    """A BCP 47 tag."""
    keywords: tuple[str, ...] = ()
    handling: str = ""
    """The handling mark of every page ("Public", "Draft")."""
    template: str = "briefing"
    paper: Paper = "auto"
    """`auto` is Letter where the language’s territory uses it (en-US, es-MX …), A4 elsewhere."""
    numbering: bool = False
    """Number the sections."""
    contents: int = 0
    """Put the contents after the title, down to this level; 0 for none."""
    raw_html: RawHtml = "refuse"


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture that the document shows, read and checked."""

    media_type: str
    """`image/png`, `image/jpeg` or `image/svg+xml`."""
    content: bytes
    width: float
    """Natural width in points."""
    height: float
    """Natural height in points."""


@dataclass(frozen=True, slots=True)
class Source(Node):
    """Where facts come from."""

    key: str
    title: str
    publisher: str = ""
    url: str = ""
    date: dt.date | None = None
    retrieved: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """What a fact is counted in."""

    kind: Literal["number", "currency", "percent", "year", "count"] = "number"
    currency: str = ""
    """ISO 4217, for `currency`."""
    one: str = ""
    """The noun for one, for `count`."""
    other: str = ""
    """The noun for any other number, for `count`."""


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A figure or statement with its provenance."""

    key: str
    value: FactValue | None
    """None while a formula is not yet computed. A percent is kept as a fraction (0.26 for 26 %)."""
    unit: Unit = Unit()
    formula: str = ""
    digits: int | None = None
    """Decimals shown in the long and short forms; None lets the value decide."""
    as_of: str = ""
    """A year, month or day ("2022", "2023-06", "2023-06-30"), or a fiscal or academic year as written."""
    source: str = ""
    """A key of `Ledger.sources`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check(Node):
    """A statement about facts that must hold for the document to be published."""

    text: str
    """As written: two formulas with `==`, `!=`, `<`, `<=`, `>` or `>=` between them."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All facts that a document may use."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document, as read; or, after `publisher.preparation`, ready to be exported."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    resources: Mapping[str, Resource] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    notes: tuple[Note, ...] = ()
    """*Prepared*: every note, by number."""
    links: tuple[str, ...] = ()
    """*Prepared*: the targets of links whose text does not show them; the first is number 1."""
