"""The words of the index page: a catalogue for each language that documents have one for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INDEX_WORDS", "IndexWords", "index_words_for"]


@dataclass(frozen=True, slots=True)
class IndexWords:
    """Words of one language."""

    documents: str
    """The title of the page where the settings give none."""
    search: str
    found: str
    """How many documents a search shows, of how many."""
    empty: str
    translations: str
    feed: str
    web_page: str
    text: str
    ascii: str


INDEX_WORDS: Mapping[str, IndexWords] = {
    path.stem: IndexWords(**tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted(Path(__file__).parent.glob("*.toml"))
}
"""The words of each language that has a catalogue, by its ISO 639 code."""


@lru_cache(maxsize=16)
def index_words_for(lang: str) -> IndexWords:
    """Return the words for a BCP 47 tag; English where there are none of its own."""
    return INDEX_WORDS.get(lang.split("-", maxsplit=1)[0].lower(), INDEX_WORDS["en"])
