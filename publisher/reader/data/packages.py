"""Libraries that only some documents need."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from publisher.reader.data.frames import DataError

__all__ = ["needed"]


def needed(name: str) -> Any:
    """Import a library that comes with the extra `data`."""
    try:
        return import_module(name)
    except ImportError as error:
        message = f"{name}, which reads it, is not installed"
        hint = f'{sys.executable} -m pip install "publisher[data]"'
        raise DataError(message, hint, code="missing-package") from error
