"""Everything that renders, and its versions: Publisher's own files, the packages that it needs, Python."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import __version__
from publisher.exporters.registry import BUILT_IN, exporter
from publisher.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["fingerprint", "libraries", "plug_ins", "programs", "versions"]

_PACKAGE = Path(__file__).parent.parent
_METADATA = ".dist-info"
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
    packages = {name: _package(name) for name in _needed("publisher")}
    begins = (package.begin if package else name.replace("-", "_") for name, package in packages.items())
    patterns = tuple(sorted(f"{begin}-*{_METADATA}" for begin in begins))
    for place in filter(_holds_packages, sys.path):
        found.listed(place, *patterns)
    return found


def fingerprint(files: Mapping[str, str]) -> str:
    """Return what tells files with their SHA-256 from others, wherever they stand."""
    content = sorted((path.rpartition("/")[2], digest) for path, digest in files.items())
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def versions() -> dict[str, str]:
    """Return the version of Python, of Publisher and of each package that it needs."""
    found = {"python": platform.python_version(), "publisher": __version__}
    for name in sorted(_needed("publisher")):
        if package := _package(name):
            found[name] = package.version
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
    found = _package(package)
    for line in found.requires if found else ():
        extra = _EXTRA.search(line)
        wanted = extra is None or (package == "publisher" and extra[1] in _RENDERING)
        if wanted and (named := _NAME.match(line)):
            yield _normalized(named[0])


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class _Package:
    """What the metadata of an installed package say."""

    begin: str
    """How their folder begins, before the version; it may be written in other ways than the package's name."""
    version: str
    requires: tuple[str, ...]


@cache
def _package(name: str) -> _Package | None:
    """Return what is known of a package; only the head of its metadata is read, of dozens of packages."""
    if (place := _places().get(name)) is None:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            return None
        return _Package(name.replace("-", "_"), found.version, tuple(found.requires or ()))
    begin, path = place
    head = Path(path, "METADATA").read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    fields = [line.partition(": ") for line in head]
    version = next(text for key, _, text in fields if key == "Version")
    return _Package(begin, version, tuple(text for key, _, text in fields if key == "Requires-Dist"))


@cache
def _places() -> Mapping[str, tuple[str, str]]:
    """Return where the metadata of each package are, the first on the path."""
    found: dict[str, tuple[str, str]] = {}
    for place in filter(_holds_packages, sys.path):
        with suppress(OSError):
            for each in os.scandir(place):
                if each.name.endswith(_METADATA) and os.path.exists(f"{each.path}/METADATA"):  # noqa: PTH110  of dozens
                    begin = each.name.removesuffix(_METADATA).rpartition("-")[0]
                    found.setdefault(_normalized(begin), (begin, each.path))
    return found


def _holds_packages(place: str) -> bool:
    return "site-packages" in place or "dist-packages" in place
