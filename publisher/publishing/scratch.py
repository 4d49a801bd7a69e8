"""Temporary files of runs, below `.publisher/`: what a run that was killed leaves there, the next one removes.

Whoever has a folder there shares a lock, which falls however its process ends; who gets that lock alone knows that
nobody has one any more.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.publishing.state import FOLDER, folder_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SCRATCH", "Scratch", "scratch", "sweep_scratch"]

SCRATCH = f"{FOLDER}/scratch"
"""The folder of a workspace for temporary files."""
_LOCK = ".lock"
_PREFIX = "publisher-"


@dataclass(frozen=True, slots=True)
class Scratch:
    """A folder for the temporary files of one run."""

    folder: str
    held: tuple[int, ...]
    """Open files that belong to this process alone."""


@contextmanager
def scratch(root: Path) -> Iterator[Scratch]:
    """Make a folder for the temporary files of a run; where the workspace can't hold it, among those of the system."""
    from tempfile import TemporaryDirectory  # a run that has nothing to do does without

    with ExitStack() as stack:
        held = []
        try:
            held.append(_opened(root))
            stack.callback(os.close, held[0])
            fcntl.flock(held[0], fcntl.LOCK_SH)
            folder = stack.enter_context(TemporaryDirectory(prefix=_PREFIX, dir=root / SCRATCH))
        except OSError:
            folder = stack.enter_context(TemporaryDirectory(prefix=_PREFIX))
        yield Scratch(folder, tuple(held))


def sweep_scratch(root: Path) -> None:
    """Remove what runs that died have left behind; nothing while another is at work."""
    with suppress(OSError):  # what stays is in nobody's way
        if not _folders_in(root):
            return
        from shutil import rmtree

        handle = _opened(root)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for folder in _folders_in(root):
                rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


def _opened(root: Path) -> int:
    """Open the file of the lock; a link leads to a place of somebody else."""
    folder = folder_in(root).parent / SCRATCH
    if folder.is_symlink():
        message = f"{SCRATCH} is a link"
        raise NotADirectoryError(message)
    folder.mkdir(exist_ok=True)
    return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)


def _folders_in(root: Path) -> list[str]:
    with os.scandir(root / SCRATCH) as found:
        return [each.path for each in found if each.name.startswith(_PREFIX) and each.is_dir(follow_symlinks=False)]
