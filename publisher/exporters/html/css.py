"""A theme's styles as CSS rules: lengths in rem, so that one rule serves screen and paper.

1 rem is the theme's body size on paper, and a little more on screens; colours are custom properties, so that
a dark screen can redefine them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.theme import INLINE_ROLES, ROLES, TIGHTEST, tightened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from publisher.theme import Border, FontFamily, InlineRole, InlineStyle, Role, Style, TableRule, Theme

__all__ = ["color_tokens", "css_string", "embedded_name", "font_tokens", "paper_family", "style_rules"]

SELECTORS: Mapping[Role, str] = {
    "body": "body",
    "kicker": ".kicker",
    "title": ".title",
    "subtitle": ".subtitle",
    "summary": ".summary",
    "edition": ".edition",
    "imprint": ".imprint",
    "heading-1": ".heading-1,h1:not([class])",
    "heading-2": ".heading-2,h2:not([class])",
    "heading-3": ".heading-3,h3:not([class])",
    "heading-4": ".heading-4,h4:not([class])",
    "heading-5": ".heading-5,h5:not([class])",
    "heading-6": ".heading-6,h6:not([class])",
    "list-item": "li",
    "term": "dt",
    "definition": "dd",
    "quotation": "blockquote",
    "attribution": ".attribution",
    "code-block": "pre",
    "equation": ".equation",
    "thematic-break": "hr",
    "caption": "caption,figcaption",
    "figure": "figure",
    "table-head": "th[scope=col],th[scope=colgroup]",
    "table-cell": "td,th[scope=row]",
    "table-group": "th[scope=rowgroup]",
    "table-foot": "tfoot td,tfoot th[scope=row]",
    "table-note": ".notes",
    "callout-title": ".callout-title",
    "callout-body": ".callout",
    "callout-note": ".callout-note",
    "callout-tip": ".callout-tip",
    "callout-important": ".callout-important",
    "callout-warning": ".callout-warning",
    "callout-sidebar": ".callout-sidebar",
    "key-facts": ".key-facts",
    "key-facts-title": ".key-facts-title",
    "key-value": ".key-facts dt",
    "key-meaning": ".key-facts dd",
    "contents-title": ".contents-title",
    "contents-1": ".contents-1",
    "contents-2": ".contents-2",
    "contents-3": ".contents-3",
    "source": ".sources li",
    "footnote": ".footnote,.endnotes li",
    "header": ".running-header",
    "footer": ".running-footer",
}
INLINE_SELECTORS: Mapping[InlineRole, str] = {
    "emphasis": "em",
    "strong": "strong",
    "strikethrough": "s",
    "subscript": "sub",
    "superscript": "sup",
    "code": "code",
    "link": "a",
    "reference": "a.reference",
    "abbreviation": "abbr",
    "note-mark": "a.note-mark",
    "handling": ".handling",
    "code-keyword": ".code-keyword",
    "code-string": ".code-string",
    "code-comment": ".code-comment",
    "code-number": ".code-number",
    "line-number": "pre .line[data-number]::before",
}
_BOXES: frozenset[Role] = frozenset(
    ("callout-note", "callout-tip", "callout-important", "callout-warning", "callout-sidebar", "key-facts", "figure")
)
"""Roles that style a box and leave the text in it alone."""
_WHOLE: frozenset[Role] = frozenset(("figure",))
"""Roles whose element holds what they are kept with: a figure, its caption."""
_FLOW: frozenset[Role] = frozenset(("list-item", "term", "definition", "quotation", "equation"))
"""Roles that also stand inside callouts, notes and cells, where they look like the text around them."""
_CELLS: frozenset[Role] = frozenset(("table-head", "table-cell", "table-group", "table-foot"))
_LISTED: frozenset[Role] = frozenset(("list-item", "source"))
"""Roles whose hanging indent is the list marker's own place."""


_CALLOUTS: tuple[tuple[Role, str], ...] = (
    ("callout-note", "note"),
    ("callout-tip", "tip"),
    ("callout-important", "important"),
    ("callout-warning", "warning"),
    ("callout-sidebar", "sidebar"),
)


_TABLE_RULES: tuple[tuple[TableRule, str, str], ...] = (
    ("top", "top", "table"),
    ("bottom", "bottom", "table"),
    ("row", "top", "tbody tr+tr>*,tfoot tr+tr>*,tbody+tbody>tr:first-child>*"),
    ("head", "bottom", "thead,th[scope=colgroup]"),
    ("head", "top", "tfoot"),
)


@lru_cache(maxsize=16)
def style_rules(theme: Theme) -> str:
    """Write one rule for every role of a theme."""
    rules = [f"{SELECTORS[role]}{{{_block(role, theme)}}}\n" for role in ROLES]
    rules += [f"{INLINE_SELECTORS[role]}{{{_inline(theme.inline[role], theme)}}}\n" for role in INLINE_ROLES]
    rules += [
        f".callout-{kind}>.callout-title{{color:{_color(theme.styles[role].color, theme)}}}\n"
        for role, kind in _CALLOUTS
    ]
    rules += [
        f"{selector}{{border-{side}:{_border(theme.table_rules[rule], theme)}}}\n"
        for rule, side, selector in _TABLE_RULES
    ]
    rules += [_tight(role, step, theme) for step in range(1, TIGHTEST + 1) for role in ROLES if role in _CELLS]
    return "".join(rules)


