"""The styles part (17.7): a named style for every role of a theme, and for the places that a document needs.

The table below pairs roles with names; where Word has a style of its own for a purpose, its name is used, so that
Word's outline, contents and captions know it. `places` names the variants that a document asks for, `looks` writes
what they say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from publisher.exporters.docx.characters import standing_characters
from publisher.exporters.docx.languages import runs_from_right, spoken_language
from publisher.exporters.docx.looks import PLAIN, Extras, paragraph_properties, run_properties
from publisher.exporters.docx.numbering import APPENDICES, BULLETS, HEADINGS
from publisher.exporters.docx.places import Kind, Place, body_place, in_callout, in_item, look_in, style_name
from publisher.exporters.docx.style_names import is_built_in, style_id
from publisher.exporters.docx.table_styles import table_styles
from publisher.exporters.docx.wordml import NOTHING, Xml, element, joined, number_of, part, twips, w
from publisher.languages import direction
from publisher.model import CalloutKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publisher.exporters.docx.looks import LineRule
    from publisher.theme import Role, Style, Theme

__all__ = [
    "SEPARATOR",
    "Entry",
    "Layout",
    "added_style",
    "appendix_heading",
    "paragraph_style",
    "styles_part",
    "unnumbered_heading",
]

SEPARATOR = "TableSeparator"
"""The style of the paragraph that Word wants between two tables and at the end of a cell."""

SECTION_END = "SectionEnd"
"""The style of the paragraph that ends a section within the text, as low as can be."""
_LOWEST = 1.0
"""Points."""

_FRONT: Mapping[Role, str] = {
    "kicker": "Kicker",
    "title": "Title",
    "subtitle": "Subtitle",
    "summary": "Summary",
    "edition": "Edition Line",
    "imprint": "Imprint",
}
_PARAGRAPHS: Mapping[Role, str] = {
    "term": "Definition Term",
    "definition": "Definition",
    "quotation": "Quote",
    "attribution": "Attribution",
    "code-block": "Code Block",
    "equation": "Equation",
    "thematic-break": "Thematic Break",
    "caption": "caption",
    "figure": "Figure",
    "table-head": "Table Head",
    "table-cell": "Table Cell",
    "table-group": "Table Group",
    "table-foot": "Table Foot",
    "table-note": "Table Note",
    "callout-title": "Callout Title",
    "callout-body": "Callout Body",
    "key-facts-title": "Key Facts Title",
    "key-value": "Key Value",
    "key-meaning": "Key Meaning",
    "contents-title": "TOC Heading",
    "source": "Source",
    "footnote": "footnote text",
}
_LINE_RULES: Mapping[Role, LineRule] = {"figure": "auto", "thematic-break": "exact"}
_HEADINGS: tuple[Role, ...] = ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6")
_CONTENTS: tuple[Role, ...] = ("contents-1", "contents-2", "contents-3")
_CELLS: tuple[tuple[Role, str], ...] = (
    ("table-head", "Table Head"),
    ("table-cell", "Table Cell"),
    ("table-foot", "Table Foot"),
)
_MARGINS: tuple[tuple[Role, str], ...] = (("header", "header"), ("footer", "footer"))
_SIDES: tuple[tuple[str, Literal["center", "end"]], ...] = (("Center", "center"), ("End", "end"))
_READY_LEVELS = 3
"""Levels of lists whose styles stand in every document, for those who go on writing in Word."""
_FEATURES = joined((element("w14:ligatures", {"w14:val": "standard"}), element("w14:numForm", {"w14:val": "lining"})))
"""What good setting takes for granted and Word leaves out (MS-DOCX, 2.6.1): ligatures, and figures as high as capitals."""
_TABULAR = element("w14:numSpacing", {"w14:val": "tabular"})
_LATENT = 376
"""Styles that Word has built in; it need not offer those that the document does not use."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What styles depend on besides the theme."""

    lang: str
    measure: float
    """The width of the text in points."""
    numbered: bool
    """Headings are numbered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph style."""

    name: str
    look: Style
    extras: Extras = PLAIN
    based_on: str = "Normal"
    next_style: str = ""


