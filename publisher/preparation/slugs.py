"""Identifiers made from titles: short, readable in an address, unique in the document."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Identifiers", "slug"]

LONGEST = 60
"""Characters of a slug; it ends with a whole word."""

RESERVED = ("contents", "notes", "text")
"""Identifiers that web pages give to their own parts."""

_FOLDED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "'": "", "’": "", "ʼ": ""}
)


def slug(text: str) -> str:
    """Return a title in lower case with hyphens: Latin letters without their marks, other scripts as they are."""
    letters: list[str] = []
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    for character in unicodedata.normalize("NFKD", plain):
        if unicodedata.combining(character) and (not letters or letters[-1].isascii()):
            continue
        is_part = character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")
        letters.append(character if is_part else "-")
    words = re.sub("-+", "-", unicodedata.normalize("NFC", "".join(letters))).strip("-")
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


@dataclass(slots=True)
class Identifiers:
    """The identifiers of a document as they are given out."""

    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    repeats: Counter[str] = field(default_factory=Counter)

    def reserve(self, labels: Iterable[str]) -> None:
        """Keep the author's labels from being given to anything else."""
        self.taken.update(labels)

    def give(self, wish: str) -> str:
        """Return an identifier like the wish, with -2, -3 … where that is taken."""
        identifier = wish
        while identifier in self.taken:
            self.repeats[wish] += 1
            identifier = f"{wish}-{self.repeats[wish] + 1}"
        self.taken.add(identifier)
        return identifier
