"""What the process of one document may take, and that it ends with the one that waits for it."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

from publisher.diagnostics import Status

if TYPE_CHECKING:
    from publisher.config import Settings

__all__ = ["end_with", "limit"]

_PR_SET_PDEATHSIG = 1
_GRACE = 5
"""Seconds between the signal that ends a process which took too long, and the one that it can't escape."""


def limit(settings: Settings) -> None:
    """Put this process under the limits of the settings."""
    if settings.memory:
        _at_most(resource.RLIMIT_DATA, settings.memory * 1_000_000)
    if settings.cpu:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        _at_most(resource.RLIMIT_CPU, settings.cpu, settings.cpu + _GRACE)
    _at_most(resource.RLIMIT_CORE, 0)  # a crash is told, and leaves no file


def end_with(parent: int) -> None:
    """End as soon as the parent has ended, even while a library keeps the interpreter: Linux sees to it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(Status.OUTSIDE.value)


def _at_most(what: int, wanted: int, hard: int | None = None) -> None:
    """Set a limit, but none above the one that the system sets."""
    _, most = resource.getrlimit(what)
    capped = [each if most == resource.RLIM_INFINITY else min(each, most) for each in (wanted, hard or wanted)]
    resource.setrlimit(what, (capped[0], capped[1]))
