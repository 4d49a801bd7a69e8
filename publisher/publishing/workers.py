"""A process for each document, as many at a time as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic, Report, Status
from publisher.exporters.registry import BUILT_IN, exporter
from publisher.publishing.render import Rendering, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

    from publisher.config import Settings
    from publisher.publishing.plan import Job

__all__ = ["render_all"]

_CONTEXT = multiprocessing.get_context("fork")
"""A warm process forked for each document costs a tenth of a cold one."""


@dataclass(frozen=True, slots=True)
class _Worker:
    job: Job
    process: BaseProcess
    answer: Connection
    deadline: float


def render_all(
    jobs: tuple[Job, ...], settings: Settings, started: Callable[[Job], None]
) -> Iterator[tuple[Job, Rendering]]:
    """Yield each job with its rendering as it is ready; a process that dies or hangs costs its document alone."""
    _warm(jobs)
    with tempfile.TemporaryDirectory(prefix="publisher-") as scratch:
        yield from _work_off(jobs, settings, started, scratch)


def _work_off(
    jobs: tuple[Job, ...], settings: Settings, started: Callable[[Job], None], scratch: str
) -> Iterator[tuple[Job, Rendering]]:
    at_once = settings.jobs or os.cpu_count() or 1
    waiting = list(reversed(jobs))
    working: list[_Worker] = []
    try:
        while waiting or working:
            while waiting and len(working) < at_once:
                job = waiting.pop()
                started(job)
                working.append(_start(job, settings.timeout, scratch))
            patience = max(0.0, min(each.deadline for each in working) - time.monotonic())
            ready = wait([each.answer for each in working], patience)
            for worker in list(working):
                if worker.answer in ready:
                    yield worker.job, _answer(worker)
                elif time.monotonic() >= worker.deadline:
                    message = f"it took longer than {settings.timeout} seconds"
                    yield worker.job, _failed("time-out", message)
                else:
                    continue
                working.remove(worker)
                _end(worker)
    finally:
        for worker in working:
            _end(worker)


def _warm(jobs: tuple[Job, ...]) -> None:
    """Import once, before forking, what every document needs."""
    for name in {name for job in jobs for name in job.formats}:
        exporter(name)
        if name in BUILT_IN and name == "pdf" and len(jobs) > 1:
            try:
                import_module("weasyprint")
            except OSError:
                return  # each document will say that Pango is missing


def _start(job: Job, timeout: int, scratch: str) -> _Worker:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_work, args=(job, theirs, scratch), daemon=True)
    process.start()
    theirs.close()
    return _Worker(job, process, ours, time.monotonic() + timeout)


def _work(job: Job, answer: Connection, scratch: str) -> None:
    gc.disable()  # the process ends with its document
    tempfile.tempdir = scratch  # what a library leaves behind when the process ends goes with the run
    try:
        answer.send(render(job))
    except KeyboardInterrupt:
        pass
    finally:
        answer.close()


def _answer(worker: _Worker) -> Rendering:
    try:
        rendering: Rendering = worker.answer.recv()
    except EOFError:
        worker.process.join()
        code = worker.process.exitcode or 0
        reason = f"signal {-code}" if code < 0 else f"status {code}"
        return _failed("crashed", f"the process of this document ended with {reason}")
    return rendering


def _failed(code: str, message: str) -> Rendering:
    return Rendering(Report([Diagnostic(code, message)]), Status.OUTSIDE)


def _end(worker: _Worker) -> None:
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.answer.close()
