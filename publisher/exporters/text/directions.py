"""Lines that run from left to right and from right to left in one text (Unicode Standard Annex 9).

Characters stand in the order in which they are read, at the left margin. A terminal or mail program that knows the
bidirectional algorithm takes the direction of a line from its first letter and sets it to that side itself; where
that letter would mislead it, an invisible mark stands before. A passage within a line stands in an isolate.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from publisher.languages import Direction, direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.exporters.text.medium import Medium

__all__ = ["ISOLATE_END", "closed_lines", "directed", "isolated", "turned"]

_ISOLATES: Mapping[Direction, str] = {"ltr": "\u2066", "rtl": "\u2067"}
ISOLATE_END = "\u2069"
_MARKS: Mapping[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
_STRONG: Mapping[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def isolated(text: str, lang: str, medium: Medium) -> str:
    """Isolate words of a language that runs the other way than the text around them."""
    if not medium.glyphs.directed or not text or direction(lang) == medium.direction:
        return text
    return f"{_ISOLATES[direction(lang)]}{text}{ISOLATE_END}"


def closed_lines(lines: list[str]) -> list[str]:
    """Close every isolate at the end of its line and open it again on the next, since each line is on its own."""
    opened = ""
    closed = []
    for line in lines:
        whole = opened + line
        for character in line:
            if character in _ISOLATES.values():
                opened += character
            elif character == ISOLATE_END:
                opened = opened[:-1]
        closed.append(whole + ISOLATE_END * len(opened))
    return closed


def turned(lines: list[str], lang: str, medium: Medium) -> list[str]:
    """Mark every line of a passage that runs the other way than the text around it."""
    if not medium.glyphs.directed or direction(lang) == medium.direction:
        return lines
    return [_MARKS[direction(lang)] + line if line else line for line in lines]


def directed(text: str, lang: str) -> str:
    """Mark those lines of a whole text whose first letter runs the other way than the text."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    way = direction(lang)
    return "\n".join(_MARKS[way] + line if _misleads(line, way) else line for line in text.split("\n"))


def _misleads(line: str, way: Direction) -> bool:
    """Whether a display would take a line with letters of both directions to run the other way."""
    if not _RIGHT_TO_LEFT.search(line) or not any(unicodedata.bidirectional(each) == "L" for each in line):
        return False
    depth = 0
    for character in line:
        if character in _MARKS.values():
            return False
        if character in _ISOLATES.values():
            depth += 1
        elif character == ISOLATE_END:
            depth -= 1
        elif depth == 0 and (strong := _STRONG.get(unicodedata.bidirectional(character))):
            return strong != way
    return False
