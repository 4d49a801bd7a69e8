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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from publisher.runs.due import FORTHCOMING, begin_counting, due_now
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
    begin_counting(schedule, records, machine.now())
    watch = _Watch(schedule, records, machine, log)
    while True:
        watch.look_at_run()
        now = machine.now()
        watch.start_if_due(now)
        if not machine.wait((watch.next_time(now) - now).total_seconds()):
            return


@dataclass(slots=True)
class _Watch:
    schedule: Schedule
    records: Records
    machine: Surroundings
    log: Callable[[str], None]
    at_work: bool = False
    tried: dt.datetime | None = None
    """What was last due; a run that leaves no record is not started over and over."""
    told: dt.datetime | None = None

    def look_at_run(self) -> None:
        status = self.machine.ended() if self.at_work else None
        if status is not None:
            self.log(f"the run ended with status {status}")
            self.at_work = False

    def start_if_due(self, now: dt.datetime) -> None:
        due = None if self.at_work else due_now(self.schedule, self.records, now)
        if due is None or (self.tried is not None and due <= self.tried <= now + FORTHCOMING):
            return
        late = dt.timedelta(seconds=int((now - due).total_seconds()))
        self.log(f"a run is due since {due:%Y-%m-%d %H:%M}Z" + (f", {late} late" if late > _LATE else ""))
        self.machine.start()
        self.tried, self.at_work = due, True

    def next_time(self, now: dt.datetime) -> dt.datetime:
        ahead = following(self.schedule.rhythm, self.schedule.zone, now)
        if not self.at_work and ahead != self.told:
            self.log(f"the next run is due at {ahead:%Y-%m-%d %H:%M}Z")
            self.told = ahead
        return ahead


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
