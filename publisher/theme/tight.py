"""Smaller type and less room in the cells of tables that would not fit otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.theme.styles import Style

__all__ = ["TIGHTEST", "tightened"]

TIGHTEST = 2
"""Steps that there are."""
_SIZES = (1.0, 0.9, 0.79)
_PADDINGS = (1.0, 0.7, 0.5)
_SMALLEST = 7.5
"""Points that print needs to be read."""


def tightened(style: Style, step: int) -> Style:
    """Return how a cell looks in a table that is set tighter by some steps."""
    if not step:
        return style
    size = min(style.size, max(_SMALLEST, style.size * _SIZES[step]))
    return replace(
        style, size=size, line_height=style.line_height * size / style.size, padding=style.padding * _PADDINGS[step]
    )
