"""What renders here, down to the bytes that it makes of a sample: two that agree in it make the same editions."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.cluster.places import installed_as, sha256
from publisher.exporters.registry import BUILT_IN
from publisher.publishing.plan import Job
from publisher.publishing.programs import libraries, programs, versions
from publisher.publishing.render import render
from publisher.theme import built_in_templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publisher.cluster.orders import Parts

__all__ = ["Passport", "differences", "hash_of", "passport"]

_SAMPLE = Path(__file__).parent.parent / "skeleton" / "first-brief" / "index.md"
_SHOWN = 12
"""Digits of a hash that are shown."""


@dataclass(frozen=True, slots=True)
class Passport:
    """What renders here."""

    parts: Parts
    libraries: Mapping[str, str] = field(default_factory=dict)
    """The paths here, by name, of what the layout engine has loaded of the system."""


def passport(formats: tuple[str, ...]) -> Passport:
    """Render a sample in some formats, and say what has rendered it.

    It is called in a process that renders documents afterwards, which finds everything imported and loaded.
    """
    built_in = tuple(name for name in formats if name in BUILT_IN)
    parts = {"Python": sys.version, "zlib": zlib.ZLIB_RUNTIME_VERSION, **versions()}
    parts["the files of Publisher"] = _hash_of_files(programs().files)
    parts["the template sets"] = _hash_of_files(str(each) for each in built_in_templates().glob("*/*"))
    rendering = render(Job("sample", _SAMPLE, _SAMPLE.parent, _SAMPLE.parent, built_in, lenient=True))
    loaded = {os.path.basename(path): path for path in libraries()}  # noqa: PTH119  texts
    parts |= {name: sha256(path) for name, path in loaded.items()}
    parts["what is said of a sample"] = " ".join(each.code for each in rendering.report.diagnostics)
    parts |= {name: hashlib.sha256(content).hexdigest() for name, content in rendering.files.items()}
    gc.collect()
    gc.freeze()
    return Passport(parts, loaded)


def hash_of(parts: Parts) -> str:
    """Return the hash of what renders somewhere."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()


def differences(here: Parts, there: Parts) -> list[str]:
    """Say in what two installations differ, the causes before what they cause."""
    names = (*here, *(each for each in there if each not in here))
    return [
        f"{name} is {_said(here.get(name))} here, {_said(there.get(name))} there"
        for name in names
        if here.get(name) != there.get(name)
    ]


def _said(value: str | None) -> str:
    if value is None:
        return "missing"
    short = value.split()[0] if value else "empty"
    return short[:_SHOWN]


def _hash_of_files(paths: Iterable[str]) -> str:
    return hash_of({installed_as(path): sha256(path) for path in paths})
