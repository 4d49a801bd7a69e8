"""Writing tags: escaping, attributes, the medium that a body is written for."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.theme import paper_size
from publisher.words import Words, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Attachment, Document, Note, Resource
    from publisher.theme import Theme

__all__ = ["Medium", "attributes", "escape", "medium_for"]

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(frozen=True, slots=True)
class Medium:
    """What a body is written for."""

    words: Words
    resources: Mapping[str, Resource]
    notes: tuple[Note, ...]
    paper: bool
    """Notes stand at the foot of the page, and references may name pages."""
    page_references: bool
    theme: Theme | None = None
    """What charts are drawn with; None where a body is written by itself, which shows their data."""
    measure: float = 0
    """Of the text on paper, in points."""


def medium_for(
    document: Document, theme: Theme | None = None, *, paper: bool = False, page_references: bool = False
) -> Medium:
    """Return what the body of a document is written for."""
    words = words_for(document.metadata.lang)
    medium = Medium(words, document.resources, document.notes, paper, page_references, theme)
    if theme is None:
        return medium
    measure = paper_size(document.metadata)[0] - theme.page.margin_inner - theme.page.margin_outer
    return replace(medium, measure=measure)


def escape(text: str) -> str:
    """Escape characters that mean something in HTML and XML."""
    return text.translate(_ENTITIES)


def attributes(**values: str | bool | None) -> str:
    """Write attributes, each with a space before it; None and False are left out, `class_` is `class`."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(name if value is True else value)}"'
        for name, value in values.items()
        if value is not None and value is not False
    )


def data_url(resource: Resource | Attachment) -> str:
    """Return a file as a `data:` URL (RFC 2397)."""
    return f"data:{resource.media_type};base64,{b64encode(resource.content).decode('ascii')}"