@lru_cache(maxsize=32)
def _entries(theme: Theme, layout: Layout) -> Mapping[str, Entry]:
    """Return the styles of every document by name."""
    styles = theme.styles
    entries = [Entry("Normal", styles["body"], based_on="")]
    entries += [Entry(name, styles[role], Extras("exact")) for role, name in _FRONT.items()]
    entries += [_heading(role, level, theme, layout) for level, role in enumerate(_HEADINGS)]
    entries += _lists(theme, layout)
    entries += [
        Entry(name, styles[role], Extras(_LINE_RULES.get(role, "atLeast"), stacked=role == "table-note"))
        for role, name in _PARAGRAPHS.items()
    ]
    entries.append(_entry("figure-caption", body_place(theme, layout.measure), theme, based_on="caption"))
    entries += [
        Entry(f"{name} {side}", replace(styles[role], align=align), based_on=name)
        for role, name in _CELLS
        for side, align in _SIDES
    ]
    entries += _callouts(theme, layout)
    entries += [_contents(role, level, theme, layout) for level, role in enumerate(_CONTENTS, 1)]
    margin = Extras("exact", tabs=w("tabs", w("tab", val="right", pos=twips(layout.measure))))
    entries += [Entry(name, styles[role], margin) for role, name in _MARGINS]
    gap = styles["body"].space_after
    thin = replace(styles["body"], size=gap, line_height=gap, space_after=0, keep_with_next=True)
    entries.append(Entry("Table Separator", thin, Extras("exact")))
    lowest = replace(styles["body"], size=_LOWEST, line_height=_LOWEST, space_before=0, space_after=0)
    entries.append(Entry("Section End", lowest, Extras("exact")))
    return {entry.name: entry for entry in entries}


def _entry(kind: Kind, place: Place, theme: Theme, extras: Extras = PLAIN, based_on: str = "Normal") -> Entry:
    return Entry(style_name(kind, place), look_in(kind, place, theme), extras, based_on)


def _heading(role: Role, level: int, theme: Theme, layout: Layout) -> Entry:
    breaks = level == 0 and theme.page.heading_1_breaks
    numbering = number_of(HEADINGS, level) if layout.numbered else NOTHING
    extras = Extras(outline=level, new_page=breaks, numbering=numbering)
    look = replace(theme.styles[role], space_before=0) if breaks else theme.styles[role]
    return Entry(f"heading {level + 1}", look, extras, next_style="Normal")


def unnumbered_heading(level: int, theme: Theme) -> Entry:
    """Return the style of a heading without number among numbered ones, from 1."""
    plain = _heading(_HEADINGS[level - 1], level - 1, theme, Layout("", 0, numbered=False))
    return replace(plain, name=f"Heading {level} Unnumbered")


def appendix_heading(level: int, theme: Theme) -> Entry:
    """Return the style of the heading of an appendix, or of a numbered section in one, from 1."""
    plain = _heading(_HEADINGS[level - 1], level - 1, theme, Layout("", 0, numbered=False))
    extras = replace(plain.extras, numbering=number_of(APPENDICES, level - 1))
    return replace(plain, name=f"Heading {level} Appendix", extras=extras)


def _lists(theme: Theme, layout: Layout) -> list[Entry]:
    entries = []
    place = body_place(theme, layout.measure)
    for level in range(_READY_LEVELS):
        place = in_item(place, theme)
        bullet = Extras(numbering=number_of(BULLETS, level))
        entries += [
            _entry("bullet", place, theme, bullet),
            _entry("number", place, theme),
            _entry("task", place, theme),
            _entry("plain", place, theme),
        ]
    return entries


def _callouts(theme: Theme, layout: Layout) -> list[Entry]:
    entries = []
    kinds: tuple[CalloutKind, ...] = get_args(CalloutKind)
    for kind in kinds:
        place = in_callout(body_place(theme, layout.measure), kind, theme)
        entries.append(_entry("plain", place, theme, based_on="Callout Body"))
        title = _entry("callout-title", place, theme, based_on="Callout Title")
        entries.append(replace(title, next_style=entries[-1].name))
    return entries


