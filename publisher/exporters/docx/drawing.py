"""Pictures: inline drawings (20.4.2.8), with a raster copy of every SVG for what can't draw one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.exporters.docx.wordml import NAMESPACES, NOTHING, Xml, element, emu, w

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.model import Document, Image, Resource
    from publisher.theme import FontFamily, Theme

__all__ = ["PICTURE", "media_of", "natural_size", "picture"]

PICTURE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of `a:blip` that names an SVG (MS-ODRAWXML, 2.3.3.1)."""
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
"""The extension of `wp:docPr` that says that a picture is decoration."""
_COPY = "\0"
"""Between the name of an SVG and the width of its raster copy."""
_DENSITY = 3
"""Pixels to a point in the raster copy of an SVG: 216 to an inch."""
_FEWEST_PIXELS = 16
_TALLEST = 0.9
"""Of the text's height: the caption must fit on the page too."""


def picture(image: Image, width: float, medium: Medium) -> Xml:
    """Write the inside of a run that shows a picture, at most as wide as the room and as high as a page.

    Empty where the picture has no bytes or can't be drawn; then its alternative text must stand in its place.
    """
    resource = medium.document.resources.get(image.source)
    if resource is None:
        return NOTHING
    across, down = natural_size(image, resource, width, medium.page_height)
    fallback = image.source
    extensions = NOTHING
    if resource.media_type == "image/svg+xml":
        try:
            _drawn(resource.content, _pixels(across), medium.theme)
        except ValueError as error:
            message = f"{image.source} can't be drawn for Word: {error}"
            hint = "open it in a drawing program, and save it as plain SVG or as PNG"
            medium.gathered.diagnostics.append(Diagnostic("bad-image", message, image.at, hint))
            return NOTHING
        fallback = f"{image.source}{_COPY}{_pixels(across)}"
        svg = element("asvg:svgBlip", {"r:embed": medium.relation(PICTURE, image.source)})
        extensions = element("a:extLst", {}, element("a:ext", {"uri": _SVG_EXTENSION}, svg))
    blip = element("a:blip", {"r:embed": medium.relation(PICTURE, fallback)}, extensions)
    return _inline(image, blip, (emu(across), emu(down)), medium.next_picture())


def natural_size(image: Image, resource: Resource, width: float, height: float) -> tuple[float, float]:
    """Return the size in points at which a picture is shown."""
    across = image.width * width if image.width is not None else min(image.points or resource.width, width)
    down = across * resource.height / resource.width
    shrink = min(1.0, height * _TALLEST / down)
    return across * shrink, down * shrink


def _pixels(points: float) -> int:
    return max(_FEWEST_PIXELS, round(points * _DENSITY))


def media_of(target: str, document: Document, theme: Theme) -> tuple[str, bytes]:
    """Return the type and the bytes of a picture that a relationship of `picture` leads to."""
    source, copied, pixels = target.partition(_COPY)
    resource = document.resources[source]
    if copied:
        return "image/png", _drawn(resource.content, int(pixels), theme)
    return resource.media_type, resource.content


def _drawn(svg: bytes, pixels: int, theme: Theme) -> bytes:
    """Draw an SVG as PNG of a width in pixels, with the theme's fonts and no others, so that bytes are the same anywhere.

    Raises `ValueError` when it can't be drawn.
    """
    return _rasterised(svg, pixels, tuple(theme.fonts.values()))


@lru_cache(maxsize=64)
def _rasterised(svg: bytes, pixels: int, families: tuple[FontFamily, ...]) -> bytes:
    import resvg_py

    names = {family.generic: family.name for family in families}
    paths = dict.fromkeys(str(face.path) for family in families for face in family.faces)
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg.decode("utf-8", "replace"),
        width=pixels,
        skip_system_fonts=True,
        font_files=list(paths),
        font_family=names.get("sans-serif"),
        sans_serif_family=names.get("sans-serif"),
        serif_family=names.get("serif"),
        monospace_family=names.get("monospace"),
    )
    return drawn


def _inline(image: Image, blip: Xml, size: tuple[int, int], number: int) -> Xml:
    across, down = size
    name: dict[str, str | int | None] = {
        "id": number,
        "name": f"Picture {number}",
        "descr": image.alt,
        "title": image.title or None,
    }
    mark = NOTHING
    if image.decorative:
        decoration = element("adec:decorative", {"xmlns:adec": _DECORATIVE, "val": 1})
        mark = element("a:extLst", {}, element("a:ext", {"uri": _DECORATIVE_EXTENSION}, decoration))
    extent: dict[str, str | int | None] = {"cx": across, "cy": down}
    drawn = element(
        "pic:pic",
        {},
        element("pic:nvPicPr", {}, element("pic:cNvPr", name), element("pic:cNvPicPr", {})),
        element("pic:blipFill", {}, blip, element("a:stretch", {}, element("a:fillRect", {}))),
        element(
            "pic:spPr",
            {},
            element("a:xfrm", {}, element("a:off", {"x": 0, "y": 0}), element("a:ext", extent)),
            element("a:prstGeom", {"prst": "rect"}, element("a:avLst", {})),
        ),
    )
    locked = element("a:graphicFrameLocks", {"noChangeAspect": 1})
    return w(
        "drawing",
        element(
            "wp:inline",
            {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
            element("wp:extent", extent),
            element("wp:docPr", name, mark),
            element("wp:cNvGraphicFramePr", {}, locked),
            element("a:graphic", {}, element("a:graphicData", {"uri": NAMESPACES["pic"]}, drawn)),
        ),
    )
