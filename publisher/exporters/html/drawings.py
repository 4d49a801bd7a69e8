"""Drawings for paper: words in an SVG stand in the theme's fonts, not in whatever the system has."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from publisher.exporters.html.css import paper_family

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Resource
    from publisher.theme import FontFamily, Theme

__all__ = ["for_paper"]

_FAMILY = re.compile(r"(font-family\s*:\s*)([^;}]+)", re.IGNORECASE)
_SHORTHAND = re.compile(r"(?<![\w-])font\s*:[^;}]*", re.IGNORECASE)
_MONOSPACE = re.compile(r"mono|courier|consolas|menlo", re.IGNORECASE)
_SERIF = re.compile(r"(?<!sans-)(?<!sans )\bserif\b|times|georgia|garamond", re.IGNORECASE)


def for_paper(resources: Mapping[str, Resource], theme: Theme) -> dict[str, Resource]:
    """Return the pictures of a document as they are drawn on paper."""
    return {
        source: replace(each, content=_with_fonts(each.content, theme)) if each.media_type == "image/svg+xml" else each
        for source, each in resources.items()
    }


@lru_cache(maxsize=64)
def _with_fonts(svg: bytes, theme: Theme) -> bytes:
    """Name the theme's families wherever an SVG names one, and for words for which it names none."""
    if b"<text" not in svg and b":text" not in svg:
        return svg
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.get("font-family") is None:
        root.set("font-family", "sans-serif")
    for node in root.iter(etree.Element):
        if written := node.get("font-family"):
            node.set("font-family", _family(written, theme))
        if style := node.get("style"):
            node.set("style", _sheet(style, theme))
        if etree.QName(node).localname == "style" and node.text:
            node.text = _sheet(node.text, theme)
    return etree.tostring(root)


def _sheet(css: str, theme: Theme) -> str:
    """Name the theme's families in a style; the shorthand `font` is left as far as it names a size."""
    families = _FAMILY.sub(lambda found: f"{found[1]}{_family(found[2], theme)}", css)
    return _SHORTHAND.sub(lambda found: f"{found[0]};font-family:{_family(found[0], theme)}", families)


def _family(written: str, theme: Theme) -> str:
    return paper_family(_meant(written, theme), theme.fonts)


def _meant(written: str, theme: Theme) -> FontFamily:
    """Return the theme's family that comes nearest to a list of families."""
    named = (font for font in theme.fonts.values() if font.name.casefold() in written.casefold())
    kind = "mono" if _MONOSPACE.search(written) else "serif" if _SERIF.search(written) else "sans"
    return next(named, theme.fonts[kind])
