"""Charts drawn by Vega-Lite, without a browser and without a way to the network, in the theme's fonts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from publisher.exporters.charts.drawing_process import vega_svg
from publisher.exporters.charts.spec import beside, fits, specification

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.model import Chart, Plot
    from publisher.theme import Theme

__all__ = ["chart_size", "drawn_chart", "narrow_chart"]

_AROUND = 3.0
"""Lines of small type around bars beside their names: heading, legend, axis."""
_TELEPHONE = 18.6
"""What a line of text on a telephone measures, in the size of its letters."""
_SQUARE = 0.75
"""A small chart is at most so high, as a part of its width."""
_DROPPED = ("class", "role", "aria-hidden", "aria-roledescription", "aria-label", "pointer-events", "opacity")
_ID = "id"
_PLACED = frozenset(("transform", "d", "x", "y", "x1", "x2", "y1", "y2", "width", "height"))
_LONG = re.compile(r"-?\d+\.\d{3,}")
_PLACES = 2
"""Decimals of a point."""


def chart_size(chart: Chart, measure: float, theme: Theme) -> tuple[float, float]:
    """Return width and height of a chart in points where a line of text has a measure."""
    width = chart.width * measure if chart.width is not None else min(chart.points or measure, measure)
    plot, look = chart.plot, theme.chart
    if chart.height is not None:
        return width, chart.height
    if plot is not None and plot.sideways:
        bars = 1 if chart.stack != "none" else len(plot.panels[0].series)
        rows = len(plot.categories) * (bars * look.row / (1 - look.bar_gap) if bars == 1 else (bars + 1) * look.row)
        return width, rows + _AROUND * theme.styles["table-note"].line_height
    if plot is not None and len(plot.panels) > 1:
        return width, width / beside(plot, width) * _SQUARE
    return width, width * look.height


def narrow_chart(chart: Chart, measure: float, theme: Theme) -> Chart | None:
    """Return a chart as it is drawn for a telephone, with its size in points.

    Bars that have no room beside each other lie below each other. None where the usual drawing is no wider, or where
    words and numbers would have no room.
    """
    width, plot = _TELEPHONE * theme.styles["body"].size, chart.plot
    if plot is None or chart_size(chart, measure, theme)[0] <= width:
        return None
    if not fits(plot, width, theme):
        if plot.mark != "bar" or plot.across:
            return None
        plot = replace(plot, sideways=True)
    found = replace(chart, plot=plot, width=None, points=width, height=None if plot.sideways else chart.height)
    return replace(found, height=chart_size(found, width, theme)[1])


@lru_cache(maxsize=256)
def drawn_chart(plot: Plot, size: tuple[float, float], theme: Theme) -> str:
    """Draw a plot as SVG: without names or roles, and the same whatever was drawn before.

    Raises `PublisherError` (`missing-package`) where the package that draws is not installed.
    """
    svg = vega_svg(specification(plot, size, theme), _font_folders(theme))
    return _plain(svg)


def _font_folders(theme: Theme) -> list[Path]:
    return list(dict.fromkeys(face.path.parent for family in theme.fonts.values() for face in family.faces))


def _plain(svg: str) -> str:
    """Leave out what Vega writes for scripts and screen readers; what is drawn has a description of its own."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for node in list(root.iter(etree.Element)):
        _tidy(node)
    _renumber(root)
    for node in root.iter(etree.Element):
        for key in _PLACED & {str(key) for key in node.attrib}:
            node.set(key, _LONG.sub(_rounded, str(node.get(key))))
    for name in ("width", "height", "version"):
        if name in root.attrib:
            del root.attrib[name]
    written: str = etree.tostring(root, encoding="unicode")
    return written


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.{_PLACES}f}".rstrip("0").rstrip(".")


def _tidy(node: Any) -> None:
    parent = node.getparent()
    name = etree.QName(node).localname
    invisible = name == "path" and (node.get("display") == "none" or not (node.get("fill") or node.get("stroke")))
    if parent is not None and invisible:
        parent.remove(node)
        return
    for attribute in _DROPPED:
        if attribute in node.attrib and (attribute != "opacity" or node.get(attribute) == "1"):
            del node.attrib[attribute]


def _renumber(root: Any) -> None:
    """Name clips by their order in the drawing; Vega counts on from one drawing to the next."""
    names = {node.get(_ID): f"clip{place}" for place, node in enumerate(root.iter()) if node.get(_ID)}
    for node in root.iter(etree.Element):
        for key, value in node.attrib.items():
            if key == _ID:
                node.set(key, names[value])
            elif value.startswith("url(#"):
                node.set(key, f"url(#{names[value[5:-1]]})")
