"""The pages of a preview: the overview, a document with what is wrong in it, and its style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from publisher.codes import CODES
from publisher.console import describe, summary
from publisher.diagnostics import Report
from publisher.exporters.registry import exporter
from publisher.languages import direction
from publisher.listing.look import sheet_for
from publisher.preview.word_pages import can_show
from publisher.theme import load_theme

if TYPE_CHECKING:
    from publisher.preview.desk import Desk
    from publisher.preview.shelf import Shown
    from publisher.theme import Role

__all__ = ["SCRIPT", "beside_in", "document_page", "files_of", "gone_page", "missing_page", "overview", "style_sheet"]

_HOME = Path(__file__).parent / "pages"
_ROLES: tuple[Role, ...] = ("body", "kicker", "title", "edition", "heading-1", "table-head", "table-cell", "code-block")
"""What the pages are set in."""
SCRIPT = (_HOME / "preview.js").read_bytes()
_LABELS = {"html": "Web page", "pdf": "PDF", "docx": "Word", "txt": "Text", "ascii": "ASCII text"}
_SHOWN_BY_BROWSERS = ("pdf", "txt", "ascii")


@dataclass(frozen=True, slots=True)
class _File:
    """A format of a document, as its page offers it."""

    format: str
    label: str
    name: str
    address: str
    version: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A diagnostic, as a page shows it."""

    code: str
    weight: str
    text: str
    title: str
    meaning: str


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HOME), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["tongue"] = _tongue
    return environment


def _tongue(document: Shown) -> Markup:
    """Say in which language a title stands, and which way that runs."""
    lang = document.about.lang if document.about else ""
    return Markup(' lang="{}" dir="{}"').format(lang, direction(lang)) if lang else Markup()


def style_sheet() -> bytes:
    """Return the style sheet of the preview's own pages, in the look of the house."""
    own = (_HOME / "preview.css").read_text(encoding="utf-8")
    return f"{sheet_for(load_theme('briefing'), 'en-US', '…·×', _ROLES)}{own}".encode()


def overview(desk: Desk) -> str:
    """Return the page of all documents, with their formats, what was found in them, and when they were made."""
    rows = [(each, files_of(each), _state(each, desk), _counted(each, desk)) for each in desk.documents.values()]
    values = {"rows": rows, "trouble": _told(desk.trouble, lenient=False), "name": desk.workspace.root.name}
    return _environment().get_template("overview.html").render(values)


def document_page(desk: Desk, document: Shown, beside: str) -> str:
    """Return the page of a document: its web page, what is wrong with it, and another format beside it."""
    files = files_of(document)
    told = _told(document.report, lenient=desk.lenient)
    values = {
        "document": document,
        "files": files,
        "views": [each for each in files if each.format in {"html", beside}],
        "beside": beside,
        "offered": [each for each in files if each.format in beside_in(document)],
        "state": _state(document, desk),
        "counted": _counted(document, desk),
        "told": told,
        "errors": [each for each in told if each.weight == "error"],
        "trouble": _told(desk.trouble, lenient=False),
    }
    return _environment().get_template("document.html").render(values)


def beside_in(document: Shown) -> list[str]:
    """Return the formats of a document that can be shown beside its web page; Word where there is what lays it out."""
    shown = (*_SHOWN_BY_BROWSERS, *(("docx",) if can_show() else ()))
    return [name for name in document.formats if name in shown]


def missing_page(desk: Desk, document: Shown, name: str) -> str:
    """Return what stands in place of a file that could not be made yet."""
    told = _told(document.report, lenient=desk.lenient)
    return _environment().get_template("missing.html").render(document=document, name=name, told=told)


def gone_page(what: str) -> str:
    """Return what stands where there is nothing."""
    return _environment().get_template("gone.html").render(what=what)


def files_of(document: Shown) -> list[_File]:
    """Return all formats that a document can be had in."""
    ordered = sorted(document.formats, key=lambda each: list(_LABELS).index(each) if each in _LABELS else len(_LABELS))
    names = [(each, f"{document.slug}{exporter(each).suffix}") for each in ordered]
    return [
        _File(each, _LABELS.get(each, each), name, f"/{quote(document.slug)}/{quote(name)}", document.version(name))
        for each, name in names
    ]


def _state(document: Shown, desk: Desk) -> str:
    """Say in a word how a document stands: `error`, `busy`, `warning` or `good`."""
    report = document.report
    if report.stops(lenient=desk.lenient):
        return "error"
    if not document.settled:
        return "busy"
    return "warning" if report.diagnostics else "good"


def _counted(document: Shown, desk: Desk) -> str:
    match _state(document, desk):
        case "busy":
            return "waiting …" if not document.quick.done else "rendering …"
        case "good":
            return "good"
        case _:
            return summary([document.report], lenient=desk.lenient)


def _told(report: Report, *, lenient: bool) -> list[_Told]:
    return [
        _Told(
            each.code,
            "error" if each.stops(lenient=lenient) else "warning",
            describe(each, report, lenient=lenient),
            CODES[each.code].title,
            CODES[each.code].text,
        )
        for each in report.sorted()
    ]
