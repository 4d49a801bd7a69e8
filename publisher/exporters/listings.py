"""Code line by line, for formats that set lines by themselves: with numbers, or so that wrapped ones can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.model import CodeBlock, CodeRole

__all__ = ["ADVANCE", "BESIDE_NUMBER", "HANGING", "code_lines", "longest_line"]

ADVANCE = 0.6
"""How wide a character of a font for code is, as a share of its size: what nearly all of them have."""
HANGING = 2
"""Characters by which what is wrapped stands in."""
BESIDE_NUMBER = 5
"""Characters that the number of a line takes, with what stands between it and the line."""


def code_lines(block: CodeBlock) -> list[list[tuple[CodeRole, str]]]:
    """Return the pieces of each line, without line ends."""
    lines: list[list[tuple[CodeRole, str]]] = [[]]
    for role, text in block.pieces or (("", block.text),):
        first, *others = text.split("\n")
        lines[-1].append((role, first))
        lines += [[(role, other)] for other in others]
    kept = lines[:-1] if block.text.endswith("\n") else lines
    return [[(role, text) for role, text in line if text] for line in kept]


def longest_line(block: CodeBlock) -> int:
    """Return the characters of the longest line."""
    return max(map(len, block.text.split("\n")))
