"""The engine that draws charts, whose threads a forked process does not have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["svg_of"]

_VERSION = "6.4"
_started_in: set[int] = set()
"""The process in which the engine's threads are, or, in a fork of it, were."""


def svg_of(spec: dict[str, Any], font_folders: Sequence[Path]) -> str:
    """Draw a specification of Vega-Lite as SVG, without a way to the network.

    In a fork of a process that has drawn, a new process draws: the engine would wait for its threads for ever.
    Raises `ImportError` where the package that draws is not installed.
    """
    import vl_convert

    if _started_in and os.getpid() not in _started_in:
        return _drawn_elsewhere(spec, font_folders)
    _started_in.add(os.getpid())
    for folder in font_folders:
        _register(str(folder))
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=_VERSION, allowed_base_urls=[])
    return svg


@lru_cache(maxsize=64)
def _register(folder: str) -> None:
    import vl_convert

    vl_convert.register_font_directory(folder)


def _drawn_elsewhere(spec: dict[str, Any], font_folders: Sequence[Path]) -> str:
    wanted = json.dumps({"spec": spec, "font_folders": [str(folder) for folder in font_folders]})
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    words = [sys.executable, "-c", f"from {__name__} import _answer; _answer()"]
    return subprocess.run(  # noqa: S603  it runs this very module
        words, input=wanted, env=environment, encoding="utf-8", check=True, stdout=subprocess.PIPE
    ).stdout


def _answer() -> None:
    """Draw what standard input asks for."""
    sys.stdout.buffer.write(svg_of(**json.load(sys.stdin.buffer)).encode())
