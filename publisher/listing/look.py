"""The theme's look for pages that are no document: its tokens, styles and sheets, with the fonts in them."""

from __future__ import annotations

from operator import attrgetter

from markupsafe import Markup

from publisher.exporters.html.css import color_tokens, font_tokens, style_rules
from publisher.exporters.html.fonts import font_faces
from publisher.exporters.html.page import environment_of
from publisher.languages import direction
from publisher.model import Metadata
from publisher.theme import Theme, paper_size, theme_for

__all__ = ["sheet_for"]


def sheet_for(theme: Theme, lang: str, text: str) -> Markup:
    """Write the style sheet of a page in some language, with the fonts cut to the characters of its text."""
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
        font_faces(theme.fonts.values(), frozenset(map(ord, text + text.upper())), attrgetter("name")),
        f":root{{{color_tokens(theme.colors)}{font_tokens(theme.fonts, paper=False)}}}\n",
        base,
        style_rules(theme),
        screen,
    )
    return Markup("".join(parts).replace("<", "\\3c "))  # noqa: S704  nothing in it can end the style element
