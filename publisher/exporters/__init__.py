"""What an exporter is, and which there are.

An exporter is a pure function from a prepared document and a theme to an artifact: no clock, no network, no
settings, no reading of source files; the same document and theme give the same bytes. A third party adds one
with the entry-point group `publisher.exporters`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.diagnostics import Diagnostic
    from publisher.model import Document
    from publisher.theme import Theme

__all__ = ["Artifact", "Exporter"]


@dataclass(frozen=True, slots=True)
class Artifact:
    """What an exporter makes of a document."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    """What the format could not carry, with places in the source."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that documents can be exported to."""

    name: str
    """What a person types after `--format`."""
    suffix: str
    """The end of the file's name, with its dot (".pdf")."""
    media_type: str
    export: Callable[[Document, Theme], Artifact]
