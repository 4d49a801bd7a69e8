"""Putting editions in place: a whole directory, written aside and synced, then one atomic swap of a link.

dist/SLUG -> .editions/SLUG/DATE-SEQUENCE-FINGERPRINT/   what readers see; the link is replaced in one step
dist/.editions/SLUG/.staging-PID/                        what is being written; swept when a run has died
dist/.editions/SLUG/.withdrawn                           the content that a rollback took back
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError, Status
from publisher.nearest import did_you_mean
from publisher.publishing.disk import EDITIONS, is_ours, point, remove, sync, write
from publisher.publishing.lock import publish_failed
from publisher.publishing.receipts import (
    RECEIPT,
    SUMS,
    Receipt,
    artifacts_in,
    damage_in,
    read_receipt,
    read_sums,
    sums_of,
)
from publisher.publishing.taken_back import contents, forget, is_taken_back, take_back

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from publisher.publishing.taken_back import Contents

__all__ = [
    "EDITIONS",
    "STAGING",
    "Edition",
    "Keep",
    "Kept",
    "editions_of",
    "held_back",
    "publish",
    "roll_back",
    "sweep_all",
]

STAGING = ".staging-"
_READING = dt.timedelta(minutes=1)
"""The time that a reader may need for an edition."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4,})-[0-9a-f]{8}")
_EARLIER_NAME = re.compile(r"[0-9a-f]{16}")
"""As Publisher named editions before they had a receipt."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long editions stay; the current one and the one before it always do."""

    editions: int = 10
    """The newest ones."""
    days: int = 0
    """Those that are younger."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version of a document."""

    paths: tuple[Path, ...]
    """The files as readers see them."""
    changed: bool
    carried: tuple[str, ...] = ()
    """Names of files that an earlier build made."""
    name: str = ""
    withdrawn: bool = False
    """Whether it stayed unpublished, because a rollback has taken just this content back."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition that is on the disk, current or not."""

    folder: Path
    sequence: int
    """Grows with each edition of a document; 0 for those of an earlier Publisher."""
    date: str
    current: bool

    @property
    def name(self) -> str:
        """How it is called."""
        return self.folder.name


def editions_of(output: Path, slug: str) -> list[Kept]:
    """Return the editions of a document, the newest first."""
    folder, link = output / EDITIONS / slug, output / slug
    current = link.resolve() if link.is_symlink() else None
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if named := _NAME.fullmatch(path.name):
            found.append(Kept(path, int(named[2]), named[1], path.resolve() == current))
        elif _EARLIER_NAME.fullmatch(path.name):
            found.append(Kept(path, 0, "", path.resolve() == current))
    return sorted(found, key=lambda each: (each.sequence, each.current, each.name), reverse=True)


