"""The title block, the running headers and footers, and the sections of pages (17.6, 17.10)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from publisher.exporters.docx.inlines import words
from publisher.exporters.docx.languages import runs_from_right
from publisher.exporters.docx.looks import Extras, around_of
from publisher.exporters.docx.medium import Line, Pages
from publisher.exporters.docx.style_names import style_id
from publisher.exporters.docx.styles import SECTION_END, Entry, added_style
from publisher.exporters.docx.watermark import watermark
from publisher.exporters.docx.wordml import (
    NOTHING,
    Xml,
    content_control,
    element,
    field,
    joined,
    paragraph,
    part,
    run,
    tab,
    text,
    twips,
    w,
)
from publisher.exporters.front import edition_parts, marks, running_title
from publisher.model import Section
from publisher.theme import paper_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.exporters.docx.medium import Medium
    from publisher.model import FactReference
    from publisher.theme import Role

__all__ = [
    "EVEN_FOOTER",
    "EVEN_HEADER",
    "FIRST_HEADER",
    "FOOTER",
    "HEADER",
    "WIDE_FOOTER",
    "WIDE_HEADER",
    "document_section",
    "first_header_part",
    "footer_part",
    "header_part",
    "imprint",
    "section_end",
    "text_width",
    "title_block",
]

HEADER, FIRST_HEADER, FOOTER = "header1.xml", "header2.xml", "footer1.xml"
WIDE_HEADER, WIDE_FOOTER = "header3.xml", "footer2.xml"
"""Of landscape pages."""
EVEN_HEADER, EVEN_FOOTER = "header4.xml", "footer3.xml"
"""Of left pages, where pages are printed on both sides."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STYLES: tuple[tuple[Role, str], ...] = (
    ("kicker", "Kicker"),
    ("title", "Title"),
    ("subtitle", "Subtitle"),
    ("summary", "Summary"),
    ("edition", "Edition Line"),
)
_EDITION = ("edition", "authors", "organisation")
"""The fields of the edition line that may cite facts, in order."""
_IMPRINT_GAP = 3
"""Times the space between paragraphs: what parts the imprint from the text before it."""
_TITLE_DROP = 0.27
"""Of the height of a title page's text: what stands empty above the title."""


def title_block(medium: Medium) -> Xml:
    """Write what stands before the text; a title page is a section of its own, so that it has its own header."""
    metadata = medium.document.metadata
    shown = {
        "kicker": metadata.kicker,
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "summary": metadata.summary,
        "edition": " · ".join(edition_parts(metadata)),
    }
    figures = {
        **metadata.figures,
        "edition": [each for name in _EDITION for each in metadata.figures.get(name, ())],
    }
    lines = [(role, name, shown[role]) for role, name in _STYLES if shown[role]]
    paged = medium.theme.page.title_page
    parts = []
    for index, (role, name, content) in enumerate(lines):
        style = _lowered(role, name, medium) if paged and index == 0 else style_id(name)
        ends = paged and index == len(lines) - 1 and not metadata.imprint
        section = _section(medium, title_page=True) if ends else NOTHING
        parts.append(paragraph(style, _tagged(content, figures.get(role, ()), medium), section=section))
    return joined((*parts, imprint(medium) if paged else NOTHING))


def imprint(medium: Medium) -> Xml:
    """Write who answers for the document: on the back of the title page, which it ends, or after the text."""
    paged, lines = medium.theme.page.title_page, medium.document.metadata.imprint
    look = medium.theme.styles["imprint"]
    if not lines:
        return NOTHING
    extras = Extras("exact", new_page=paged)
    first = replace(look, space_before=0 if paged else medium.theme.styles["body"].space_after * _IMPRINT_GAP)
    entry = Entry("Imprint First", first, extras, based_on="Imprint")
    styles = [medium.added(added_style(entry, medium.theme, medium.layout)), *["Imprint"] * (len(lines) - 1)]
    figures = medium.document.metadata.figures.get("imprint", ())
    parts = []
    for index, (style, line) in enumerate(zip(styles, lines, strict=True)):
        section = _section(medium, title_page=True) if paged and index == len(lines) - 1 else NOTHING
        parts.append(paragraph(style, _tagged(line, figures, medium), section=section))
    return joined(parts)


def _tagged(line: str, figures: Iterable[FactReference], medium: Medium) -> Xml:
    """Write a line whose figures are content controls, as they are in the text."""
    parts = []
    for figure in figures:
        before, shown, after = line.partition(figure.text)
        if shown:
            parts += [run("", text(before))] if before else []
            parts.append(content_control(f"fact:{figure.key}", medium.next_control(), run("", text(shown))))
            line = after
    return joined((*parts, run("", text(line)) if line else NOTHING))


def _lowered(role: Role, name: str, medium: Medium) -> str:
    """Return the style of the first line of a title page, which stands well below the page's top."""
    look = replace(medium.theme.styles[role], space_before=medium.page_height * _TITLE_DROP)
    entry = Entry(f"{name} on Title Page", look, Extras("exact"), based_on=name)
    return medium.added(added_style(entry, medium.theme, medium.layout))


def document_section(medium: Medium) -> Xml:
    """Write the properties of the pages of the text."""
    return _section(medium, title_page=False)


def section_end(medium: Medium) -> Xml:
    """End a section; what follows begins a new page unless it says otherwise."""
    section = document_section(medium)
    medium.gathered.pages = replace(medium.gathered.pages, continuous=False)
    return paragraph(SECTION_END, NOTHING, section=section)


