"""Characters that no format can carry: those that XML 1.0 excludes (production 2, `Char`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics import Location

if TYPE_CHECKING:
    from publisher.diagnostics import Report

__all__ = ["REPLACEMENT", "legal_line", "legal_text"]

REPLACEMENT = "\ufffd"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TOLD = 20
"""Places that are named; after that many a file is plainly not text."""


def legal_text(text: str, path: str, report: Report) -> str:
    """Replace what XML excludes by U+FFFD in the text of a file, each with a warning at its place."""
    for told, found in enumerate(_ILLEGAL.finditer(text)):
        if told == _TOLD:
            message = f"there are more than {_TOLD} characters that can't be kept in this file"
            report.add("illegal-character", message, _place(text, path, found.start()), "is it a text file?")
            break
        _tell(found[0], _place(text, path, found.start()), report)
    else:
        if _ILLEGAL.search(text) is None:
            return text
    return _ILLEGAL.sub(REPLACEMENT, text)


def legal_line(text: str, at: Location | None, report: Report) -> str:
    """Replace what XML excludes by U+FFFD in a short text that came from an escape or entity."""
    if found := _ILLEGAL.search(text):
        _tell(found[0], at, report)
        return _ILLEGAL.sub(REPLACEMENT, text)
    return text


def _tell(character: str, at: Location | None, report: Report) -> None:
    message = f"the character U+{ord(character):04X} is not allowed in XML and was replaced by {REPLACEMENT}"
    report.add("illegal-character", message, at, "delete it, or write the character that was meant")


def _place(text: str, path: str, offset: int) -> Location:
    return Location(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
