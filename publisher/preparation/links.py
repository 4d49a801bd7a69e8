"""Links numbered for formats that print their targets, and abbreviations marked where they are first used."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.model import Abbreviation, Link
from publisher.traverse import plain_text

if TYPE_CHECKING:
    from publisher.model import Inline

__all__ = ["FirstUses", "LinkNumbers", "shows_target"]


class LinkNumbers:
    """Numbers of the targets of links, each counted once, without those that the text shows."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[str, int] = {}

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets counted so far; the first is number 1."""
        return tuple(self._numbers)

    def number(self, inline: Inline) -> Inline:
        """Give a link the number of its target."""
        if not isinstance(inline, Link):
            return inline
        if shows_target(inline):
            return replace(inline, number=0)
        return replace(inline, number=self._numbers.setdefault(inline.target, len(self._numbers) + 1))


def shows_target(link: Link) -> bool:
    """Whether a reader of the text alone knows where the link leads."""
    scheme, _, rest = link.target.partition(":")
    text = plain_text(link.content)
    if scheme.lower() == "tel":
        return _digits(text) == _digits(rest)
    return _address(text) == _address(link.target)


def _digits(number: str) -> str:
    return re.sub(r"[\s().\-\u2010-\u2015\u2212]|^tel:", "", unquote(number), flags=re.IGNORECASE)


def _address(text: str) -> str:
    """Return an address without scheme, trailing slash and percent-encoding."""
    without_scheme = re.sub(r"^\s*(?:https?://|mailto:)", "", text, flags=re.IGNORECASE)
    return unquote(without_scheme).strip().rstrip("/").casefold()


class FirstUses:
    """The abbreviations met so far."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: set[str] = set()

    def mark(self, inline: Inline) -> Inline:
        """Mark an abbreviation where it first stands."""
        if not isinstance(inline, Abbreviation):
            return inline
        first = inline.text not in self._seen
        self._seen.add(inline.text)
        return replace(inline, first=first)
