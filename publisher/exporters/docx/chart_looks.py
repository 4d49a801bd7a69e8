"""How charts in Word look: colours, lines, places, words (DrawingML, ECMA-376 Part 1, 20.1 and 21.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.exporters.docx.looks import complex_font
from publisher.exporters.docx.wordml import Xml, element, emu, simple

if TYPE_CHECKING:
    from publisher.theme import Style, Theme

__all__ = ["Type", "c", "fill", "layout", "line", "nothing_around", "places"]

_HUNDREDTHS = 100


def c(tag: str, *children: Xml, **attributes: str | float | None) -> Xml:
    """Write an element of the namespace of charts."""
    written = {name: None if value is None else f"{value}" for name, value in attributes.items()}
    return element(f"c:{tag}", written, *children)


def fill(color: str) -> Xml:
    """Fill a shape, line or letter with a colour."""
    return element("a:solidFill", {}, element("a:srgbClr", {"val": color.removeprefix("#").upper()}))


def line(width: float, color: str) -> Xml:
    """Draw a line of a width in points."""
    return element("a:ln", {"w": emu(width)}, fill(color))


def nothing_around() -> Xml:
    """Leave out ground and border."""
    return c("spPr", element("a:noFill", {}), element("a:ln", {}, element("a:noFill", {})))


def layout(x: float, y: float, width: float, height: float) -> Xml:
    """Write where the plot stands in the chart, with its axes, in parts of the whole (21.2.2.95)."""
    sides = c("w", val=f"{width:.4f}"), c("h", val=f"{height:.4f}")
    return c("layout", c("manualLayout", c("layoutTarget", val="outer"), *places(x=x, y=y), *sides))


def places(*, x: float, y: float) -> tuple[Xml, ...]:
    """Write a place from the edges of the chart, in parts of it."""
    edge = {"val": "edge"}
    modes = element("c:xMode", edge), element("c:yMode", edge)
    return (*modes, c("x", val=f"{x:.4f}"), c("y", val=f"{y:.4f}"))


@dataclass(frozen=True, slots=True)
class Type:
    """Words in a chart, in the theme's type."""

    theme: Theme

    def rich(self, text: str, style: Style) -> Xml:
        """Write text with a look of its own."""
        words = element("a:r", {}, self.characters("a:rPr", style), simple("a:t", text))
        properties = element("a:pPr", {}, self.characters("a:defRPr", style))
        return c("rich", _body(), element("a:lstStyle", {}), element("a:p", {}, properties, words))

    def of(self, style: Style, color: str = "") -> Xml:
        """Write how words look (21.2.2.217)."""
        properties = element("a:pPr", {}, self.characters("a:defRPr", style, color))
        end = element("a:endParaRPr", {"lang": "en-US"})
        return c("txPr", _body(), element("a:lstStyle", {}), element("a:p", {}, properties, end))

    def characters(self, name: str, style: Style, color: str = "") -> Xml:
        """Write the properties of letters."""
        return element(
            name,
            {"sz": round(style.size * _HUNDREDTHS), "b": int(style.bold), "i": int(style.italic)},
            fill(color or style.color),
            element("a:latin", {"typeface": style.font.name}),
            element("a:cs", {"typeface": complex_font(style.font, self.theme).name}),
        )


def _body() -> Xml:
    return element("a:bodyPr", {"rot": 0, "vert": "horz"})
