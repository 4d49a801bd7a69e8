"""What rollbacks have taken back: it is not published again by itself, neither whole nor in part.

The file holds a checksum and a name a line, as SHA256SUMS does; what an edition says to the index page counts as a file.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, TypeAlias

from publisher.publishing.disk import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Contents", "contents", "forget", "is_taken_back", "take_back"]

Contents: TypeAlias = frozenset[tuple[str, str]]
"""Checksums with the names of files."""

_FILE = ".withdrawn"
_ABOUT = "."
"""Stands for what the index page is told, which is no file."""


def contents(files: Mapping[str, bytes], about: Mapping[str, Any]) -> Contents:
    """Return what tells the content of an edition, or of a part of it, from others."""
    told = json.dumps(about, sort_keys=True).encode()
    whole = {**files, _ABOUT: told}
    return frozenset((hashlib.sha256(content).hexdigest(), name) for name, content in whole.items())


def is_taken_back(editions: Path, found: Contents, current: Contents) -> bool:
    """Whether something that is not just as the current edition was taken back, be it by several rollbacks."""
    taken = _read(editions)
    return not taken.isdisjoint(found) and found <= taken | current


def take_back(editions: Path, taken: Contents, kept: Contents, aside: Path) -> None:
    """Note that some content was taken back for other content; `aside` is where the note is written first."""
    known = (_read(editions) | taken) - kept
    write(aside, "".join(f"{digest}  {name}\n" for digest, name in sorted(known)).encode())
    os.replace(aside, editions / _FILE)  # noqa: PTH105  see `disk`


def forget(editions: Path) -> None:
    """Take the note away, since something new is published."""
    (editions / _FILE).unlink(missing_ok=True)


def _read(editions: Path) -> Contents:
    try:
        lines = (editions / _FILE).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset((digest, name) for digest, found, name in (line.partition("  ") for line in lines) if found)
