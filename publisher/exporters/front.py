"""What all formats say around the text: the edition line, running titles, dates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.languages import known
from publisher.words import words_for

if TYPE_CHECKING:
    import datetime as dt

    from publisher.model import Author, Metadata

__all__ = ["author_line", "edition_parts", "format_date", "marks", "running_title"]


@lru_cache(maxsize=256)
def format_date(date: dt.date, lang: str) -> str:
    """Return a date in the long form of a language ("January 31, 2024"); English where CLDR has none."""
    from publisher.dates import written_date

    found = known(lang)
    return written_date(date, found[1] if found else "en_US")


def author_line(author: Author, comma: str = ", ") -> str:
    """Return an author's name with affiliation and address, as far as they are known."""
    return comma.join(part for part in (author.name, author.affiliation, author.email) if part)


def edition_parts(metadata: Metadata) -> tuple[str, ...]:
    """Return the parts of the edition line: date, edition, of when the data are, authors, organisation, marks."""
    words = words_for(metadata.lang)
    parts = (
        format_date(metadata.date, metadata.lang) if metadata.date else "",
        f"{words.edition} {metadata.edition}" if metadata.edition else "",
        metadata.data_as_of,
        words.semicolon.join(author_line(author, words.comma) for author in metadata.authors),
        metadata.organisation,
        *marks(metadata),
    )
    return tuple(part for part in parts if part)


def marks(metadata: Metadata) -> tuple[str, ...]:
    """Return what every page is marked with: how it is handled, and the watermark where that says something else."""
    watermark = metadata.watermark if metadata.watermark.casefold() != metadata.handling.casefold() else ""
    return tuple(mark for mark in (metadata.handling, watermark) if mark)


def running_title(metadata: Metadata) -> str:
    """Return the title for headers and footers."""
    return metadata.short_title or metadata.title
