"""What is known while one document is read: its folder, its report, its notes, labels and pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publisher.reader.conditions import Target

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.diagnostics import Location, Report
    from publisher.model import Block, Resource
    from publisher.reader.files import Folder
    from publisher.reader.markdown import Extension
    from publisher.reader.places import SourceText

__all__ = ["Branch", "Reading"]


@dataclass(slots=True)
class Branch:
    """A block token with those inside it."""

    kind: str
    """The token's type without `_open`."""
    token: Token
    source: SourceText
    branches: list[Branch] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line where it begins, from 0."""
        return self.token.map[0] if self.token.map else 0

    @property
    def at(self) -> Location:
        """Its first line, without the marks of quotations around it."""
        text = self.source.line(self.line)
        if self.kind == "heading" and self.token.markup.startswith("#"):
            column = text.find(self.token.markup)
        else:
            column = len(text) - len(text.lstrip(" \t>"))
        return self.source.at(self.line, column, len(text[column:].rstrip()))


@dataclass(slots=True)
class Reading:
    """A document while it is read."""

    report: Report
    folder: Folder | None
    """None where a text is read by itself: then nothing is read besides it, and pictures are not looked at."""
    read_blocks: Callable[[list[Branch], Reading], tuple[Block, ...]]
    """Turns what stands inside a note or directive into blocks."""
    without: Collection[Extension] = ()
    environment: dict[str, Any] = field(default_factory=dict)
    """markdown-it's: the definitions of links."""
    notes: dict[str, Branch] = field(default_factory=dict)
    """Definitions of notes by label."""
    depth: int = 0
    """How many blocks and notes are open around the blocks that are being read."""
    cited: set[str] = field(default_factory=set)
    """Notes that stand in the document already."""
    citing: list[str] = field(default_factory=list)
    """Notes that are being read, each within the one before."""
    inline_notes: int = 0
    links: dict[str, Location] = field(default_factory=dict)
    """Definitions of links by label, as far as nothing has used them."""
    labels: dict[str, Location] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    """Files of data that are no text, by their path below the folder."""
    unusable: set[str] = field(default_factory=set)
    """Pictures that are reported already."""
    target: Target = field(default_factory=Target)
    audiences: tuple[str, ...] = ()
    """Those that the metadata name."""
    handling: str = ""
    formats_named: set[str] = field(default_factory=set)
    """Formats that have parts of their own, or lack some."""
    held_back: bool = False
    """Whether anything is held back from the target."""
    including: list[str] = field(default_factory=list)
    """The files that are being read, each included by the one before."""

    def label(self, label: str, at: Location) -> str:
        """Take a label for a heading, table or figure; one that is taken already is reported and left away."""
        if any(character.isspace() or character in "`<>#,()" for character in label):
            message = f"{label[:80]!r} can't be a label"
            self.report.add("bad-label", message, at, "a label is one word: letters, digits and hyphens")
            return ""
        if first := self.labels.get(label):
            where = f"line {first.line}" if first.path == at.path else f"{first.path}, line {first.line}"
            self.report.add("duplicate-label", f"the label {label} is given twice", at, f"it stands in {where} already")
            return ""
        self.labels[label] = at
        return label
