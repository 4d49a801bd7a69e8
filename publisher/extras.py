"""Libraries that only some documents need, and that a plain installation lacks."""

from __future__ import annotations

import sys

__all__ = ["installing"]


def installing(extra: str) -> str:
    """Return the command that installs an extra of this package."""
    return f'{sys.executable} -m pip install "publisher[{extra}]"'
