"""Formulas in a page: MathML on screens, drawings on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.html.drawn import drawn
from publisher.exporters.html.markup import attributes
from publisher.exporters.html.mathml import mathml
from publisher.model import Math
from publisher.traverse import plain_text, walk_inlines

if TYPE_CHECKING:
    from publisher.exporters.html.markup import Medium
    from publisher.model import MathBlock, Section

__all__ = ["equation", "formula", "outline"]

_LONG = 24
"""Characters of a formula in a line that a narrow screen may have no room for."""


def formula(math: Math, medium: Medium) -> str:
    """Write a formula in a line of text; a long one scrolls in a box of its own on narrow screens."""
    if medium.paper:
        return drawn(math.formula, math.text, display=False)
    written = mathml(math.formula, math.text, display=False)
    if len(math.text) <= _LONG:
        return written
    return f"<span{attributes(class_='formula', role='group', tabindex='0')}>{written}</span>"


def equation(block: MathBlock, medium: Medium) -> str:
    """Write a formula on lines of its own, with its number at the right."""
    if medium.paper:
        shown = drawn(block.formula, block.text, display=True)
    else:
        shown = mathml(block.formula, block.text, display=True)
    scrolls = "" if medium.paper else attributes(role="group", tabindex="0")
    box = f'<div class="formula"{scrolls}>{shown}</div>'
    number = f'<div class="number">({block.number})</div>' if block.number else ""
    opening = attributes(class_="equation numbered" if number else "equation", id=block.identifier or None)
    return f"<div{opening}>{box}{number}</div>\n"


def outline(section: Section, medium: Medium) -> str | None:
    """Return what the outline of a PDF says of a heading that holds a drawing, which has no words."""
    if not medium.paper or not any(isinstance(each, Math) for each in walk_inlines(section.title)):
        return None
    return f"{section.number} {plain_text(section.title)}".strip()
