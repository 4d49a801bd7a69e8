"""The numbering part (17.9): what stands before list items and numbered headings.

There are three abstract lists: headings, bullets and numbers. Indents are the styles' own. Every ordered list of a
document is an instance of the third that begins at its own number, at its own level.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from publisher.exporters.docx.wordml import NOTHING, Xml, element, joined, part, w

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["APPENDICES", "BULLETS", "HEADINGS", "ListStart", "number_for", "numbering_part"]

HEADINGS, BULLETS = 1, 2
"""Numbers of lists that every document has."""
APPENDICES = 3
"""Number of the list of lettered headings, in documents that have appendices."""
_ORDERED = 4
_LEVELS = 9
_HEADING_LEVELS = 6


@dataclass(frozen=True, slots=True)
class ListStart:
    """Where an ordered list begins."""

    level: int
    """From 0."""
    start: int


def number_for(index: int) -> int:
    """Return the number of the list at an index of a document's ordered lists."""
    return _ORDERED + index


def numbering_part(lists: Iterable[ListStart], appendix: str = "", *, from_right: bool = False) -> bytes:
    """Write the part for a document with these ordered lists, and with this word for appendices if it has any.

    In a text from right to left marks stand around a point before the text: programs disagree about which side is left.
    """
    instances = [_instance(HEADINGS, HEADINGS), _instance(BULLETS, BULLETS)]
    if appendix:
        instances.append(_instance(APPENDICES, APPENDICES))
    for index, each in enumerate(lists):
        begins = w("lvlOverride", w("startOverride", val=each.start), ilvl=each.level)
        instances.append(_instance(number_for(index), _ORDERED, begins))
    return part("w:numbering", "w", _abstracts(appendix, from_right=from_right), *instances)


@cache
def _abstracts(appendix: str, *, from_right: bool) -> Xml:
    """Write the kinds of lists, which are the same in every document."""
    headings = _abstract(
        HEADINGS, lambda level: _level(level, "decimal", _outline(level), _heading_style(level), "space")
    )
    bullets = _abstract(
        BULLETS, lambda level: _level(level, "bullet", "\N{BULLET}", side="center" if from_right else "right")
    )
    numbers = _abstract(
        _ORDERED, lambda level: _level(level, "decimal", f"%{level + 1}.", side="center" if from_right else "right")
    )
    if not appendix:
        return joined((headings, bullets, numbers))
    letters = _abstract(APPENDICES, lambda level: _appendix_level(level, appendix))
    return joined((headings, bullets, letters, numbers))


def _appendix_level(level: int, word: str) -> Xml:
    if level == 0:
        return _level(level, "upperLetter", f"{word}\N{NO-BREAK SPACE}%1.", suffix="space")
    return _level(level, "decimal", _outline(level), suffix="space")


def _abstract(number: int, level: Callable[[int], Xml]) -> Xml:
    """Write an abstract list (17.9.1); Word tells lists apart by `nsid` when text is pasted."""
    return w(
        "abstractNum",
        w("nsid", val=f"{number:08X}"),
        w("multiLevelType", val="multilevel"),
        joined(level(depth) for depth in range(_LEVELS)),
        abstractNumId=number,
    )


def _level(  # noqa: PLR0913  what follows the text is given by name
    level: int, kind: str, shown: str, style: str = "", suffix: str = "", *, side: str = "left"
) -> Xml:
    """Write a level; a mark to the `right` ends close before the text, as in CSS (Lists 3, 3.1)."""
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=kind),
        w("pStyle", val=style) if style else NOTHING,
        w("suff", val=suffix) if suffix else NOTHING,
        w("lvlText", val=shown),
        w("lvlJc", val=side),
        ilvl=level,
    )


def _outline(level: int) -> str:
    return ".".join(f"%{depth}" for depth in range(1, level + 2))


def _heading_style(level: int) -> str:
    return f"Heading{level + 1}" if level < _HEADING_LEVELS else ""


def _instance(number: int, abstract: int, begins: Xml = NOTHING) -> Xml:
    return element("w:num", {"w:numId": number}, w("abstractNumId", val=abstract), begins)
