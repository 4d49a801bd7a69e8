"""Nodes that stand one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from publisher.model.charts import Mark, Plot, Stack
from publisher.model.data import Shaping, TableSource
from publisher.model.inlines import Image, Inline, Node
from publisher.model.maths import Formula

CalloutKind: TypeAlias = Literal["note", "tip", "important", "warning", "sidebar"]
CodeRole: TypeAlias = Literal["", "code-keyword", "code-string", "code-comment", "code-number"]
ContentsKind: TypeAlias = Literal["sections", "tables", "figures", "listings"]
Align: TypeAlias = Literal["auto", "left", "center", "right", "decimal"]


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
    """*Prepared*: "3.1", or empty in a document without section numbers; "Appendix A." of an appendix in any document."""
    appendix: bool = False
    """An outermost section that is lettered."""

    @property
    def lettered(self) -> bool:
        """Whether it is an appendix or a numbered section of one."""
        return bool(self.number) and not self.number[0].isdigit()


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading that opens no section, as CommonMark allows inside a quotation or a list item."""

    level: int
    content: tuple[Inline, ...]
    label: str = ""
    appendix: bool = False
    """It opens an appendix."""


@dataclass(frozen=True, slots=True)
class Quotation(Node):
    """A block quotation."""

    blocks: tuple[Block, ...]
    attribution: tuple[Inline, ...] = ()
    """Who said it, or where it stands."""


@dataclass(frozen=True, slots=True)
class ForeignPassage(Node):
    """Blocks in another language than the text around them (`{lang}`)."""

    blocks: tuple[Block, ...]
    lang: str
    """A BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class PrintLayout(Node):
    """Blocks between those of the text that paper sets in their own way: on landscape pages, or in columns."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    columns: int = 1


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
    """The first word behind the fence (CommonMark: info string)."""
    pieces: tuple[tuple[CodeRole, str], ...] = ()
    """*Prepared*: the text in pieces, each with what it is in its language; empty where that is not known."""
    caption: tuple[Inline, ...] = ()
    label: str = ""
    identifier: str = ""
    """*Prepared*, as in `Section`; empty without a label and a caption."""
    number: int = 0
    """*Prepared*, as in `Table`: counts the listings."""
    first_line: int | None = None
    """The number of its first line, where lines are numbered."""


@dataclass(frozen=True, slots=True)
class MathBlock(Node):
    """A formula on lines of its own; one with a label is numbered."""

    tex: str
    formula: Formula
    text: str
    """As in `Math`; rows stand on lines of their own."""
    label: str = ""
    identifier: str = ""
    """*Prepared*, as in `Section`; empty without a label."""
    number: int = 0
    """*Prepared*: counts from 1 over all labelled formulas; 0 without a label."""


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
    """A header cell: of its columns in the head, of its rows in the body."""
    padding: str = ""
    """*Prepared*: what the number lacks against the longest fraction of its column (".0", "00"): never
    shown, but as wide as it is, so that decimals stand under each other in a right-aligned column."""
    colspan: int = 1
    """Columns that it takes (HTML 4.9.11)."""
    rowspan: int = 1
    """Rows that it takes, all of the same part of the table."""


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table: the cells that begin in it, from the start; with those from above, all columns are taken."""

    cells: tuple[Cell, ...]
    heads_group: bool = False
    """Its only cell is the heading of the rows below it, up to the next such row."""
    lines: int = 1
    """*Prepared*: how many lines of text it takes, about."""


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
    foot: tuple[Row, ...] = ()
    """Rows that sum the table up, below a rule."""
    shaping: Shaping | None = None
    """What is done with its rows; *prepared*: None, since it is done."""
    source: TableSource | None = None
    """Where its figures come from; *prepared*: said in the notes too."""
    page_rows: int = 0
    """Rows to a page on a screen, where it is read page by page; 0 where all stand below each other."""
    tight: int = 0
    """*Fitted*: steps by which its type and the room in its cells are smaller than usual."""
    least: float = 0
    """*Fitted*: points below which one of its numbers or words would be broken; 0 where it has room enough anywhere."""


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
    beside: Literal["", "left", "right"] = ""
    """The side on which it stands beside the text, where there is room; then its picture has a width, and no notes."""


@dataclass(frozen=True, slots=True)
class Chart(Node):
    """Numbers of a table, drawn; it counts among the figures."""

    data: Table
    """What is shown, without caption, label and notes of its own; its first head row names the columns."""
    mark: Mark = "bar"
    x: int = 0
    """The column of the categories, from 0."""
    y: tuple[int, ...] = ()
    """The columns of numbers; empty for all that nothing else names."""
    color: int | None = None
    """The column that names the series, where each row holds one number."""
    column: int | None = None
    """The column by whose words rows are parted into small charts."""
    stack: Stack = "none"
    caption: tuple[Inline, ...] = ()
    notes: tuple[Block, ...] = ()
    """What stands under the caption; *prepared*: with those of its data."""
    label: str = ""
    identifier: str = ""
    """*Prepared*, as in `Section`."""
    number: int = 0
    """*Prepared*, as in `Figure`, and counted with figures."""
    alt: str = ""
    """The author's words; *prepared*: never empty."""
    width: float | None = None
    points: float | None = None
    """As in `Image`; of the whole measure where there is neither."""
    height: float | None = None
    """Points; None for what suits the width."""
    of_programs: bool = False
    """Its data stand in a file, where numbers may be as programs write them."""
    tabled: bool = False
    """The data stand as a table below it, in all formats."""
    plot: Plot | None = None
    """*Prepared*; None where the data can't be drawn, which is reported."""


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A passage set apart: a note, tip, important remark or warning; or a sidebar, which always has a title."""

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
    """The contents of the document, or a list of its tables, figures or listings."""

    depth: int = 3
    """Sections down to this level are listed."""
    title: tuple[Inline, ...] = ()
    """*Prepared*: never empty."""
    entries: tuple[ContentsEntry, ...] = ()
    """*Prepared*."""
    of: ContentsKind = "sections"
    """What is listed."""


@dataclass(frozen=True, slots=True)
class PageBreak(Node):
    """On paper, what follows begins a new page."""


@dataclass(frozen=True, slots=True)
class SourcesList(Node):
    """The sources of the facts that the document uses, one numbered entry each."""

    entries: tuple[tuple[Inline, ...], ...] = ()
    """*Prepared*."""
    facts: bool = False
    """After a table of the facts themselves; `prepare` puts that before it."""


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
    | ForeignPassage
    | PrintLayout
    | BulletList
    | OrderedList
    | DefinitionList
    | CodeBlock
    | MathBlock
    | Table
    | Figure
    | Chart
    | Callout
    | KeyFacts
    | Contents
    | SourcesList
    | PageBreak
    | ThematicBreak
    | HtmlBlock
)
