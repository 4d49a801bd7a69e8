"""What the layout engine warns of."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import weasyprint

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["layout_warnings"]


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def layout_warnings() -> Iterator[list[str]]:
    """Collect them while something is laid out."""
    heard: list[str] = []
    listener = _Listener(heard)
    weasyprint.LOGGER.addHandler(listener)
    try:
        yield heard
    finally:
        weasyprint.LOGGER.removeHandler(listener)
