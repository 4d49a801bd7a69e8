"""Plain text, a pleasure to read in a terminal or a mail; in Unicode, or in nothing but ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters import Artifact, Exporter
from publisher.exporters.text.ascii import ascii_document
from publisher.exporters.text.directions import directed
from publisher.exporters.text.layout import NO_BREAK
from publisher.exporters.text.matter import whole_text
from publisher.exporters.text.medium import ASCII_GLYPHS, UNICODE_GLYPHS, medium_for
from publisher.exporters.text.spelling import spell

if TYPE_CHECKING:
    from publisher.model import Document
    from publisher.theme import Theme

__all__ = ["ASCII", "TEXT", "export", "export_ascii"]


def export(document: Document, theme: Theme) -> Artifact:
    """Export a prepared document to plain text: UTF-8, lines ended by LF, columns of the theme's width.

    A theme may ask for ASCII instead; then this is `export_ascii`.
    """
    if theme.text.ascii:
        return export_ascii(document, theme)
    written = whole_text(document, medium_for(document, theme, UNICODE_GLYPHS, str))
    return Artifact(directed(written, document.metadata.lang).encode())


def export_ascii(document: Document, theme: Theme) -> Artifact:
    """Export a prepared document to plain text in ASCII; typographic characters are spelled with others.

    Diagnostics: `missing-glyph` for characters that have no spelling in ASCII.
    """
    spelled, diagnostics = ascii_document(document)
    written = whole_text(spelled, medium_for(document, theme, ASCII_GLYPHS, spell))
    return Artifact(spell(written).replace(NO_BREAK, " ").encode("ascii"), diagnostics)


TEXT = Exporter("txt", ".txt", "text/plain; charset=utf-8", export)
ASCII = Exporter("ascii", ".ascii.txt", "text/plain; charset=us-ascii", export_ascii)
