"""The page around a body: Jinja fills the template set's shell and sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from publisher.diagnostics import Location, PublisherError
from publisher.exporters.facts import as_json_ld
from publisher.exporters.front import edition_parts, marks, running_title
from publisher.exporters.html.blocks import blocks, endnotes
from publisher.exporters.html.css import color_tokens, css_string, embedded_name, font_tokens, paper_family, style_rules
from publisher.exporters.html.drawings import for_paper
from publisher.exporters.html.fonts import font_faces, math_face
from publisher.exporters.html.markup import medium_for
from publisher.exporters.html.paging import script_for
from publisher.languages import direction
from publisher.model import Contents
from publisher.theme import paper_size, theme_for

if TYPE_CHECKING:
    from publisher.model import Block, Document, Resource
    from publisher.theme import Theme

__all__ = ["environment_of", "page"]


_LOST = "\N{REPLACEMENT CHARACTER}"
_ON_PAPER = "\N{WHITE SQUARE}"
"""Stands on paper for characters that can't be kept: no font of a theme has U+FFFD, and the system's may be any."""


@lru_cache(maxsize=16)
def environment_of(theme: Theme) -> ImmutableSandboxedEnvironment:
    """Return the Jinja environment of a template set, which can neither change what it is given nor reach files."""
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(theme.templates)),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    unit = theme.styles["body"].size
    environment.filters["css_string"] = css_string
    environment.filters["rem"] = lambda points: f"{points / unit:.5g}rem"
    environment.filters["page_content"] = _page_content
    environment.filters["paper_family"] = lambda font: paper_family(font, theme.fonts)
    environment.globals["dark_tokens"] = color_tokens(theme.dark)
    return environment


def _page_content(pattern: str) -> str:
    """Write "Page {page} of {pages}" as CSS generated content (CSS Paged Media 3)."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = re.split(r"(\{pages?\})", pattern)
    return " ".join(counters.get(part) or css_string(part) for part in parts if part)


def page(document: Document, theme: Theme, *, paper: bool = False) -> str:
    """Return the whole page of a prepared document: for a screen, or as XHTML for the PDF exporter.

    Raises `PublisherError` (`bad-template`) when the template set's shell or a sheet fails.
    """
    theme = theme_for(theme, document.metadata.lang)
    medium = medium_for(document, theme, paper=paper, page_references=paper and theme.page.page_references)
    if paper:
        medium = replace(medium, resources=for_paper(document.resources, theme))
    contents, rest = _split_contents(document.blocks)
    parts = {"contents": blocks(contents, medium), "body": blocks(rest, medium), "notes": endnotes(medium)}
    values: dict[str, Any] = {
        **{name: Markup(text) for name, text in parts.items()},  # noqa: S704  written by the body writer, which escapes
        "metadata": document.metadata,
        "words": medium.words,
        "theme": theme,
        "direction": direction(document.metadata.lang),
        "paper": paper,
        "paper_size": paper_size(document.metadata),
        "edition_parts": edition_parts(document.metadata),
        "marks": marks(document.metadata),
        "json_ld": Markup("" if paper else as_json_ld(document)),  # noqa: S704  it escapes what could end a script
        "running_title": running_title(document.metadata),
        "script": Markup(script_for(parts["body"])),  # noqa: S704  our own
    }
    drawn = (each.content.decode("utf-8", "ignore") for each in medium.resources.values() if _is_drawing(each))
    around = (
        *(drawn if paper else ()),
        str(document.metadata),
        str(medium.words),
        *values["edition_parts"],
        *theme.templates.values(),
    )
    written = "".join({*"".join((*parts.values(), *around))})
    written = written.replace(_LOST, _ON_PAPER) if paper else written
    characters = frozenset(map(ord, written + written.upper()))  # sheets may ask for capitals
    environment = environment_of(theme)
    try:
        sheets = (environment.get_template(name).render(values) for name in ("base.css", _medium_sheet(paper=paper)))
        base, sheet = sheets
    except TemplateError as error:
        raise _bad_template(error, theme) from error
    css = "".join(
        (
            font_faces(theme.fonts.values(), characters, embedded_name if paper else attrgetter("name")),
            math_face("".join(parts.values())),
            f":root{{{color_tokens(theme.colors)}{font_tokens(theme.fonts, paper=paper)}}}\n",
            base,
            style_rules(theme),
            sheet,
        )
    )
    try:
        values["css"] = Markup(css.replace("<", "\\3c "))  # noqa: S704  nothing in it can end the style element
        markup = environment.get_template("page.html").render(values)
    except TemplateError as error:
        raise _bad_template(error, theme) from error
    return markup.replace(_LOST, _ON_PAPER) if paper else markup


def _is_drawing(resource: Resource) -> bool:
    return resource.media_type == "image/svg+xml"


def _split_contents(content: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Part contents that lead a document from the rest, so that a shell can set them apart."""
    leads = bool(content) and isinstance(content[0], Contents)
    return content[:leads], content[leads:]


def _medium_sheet(*, paper: bool) -> str:
    return "print.css" if paper else "screen.css"


def _bad_template(error: TemplateError, theme: Theme) -> PublisherError:
    name = getattr(error, "name", None) or "page.html"
    line = getattr(error, "lineno", None) or 1
    return PublisherError.single("bad-template", str(error), Location(f"{theme.name}/{name}", line))
