"""Titles as they stand elsewhere: in the contents, or where a reference names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from publisher.model import (
    Abbreviation,
    Code,
    DataValue,
    Deletion,
    Emphasis,
    FactReference,
    ForeignWords,
    HtmlInline,
    Image,
    Insertion,
    LineBreak,
    Link,
    Math,
    Note,
    NoteReference,
    Reference,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.model import Inline

__all__ = ["bare"]

_Inlines = tuple["Inline", ...]


def _as_shown(reference: Reference) -> _Inlines:
    return reference.content


def bare(inlines: _Inlines, shown: Callable[[Reference], _Inlines] = _as_shown) -> _Inlines:
    """Return a title without notes, pictures and links (their words stay), all in one line."""
    return tuple(part for inline in inlines for part in _bare(inline, shown))


def _bare(inline: Inline, shown: Callable[[Reference], _Inlines]) -> Iterator[Inline]:
    match inline:
        case Note() | NoteReference() | Image():
            return
        case Link():
            yield from bare(inline.content, shown)
        case Reference():
            yield from bare(shown(inline), shown)
        case (
            Emphasis()
            | Strong()
            | Strikethrough()
            | Insertion()
            | Deletion()
            | Subscript()
            | Superscript()
            | ForeignWords()
        ):
            yield replace(inline, content=bare(inline.content, shown))
        case Abbreviation():
            yield replace(inline, first=False)
        case LineBreak() | SoftBreak():
            yield SoftBreak(at=inline.at)
        case Text() | Code() | Math() | FactReference() | DataValue() | HtmlInline():
            yield inline
        case _:
            assert_never(inline)
