"""A process for each document, as many at a time as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import signal
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from publisher.diagnostics import Diagnostic, Report, Status
from publisher.publishing.limits import end_with, limit
from publisher.publishing.plan import Job
from publisher.publishing.render import Rendering, render
from publisher.publishing.warming import warm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

    from publisher.config import Settings
    from publisher.publishing.scratch import Scratch

__all__ = ["answer_of", "render_all"]

_Answer = TypeVar("_Answer")

_STANDARD_ERROR = 2
_PROCESS_AND_TIME = re.compile(r"\(process:\d+\): |\d\d:\d\d:\d\d\.\d+: ")
"""What GLib, the library below Pango, writes beside its message."""
_MOST_COMPLAINTS = 5
_ENDING = frozenset((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
_CONTEXT = multiprocessing.get_context("fork")
"""A warm process forked for each document costs a tenth of a cold one."""


@dataclass(frozen=True, slots=True)
class _Worker:
    job: Job
    process: BaseProcess
    answer: Connection
    deadline: float


class _Lifeline:
    """A pipe that only this process can write to: its end tells the workers that nobody waits for them any more.

    A process that is killed can't end its workers, but its end of the pipe is closed for it.
    """

    def __enter__(self) -> Self:
        self._reader, self._writer = os.pipe()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._reader)
        os.close(self._writer)

    def hold(self) -> None:
        """Let this process, a worker, end as soon as the one that started it has ended."""
        os.close(self._writer)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        os.read(self._reader, 1)
        os._exit(Status.OUTSIDE.value)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    scratch: str
    """A folder for temporary files, which goes with the run."""
    lifeline: _Lifeline
    settings: Settings
    held: tuple[int, ...] = ()
    """Open files that a worker must not inherit: a lock would be held as long as it lives."""

    def complaints(self, job: Job) -> Path:
        """Return the file that takes what libraries write to standard error while a document is rendered."""
        return Path(self.scratch, f"{job.edition}.err")


def render_all(
    jobs: tuple[Job, ...],
    settings: Settings,
    started: Callable[[Job], None],
    held: tuple[int, ...] = (),
    scratch: Scratch | None = None,
) -> Iterator[tuple[Job, Rendering]]:
    """Yield each job with its rendering as it is ready; a process that dies or hangs costs its document alone.

    `held` are open files that belong to this process alone. Temporary files stand in `scratch`, which the next run of
    a workspace sweeps; without it among those of the system, for somebody else to sweep.
    """
    warm(jobs)
    above, ours = (scratch.folder, (*held, *scratch.held)) if scratch else (None, held)
    with tempfile.TemporaryDirectory(prefix="publisher-", dir=above) as folder, _Lifeline() as lifeline:
        yield from _work_off(jobs, started, _Surroundings(folder, lifeline, settings, ours))


def answer_of(call: Callable[[], _Answer], settings: Settings, held: tuple[int, ...] = ()) -> _Answer | None:
    """Return what a call gives in a process of its own; None where that fails, dies or takes too much."""
    ours, theirs = _CONTEXT.Pipe(duplex=False)

    def answer(parent: int) -> None:
        _settle_in(held, parent)
        limit(settings)
        with suppress(Exception):
            theirs.send(call())

    process = _CONTEXT.Process(target=answer, args=(os.getpid(),), daemon=True)
    with _undisturbed():
        process.start()
    try:
        theirs.close()
        found: _Answer | None = ours.recv() if ours.poll(settings.timeout) else None
    except (EOFError, OSError):
        found = None
    finally:
        process.kill()
        process.join()
        ours.close()
    return found


def _work_off(
    jobs: tuple[Job, ...], started: Callable[[Job], None], surroundings: _Surroundings
) -> Iterator[tuple[Job, Rendering]]:
    settings = surroundings.settings
    waiting = list(reversed(jobs))
    working: list[_Worker] = []
    try:
        while waiting or working:
            _fill(waiting, working, started, surroundings)
            patience = max(0.0, min(each.deadline for each in working) - time.monotonic())
            ready = wait([each.answer for each in working], patience)
            done: list[tuple[Job, Rendering]] = []
            for worker in list(working):
                if worker.answer in ready:
                    done.append((worker.job, _answer(worker, surroundings)))
                elif time.monotonic() >= worker.deadline:
                    message = f"it took longer than {settings.timeout} seconds"
                    done.append((worker.job, _failed("time-out", message)))
                else:
                    continue
                working.remove(worker)
                _end(worker)
            _fill(
                waiting, working, started, surroundings
            )  # who takes what is done publishes it, and that takes a while
            yield from done
    finally:
        for worker in working:
            _end(worker)


def _fill(
    waiting: list[Job], working: list[_Worker], started: Callable[[Job], None], surroundings: _Surroundings
) -> None:
    """Start as many as may work at once."""
    at_once = surroundings.settings.jobs or os.cpu_count() or 1
    while waiting and len(working) < at_once:
        job = waiting.pop()
        started(job)
        with _undisturbed():
            working.append(_start(job, surroundings))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait: what a handler raises in the hooks of a fork is lost, and with it the wish to end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(job: Job, surroundings: _Surroundings) -> _Worker:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_work, args=(job, theirs, surroundings, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(job, process, ours, time.monotonic() + surroundings.settings.timeout)


def _settle_in(held: tuple[int, ...], parent: int) -> None:
    """Make a fork a process of its own: without the open files of its parent, and without what that does on signals."""
    for handle in held:
        os.close(handle)
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the one that waits for us ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _work(job: Job, answer: Connection, surroundings: _Surroundings, parent: int) -> None:
    _settle_in(surroundings.held, parent)
    surroundings.lifeline.hold()
    limit(surroundings.settings)
    gc.disable()  # the process ends with its document
    tempfile.tempdir = surroundings.scratch  # what a library leaves behind there goes with the run
    with answer, surroundings.complaints(job).open("wb", 0) as complaints:
        os.dup2(complaints.fileno(), _STANDARD_ERROR)
        rendering = render(job)
        for complaint in _said(surroundings.complaints(job))[:_MOST_COMPLAINTS]:
            rendering.report.add("layout-warning", complaint)
        answer.send(rendering)


def _said(complaints: Path) -> list[str]:
    """Return what libraries said, each thing once, without process numbers and times."""
    text = complaints.read_text(encoding="utf-8", errors="replace") if complaints.exists() else ""
    lines = (_PROCESS_AND_TIME.sub("", line).strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _answer(worker: _Worker, surroundings: _Surroundings) -> Rendering:
    try:
        rendering: Rendering = worker.answer.recv()
    except (EOFError, OSError):  # it ended before it had said all
        worker.process.join()
        code = worker.process.exitcode or 0
        if code == -signal.SIGXCPU:
            seconds = surroundings.settings.cpu
            return _failed("time-out", f"it took more than {seconds} seconds of the processor")
        reason = f"signal {-code} ({signal.Signals(-code).name})" if code < 0 else f"status {code}"
        said = "".join(f": {line}" for line in _said(surroundings.complaints(worker.job))[-1:])
        return _failed("crashed", f"the process of this document ended with {reason}{said[:200]}")
    return rendering


def _failed(code: str, message: str) -> Rendering:
    return Rendering(Report([Diagnostic(code, message)]), Status.SOURCE)


def _end(worker: _Worker) -> None:
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.answer.close()