def _contents(role: Role, level: int, theme: Theme, layout: Layout) -> Entry:
    """Lead to the page number with dots; Word sets a heading's number apart with a tab, which gets its own stop."""
    look = theme.styles[role]
    number = w("tab", val="left", pos=twips(look.indent + look.size * (level + 1))) if layout.numbered else NOTHING
    page = w("tab", val="right", leader="dot", pos=twips(layout.measure))
    return Entry(f"toc {level}", look, Extras(tabs=w("tabs", number, page)))


@lru_cache(maxsize=4096)
def paragraph_style(kind: Kind, place: Place, theme: Theme, layout: Layout) -> tuple[str, Xml]:
    """Return the identifier of the style of a kind of paragraph in a place; and the style, if it must be added.

    It is based on the nearest one that every document has.
    """
    entries = _entries(theme, layout)
    name = style_name(kind, place)
    if name in entries:
        return style_id(name), NOTHING
    trailing = tuple(container for container in place.path if container == place.path[-1])
    nearest = style_name(kind, replace(place, path=trailing, lead=None, kept=False, end=None))
    base = nearest if nearest in entries else "Normal"
    return added_style(Entry(name, look_in(kind, place, theme), based_on=base), theme, layout)


def added_style(entry: Entry, theme: Theme, layout: Layout) -> tuple[str, Xml]:
    """Return the identifier of a style that a document adds, and the style."""
    return style_id(entry.name), _paragraph_xml(entry, theme, layout)


@lru_cache(maxsize=32)
def _standing(theme: Theme, layout: Layout) -> Xml:
    """Write what the styles of every document with this theme and layout have in common."""
    body = theme.styles["body"]
    language = spoken_language(layout.lang)
    defaults = w(
        "docDefaults",
        w("rPrDefault", w("rPr", run_properties(body, None, theme), language, _FEATURES)),
        w("pPrDefault", w("pPr", w("widowControl"), runs_from_right(layout.lang))),
    )
    latent = w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=_LATENT,
    )
    paragraphs = [_paragraph_xml(entry, theme, layout) for entry in _entries(theme, layout).values()]
    return joined(
        (
            defaults,
            latent,
            *paragraphs,
            _default("character", "Default Paragraph Font"),
            _default("table", "Normal Table"),
            _default("numbering", "No List"),
            *standing_characters(theme),
            table_styles(theme),
        )
    )


def styles_part(theme: Theme, layout: Layout, added: Iterable[Xml]) -> bytes:
    """Write the part, with the styles that a document adds after those of every document."""
    return part("w:styles", "w mc w14", _standing(theme, layout), *added)


def _paragraph_xml(entry: Entry, theme: Theme, layout: Layout) -> Xml:
    entries = _entries(theme, layout)
    base = entries[entry.based_on].look if entry.based_on else None
    added = entry.name not in entries
    tabular = entry.name in {"Table Head", "Table Cell", "Table Group", "Table Foot"}
    extras = replace(entry.extras, from_right=direction(layout.lang) == "rtl")
    return w(
        "style",
        w("name", val=entry.name),
        w("basedOn", val=style_id(entry.based_on)) if entry.based_on else NOTHING,
        w("next", val=style_id(entry.next_style)) if entry.next_style else NOTHING,
        w("uiPriority", val=99 if added else 9),
        NOTHING if added else w("qFormat"),
        w("pPr", paragraph_properties(entry.look, base, extras, theme)),
        w("rPr", run_properties(entry.look, base or entry.look, theme), _TABULAR if tabular else NOTHING),
        type="paragraph",
        default=None if entry.based_on else 1,
        customStyle=None if is_built_in(entry.name) else 1,
        styleId=style_id(entry.name),
    )


def _default(kind: str, name: str) -> Xml:
    """Write one of the styles that say nothing, which Word wants for each type."""
    margins = w("tblPr", w("tblInd", w=0, type="dxa")) if kind == "table" else NOTHING
    ids = {"Normal Table": "TableNormal"}
    return w(
        "style",
        w("name", val=name),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        margins,
        type=kind,
        default=1,
        styleId=ids.get(name, style_id(name)),
    )
