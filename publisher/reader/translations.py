"""Editions of one document in several languages: index.md and index.es.md in one folder, with one ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.config import TRANSLATION
from publisher.diagnostics import Location
from publisher.languages import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.diagnostics import Report
    from publisher.model import Metadata

__all__ = ["TRANSLATIONS", "in_language_of", "several"]

TRANSLATIONS = "index.*.md"
"""What matches the names of all translations of a folder, as a folder is asked for them."""


def several(names: Iterable[str]) -> bool:
    """Whether a folder holds a translation."""
    return any(TRANSLATION.fullmatch(name) for name in names)


def in_language_of(name: str, metadata: Metadata, path: str, report: Report) -> Metadata:
    """Give a translation the language that its file names, where its metadata do not say; they must not say another."""
    found = TRANSLATION.fullmatch(name)
    if found is None:
        return metadata
    tag = canonical(found[1])
    if tag is None:
        report.add("unknown-language", f"{found[1]!r} in the name {name} is no language", Location(path))
        return metadata
    if "lang" not in metadata.places:
        return replace(metadata, lang=tag)
    if metadata.lang.partition("-")[0].lower() != tag.partition("-")[0].lower():
        message = f"the language is {metadata.lang}, but the file is {name}"
        report.add("wrong-type", message, metadata.places["lang"], "mend one of them")
    return metadata
