"""Reading a SQLite file that somebody else may be writing, or that nobody may write any more."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["only_read"]

_Answer = TypeVar("_Answer")


def only_read(path: Path, read: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
    """Ask a database, and create nothing beside it, also where its folder or the disk can't be written.

    Where nobody is writing to it, SQLite is told that nobody will, since it would leave two files there, or fail where it
    can't; whether that was so is looked at afterwards. Raises `sqlite3.Error`.
    """
    before = _at_rest(path)
    if before:
        try:
            found = _asked(path, "mode=ro&immutable=1", read)
        except sqlite3.Error:
            if _at_rest(path) == before:
                raise
        else:
            if _at_rest(path) == before:
                return found
    return _asked(path, "mode=ro", read)


def _asked(path: Path, how: str, read: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as database:
        return read(database)


def _at_rest(path: Path) -> tuple[int, int] | None:
    """Return size and time of a file to which nothing is to be added from files beside it; None for any other."""
    try:
        if any(_size(f"{path}{suffix}") for suffix in ("-wal", "-journal")):
            return None
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116  a name beside a path
    except FileNotFoundError:
        return 0
