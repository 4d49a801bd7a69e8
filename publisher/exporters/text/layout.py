"""Lines of text in columns of a terminal: filling, aligning, hanging and stacking them.

A text to be filled knows three kinds of break: an ordinary space, where a line may end; a no-break space,
where it may not; and a line feed, where it must. Lines never end in spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from wcwidth import wcswidth, wcwidth

from publisher.exporters.text.directions import ISOLATE_END, closed_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NO_BREAK", "Side", "beside", "fill", "hang", "indent", "pad", "stack", "widest", "width"]

Side: TypeAlias = Literal["left", "center", "right"]

NO_BREAK = "\u00a0"
"""A space that is as wide as others but ends no line; the finished text shows an ordinary one."""

_BREAK = "\u200b"

_WIDE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_FIRST_WIDE = "\u3000"
_OPENING = "（［｛「『【〈《〔"
_CLOSING = "）］｝」』】〉》〕、。，．・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])(?<![{_OPENING}])(?=[{_WIDE}])(?![{_CLOSING}])")


def width(text: str) -> int:
    """Return how many columns a text takes (Unicode Standard Annex 11; combining characters take none)."""
    return len(text) if text.isascii() else _width(text)


@lru_cache(maxsize=8192)
def _width(text: str) -> int:
    whole = wcswidth(text)
    return whole if whole >= 0 else sum(max(wcwidth(character), 0) for character in text)


def widest(lines: Iterable[str]) -> int:
    """Return the width of the widest line; 0 where there is none."""
    return max(map(width, lines), default=0)


def fill(text: str, measure: int) -> list[str]:
    """Break a text into lines of at most `measure` columns; only a word that is wider itself sticks out."""
    lines = [line.replace(NO_BREAK, " ").rstrip() for part in text.split("\n") for line in _fill(part, measure)]
    return closed_lines(lines) if ISOLATE_END in text else lines


def _fill(text: str, measure: int) -> Iterator[str]:
    if text.isascii():  # most texts are, and a character of theirs takes one column
        yield from _fill_ascii(text.split(), measure)
        return
    line = ""
    for glue, piece in _pieces(text):
        longer = f"{line}{glue}{piece}" if line else piece
        if line and width(longer) > measure:  # the whole is measured: a mark may take no column of its own
            yield line
            longer = piece
        line = longer
    if line:
        yield line


def _fill_ascii(words: list[str], measure: int) -> Iterator[str]:
    start, taken = 0, -1
    for place, word in enumerate(words):
        taken += 1 + len(word)
        if taken > measure and place > start:
            yield " ".join(words[start:place])
            start, taken = place, len(word)
    if words:
        yield " ".join(words[start:])


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what can't be broken, each with what stands before it on the same line: a space or nothing."""
    breakable = _BETWEEN_WIDE.sub(_BREAK, text) if max(text) >= _FIRST_WIDE else text
    for word in filter(None, breakable.split(" ")):
        if _BREAK not in word:
            yield " ", word
            continue
        glue = " "
        for piece in filter(None, word.split(_BREAK)):
            yield glue, piece
            glue = ""


def pad(text: str, measure: int, side: Side) -> str:
    """Set a text to one side of a column of `measure` columns, or in its middle."""
    free = max(measure - width(text), 0)
    match side:
        case "left":
            return text + " " * free
        case "center":
            return " " * (free // 2) + text + " " * (free - free // 2)
        case "right":
            return " " * free + text
        case _:
            assert_never(side)


def indent(lines: Iterable[str], by: int) -> list[str]:
    """Move lines to the right."""
    return beside(" " * by, lines)


def beside(bar: str, lines: Iterable[str]) -> list[str]:
    """Put the same bar before every line."""
    bare = bar.rstrip()
    return [bar + line if line else bare for line in lines]


def hang(mark: str, lines: list[str]) -> list[str]:
    """Put a mark before the first line and indent the others by as much."""
    if not lines:
        return [mark.rstrip()]
    return [mark + lines[0], *indent(lines[1:], width(mark))]


def stack(groups: Iterable[list[str]], gap: int = 1) -> list[str]:
    """Put groups of lines under each other with blank lines between them; empty groups leave no gap."""
    lines: list[str] = []
    for group in groups:
        if group and lines:
            lines += [""] * gap
        lines += group
    return lines
