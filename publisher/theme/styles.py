"""What a theme says, resolved: one `Style` for each role, in points and hexadecimal colours.

Every exporter derives its own styling from these records and holds no style literal of its own: CSS rules,
Word named styles, rules for text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from publisher.model import CalloutKind

__all__ = [
    "CALLOUTS",
    "INLINE_ROLES",
    "ROLES",
    "Border",
    "ChartShape",
    "ChartStyle",
    "FontFace",
    "FontFamily",
    "InlineRole",
    "InlineStyle",
    "Page",
    "Role",
    "Style",
    "TableRule",
    "TextRules",
    "Theme",
]

Role: TypeAlias = Literal[
    "body",
    "kicker",
    "title",
    "subtitle",
    "summary",
    "edition",
    "imprint",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading-5",
    "heading-6",
    "list-item",
    "term",
    "definition",
    "quotation",
    "attribution",
    "code-block",
    "equation",
    "thematic-break",
    "caption",
    "figure",
    "table-head",
    "table-cell",
    "table-group",
    "table-foot",
    "table-note",
    "callout-title",
    "callout-body",
    "callout-note",
    "callout-tip",
    "callout-important",
    "callout-warning",
    "callout-sidebar",
    "key-facts",
    "key-facts-title",
    "key-value",
    "key-meaning",
    "contents-title",
    "contents-1",
    "contents-2",
    "contents-3",
    "source",
    "footnote",
    "header",
    "footer",
]
"""Block roles. The `callout-KIND` and `key-facts` roles style the box (rule, space, the colour of its title);
the others style paragraphs."""

InlineRole: TypeAlias = Literal[
    "emphasis",
    "strong",
    "strikethrough",
    "subscript",
    "superscript",
    "code",
    "link",
    "reference",
    "abbreviation",
    "note-mark",
    "handling",
    "code-keyword",
    "code-string",
    "code-comment",
    "code-number",
    "line-number",
]

ROLES: tuple[Role, ...] = get_args(Role)
INLINE_ROLES: tuple[InlineRole, ...] = get_args(InlineRole)

TableRule: TypeAlias = Literal["top", "head", "row", "bottom"]

Alignment: TypeAlias = Literal["start", "center", "end", "justify"]
"""CSS Text 3 `text-align`."""


CALLOUTS: Mapping[CalloutKind, Role] = {
    "note": "callout-note",
    "tip": "callout-tip",
    "important": "callout-important",
    "warning": "callout-warning",
    "sidebar": "callout-sidebar",
}
"""The role of the box of each callout."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file of a family."""

    path: Path
    bold: bool
    italic: bool
    weight: float | None = None
    """Where on the `wght` axis, for a variable font."""


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family and where its files are."""

    token: str
    """Its name in the theme ("serif", "sans", "mono", or one for a script)."""
    name: str
    """The family's own name ("Source Serif Pro"), for CSS and Word alike."""
    fallback: tuple[str, ...]
    """Families for readers that lack it, and the theme's own for scripts that it lacks; ends in a CSS generic family."""
    generic: Literal["serif", "sans-serif", "monospace"]
    faces: tuple[FontFace, ...]
    """Regular, bold, italic, bold italic, as far as there are; empty for a family taken from the system."""
    scripts: tuple[str, ...] = ()
    """The scripts (ISO 15924) for which it stands in for others; empty for a family that a style may name."""
    scale: float = 1.0
    """Of the sizes of a document in such a script, whose letters are smaller."""
    leading: float = 1.0
    """Of the line heights of such a document, whose letters reach higher and lower."""


