"""The packages that only feeds need: the extra `publisher[feeds]`."""

from __future__ import annotations

from importlib.util import find_spec

from publisher.extras import installing
from publisher.feeds.faults import Fault

__all__ = ["needed"]


def needed(module: str) -> None:
    """Raise `Fault` with the command that installs the extra, where one of its modules is missing."""
    if find_spec(module) is None:
        message = f"feeds need the package that brings {module}"
        raise Fault("missing-package", message, installing("feeds"))
