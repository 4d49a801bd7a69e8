"""Links, references and pictures in a line of text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.model import Image, Inline, Link, Reference
from publisher.reader.characters import legal_line
from publisher.reader.images import load_image
from publisher.reader.links import link_problem

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.diagnostics import Location
    from publisher.reader.places import Run
    from publisher.reader.reading import Reading

__all__ = ["image", "link"]

_Inlines = tuple[Inline, ...]

_DESTINATION = re.compile(r"\]\(\s*(?:<([^>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))")


def link(opening: Token, closing: Token, content: _Inlines, run: Run, reading: Reading) -> Link | Reference:
    """Return a link, or a reference where it leads to a label; a target that readers can't follow is reported."""
    reading.links.pop(opening.meta.get("label", ""), None)
    target, title = str(opening.attrs["href"]), str(opening.attrs.get("title", ""))
    start: int = opening.meta["at"]
    if opening.info == "auto":
        place = run.at(start + 1, run.content.find(">", start) - start - 1)
    else:
        place = _destination(closing.meta["at"], run) or run.at(start, closing.meta["at"] - start + 1)
    if target.startswith("#") and target != "#" and "references" not in reading.without:
        return Reference(unquote(target[1:]), content, "text" if content else "number", at=_after_hash(place))
    message, hint = link_problem(target)
    if message:
        reading.report.add("bad-link", message, place, hint)
    elif not content:
        reading.report.add("bad-link", "the link has no words", place, "write words between the square brackets")
    at = run.at(start, closing.meta["at"] - start + 1)
    return Link(target, content, legal_line(title, at, reading.report), at=at)


def _after_hash(place: Location) -> Location:
    return replace(place, column=place.column + 1, length=max(place.length - 1, 1))


def _destination(end: int, run: Run) -> Location | None:
    """Find the destination behind the closing bracket of an inline link."""
    found = _DESTINATION.match(run.content, end)
    if not found:
        return None
    group = 1 if found[1] is not None else 2
    return run.at(found.start(group), found.end(group) - found.start(group))


def image(token: Token, run: Run, reading: Reading) -> Image:
    """Return a picture in a line of text, and read its file."""
    reading.links.pop(token.meta.get("label", ""), None)
    source, title = str(token.attrs["src"]), str(token.attrs.get("title", ""))
    start: int = token.meta.get("at", 0)
    end = start + 2 + len(token.content)
    at = run.at(start, end - start + 1)
    if place := _destination(end, run):
        at = replace(at, length=place.column + place.length - at.column + 1) if place.line == at.line else at
    else:
        place = at
    alt = legal_line(_alternative(token), at, reading.report)
    for lost in sorted(_lost(token)):
        message = f"{lost} can't stand in an alternative text; only its words are kept"
        reading.report.add("plain-alternative", message, at, "put it into the text or the caption")
    if not alt.strip():
        hint = "say what it shows between the square brackets: ![what it shows](path)"
        reading.report.add("missing-alt", "the picture has no alternative text", at, hint)
    written = unquote(source)
    key = load_image(written, source, run.source, place, reading)
    return Image(key, alt, legal_line(title, at, reading.report), at=at)


def _lost(token: Token) -> set[str]:
    """Return what an alternative text, which is plain text, can't hold."""
    names = {
        "link_open": "a link",
        "image": "a picture",
        "role": "a role",
        "lang_open": "a role",
        "note_reference": "a note",
    }
    names["note_open"] = names["note_reference"]
    return {names[child.type] for child in token.children or () if child.type in names}


def _alternative(token: Token) -> str:
    """Return the words of a picture's description without their markup (CommonMark 6.4)."""
    parts = []
    for child in token.children or ():
        match child.type:
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "image":
                parts.append(_alternative(child))
            case "note_reference":
                parts.append(f"[^{child.content}]")
            case _:
                parts.append(child.content)
    return " ".join("".join(parts).split("\n"))
