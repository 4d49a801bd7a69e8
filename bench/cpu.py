"""CPU seconds of this process and of others."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["alternating_medians", "of_call", "of_command"]


def of_command(command: Sequence[str]) -> float:
    """Run a command to its end and return the CPU seconds, user and system, that it and its children took.

    Python keeps its bytecode, as it does for whoever installs the package.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def of_call(call: Callable[[], object]) -> float:
    """Return the CPU seconds that a call took, without clearing away what the call before it left behind."""
    gc.collect()
    begin = time.process_time()
    call()
    return time.process_time() - begin


def alternating_medians(first: Callable[[], float], second: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Measure two things in turns, so that what else the machine does weighs on both alike."""
    pairs = [(first(), second()) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
