"""What a document may be called: its name is its folder, its address on the web, and the name of its files."""

from __future__ import annotations

import re
import unicodedata

from publisher.diagnostics import Diagnostic

__all__ = ["INDEX_FILES", "fault_of", "folded", "misnamed", "shown"]

INDEX_FILES = "index.html", "feed.atom", "sitemap.xml"
"""What stands in the output folder beside the documents: the index page, the feed, the sitemap."""
_LONGEST = 200
"""Bytes; a file name has at most 255, and the format comes after the name."""
_UNDECODED = re.compile("[\ud800-\udfff]")
"""As Python shows bytes of a file name that are no UTF-8 (PEP 383)."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What ends a line, what a terminal obeys, and what turns the direction of text around."""


def fault_of(name: str) -> str:
    """Say why nothing can be published under a name; an empty string where it can."""
    if _UNDECODED.search(name):
        return "its name is not in UTF-8"
    if _CONTROLS.search(name):
        return "there is a line break or another control character in its name"
    if name.casefold() in INDEX_FILES:  # also where the disk does not tell capitals from small letters
        return "the index page and what goes with it have that name"
    if name.startswith("."):
        return "a name with a dot before it is hidden"
    if not name or "/" in name or len(name.encode()) > _LONGEST:
        return f"its name has more than {_LONGEST} bytes" if name and "/" not in name else "that is not one name"
    return ""


def misnamed(name: str, fault: str) -> Diagnostic:
    """Tell that a document can't be published, because of its name."""
    hint = "give the folder, or the file of the translation, another name: lower-case letters, digits, hyphens"
    return Diagnostic("bad-name", f"{shown(name)} can't be published: {fault}", hint=hint)


def folded(name: str) -> str:
    """Return what names have in common that a disk may take for one: without capitals, accents written one way."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def shown(name: str) -> str:
    r"""Write a name in one line that can be shown everywhere: bytes that are no UTF-8 as `\xff`, controls alike."""
    plain = _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), name)
    return plain.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
