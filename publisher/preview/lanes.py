"""Processes that render for a preview: warm, without threads, and with a process below them for each document."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from typing import TYPE_CHECKING, NoReturn

from publisher.diagnostics import Diagnostic, PublisherError, Report, Status
from publisher.exporters.layout_engine import layout_engine
from publisher.exporters.registry import exporter
from publisher.publishing.render import Rendering
from publisher.publishing.workers import render_all
from publisher.theme import load_theme, template_names

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import FrameType

    from publisher.config import Settings
    from publisher.publishing import Job

__all__ = ["Lane"]

_CONTEXT = multiprocessing.get_context("spawn")
"""A server has threads, and a process with threads must not be forked; so a lane starts afresh, once."""
_PATIENCE = 2


class _GivenUpError(Exception):
    """Raised in a lane whose document has changed while it was being rendered."""


class Lane:
    """A process that renders one document at a time, in some formats."""

    def __init__(self, formats: tuple[str, ...]) -> None:
        """Start the process; it warms itself up."""
        self._formats = formats
        self._start()

    def _start(self) -> None:
        self._answers, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, self._formats))
        self._process.start()
        theirs.close()
        self._ready = self._busy = False

    async def render(self, job: Job, settings: Settings) -> Rendering | None:
        """Render a document; None when it was given up."""
        try:
            if not self._ready:
                await self._answer()
                self._ready = True
            self._answers.send((job, settings))
            self._busy = True
            rendering = await self._answer()
        except (EOFError, OSError):
            self.end()
            self._start()
            message = "the process that renders for the preview has ended; it was started again"
            return Rendering(Report([Diagnostic("crashed", message)]), Status.OUTSIDE)
        finally:
            self._busy = False
        return rendering

    async def _answer(self) -> Rendering | None:
        loop = asyncio.get_running_loop()
        there = asyncio.Event()
        loop.add_reader(self._answers.fileno(), there.set)
        try:
            await there.wait()
        finally:
            loop.remove_reader(self._answers.fileno())
        answer: Rendering | None = self._answers.recv()
        return answer

    def give_up(self) -> None:
        """Let go of the document that is being rendered, if there is one."""
        if self._busy and self._process.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGUSR1)

    def end(self) -> None:
        """End the process, and with it those below it."""
        self._answers.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()


def _serve(orders: Connection, formats: tuple[str, ...]) -> None:
    """Render what is ordered until nobody orders any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the preview ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    _warm(formats)
    with contextlib.suppress(EOFError, OSError):  # the preview has ended
        orders.send(None)
        while True:
            job, settings = orders.recv()
            orders.send(_rendered(job, settings))


def _rendered(job: Job, settings: Settings) -> Rendering | None:
    try:
        signal.signal(signal.SIGUSR1, _give_up)
        renderings = [rendering for _, rendering in render_all((job,), settings, lambda _: None)]
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    except _GivenUpError:
        return None
    return renderings[0]


def _give_up(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    raise _GivenUpError


def _warm(formats: tuple[str, ...]) -> None:
    """Import and load what every document needs; what is missing, each document will say."""
    for name in formats:
        with contextlib.suppress(PublisherError):
            exporter(name)
    if "pdf" in formats:
        with contextlib.suppress(OSError):
            layout_engine()
    for name in template_names():
        with contextlib.suppress(PublisherError):
            load_theme(name)
