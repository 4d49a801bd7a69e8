"""All that a document may read, packed so that it is the same elsewhere: its folder, shared facts, template sets.

Nothing else leaves this machine: no other folder, no variable of the environment, no setting but the limits.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.cluster.orders import Entry, Kind
from publisher.diagnostics import PublisherError
from publisher.inputs import stamp_of
from publisher.reader.files import DATA_LIMIT, IMAGE_LIMIT, SOURCE_LIMIT
from publisher.reader.ledger import SHARED
from publisher.theme import SET_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.inputs import Stamp
    from publisher.publishing.plan import Job

__all__ = ["NEVER", "OUTSIDE", "ROOT", "Parcel", "parcel_of"]

ROOT = "workspace"
"""Where the workspace stands in the folder that a worker makes for an order."""
OUTSIDE = "elsewhere"
"""Where a folder stands to which a link of the workspace leads."""
_TEMPLATES = "templates"
"""Where template sets stand that the workspace has outside its own folder."""
_MOST_OF_A_FILE = max(DATA_LIMIT, IMAGE_LIMIT, SOURCE_LIMIT)
_MOST = 1_000_000_000
"""Bytes of one document with all that it may read."""
_RACY = 100_000_000
"""Nanoseconds in which a file may change again without having another time."""
NEVER: Stamp = (-1, 0, 0, 0)
"""The stamp of no file: whoever compares it reads the file again."""


@dataclass(slots=True)
class Parcel:
    """What a document may read."""

    source: str
    templates: str
    homes: dict[str, str] = field(default_factory=dict)
    """The folders here that stand behind names."""
    entries: dict[str, Entry] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict, repr=False)
    """Files by SHA-256."""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """Of files when they were read, by name."""
    size: int = 0

    def here(self, name: str) -> str | None:
        """Return the path here of something that was packed, or that could have been; None for what could not."""
        for home in sorted(self.homes, key=len, reverse=True):
            if name == home or name.startswith(f"{home}/"):
                return self.homes[home] + name[len(home) :]
        return None


def parcel_of(job: Job) -> Parcel:
    """Pack what a document may read, as it is now.

    Raises `PublisherError` (`too-large`, or `unreadable` where something can't be read).
    """
    folder = Path(os.path.realpath(job.path.parent))
    root = job.root.resolve()
    inside = folder.is_relative_to(root)
    home = f"{ROOT}/{folder.relative_to(root).as_posix()}" if inside else f"{OUTSIDE}/{folder.name}"
    own_sets = Path(os.path.abspath(job.templates))  # noqa: PTH100  links in it stay
    templates = f"{ROOT}/{own_sets.relative_to(root).as_posix()}" if own_sets.is_relative_to(root) else _TEMPLATES
    parcel = Parcel(f"{home}/{job.path.name}", templates)
    parcel.homes = {
        ROOT: str(root),
        home: str(folder),
        _above(home): str(folder.parent),
        templates: str(job.templates),
    }
    parcel.entries[ROOT] = Entry(Kind.FOLDER)
    _pack_folder(parcel, home, folder, folder)
    shared = folder.parent / SHARED
    if shared != folder and shared.is_dir() and not shared.is_symlink():
        _pack_folder(parcel, f"{_above(home)}/{SHARED}", shared, shared)
    for path in sorted(job.templates.glob("*/theme.toml")):
        for name in SET_FILES:
            if (path.parent / name).is_file():
                _pack_file(parcel, f"{templates}/{path.parent.name}/{name}", path.parent / name)
    return parcel


def _above(name: str) -> str:
    return name.rpartition("/")[0]


def _pack_folder(parcel: Parcel, name: str, path: Path, top: Path) -> None:
    """Pack a folder with all that is in it; links are made anew, and lead nowhere where they lead out of it."""
    parcel.entries[name] = Entry(Kind.FOLDER)
    for each in _entries_of(path):
        inner = f"{name}/{each.name}"
        if each.is_symlink():
            parcel.entries[inner] = Entry(Kind.LINK, _target(Path(each.path), top))
        elif each.is_dir():
            _pack_folder(parcel, inner, Path(each.path), top)
        else:
            _pack_file(parcel, inner, Path(each.path))


def _entries_of(path: Path) -> Iterator[os.DirEntry[str]]:
    try:
        found = sorted(os.scandir(path), key=lambda each: each.name)
    except FileNotFoundError:
        return  # whoever reads it says so
    except OSError as error:
        raise _unreadable(path, error) from error
    yield from found


def _target(link: Path, top: Path) -> str:
    """Return where a link leads that is followed elsewhere as this one is here: inside, out, nowhere, or in a circle."""
    try:
        real = link.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return "nowhere/at/all"
    except (OSError, RuntimeError):
        return link.name
    if not real.is_relative_to(top):
        return "/"
    return os.path.relpath(real, link.parent.resolve())


def _pack_file(parcel: Parcel, name: str, path: Path) -> None:
    began = time.time_ns()
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as stream:  # noqa: PTH123  a descriptor, not a path
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                parcel.entries[name] = Entry(Kind.SPECIAL)
                return
            content = stream.read(_MOST_OF_A_FILE + 1)
    except FileNotFoundError:
        return  # it has gone meanwhile
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(content) > _MOST_OF_A_FILE:
        parcel.entries[name] = Entry(Kind.HUGE)
        return
    parcel.size += len(content)
    if parcel.size > _MOST:
        message = f"the folder of the document is larger than {_MOST // 1_000_000} MB, too large for a cluster"
        raise PublisherError.single("too-large", message, hint="keep in it only what belongs to the document")
    digest = sha256(content).hexdigest()
    parcel.entries[name] = Entry(Kind.FILE, digest)
    parcel.contents[digest] = content
    recent = max(state.st_mtime_ns, state.st_ctime_ns) > began - _RACY
    parcel.stamps[name] = NEVER if recent else stamp_of(state)


def _unreadable(path: Path, error: OSError) -> PublisherError:
    message = f"{path.name} can't be read, and so not be sent to the cluster: {error.strerror}"
    return PublisherError.single("unreadable", message, hint="look at its permissions, or take it out of the folder")
