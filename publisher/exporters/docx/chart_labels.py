"""Numbers at the ends of bars: words of the workbook, which follow its numbers.

What a format of numbers shows depends on the reader's computer ("22.2" or "22,2"), so labels are taken from cells
([MS-ODRAWXML] 2.24.3, `datalabelsRange`): each is put together from whole numbers by a formula, with the separators
of the document's language, and changes when someone edits the number beside it.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from publisher.exporters.docx.chart_looks import Type, c, nothing_around
from publisher.exporters.docx.wordml import NOTHING, Xml, element, simple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.model import Plot, Series
    from publisher.theme import Style

__all__ = ["label_formula", "labels", "labels_range"]

_C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
_OF_LABELS = "{CE6537A1-D6FC-4F65-9D91-7224C49458BB}"
_OF_SERIES = "{02D57815-91ED-43CB-92C2-25804820EDAC}"
_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
_GROUPS = 5
"""Groups of digits that a label can come to have."""
_MINUS = re.compile("[-\N{MINUS SIGN}]")


def label_formula(value: Decimal, shown: str, cell: str, plot: Plot) -> str | None:
    """Return the formula that gives what is shown of the number in a cell; None where it is told in other ways.

    The formula knows no format of numbers: its texts are the same in all languages of the program that computes it.
    """
    number = re.search(rf"\d(?:[\d{re.escape(plot.group)}]*\d)?(?:{re.escape(plot.decimal)}\d+)?", shown)
    if number is None or re.search(r"\d", shown[number.end() :]):
        return None
    before, after = shown[: number.start()], shown[number.end() :]
    decimals = len(number[0].partition(plot.decimal)[2])
    ways = ((power, group) for power in range(0, 3 * _GROUPS, 3) for group in (plot.group, ""))
    way = next((each for each in ways if number[0] == _written(value, decimals, *each, plot.decimal)), None)
    minus = _MINUS.search(before)
    if way is None or (value < 0) != (minus is not None):
        return None
    sign, rest = (before[: minus.start()], before[minus.end() :]) if minus else ("", before)
    digits = _digits(cell, decimals, *way, plot.decimal)
    below = f'IF({cell}<0,"{minus[0] if minus else "-"}","")'
    parts = _quoted(sign), below, _quoted(rest), *digits, _quoted(after)
    return "=" + "&".join(part for part in parts if part != '""')


def _written(value: Decimal, decimals: int, power: int, group: str, decimal: str) -> str:
    """Return a number, divided by a power of ten, as the formula gives it."""
    scaled = abs(value).scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{scaled:,f}".partition(".")
    return whole.replace(",", group) + (decimal + fraction if fraction else "")


def _digits(cell: str, decimals: int, power: int, group: str, decimal: str) -> list[str]:
    counted = f"ROUND(ABS({cell})*10^({decimals - power}),0)"
    whole = f"INT({counted}/10^{decimals})" if decimals else counted
    fraction = [_quoted(decimal), f'TEXT(MOD({counted},10^{decimals}),"{"0" * decimals}")'] if decimals else []
    return [_grouped(whole, group) if group else whole, *fraction]


def _grouped(whole: str, group: str) -> str:
    """Return what writes a whole number in groups of three digits, as many as it has."""
    formula = ""
    for power in range(3 * _GROUPS - 3, -1, -3):
        lower = [f'TEXT(MOD(INT({whole}/10^{at}),1000),"000")' for at in range(power - 3, -1, -3)]
        form = f"&{_quoted(group)}&".join([f"INT({whole}/10^{power})" if power else whole, *lower])
        formula = f"IF({whole}<10^{power + 3},{form},{formula})" if formula else form
    return formula


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def labels(series: Series, where: str, look: tuple[Type, Style, str]) -> Xml:
    """Write the labels of a series (21.2.2.49), each a field that shows a cell of the workbook.

    `where` is the range of the cells; `look` the type, style and colour of the words.
    """
    type_, style, color = look
    end = c("dLblPos", val="outEnd")
    shown = [c(f"show{name}", val=0) for name in _SHOWN]
    common = nothing_around(), type_.of(style, color), end, *shown
    ranged = _extension(_OF_LABELS, element("c15:showDataLabelsRange", {"val": 1}))
    each = [
        c(
            "dLbl",
            c("idx", val=place),
            c("tx", _field(text, f"{where}/{place}", type_, (style, color))),
            *common,
            ranged,
        )
        for place, (value, text) in enumerate(zip(series.values, series.shown, strict=True))
        if value is not None
    ]
    return c("dLbls", *each, *common, ranged)


def _field(text: str, name: str, type_: Type, look: tuple[Style, str]) -> Xml:
    identity = f"{{{str(uuid5(NAMESPACE_OID, name)).upper()}}}"
    properties = type_.characters("a:rPr", *look)
    field = element("a:fld", {"id": identity, "type": "CELLRANGE"}, properties, simple("a:t", text))
    usual = element("a:pPr", {}, type_.characters("a:defRPr", *look))
    return c("rich", element("a:bodyPr", {}), element("a:lstStyle", {}), element("a:p", {}, usual, field))


def labels_range(shown: Sequence[str], where: str) -> Xml:
    """Write which cells the labels of a series show, and a copy of what stands there."""
    if not where:
        return NOTHING
    points = [element("c:pt", {"idx": place}, simple("c:v", text)) for place, text in enumerate(shown) if text]
    cache = element("c15:dlblRangeCache", {}, c("ptCount", val=len(shown)), *points)
    return _extension(_OF_SERIES, element("c15:datalabelsRange", {}, simple("c15:f", where), cache))


def _extension(uri: str, content: Xml) -> Xml:
    return c("extLst", element("c:ext", {"uri": uri, "xmlns:c15": _C15}, content))
