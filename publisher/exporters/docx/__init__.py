"""DOCX: WordprocessingML (ECMA-376, transitional) with named styles and no direct formatting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.exporters import Artifact, Exporter
from publisher.exporters.docx.blocks import blocks
from publisher.exporters.docx.charts import CHART, chart_part, with_drawings
from publisher.exporters.docx.drawing import PICTURE, media_of
from publisher.exporters.docx.fonts import embedded_fonts
from publisher.exporters.docx.front import (
    EVEN_FOOTER,
    EVEN_HEADER,
    FIRST_HEADER,
    FOOTER,
    HEADER,
    WIDE_FOOTER,
    WIDE_HEADER,
    document_section,
    first_header_part,
    footer_part,
    header_part,
    imprint,
    title_block,
)
from publisher.exporters.docx.languages import turned_runs
from publisher.exporters.docx.medium import medium_for
from publisher.exporters.docx.notes import footnotes_part
from publisher.exporters.docx.numbering import numbering_part
from publisher.exporters.docx.package import About, Media, Story, write_package
from publisher.exporters.docx.parts import application_part, core_part, settings_part, theme_part
from publisher.exporters.docx.places import body_place
from publisher.exporters.docx.styles import styles_part
from publisher.exporters.docx.wordml import NOTHING, part, w
from publisher.exporters.facts import as_custom_xml
from publisher.exporters.fitting import fitted
from publisher.languages import direction
from publisher.theme import theme_for

if TYPE_CHECKING:
    from publisher.model import Document
    from publisher.theme import Theme

__all__ = ["DOCX", "export"]

_NAMESPACES = "w r wp a pic asvg m mc w15"


def export(document: Document, theme: Theme) -> Artifact:
    """Export a prepared document to Word.

    The diagnostics name lists that are nested deeper than Word's nine levels, and pictures that can't be drawn.
    """
    tables = fitted(document, theme)
    document, theme = tables.document, theme_for(theme, document.metadata.lang)
    if from_right := direction(document.metadata.lang) == "rtl":
        item = theme.styles["list-item"]
        theme = replace(theme, styles={**theme.styles, "list-item": replace(item, hanging=item.indent / 2)})
    medium = medium_for(document, theme)
    medium = replace(medium, document=with_drawings(document, theme, medium.layout.measure))
    text = blocks(document.blocks, body_place(theme, medium.layout.measure), medium)
    end = NOTHING if theme.page.title_page else imprint(medium)
    body = part("w:document", _NAMESPACES, w("body", title_block(medium), text, end, document_section(medium)))
    below = medium.for_notes()
    lang = document.metadata.lang
    notes = Story(turned_runs(footnotes_part(medium.cited, below), lang), below.relations)
    margins = {HEADER: header_part(medium), FIRST_HEADER: first_header_part(medium), FOOTER: footer_part(medium)}
    if theme.page.two_sided:
        margins |= {EVEN_HEADER: header_part(medium, even=True), EVEN_FOOTER: footer_part(medium, even=True)}
    if WIDE_HEADER in {target for _, target in medium.relations}:
        margins |= {WIDE_HEADER: header_part(medium, wide=True), WIDE_FOOTER: footer_part(medium, wide=True)}
    charts = {
        target: chart_part(target, medium) for kind, target in (*medium.relations, *below.relations) if kind == CHART
    }
    drawn = "".join(each.content.decode() for each in charts.values())
    fonts = embedded_fonts(theme, f"{text}{notes.content.decode()}{drawn}")
    gathered = medium.gathered
    parts = {
        "styles.xml": styles_part(theme, medium.layout, gathered.styles.values()),
        "numbering.xml": numbering_part(
            gathered.lists, medium.words.appendix if gathered.appendices else "", from_right=from_right
        ),
        "settings.xml": settings_part(theme, lang),
        "theme/theme1.xml": theme_part(theme),
        **{
            name: turned_runs(content, lang)
            for name, content in margins.items()
            if name in {each for _, each in medium.relations}
        },
    }
    pictures = {
        target: Media(*media_of(target, medium.document, theme))
        for kind, target in (*medium.relations, *below.relations)
        if kind == PICTURE
    }
    facts = as_custom_xml(document) if document.cited else b""
    content = write_package(
        Story(turned_runs(body, lang), medium.relations),
        {"footnotes.xml": notes, "fontTable.xml": fonts.table},
        parts,
        About(core_part(document.metadata), application_part(document.metadata), facts),
        {**pictures, **charts, **fonts.files},
    )
    missing = [Diagnostic("font-not-embedded", f"{name} may not be embedded") for name in fonts.withheld]
    return Artifact(content, (*tables.diagnostics, *gathered.diagnostics, *missing))


DOCX = Exporter("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", export)
