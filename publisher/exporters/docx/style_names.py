"""Names of styles: which are Word's own, and what identifiers are made of them."""

from __future__ import annotations

import re

__all__ = ["is_built_in", "style_id"]

_BUILT_IN = re.compile(
    r"Normal|Title|Subtitle|heading \d|caption|Quote|(List (Bullet|Number|Continue)( [2-5])?)|TOC Heading|toc \d"
    r"|line number|footnote (text|reference)|header|footer|Hyperlink|Strong|Emphasis"
)


def is_built_in(name: str) -> bool:
    """Whether Word has a style of this name of its own."""
    return _BUILT_IN.fullmatch(name) is not None


def style_id(name: str) -> str:
    """Return the identifier of a style: its name in capitals and figures, as Word makes it ("TOC1")."""
    words = (word.upper() if word == "toc" else word[:1].upper() + word[1:] for word in name.split())
    return re.sub(r"\W", "", "".join(words))
