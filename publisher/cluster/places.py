"""Where the parts of an installation stand, said in a way that another installation understands."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

import publisher
from publisher.inputs import digest_of
from publisher.theme import built_in_templates

__all__ = ["found_at", "installed_as", "sha256"]

_TEMPLATES = "<templates>"
_PUBLISHER = "<publisher>"
_PACKAGES = "<packages>"


def installed_as(path: str) -> str:
    """Return how another installation finds a file of this one; a path that belongs to no package stays as it is."""
    homes = [(len(folder), mark) for mark, folder in _folders() if path.startswith(f"{folder}/")]
    if not homes:
        return path
    length, mark = max(homes)
    return mark + path[length:]


def found_at(name: str) -> str:
    """Return the path here of what another installation has named."""
    mark, _, rest = name.partition("/")
    candidates = [f"{folder}/{rest}" for known, folder in _folders() if known == mark]
    return next(filter(os.path.lexists, candidates), candidates[0]) if candidates else name


def _folders() -> tuple[tuple[str, str], ...]:
    return _folders_of(tuple(sys.path))


@lru_cache(maxsize=4)
def _folders_of(paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known = [(_TEMPLATES, built_in_templates()), (_PUBLISHER, Path(publisher.__file__).parent)]
    known += [(_PACKAGES, Path(path).resolve()) for path in paths if path]
    return tuple((mark, str(folder)) for mark, folder in known)


@lru_cache(maxsize=4096)
def sha256(path: str) -> str:
    """Return the SHA-256 of an installed file; it is read once a process."""
    return digest_of(path)
