"""Where a paragraph stands, and so how it looks and what its style is called.

Word's styles do not nest: a list in a quotation in a list is one paragraph style, with the indents of all three. A
`Place` adds up what its containers say; its `path` names them, and a style's name is made from it
("List Bullet 2 in Quote"), so that the same place always has the same style.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from publisher.exporters.docx.looks import over
from publisher.exporters.listings import ADVANCE, BESIDE_NUMBER, HANGING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import CalloutKind
    from publisher.theme import Role, Style, Theme

__all__ = [
    "DEEPEST_LIST",
    "Container",
    "Gap",
    "Kind",
    "Place",
    "body_place",
    "callout_box",
    "cell_place",
    "edge",
    "in_callout",
    "in_definition",
    "in_item",
    "in_notes",
    "in_quotation",
    "look_in",
    "note_place",
    "style_name",
]

DEEPEST_LIST = 9
"""Levels of a list in Word (17.9.6)."""

Container: TypeAlias = Literal[
    "List",
    "Quote",
    "Definition",
    "Callout Note",
    "Callout Tip",
    "Callout Important",
    "Callout Warning",
    "Sidebar",
    "Next Sidebar",
    "Next Callout Note",
    "Next Callout Tip",
    "Next Callout Important",
    "Next Callout Warning",
    "Table Head",
    "Table Head Center",
    "Table Head End",
    "Table Cell",
    "Table Cell Center",
    "Table Cell End",
    "Table Group",
    "Table Foot",
    "Table Foot Center",
    "Table Foot End",
    "Table Text",
    "Table Text Center",
    "Table Text End",
    "Table Note",
    "Tight Table",
    "Footnote",
]
Kind: TypeAlias = Literal[
    "plain",
    "bullet",
    "number",
    "task",
    "term",
    "attribution",
    "code",
    "code-line",
    "code-numbered",
    "equation",
    "equation-row",
    "equation-number",
    "rule",
    "caption",
    "figure",
    "figure-caption",
    "callout-title",
    "key-facts-title",
    "key-value",
    "key-meaning",
    "source",
    "contents-title",
    "minor-1",
    "minor-2",
    "minor-3",
    "minor-4",
    "minor-5",
    "minor-6",
]
"""Kinds of paragraphs that stand in a place; `minor-N` are headings that open no section, and the paragraphs of a row
are the cells of a numbered formula."""

_PLAIN_NAMES: Mapping[str, str] = {"": "Normal", "List": "List Continue", "Footnote": "footnote text"}
_NAMES: Mapping[Kind, str] = {
    "bullet": "List Bullet",
    "number": "List Number",
    "task": "List Task",
    "term": "Definition Term",
    "attribution": "Attribution",
    "code": "Code Block",
    "code-line": "Code Line",
    "code-numbered": "Code Line Numbered",
    "equation": "Equation",
    "equation-row": "Equation Row",
    "equation-number": "Equation Number",
    "rule": "Thematic Break",
    "caption": "caption",
    "figure": "Figure",
    "figure-caption": "Figure Caption",
    "key-facts-title": "Key Facts Title",
    "key-value": "Key Value",
    "key-meaning": "Key Meaning",
    "source": "Source",
    "contents-title": "TOC Heading",
    "minor-1": "Minor Heading 1",
    "minor-2": "Minor Heading 2",
    "minor-3": "Minor Heading 3",
    "minor-4": "Minor Heading 4",
    "minor-5": "Minor Heading 5",
    "minor-6": "Minor Heading 6",
}
_ROLES: Mapping[Kind, Role] = {
    "term": "term",
    "attribution": "attribution",
    "code": "code-block",
    "rule": "thematic-break",
    "caption": "caption",
    "figure": "figure",
    "figure-caption": "caption",
    "key-facts-title": "key-facts-title",
    "key-value": "key-value",
    "key-meaning": "key-meaning",
    "source": "source",
    "contents-title": "contents-title",
    "minor-1": "heading-1",
    "minor-2": "heading-2",
    "minor-3": "heading-3",
    "minor-4": "heading-4",
    "minor-5": "heading-5",
    "minor-6": "heading-6",
}
_MEMBERS = frozenset(("bullet", "number", "task"))
_CALLOUTS: Mapping[CalloutKind, tuple[Container, Container, Role]] = {
    "note": ("Callout Note", "Next Callout Note", "callout-note"),
    "tip": ("Callout Tip", "Next Callout Tip", "callout-tip"),
    "important": ("Callout Important", "Next Callout Important", "callout-important"),
    "warning": ("Callout Warning", "Next Callout Warning", "callout-warning"),
    "sidebar": ("Sidebar", "Next Sidebar", "callout-sidebar"),
}
_APART = 0.05
"""Points, the least that Word measures: it joins the rules of paragraphs that stand alike, even of two callouts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Space before or after a paragraph for the sake of what it stands beside, and the name of the reason."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where paragraphs stand; lengths in points."""

    path: tuple[Container, ...]
    """The containers, outermost first; with the theme they settle how the text looks, so places compare by them."""
    text: Style = field(compare=False)
    """How a plain paragraph looks here."""
    width: float = field(compare=False)
    """Of the text, from the start edge to the end edge."""
    level: int = 0
    """Of the innermost list, from 1; 0 outside of lists."""
    lead: Gap | None = None
    """The paragraph follows a table, which can leave no space after itself in Word."""
    kept: bool = False
    """The paragraph stays on the page of the next one."""
    end: Gap | None = None
    """The paragraph is the last of a container."""


