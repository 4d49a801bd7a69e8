"""The few ways in which publishing changes a disk; each call that can fail is one of `os`, in the order written here."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EDITIONS", "clear", "is_ours", "names_published", "names_shown", "point", "remove", "sync", "write"]

EDITIONS = ".editions"
"""The folder, in that of what is published, of all editions; what readers see are links into it."""


def is_ours(link: Path) -> bool:
    """Whether something is a link into the editions, as a document that is published is."""
    return link.is_symlink() and link.readlink().parts[:1] == (EDITIONS,)


def write(path: Path, content: bytes) -> None:
    """Write a new file and have it on the disk before returning; one of that name must not be there."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk before returning."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def point(link: Path, target: Path, aside: Path) -> None:
    """Let a link point at a target in one step; it is made under another name, `aside`, first.

    Where that can't be had on the disk, the link points where it did before.
    """
    before = os.readlink(link) if link.is_symlink() else ""  # noqa: PTH115  the link as written
    _link(link, os.path.relpath(target, link.parent), aside)
    try:
        sync(link.parent)
    except OSError:
        if before:
            _link(link, before, aside)
        else:
            link.unlink()
        raise


def _link(link: Path, target: str, aside: Path) -> None:
    os.symlink(target, aside, target_is_directory=True)  # noqa: PTH211  as the others
    os.replace(aside, link)  # noqa: PTH105  the call whose atomicity is meant


def remove(folder: Path, aside: Path) -> None:
    """Remove a folder that readers may know; under another name first, so that none ever finds a part of it."""
    os.rename(folder, aside)  # noqa: PTH104  as above
    shutil.rmtree(aside, ignore_errors=True)


def clear(path: Path) -> str:
    """Remove a file, a link or a folder with all that can be removed of it; say why something of it stays, if so."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)  # as much as can be; the second time tells what is in the way
            shutil.rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


def names_published(output: Path) -> set[str]:
    """Return the names under which documents are published, or left over where not all could be removed."""
    folder = output / EDITIONS
    kept = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    return names_shown(output) | kept


def names_shown(output: Path) -> set[str]:
    """Return the names under which readers find documents in an output folder."""
    if not output.is_dir():
        return set()
    return {path.name for path in output.iterdir() if not path.name.startswith(".") and is_ours(path)}
