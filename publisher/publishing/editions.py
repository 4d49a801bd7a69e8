"""Putting editions in place: a whole directory, written aside and synced, then one atomic swap of a link.

dist/SLUG -> .editions/SLUG/FINGERPRINT/     what readers see; the link is replaced in one step
dist/.editions/SLUG/.staging-PID/            what is being written; swept when a run has died
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Edition", "clean", "locked", "publish"]

_EDITIONS = ".editions"
_STAGING = ".staging-"
_LINK = ".link-"
_LOCKS = {"build": ".lock", "refresh": ".lock-refresh"}


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version of a document."""

    paths: tuple[Path, ...]
    """The files as readers see them."""
    changed: bool
    carried: tuple[str, ...] = ()
    """Names of files that an earlier build made."""


@contextlib.contextmanager
def locked(output: Path, work: str = "build") -> Iterator[None]:
    """Hold the lock of an output folder for a kind of work: two builds exclude each other, and so do two refreshes.

    Raises `PublisherError`: `busy` when another process holds it, `publish-failed` when the folder can't be written.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output / _LOCKS[work], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _failed(error, output) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            message = f"another {work} is at work in {output.name}/" + (f" (process {holder})" if holder else "")
            raise PublisherError.single("busy", message, status=Status.OUTSIDE) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(handle)


def publish(output: Path, slug: str, files: Mapping[str, bytes]) -> Edition:
    """Make files the current edition of a document; its other current files are carried over.

    Raises `PublisherError` (`publish-failed`) and leaves the current edition as it is when anything goes wrong.
    """
    editions, link = output / _EDITIONS / slug, output / slug
    try:
        editions.mkdir(parents=True, exist_ok=True)
        _sweep(output, editions, slug)
        carried = {name: content for name, content in _carried(link).items() if name not in files}
        whole = carried | dict(files)
        target = editions / _fingerprint(whole)
        changed = not (link.is_symlink() and link.resolve() == target.resolve() and _holds(target, whole))
        if changed:
            _write(editions, target, whole)
            _swap(link, target)
            _discard(editions, target)
    except OSError as error:
        raise _failed(error, output) from error
    return Edition(tuple(link / name for name in sorted(files)), changed, tuple(sorted(carried)))


def clean(output: Path) -> list[str]:
    """Remove all editions from an output folder; return the names of their documents."""
    with locked(output):
        links = [path for path in output.iterdir() if path.is_symlink()]
        for link in links:
            link.unlink()
        shutil.rmtree(output / _EDITIONS, ignore_errors=True)
    return sorted(link.name for link in links)


def _failed(error: OSError, output: Path) -> PublisherError:
    message = f"{output.name}/ can't be written: {error.strerror or error}"
    hint = "the last good edition stays in place; look at free space and permissions"
    return PublisherError.single("publish-failed", message, hint=hint, status=Status.OUTSIDE)


def _fingerprint(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _carried(link: Path) -> dict[str, bytes]:
    """Return the current files of a document, whose formats may not all be built anew."""
    if not link.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in link.iterdir() if path.is_file() and path.suffix}


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds just these files."""
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(files):
        return False
    return all((folder / name).read_bytes() == content for name, content in files.items())


def _write(editions: Path, target: Path, files: Mapping[str, bytes]) -> None:
    """Write an edition aside, sync it, and give it its name."""
    staging = editions / f"{_STAGING}{os.getpid()}"
    staging.mkdir()
    for name, content in files.items():
        with (staging / name).open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    _sync(staging)
    if target.exists():  # damaged, or left by a run that died before the swap
        target.rename(editions / f"{_STAGING}{os.getpid()}-old")
    staging.rename(target)
    _sync(editions)


def _swap(link: Path, target: Path) -> None:
    """Point a document's link at an edition, in one step."""
    if link.is_dir() and not link.is_symlink():  # a plain folder from elsewhere can't be replaced by a link at once
        link.rename(target.parent / f"{_STAGING}{os.getpid()}-plain")
    fresh = link.parent / f".{link.name}{_LINK}{os.getpid()}"
    fresh.symlink_to(target.relative_to(link.parent), target_is_directory=True)
    os.replace(fresh, link)  # noqa: PTH105  the call whose atomicity is meant
    _sync(link.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _discard(editions: Path, target: Path) -> None:
    for old in editions.iterdir():
        if old != target:
            shutil.rmtree(old, ignore_errors=True)


def _sweep(output: Path, editions: Path, slug: str) -> None:
    """Remove what a run that died has left behind; the lock keeps living runs out."""
    for left in editions.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in output.glob(f".{slug}{_LINK}*"):
        left.unlink()
