"""What is remembered, and how it is read back: what has another shape than this Publisher writes counts as forgotten.

A checksum tells what the disk has spoilt; that another version of Publisher wrote something else, the shape alone tells.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from publisher.inputs import Stamp

__all__ = ["INDEX", "Known", "Record", "Run", "encoded", "is_spoilt", "known_in", "record_in", "run_in", "shared_in"]

INDEX = "/index"
"""The name under which the index page is remembered; no document can be called that."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was last read."""

    stamp: Stamp | None
    """None where it might have changed in the moment in which it was read."""
    digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of a document. Paths in the workspace are relative to it."""

    content: Mapping[str, Any]
    groups: tuple[int, ...]
    """What it shares with others."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a run."""

    began: str
    ended: str
    command: str
    documents: int
    built: int
    published: int
    failed: int
    status: int


def _is_text(found: object) -> bool:
    return isinstance(found, str)


def _is_flag(found: object) -> bool:
    return isinstance(found, bool)


def _is_texts(found: object) -> bool:
    return isinstance(found, list) and set(map(type, found)) <= {str}


def _is_pair(found: object) -> bool:
    match found:
        case [str(), str()]:
            return True
        case _:
            return False


def _is_mapping(found: object) -> bool:
    return isinstance(found, dict) and set(map(type, found.values())) <= {str}


def _is_numbers(found: object) -> bool:
    return isinstance(found, list) and all(map(_is_number, found))


def _is_number(found: object) -> bool:
    return type(found) is int and 0 < found < _NUMBERS


def _is_listings(found: object) -> bool:
    if not isinstance(found, list):
        return False
    for each in found:
        match each:
            case [str(), list() as patterns, list() as names] if _is_texts(patterns) and _is_texts(names):
                continue
            case _:
                return False
    return True


_Shape: TypeAlias = "Mapping[str, Callable[[object], bool]]"

_NUMBERS = 2**31
"""More than there are groups."""
_INPUTS: _Shape = {"files": _is_mapping, "absent": _is_texts, "listings": _is_listings, "ledgers": _is_texts}
_DOCUMENT: _Shape = {
    **_INPUTS,
    "source": _is_text,
    "formats": _is_texts,
    "lenient": _is_flag,
    "cited": _is_texts,
    "sources": _is_texts,
    "covered": _is_flag,
    "facts": _is_mapping,
    "facts_digest": _is_text,
    "day": _is_text,
    "since": _is_text,
    "until": _is_text,
    "groups": _is_numbers,
    "reasons": _is_texts,
    "edition": _is_text,
    "published": _is_mapping,
}
_LINKED: _Shape = {**_DOCUMENT, "linked": _is_pair}
_PAGE: _Shape = {**_INPUTS, "settings": _is_texts, "groups": _is_numbers}
_PROGRAMS: _Shape = {**_INPUTS, "python": _is_text, "versions": _is_mapping}


def encoded(content: Mapping[str, Any]) -> tuple[str, int]:
    """Write something that is remembered, with its checksum."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return text, zlib.crc32(text.encode())


def record_in(name: str, text: object, total: object) -> Record | None:
    """Read what is remembered of a document, or of the index page; None where it can't be used."""
    content = _decoded(text, total, (_PAGE,) if name == INDEX else (_DOCUMENT, _LINKED))
    return None if content is None else Record(content, tuple(content["groups"]))


def shared_in(number: object, text: object, total: object) -> Mapping[str, Any] | None:
    """Read what documents share; None where it can't be used."""
    return _decoded(text, total, (_INPUTS, _PROGRAMS)) if _is_number(number) else None


def is_spoilt(text: object, total: object) -> bool:
    """Whether something that is remembered is not as any Publisher has written it."""
    return not isinstance(text, str) or zlib.crc32(text.encode()) != total


def _decoded(text: object, total: object, shapes: tuple[_Shape, ...]) -> Mapping[str, Any] | None:
    if not isinstance(text, str) or is_spoilt(text, total):
        return None
    if "\\" in text and r"\u0000" in text:  # no name on a disk holds that
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    shape = next((each for each in shapes if each.keys() == content.keys()), {})
    return content if shape and all(fits(content[key]) for key, fits in shape.items()) else None


def known_in(size: object, changed: object, entry: object, inode: object, digest: object) -> Known | None:
    """Read what is remembered of a file; None where it can't be used."""
    if not isinstance(digest, str):
        return None
    if isinstance(size, int) and isinstance(changed, int) and isinstance(entry, int) and isinstance(inode, int):
        return Known((size, changed, entry, inode), digest)
    return Known(None, digest) if size is changed is entry is inode is None else None


def run_in(row: tuple[object, ...]) -> Run | None:
    """Read what is remembered of a run; None where it can't be used."""
    match row:
        case (
            str(began),
            str(ended),
            str(command),
            int(documents),
            int(built),
            int(published),
            int(failed),
            int(status),
        ) if _is_moment(began) and _is_moment(ended):
            return Run(began, ended, command, documents, built, published, failed, status)
        case _:
            return None


def _is_moment(text: str) -> bool:
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
