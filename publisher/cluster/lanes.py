"""Processes that render for another one: started afresh, since that one has threads and must not be forked."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["Lane", "LaneEndedError", "serve"]

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from publisher.cluster.lanes import serve; "
    "serve(int(sys.argv[1]))"
)  # fmt: skip
_PATIENCE = 5
"""Seconds that a lane has to end what is below it."""


class LaneEndedError(Exception):
    """Raised when a lane has ended, or has not answered, while it was at work."""


class Lane:
    """A process without threads that does one thing at a time; it ends with the one that has started it."""

    def __init__(self) -> None:
        """Start the process."""
        self._orders, theirs = Pipe()
        paths = [path or os.getcwd() for path in sys.path]  # noqa: PTH109  texts
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-c", _START, str(theirs.fileno()), *paths],
            stdin=subprocess.PIPE,  # nothing is ever written to it: its end is that of this process
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()

    def do(
        self, seconds: float, call: Callable[_Given, _Result], /, *given: _Given.args, **named: _Given.kwargs
    ) -> _Result:
        """Return what a function of a module gives there. Raises `LaneEndedError`, or what the function has raised."""
        try:
            self._orders.send((call, given, named))
            if not self._orders.poll(seconds):
                self.end()
                message = f"the process that renders did not answer within {seconds:g} seconds"
                raise LaneEndedError(message)
            good, found = self._orders.recv()
        except (EOFError, OSError) as error:
            self.end()
            status = self._process.returncode
            message = f"the process that renders has ended with status {status}"
            raise LaneEndedError(message) from error
        if not good:
            raise found
        result: _Result = found
        return result

    def interrupt(self) -> None:
        """End the process and what is below it; whoever waits for it gets `LaneEndedError`."""
        self._process.terminate()

    def end(self) -> None:
        """End the process and what is below it, and wait until it has ended."""
        self._orders.close()
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def serve(handle: int) -> None:
    """Do what is asked until nobody asks any more, or the one that asks has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the one that has started us ends us
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGIO, _leave)
    fcntl.fcntl(sys.stdin, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(sys.stdin, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    with Connection(handle) as orders, contextlib.suppress(EOFError, OSError):
        while True:
            call, given, named = orders.recv()
            try:
                answer = True, call(*given, **named)
            except Exception as error:  # noqa: BLE001  the one that asks must hear of it
                answer = False, error
            orders.send(answer)
    _be_deaf()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave through every `finally`, which ends the process of a document and removes its folder."""
    _be_deaf()
    raise SystemExit(1)


def _be_deaf() -> None:
    """Hear no more that this process should end, since it does."""
    for each in (signal.SIGTERM, signal.SIGIO):
        signal.signal(each, lambda *_: None)  # one that is under way can't be ignored any more
