"""Drawn formulas in a PDF: their colour and their tag, which the layout engine leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydyf import Dictionary, String

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydyf import PDF
    from weasyprint.document import Page

__all__ = ["color_formulas", "tag_formulas"]

_DRAWING = "{http://www.w3.org/2000/svg}svg"


def _formulas(pages: Iterable[Page]) -> Iterator[Any]:
    """Yield the boxes of drawn formulas; the layout engine has no public way to a page's boxes."""
    for page in pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001
            if box.element_tag == _DRAWING and box.element.get("class") == "formula":
                yield box


def color_formulas(pages: Iterable[Page]) -> None:
    """Give each formula the colour of the text around it (`currentColor` of its paths)."""
    for box in _formulas(pages):
        red, green, blue = (round(255 * part) for part in box.style["color"].to("srgb").coordinates)
        box.replacement._svg.tree.attrib["color"] = f"#{red:02x}{green:02x}{blue:02x}"  # noqa: SLF001


def tag_formulas(pages: Iterable[Page], pdf: PDF) -> None:
    """Tag formulas as such, not as pictures (PDF/UA-1, 7.7); they are known by what they say."""
    said = {box.element[0].text for box in _formulas(pages)}
    for each in pdf.objects if said else ():
        if isinstance(each, Dictionary) and each.get("S") == "/Figure":
            alternative = each.get("Alt")
            if isinstance(alternative, String) and alternative.string in said:
                each["S"] = "/Formula"
