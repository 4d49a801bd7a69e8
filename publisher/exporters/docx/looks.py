"""A theme's records as Word properties: what stands in a style's `w:pPr` and `w:rPr`, never in the text.

A style says only how it differs from the style that it is based on, so that a change of that one reaches it, as it
does in the theme. Lines are set `atLeast` their height, so that no picture in a line is cut; the front matter, whose
words come from the metadata and hold no pictures, is set `exact`, and a picture of its own line `auto`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from publisher.exporters.docx.wordml import NOTHING, Xml, eighths, flag, half_points, joined, twips, w
from publisher.theme import Border, in_script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.theme import FontFamily, InlineRole, InlineStyle, Style, Theme

__all__ = [
    "COLOR_SLOTS",
    "PLAIN",
    "Around",
    "Extras",
    "LineRule",
    "around_of",
    "complex_font",
    "inline_properties",
    "major_font",
    "minor_font",
    "over",
    "paragraph_properties",
    "rule",
    "run_properties",
    "shading",
    "turned_properties",
]

LineRule: TypeAlias = Literal["atLeast", "exact", "auto"]

COLOR_SLOTS: Mapping[str, tuple[str, str]] = {
    "dk1": ("text", "text1"),
    "lt1": ("paper", "background1"),
    "dk2": ("muted", "text2"),
    "lt2": ("tint", "background2"),
    "accent1": ("accent", "accent1"),
    "accent2": ("warning", "accent2"),
    "accent3": ("rule", "accent3"),
    "accent4": ("hairline", "accent4"),
    "accent5": ("muted", "accent5"),
    "accent6": ("text", "accent6"),
}
"""The slots of a Word theme (20.1.6.2): the token that fills each, and its name in `w:themeColor`."""

_WIDEST_GAP = 31.0
"""Points between a rule and the text (17.18.2, ST_PointMeasure)."""
_CARRIER = 0.25
"""Points, the thinnest rule: in the colour of a ground, it carries the ground out to its padding."""
_SINGLE_LINE = 240
_COMPLEX = "Arab"
"""The complex script that decides, since Word has one font for all of them."""
_KERNED = 2
"""Half points from which pairs of letters are kerned (17.3.2.19): every size."""
_ALIGNMENTS: Mapping[str, str] = {"start": "left", "center": "center", "end": "right", "justify": "both"}
_TEXT_FIELDS = (
    "font",
    "size",
    "line_height",
    "color",
    "bold",
    "italic",
    "uppercase",
    "letter_spacing",
    "align",
    "hyphenate",
)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a Word style may say that no theme does."""

    line_rule: LineRule = "atLeast"
    numbering: Xml = NOTHING
    tabs: Xml = NOTHING
    outline: int | None = None
    """From 0; what Word's navigation and contents go by."""
    new_page: bool = False
    stacked: bool = False
    """Paragraphs of this style keep no distance from each other."""
    from_right: bool = False
    """The paragraph runs from right to left."""


PLAIN = Extras()


def major_font(theme: Theme) -> FontFamily:
    """Return the family of headings (20.1.4.1.24)."""
    return theme.styles["heading-1"].font


def minor_font(theme: Theme) -> FontFamily:
    """Return the family of running text (20.1.4.1.25)."""
    return theme.styles["body"].font


def complex_font(font: FontFamily, theme: Theme) -> FontFamily:
    """Return the family that Word takes for complex scripts where a text is set in another (17.3.2.26, `cs`)."""
    return in_script(font, theme, _COMPLEX)


def over(role: Style, body: Style, ground: Style) -> Style:
    """Lay what a role changes about running text over the text of a place."""
    changes = {name: getattr(role, name) for name in _TEXT_FIELDS if getattr(role, name) != getattr(body, name)}
    kept = {name: getattr(ground, name) for name in _TEXT_FIELDS}
    return replace(role, **(kept | changes))


def paragraph_properties(look: Style, based_on: Style | None, extras: Extras, theme: Theme) -> Xml:
    """Write the paragraph properties in which a look differs from the one it is based on (17.3.1.26)."""
    own = _paragraph_parts(look, extras, theme)
    inherited = _paragraph_parts(based_on, Extras(from_right=extras.from_right), theme) if based_on else {}
    return joined(xml for name, xml in own.items() if xml != inherited.get(name, NOTHING))


