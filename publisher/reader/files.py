"""Reading files of a document, and nothing else: whatever a source names stays below the document's folder."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from publisher.diagnostics import Location
from publisher.inputs import Inputs
from publisher.nearest import did_you_mean
from publisher.reader.characters import legal_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publisher.diagnostics import Report

__all__ = ["DATA_LIMIT", "IMAGE_LIMIT", "SOURCE_LIMIT", "YAML_LIMIT", "Folder", "joined"]

SOURCE_LIMIT = 5_000_000
YAML_LIMIT = 1_000_000
DATA_LIMIT = 10_000_000
IMAGE_LIMIT = 25_000_000

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NAMES_COMPARED = 2_000


def joined(base: str, written: str) -> str:
    """Return the path from the document's folder of what a file in a sub-folder names; an address stays as it is."""
    if not written or _SCHEME.match(written):
        return written
    return posixpath.normpath(posixpath.join(base, written))


@dataclass(frozen=True, slots=True)
class Folder:
    """A document's folder."""

    path: Path
    """Resolved: no part of it is a link."""
    shown: str
    """What stands before a file's name in `Location.path`: empty, or the folder relative to the root."""
    inputs: Inputs = field(default_factory=Inputs, compare=False, repr=False)
    """Learns of everything that is looked at here."""

    def shown_path(self, name: str) -> str:
        """Return `Location.path` of a file of this folder."""
        return posixpath.join(self.shown, name)

    def holds(self, name: str) -> bool:
        """Whether there is something of that name, readable or not."""
        if os.path.lexists(self.path / name):
            return True
        self.inputs.missed(self.path / name)
        return False

    def lags(self, name: str) -> bool:
        """Whether a database has a write-ahead log beside it, whose changes it does not yet hold."""
        log = f"{name}-wal"
        return self.holds(log) and os.lstat(self.path / log).st_size > 0

    def text(self, name: str, limit: int, report: Report, at: Location | None = None) -> str | None:
        """Read a UTF-8 file (without byte order mark, lines ended by LF, only legal characters), or report why not."""
        content = self.content(name, limit, report, at)
        if content is None:
            return None
        path = self.shown_path(name)
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            place = _first_bad(content[: error.start].decode(), path)
            hint = "save it as UTF-8 in your editor, or convert it: iconv -f LATIN1 -t UTF-8"
            if content.startswith(_BYTE_ORDER_MARKS):
                hint = "it looks like UTF-16; convert it: iconv -f UTF-16 -t UTF-8"
            report.add("not-utf8", f"the byte 0x{content[error.start]:02X} is not UTF-8 here", place, hint)
            return None
        text = legal_text(_with_line_feeds(text.removeprefix("\ufeff")), path, report)
        report.sources[path] = text
        return text

    def content(self, name: str, limit: int, report: Report, at: Location | None = None) -> bytes | None:
        """Read a file's bytes, or report why not; links are followed, but never out of the folder."""
        if _SCHEME.match(name):
            hint = "download it into the document's folder and name it by its path there"
            report.add("outside-folder", f"{name} is not in the document's folder", at, hint)
            return None
        if name and posixpath.normpath(name) == ".":
            report.add("unreadable", f"{name} is the document's folder", at, "name a file in it")
            return None
        if _leads_out(name):
            report.add("outside-folder", f"{name} leads out of the document's folder", at, _COPY)
            return None
        try:
            real = (self.path / name).resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError):
            self.inputs.missed(self.path / name)
            report.add("missing-file", f"there is no file {name}", at, self._nearest(name))
            return None
        except (OSError, RuntimeError, ValueError):  # a circle of links, a name that no file can have
            report.add("unreadable", f"{name[:200]!r} can't be opened", at, "check its name and its links")
            return None
        if not real.is_relative_to(self.path):
            report.add("outside-folder", f"{name} is a link out of the document's folder", at, _COPY)
            return None
        found = _ordinary_file(real, name, limit, report, at)
        if found is None:
            return None
        content, state = found
        self.inputs.read(self.path / name, content, state)
        return content

    def names(self, *patterns: str) -> list[str]:
        """Return the names of the ordinary files that stand directly in the folder and match one of some patterns."""
        found = self.inputs.listed(self.path, *patterns)
        return [name for name in found if (self.path / name).is_file() and not (self.path / name).is_symlink()]

    def beside(self, name: str) -> Folder | None:
        """Return a folder of the workspace that stands beside this one; None where there is none."""
        path = self.path.parent / name
        if not self.shown or path == self.path or path.is_symlink() or not path.is_dir():
            self.inputs.missed(path)
            return None
        return Folder(path, posixpath.join(posixpath.dirname(self.shown), name), self.inputs)

    def _nearest(self, name: str) -> str:
        names = islice(self._names(), _NAMES_COMPARED)
        return did_you_mean(posixpath.normpath(name), names, "the path is relative to the file that names it")

    def _names(self) -> Iterator[str]:
        for folder, inner, files in os.walk(self.path):
            inner.sort()
            base = os.path.relpath(folder, self.path).replace(os.sep, "/")
            yield from (posixpath.normpath(posixpath.join(base, file)) for file in sorted(files))


_COPY = "copy the file into the folder"


def _leads_out(name: str) -> bool:
    if not name or "\0" in name or posixpath.isabs(name):
        return True
    return posixpath.normpath(name).split("/", 1)[0] in {"..", "."}


def _ordinary_file(
    real: Path, name: str, limit: int, report: Report, at: Location | None
) -> tuple[bytes, os.stat_result] | None:
    """Read a file that is a file: opening a pipe or a device must neither hang nor fill the memory."""
    try:
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                report.add("unreadable", f"{name} is not an ordinary file", at, "put a file in its place")
                return None
            content = stream.read(limit + 1)
    except IsADirectoryError:
        report.add("unreadable", f"{name} is a folder", at, "name a file in it")
        return None
    except OSError as error:
        report.add("unreadable", f"{name} can't be read: {error.strerror}", at, "look at its permissions")
        return None
    if len(content) > limit:
        message = f"{name} is larger than {limit // 1_000_000} MB"
        report.add("too-large", message, at, "split it, or make it smaller")
        return None
    return content, state


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _first_bad(before: str, path: str) -> Location:
    before = _with_line_feeds(before.removeprefix("\ufeff"))
    return Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
