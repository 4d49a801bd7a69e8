"""Codes about themes and exporters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.weights import error, loss, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.codes.weights import Explanation

__all__ = ["RENDERING"]

RENDERING: Mapping[str, Explanation] = {
    "bad-theme": error("A theme can't be used", "The message says what is wrong in theme.toml."),
    "bad-template": error("A template can't be used", "The message says what is wrong in the page shell or sheet."),
    "no-fonts": error("A font is missing", "publisher doctor says how to install it."),
    "font-not-embedded": warning(
        "A font may not be put into the Word file",
        "Its licence bits (OpenType OS/2, fsType) forbid it; where the font is not installed, Word shows another.",
    ),
    "unsaid-power": warning(
        "Numbers are in thousands, millions or billions, and nothing says so",
        "The format of a column divides its numbers, and the form number of a fact leaves its million or billion out. Say it "
        "in the head of the column, in its row, in the caption or in a note: $ billion; in a sentence cite the form amount.",
    ),
    "clashing-words": warning(
        "Words beside a figure say again what it says, or the contrary",
        "A fact brings its unit, its billions, its currency sign and its hedge along: not “$9.1 billion billion”. A figure"
        " that has turned negative is no increase any more, and no fall either: “−3 percent” is a fall of 3.",
    ),
    "table-too-wide": warning(
        "A table is too wide for the page",
        "Even in small type its numbers and words need more room than there is, so that some are broken on paper."
        " Landscape pages, fewer columns or shorter words help.",
    ),
    "missing-glyph": loss("A font lacks a character", "It would show as a box. Use another character or font."),
    "too-deep-for-format": loss(
        "A list is nested deeper than the format can carry", "Word has nine levels of lists; use fewer."
    ),
    "exporter-failed": error("An exporter failed", "This is a fault of the exporter, not of the source."),
    "layout-warning": warning(
        "The layout engine warns",
        "Something in a picture or a style sheet could not be used as it is written, or a library below complained.",
    ),
    "render-failed": error("The page could not be laid out", "The message says what the layout engine reports."),
}
