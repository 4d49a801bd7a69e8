"""Lines are full: the layout engine breaks none after its first word because of the space at its end."""

from __future__ import annotations

import weasyprint

from publisher.exporters.line_ends import spaces_hanging

WORDS = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince un"


def first_line(width: float) -> str:
    style = f"@page {{ size: 900px 800px }} p {{ width: {width}px; font: 14px 'DejaVu Sans' }}"
    page = weasyprint.HTML(string=f"<style>{style}</style><p>{WORDS} <i>144</i> por ciento</p>").render().pages[0]
    box = page._page_box
    while type(box).__name__ != "LineBox":
        box = box.children[0]
    return "".join(getattr(each, "text", "") for each in box.descendants())


def test_no_width_leaves_a_word_alone() -> None:
    with spaces_hanging():
        lines = {first_line(width / 2) for width in range(900, 1400)}
    assert min(map(len, lines)) > 50


def test_the_fault_that_is_mended_is_still_there() -> None:
    assert min(len(first_line(width / 2)) for width in range(900, 1400)) < 5
