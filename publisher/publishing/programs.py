"""Everything that renders, and its versions: Publisher's own files, the packages that it needs, Python."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import __version__
from publisher.exporters.registry import BUILT_IN, exporter
from publisher.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["libraries", "plug_ins", "programs", "versions"]

_PACKAGE = Path(__file__).parent.parent
_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra *== *['\"]([\w-]+)")
_RENDERING = frozenset({"charts", "data"})
"""The optional packages of Publisher that take part in rendering; feeds are fetched, and previews shown, without it."""
_LIBRARIES = re.compile(r"/lib(pango|harfbuzz|fontconfig|freetype|fribidi|gobject|glib)[^/]*\.so[^/]*$")


def programs() -> Inputs:
    """Return all files of Publisher, and the names that tell which versions of packages are installed."""
    found = Inputs()
    for folder, inner, names in os.walk(_PACKAGE):
        inner[:] = sorted(name for name in inner if name != "__pycache__" and not name.startswith("."))
        found.listed(folder, "*.py", "*.toml", "*.md", "*.yaml")
        for name in sorted(names):
            found.took(os.path.join(folder, name))  # noqa: PTH118  texts
    patterns = tuple(sorted(f"{_folder(name)}-*.dist-info" for name in _needed("publisher")))
    for place in sys.path:
        if "site-packages" in place or "dist-packages" in place:
            found.listed(place, *patterns)
    return found


def versions() -> dict[str, str]:
    """Return the version of Python, of Publisher and of each package that it needs."""
    found = {"python": platform.python_version(), "publisher": __version__}
    for name in sorted(_needed("publisher")):
        try:
            found[name] = distribution(name).version
        except PackageNotFoundError:
            continue
    return found


def libraries() -> tuple[str, ...]:
    """Return the files of the system's libraries below the layout engine that this process has loaded (on Linux)."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    paths = {line.split(maxsplit=5)[-1] for line in lines if "/" in line}
    return tuple(sorted(path for path in paths if _LIBRARIES.search(path)))


def plug_ins(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the files of the exporters that other packages bring."""
    modules = (sys.modules.get(exporter(name).export.__module__) for name in formats if name not in BUILT_IN)
    return tuple(sorted(module.__file__ for module in modules if module and module.__file__))


def _needed(package: str) -> set[str]:
    """Return the packages that a package needs, and those that these need; of Publisher's own, the optional ones too."""
    found: set[str] = set()
    waiting = [package]
    while waiting:
        name = waiting.pop()
        for needed in _requires(name):
            if needed not in found:
                found.add(needed)
                waiting.append(needed)
    return found


def _requires(package: str) -> Iterator[str]:
    try:
        lines = distribution(package).requires or []
    except PackageNotFoundError:
        return
    for line in lines:
        extra = _EXTRA.search(line)
        wanted = extra is None or (package == "publisher" and extra[1] in _RENDERING)
        if wanted and (named := _NAME.match(line)):
            yield re.sub(r"[-_.]+", "-", named[0]).lower()


def _folder(name: str) -> str:
    """Return how the metadata of an installed package begin, however it is written there."""
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError:
        files = ()
    folders = (str(file).partition(".dist-info/") for file in files)
    return next((begin.partition("-")[0] for begin, found, _ in folders if found), name.replace("-", "_"))
