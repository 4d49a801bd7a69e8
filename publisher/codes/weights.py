"""What a code weighs, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Explanation", "Severity", "error", "loss", "warning"]


class Severity(Enum):
    """What a diagnostic does to a build."""

    ERROR = "error"
    """The document is never published."""
    LOSS = "loss"
    """Something of the source would be lost or shown otherwise: an error, unless the build is lenient."""
    WARNING = "warning"
    """Worth a look; the document is published."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means."""

    severity: Severity
    title: str
    text: str


def error(title: str, text: str) -> Explanation:
    """Explain what is never published."""
    return Explanation(Severity.ERROR, title, text)


def loss(title: str, text: str) -> Explanation:
    """Explain what is published only leniently."""
    return Explanation(Severity.LOSS, title, text)


def warning(title: str, text: str) -> Explanation:
    """Explain what is worth a look."""
    return Explanation(Severity.WARNING, title, text)
