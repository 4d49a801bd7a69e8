"""Words from right to left as outlines, for paper: its layout engine sets a drawing's letters one by one, unjoined."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from lxml import etree

from publisher.exporters.html.fonts import characters_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import uharfbuzz

    from publisher.theme import Theme

__all__ = ["outlined"]

Way: TypeAlias = Literal["ltr", "rtl"]

_SVG = "{http://www.w3.org/2000/svg}"
_STRONG: dict[str, Way] = {"L": "ltr", "EN": "ltr", "R": "rtl", "AL": "rtl", "AN": "ltr"}
_PLACES = 2
"""Decimals of a point."""


def outlined(svg: str, theme: Theme) -> str:
    """Draw the words of an SVG that hold letters from right to left."""
    if not any(unicodedata.bidirectional(each) in {"R", "AL"} for each in set(svg)):
        return svg
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for node in list(root.iter(f"{_SVG}text")):
        below = 0.0
        for line in list(node.iter(f"{_SVG}tspan")) or [node]:
            below += float(line.get("dy", "0"))
            if line.text and any(unicodedata.bidirectional(each) in {"R", "AL"} for each in line.text):
                _outline(node, line, below, theme)
    written: str = etree.tostring(root, encoding="unicode")
    return written


def _outline(node: etree._Element, line: etree._Element, below: float, theme: Theme) -> None:
    """Put a path before the text whose line it draws, at the same place."""
    size = float(str(node.get("font-size", "10")).removesuffix("px"))
    path, width = _drawn(line.text or "", str(node.get("font-family")), size, node.get("font-weight") == "bold", theme)
    anchor = {"middle": -width / 2, "end": -width}.get(str(node.get("text-anchor")), 0.0)
    place = f"translate({float(line.get('x', '0')) + anchor:.2f},{below:.2f})"
    group = etree.Element(f"{_SVG}g", {"transform": f"{node.get('transform', '')} {place}"})
    etree.SubElement(group, f"{_SVG}path", {"d": path, "fill": str(node.get("fill", "#000000"))})
    node.addprevious(group)
    line.text = ""


@lru_cache(maxsize=1024)
def _drawn(text: str, family: str, size: float, bold: bool, theme: Theme) -> tuple[str, float]:  # noqa: FBT001
    """Return the path of a line of words, and its width; it runs from right to left as a whole."""
    import uharfbuzz

    pen = _Pen(size)
    for words, way in reversed(list(_runs(text))):
        font = uharfbuzz.Font(_face(_file(words, family, theme, bold=bold)))
        pen.scale = size / font.face.upem
        buffer = uharfbuzz.Buffer()
        buffer.add_str(words)
        buffer.guess_segment_properties()
        buffer.direction = way
        uharfbuzz.shape(font, buffer, {})
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
            pen.offset = pen.x + place.x_offset * pen.scale, -place.y_offset * pen.scale
            font.draw_glyph_with_pen(glyph.codepoint, pen)
            pen.x += place.x_advance * pen.scale
    return "".join(pen.parts), pen.x


def _runs(text: str) -> Iterator[tuple[str, Way]]:
    """Part a line where letters change direction (Unicode Standard Annex 9, for one level); the rest goes with it."""
    ways = [_STRONG.get(unicodedata.bidirectional(each)) for each in text]
    settled: list[Way] = []
    for place, way in enumerate(ways):
        before: Way = settled[-1] if settled else "rtl"
        after: Way = next((each for each in ways[place:] if each), "rtl")
        settled.append(way or (before if before == after else "rtl"))
    for way, group in groupby(zip(text, settled, strict=True), key=lambda pair: pair[1]):
        yield "".join(character for character, _ in group), way


def _file(words: str, family: str, theme: Theme, *, bold: bool) -> Path:
    """Return the face of a family, or of the first other one that has all letters."""
    families = sorted(theme.fonts.values(), key=lambda each: each.name != family)
    faces = [face for each in families for face in each.faces if face.bold == bold and not face.italic]
    needed = {ord(each) for each in words if not each.isspace()}
    return next((face.path for face in faces if needed <= characters_of(face.path)), faces[0].path)


@lru_cache(maxsize=16)
def _face(path: Path) -> uharfbuzz.Face:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes()))


class _Pen:
    """Writes outlines as the data of a path."""

    def __init__(self, size: float) -> None:
        self.scale, self.x, self.offset = size, 0.0, (0.0, 0.0)
        self.parts: list[str] = []

    def _add(self, command: str, *points: tuple[float, float]) -> None:
        left, down = self.offset
        written = (f"{left + x * self.scale:.{_PLACES}f} {down - y * self.scale:.{_PLACES}f}" for x, y in points)
        self.parts.append(command + " ".join(written))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the names are those of fontTools' pens
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("C", *points)

    def closePath(self) -> None:  # noqa: N802
        self._add("Z")
