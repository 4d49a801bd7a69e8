"""Charts as Word's own (DrawingML charts, ECMA-376 Part 1, 21.2): everyone can edit them and their numbers."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from publisher.exporters.docx.chart_dates import date_format, serial
from publisher.exporters.docx.chart_labels import labels, labels_range
from publisher.exporters.docx.chart_looks import Type, c, fill, layout, line, nothing_around, places
from publisher.exporters.docx.chart_workbook import SHEET, column_of, label_column, number_format
from publisher.exporters.docx.wordml import NAMESPACES, NOTHING, Xml, element, emu, simple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publisher.model import Axis, Plot, Series
    from publisher.theme import Border, ChartShape, Theme

__all__ = ["CHART_NAMESPACE", "WORKBOOK", "Native", "chart_xml", "native_kind"]

Native: TypeAlias = Literal["bar", "line", "area", "scatter"]

CHART_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
WORKBOOK = "rId1"
"""The relationship of a chart to the workbook with its numbers."""
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CATEGORIES, _VALUES = 111, 222
"""The numbers by which axes know each other."""
_HUNDREDTHS = 100
_LINES = 1.7
"""What a heading or legend takes above a chart, in lines of small type."""
_SHAPES: Mapping[ChartShape, str] = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle",
    "diamond": "diamond",
    "cross": "plus",
    "star": "star",
}
_FEW = 24
"""Points on a line that are shown."""


def native_kind(plot: Plot) -> Native | None:
    """Return the kind of chart that Word has for it; None where it has none."""
    if len(plot.panels) > 1:
        return None
    gaps = {after - before for before, after in pairwise(plot.positions)}
    match plot.mark:
        case "bar":
            return "bar"
        case "line":
            return "scatter" if len(gaps) > 1 and not plot.calendar else "line"
        case "area":
            return "area" if len(gaps) <= 1 or plot.calendar else None
        case "point":
            return "scatter" if plot.positions else "line"
        case _:
            assert_never(plot.mark)


def chart_xml(plot: Plot, height: float, theme: Theme, lang: str) -> bytes:
    """Write the part of a chart (21.2.2.27)."""
    drawing = _Native(plot, height, theme)
    space = {"xmlns:c": CHART_NAMESPACE, "xmlns:a": NAMESPACES["a"], "xmlns:r": NAMESPACES["r"]}
    small = theme.styles["table-note"]
    body = element(
        "c:chartSpace",
        space,
        c("date1904", val=0),
        c("lang", val=lang),
        c("roundedCorners", val=0),
        drawing.chart_element(),
        c("spPr", element("a:noFill", {}), element("a:ln", {}, element("a:noFill", {}))),
        drawing.type.of(small),
        element("c:externalData", {"r:id": WORKBOOK}, c("autoUpdate", val=0)),
    )
    return f"{_DECLARATION}{body}".encode()


class _Native:
    """What the parts of a chart have in common."""

    def __init__(self, plot: Plot, height: float, theme: Theme) -> None:
        self.plot, self.height, self.theme = plot, height, theme
        self.kind: Native = native_kind(plot) or "line"
        self.series: Sequence[Series] = plot.panels[0].series
        self.small = theme.styles["table-note"]
        self.type = Type(theme)
        self.end = len(plot.categories) + 1
        """The last row of the workbook."""

    def chart_element(self) -> Xml:
        several = len(self.series) > 1
        heading = self.title(self.plot.heading) if self.plot.heading else NOTHING
        part = self.small.line_height * _LINES / self.height
        above = part if self.plot.heading else 0.0
        legend = self.legend(above) if several else NOTHING
        top = above + (part if several else 0.0)
        below = part if self.plot.x_title else 0.0
        across, values = self.across(), self.values()
        return c(
            "chart",
            heading,
            c("autoTitleDeleted", val=0 if heading else 1),
            c("plotArea", layout(0, top, 1, 1 - top - below), self.plotted(), across, values, nothing_around()),
            legend,
            c("plotVisOnly", val=1),
            c("dispBlanksAs", val="gap"),
        )

    def plotted(self) -> Xml:
        """Write the group of series, with the axes that they go by."""
        axes = c("axId", val=_CATEGORIES), c("axId", val=_VALUES)
        all_series = [self.one(place, each) for place, each in enumerate(self.series)]
        plain = c("varyColors", val=0)
        stacked = {"none": "standard", "zero": "stacked", "normalize": "percentStacked"}[self.plot.stack]
        match self.kind:
            case "bar":
                grouping = "clustered" if self.plot.stack == "none" else stacked
                gap = self.theme.chart.bar_gap
                beside = len(self.series) if self.plot.stack == "none" else 1
                return c(
                    "barChart",
                    c("barDir", val="bar" if self.plot.sideways else "col"),
                    c("grouping", val=grouping),
                    plain,
                    *all_series,
                    c("gapWidth", val=round(_HUNDREDTHS * gap / (1 - gap) * beside)),
                    c("overlap", val=0 if self.plot.stack == "none" else _HUNDREDTHS),
                    *axes,
                )
            case "line":
                return c("lineChart", c("grouping", val="standard"), plain, *all_series, c("marker", val=1), *axes)
            case "area":
                return c("areaChart", c("grouping", val=stacked), plain, *all_series, *axes)
            case "scatter":
                return c("scatterChart", c("scatterStyle", val="lineMarker"), plain, *all_series, *axes)
            case _:
                assert_never(self.kind)

    def one(self, place: int, series: Series) -> Xml:
        """Write a series: where it stands in the workbook, and a copy of what stands there."""
        column = column_of(place)
        name = c("tx", c("strRef", simple("c:f", f"{SHEET}!${column}$1"), _strings([series.name or self.plot.heading])))
        begin = c("idx", val=place), c("order", val=place), name, self.looks(place)
        values = c("numRef", simple("c:f", f"{SHEET}!${column}$2:${column}${self.end}"), self.numbers(series))
        where = f"{SHEET}!$A$2:$A${self.end}"
        categories = c("cat", self.categories(where))
        match self.kind:
            case "bar":
                flat = c("invertIfNegative", val=0)
                ranged = labels_range(series.shown, self.labels_place(place))
                return c("ser", *begin, flat, self.labels(place, series), categories, c("val", values), ranged)
            case "line":
                marker = self.marker(place, shown=self.shows_points())
                return c("ser", *begin, marker, categories, c("val", values), c("smooth", val=0))
            case "area":
                return c("ser", *begin, categories, c("val", values))
            case "scatter":
                marker = self.marker(place, shown=self.shows_points())
                numbers = _numbers([f"{each:f}" for each in self.plot.positions], "General")
                positions = c("numRef", simple("c:f", where), numbers)
                return c("ser", *begin, marker, c("xVal", positions), c("yVal", values), c("smooth", val=0))
            case _:
                assert_never(self.kind)

    def categories(self, where: str) -> Xml:
        """Write what stands along the axis: names, or days as spreadsheets number them."""
        plot = self.plot
        if plot.calendar is None:
            return c("strRef", simple("c:f", where), _strings(plot.categories))
        days = [f"{serial(each)}" for each in plot.positions]
        return c("numRef", simple("c:f", where), _numbers(days, date_format(plot.calendar)))

    def shows_points(self) -> bool:
        gaps = any(value is None for each in self.series for value in each.values)
        return self.plot.mark == "point" or gaps or len(self.plot.categories) <= _FEW

    def numbers(self, series: Series) -> Xml:
        """Write the numbers of a series, each with the decimals that it has."""
        points = [
            element(
                "c:pt",
                {"idx": place, "formatCode": number_format(value, self.plot)},
                simple("c:v", f"{value:f}"),
            )
            for place, value in enumerate(series.values)
            if value is not None
        ]
        return c("numCache", simple("c:formatCode", "General"), c("ptCount", val=len(series.values)), *points)

    def color(self, place: int) -> Xml:
        tokens = self.theme.chart.series
        return fill(self.theme.colors[tokens[place % len(tokens)]])

    def looks(self, place: int) -> Xml:
        look = self.theme.chart
        if self.kind in {"bar", "area"}:
            parted = self.plot.stack != "none" and len(self.series) > 1
            width = self.theme.table_rules["head"].width
            seam = line(width, self.theme.colors["paper"]) if parted else element("a:ln", {}, element("a:noFill", {}))
            return c("spPr", self.color(place), seam)
        if self.plot.mark == "point":
            return c("spPr", element("a:ln", {}, element("a:noFill", {})))
        dash = look.dashes[place % len(look.dashes)]
        lengths = [round(each / look.line_width * _HUNDREDTHS) * 1000 for each in dash]
        pairs = zip(lengths[::2], lengths[1::2], strict=True)
        stops = [element("a:ds", {"d": drawn, "sp": left}) for drawn, left in pairs]
        style = element("a:custDash", {}, *stops) if stops else element("a:prstDash", {"val": "solid"})
        return c("spPr", element("a:ln", {"w": emu(look.line_width), "cap": "flat"}, self.color(place), style))

    def marker(self, place: int, *, shown: bool) -> Xml:
        if not shown:
            return c("marker", c("symbol", val="none"))
        look = self.theme.chart
        outline = element("a:ln", {}, self.color(place))
        symbol = c("symbol", val=_SHAPES[look.shapes[place % len(look.shapes)]])
        return c("marker", symbol, c("size", val=max(2, round(look.point_size))), c("spPr", self.color(place), outline))

    def labels(self, place: int, series: Series) -> Xml:
        """Show numbers at the ends of bars, as they are told."""
        if not self.plot.labelled:
            return NOTHING
        look = self.type, self.small, self.theme.styles["table-cell"].color
        return labels(series, self.labels_place(place), look)

    def labels_place(self, place: int) -> str:
        """Return where the labels of a series stand in the workbook, if it has any."""
        column = label_column(place, self.plot)
        return f"{SHEET}!${column}$2:${column}${self.end}" if self.plot.labelled else ""

    def across(self) -> Xml:
        """Write the axis of the categories, or of the numbers that stand in for them."""
        plot = self.plot
        low = c("tickLblPos", val="low")
        rule = c("spPr", line(self.line.width, self.line.color))
        title = self.axis_title(plot.x_title) if plot.x_title else NOTHING
        orientation = "maxMin" if plot.sideways else "minMax"
        side = ("r" if self.plot.from_right else "l") if plot.sideways else "b"
        if self.kind == "scatter" and plot.across:
            return c(
                "valAx",
                c("axId", val=_CATEGORIES),
                _scaling("minMax", plot.across),
                c("delete", val=0),
                c("axPos", val=side),
                title,
                c("numFmt", formatCode=self.across_format(), sourceLinked=0),
                c("majorTickMark", val="out"),
                c("minorTickMark", val="none"),
                low,
                rule,
                self.type.of(self.small),
                c("crossAx", val=_VALUES),
                c("crosses", val="min"),
                c("crossBetween", val="midCat"),
                _unit(plot.across),
            )
        if plot.calendar and plot.across:
            return c(
                "dateAx",
                c("axId", val=_CATEGORIES),
                _scaling("minMax", plot.across, _days),
                c("delete", val=0),
                c("axPos", val=side),
                c("numFmt", formatCode=date_format(plot.calendar), sourceLinked=0),
                c("majorTickMark", val="out"),
                c("minorTickMark", val="none"),
                low,
                rule,
                self.type.of(self.small),
                c("crossAx", val=_VALUES),
                c("crosses", val="autoZero"),
                c("auto", val=0),
                c("lblOffset", val=_HUNDREDTHS),
                c("baseTimeUnit", val="days"),
                c("majorUnit", val=plot.calendar.step),
                c("majorTimeUnit", val=plot.calendar.unit),
            )
        labels = plot.across.labels if plot.across else plot.labels
        skip = next((place for place, text in enumerate(labels) if place and text), 1)
        ticks = "out" if plot.across else "none"
        return c(
            "catAx",
            c("axId", val=_CATEGORIES),
            c("scaling", c("orientation", val=orientation)),
            c("delete", val=0),
            c("axPos", val=side),
            title,
            c("numFmt", formatCode="General", sourceLinked=0),
            c("majorTickMark", val=ticks),
            c("minorTickMark", val="none"),
            low,
            rule,
            self.type.of(self.small),
            c("crossAx", val=_VALUES),
            c("crosses", val="autoZero"),
            c("auto", val=0),
            c("lblAlgn", val="ctr"),
            c("lblOffset", val=_HUNDREDTHS),
            *([c("tickLblSkip", val=skip), c("tickMarkSkip", val=skip)] if skip > 1 else []),
            c("noMultiLvlLbl", val=1),
        )

    @property
    def line(self) -> Border:
        return self.theme.table_rules["head"]

    def across_format(self) -> str:
        across = self.plot.across
        grouped = any(not text.isdigit() for text in across.labels if text) if across else False
        return "#,##0.###" if grouped and self.has_fractions() else "#,##0" if grouped else "0"

    def has_fractions(self) -> bool:
        return any(tick % 1 for tick in self.plot.across.ticks) if self.plot.across else False

    def values(self) -> Xml:
        """Write the axis of the numbers, with the only gridlines; bars that show theirs need none."""
        plot, grid = self.plot, self.theme.table_rules["row"]
        step = (plot.values.ticks[1] - plot.values.ticks[0]).normalize()  # or 2.50 would be told where others say 2.5
        shares = self.plot.stack == "normalize"
        lines = NOTHING if plot.labelled else c("majorGridlines", c("spPr", line(grid.width, grid.color)))
        orientation = "maxMin" if plot.sideways and self.plot.from_right else "minMax"
        between = (
            "midCat" if self.kind in {"area", "scatter"} or (self.kind == "line" and plot.positions) else "between"
        )
        return c(
            "valAx",
            c("axId", val=_VALUES),
            _scaling(orientation, plot.values),
            c("delete", val=int(plot.labelled)),
            c("axPos", val="b" if plot.sideways else "l"),
            lines,
            c("numFmt", formatCode="0%" if shares else number_format(step, plot, scaled=True), sourceLinked=0),
            c("majorTickMark", val="none"),
            c("minorTickMark", val="none"),
            c("tickLblPos", val="nextTo"),
            c("spPr", element("a:ln", {}, element("a:noFill", {}))),
            self.type.of(self.small),
            c("crossAx", val=_CATEGORIES),
            c("crosses", val="max" if plot.sideways else "min" if self.kind == "scatter" else "autoZero"),
            c("crossBetween", val=between),
            _unit(plot.values),
        )

    def legend(self, top: float) -> Xml:
        place = c("manualLayout", *places(x=0, y=top))
        return c(
            "legend",
            c("legendPos", val="t"),
            c("layout", place),
            c("overlay", val=0),
            self.type.of(self.small),
        )

    def title(self, text: str) -> Xml:
        head = self.theme.styles["table-head"]
        place = NOTHING if self.plot.from_right else c("manualLayout", *places(x=0, y=0))
        return c("title", c("tx", self.type.rich(text, head)), c("layout", place), c("overlay", val=0))

    def axis_title(self, text: str) -> Xml:
        return c("title", c("tx", self.type.rich(text, self.small)), c("overlay", val=0))


def _days(position: Decimal) -> str:
    return f"{serial(position)}"


def _plainly(number: Decimal) -> str:
    return f"{number:f}"


def _scaling(orientation: str, axis: Axis, write: Callable[[Decimal], str] = _plainly) -> Xml:
    ends = c("max", val=write(axis.ticks[-1])), c("min", val=write(axis.ticks[0]))
    return c("scaling", c("orientation", val=orientation), *ends)


def _unit(axis: Axis) -> Xml:
    """Write the step of an axis, where it has one; its ends may stand between two."""
    whole = [tick for tick, label in zip(axis.ticks, axis.labels, strict=True) if label]
    steps = {after - before for before, after in pairwise(whole)}
    return c("majorUnit", val=f"{min(steps):f}") if len(steps) == 1 else NOTHING


def _strings(texts: Sequence[str]) -> Xml:
    points = [element("c:pt", {"idx": place}, simple("c:v", text)) for place, text in enumerate(texts)]
    return c("strCache", c("ptCount", val=len(texts)), *points)


def _numbers(numbers: Sequence[str], form: str) -> Xml:
    points = [element("c:pt", {"idx": place}, simple("c:v", each)) for place, each in enumerate(numbers)]
    return c("numCache", simple("c:formatCode", form), c("ptCount", val=len(numbers)), *points)
