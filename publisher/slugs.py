"""Names of documents: each is a folder in the source, a folder and files in what is published, and an address."""

from __future__ import annotations

import re

__all__ = ["RESERVED", "shown", "why_not_a_slug"]

RESERVED = frozenset(("index.html", "feed.atom", "sitemap.xml", "SHA256SUMS"))
"""Names of other files beside the documents."""
_LONGEST = 200
"""Bytes; with the tag of a language, an audience and an ending a name stays one that disks take."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_UNREADABLE = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes that are no UTF-8."""


def why_not_a_slug(name: str) -> str:
    """Return why a document can't be published under a name; empty for a good one."""
    if _UNREADABLE.search(name):
        return "it is not in UTF-8"
    if _CONTROL.search(name):
        return "it has a line break or another control character"
    if len(name.encode()) > _LONGEST:
        return f"it is longer than {_LONGEST} bytes"
    if name.startswith("."):
        return "it begins with a full stop, which hides it"
    return "the index of all documents has a file of that name" if name in RESERVED else ""


def shown(name: str) -> str:
    """Return a name of which every character can be shown."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", name.encode("utf-8", "backslashreplace").decode())
