"""The index page: every published document with its formats, for a browser without a server."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from publisher.exporters.front import format_date
from publisher.languages import direction, known
from publisher.listing.look import sheet_for
from publisher.listing.words import index_words_for
from publisher.theme import load_theme
from publisher.words import words_for

if TYPE_CHECKING:
    from publisher.config import Workspace
    from publisher.inputs import Inputs
    from publisher.listing.entries import Entry, File, Group
    from publisher.theme import Role

__all__ = ["index_page"]

_HOME = Path(__file__).parent / "pages"
_KILO = 1000
_ROLES: tuple[Role, ...] = ("body", "kicker", "title", "edition", "heading-1")
"""What the page is set in."""
_HERE = Markup("<css>")
"""Stands for the style sheet until the text of the page is known; no text of a document can look like it."""
_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the line below a title."""

    text: str
    lang: str = ""
    """Where it is not that of the page."""
    day: str = ""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HOME), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def index_page(workspace: Workspace, listed: tuple[Group, ...], base_url: str, inputs: Inputs, *, feed: bool) -> str:
    """Write the index page of some documents in the language and the looks that the settings name.

    `inputs` learns which files were looked at. Raises `PublisherError` (`unknown-template` …) when the template set can't be loaded.
    """
    settings = workspace.settings
    words = index_words_for(settings.lang)
    values = {
        "lang": settings.lang,
        "title": settings.title or words.documents,
        "base_url": base_url,
        "feed": feed,
        "words": words,
        "skip": words_for(settings.lang).skip,
        "groups": listed,
        "direction": direction,
        "edition_line": lambda entry, own_name: _edition_line(entry, settings.lang, own_name=own_name),
        "label": lambda file: _label(file, settings.lang),
        "size": lambda file: _size(file.size, settings.lang),
        "search_words": _search_words,
        "script": Markup((_HOME / "index.js").read_text(encoding="utf-8")),  # noqa: S704  our own
    }
    template = _environment().get_template("index.html")
    page = template.render(values, css=_HERE)
    text = _TAG.sub("", page)  # the fonts hold what the page says
    theme = load_theme(settings.template, (workspace.templates,), inputs)
    own = Markup((_HOME / "index.css").read_text(encoding="utf-8"))  # noqa: S704  our own
    return page.replace(_HERE, sheet_for(theme, settings.lang, text, _ROLES) + own, 1)


def _edition_line(entry: Entry, lang: str, *, own_name: bool) -> list[_Part]:
    """Return date, edition, handling mark and, where they differ, language."""
    about = entry.about
    found = known(about.lang)
    language = (found[1].language_name or about.lang) if found else about.lang
    parts = (
        _Part(format_date(dt.date.fromisoformat(about.date), lang), day=about.date) if about.date else None,
        _Part(f"{words_for(lang).edition} {about.edition}") if about.edition else None,
        _Part(about.handling, about.lang) if about.handling else None,
        _Part(language, about.lang) if own_name else None,
    )
    return [part for part in parts if part]


def _label(file: File, lang: str) -> str:
    words = index_words_for(lang)
    labels = {".html": words.web_page, ".pdf": "PDF", ".docx": "Word", ".txt": words.text, ".ascii.txt": words.ascii}
    return labels.get(file.suffix, file.suffix.lstrip(".").upper())


@lru_cache(maxsize=4096)
def _size(count: int, lang: str) -> str:
    """Write a size in the words of a language, rounded as people read it."""
    from babel.units import format_unit

    found = known(lang)
    locale = found[1] if found else "en_US"
    kilobytes = max(1, round(count / _KILO))
    if kilobytes < _KILO:
        return format_unit(kilobytes, "digital-kilobyte", "short", locale=locale, numbering_system="latn")
    return format_unit(round(kilobytes / _KILO, 1), "digital-megabyte", "short", locale=locale, numbering_system="latn")


def _search_words(group: Group) -> str:
    """Return what a search finds a document by beside what the page shows of it."""
    every = (group.first, *group.translations)
    words = [word for each in every for word in (each.slug, *each.about.keywords, *each.about.authors)]
    return " ".join(dict.fromkeys(filter(None, [*words, *(each.about.organisation for each in every)])))
