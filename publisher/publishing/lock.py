"""The lock of an output folder: one run at a time publishes there.

The system lets go of it when the process ends, however that ends; what the file says is for people.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import json
import os
import shlex
import stat
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from publisher.diagnostics import PublisherError, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LOCKS", "Holder", "Lock", "locked", "publish_failed"]

Work: TypeAlias = Literal["run", "refresh"]
LOCKS: Mapping[Work, str] = {"run": ".lock", "refresh": ".lock-refresh"}
"""The file of each lock, in the output folder."""

_SAID_AT_MOST = 8_000
_LONGEST_COMMAND = 500
"""Characters, each of which JSON may write as six."""
_LAST_BREATH = 5.0
"""Seconds that the workers of a run which was killed may need to end."""
_NOT_WRITABLE = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))
_PIDS = 2**31
"""More than there can be processes."""
_PATIENCE = 0.2
"""Seconds that a run which has just taken the lock may need to write who it is."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock."""

    pid: int
    host: str
    command: str
    since: str
    """UTC, as ISO 8601 writes it."""

    def is_dead(self) -> bool:
        """Whether its process, on this computer, has ended."""
        if self.host != os.uname().nodename:
            return False
        try:
            os.kill(self.pid, 0)
        except OSError as error:
            return isinstance(error, ProcessLookupError)
        return False

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}: {self.command}"


@dataclass(slots=True)
class Lock:
    """A lock that this process holds."""

    handle: int
    """Its open file, which no other process may inherit: it would hold the lock too."""
    before: str
    """A run that ended without letting go; empty where the last one did."""
    cleared: bool = False
    """Whether what that run left behind is cleared up; else the next one hears of it as well."""


@contextlib.contextmanager
def locked(
    output: Path, work: Work = "run", *, wait: Callable[[str], None] | None = None, reading: bool = False
) -> Iterator[Lock]:
    """Hold the lock of an output folder for a kind of work: two runs exclude each other, and so do two refreshes.

    `wait` hears who holds it, and then this waits for its end; without it `PublisherError` (`busy`) is raised.
    `publish-failed` is raised when the folder can't be written, or when something else has the place of the lock.
    Who only reads may hold the lock of a folder that can't be written, too.
    """
    handle = _opened(output, LOCKS[work], reading=reading)
    try:
        try:
            _take(handle)
        except BlockingIOError as error:
            message = f"another {work} is at work in {output.name}/{_named(handle)}"
            if wait is None:
                hint = "wait until it has ended" + (", or let this one wait: --wait" if work == "run" else "")
                raise PublisherError.single("busy", message, hint=hint, status=Status.BUSY) from error
            wait(message)
            fcntl.flock(handle, fcntl.LOCK_EX)
        left = os.pread(handle, _SAID_AT_MOST, 0)
        lock = Lock(handle, _left(handle))
        try:
            with contextlib.suppress(OSError):  # on a full disk too one must be able to clean, and to verify
                _say(handle)
            yield lock
        finally:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, 0)
                if lock.before and not lock.cleared:
                    os.pwrite(handle, left, 0)
    finally:
        os.close(handle)


def _opened(output: Path, name: str, *, reading: bool) -> int:
    """Open the file of a lock; a link is not followed, since what it leads to would be written over."""
    flags = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        output.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(output / name, flags | os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            if not reading or error.errno not in _NOT_WRITABLE or not (output / name).exists():
                raise
            handle = os.open(output / name, flags | os.O_RDONLY)
    except OSError as error:
        if os.path.lexists(output / name) and not stat.S_ISREG(os.lstat(output / name).st_mode):
            raise _no_lock(output, name) from error
        raise publish_failed(error, output) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _no_lock(output, name)
    return handle


def _no_lock(output: Path, name: str) -> PublisherError:
    message = f"{output.name}/{name} is not a file of Publisher's, which keeps its lock there"
    return PublisherError.single("publish-failed", message, hint="remove it", status=Status.OUTSIDE)


def _take(handle: int) -> None:
    """Take the lock; that of a run which was killed is free as soon as its workers have ended too."""
    end = time.monotonic() + _LAST_BREATH
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _said(handle)
            if holder is None or not holder.is_dead() or time.monotonic() > end:
                raise
            time.sleep(_PATIENCE / 10)
        else:
            return


def publish_failed(error: OSError, output: Path) -> PublisherError:
    """Make the error that says why nothing could be published."""
    message = f"{output.name}/ can't be written: {error.strerror or error}"
    if isinstance(error, FileExistsError) and not output.is_dir():
        message = f"{output.name} is no folder: a file, or a link that leads nowhere, stands in its place"
    hint = "the last good edition stays in place; look at free space and permissions"
    if not output.is_dir() and (output.is_symlink() or output.exists()):
        leads = f"a link to {output.readlink()}, where no folder is" if output.is_symlink() else "no folder"
        message = f"nothing can be published in {output.name}: it is {leads}"
        hint = "make that folder, or take the link away" if output.is_symlink() else "move it away"
    return PublisherError.single("publish-failed", message, hint=hint, status=Status.OUTSIDE)


def _say(handle: int) -> None:
    words = [Path(sys.argv[0]).name, *sys.argv[1:]]
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    holder = Holder(os.getpid(), os.uname().nodename, shlex.join(words)[:_LONGEST_COMMAND], since)
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(asdict(holder)).encode(), 0)


def _left(handle: int) -> str:
    """Say who let a lock fall; also where that can't be read, as after a power cut."""
    if os.fstat(handle).st_size == 0:
        return ""
    holder = _said(handle)
    return str(holder) if holder else "what its lock says of it can't be read"


def _said(handle: int) -> Holder | None:
    """Read who holds a lock; None where nobody does, or where no process of Publisher can have written that."""
    try:
        given = json.loads(os.pread(handle, _SAID_AT_MOST, 0))
    except (ValueError, RecursionError, OSError):
        return None
    match given:
        case {"pid": int(pid), "host": str(host), "command": str(command), "since": str(since)} if 0 < pid < _PIDS:
            return Holder(pid, host, command, since)
        case _:
            return None


def _named(handle: int) -> str:
    """Say who holds a lock; one who has only just taken it is given the time to write that down."""
    end = time.monotonic() + _PATIENCE
    while (holder := _said(handle)) is None and time.monotonic() < end:
        time.sleep(_PATIENCE / 10)
    return f": {holder}" if holder else ""