def turned_properties(look: Style, theme: Theme, *, from_right: bool) -> Xml:
    """Write which way a paragraph of a look runs, and what turns with it where the text around runs the other way."""
    parts = _paragraph_parts(look, Extras(from_right=from_right), theme)
    return joined((parts["pBdr"], flag("bidi", from_right), parts["ind"]))


def _paragraph_parts(look: Style, extras: Extras, theme: Theme) -> dict[str, Xml]:
    """List every property in the order of the schema, also those that are off."""
    line = _SINGLE_LINE if extras.line_rule == "auto" else twips(look.line_height)
    inset = look.padding if look.background else 0
    ruled = look.border_start.width + look.padding if look.border_start.width else 0
    return {
        "keepNext": flag("keepNext", look.keep_with_next),
        "keepLines": flag("keepLines", look.keep_together),
        "pageBreakBefore": flag("pageBreakBefore", extras.new_page),
        "numPr": extras.numbering,
        "pBdr": _borders(look, theme, from_right=extras.from_right),
        "shd": shading(look.background, theme),
        "tabs": extras.tabs,
        "suppressAutoHyphens": flag("suppressAutoHyphens", not look.hyphenate),
        "spacing": w(
            "spacing",
            before=twips(look.space_before),
            after=twips(look.space_after),
            line=line,
            lineRule=extras.line_rule,
        ),
        "ind": w(
            "ind",
            left=twips(look.indent + inset + ruled),
            right=twips(inset),
            hanging=twips(look.hanging) if look.hanging else None,
            firstLine=None if look.hanging else 0,
        ),
        "contextualSpacing": flag("contextualSpacing", extras.stacked),
        "jc": w("jc", val=_ALIGNMENTS[look.align]),
        "outlineLvl": w("outlineLvl", val=extras.outline) if extras.outline is not None else NOTHING,
    }


def _borders(look: Style, theme: Theme, *, from_right: bool) -> Xml:
    """Write rules; a ground without rules gets rules of its own colour, which carry it out to the padding.

    `bidi` (17.3.1.6) turns indents and alignments, but no rules.
    """
    ground = Border(_CARRIER, look.background) if look.background else None
    start, end = ("right", "left") if from_right else ("left", "right")
    borders = {
        "top": look.border_top if look.border_top.width else ground,
        start: look.border_start if look.border_start.width else ground,
        "bottom": look.border_bottom if look.border_bottom.width else ground,
        end: ground,
    }
    sides = {side: borders[side] for side in ("top", "left", "bottom", "right")}
    gaps = {start: look.padding - look.hanging if look.border_start.width else look.padding}
    return w("pBdr", *(rule(side, border, theme, gaps.get(side, look.padding)) for side, border in sides.items()))


def rule(side: str, border: Border | None, theme: Theme, padding: float = 0) -> Xml:
    """Write one rule of a paragraph or a table (17.3.4)."""
    if border is None or not border.width:
        return w(side, val="nil")
    space = round(max(0, min(padding, _WIDEST_GAP)))
    return w(side, val="single", sz=eighths(border.width), space=space, **_color(border.color, theme))


def shading(color: str, theme: Theme) -> Xml:
    """Write a ground (17.3.5)."""
    if not color:
        return w("shd", val="clear", color="auto", fill="auto")
    values = _color(color, theme)
    return w("shd", val="clear", color="auto", fill=values["color"], themeFill=values["themeColor"])


def _color(value: str, theme: Theme) -> dict[str, str | None]:
    named = (slot for token, slot in COLOR_SLOTS.values() if theme.colors.get(token) == value)
    return {"color": value.removeprefix("#").upper(), "themeColor": next(named, None)}


def run_properties(look: Style, based_on: Style | None, theme: Theme) -> Xml:
    """Write the run properties in which a look differs from the one it is based on (17.3.2.28).

    Based on none, toggles that are off are left out: LibreOffice would let them win over character styles in tables.
    """
    own = _run_parts(look, theme)
    inherited = _run_parts(based_on, theme) if based_on else _PLAIN
    return joined(xml for name, xml in own.items() if xml != inherited.get(name, NOTHING))


