"""Formulas on lines of their own: a paragraph, or a table of one row with the number at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.docx.omml import display_math
from publisher.exporters.docx.places import edge
from publisher.exporters.docx.table_styles import EQUATION
from publisher.exporters.docx.wordml import (
    NOTHING,
    Xml,
    bookmark,
    field,
    joined,
    paragraph,
    run,
    table,
    table_cell,
    table_row,
    text,
    twips,
    w,
)

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Place
    from publisher.model import MathBlock

__all__ = ["equation"]

_NUMBER_ROOM = 3
"""Sizes of the text that the number takes, and as much on the other side, so that the formula stands in the middle."""


def equation(block: MathBlock, place: Place, medium: Medium) -> Xml:
    """Write a formula; one with a number as Word users set it, in a table without rules."""
    look = medium.theme.styles["equation"]
    side = {"center": "center", "end": "right"}.get(look.align, "left")
    formula = display_math(block.formula, side)
    if not block.number:
        return paragraph(medium.style("equation", place), formula)
    start = edge(place.text)
    room = twips(_NUMBER_ROOM * look.size)
    widths = [room, twips(place.width) - 2 * room, room]
    properties = w(
        "tblPr",
        w("tblStyle", val=EQUATION),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblInd", w=twips(start), type="dxa") if start else NOTHING,
        w("tblLayout", type="fixed"),
        w("tblLook", val="0600", firstRow=0, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )
    shown = (
        paragraph(medium.style("equation-row", place), NOTHING),
        paragraph(medium.style("equation-row", place), formula),
        paragraph(medium.style("equation-number", place), _number(block, medium)),
    )
    cells = [table_cell(width, content) for width, content in zip(widths, shown, strict=True)]
    return table(properties, widths, [table_row(cells, head=False)])


def _number(block: MathBlock, medium: Medium) -> Xml:
    """Write the number, which Word counts (17.16.5.56); references show it with its parentheses."""
    word = medium.words.equation.capitalize()
    counted = field("", rf"SEQ {word} \* ARABIC", run("", text(str(block.number))))
    number = joined((run("", text("(")), counted, run("", text(")"))))
    anchor = medium.anchors.nodes.get(block.identifier)
    return bookmark(anchor.number, anchor.name, number) if anchor else number
