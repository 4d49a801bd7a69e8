"""MyST roles: `{name}` before a code span."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.citations import citation
from publisher.model import Abbreviation, Code, Inline, Reference, Subscript, Superscript, Text
from publisher.nearest import did_you_mean
from publisher.reader.conditions import check_names, is_shown, names_of
from publisher.reader.maths import formula

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.diagnostics import Location
    from publisher.reader.places import Run
    from publisher.reader.reading import Reading

__all__ = ["ROLES", "only", "role"]

ROLES = (
    "abbr",
    "del",
    "eq",
    "fact",
    "ins",
    "lang",
    "math",
    "numref",
    "only",
    "ref",
    "sub",
    "subscript",
    "sup",
    "superscript",
)

_LABELLED = re.compile(r"(.*?)\s*<([^<>]*)>\s*", re.DOTALL)
_EXPANDED = re.compile(r"(.*?\S)\s*\((.*\S)\s*\)", re.DOTALL)
_PLACE = "%s"


def role(token: Token, run: Run, reading: Reading) -> Inline:
    """Read a role; one that is unknown or can't be understood is reported, and its text kept as code."""
    name, content = token.info, token.content
    start: int = token.meta["content_at"]
    at = run.at(start, len(content))
    match name:
        case "fact":
            return _fact(content, start, run, reading)
        case "math":
            return formula(content, start, run, reading)
        case "ref" | "numref" | "eq":
            return _reference(name, content, start, run, reading)
        case "abbr":
            if found := _EXPANDED.fullmatch(content.strip()):
                return Abbreviation(found[1], found[2], at=at)
            hint = "write {abbr}`USAID (U.S. Agency for International Development)`"
            return _as_code(f"{content[:80]!r} has no meaning in parentheses", at, hint, content, reading)
        case "lang":  # with a language, the role is not a word but opens a run of markup (`spans`)
            hint = "write {lang}`es: Palacio de Gobierno`"
            return _as_code(f"{content[:80]!r} names no language, or has no words", at, hint, content, reading)
        case "sub" | "subscript":
            return Subscript((Text(content, at=at),), at=at)
        case "sup" | "superscript":
            return Superscript((Text(content, at=at),), at=at)
        case _:
            hint = did_you_mean(name, ROLES, f"the roles are {', '.join(ROLES)}")
            place = run.at(token.meta["at"] + 1, len(name))
            reading.report.add("unknown-role", f"there is no role {name}", place, hint)
            return Code(content, at=at)


def only(token: Token, run: Run, reading: Reading) -> Run | None:
    """Return the words of `` {only}`names: words` ``; None where they are for others."""
    start: int = token.meta["content_at"]
    written, colon, words = token.content.partition(":")
    names = names_of(written)
    if not colon or not names:
        at = run.at(start, len(token.content))
        reading.report.add("bad-role", "it does not say for whom", at, "write {only}`press: words for the press`")
        return run.part(start, token.content)
    check_names(names, run.at(start, len(written)), reading)
    if not is_shown(names, (), reading):
        reading.held_back = True
        return None
    inner = words.lstrip()
    return run.part(start + len(token.content) - len(inner), inner)


def _as_code(message: str, at: Location, hint: str, content: str, reading: Reading) -> Code:
    reading.report.add("bad-role", message, at, hint)
    return Code(content, at=at)


def _fact(content: str, start: int, run: Run, reading: Reading) -> Inline:
    key = content.partition(",")[0].strip()
    at = run.at(start + content.find(key), len(key))
    if not key:
        return _as_code("the fact has no name", at, "write {fact}`name`, as in facts.yaml", content, reading)
    found = citation(content, at)
    if found.hint:
        place = run.at(start + content.find(found.unknown, content.find(",") + 1), len(found.unknown))
        reading.report.add("bad-form", f"there is no form {found.unknown[:80]!r} of a fact", place, found.hint)
    return found.fact


def _reference(name: str, content: str, start: int, run: Run, reading: Reading) -> Inline:
    words, label, offset = "", content.strip(), start + len(content) - len(content.lstrip())
    if found := _LABELLED.fullmatch(content):
        words, label, offset = found[1].strip(), found[2].strip(), start + found.start(2)
    at = run.at(offset, len(label)) if label else run.at(start, len(content))
    if not label:
        return _as_code(
            "the reference has no label", at, "write {ref}`label` or {ref}`words <label>`", content, reading
        )
    if not words:
        return Reference(label, at=at)
    shown = (Text(words, at=run.at(start, len(words))),)
    return Reference(label, shown, "number" if name == "numref" and _PLACE in words else "text", at=at)
