"""Asking the process that draws: one for each process of ours that has charts, started with the first."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError, Status
from publisher.extras import installing

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["vega_svg"]

_PROGRAM = Path(__file__).with_name("engine.py")


class _Engine:
    """A process that draws, and who waits for it."""

    def __init__(self) -> None:
        here = os.pathsep.join(path for path in sys.path if path)
        self.lock = Lock()
        self.process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-P", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": here},
            encoding="utf-8",
        )

    def answer(self, task: dict[str, Any]) -> dict[str, str]:
        """Return what it answers; raise `OSError` where it has ended."""
        with self.lock:
            told, said = self.process.stdin, self.process.stdout
            if told is None or said is None:
                raise BrokenPipeError
            told.write(f"{json.dumps(task)}\n")
            told.flush()
            line = said.readline()
        if not line:
            raise BrokenPipeError
        answer: dict[str, str] = json.loads(line)
        return answer

    def end(self) -> None:
        """Let it end, and wait for that."""
        self.process.kill()
        self.process.communicate()


_ENGINES: dict[int, _Engine] = {}
"""By process: one that was forked leaves that of its parent alone."""


def vega_svg(spec: dict[str, Any], fonts: Sequence[Path]) -> str:
    """Draw a Vega-Lite specification as SVG, with the fonts of some folders.

    Raises `PublisherError` (`missing-package`) where the package that draws is not installed, and `RuntimeError` where
    it can't draw.
    """
    if find_spec("vl_convert") is None:
        hint = installing("charts")
        message = "charts are drawn by vl-convert-python, which is not installed"
        raise PublisherError.single("missing-package", message, hint=hint, status=Status.OUTSIDE)
    engine = _ENGINES.get(os.getpid())
    if engine is None:
        engine = _ENGINES[os.getpid()] = _Engine()
    try:
        answer = engine.answer({"spec": spec, "fonts": [str(folder) for folder in fonts]})
    except OSError as error:
        del _ENGINES[os.getpid()]
        engine.end()
        message = f"the process that draws charts has ended ({engine.process.returncode})"
        raise RuntimeError(message) from error
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["svg"]


@atexit.register
def _end() -> None:
    engine = _ENGINES.pop(os.getpid(), None)
    if engine:
        engine.end()
