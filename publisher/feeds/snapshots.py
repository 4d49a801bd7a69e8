"""Keeping answers: each in a file named by its hash, and beside them a state that is replaced in one step."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.feeds.fetching import shown_origin
from publisher.model import FeedState
from publisher.reader.snapshots import answer_name, is_hash, state_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from publisher.feeds.checking import Checked
    from publisher.feeds.faults import Fault
    from publisher.feeds.homes import Home
    from publisher.model import Feed
    from publisher.reader.files import Folder

__all__ = ["as_text", "attempt_failed", "keep", "put_aside", "put_in_place"]

KEPT = 5
"""Answers that are kept of each feed."""


def as_text(number: Decimal) -> str:
    """Write a number so that it reads back as the same."""
    plain = number.normalize()
    return f"{plain:f}"


def keep(home: Home, feed: Feed, content: bytes, found: Checked, moment: str) -> FeedState:
    """Keep a good answer, and forget the oldest; return the state that says so."""
    digest = hashlib.sha256(content).hexdigest()
    put_in_place(home.folder, answer_name(home.base, feed, digest), content)
    earlier = feed.state.kept if feed.state else ()
    kept = tuple(dict.fromkeys((digest, *earlier)))[:KEPT]
    state = FeedState(shown_origin(feed), digest, moment, found.as_of, found.values, kept, moment)
    _write_state(home, feed, state)
    for old in set(earlier) - set(kept):
        (home.folder.path / answer_name(home.base, feed, old)).unlink(missing_ok=True)
    return state


def put_aside(home: Home, feed: Feed, damaged: Sequence[str]) -> tuple[Feed, list[str]]:
    """Give damaged files of a feed other names; return the feed as it is known without them, and these names.

    Raises `PublisherError` as `put_in_place` does.
    """
    names = [f"{name}.damaged" for name in damaged]
    for name, aside in zip(damaged, names, strict=True):
        with _changing(home.folder, name) as path:
            path.rename(home.folder.path / aside)
    answers = (home.folder.path / home.base / feed.name).glob(f"*.{feed.format}")
    newest = sorted(answers, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    kept = tuple(path.stem for path in newest if is_hash(path.stem))
    return replace(feed, state=FeedState(shown_origin(feed), kept=kept)), names


def attempt_failed(home: Home, feed: Feed, faults: Sequence[Fault], moment: str) -> FeedState:
    """Note why an attempt was not good; everything that was known stays."""
    known = feed.state or FeedState(shown_origin(feed))
    problem = "; ".join(fault.message for fault in faults)
    state = replace(known, attempted=moment, outcome=faults[0].outcome, problem=problem)
    _write_state(home, feed, state)
    return state


def _write_state(home: Home, feed: Feed, state: FeedState) -> None:
    good = {
        "sha256": state.sha256,
        "retrieved": state.retrieved,
        **({"as-of": state.as_of} if state.as_of else {}),
        "values": {key: as_text(value) for key, value in state.values.items()},
    }
    attempt = {"at": state.attempted, "outcome": state.outcome, **({"problem": state.problem} if state.problem else {})}
    whole = {"url": state.url, "good": good if state.sha256 else None, "kept": state.kept, "attempt": attempt}
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    put_in_place(home.folder, state_name(home.base, feed.name), text.encode())


def put_in_place(folder: Folder, name: str, content: bytes) -> None:
    """Make a file whole or not at all, below a folder; it keeps its permissions.

    Raises `PublisherError`: `outside-folder` where a link leads out, `publish-failed` where it can't be written.
    """
    with _changing(folder, name) as path:
        there = next(each for each in (path, *path.parents) if each.exists())
        _refuse_outside(there, name, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path.resolve(), content)


def _refuse_outside(there: Path, name: str, folder: Folder) -> None:
    if not there.resolve(strict=True).is_relative_to(folder.path):
        message = f"{name} leads out of {folder.shown or folder.path.name}"
        raise PublisherError.single("outside-folder", message, hint="put a folder in place of the link")


@contextlib.contextmanager
def _changing(folder: Folder, name: str) -> Iterator[Path]:
    path = folder.path / name
    try:
        _refuse_outside(next(each for each in path.parents if each.exists()), name, folder)
        yield path
    except OSError as error:
        message = f"{folder.shown_path(name)} can't be written: {error.strerror or error}"
        hint = "what was there stays; look at free space and permissions"
        raise PublisherError.single("publish-failed", message, hint=hint, status=Status.OUTSIDE) from error


def _replace(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("xb") as stream:
            if path.exists():
                os.fchmod(stream.fileno(), stat.S_IMODE(path.stat().st_mode))
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)  # noqa: PTH105  the call whose atomicity is meant
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
