"""Charts: Word's own where it has such a kind, or else a drawing; with caption and notes, and the data where asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.exporters.charts import chart_size, drawn_chart
from publisher.exporters.docx import blocks as blocks_of  # a chart's notes hold blocks
from publisher.exporters.docx import tables
from publisher.exporters.docx.captions import caption
from publisher.exporters.docx.chart_workbook import workbook
from publisher.exporters.docx.chart_xml import CHART_NAMESPACE, chart_xml, native_kind
from publisher.exporters.docx.inlines import image
from publisher.exporters.docx.languages import LATIN
from publisher.exporters.docx.package import ChartPart
from publisher.exporters.docx.places import in_notes
from publisher.exporters.docx.stacking import stacked
from publisher.exporters.docx.wordml import Xml, element, emu, paragraph, run, w
from publisher.languages import direction
from publisher.model import Chart, Image, Resource
from publisher.traverse import walk_document

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Place
    from publisher.model import Document, Plot
    from publisher.theme import Theme

__all__ = ["CHART", "chart", "chart_part", "with_drawings"]

CHART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_DRAWING = "chart:"
"""Before the name of a chart's drawing among the pictures."""
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TALLEST = 0.85
"""Of the text's height: the caption must fit on the page too."""


def with_drawings(document: Document, theme: Theme, measure: float) -> Document:
    """Add to the pictures of a document those of the charts that Word can't draw itself."""
    drawings = {}
    for node in walk_document(document):
        if isinstance(node, Chart) and node.plot is not None and native_kind(node.plot) is None:
            drawings[_DRAWING + node.identifier] = _drawing(node, node.plot, theme, measure)
    return replace(document, resources={**document.resources, **drawings}) if drawings else document


def _drawing(node: Chart, plot: Plot, theme: Theme, measure: float) -> Resource:
    size = chart_size(node, measure, theme)
    svg = drawn_chart(plot, size, theme)
    view = _VIEW.search(svg)
    width, height = (float(view[1]), float(view[2])) if view else size
    sized = svg.replace("<svg ", f'<svg width="{width:g}" height="{height:g}" ', 1)
    return Resource("image/svg+xml", sized.encode(), width, height)


def chart(block: Chart, place: Place, medium: Medium) -> Xml:
    """Write a chart with its caption below it, on the same page."""
    below = replace(place, lead=None)
    followed = bool(block.caption or block.notes or block.tabled)
    above = replace(place, end=None) if followed else place
    # In a paragraph from right to left, LibreOffice writes the digits of a chart from right to left too.
    style = (medium.spoken_in(LATIN) if direction(medium.layout.lang) == "rtl" else medium).style("figure", above)
    parts = [paragraph(style, _shown(block, above, medium))]
    if block.caption:
        last = not block.notes and not block.tabled
        parts.append(caption(block, below if last else replace(below, kept=bool(block.notes), end=None), medium))
    if block.notes:
        noted = replace(below, end=None) if block.tabled else below
        parts.append(blocks_of.blocks(block.notes, in_notes(noted, medium.theme), medium))
    if block.tabled:
        parts.append(tables.table_block(block.data, below, medium))
    return stacked(parts)


def _shown(block: Chart, place: Place, medium: Medium) -> Xml:
    if block.plot is None or native_kind(block.plot) is None:
        share = block.width if block.width is not None or block.points is not None else 1.0
        picture = Image(_DRAWING + block.identifier, block.alt, width=share, points=block.points)
        return image(picture, medium.line("figure", place), medium)
    width, height = chart_size(block, place.width, medium.theme)
    height = min(height, medium.page_height * _TALLEST)
    number = medium.next_picture()
    name: dict[str, str | int | None] = {"id": number, "name": f"Chart {number}", "descr": block.alt}
    relation = {"xmlns:c": CHART_NAMESPACE, "r:id": medium.relation(CHART, block.identifier)}
    graphic = element("a:graphicData", {"uri": CHART_NAMESPACE}, element("c:chart", relation))
    inline = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", {"cx": emu(width), "cy": emu(height)}),
        element("wp:docPr", name),
        element("wp:cNvGraphicFramePr", {}),
        element("a:graphic", {}, graphic),
    )
    medium.gathered.charts[block.identifier] = height
    return run("", w("drawing", inline))


def chart_part(identifier: str, medium: Medium) -> ChartPart:
    """Return the part of a chart that a relationship of `chart` leads to, with its workbook."""
    for node in walk_document(medium.document):
        if isinstance(node, Chart) and node.identifier == identifier and node.plot:
            content = chart_xml(node.plot, medium.gathered.charts[identifier], medium.theme, medium.layout.lang)
            return ChartPart(content, workbook(node.plot))
    message = f"there is no chart {identifier}"
    raise LookupError(message)