def text_width(pages: Pages, medium: Medium) -> float:
    """Return the width of the text, or of one of its columns."""
    page, (width, height) = medium.theme.page, paper_size(medium.document.metadata)
    measure = (height if pages.landscape else width) - page.margin_inner - page.margin_outer
    return (measure - (pages.columns - 1) * page.column_gap) / pages.columns


def _section(medium: Medium, *, title_page: bool) -> Xml:
    """Write a section; its first page has its own header where the document's title stands on it."""
    page = medium.theme.page
    width, height = paper_size(medium.document.metadata)
    pages = medium.gathered.pages
    if pages.landscape:
        width, height = height, width
    first = title_page or not (page.title_page or medium.gathered.sections)
    medium.gathered.sections += 1
    references = [
        _reference("header", "default", WIDE_HEADER if pages.landscape else HEADER, medium),
        _reference("header", "first", FIRST_HEADER, medium) if first else NOTHING,
        _reference("footer", "default", WIDE_FOOTER if pages.landscape else FOOTER, medium),
        _reference("footer", "first", FOOTER, medium) if not page.title_page else NOTHING,
        *_even(medium),
    ]
    size = w("pgSz", w=twips(width), h=twips(height), orient="landscape" if pages.landscape else None)
    kind = w("type", val="continuous" if pages.continuous else "nextPage")
    columns = w("cols", num=pages.columns, space=twips(page.column_gap)) if pages.columns > 1 else NOTHING
    margins = w(
        "pgMar",
        top=twips(page.margin_top),
        right=twips(page.margin_outer),
        bottom=twips(page.margin_bottom),
        left=twips(page.margin_inner),
        header=twips(page.header_distance),
        footer=twips(page.footer_distance),
        gutter=0,
    )
    title = w("titlePg") if first else NOTHING
    return w("sectPr", *references, kind, size, margins, columns, title, runs_from_right(medium.layout.lang))


def _even(medium: Medium) -> list[Xml]:
    """Name the margins of left pages, where pages are printed on both sides."""
    if not medium.theme.page.two_sided:
        return []
    wide = medium.gathered.pages.landscape
    return [
        _reference("header", "even", WIDE_HEADER if wide else EVEN_HEADER, medium),
        _reference("footer", "even", WIDE_FOOTER if wide else EVEN_FOOTER, medium),
    ]


def _reference(kind: str, pages: str, target: str, medium: Medium) -> Xml:
    relation = medium.relation(f"{_RELATION}{kind}", target)
    return element(f"w:{kind}Reference", {"w:type": pages, "r:id": relation})


def header_part(medium: Medium, *, wide: bool = False, even: bool = False) -> bytes:
    """Write the running header: the document's title or a section's, and the handling mark."""
    title = run("", text(running_title(medium.document.metadata)))
    outermost = any(isinstance(block, Section) for block in medium.document.blocks)
    if medium.theme.page.section_in_header and outermost and not even:
        title = field("", "STYLEREF 1", title)
    mark = watermark(medium, 4 if even else 3 if wide else 1)
    return part(
        "w:hdr", "w r v o", paragraph(_margin("header", medium, wide=wide), joined((title, _handling(medium), mark)))
    )


def _margin(name: Literal["header", "footer"], medium: Medium, *, wide: bool) -> str:
    """Return the style of a line in a margin; on landscape pages its tab stands further out."""
    if not wide:
        return style_id(name)
    cleared = w("tab", val="clear", pos=twips(medium.layout.measure))
    tabs = w("tabs", cleared, w("tab", val="right", pos=twips(text_width(Pages(landscape=True), medium))))
    entry = Entry(f"{name} Landscape", medium.theme.styles[name], Extras("exact", tabs=tabs), based_on=name)
    return medium.added(added_style(entry, medium.theme, medium.layout))


def first_header_part(medium: Medium) -> bytes:
    """Write the header of a page that shows the document's title: the handling mark alone."""
    return part("w:hdr", "w r v o", paragraph("Header", joined((_handling(medium), watermark(medium, 2)))))


def _handling(medium: Medium) -> Xml:
    mark = " · ".join(marks(medium.document.metadata))
    line = Line(around_of(medium.theme.styles["header"]), medium.layout.measure, ("handling",))
    return joined((tab(), words(mark, line, medium))) if mark else NOTHING


def footer_part(medium: Medium, *, wide: bool = False, even: bool = False) -> bytes:
    """Write the running footer: who publishes, which edition, which page of how many."""
    metadata = medium.document.metadata
    edition = f"{medium.words.edition} {metadata.edition}" if metadata.edition else ""
    left = " · ".join(each for each in (metadata.organisation, edition) if each)
    fields = {
        "{page}": field("", "PAGE", run("", text("1"))),
        "{pages}": field("", "NUMPAGES", run("", text(str(medium.estimate.total)))),
    }
    pieces = [piece for piece in re.split(r"(\{pages?\})", medium.words.page_of) if piece]
    pages = joined(fields.get(piece) or run("", text(piece)) for piece in pieces)
    style = _margin("footer", medium, wide=wide)
    said = run("", text(left)) if left else NOTHING
    first, last = (pages, said) if even else (said, pages)
    return part("w:ftr", "w r", paragraph(style, joined((first, tab(), last))))
