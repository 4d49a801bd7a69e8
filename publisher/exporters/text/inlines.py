"""Inlines -> text ready to be filled into lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from publisher.exporters.text.directions import isolated
from publisher.exporters.text.layout import NO_BREAK
from publisher.exporters.text.markup import text_of_html
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
    Inline,
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
    from collections.abc import Iterable, Mapping

    from publisher.exporters.text.medium import Medium

__all__ = ["formula", "inlines", "link_mark", "note_mark", "picture"]

_SHORT = 12
"""Characters of a formula that no line end divides."""
_SPACES: Mapping[int, str | None] = {
    **dict.fromkeys([0x09, 0x0B, 0x0C, 0x85, 0x2028, 0x2029], " "),  # tab and line ends
    **dict.fromkeys([*range(0x2002, 0x2007), *range(0x2008, 0x200B)], " "),  # en space to hair space
    **dict.fromkeys([0x2007, 0x202F], NO_BREAK),  # figure space, narrow no-break space
    **dict.fromkeys([0xAD, 0x2060, 0xFEFF]),  # soft hyphen, word joiner: nothing to see
}


def inlines(content: Iterable[Inline], medium: Medium) -> str:
    """Write a run of inlines."""
    return "".join([_inline(inline, medium) for inline in content])


def _inline(inline: Inline, medium: Medium) -> str:
    match inline:
        case Text():
            return _spaced(inline.text)
        case Emphasis():
            return _marked("_", inline.content, medium)
        case Strong():
            return _marked("*", inline.content, medium)
        case Strikethrough():
            return _marked("~~", inline.content, medium)
        case Insertion():
            return f"{{+{inlines(inline.content, medium)}+}}"
        case Deletion():
            return f"[-{inlines(inline.content, medium)}-]"
        case Subscript():
            return _shifted("_", inline.content, medium.glyphs.subscripts, medium)
        case Superscript():
            return _shifted("^", inline.content, medium.glyphs.superscripts, medium)
        case Math():
            return formula(inline.text)
        case Code():
            return f"`{_kept(inline.text)}`"
        case Abbreviation():
            text = _spaced(inline.text)
            return f"{text} ({_spaced(inline.expansion)})" if inline.first else text
        case Link():
            return _link(inline, medium)
        case Reference():
            return inlines(inline.content, medium)
        case Image():
            return picture(inline, medium)
        case Note() | NoteReference():
            return note_mark(inline.number)
        case FactReference() | DataValue():
            return _spaced(inline.text)
        case ForeignWords():
            return isolated(inlines(inline.content, medium.written(inline.lang)), inline.lang, medium)
        case SoftBreak():
            return " "
        case LineBreak():
            return "\n"
        case HtmlInline():
            return text_of_html(inline.html)
        case _:
            assert_never(inline)


def _spaced(text: str) -> str:
    """Let every space be one that `fill` knows."""
    return text.translate(_SPACES) if not text.isascii() or "\t" in text else text


def formula(text: str) -> str:
    """Keep a short formula on one line."""
    line = " ".join(text.split())
    return line.replace(" ", NO_BREAK) if len(line) <= _SHORT else line


def _kept(code: str) -> str:
    """Keep runs of spaces as they are; a line may end at a single one."""
    return _spaced(code).replace("  ", NO_BREAK * 2).replace(f"{NO_BREAK} ", NO_BREAK * 2)


def _marked(mark: str, content: tuple[Inline, ...], medium: Medium) -> str:
    text = inlines(content, medium)
    return f"{mark}{text}{mark}" if text else ""


def _shifted(mark: str, content: tuple[Inline, ...], forms: Mapping[int, str], medium: Medium) -> str:
    """Raise or lower a text with characters made for it; where one is lacking, with a sign."""
    text = inlines(content, medium)
    if all(ord(character) in forms for character in text):
        return text.translate(forms)
    return f"{mark}{text}" if text.isdecimal() or len(text) == 1 else f"{mark}({text})"


def _link(link: Link, medium: Medium) -> str:
    text = inlines(link.content, medium)
    title = f" ({_spaced(link.title)})" if link.title else ""
    mark = f"{NO_BREAK}{link_mark(link.number, medium)}" if link.number else ""
    return f"{text}{title}{mark}"


def link_mark(number: int, medium: Medium) -> str:
    """Return what points from a text to the list of links."""
    return f"[{medium.link_letter}{number}]"


def note_mark(number: int) -> str:
    """Return what points from a text to its note."""
    return f"[{number}]"


def picture(image: Image, medium: Medium) -> str:
    """Describe a picture."""
    if image.decorative:
        return ""
    said = ": ".join(_spaced(part) for part in (medium.words.picture, image.alt) if part)
    return f"[{said} ({_spaced(image.title)})]" if image.title else f"[{said}]"
