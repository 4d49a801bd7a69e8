"""A plot in Vega-Lite's words, with the looks of a theme.

Every text is a number in the specification's data, and stands in lists beside them: so categories keep their order
and may have the same name, and nothing that an author writes is taken for an expression.
"""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.model import Axis, Plot
    from publisher.theme import Style, Theme

__all__ = ["beside", "fits", "specification"]

Part: TypeAlias = "dict[str, Any]"

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_BESIDE = 3
"""Small charts beside each other."""
_NARROW = 230
"""Points; what is not as wide is drawn for a telephone: small charts below each other, names on several lines."""
_NAME = 36
"""Characters in a line of a name beside a bar."""
_DESCENT = 0.3
"""Of letters below the line, as a part of the size of their type, about."""
_FEW = 24
"""Points on a line that are shown."""
_GAP = 0.4
"""Between two things that belong together, as a part of the size of their type."""
_WIDE = 2.0
"""Between two that don't."""
_APART = 3.0
"""Between two small charts."""
_LARGER = 1.3
"""A point in a legend, than in the drawing."""
_NAMES_SHARE = 0.35
"""Of the width, taken by names beside bars, about."""
_CHARACTER = 0.55
"""The width of a figure, about, as a part of the size of its type."""


def beside(plot: Plot, width: float) -> int:
    """Return how many small charts stand beside each other in a width in points."""
    return 1 if width < _NARROW else min(len(plot.panels), _BESIDE)


def fits(plot: Plot, width: float, theme: Theme) -> bool:
    """Whether the words and numbers along the axis of a drawing have room in a width in points."""
    character = theme.styles["table-note"].size * _CHARACTER
    if plot.sideways:
        return True
    if plot.across:
        return sum(len(label) + 2 for label in plot.across.labels) * character <= width
    room = width / len(plot.categories) / character
    bars = len(plot.panels[0].series) if plot.mark == "bar" and plot.stack == "none" else 1
    numbers = [shown for panel in plot.panels for each in panel.series for shown in each.shown if plot.labelled]
    words = [word for label in plot.labels for word in label.split()]
    widest = max(map(len, numbers), default=-1) + 1
    return max(map(len, words), default=0) <= room and widest * bars <= room * (1 - theme.chart.bar_gap)


def specification(plot: Plot, size: tuple[float, float], theme: Theme) -> Part:
    """Return the specification of a drawing of a size in points."""
    drawing = _Drawing(plot, size, theme)
    spec: Part = {
        "$schema": SCHEMA,
        "background": None,
        "padding": {"left": 0, "top": 0, "right": 0, "bottom": drawing.small.size * _DESCENT},
        "data": {"values": list(drawing.rows())},
        "config": drawing.config(),
    }
    if plot.heading:
        spec["title"] = drawing.wrapped(plot.heading)
    panel = {"layer": drawing.layers(), "encoding": drawing.encoding()}
    if len(plot.panels) == 1:
        fit = {"autosize": {"type": "fit", "contains": "padding"}}
        return {**spec, **fit, "width": size[0], "height": size[1], **panel}
    columns = beside(plot, size[0])
    across = size[0] / columns - _APART * drawing.small.size
    header = drawing.header()
    facet = {"field": "panel", "type": "ordinal", "header": header, "title": None}
    return {**spec, "facet": facet, "columns": columns, "spec": {"width": across, "height": size[1], **panel}}


def _listed(texts: Sequence[str], place: str) -> str:
    """Return an expression for the text at a place of a list."""
    return f"{json.dumps(list(texts))}[{place}]"