@dataclass(frozen=True, slots=True)
class Border:
    """A rule along one side of a box."""

    width: float
    """Points; 0 for none."""
    color: str
    """`#rrggbb`."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the paragraphs or the box of a role look: every value given, lengths in points."""

    font: FontFamily
    size: float
    line_height: float
    color: str
    """`#rrggbb`."""
    bold: bool
    italic: bool
    uppercase: bool
    letter_spacing: float
    align: Alignment
    space_before: float
    space_after: float
    indent: float
    """From the start edge."""
    hanging: float
    """How far the first line stands out to the start of `indent`."""
    keep_with_next: bool
    keep_together: bool
    hyphenate: bool
    background: str
    """`#rrggbb`, or empty for none."""
    padding: float
    """Between a border or background and the text."""
    border_top: Border
    border_bottom: Border
    border_start: Border


@dataclass(frozen=True, slots=True)
class InlineStyle:
    """How an inline role differs from the text around it; None or False changes nothing."""

    font: FontFamily | None
    scale: float
    """Of the size around it; 1 changes nothing."""
    color: str
    """`#rrggbb`, or empty."""
    bold: bool
    italic: bool
    uppercase: bool
    underline: bool
    strike: bool
    position: Literal["", "sub", "super"]


@dataclass(frozen=True, slots=True)
class Page:
    """The page and what stands around the text; points."""

    margin_top: float
    margin_bottom: float
    margin_inner: float
    margin_outer: float
    header_distance: float
    """From the paper's edge to the running header."""
    footer_distance: float
    title_page: bool
    """The title stands on a page of its own, without running header."""
    page_references: bool
    """References name the page too, on paper."""
    heading_1_breaks: bool
    """Each outermost section begins on a new page."""
    key_facts_columns: int
    """The most that there are side by side."""
    section_in_header: bool
    """The running header shows the outermost section that begins on the page or goes on there."""
    two_sided: bool
    """Pages are printed on both sides: margins are mirrored, and the left page's header shows the document's title."""
    column_gap: float
    """Between columns of text."""

    def columns_of(self, facts: int) -> int:
        """Return into how many columns so many key facts go, so that their last row is as full as can be."""
        rows = max(1, math.ceil(facts / self.key_facts_columns))
        return max(1, math.ceil(facts / rows))


ChartShape: TypeAlias = Literal["circle", "square", "triangle", "diamond", "cross", "star"]


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """How charts look; the first of each list is for the first series, and so on. Points."""

    series: tuple[str, ...]
    """Tokens of colours."""
    dashes: tuple[tuple[float, ...], ...]
    """Of lines: drawn, left out, and so on; empty for a whole line."""
    shapes: tuple[ChartShape, ...]
    """Of points."""
    line_width: float
    point_size: float
    """How wide a point is."""
    bar_gap: float
    """Between the bars of two categories, as a part of the room for one."""
    height: float
    """Of a chart, as a part of its width."""
    row: float
    """The height of a bar beside its name."""


@dataclass(frozen=True, slots=True)
class TextRules:
    """How plain text looks."""

    width: int
    """Columns."""
    underlines: str
    """The character under the title, then under the headings of level 1, 2 …; no underline beyond the last."""
    ascii: bool
    """Only ASCII characters are used."""


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """All that a template set says about looks."""

    name: str
    """The template's name."""
    colors: Mapping[str, str]
    """Tokens: `text`, `accent`, `muted`, `rule`, `paper`, `tint` …; `#rrggbb`."""
    dark: Mapping[str, str]
    """The same tokens for a dark screen."""
    fonts: Mapping[str, FontFamily]
    """By token; always `serif`, `sans` and `mono`, then those for scripts."""
    styles: Mapping[Role, Style]
    inline: Mapping[InlineRole, InlineStyle]
    page: Page
    text: TextRules
    chart: ChartStyle
    table_rules: Mapping[TableRule, Border]
    """Horizontal rules of tables."""
    templates: Mapping[str, str]
    """The page shell and sheets by file name (`page.html`, `screen.css`, `print.css`), as Jinja source."""
    fingerprint: str
    """Changes with anything above; caches are keyed by it."""

    def __hash__(self) -> int:
        """Hash by fingerprint, so that what is derived from a theme can be cached."""
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        """Compare by fingerprint."""
        return isinstance(other, Theme) and other.fingerprint == self.fingerprint
