"""Blocks one below the other: what Word demands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.docx.styles import SEPARATOR
from publisher.exporters.docx.wordml import NOTHING, Xml, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["closed", "ends_with_table", "separator", "stacked"]


def separator(section: Xml = NOTHING) -> Xml:
    """Write the paragraph that keeps two tables apart, ends a cell (17.4.65), or closes a section between two blocks."""
    return paragraph(SEPARATOR, NOTHING, section=section)


def stacked(parts: Iterable[Xml]) -> Xml:
    """Join blocks; two tables that meet would be one table in Word."""
    joined: list[Xml] = []
    for part in parts:
        if part:
            if joined and ends_with_table(joined[-1]) and part.startswith("<w:tbl>"):
                joined.append(separator())
            joined.append(part)
    return Xml("".join(joined))


def ends_with_table(content: Xml) -> bool:
    """Whether the last block is a table."""
    return content.endswith("</w:tbl>")


def closed(content: Xml) -> Xml:
    """End the content of a cell or note with a paragraph."""
    return content if content.endswith("</w:p>") else Xml(f"{content}{separator()}")
