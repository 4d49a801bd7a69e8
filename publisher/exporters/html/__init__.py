"""HTML: one file that carries everything it needs, for any screen, and for paper when it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters import Artifact, Exporter
from publisher.exporters.fitting import fitted
from publisher.exporters.html.page import page

if TYPE_CHECKING:
    from publisher.model import Document
    from publisher.theme import Theme

__all__ = ["HTML", "export"]


def export(document: Document, theme: Theme) -> Artifact:
    """Export a prepared document to a web page (HTML Living Standard), UTF-8."""
    return Artifact(page(fitted(document, theme, screen=True).document, theme).encode())


HTML = Exporter("html", ".html", "text/html; charset=utf-8", export)
