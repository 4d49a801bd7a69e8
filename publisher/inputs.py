"""What was looked at on the disk while a document was made: files, names that were not there, lists of names.

Whether anything of that has changed is asked of the disk as cheaply as it can be: a file whose size, times and
inode are the same is not read again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Inputs", "Stamp", "digest_of", "listing", "stamp_of"]

Stamp: TypeAlias = tuple[int, int, int, int]
"""Size, time of the last change of the content and of the entry (nanoseconds), inode."""


def stamp_of(state: os.stat_result) -> Stamp:
    """Return what changes when a file does."""
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def digest_of(path: str) -> str:
    """Return the SHA-256 of a file; an empty text where it can't be read, or is no ordinary file, which may never end."""
    try:
        with open(path, "rb", opener=_without_waiting) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return ""
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def listing(folder: str, patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the names in a folder that match one of some patterns, sorted; none where it can't be read."""
    wanted = tuple(patterns)
    try:
        names = os.listdir(folder)  # noqa: PTH208  as above
    except OSError:
        return ()
    return tuple(sorted(name for name in names if any(fnmatchcase(name, each) for each in wanted)))


@dataclass(slots=True)
class Inputs:
    """What was looked at, by path; a file that was read is there with what it held then."""

    files: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    """When it was read it had this stamp and this SHA-256."""
    absent: set[str] = field(default_factory=set)
    listings: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = field(default_factory=dict)
    """What a folder held that matched some patterns."""
    ledgers: set[str] = field(default_factory=set)
    """Those of the files in which facts stand: of them, only what a document uses can change it."""

    torn: set[str] = field(default_factory=set)
    """Files that were read twice, and had changed in between."""

    def read(self, path: os.PathLike[str] | str, content: bytes, state: os.stat_result) -> None:
        """Note that a file was read; `state` is that of the file before."""
        name, digest = os.fspath(path), hashlib.sha256(content).hexdigest()
        _, before = self.files.setdefault(name, (stamp_of(state), digest))
        if before != digest:
            self.torn.add(name)

    def took(self, path: os.PathLike[str] | str) -> None:
        """Note that a file is used as it is now."""
        name = os.fspath(path)
        try:
            stamp = stamp_of(os.stat(name))  # noqa: PTH116  as above
        except OSError:
            self.absent.add(name)
        else:
            self.files[name] = (stamp, digest_of(name))

    def missed(self, path: os.PathLike[str] | str) -> None:
        """Note that something was looked for and was not there."""
        self.absent.add(os.fspath(path))

    def listed(self, folder: os.PathLike[str] | str, *patterns: str) -> tuple[str, ...]:
        """Return the names in a folder that match one of some patterns, and note them."""
        found = listing(os.fspath(folder), patterns)
        self.listings[os.fspath(folder), patterns] = found
        return found
