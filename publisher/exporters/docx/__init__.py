"""DOCX: WordprocessingML (ECMA-376, transitional) with named styles and no direct formatting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters import Artifact, Exporter
from publisher.exporters.docx.blocks import blocks
from publisher.exporters.docx.drawing import PICTURE, media_of
from publisher.exporters.docx.front import (
    FIRST_HEADER,
    FOOTER,
    HEADER,
    document_section,
    first_header_part,
    footer_part,
    header_part,
    title_block,
)
from publisher.exporters.docx.medium import medium_for
from publisher.exporters.docx.notes import footnotes_part
from publisher.exporters.docx.numbering import numbering_part
from publisher.exporters.docx.package import Media, Story, write_package
from publisher.exporters.docx.parts import application_part, core_part, font_table_part, settings_part, theme_part
from publisher.exporters.docx.places import body_place
from publisher.exporters.docx.styles import styles_part
from publisher.exporters.docx.wordml import part, w

if TYPE_CHECKING:
    from publisher.model import Document
    from publisher.theme import Theme

__all__ = ["DOCX", "export"]

_NAMESPACES = "w r wp a pic asvg m"


def export(document: Document, theme: Theme) -> Artifact:
    """Export a prepared document to Word.

    The diagnostics name lists that are nested deeper than Word's nine levels, and pictures that can't be drawn.
    """
    medium = medium_for(document, theme)
    text = blocks(document.blocks, body_place(theme, medium.layout.measure), medium)
    body = part("w:document", _NAMESPACES, w("body", title_block(medium), text, document_section(medium)))
    below = medium.for_notes()
    notes = Story(footnotes_part(medium.cited, below), below.relations)
    margins = {HEADER: header_part(medium), FIRST_HEADER: first_header_part(medium), FOOTER: footer_part(medium)}
    gathered = medium.gathered
    parts = {
        "styles.xml": styles_part(theme, medium.layout, gathered.styles.values()),
        "numbering.xml": numbering_part(gathered.lists),
        "settings.xml": settings_part(theme, document.metadata.lang),
        "fontTable.xml": font_table_part(theme),
        "theme/theme1.xml": theme_part(theme),
        **{name: content for name, content in margins.items() if name in {each for _, each in medium.relations}},
    }
    content = write_package(
        Story(body, medium.relations),
        {"footnotes.xml": notes},
        parts,
        (core_part(document.metadata), application_part(document.metadata)),
        {
            target: Media(*media_of(target, document, theme))
            for kind, target in (*medium.relations, *below.relations)
            if kind == PICTURE
        },
    )
    return Artifact(content, tuple(gathered.diagnostics))


DOCX = Exporter("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", export)