_PLAIN = {
    "b": joined((flag("b", wanted=False), flag("bCs", wanted=False))),
    "i": joined((flag("i", wanted=False), flag("iCs", wanted=False))),
    "caps": flag("caps", wanted=False),
    "noProof": flag("noProof", wanted=False),
}


def _run_parts(look: Style, theme: Theme) -> dict[str, Xml]:
    return {
        "rFonts": _fonts(look.font, theme),
        "b": joined((flag("b", look.bold), flag("bCs", look.bold))),
        "i": joined((flag("i", look.italic), flag("iCs", look.italic))),
        "caps": flag("caps", look.uppercase),
        "noProof": flag("noProof", look.font.generic == "monospace"),
        "color": _text_color(look.color, theme),
        "spacing": w("spacing", val=twips(look.letter_spacing)),
        "kern": w("kern", val=_KERNED),
        "sz": _size(look.size),
    }


def _text_color(value: str, theme: Theme) -> Xml:
    color = _color(value, theme)
    return w("color", val=color["color"], themeColor=color["themeColor"])


def _size(points: float) -> Xml:
    return joined((w("sz", val=half_points(points)), w("szCs", val=half_points(points))))


def _fonts(font: FontFamily, theme: Theme) -> Xml:
    """Name a family, and the theme's font that it is, so that Word's theme dialogue changes it too (17.3.2.26)."""
    slots = ((minor_font(theme), "minor"), (major_font(theme), "major"))
    slot = next((slot for family, slot in slots if family.token == font.token), None)
    names = {"ascii": font.name, "hAnsi": font.name, "cs": complex_font(font, theme).name}
    if slot is None:
        return w("rFonts", **names)
    themed = {"asciiTheme": f"{slot}HAnsi", "hAnsiTheme": f"{slot}HAnsi", "cstheme": f"{slot}Bidi"}
    return w("rFonts", **names, **themed)


@dataclass(frozen=True, slots=True)
class Around:
    """What the look of words in a line depends on: how the text around them looks."""

    size: float
    bold: bool
    italic: bool
    uppercase: bool


def around_of(look: Style) -> Around:
    """Return what words in a paragraph of a look go by."""
    return Around(look.size, look.bold, look.italic, look.uppercase)


def inline_properties(roles: tuple[InlineRole, ...], around: Around, theme: Theme) -> Xml:
    """Write the run properties of words in some inline roles, the outermost first, within a paragraph.

    Word reads bold in both a paragraph's and a character's style as not bold (17.7.3), and sizes are absolute: so
    what is bold already is not said again, and the size is computed from the text around.
    """
    styles = [theme.inline[role] for role in roles]
    font = _last(styles, "font")
    color = _last(styles, "color")
    size = around.size
    for style in styles:
        size *= 1 if style.position else style.scale  # Word makes raised and lowered words smaller by itself
    raised = next((style.position for style in reversed(styles) if style.position), "")
    parts = (
        _fonts(font, theme) if font else NOTHING,
        _toggles(("b", "bCs"), wanted=_any(styles, "bold") and not around.bold),
        _toggles(("i", "iCs"), wanted=_any(styles, "italic") and not around.italic),
        _toggles(("caps",), wanted=_any(styles, "uppercase") and not around.uppercase),
        _toggles(("strike",), wanted=_any(styles, "strike")),
        _toggles(("noProof",), wanted=bool(font and font.generic == "monospace")),
        _text_color(color, theme) if color else NOTHING,
        _size(size) if half_points(size) != half_points(around.size) else NOTHING,
        w("u", val="single") if _any(styles, "underline") else NOTHING,
        w("vertAlign", val={"sub": "subscript", "super": "superscript"}[raised]) if raised else NOTHING,
    )
    return joined(parts)


def _toggles(names: tuple[str, ...], *, wanted: bool) -> Xml:
    return joined(flag(name, wanted or None) for name in names)


def _any(styles: list[InlineStyle], name: str) -> bool:
    return any(getattr(style, name) for style in styles)


def _last(styles: list[InlineStyle], name: str) -> Any:
    return next((getattr(style, name) for style in reversed(styles) if getattr(style, name)), None)