def publish(  # noqa: PLR0913  what follows the files is given by name
    output: Path,
    slug: str,
    files: Mapping[str, bytes],
    receipt: Receipt | None = None,
    *,
    keep: Keep = Keep(),
    insist: bool = True,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Edition:
    """Make files the current edition of a document; its other current files are carried over.

    Content that a rollback has taken back is published only by those who insist.
    Raises `PublisherError` (`publish-failed`) and leaves the current edition as it is when anything goes wrong.
    """
    editions, link = output / EDITIONS / slug, output / slug
    paths = tuple(link / name for name in sorted(files))
    try:
        editions.mkdir(parents=True, exist_ok=True)
        _sweep(output, slug)
        _leave_alone(link)
        known = editions_of(output, slug)
        current = next((each for each in known if each.current), None)
        carried = _carried(link, current, slug, files)
        whole = carried | dict(files)
        told = receipt or Receipt(slug, ())
        names = tuple(sorted(carried))
        if current and _holds(current.folder, whole, told.about):
            return Edition(paths, changed=False, carried=names, name=current.name)
        if not insist and is_taken_back(editions, contents(files, told.about), _contents_of(current)):
            _refuse_damaged(slug, current)
            return Edition(paths, changed=False, withdrawn=True)
        before = current.name if current else ""
        target = _finished(known, whole, told.about, before)
        if target is None:
            made = clock()
            sequence = max((each.sequence for each in known), default=0) + 1
            target = editions / f"{made:%Y-%m-%d}-{sequence:04}-{_fingerprint(whole, told.about)[:8]}"
            _write(target, whole | {RECEIPT: told.written(target.name, made, whole, names, before)})
        _swap(link, target)
        with contextlib.suppress(OSError):  # it is published; what is left over is swept by the next run
            forget(editions)
            _discard(output, slug, current, keep, clock())
            _sweep(output, slug)
    except BaseException as error:
        with contextlib.suppress(OSError):
            _sweep(output, slug)
        if isinstance(error, OSError):
            raise publish_failed(error, output) from error
        raise
    return Edition(paths, changed=True, carried=names, name=target.name)


def _refuse_damaged(slug: str, current: Kept | None) -> None:
    """Refuse to leave an edition in place that is not as it was published."""
    if current and (damage := damage_in(current.folder)):
        message = f"{slug}, edition {current.name}, to which a rollback went back: {'; '.join(damage)}"
        hint = f"publisher rollback {slug} EDITION goes to another one; publisher build publishes what was taken back"
        raise PublisherError.single("damaged-edition", message, hint=hint, status=Status.OUTSIDE)


def _contents_of(edition: Kept | None) -> Contents:
    return contents(artifacts_in(edition.folder), _about_in(edition.folder)) if edition else frozenset()


def held_back(output: Path, slug: str) -> list[str]:
    """Return the names of the editions that rollbacks have taken back, and that `rebuild` would not publish again."""
    known = editions_of(output, slug)
    current = _contents_of(next((each for each in known if each.current), None))
    others = [each for each in known if not each.current]
    return [each.name for each in others if is_taken_back(output / EDITIONS / slug, _contents_of(each), current)]


def _carried(link: Path, current: Kept | None, slug: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the current edition, or of a copy of one, that are not made anew.

    None that is not as it was published goes on.
    """
    if current is None and link.is_symlink():
        return {}
    folder = current.folder if current else link
    found = {name: content for name, content in artifacts_in(folder).items() if name not in files}
    if current is None or not (current.folder / RECEIPT).exists():
        return found
    sums = read_sums(current.folder) or dict.fromkeys(found, "")
    good = {name: content for name, content in found.items() if sums.get(name) == hashlib.sha256(content).hexdigest()}
    artifacts = {name for name in sums if name not in {RECEIPT, SUMS}}
    if lost := sorted(artifacts - good.keys() - files.keys()):
        message = f"{', '.join(lost)} of {slug}, edition {current.name}, can't go on: not as published"
        hint = "publish all formats anew: publisher build, without --format"
        raise PublisherError.single("damaged-edition", message, hint=hint, status=Status.OUTSIDE)
    return good


def roll_back(output: Path, slug: str, name: str = "") -> Kept:
    """Make an earlier edition the current one: that of a name, or else the one that the current one replaced.

    What was current stays, and is not published again by itself. Raises `PublisherError`: `unknown-edition`,
    `damaged-edition`, `publish-failed`.
    """
    known = editions_of(output, slug)
    current = next((number for number, each in enumerate(known) if each.current), None)
    names = [each.name for each in known]
    if name:
        wanted = next((each for each in known if each.name == name), None)
    else:
        wanted = _before(known, current) if current is not None else None
    if wanted is None:
        said = f"no edition {name}" if name else "no edition before the current one"
        hint = did_you_mean(name, names, f"there are: {', '.join(names)}" if names else "nothing is published yet")
        raise PublisherError.single("unknown-edition", f"{slug} has {said}", hint=hint, status=Status.USAGE)
    if damage := damage_in(wanted.folder):
        message = f"{slug}, edition {wanted.name}: {'; '.join(damage)}"
        hint = "it is not published again; choose another one: publisher editions"
        raise PublisherError.single("damaged-edition", message, hint=hint, status=Status.OUTSIDE)
    try:
        _sweep(output, slug)
        if current is not None and not wanted.current:
            editions = output / EDITIONS / slug
            aside = editions / f"{STAGING}{os.getpid()}-withdrawn"
            take_back(editions, _contents_of(known[current]), _contents_of(wanted), aside)
        _swap(output / slug, wanted.folder)
    except OSError as error:
        raise publish_failed(error, output) from error
    return wanted


def _before(known: list[Kept], current: int) -> Kept | None:
    """Return the edition in whose place the current one came; where that is gone, the one made before it."""
    replaced = _replaced(known[current])
    earlier = known[current + 1 :]
    return next((each for each in earlier if each.name == replaced), earlier[0] if earlier else None)


def sweep_all(output: Path) -> None:
    """Remove what a run that died has left behind; the lock keeps living runs out."""
    with contextlib.suppress(OSError):  # what stays is in nobody's way
        for folder in (output / EDITIONS).glob("*"):
            _sweep(output, folder.name)


def _sweep(output: Path, slug: str) -> None:
    editions = output / EDITIONS / slug
    for left in editions.glob(f"{STAGING}*") if editions.is_dir() else ():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink()


def _fingerprint(files: Mapping[str, bytes], about: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name in sorted(files):
        line = f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))  # what somebody put there by hand may have any name
    return digest.hexdigest()


def _about_in(folder: Path) -> dict[str, Any]:
    """Return what the receipt of an edition says to the index page."""
    found = (read_receipt(folder) or {}).get("about")
    return found if isinstance(found, dict) else {}


def _holds(folder: Path, files: Mapping[str, bytes], about: Mapping[str, Any]) -> bool:
    """Whether an edition has a receipt that says the same, and just these files, and nothing in it is damaged."""
    if not (folder / RECEIPT).is_file() or artifacts_in(folder) != dict(files):
        return False
    return _about_in(folder) == about and not damage_in(folder)


def _finished(known: list[Kept], files: Mapping[str, bytes], about: Mapping[str, Any], before: str) -> Path | None:
    """Return the newest edition where it holds these files but is not current: a run died, or it was taken back.

    It must have come in the place of what is current now, since a rollback goes by that.
    """
    newest = next(iter(known), None)
    if newest is None or newest.current or not _holds(newest.folder, files, about):
        return None
    return newest.folder if _replaced(newest) in {"", before} else None


def _replaced(edition: Kept) -> str:
    """Return in whose place an edition came; empty where that is not known."""
    return str((read_receipt(edition.folder) or {}).get("replaced") or "")


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write an edition with its checksums aside, sync it, and give it its name."""
    staging = target.parent / f"{STAGING}{os.getpid()}"
    os.mkdir(staging)  # noqa: PTH102  see `disk`
    for name, content in (*files.items(), (SUMS, sums_of(files))):
        write(staging / name, content)
    sync(staging)
    os.rename(staging, target)  # noqa: PTH104  see `disk`
    sync(target.parent)


def _swap(link: Path, target: Path) -> None:
    """Point a document's link at an edition, in one step; a copy of an edition in its place goes aside first."""
    _leave_alone(link)
    if link.is_dir() and not link.is_symlink():
        link.rename(target.parent / f"{STAGING}{os.getpid()}-plain")
    point(link, target, target.parent / f"{STAGING}{os.getpid()}-link")


def _leave_alone(link: Path) -> None:
    """Refuse to replace what somebody has put in a document's place; a copy of an edition, whole, may be replaced."""
    if not os.path.lexists(link) or is_ours(link):
        return
    if link.is_symlink():
        raise FileExistsError(errno.EEXIST, f"{link.name} is a link of somebody's, to {link.readlink()}")
    if not link.is_dir():
        raise FileExistsError(errno.EEXIST, f"{link.name} is a file of somebody's, which would be lost")
    lost = sorted(path.name for path in link.iterdir())
    if lost and (RECEIPT not in lost or damage_in(link)):
        message = f"{link.name}/ is a folder of somebody's, and {', '.join(lost[:3])} in it would be lost"
        raise FileExistsError(errno.EEXIST, message)


def _discard(output: Path, slug: str, before: Kept | None, keep: Keep, now: dt.datetime) -> None:
    """Remove what need not be kept; but whoever has just opened an edition can read it to its end."""
    oldest = (now.date() - dt.timedelta(days=keep.days)).isoformat()
    after: Kept | None = None
    for number, each in enumerate(editions_of(output, slug)):
        young = number < keep.editions or (keep.days > 0 and each.date >= oldest) or _just_replaced(after, now)
        stays = not damage_in(each.folder) if before and each.name == before.name else young
        if not each.current and not stays:
            remove(each.folder, each.folder.parent / f"{STAGING}{os.getpid()}-old")
        after = each


def _just_replaced(after: Kept | None, now: dt.datetime) -> bool:
    """Whether an edition was followed by another one so shortly before that somebody may still be reading it."""
    receipt = (read_receipt(after.folder) if after else None) or {}
    try:
        return now - dt.datetime.fromisoformat(receipt["made"]) < _READING
    except (KeyError, TypeError, ValueError):
        return False
