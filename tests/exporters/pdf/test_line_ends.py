"""Lines are full: the layout engine breaks none after its first word because of the space at its end."""

from __future__ import annotations

from typing import Any

import weasyprint

from publisher.exporters.line_ends import spaces_hanging

WORDS = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince un"


WIDTHS = [half / 2 for half in range(900, 1400)]


def first_lines() -> list[str]:
    """Return the first line of the words at each width."""
    style = "@page { size: 900px 99000px } p { font: 14px 'DejaVu Sans' }"
    words = "".join(f"<p style='width: {width}px'>{WORDS} <i>144</i> por ciento</p>" for width in WIDTHS)
    (page,) = weasyprint.HTML(string=f"<style>{style}</style>{words}").render().pages
    lines = []
    for paragraph in (each for each in page._page_box.descendants() if each.element_tag == "p" and _is_block(each)):
        box = paragraph.children[0]
        lines.append("".join(getattr(each, "text", "") for each in box.descendants()))
    assert len(lines) == len(WIDTHS)
    return lines


def _is_block(box: Any) -> bool:
    return type(box).__name__ == "BlockBox"


def test_no_width_leaves_a_word_alone() -> None:
    with spaces_hanging():
        lines = first_lines()
    assert min(map(len, lines)) > 50


def test_the_fault_that_is_mended_is_still_there() -> None:
    assert min(map(len, first_lines())) < 5
