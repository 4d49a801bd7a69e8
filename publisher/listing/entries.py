"""What is published: the documents in an output folder, as readers see them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from publisher.listing.about import RECEIPT, About, about_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Entry", "File", "Group", "entries", "groups"]

_ORDER = (".html", ".pdf", ".docx", ".txt", ".ascii.txt")
"""How formats follow each other; those of other packages come last."""
_MEDIA_TYPES = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".ascii.txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class File:
    """One format of a published document."""

    suffix: str
    address: str
    """Relative to the output folder, as it stands in a link."""
    size: int

    @property
    def media_type(self) -> str:
        """What it is (RFC 6838); empty for a format of another package."""
        return _MEDIA_TYPES.get(self.suffix, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One published document."""

    slug: str
    about: About
    files: tuple[File, ...]
    """Never empty; the first is the one that its title leads to."""


@dataclass(frozen=True, slots=True)
class Group:
    """A document and its translations; a translation whose original is not published stands alone."""

    first: Entry
    translations: tuple[Entry, ...]


def entries(output: Path) -> tuple[Entry, ...]:
    """Return the published documents that want to be listed, by name; editions for an audience never do."""
    links = (path for path in output.iterdir() if path.is_symlink() and path.is_dir())  # as publishing makes them
    folders = sorted(path for path in links if not path.name.startswith("."))
    found = (Entry(folder.name, about_of(folder), _files(folder)) for folder in folders)
    return tuple(each for each in found if each.files and each.about.listed and not each.about.audience)


def _files(folder: Path) -> tuple[File, ...]:
    slug = folder.name
    found = (
        File(path.name.removeprefix(slug), f"{quote(slug)}/{quote(path.name)}", path.stat().st_size)
        for path in folder.iterdir()
        if path.name.startswith(f"{slug}.") and path.name != RECEIPT and path.is_file()
    )
    return tuple(sorted(found, key=lambda each: (_place(each.suffix), each.suffix)))


def _place(suffix: str) -> int:
    return _ORDER.index(suffix) if suffix in _ORDER else len(_ORDER)


def groups(listed: tuple[Entry, ...]) -> tuple[Group, ...]:
    """Put translations to their originals; the newest documents come first, those without a date last."""
    originals = {each.slug for each in listed}
    firsts = [each for each in listed if each.about.original not in originals]
    translations: dict[str, list[Entry]] = {}
    for each in listed:
        translations.setdefault(each.about.original, []).append(each)
    found = [
        Group(first, tuple(each for each in translations.get(first.slug, ()) if each is not first)) for first in firsts
    ]
    by_title = sorted(found, key=lambda each: (each.first.about.title.casefold(), each.first.slug))
    return tuple(sorted(by_title, key=lambda each: each.first.about.date, reverse=True))
