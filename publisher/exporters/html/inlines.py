"""Inlines -> HTML that is well-formed as XML too, since the PDF exporter parses it as such."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.html import blocks as blocks_of  # notes hold blocks, and blocks hold notes
from publisher.exporters.html.equations import formula
from publisher.exporters.html.markup import Medium, attributes, data_url, escape
from publisher.languages import direction
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
    from collections.abc import Iterable

    from publisher.model import Resource

__all__ = ["image", "inlines"]

_FIGURE = re.compile(
    r"(?<!\S)[^\s<>&]{0,20}\d[^\s<>&]{0,20}[ \u00a0](?:mil )?[^\s<>&]{1,16}|(?<!\S)[^\s<>&]{0,12}\d–\d[^\s<>&]{0,12}"
)
"""A number with the word after it: "22.2 billion" that ends a line as "22.2" would be read as another figure."""
_RANGE = re.compile(r"(?<!\S)[^\s<>&]{0,8}\d–\d[^\s<>&]{0,12}")
_OPTION = re.compile(r"(?<!\S)\[?-[^\s<>&]{1,24}")
_ISO_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def inlines(content: Iterable[Inline], medium: Medium) -> str:
    """Write a run of inlines."""
    return "".join([_inline(inline, medium) for inline in content])


def _inline(inline: Inline, medium: Medium) -> str:
    match inline:
        case Text() | DataValue():
            return _RANGE.sub(_whole, escape(inline.text)) if "–" in inline.text else escape(inline.text)
        case Emphasis():
            return f"<em>{inlines(inline.content, medium)}</em>"
        case Strong():
            return f"<strong>{inlines(inline.content, medium)}</strong>"
        case Strikethrough():
            return f"<s>{inlines(inline.content, medium)}</s>"
        case Insertion():
            return f"<ins>{inlines(inline.content, medium)}</ins>"
        case Deletion():
            return f"<del>{inlines(inline.content, medium)}</del>"
        case Subscript():
            return f"<sub>{inlines(inline.content, medium)}</sub>"
        case Superscript():
            return f"<sup>{inlines(inline.content, medium)}</sup>"
        case Code():
            return f"<code>{_OPTION.sub(_whole, escape(inline.text))}</code>"
        case Math():
            return formula(inline, medium)
        case Abbreviation():
            short = f"<abbr{attributes(title=inline.expansion)}>{escape(inline.text)}</abbr>"
            return f"{short} ({escape(inline.expansion)})" if inline.first else short
        case Link():
            opening = attributes(href=inline.target, title=inline.title or None)
            return f"<a{opening}>{inlines(inline.content, medium)}</a>"
        case Reference():
            return _reference(inline, medium)
        case Image():
            return image(inline, medium)
        case Note():
            return _note(inline, medium)
        case NoteReference():
            return f'<a class="note-mark" href="#_note-{inline.number}">{inline.number}</a>'
        case FactReference():
            return _fact(inline)
        case ForeignWords():
            opening = attributes(lang=inline.lang, dir=direction(inline.lang))
            return f"<span{opening}>{inlines(inline.content, medium)}</span>"
        case SoftBreak():
            return " " if medium.paper else "\n"
        case LineBreak():
            return "<br />\n"
        case HtmlInline():
            return inline.html
        case _:
            assert_never(inline)


def _reference(reference: Reference, medium: Medium) -> str:
    with_page = medium.page_references and reference.form != "text"
    opening = attributes(class_="reference with-page" if with_page else "reference", href=f"#{reference.target}")
    return f"<a{opening}>{inlines(reference.content, medium)}</a>"


def image(picture: Image, medium: Medium) -> str:
    """Write a picture; its bytes stand in the page itself."""
    resource = medium.resources.get(picture.source)
    alt, title = picture.alt, picture.title or None
    if medium.paper and title:  # nothing shows the title of a picture on paper
        alt, title = f"{alt} ({title})", None
    if resource is None:
        return f"<img{attributes(src=picture.source, alt=alt, title=title)} />"
    share = f"{picture.width:.4g}" if picture.width is not None else None
    width = f"width:{float(share) * 100:.4g}%" if share else f"width:{picture.points or resource.width:.6g}pt"
    if medium.paper and picture.decorative:
        return _decoration(picture, resource, width)
    return f"<img{attributes(src=data_url(resource), alt=alt, title=title, style=width)} />"


def _decoration(picture: Image, resource: Resource, width: str) -> str:
    """Draw a picture that says nothing as background: WeasyPrint tags an `img`, which PDF/UA wants described."""
    ratio = resource.height / resource.width
    if picture.width is not None:
        height = f"padding-top:{picture.width * ratio * 100:.4g}%"
    else:
        height = f"height:{(picture.points or resource.width) * ratio:.6g}pt"
    look = f"{width};{height};background-image:url({data_url(resource)})"
    return f'<span class="decoration"{attributes(style=look)}></span>'


def _note(note: Note, medium: Medium) -> str:
    number = note.number
    if medium.paper:
        # WeasyPrint keeps white space between the blocks of a footnote, so none is written.
        body = re.sub(r"(?<=>)\n", "", blocks_of.note_body(note, medium))
        return f'<span class="footnote" id="_note-{number}" data-number="{number}">{body}</span>'
    mark = attributes(class_="note-mark", id=f"_note-{number}-mark", href=f"#_note-{number}", role="doc-noteref")
    return f"<a{mark}>{number}</a>"


def _fact(fact: FactReference) -> str:
    whole = bool(_FIGURE.fullmatch(fact.text))
    text = escape(fact.text) if whole else _FIGURE.sub(_whole, escape(fact.text), count=1)
    if not fact.value:
        return text
    if _ISO_DATE.fullmatch(fact.value):
        return f"<time{attributes(datetime=fact.value)}>{escape(fact.text)}</time>"
    return f"<data{attributes(class_='whole' if whole else None, value=fact.value)}>{text}</data>"


def _whole(found: re.Match[str]) -> str:
    """Keep something on one line."""
    return f'<span class="whole">{found[0]}</span>'
