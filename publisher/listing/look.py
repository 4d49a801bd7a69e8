"""The theme's look for pages that are no document: its tokens, styles and sheets, with the fonts in them."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from markupsafe import Markup

from publisher.exporters.html.css import color_tokens, font_tokens, style_rules
from publisher.exporters.html.fonts import font_faces
from publisher.exporters.html.page import environment_of
from publisher.languages import direction
from publisher.model import Metadata
from publisher.theme import paper_size, theme_for

if TYPE_CHECKING:
    from collections.abc import Collection

    from publisher.theme import FontFamily, Role, Theme

__all__ = ["sheet_for"]


def sheet_for(theme: Theme, lang: str, text: str, roles: Collection[Role]) -> Markup:
    """Write the style sheet of a page in some language, with the fonts of some roles cut to the characters of its text."""
    theme = theme_for(theme, lang)
    metadata = Metadata("", lang=lang)
    values = {
        "metadata": metadata,
        "theme": theme,
        "direction": direction(lang),
        "paper": False,
        "paper_size": paper_size(metadata),
    }
    environment = environment_of(theme)
    base, screen = (environment.get_template(name).render(values) for name in ("base.css", "screen.css"))
    parts = (
        font_faces(_families(theme, roles), frozenset(map(ord, text + text.upper())), attrgetter("name")),
        f":root{{{color_tokens(theme.colors)}{font_tokens(theme.fonts, paper=False)}}}\n",
        base,
        style_rules(theme),
        screen,
    )
    return Markup("".join(parts).replace("<", "\\3c "))  # noqa: S704  nothing in it can end the style element


def _families(theme: Theme, roles: Collection[Role]) -> list[FontFamily]:
    """Return the theme's families with no more faces than some roles are set in."""
    styles = [theme.styles[role] for role in roles]
    named = {(each.font.token, each.bold, each.italic) for each in styles}
    looks = {(each.bold, each.italic) for each in styles}
    found = []
    for family in theme.fonts.values():
        faces = tuple(
            face
            for face in family.faces
            if (
                (face.bold, face.italic) in looks if family.scripts else (family.token, face.bold, face.italic) in named
            )
        )
        found += [replace(family, faces=faces)] if faces else []
    return found
