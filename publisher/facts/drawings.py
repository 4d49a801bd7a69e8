"""Figures in drawings: they were typed there, and do not change with the facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from publisher.model import Image
from publisher.preparation.figures import Figure, Line, figures_in
from publisher.traverse import walk_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.model import Document

__all__ = ["figures_drawn"]

_SVG = "{http://www.w3.org/2000/svg}"
_SAYING = (f"{_SVG}title", f"{_SVG}desc", f"{_SVG}text")


def figures_drawn(document: Document) -> Iterator[Figure]:
    """Yield the figures that stand in the words of drawings, each at the place where its drawing is shown."""
    for node in walk_document(document):
        resource = document.resources.get(node.source) if isinstance(node, Image) else None
        if resource is None or resource.media_type != "image/svg+xml":
            continue
        root = etree.fromstring(resource.content, etree.XMLParser(resolve_entities=False, no_network=True))
        for element in root.iter(*_SAYING):
            line = Line()
            line.add("".join(map(str, element.itertext())), None)
            for figure in figures_in(line, document.ledger.exempt):
                if not figure.exemptions:
                    yield replace(figure, at=node.at)
