"""Libraries that only some documents need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from publisher.extras import installing
from publisher.reader.data.frames import DataError

__all__ = ["needed"]


def needed(name: str) -> Any:
    """Import a library that comes with the extra `data`."""
    try:
        return import_module(name)
    except ImportError as error:
        message = f"{name}, which reads it, is not installed"
        raise DataError(message, installing("data"), code="missing-package") from error