def body_place(theme: Theme, measure: float) -> Place:
    """Return the place of the running text."""
    return Place((), theme.styles["body"], measure)


def note_place(theme: Theme, measure: float) -> Place:
    """Return the place of what a footnote says."""
    return Place(("Footnote",), theme.styles["footnote"], measure)


def cell_place(container: Container, look: Style, width: float, tight: int = 0) -> Place:
    """Return the place of what a table's cell says; the table may be set tighter by some steps."""
    around: list[Container] = ["Tight Table"] * tight
    return Place((*around, container), look, width)


def in_item(place: Place, theme: Theme) -> Place:
    """Return the place of the paragraphs of a list's item after the first; as deep as Word can at most."""
    if place.level == DEEPEST_LIST:
        return place
    item = theme.styles["list-item"]
    text = over(item, theme.styles["body"], place.text)
    inside = _moved(replace(text, hanging=0, space_after=place.text.space_after), place, item.indent)
    return _within(place, "List", inside, item.indent, level=place.level + 1)


def in_definition(place: Place, theme: Theme) -> Place:
    """Return the place of what a term means."""
    definition = theme.styles["definition"]
    text = over(definition, theme.styles["body"], place.text)
    return _within(place, "Definition", _moved(text, place, definition.indent), definition.indent)


def in_quotation(place: Place, theme: Theme) -> Place:
    """Return the place of what is quoted."""
    quotation = theme.styles["quotation"]
    text = over(quotation, theme.styles["body"], place.text)
    return _within(place, "Quote", _moved(text, place, quotation.indent), quotation.indent)


def in_notes(place: Place, theme: Theme) -> Place:
    """Return the place of what stands under a table or figure."""
    note = theme.styles["table-note"]
    return _within(place, "Table Note", _moved(note, place, note.indent), note.indent)


def callout_box(kind: CalloutKind, theme: Theme) -> Style:
    """Return how the box of a callout looks."""
    return theme.styles[_CALLOUTS[kind][2]]


def in_callout(place: Place, kind: CalloutKind, theme: Theme, *, following: bool = False) -> Place:
    """Return the place of what a callout says: beside its rule, kept together, and apart from a callout before it."""
    first, later, role = _CALLOUTS[kind]
    container = later if following else first
    box = theme.styles[role]
    outer = edge(place.text) + (_APART if following else 0)
    text = replace(_boxed(theme.styles["callout-body"], box, outer), keep_with_next=True, keep_together=True)
    return _within(place, container, text, box.border_start.width + box.padding)


@lru_cache(maxsize=4096)
def look_in(kind: Kind, place: Place, theme: Theme) -> Style:
    """Return how a kind of paragraph looks in a place."""
    look = _look(kind, place, theme)
    if place.lead:
        look = replace(look, space_before=max(look.space_before, place.lead.points))
    if place.end:
        look = replace(look, space_after=max(look.space_after, place.end.points), keep_with_next=False)
    return replace(look, keep_with_next=True) if place.kept else look


