"""Nodes that stand in a line of text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from publisher.diagnostics import Location

if TYPE_CHECKING:
    from publisher.model.blocks import Block
    from publisher.model.maths import Formula

Numbered: TypeAlias = Literal["section", "table", "figure", "equation", "listing", "appendix"]
"""What has a number that references can name."""
ReferenceForm: TypeAlias = Literal["text", "title", "number"]
FactForm: TypeAlias = Literal[
    "long", "short", "exact", "amount", "number", "in thousands", "in millions", "in billions", "words", "as-of"
]


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that has a place in the source."""

    at: Location | None = field(default=None, compare=False, repr=False, kw_only=True)


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
class Insertion(Node):
    """Words that are new since the last edition (`{ins}`)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Deletion(Node):
    """Words that are to go (`{del}`)."""

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
class Math(Node):
    """A formula in a line of text (MyST `{math}`)."""

    tex: str
    """As written, in the part of LaTeX that `publisher.maths` knows."""
    formula: Formula
    text: str
    """The formula in one line of characters ("x² + y₁"): what plain text shows and a screen reader says."""


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
    target_kind: Numbered | Literal[""] = ""
    """*Prepared*: what the label stands on."""


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture, in a line of text or as the body of a `Figure`."""

    source: str
    """As written; the key into `Document.resources` when the file could be read."""
    alt: str
    title: str = ""
    width: float | None = None
    """Fraction of the measure (0 < width ≤ 1), or None for its own size."""
    points: float | None = None
    """Its own width in points, where that is not what the file says; at most as wide as the measure."""
    decorative: bool = False
    """It says nothing: readers who can't see it miss nothing."""


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
    marked_since: dt.date | None = None
    """*Prepared*: the day of which its text says that it is out of date since."""
    dated: bool = False
    """Its date follows in parentheses."""
    sourced: bool = False
    """A note says where it comes from."""
    capital: bool = False
    """It begins a sentence."""
    bare: bool = False
    """Without the word by which its source hedges it."""


@dataclass(frozen=True, slots=True)
class DataValue(Node):
    """A value from a file of data, or of a column with a format."""

    value: Decimal | dt.date | bool
    """A date may have a time of day."""
    text: str = ""
    """*Prepared*: as the document's language and the column's format write it."""


@dataclass(frozen=True, slots=True)
class ForeignWords(Node):
    """Words in another language than those around them (`{lang}`)."""

    content: tuple[Inline, ...]
    lang: str
    """A BCP 47 tag."""


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
    | Insertion
    | Deletion
    | Subscript
    | Superscript
    | Code
    | Math
    | Abbreviation
    | Link
    | Reference
    | Image
    | Note
    | NoteReference
    | FactReference
    | DataValue
    | ForeignWords
    | SoftBreak
    | LineBreak
    | HtmlInline
)
