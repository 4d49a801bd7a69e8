"""The languages that passages name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.languages import canonical, known

if TYPE_CHECKING:
    from publisher.diagnostics import Location, Report

__all__ = ["language_tag"]


def language_tag(written: str, at: Location, code: str, report: Report) -> str:
    """Return the tag of a passage's language; one that is no tag is reported under a code, and is empty."""
    tag = canonical(written)
    if tag is None:
        report.add(code, f"{written[:40]!r} is no language tag", at, "write a BCP 47 tag such as es or ar-EG")
        return ""
    if known(tag) is None:
        message = f"{tag!r} is no known language; nothing can be hyphenated, spoken or written by its rules"
        report.add("unknown-language", message, at, "write a BCP 47 tag such as es or ar-EG")
    return tag
