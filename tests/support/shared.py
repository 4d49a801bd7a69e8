"""What takes long is made once for all processes that run tests."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PLACE", "shared"]

PLACE = "PUBLISHER_TESTS_SHARE"
"""Names, in the environment, the folder that lives as long as the tests run."""

_Made = TypeVar("_Made")


def shared(name: str, make: Callable[[], _Made]) -> _Made:
    """Return what one process makes and the others wait for; `name` must say all that it depends on."""
    if PLACE not in os.environ:
        return make()
    kept = Path(os.environ[PLACE], hashlib.sha256(name.encode()).hexdigest())
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            made: _Made = pickle.loads(kept.read_bytes())  # noqa: S301  written by ourselves a moment ago
            return made
        made = make()
        kept.write_bytes(pickle.dumps(made))
        return made