def _look(kind: Kind, place: Place, theme: Theme) -> Style:
    styles = theme.styles
    match kind:
        case "plain":
            return place.text
        case "bullet" | "number" | "task":
            item = styles["list-item"]
            hanging = item.indent if kind == "task" else item.hanging
            return replace(place.text, hanging=hanging, space_after=item.space_after)
        case "callout-title":
            box = next(styles[role] for *containers, role in _CALLOUTS.values() if place.path[-1] in containers)
            title = _boxed(styles["callout-title"], box, place.text.indent)
            return replace(title, color=box.color, space_before=max(title.space_before, box.space_before))
        case "code-line" | "code-numbered":
            return _code_line(kind, _moved(styles["code-block"], place, styles["code-block"].indent))
        case "term":
            return _moved(over(styles["term"], styles["body"], place.text), place, styles["term"].indent)
        case "equation" | "equation-row" | "equation-number":
            return _equation(kind, place, styles["equation"], styles["body"])
        case "figure-caption":  # it stands below the picture, so its spaces change places
            caption = styles["caption"]
            after = 0 if place.kept else caption.space_before  # notes that follow keep their own distance
            below = replace(caption, space_before=caption.space_after, space_after=after)
            return _moved(replace(below, keep_with_next=False), place, caption.indent)
        case _:
            role = styles[_ROLES[kind]]
            return _moved(role, place, role.indent)


def _code_line(kind: Kind, code: Style) -> Style:
    """Return how a line of code looks that is a paragraph by itself: what is wrapped stands in."""
    characters = HANGING + (BESIDE_NUMBER if kind == "code-numbered" else 0)
    hanging = characters * ADVANCE * code.size
    return replace(code, indent=code.indent + hanging, hanging=hanging, space_before=0, space_after=0)


def _equation(kind: Kind, place: Place, equation: Style, body: Style) -> Style:
    """Return how a formula looks; in a row of a table, which the next block keeps its distance from."""
    look = over(equation, body, place.text)
    if kind == "equation":
        return _moved(look, place, equation.indent)
    row = replace(
        look,
        indent=0,
        border_start=replace(look.border_start, width=0),
        space_after=max(0, look.space_after - body.space_after),
    )
    return replace(row, align="end") if kind == "equation-number" else row


def edge(text: Style) -> float:
    """Return how far the text stands from the start edge."""
    return text.indent + (text.border_start.width + text.padding if text.border_start.width else 0)


def _boxed(look: Style, box: Style, outer: float) -> Style:
    """Put a paragraph beside the rule of a box."""
    return replace(
        look,
        indent=outer,
        padding=box.padding,
        background=box.background,
        border_start=box.border_start,
        border_top=box.border_top,
        border_bottom=box.border_bottom,
    )


def _moved(look: Style, place: Place, indent: float) -> Style:
    """Indent a paragraph further than the text of a place; the rule of a box stays where it is."""
    around = place.text
    if around.border_start.width:
        return replace(
            look,
            indent=around.indent,
            padding=around.padding + indent,
            border_start=around.border_start,
            keep_with_next=True,
        )
    return replace(look, indent=around.indent + indent)


def _within(place: Place, container: Container, text: Style, indent: float, level: int | None = None) -> Place:
    inner = place.level if level is None else level
    return Place((*place.path, container), text, place.width - indent, inner, place.lead, place.kept, place.end)


def style_name(kind: Kind, place: Place) -> str:
    """Return the name of the style of a kind of paragraph in a place."""
    groups = [(str(name), len(list(group))) for name, group in groupby(place.path)]
    last, depth = groups[-1] if groups else ("", 1)
    if kind == "plain" or kind in _MEMBERS or kind == "callout-title":
        groups = groups[:-1]
    else:
        depth = 1
    match kind:
        case "plain":
            title = _PLAIN_NAMES.get(last, last)
        case "callout-title":
            title = f"{last} Title"
        case _:
            title = _NAMES[kind]
    around = [f" in {_counted(name, count)}" for name, count in reversed(groups)]
    gaps = [f" {gap.name}" for gap in (place.lead, place.end) if gap]
    return "".join((_counted(title, depth), *around, " Kept" if place.kept else "", *gaps))


def _counted(name: str, count: int) -> str:
    return f"{name} {count}" if count > 1 else name
