"""A guard against nesting that no stage could follow; a source read by `publisher.reader` never comes near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.model import Text
from publisher.traverse import map_block, map_inline

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Block, Document, Inline

__all__ = ["DEEPEST", "is_too_deep"]

DEEPEST = 100
"""Blocks and inlines within each other."""


def is_too_deep(document: Document, report: Report) -> bool:
    """Report the first node that is nested too deep for the steps, which recurse."""
    waiting: list[tuple[tuple[Block, ...] | None, tuple[Inline, ...] | None, int]] = [(document.blocks, None, 1)]
    depth = 1

    def later_blocks(run: tuple[Block, ...]) -> tuple[Block, ...]:
        waiting.append((run, None, depth + 1))
        return run

    def later_inlines(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        waiting.append((None, run, depth + 1))
        return run

    while waiting:
        blocks, inlines, depth = waiting.pop()
        if depth > DEEPEST and (run := blocks or inlines):
            message = f"there is something here nested deeper than {DEEPEST} levels"
            report.add("too-deep", message, run[0].at, "say it with less nesting")
            return True
        for block in blocks or ():
            map_block(block, later_inlines, later_blocks)
        for inline in inlines or ():
            if not isinstance(inline, Text):
                map_inline(inline, later_inlines, later_blocks)
    return False
