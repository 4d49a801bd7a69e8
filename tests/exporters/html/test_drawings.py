from __future__ import annotations

import pytest

from publisher.exporters.html.drawings import for_paper
from publisher.model import Resource
from publisher.theme import load_theme

THEME = load_theme("briefing")


def drawn(inside: str, attributes: str = "") -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"{attributes}>{inside}</svg>'
    (found,) = for_paper({"a.svg": Resource("image/svg+xml", svg.encode(), 9, 9)}, THEME).values()
    return found.content.decode()


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ('font-family="Arial, sans-serif"', "Source Sans Pro"),
        ('font-family="Times New Roman"', "Source Serif Pro"),
        ('font-family="serif"', "Source Serif Pro"),
        ('font-family="Courier New, monospace"', "Source Code Pro"),
        ('font-family="Source Serif Pro"', "Source Serif Pro"),
        ('style="fill:red;font-family: Georgia"', "Source Serif Pro"),
        ('style="font: 12px Helvetica"', "Source Sans Pro"),
        ("", "Source Sans Pro"),
    ],
)
def test_words_stand_in_the_theme_s_fonts_and_no_others(written: str, family: str) -> None:
    svg = drawn(f"<text {written}>x</text>")
    text = svg[svg.index("<text") :] if written else svg
    assert f"{family} Embedded" in text
    assert text.index(f"{family} Embedded") == min(
        text.index(f"{each.name} Embedded") for each in THEME.fonts.values() if f"{each.name} Embedded" in text
    )


def test_style_sheets_are_heeded() -> None:
    svg = drawn("<style>text { font-family: 'Roboto Mono'; fill: red }</style><text>x</text>")
    assert "Source Code Pro Embedded" in svg
    assert "Roboto" not in svg


def test_a_drawing_without_words_stays_as_it_is() -> None:
    assert drawn("<path/>").startswith("<svg xmlns")
    assert "font-family" not in drawn("<path/>")
