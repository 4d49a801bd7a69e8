"""The contents: a TOC field (17.16.5.68) that already shows what Word would find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.exporters.docx.inlines import inlines
from publisher.exporters.docx.looks import around_of
from publisher.exporters.docx.medium import Line
from publisher.exporters.docx.wordml import NOTHING, Xml, field, hyperlink, joined, paragraph, run, tab, text, w

if TYPE_CHECKING:
    from publisher.exporters.docx.medium import Medium
    from publisher.exporters.docx.places import Place
    from publisher.model import Contents, ContentsEntry
    from publisher.theme import Role

__all__ = ["contents"]

_LEVELS: tuple[Role, ...] = ("contents-1", "contents-2", "contents-3")


def contents(block: Contents, place: Place, medium: Medium) -> Xml:
    """Write the contents as the building block that Word updates with one click (17.5.2.12)."""
    above = replace(place, end=None)
    line = medium.line("contents-title", above)
    title = paragraph(medium.style("contents-title", above), inlines(block.title, line, medium))
    last = len(block.entries) - 1
    opening = _instruction(block, medium)
    sections = block.of == "sections"
    entries = [
        _entry(
            entry,
            tab() if sections and not entry.number.endswith(".") else run("", text("\N{EM SPACE}")),
            _begun(opening) if index == 0 else NOTHING,
            _mark("end") if index == last else NOTHING,
            medium,
        )
        for index, entry in enumerate(block.entries)
    ]
    if block.of != "sections":
        return joined((title, *entries))
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w("sdt", w("sdtPr", gallery), w("sdtContent", title, *entries))


def _instruction(block: Contents, medium: Medium) -> str:
    match block.of:
        case "sections":
            return rf'TOC \o "1-{block.depth}" \h \z \u'
        case "tables":
            return rf'TOC \h \z \c "{medium.words.table}"'
        case "figures":
            return rf'TOC \h \z \c "{medium.words.figure}"'
        case "listings":
            return rf'TOC \h \z \c "{medium.words.listing}"'


def _mark(kind: str) -> Xml:
    return run("", w("fldChar", fldCharType=kind))


def _begun(instruction: str) -> Xml:
    """Write a field's beginning, up to what it shows; its end stands in another paragraph."""
    whole = field("", instruction)
    return Xml(whole.removesuffix(_mark("end")))


def _entry(entry: ContentsEntry, between: Xml, before: Xml, after: Xml, medium: Medium) -> Xml:
    level = min(entry.level, len(_LEVELS))
    line = Line(around_of(medium.theme.styles[_LEVELS[level - 1]]), medium.layout.measure)
    number = joined((run("", text(entry.number)), between)) if entry.number else NOTHING
    shown = joined((number, inlines(entry.title, line, medium)))
    anchor = medium.anchors.contents.get(entry.target)
    if anchor is not None:
        page = run("", text(str(medium.page(entry.target))))
        shown = joined((shown, tab(), field("", rf"PAGEREF {anchor.name} \h", page)))
        shown = hyperlink(shown, anchor=anchor.name)
    return paragraph(f"TOC{level}", joined((before, shown, after)))