class _Drawing:
    """What the parts of a specification have in common."""

    def __init__(self, plot: Plot, size: tuple[float, float], theme: Theme) -> None:
        self.plot, self.size, self.theme = plot, size, theme
        self.mark, self.stack, self.from_right = plot.mark, plot.stack, plot.from_right
        self.look = theme.chart
        self.small = theme.styles["table-note"]
        self.head = theme.styles["table-head"]
        self.cell = theme.styles["table-cell"]
        self.names = [each.name for each in plot.panels[0].series]
        self.line = theme.table_rules["head"]
        self.grid = theme.table_rules["row"]

    def rows(self) -> Iterable[Part]:
        for number, panel in enumerate(self.plot.panels):
            for place, series in enumerate(panel.series):
                for slot, value in enumerate(series.values):
                    row: Part = {"panel": number, "series": place, "slot": slot, "shown": series.shown[slot]}
                    row["value"] = None if value is None else float(value)
                    if self.plot.positions:
                        row["position"] = float(self.plot.positions[slot])
                    if value is not None or self.mark in {"line", "area"}:
                        yield row

    def encoding(self) -> Part:
        """Return the channels that all marks share."""
        several = len(self.names) > 1
        across, values = self.across(), self.values()
        encoding: Part = {"y" if self.plot.sideways else "x": across, "x" if self.plot.sideways else "y": values}
        if several:
            encoding["color"] = self.series([self.color(place) for place in range(len(self.names))], legend=True)
            encoding["order"] = {"field": "series", "type": "quantitative"}
        if several and self.mark == "bar" and self.stack == "none":
            offset = {"field": "series", "type": "ordinal", "scale": {"paddingInner": 0}}
            encoding["yOffset" if self.plot.sideways else "xOffset"] = offset
        if several and self.mark == "line":
            encoding["strokeDash"] = self.series([list(each) or [1, 0] for each in self.look.dashes])
            if self.shows_points():
                encoding["strokeDash"]["legend"] = None
            del encoding["order"]
        if several and self.mark in {"line", "point"} and self.shows_points():
            encoding["shape"] = self.series([_SHAPES[each] for each in self.look.shapes])
        return encoding

    def series(self, range_: Sequence[Any], *, legend: bool = False) -> Part:
        count = len(self.names)
        channel: Part = {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": list(range(count)), "range": list(range_[:count])},
            "legend": {"title": None, "labelExpr": _listed(self.names, "datum.value")},
        }
        if legend:
            longest = max(map(len, self.names)) + 5
            fit = max(1, int(self.size[0] / (longest * self.small.size / 2)))
            channel["legend"]["columns"] = min(fit, count)
        return channel

    def color(self, place: int) -> str:
        return self.theme.colors[self.look.series[place % len(self.look.series)]]

    def shows_points(self) -> bool:
        """Whether points are shown on lines: few, or such as have gaps between them."""
        gaps = any(value is None for panel in self.plot.panels for each in panel.series for value in each.values)
        return self.mark == "point" or gaps or len(self.plot.categories) <= _FEW

    def across(self) -> Part:
        """Return the channel of the categories."""
        plot = self.plot
        axis: Part = {
            "title": self.wrapped(plot.x_title) or None,
            "grid": False,
            "labelAngle": 0,
            "labelOverlap": False,
        }
        if self.mark in {"bar", "area"}:
            axis["domain"] = False  # a rule at nought stands in for it
        if plot.across:
            axis |= self.ticks(plot.across) | {"tickColor": self.line.color, "ticks": True}
            channel: Part = {"field": "position", "type": "quantitative", "scale": self.scale(plot.across)}
            return channel | {"axis": axis}
        labels = self.labels()
        axis |= {"labelExpr": f"{json.dumps(labels)}[datum.value]", "ticks": False}
        if plot.sideways:
            wrapped = [place for place, lines in enumerate(labels) if len(lines) > 1]
            test = f"indexof({json.dumps(wrapped)}, datum.value) >= 0"  # two lines stand on either side of the middle
            axis["labelBaseline"] = {"condition": {"test": test, "value": "bottom"}, "value": "middle"}
            axis["orient"] = "right" if self.from_right else "left"
        count = len(plot.categories)
        scale: Part = {"domain": list(range(count))}
        if self.mark == "bar":
            scale |= {"paddingInner": self.look.bar_gap, "paddingOuter": self.look.bar_gap / 2}
        else:
            scale |= {"type": "point", "padding": self.look.bar_gap}
        return {"field": "slot", "type": "ordinal", "scale": scale, "axis": axis}

    def labels(self) -> Sequence[str | list[str]]:
        """Return the names of the categories, on several lines where they would be too long."""
        plot, narrow = self.plot, self.size[0] < _NARROW
        if not plot.sideways and not narrow:
            return plot.labels
        room = self.size[0] * _NAMES_SHARE if plot.sideways else self.size[0] / len(plot.categories)
        most = int(room / self.small.size / _CHARACTER) if narrow else _NAME
        return [textwrap.wrap(each, max(most, 1)) or [""] for each in plot.labels]

    def wrapped(self, text: str) -> str | list[str]:
        """Break a line that would be too long for a narrow drawing."""
        if self.size[0] >= _NARROW:
            return text
        return textwrap.wrap(text, int(self.size[0] / self.head.size / _CHARACTER))

    def values(self) -> Part:
        """Return the channel of the numbers."""
        plot = self.plot
        axis = self.ticks(plot.values) | {"title": None, "domain": False, "ticks": False, "grid": True}
        if plot.labelled:
            axis |= {"grid": False, "labels": False}
        scale = self.scale(plot.values)
        if plot.labelled:
            scale["domain"] = self.widened(scale["domain"])
        if plot.sideways and self.from_right:
            scale["reverse"] = True
        channel: Part = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
        if self.mark in {"bar", "area"}:
            channel["stack"] = None if self.stack == "none" else self.stack
        return channel

    def widened(self, domain: list[float]) -> list[float]:
        """Leave room for the numbers at the ends of bars."""
        low, high = domain
        longest = max(len(shown) for each in self.plot.panels[0].series for shown in each.shown)
        plot = self.plot
        room = longest * self.small.size * _CHARACTER if plot.sideways else self.small.line_height
        along = self.size[0] * (1 - _NAMES_SHARE) if plot.sideways else self.size[1]
        beyond = (high - low) * room / along
        negative = any(value is not None and value < 0 for each in plot.panels[0].series for value in each.values)
        return [low - beyond if negative else low, high + beyond if high > 0 else high]

    def ticks(self, axis: Axis) -> Part:
        values = [float(each) for each in axis.ticks]
        place = f"indexof({json.dumps(values)}, datum.value)"
        return {"values": values, "labelExpr": _listed(axis.labels, place), "labelOverlap": False}

    def scale(self, axis: Axis) -> Part:
        return {"domain": [float(axis.ticks[0]), float(axis.ticks[-1])], "nice": False, "zero": False}

    def layers(self) -> list[Part]:
        """Return the marks, one above the other."""
        alone = {} if len(self.names) > 1 else {"color": self.color(0)}
        layers: list[Part] = []
        match self.mark:
            case "bar":
                layers.append({"mark": {"type": "bar", **self.seam(), **alone}})
            case "area":
                layers.append({"mark": {"type": "area", **self.seam(), **alone}})
            case "line":
                layers.append({"mark": {"type": "line", "strokeWidth": self.look.line_width, **alone}})
                if self.shows_points():
                    layers.append({"mark": self.points() | alone})
            case "point":
                layers.append({"mark": self.points() | alone})
        if self.plot.labelled:
            layers += [self.label(negative=False), self.label(negative=True)]
        if self.mark in {"bar", "area"}:
            nought = {"x" if self.plot.sideways else "y": {"field": "nought", "type": "quantitative"}}
            rule = {"type": "rule", "color": self.line.color, "strokeWidth": self.line.width}
            layers.append({"data": {"values": [{"nought": 0}]}, "mark": rule, "encoding": _NO_CHANNELS | nought})
        return layers

    def seam(self) -> Part:
        """Part what stands on each other by a line of paper."""
        parted = self.stack != "none" and len(self.names) > 1
        return {"stroke": self.theme.colors["paper"], "strokeWidth": self.line.width} if parted else {}

    def points(self) -> Part:
        return {"type": "point", "filled": True, "opacity": 1, "size": self.look.point_size**2, "strokeWidth": 0}

    def label(self, *, negative: bool) -> Part:
        """Return the numbers at the ends of bars."""
        gap = self.small.size * _GAP
        beyond = gap if negative != (self.plot.sideways and not self.from_right) else -gap
        mark: Part = {"type": "text", "color": self.cell.color, "fontSize": self.small.size}
        if self.plot.sideways:
            ends = negative == self.from_right
            mark |= {"baseline": "middle", "align": "left" if ends else "right", "dx": beyond}
        else:
            mark |= {"align": "center", "baseline": "top" if negative else "bottom", "dy": beyond}
        which = f"datum.value {'<' if negative else '>='} 0"
        channels = {"text": {"field": "shown", "type": "nominal"}, "color": {"value": self.cell.color}}
        return {"transform": [{"filter": which}], "mark": mark, "encoding": channels}

    def header(self) -> Part:
        titles = [panel.title for panel in self.plot.panels]
        return {"labelExpr": _listed(titles, "datum.value"), "labelAnchor": "start", **_text("label", self.head)}

    def config(self) -> Part:
        """Return how everything else looks."""
        small, space = self.small, self.small.size * _GAP
        unlimited = {"labelLimit": 0, "titleLimit": 0}
        return {
            "aria": False,
            "font": small.font.name,
            "view": {"stroke": None},
            "axis": {
                **_text("label", small),
                **_text("title", small),
                **unlimited,
                "gridColor": self.grid.color,
                "gridWidth": self.grid.width,
                "domainColor": self.line.color,
                "domainWidth": self.line.width,
                "tickColor": self.line.color,
                "tickWidth": self.line.width,
                "tickSize": space,
                "labelPadding": space,
                "labelFlush": False,
            },
            "legend": {
                **_text("label", small),
                **unlimited,
                "orient": "top",
                "direction": "horizontal",
                **self.symbols(),
                "columnPadding": small.size * _WIDE,
                "offset": small.size,
                "padding": 0,
            },
            "title": {
                "font": self.head.font.name,
                "fontSize": self.head.size,
                "fontWeight": _weight(self.head),
                "color": self.head.color,
                "anchor": "end" if self.from_right else "start",
                "frame": "bounds",
                "limit": 0,
                "offset": small.size,
            },
            "text": {"font": small.font.name},
            "facet": {"spacing": small.size * _APART},
        }

    def symbols(self) -> Part:
        """Return how the legend shows series: as what is drawn of them."""
        if self.mark in {"bar", "area"}:
            return {"symbolType": "square", "symbolSize": self.small.size**2, "symbolStrokeWidth": 0}
        if self.shows_points():
            return {"symbolSize": (self.look.point_size * _LARGER) ** 2, "symbolStrokeWidth": 0}
        dash = (self.small.size * _WIDE) ** 2
        return {"symbolType": "stroke", "symbolSize": dash, "symbolStrokeWidth": self.look.line_width}


_SHAPES = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle-up",
    "diamond": "diamond",
    "cross": "cross",
    "star": "M0,-1L0.3,-0.3L1,0L0.3,0.3L0,1L-0.3,0.3L-1,0L-0.3,-0.3Z",
}
_NO_CHANNELS: Part = dict.fromkeys(("x", "y", "order", "color", "xOffset", "yOffset", "strokeDash", "shape"))


def _text(part: str, style: Style) -> Part:
    return {
        f"{part}Font": style.font.name,
        f"{part}FontSize": style.size,
        f"{part}FontWeight": _weight(style),
        f"{part}Color": style.color,
    }


def _weight(style: Style) -> str:
    return "bold" if style.bold else "normal"
