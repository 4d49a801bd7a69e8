"""Formulas drawn for paper: vector paths in the size of the text around them, since the layout engine draws no MathML."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from publisher.exporters.html.fonts import math_font
from publisher.exporters.html.markup import attributes, escape
from publisher.exporters.html.mathml import mathml

if TYPE_CHECKING:
    from publisher.model import Formula

__all__ = ["drawn"]

_UNIT = 100
"""Units of the drawing to an em."""
_MARGIN = 1
"""Units around a drawing, for what reaches beyond its letters' boxes."""
_DIGITS = 1
"""Decimals of a unit: a thousandth of an em."""
_SVG = "http://www.w3.org/2000/svg"


@lru_cache(maxsize=1024)
def drawn(formula: Formula, text: str, *, display: bool) -> str:
    """Draw a formula as SVG that stands on the line of the text, with its colour; `text` says it (PDF/UA-1, 7.7)."""
    from ziamath.config import config
    from ziamath.zmath import Math

    config.svg2 = False  # paths without names, so that drawings do not depend on each other
    config.precision = _DIGITS
    config.math.color = "currentColor"
    written = mathml(formula, text, display=display, paper=True)
    math = Math(written, size=_UNIT, font=str(math_font()), margin=_MARGIN)
    drawing = math.svgxml()
    width, height = (side + 2 * _MARGIN for side in math.getsize())
    depth = math.getyofst() - _MARGIN
    paths = "".join(ET.tostring(each, encoding="unicode") for each in drawing)
    style = f"width:{width / _UNIT:.3f}em;height:{height / _UNIT:.3f}em;vertical-align:{depth / _UNIT:.3f}em"
    opening = attributes(xmlns=_SVG, viewBox=drawing.get("viewBox"), class_="formula", style=style)
    return f"<svg{opening}><title>{escape(' '.join(text.split()))}</title>{paths}</svg>"
