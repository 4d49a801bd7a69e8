"""Charts -> figures: a drawing in the page itself, and on screens its data as a table to open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.exporters.charts import chart_size, drawn_chart, narrow_chart
from publisher.exporters.html import blocks as blocks_of  # notes hold blocks, and blocks hold charts
from publisher.exporters.html.css import paper_family
from publisher.exporters.html.inlines import inlines
from publisher.exporters.html.markup import attributes, escape
from publisher.exporters.html.outlines import outlined
from publisher.exporters.html.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.exporters.html.markup import Medium
    from publisher.model import Chart
    from publisher.theme import Theme

__all__ = ["chart"]

_ROOT = re.compile(r"<svg\b[^>]*>")
_FAMILY = re.compile(r'font-family="([^"]*)"')
_PAINTS = re.compile(r'(?: (?:fill|stroke)="#[0-9a-f]{6}")+')
_PAINT = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')
_VIEW = re.compile(r'viewBox="[^"]*"')
_CLIP = re.compile(r'(?<=id="|rl\(#)clip')


def chart(block: Chart, medium: Medium) -> str:
    """Write a chart with its caption below it."""
    label = f'<span class="label">{medium.words.figure} {block.number}.</span> ' if block.number else ""
    notes = f'<div class="notes">\n{blocks_of.blocks(block.notes, medium)}</div>\n' if block.notes else ""
    caption = f"{label}{inlines(block.caption, medium)}"
    below = f"<figcaption>{caption}{notes}</figcaption>\n" if block.caption else notes
    drawing = _drawing(block, medium)
    data = table(block.data, medium)
    if drawing and not block.tabled:
        summary = escape(medium.words.data)
        data = "" if medium.paper else f'<details class="data">\n<summary>{summary}</summary>\n{data}</details>\n'
    name = attributes(id=block.identifier or None)
    return f'<figure{name} class="chart">\n{drawing}{below}</figure>\n{data}'


def _drawing(block: Chart, medium: Medium) -> str:
    """Draw a chart in the colours and fonts of the page; nothing where there is no theme to draw it in.

    On screens it is drawn twice, where it pays: a telephone would show letters of half the size.
    """
    if block.plot is None or medium.theme is None:
        return ""
    size = chart_size(block, medium.measure, medium.theme)
    if medium.paper:
        title = f"<title>{escape(block.alt)}</title>"
        return f"{_for_paper(_drawn(block, size, medium.theme, title=title), medium.theme)}\n"
    narrow = narrow_chart(block, medium.measure, medium.theme)
    if narrow is None:
        return _framed(block, size, medium.theme)
    small = chart_size(narrow, medium.measure, medium.theme)
    return _framed(block, size, medium.theme, "wide") + _framed(narrow, small, medium.theme, "narrow")


def _framed(block: Chart, size: tuple[float, float], theme: Theme, kind: str = "") -> str:
    svg = _for_screen(_drawn(block, size, theme, kind, role="img", aria_label=block.alt), theme)
    # it scrolls on narrow screens, by keyboard too
    frame = attributes(class_=f"drawing {kind}".strip(), role="group", tabindex="0")
    return f"<div{frame}>{svg}</div>\n"


def _drawn(block: Chart, size: tuple[float, float], theme: Theme, kind: str = "", title: str = "", **said: str) -> str:
    svg = drawn_chart(block.plot, size, theme) if block.plot else ""
    view = _VIEW.search(svg)
    width = f"--width:{size[0] / theme.styles['body'].size:.5g}rem"
    root = f'<svg xmlns="http://www.w3.org/2000/svg" {view[0] if view else ""}{attributes(style=width, **said)}>'
    name = f"{block.identifier}-narrow" if kind == "narrow" else block.identifier
    return _CLIP.sub(f"{name}-clip", _ROOT.sub(lambda _: f"{root}{title}", svg, count=1))


def _for_paper(svg: str, theme: Theme) -> str:
    """Name the faces that stand in the page."""
    families = {each.name: each for each in theme.fonts.values()}

    def family(found: re.Match[str]) -> str:
        font = families.get(found[1])
        return f'font-family="{escape(paper_family(font, theme.fonts))}"' if font else found[0]

    return _FAMILY.sub(family, outlined(svg, theme))


def _for_screen(svg: str, theme: Theme) -> str:
    """Name families and colours by the custom properties of the page, which a dark screen redefines."""
    families = {each.name: f"var(--{token})" for token, each in theme.fonts.items()}
    colors: Mapping[str, str] = {color: token for token, color in reversed(list(theme.colors.items()))}

    def paint(found: re.Match[str]) -> str:
        return ";".join(
            f"{name}:var(--{colors[color]})" if color in colors else f"{name}:{color}"
            for name, color in _PAINT.findall(found[0])
        )

    def look(found: re.Match[str]) -> str:
        return f' style="{paint(found)}"'

    painted = _PAINTS.sub(look, svg)
    return _FAMILY.sub(lambda found: f'font-family="{families.get(found[1], found[1])}"', painted)
