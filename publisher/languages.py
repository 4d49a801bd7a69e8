"""Language tags (BCP 47): whether they are well-formed, what CLDR knows of them, and which way they are written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.core import get_global

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Direction", "canonical", "direction", "known", "script", "with_territory"]

Direction: TypeAlias = Literal["ltr", "rtl"]

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?P<rest>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE | re.ASCII,
)
"""RFC 5646, section 2.1, without the tags that were grandfathered."""
_LONGEST = 64
_RIGHT_TO_LEFT = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Mani", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)
"""Scripts (ISO 15924) of today's languages that run from right to left."""


def canonical(tag: str) -> str | None:
    """Return a well-formed tag in the usual letters ("es-PE", "az-Arab"; RFC 5646, 2.1.1); None for any other text."""
    found = _TAG.fullmatch(tag) if len(tag) <= _LONGEST else None
    if found is None:
        return None
    script, region = found["script"], found["region"]
    parts = (found["language"].lower(), script.title() if script else "", region.upper() if region else "")
    return "-".join(filter(None, parts)) + (found["variants"] + found["rest"]).lower()


@lru_cache(maxsize=256)
def known(tag: str) -> tuple[str, Locale] | None:
    """Return the longest beginning of a tag that CLDR knows, and its locale; None where it knows nothing."""
    subtags = tag.split("-")
    for end in range(len(subtags), 0, -1):
        beginning = "-".join(subtags[:end])
        try:
            return beginning, Locale.parse(beginning, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache(maxsize=256)
def script(tag: str) -> str:
    """Return the script (ISO 15924) that a tag names, or that CLDR holds likely; empty for an unknown language."""
    found = _TAG.fullmatch(tag)
    return found["script"].title() if found and found["script"] else _likely(tag)[1]


@lru_cache(maxsize=256)
def direction(tag: str) -> Direction:
    """Return which way a language is written."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=256)
def with_territory(tag: str) -> str:
    """Return a tag with the territory that CLDR holds likely; Word knows a language only with one ("es-ES")."""
    found = _TAG.fullmatch(tag)
    if found is None or found["region"]:
        return tag
    territory = _likely(tag)[2]
    return "-".join(filter(None, (found["language"], found["script"], territory))) if territory else tag


def _likely(tag: str) -> tuple[str, str, str]:
    """Return language, script and territory that are likely for a tag (Unicode TS 35, part 1, section 4.3)."""
    likely: Mapping[str, str] = get_global("likely_subtags")
    subtags = tag.split("-")
    for end in range(len(subtags), 0, -1):
        if full := likely.get("_".join(subtags[:end])):
            language, script, territory = full.split("_")[:3]
            return language, script, territory
    return subtags[0], "", ""
