"""WeasyPrint, brought in without a search for what is there."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from importlib import import_module

__all__ = ["layout_engine"]

_ON_LINUX = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)


def layout_engine() -> None:
    """Import WeasyPrint.

    It asks for its libraries by the names that they have on other systems first, and for each of these `ctypes.util`
    starts `ldconfig` and a compiler: two fifths of the import. Where all are there by their names on Linux, nothing is
    searched for. Raises `OSError` where Pango is missing.
    """
    if "weasyprint" in sys.modules or not _are_there():
        import_module("weasyprint")
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _not_searched
    try:
        import_module("weasyprint")
    finally:
        ctypes.util.find_library = search


def _not_searched(name: str) -> str | None:
    del name
    return None


def _are_there() -> bool:
    """Whether the system's linker finds all libraries by their names."""
    if sys.platform != "linux":
        return False
    try:
        for name in _ON_LINUX:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True
