"""A theme as a script needs it: letters that join can't be spaced, and some are smaller but reach further."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.languages import direction, script

if TYPE_CHECKING:
    from publisher.theme.styles import FontFamily, Style, Theme

__all__ = ["in_script", "theme_for"]


def theme_for(theme: Theme, lang: str) -> Theme:
    """Return the theme for documents in a language; most languages take it as it is."""
    return _adapted(theme, script(lang)) if direction(lang) == "rtl" else theme


def in_script(font: FontFamily, theme: Theme, wanted: str) -> FontFamily:
    """Return the family that stands in for another in a script; that family itself where the theme has none."""
    others = (other for other in theme.fonts.values() if other.name in font.fallback and wanted in other.scripts)
    return next(others, font)


@lru_cache(maxsize=16)
def _adapted(theme: Theme, wanted: str) -> Theme:
    styles = {role: _look(style, in_script(style.font, theme, wanted)) for role, style in theme.styles.items()}
    return replace(theme, styles=styles, fingerprint=f"{theme.fingerprint}-{wanted}")


def _look(style: Style, font: FontFamily) -> Style:
    return replace(
        style, size=style.size * font.scale, line_height=style.line_height * font.leading, letter_spacing=0.0
    )
