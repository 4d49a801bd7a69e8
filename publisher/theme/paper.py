"""Paper sizes (ISO 216, ANSI Y14.1) and who uses which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.model import Metadata

__all__ = ["paper_size"]

LETTER = (612.0, 792.0)
A4 = (595.276, 841.89)
_LETTER_TERRITORIES = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""Unicode CLDR, supplemental data: paperSize US-Letter."""


def paper_size(metadata: Metadata) -> tuple[float, float]:
    """Return width and height in points: as the document says, or as its language's territory uses."""
    match metadata.paper:
        case "letter":
            return LETTER
        case "a4":
            return A4
        case "auto":
            subtags = metadata.lang.upper().split("-")
            return LETTER if _LETTER_TERRITORIES.intersection(subtags[1:]) else A4