def _tight(role: Role, step: int, theme: Theme) -> str:
    """Write the rule for cells of a table that is set tighter."""
    style, unit = tightened(theme.styles[role], step), theme.styles["body"].size
    sizes = {"font-size": style.size, "line-height": style.line_height, "padding": style.padding}
    selectors = ",".join(f".tight-{step} {selector}" for selector in SELECTORS[role].split(","))
    return f"{selectors}{{{_declarations({name: f'{points / unit:.5g}rem' for name, points in sizes.items()})}}}\n"


def color_tokens(colors: Mapping[str, str]) -> str:
    """Write a theme's colours as custom properties."""
    return "".join(f"--{token}:{value};" for token, value in colors.items())


def font_tokens(fonts: Mapping[str, FontFamily], *, paper: bool) -> str:
    """Write a theme's families as custom properties."""
    lists = {token: paper_family(font, fonts) if paper else _screen_family(font) for token, font in fonts.items()}
    return "".join(f"--{token}:{names};" for token, names in lists.items())


def paper_family(font: FontFamily, fonts: Mapping[str, FontFamily]) -> str:
    """Write a family for paper: its own faces, those that it falls back on, then the theme's others, and no more."""
    fallback = (each for each in fonts.values() if each.name in font.fallback)
    names = dict.fromkeys(embedded_name(each) for each in (font, *fallback, *fonts.values()))
    return ",".join([*map(css_string, names), font.generic])


def _screen_family(font: FontFamily) -> str:
    names = (font.name, *font.fallback)
    return ",".join(name if name == font.generic else css_string(name) for name in names)


def embedded_name(font: FontFamily) -> str:
    """Return the name under which a family's own faces stand in a page for paper.

    It is a name of its own: the layout engine takes a family that the system has before one of that name in the page.
    """
    return f"{font.name} Embedded" if font.faces else font.name


def css_string(text: str) -> str:
    """Write a CSS string (CSS Syntax 3, 4.3.5) that can't end the sheet it stands in."""
    escaped = "".join(f"\\{ord(each):x} " if each in '"\\<>&\n\r\f' else each for each in text)
    return f'"{escaped}"'


def _block(role: Role, theme: Theme) -> str:
    style = theme.styles[role]
    unit = theme.styles["body"].size

    def length(points: float) -> str:
        return f"{points / unit:.5g}rem" if points else "0"

    box = {
        "margin-block": f"{length(style.space_before)} {length(style.space_after)}",
        "margin-inline-start": length(style.indent),
        "text-indent": f"-{length(style.hanging)}" if style.hanging and role not in _LISTED else "",
        "background-color": _color(style.background, theme) if style.background else "",
        "border-block-start": _border(style.border_top, theme),
        "border-block-end": _border(style.border_bottom, theme),
        "border-inline-start": _border(style.border_start, theme),
        **_padding(style, length, every_side=role in _CELLS),
        "break-after": "avoid" if style.keep_with_next and role not in _WHOLE else "",
        "break-inside": "avoid" if style.keep_together else "",
    }
    if role in _BOXES:
        return _declarations(box)
    text = _text(style, theme, length)
    if role == "body":
        return _declarations(text)
    if role in _FLOW:
        body = _text(theme.styles["body"], theme, length)
        text = {name: value for name, value in text.items() if value != body[name]}
    return _declarations(text | box)


def _text(style: Style, theme: Theme, length: Callable[[float], str]) -> dict[str, str]:
    return {
        "font-family": f"var(--{style.font.token})",
        "font-size": length(style.size),
        "line-height": length(style.line_height),
        "color": _color(style.color, theme),
        "font-weight": "bold" if style.bold else "normal",
        "font-style": "italic" if style.italic else "normal",
        "text-transform": "uppercase" if style.uppercase else "none",
        "letter-spacing": length(style.letter_spacing) if style.letter_spacing else "",
        "text-align": style.align if style.align != "start" else "",
        "hyphens": "auto" if style.hyphenate else "manual",
    }


def _padding(style: Style, length: Callable[[float], str], *, every_side: bool) -> dict[str, str]:
    """Pad the sides that have a rule, or all sides of a cell or a ground."""
    if not style.padding:
        return {}
    if style.background or every_side:
        return {"padding": length(style.padding)}
    sides = {
        "padding-block-start": style.border_top.width,
        "padding-block-end": style.border_bottom.width,
        "padding-inline-start": style.border_start.width,
    }
    return {side: length(style.padding) for side, width in sides.items() if width}


def _inline(style: InlineStyle, theme: Theme) -> str:
    return _declarations(
        {
            "font-family": f"var(--{style.font.token})" if style.font else "",
            "font-size": f"{style.scale:.4g}em" if style.scale != 1 else "",
            "color": _color(style.color, theme) if style.color else "",
            "font-weight": "bold" if style.bold else "",
            "font-style": "italic" if style.italic else "",
            "text-transform": "uppercase" if style.uppercase else "",
            "text-decoration": _decoration(style),
            "vertical-align": style.position,
            "line-height": "0" if style.position else "",
        }
    )


def _decoration(style: InlineStyle) -> str:
    lines = [name for name, wanted in (("underline", style.underline), ("line-through", style.strike)) if wanted]
    return " ".join(lines) or "none"


def _declarations(values: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items() if value)


def _border(border: Border, theme: Theme) -> str:
    return f"{border.width:.4g}pt solid {_color(border.color, theme)}" if border.width else ""


def _color(value: str, theme: Theme) -> str:
    """Name the custom property of a colour."""
    token = next((token for token, color in theme.colors.items() if color == value), None)
    return f"var(--{token})" if token else value
