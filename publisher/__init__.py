"""Publisher: one structured source, published as PDF, Word, web page and plain text.

`read` a source, `prepare` the document, `export` it to a format; `build` does all of it and publishes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publisher.exporters.registry import export
    from publisher.preparation import prepare
    from publisher.publishing import build, rebuild
    from publisher.reader import read

__all__ = ["__version__", "build", "export", "prepare", "read", "rebuild"]

__version__ = "0.1.0"

_HOMES = {
    "build": "publisher.publishing",
    "export": "publisher.exporters.registry",
    "prepare": "publisher.preparation",
    "read": "publisher.reader",
    "rebuild": "publisher.publishing",
}


def __getattr__(name: str) -> Any:
    """Import a public function when it is first used, so that `publisher --version` costs nothing."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
