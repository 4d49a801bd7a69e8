"""A watermark: the word-art behind the text that Word itself makes (VML, 14.1), in each header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.docx.wordml import NOTHING, Xml, element, run, w
from publisher.theme import paper_size

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium

__all__ = ["watermark"]

_TYPE = "_x0000_t136"
"""Plain text as word-art (14.1.2.20, `shapetype` 136)."""
_FORMULAS = (
    "sum #0 0 10800",
    "prod #0 2 1",
    "sum 21600 0 @1",
    "sum 0 0 @2",
    "sum 21600 0 @3",
    "if @0 @3 0",
    "if @0 21600 @1",
    "if @0 0 @2",
    "if @0 @4 21600",
    "mid @5 @6",
    "mid @8 @5",
    "mid @7 @8",
    "mid @6 @7",
    "sum @6 0 @5",
)
_SHARE = 0.8
"""Of the paper's diagonal that the word takes at most."""
_TALLEST = 130.0
"""Points."""
_WIDE = 0.6
"""Of a letter's height: about its width."""


def watermark(medium: Medium, number: int) -> Xml:
    """Write a run that holds the watermark, slanted in the middle of the page; nothing where there is none."""
    word = medium.document.metadata.watermark
    if not word:
        return NOTHING
    across, down = paper_size(medium.document.metadata)
    length = (across**2 + down**2) ** 0.5 * _SHARE
    height = min(_TALLEST, length / (len(word) * _WIDE))
    width = min(length, height * len(word) * _WIDE)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width:.1f}pt;height:{height:.1f}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    font = medium.theme.styles["title"].font.name
    shape = element(
        "v:shape",
        {
            "id": f"PowerPlusWaterMarkObject{number}",
            "o:spid": f"_x0000_s{2048 + number}",
            "type": f"#{_TYPE}",
            "alt": word,
            "style": style,
            "o:allowincell": "f",
            "fillcolor": medium.theme.colors["tint"],
            "stroked": "f",
        },
        element("v:textpath", {"style": f"font-family:'{font}';font-size:1pt;font-weight:bold", "string": word}),
    )
    return run("", w("pict", _shape_type(), shape))


def _shape_type() -> Xml:
    formulas = (element("v:f", {"eqn": formula}) for formula in _FORMULAS)
    return element(
        "v:shapetype",
        {
            "id": _TYPE,
            "coordsize": "21600,21600",
            "o:spt": 136,
            "adj": 10800,
            "path": "m@7,l@8,m@5,21600l@6,21600e",
        },
        element("v:formulas", {}, *formulas),
        element(
            "v:path",
            {
                "textpathok": "t",
                "o:connecttype": "custom",
                "o:connectlocs": "@9,0;@10,10800;@11,21600;@12,10800",
                "o:connectangles": "270,180,90,0",
            },
        ),
        element("v:textpath", {"on": "t", "fitshape": "t"}),
    )
