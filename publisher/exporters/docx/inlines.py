"""Inlines -> runs, links and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from publisher.exporters.docx.drawing import picture
from publisher.exporters.docx.languages import LATIN
from publisher.exporters.docx.medium import has_word_of_its_own
from publisher.exporters.docx.omml import inline_math
from publisher.exporters.docx.wordml import (
    NOTHING,
    Xml,
    bookmark,
    content_control,
    field,
    hyperlink,
    joined,
    line_break,
    run,
    text,
    tracked,
    w,
)
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

    from publisher.exporters.docx.medium import Line, Medium
    from publisher.words import Words

__all__ = ["HYPERLINK", "image", "inlines", "words"]

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_LONGEST_TOOLTIP = 255
_KEEP = r"\* MERGEFORMAT"
"""An updated field keeps the look of what it showed (17.16.4.3.4)."""


def inlines(content: Iterable[Inline], line: Line, medium: Medium) -> Xml:
    """Write a run of inlines."""
    return Xml("".join([_inline(inline, line, medium) for inline in content]))


def words(content: str, line: Line, medium: Medium) -> Xml:
    """Write bare words in the roles of a line."""
    return run(medium.character(line), text(content), from_right=medium.from_right(line)) if content else NOTHING


def _inline(inline: Inline, line: Line, medium: Medium) -> Xml:
    match inline:
        case Text() | DataValue():
            return words(inline.text, line, medium)
        case Emphasis():
            return inlines(inline.content, line.within("emphasis"), medium)
        case Strong():
            return inlines(inline.content, line.within("strong"), medium)
        case Strikethrough():
            return inlines(inline.content, line.within("strikethrough"), medium)
        case Insertion():
            return tracked("ins", inlines(inline.content, line, medium), medium.next_change)
        case Deletion():
            return tracked("del", inlines(inline.content, line, medium), medium.next_change)
        case Subscript():
            return inlines(inline.content, line.within("subscript"), medium)
        case Superscript():
            return inlines(inline.content, line.within("superscript"), medium)
        case Code():
            code = line.within("code")
            turned = direction(line.lang or medium.lang or medium.layout.lang) == "rtl"
            return words(inline.text, code.spoken_in(LATIN) if turned else code, medium)
        case Math():
            return inline_math(inline.formula)
        case Abbreviation():
            short = words(inline.text, line.within("abbreviation"), medium)
            return joined((short, words(f" ({inline.expansion})", line, medium))) if inline.first else short
        case Link():
            shown = inlines(inline.content, line.within("link"), medium)
            relation = medium.relation(HYPERLINK, inline.target)
            return hyperlink(shown, relation=relation, tooltip=inline.title[:_LONGEST_TOOLTIP])
        case Reference():
            return _reference(inline, line.within("reference"), medium)
        case Image():
            return image(inline, line, medium)
        case Note():
            return _note(inline, line, medium)
        case NoteReference():
            return _note_again(inline, line, medium)
        case FactReference():
            return content_control(f"fact:{inline.key}", medium.next_control(), words(inline.text, line, medium))
        case ForeignWords():
            return inlines(inline.content, line.spoken_in(inline.lang), medium)
        case SoftBreak():
            return words(" ", line, medium)
        case LineBreak():
            return run("", line_break())
        case HtmlInline():
            return run("", line_break()) if inline.html.startswith("<br") else NOTHING
        case _:
            assert_never(inline)


def image(picture_of: Image, line: Line, medium: Medium) -> Xml:
    """Write a run that shows a picture, or its alternative text where there are no bytes."""
    drawn = picture(picture_of, line.width, medium)
    return run("", drawn) if drawn else words(picture_of.alt, line, medium)


def _reference(reference: Reference, line: Line, medium: Medium) -> Xml:
    """Write a live reference: a field for what Word can compute (17.16.5.50), a plain link for the author's words."""
    anchor = medium.anchors.nodes.get(reference.target)
    if anchor is None:
        return inlines(reference.content, line, medium)
    style = medium.character(line)
    shown = inlines(reference.content, line, medium)
    if reference.form == "title":
        shown = _title(reference, anchor.name, line, medium)
    elif reference.form == "text" or not reference.number or reference.target in medium.anchors.framed:
        shown = hyperlink(shown, anchor=anchor.name)
    elif reference.target_kind in {"section", "appendix"}:
        number = field(style, rf"REF {anchor.name} \r \h {_KEEP}", run(style, text(reference.number)))
        shown = joined((words(reference.prefix, line, medium), number))
    elif reference.target_kind == "equation":
        number = field(style, rf"REF {anchor.name} \h {_KEEP}", run(style, text(reference.number)))
        shown = joined((words(reference.prefix, line, medium), number))
    elif reference.target in medium.anchors.counts and has_word_of_its_own(reference, medium.words):
        name = medium.anchors.counts[reference.target].name
        number = field(style, rf"REF {name} \h {_KEEP}", run(style, text(reference.number)))
        shown = joined((words(reference.prefix, line, medium), number))
    elif _copies(reference, medium.words):
        shown = field(style, rf"REF {anchor.name} \h {_KEEP}", shown)
    else:
        shown = hyperlink(shown, anchor=anchor.name)
    return joined((shown, _page(reference, anchor.name, line, medium)))


def _copies(reference: Reference, spoken: Words) -> bool:
    """Whether a reference is what stands in the caption, so that a field can copy it."""
    return reference.prefix == f"{spoken.in_caption(reference.target_kind)}\N{NO-BREAK SPACE}"


def _title(reference: Reference, name: str, line: Line, medium: Medium) -> Xml:
    """Refer to a heading by its words; quotation marks around them are no part of the heading."""
    style = medium.character(line)
    match reference.content:
        case (Text(opening), *title, Text(closing)) if title:
            shown = field(style, rf"REF {name} \h {_KEEP}", inlines(title, line, medium))
            return joined((words(opening, line, medium), shown, words(closing, line, medium)))
        case _:
            return field(style, rf"REF {name} \h {_KEEP}", inlines(reference.content, line, medium))


def _page(reference: Reference, name: str, line: Line, medium: Medium) -> Xml:
    if not medium.theme.page.page_references or reference.form == "text":
        return NOTHING
    style = medium.character(line)
    page = run(style, text(str(medium.page(reference.target))))
    opening = words(f" ({medium.words.page}\N{NO-BREAK SPACE}", line, medium)
    return joined((opening, field(style, rf"PAGEREF {name} \h", page), words(")", line, medium)))


def _note(note: Note, line: Line, medium: Medium) -> Xml:
    """Cite a footnote (17.11.14). Word allows none inside a footnote: there the mark is text, and the note follows."""
    style = medium.character(line.within("note-mark"))
    mark = run(style, text(str(note.number)) if medium.in_notes else w("footnoteReference", id=note.number))
    medium.cited.append(note)
    anchor = medium.anchors.notes.get(note.label)
    return bookmark(anchor.number, anchor.name, mark) if anchor else mark


def _note_again(reference: NoteReference, line: Line, medium: Medium) -> Xml:
    """Cite a footnote again: a field that copies its number (17.16.5.43)."""
    style = medium.character(line.within("note-mark"))
    number = run(style, text(str(reference.number)))
    anchor = medium.anchors.notes.get(reference.label)
    if anchor is None:
        return number
    if reference.label in medium.anchors.inner_notes:
        return hyperlink(number, anchor=anchor.name)
    return field(style, rf"NOTEREF {anchor.name} \f \h", number)
