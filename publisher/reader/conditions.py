"""Parts of a source that are only for some readers or formats: `only`. What is held back is not read at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

    from publisher.diagnostics import Location
    from publisher.reader.reading import Branch, Reading

__all__ = ["AUDIENCE", "BUILT_IN_FORMATS", "Target", "check_names", "drop_links", "is_shown", "names_of"]

AUDIENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name that may stand in a file's name too."""
BUILT_IN_FORMATS = ("ascii", "docx", "html", "pdf", "txt")


@dataclass(frozen=True, slots=True)
class Target:
    """For whom and to which format a document is read."""

    audience: str = ""
    """One of the metadata's `audiences`; empty for everybody, who sees nothing that is for some."""
    format: str = ""
    """Empty for no format, which shows nothing that is for some."""
    formats: Collection[str] = BUILT_IN_FORMATS
    """All formats that there are."""


def names_of(written: str) -> tuple[str, ...]:
    """Split the names behind `only`: audiences and formats."""
    return tuple(name for name in re.split(r"[\s,]+", written) if name)


def is_shown(names: Collection[str], handling: Collection[str], reading: Reading) -> bool:
    """Whether a part for some audiences, formats and handling marks is shown to the target of this reading.

    Of each kind that is named, one must fit.
    """
    target = reading.target
    formats = [name for name in names if name in target.formats]
    audiences = [name for name in names if name not in target.formats]
    reading.formats_named.update(formats)
    return (
        (not audiences or target.audience in audiences)
        and (not formats or target.format in formats)
        and (not handling or reading.handling.casefold() in {mark.casefold() for mark in handling})
    )


def check_names(names: Collection[str], at: Location, reading: Reading) -> None:
    """Report names that are neither an audience of the document nor a format."""
    known = (*reading.audiences, *sorted(reading.target.formats))
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known, "list it under `audiences` in the metadata")
            message = f"{name[:80]!r} is neither an audience of this document nor a format"
            reading.report.add("unknown-audience", message, at, hint)


def drop_links(branch: Branch, reading: Reading) -> None:
    """Forget the definitions of links that stand in a part that is held back."""
    first, end = branch.token.map or (0, 0)
    references = reading.environment.get("references", {})
    for label, definition in list(references.items()):
        at: Location = definition["at"]
        if at.path == branch.source.path and first < at.line <= end:
            del references[label]
            reading.links.pop(label, None)
