"""What the index page knows of a published edition: a part of the receipt that stands in the edition itself.

It is published and taken back together with the artifacts, so it never says more than they do.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.model import Document

__all__ = ["RECEIPT", "About", "about", "about_of", "as_written"]

RECEIPT = "edition.json"
"""The file of an edition that says what it is made of, and this of it."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a published document."""

    title: str
    summary: str = ""
    kicker: str = ""
    lang: str = "en-US"
    date: str = ""
    """As YYYY-MM-DD; empty for none."""
    edition: str = ""
    handling: str = ""
    organisation: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    original: str = ""
    """The document that it translates; empty for an original."""
    audience: str = ""
    """For whom the edition is; empty for everybody."""
    listed: bool = True
    """Whether the index page names it."""


def about(document: Document, slug: str, audience: str = "") -> About:
    """Return what is known of a document."""
    metadata = document.metadata
    return About(
        title=metadata.title,
        summary=metadata.summary,
        kicker=metadata.kicker,
        lang=metadata.lang,
        date=metadata.date.isoformat() if metadata.date else "",
        edition=metadata.edition,
        handling=metadata.handling,
        organisation=metadata.organisation,
        authors=tuple(author.name for author in metadata.authors),
        keywords=metadata.keywords,
        original=slug.rpartition(".")[0] if document.translation else "",
        audience=audience,
        listed=metadata.listed,
    )


def as_written(known: About) -> dict[str, Any]:
    """Return the record of an edition as its receipt holds it."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(known).items()}


def about_of(folder: Path) -> About:
    """Read the record of the edition in a folder; one without (of an earlier Publisher) has no more than its name."""
    try:
        receipt = json.loads((folder / RECEIPT).read_bytes())
    except (OSError, ValueError):
        receipt = {}
    found = receipt.get("about") if isinstance(receipt, dict) else {}
    return _about(found if isinstance(found, dict) else {}, folder.name)


def _about(found: dict[str, Any], name: str) -> About:
    known = About(name)
    kept = {field.name: _fitting(found.get(field.name), getattr(known, field.name)) for field in fields(About)}
    kept["date"] = kept["date"] if _is_day(kept["date"]) else ""
    return About(**kept)


def _fitting(value: object, default: object) -> Any:
    match value:
        case list() if isinstance(default, tuple):
            return tuple(each for each in value if isinstance(each, str))
        case str() if isinstance(default, str) and value:
            return value
        case bool() if isinstance(default, bool):
            return value
        case _:
            return default


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
