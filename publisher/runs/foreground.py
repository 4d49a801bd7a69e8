"""`publisher schedule run`: a scheduler in the foreground, for containers, where it may be the first process.

It only waits, and starts `publisher schedule run-now --due` when a run is due: one at a time, in a process group of its
own. What was missed while it was down or the machine asleep is known from the record, and is caught up once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import select
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Protocol, Self

from publisher.runs.due import due_now
from publisher.schedules.asking import described
from publisher.schedules.occurrences import following

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.runs.record import Records
    from publisher.schedules.model import Schedule

__all__ = ["Machine", "Surroundings", "wait_and_run"]

_LONGEST_WAIT = 20.0
"""Seconds until the clock is looked at again: it may have been set, or the machine have slept."""
_LATE = dt.timedelta(minutes=1)
_KILL_AFTER = 4.0
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Surroundings(Protocol):
    """The clock and the processes of a machine, or of a simulation."""

    def now(self) -> dt.datetime:
        """Return the time, in UTC."""

    def start(self) -> None:
        """Start a run; it ends in its own time."""

    def ended(self) -> int | None:
        """Return the exit status of the run that was started, once, when it has ended."""

    def wait(self, seconds: float) -> bool:
        """Wait for some time, or until something happens; False when it is time to end."""


def wait_and_run(schedule: Schedule, records: Records, machine: Surroundings, log: Callable[[str], None]) -> None:
    """Start each run when it is due, until the machine says that it is time to end."""
    log(f"waiting: {described(schedule)}")
    since = records.since(schedule.name, repr(schedule.rhythm) + schedule.zone, machine.now())
    tried: dt.datetime | None = None
    at_work = False
    told: dt.datetime | None = None
    while True:
        if at_work:
            status = machine.ended()
            if status is not None:
                log(f"the run ended with status {status}")
                at_work = False
        now = machine.now()
        if not at_work:
            due = due_now(schedule, records, now)
            if due is not None and due > since and due != tried:
                late = dt.timedelta(seconds=int((now - due).total_seconds()))
                log(f"a run is due since {due:%Y-%m-%d %H:%M}Z" + (f", {late} late" if late > _LATE else ""))
                machine.start()
                tried, at_work = due, True
        ahead = following(schedule.rhythm, schedule.zone, now)
        if not at_work and ahead != told:
            log(f"the next run is due at {ahead:%Y-%m-%d %H:%M}Z")
            told = ahead
        if not machine.wait((ahead - now).total_seconds()):
            return


class Machine:
    """The clock and the processes of the machine that this runs on."""

    def __init__(self, words: Sequence[str]) -> None:
        """Start a command for each run."""
        self._words = tuple(words)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended: int | None = None
        self._asked_to_end = False

    def __enter__(self) -> Self:
        """Hear signals, and that processes ended, as bytes on a socket: nothing happens within a handler."""
        self._ears, self._mouth = socket.socketpair()
        self._ears.settimeout(0)
        self._mouth.settimeout(0)
        self._handlers = {each: signal.getsignal(each) for each in (*_ENDING, signal.SIGCHLD)}
        self._wakeup = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for each in _ENDING:
            signal.signal(each, self._hear)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(self, *_: object) -> None:
        """End a run that is at work, and all that it has started."""
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        self._end()
        signal.set_wakeup_fd(self._wakeup)
        for each, handler in self._handlers.items():
            signal.signal(each, handler)
        self._ears.close()
        self._mouth.close()

    def _hear(self, *_: object) -> None:
        self._asked_to_end = True

    @staticmethod
    def now() -> dt.datetime:
        """Return the time, in UTC."""
        return dt.datetime.now(dt.UTC)

    def start(self) -> None:
        """Start a run in a group of its own, so that it can be ended with all that it has started."""
        self._process = subprocess.Popen(self._words, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  our own command

    def ended(self) -> int | None:
        """Return the exit status of the run, once, when it has ended."""
        self._reap()
        status, self._ended = self._ended, None
        return status

    def wait(self, seconds: float) -> bool:
        """Wait for some time, or for a signal; False when this process was asked to end."""
        if not self._asked_to_end:
            select.select([self._ears], [], [], min(max(seconds, 0), _LONGEST_WAIT))
            with contextlib.suppress(BlockingIOError):
                self._ears.recv(4096)
        self._reap()
        return not self._asked_to_end

    def _reap(self) -> None:
        """Take leave of every process that has ended; the first of a container inherits the orphans of all others."""
        while True:
            try:
                number, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not number:
                return
            if self._process is not None and number == self._process.pid:
                self._ended = self._process.returncode = os.waitstatus_to_exitcode(status)
                self._process = None

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + _KILL_AFTER
        while self._process is not None and (left := deadline - time.monotonic()) > 0:
            select.select([self._ears], [], [], left)
            with contextlib.suppress(BlockingIOError):
                self._ears.recv(4096)
            self._reap()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever is left of it
        while self._process is not None:
            self._reap()
            time.sleep(0.01)
