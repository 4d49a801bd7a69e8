"""Flat headings -> nested sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.model import Block, Heading, Section

if TYPE_CHECKING:
    from publisher.diagnostics import Report

__all__ = ["sections_of"]

_OUTERMOST = (1, 2)
"""The levels at which a document may begin: its title comes from the metadata."""


@dataclass(slots=True)
class _Open:
    """A section that still takes blocks; the document itself has no heading."""

    heading: Heading | None
    level: int
    blocks: list[Block] = field(default_factory=list)


def sections_of(blocks: tuple[Block, ...], report: Report) -> tuple[Block, ...]:
    """Nest blocks in the sections that headings open; a level that is skipped or stands above the first is told."""
    first = next((block.level for block in blocks if isinstance(block, Heading)), _OUTERMOST[0])
    outermost = min(first, _OUTERMOST[-1])
    open_sections = [_Open(None, 0)]
    for block in blocks:
        if not isinstance(block, Heading):
            open_sections[-1].blocks.append(block)
            continue
        level = _level(block, outermost, open_sections[-1].level, report)
        while open_sections[-1].level >= level:
            _close(open_sections)
        if block.appendix and level > 1:
            hint = f"write it with {_signs(outermost)}, or leave {{.appendix}} out"
            report.add("misplaced-appendix", "only an outermost heading opens an appendix", block.at, hint)
        open_sections.append(_Open(block, level))
    while len(open_sections) > 1:
        _close(open_sections)
    return tuple(open_sections[0].blocks)


def _level(heading: Heading, outermost: int, above: int, report: Report) -> int:
    """Return how deep the section of a heading is, from 1."""
    level = heading.level - outermost + 1
    if level < 1:
        message = f"a heading with {_signs(heading.level)} stands above the first one, which has {_signs(outermost)}"
        report.add("heading-skip", message, heading.at, f"write it with {_signs(outermost)}")
        return 1
    if level > above + 1:
        wanted = above + outermost
        message = f"the heading has {_signs(heading.level)}, but a level before it is missing"
        report.add("heading-skip", message, heading.at, f"write it with {_signs(wanted)}")
        return above + 1
    return level


def _signs(level: int) -> str:
    return "#" * level


def _close(open_sections: list[_Open]) -> None:
    closed = open_sections.pop()
    if closed.heading is not None:
        heading = closed.heading
        appendix = heading.appendix and closed.level == 1
        section = Section(
            heading.content, tuple(closed.blocks), closed.level, heading.label, appendix=appendix, at=heading.at
        )
        open_sections[-1].blocks.append(section)
