"""PDF: the same HTML with the print sheet, laid out by WeasyPrint as tagged PDF for the archive.

A file conforms to PDF/UA-1 (ISO 14289-1) and to PDF/A-3a (ISO 19005-3).
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree import ElementTree as ET

from publisher.diagnostics import Diagnostic, PublisherError, Status
from publisher.exporters import Artifact, Exporter
from publisher.exporters.facts import as_attachments, data_of_charts
from publisher.exporters.fitting import fitted
from publisher.exporters.html.drawings import for_paper
from publisher.exporters.html.fonts import covered, missing_in_formula
from publisher.exporters.html.markup import data_url
from publisher.exporters.html.mathml import mathml
from publisher.exporters.html.page import page
from publisher.exporters.layout_engine import layout_engine
from publisher.exporters.line_ends import spaces_hanging
from publisher.exporters.pdf_fonts import glyphs_of_any_number
from publisher.exporters.pdfa import VARIANT, claim_accessibility, keep_pixels, label_pages, name_files_once
from publisher.exporters.sheets import rules_kept
from publisher.exporters.tagging import tags_completed
from publisher.model import Abbreviation, Code, CodeBlock, DataValue, FactReference, Image, Math, MathBlock, Text
from publisher.traverse import walk_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from weasyprint.document import Document as WeasyDocument

    from publisher.model import Attachment, Document
    from publisher.theme import Theme

__all__ = ["PDF", "export", "render"]

_UNDATED = dt.date(1980, 1, 1)
"""The day of files attached to a document without a date."""
_NO_GLYPH = ".notdef glyph"
"""How the layout engine begins to say what `missing-glyph` says with a place."""
_UNSEEN = frozenset(
    map(ord, "\n\t\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff\u202f\ufffd")
)
"""Characters that need no glyph, and the one that stands for characters already reported as lost."""


def export(document: Document, theme: Theme) -> Artifact:
    """Export a prepared document to PDF.

    Raises `PublisherError`: `render-failed` when the page can't be laid out, `no-fonts` when Pango is missing.
    """
    day = document.metadata.date or _UNDATED
    files = (*document.attachments, *as_attachments(document), *data_of_charts(document))
    tables = fitted(document, theme)
    content, warnings = render(page(tables.document, theme, paper=True), files, day)
    told = (*tables.diagnostics, *_missing_glyphs(document, theme), *_told(warnings, document, theme))
    return Artifact(content, told)


def _told(warnings: Iterable[str], document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Tell what the layout engine warns of; of a picture that it can't draw, where the picture stands."""
    pictures = {data_url(resource): source for source, resource in for_paper(document.resources, theme).items()}
    for warning in warnings:
        undrawn = [source for url, source in pictures.items() if url in warning]
        for image in walk_document(document) if undrawn else ():
            if isinstance(image, Image) and image.source in undrawn:
                hint = "open it in a drawing program, and save it as plain SVG or as PNG"
                yield Diagnostic("bad-image", f"{image.source} can't be drawn on paper", image.at, hint)
        if not undrawn and not warning.startswith(_NO_GLYPH):
            yield Diagnostic("layout-warning", warning)


def render(markup: str, attachments: Iterable[Attachment] = (), day: dt.date = _UNDATED) -> tuple[bytes, list[str]]:
    """Lay out XHTML whose every resource is a `data:` URL; return the PDF and what the layout engine warns of.

    Files attached to it are dated by the day that is given.
    """
    try:
        layout_engine()
        import weasyprint
        from cssselect2 import ElementWrapper
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        from publisher.exporters.pdf_formulas import color_formulas
    except OSError as error:
        hint = "publisher doctor prints the command that installs Pango"
        raise PublisherError.single("no-fonts", str(error), hint=hint, status=Status.OUTSIDE) from error

    class DataOnly(URLFetcher):
        """Fetches `data:` URLs and nothing else, whatever a source or an SVG asks for."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith("data:"):
                _refuse(url)
            return super().fetch(url, headers)

    class Page(weasyprint.HTML):
        """A page from XHTML: the body is ours and well-formed, so it needs no HTML parser."""

        def __init__(self, root: ET.Element) -> None:
            self.base_url = None
            self.url_fetcher = DataOnly(allowed_protocols={"data"}, allow_redirects=False)
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    warnings = _Warnings()
    weasyprint.LOGGER.addHandler(warnings)
    try:
        root = ET.fromstring(markup)  # noqa: S314  written by our own exporter; it declares no entities
        with rules_kept(), spaces_hanging():
            document = Page(root).render(pdf_variant=VARIANT)
        claim_accessibility(document)
        for sheet in document.pages:
            # WeasyPrint makes an annotation for each box inside a link; PDF/UA wants the one that is tagged Link.
            sheet.links[:] = [link for link in sheet.links if link[-1].element_tag == "a"]
        midnight = dt.datetime.combine(day, dt.time())
        files = [
            weasyprint.Attachment(
                url=data_url(each),
                url_fetcher=DataOnly(),
                name=each.name,
                relationship=each.relationship,
                created=midnight,
                modified=midnight,
            )
            for each in attachments
        ]
        color_formulas(document.pages)
        with tags_completed(), glyphs_of_any_number():
            content: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=_finish, attachments=files)
    except (ET.ParseError, RecursionError) as error:
        message = f"the page can't be laid out: {type(error).__name__}: {error}"
        raise PublisherError.single("render-failed", message) from error
    finally:
        weasyprint.LOGGER.removeHandler(warnings)
    return content, warnings.messages


def _finish(document: WeasyDocument, pdf: Any) -> None:
    """Let a viewer turn the pages of a document from right to left its way (ISO 32000-1, 12.2), and describe links."""
    from publisher.exporters.pdf_formulas import tag_formulas

    root = document.pages[0]._page_box  # noqa: SLF001  the only place where the direction of the page is known
    if root.style["direction"] == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
    _describe_links(document)
    label_pages(pdf)
    keep_pixels(pdf)
    name_files_once(pdf)
    tag_formulas(document.pages, pdf)


def _describe_links(document: WeasyDocument) -> None:
    """Let each link annotation say what the link says and its title (PDF/UA-1, 7.18.5), not an address."""
    from pydyf import String

    for sheet in document.pages:
        for *_, box in sheet.links:
            words = " ".join("".join(box.element.itertext()).split())
            title = box.element.get("title")
            box.link_annotation["Contents"] = String(f"{words} ({title})" if title else words)


def _refuse(url: str) -> NoReturn:
    message = f"only what stands in the page itself is loaded, not {url[:80]}"
    raise ValueError(message)


class _Warnings(logging.Handler):
    """Collects what the layout engine warns of while a page is laid out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _missing_glyphs(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Report each character that no font of the theme can draw, once, where it first stands."""
    seen = set(covered(theme.fonts.values())) | _UNSEEN
    for node in walk_document(document):
        match node:
            case Text() | Code() | CodeBlock() | Abbreviation() | FactReference() | DataValue():
                for index, character in enumerate(node.text):
                    if ord(character) not in seen:
                        seen.add(ord(character))
                        at = replace(node.at, column=node.at.column + index, length=1) if node.at else None
                        message = f"no font of the theme has {character!r} (U+{ord(character):04X})"
                        yield Diagnostic("missing-glyph", message, at)
            case Math() | MathBlock():
                for character in missing_in_formula(mathml(node.formula, "", display=False, paper=True)):
                    message = f"the font of formulas has no {character!r} (U+{ord(character):04X})"
                    yield Diagnostic("missing-glyph", message, node.at)
            case _:
                pass


PDF = Exporter("pdf", ".pdf", "application/pdf", export)
