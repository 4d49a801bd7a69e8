"""The exporters there are: the built-in ones, and those that other packages bring."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.exporters import Artifact, Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

    from publisher.model import Document
    from publisher.theme import Theme

__all__ = ["BUILT_IN", "GROUP", "export", "exporter", "exporter_names"]

GROUP = "publisher.exporters"
"""The entry-point group in which packages bring exporters, each `NAME = "module:EXPORTER"`."""

BUILT_IN: Mapping[str, str] = {
    "pdf": "publisher.exporters.pdf:PDF",
    "docx": "publisher.exporters.docx:DOCX",
    "html": "publisher.exporters.html:HTML",
    "txt": "publisher.exporters.text:TEXT",
    "ascii": "publisher.exporters.text:ASCII",
}
"""Where each built-in exporter stands; imported when it is first asked for."""


@lru_cache(maxsize=4)
def _brought(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Return the entry points on the search path; kept, since looking reads every installed package's metadata."""
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)))


def exporter_names() -> list[str]:
    """Return the names of all formats, the built-in ones first.

    Raises `PublisherError` (`duplicate-exporter`) when two exporters have one name.
    """
    points = _brought(tuple(sys.path))
    names = [*BUILT_IN, *(point.name for point in points)]
    for name in names:
        if names.count(name) > 1:
            message = f"there are {names.count(name)} exporters named {name!r}"
            homes = ", ".join(point.value for point in points if point.name == name)
            hint = f"uninstall one of the packages that bring them: {homes}"
            raise PublisherError.single("duplicate-exporter", message, hint=hint, status=Status.OUTSIDE)
    return names


def exporter(name: str) -> Exporter:
    """Return the exporter of a name.

    Raises `PublisherError`: `unknown-format`, `duplicate-exporter`, or `bad-exporter` when it can't be loaded.
    """
    names = exporter_names()
    if name not in names:
        message = f"there is no format {name!r}"
        raise PublisherError.single(
            "unknown-format", message, hint=f"there are: {', '.join(names)}", status=Status.USAGE
        )
    if name in BUILT_IN:
        module, attribute = BUILT_IN[name].split(":")
        found = getattr(import_module(module), attribute)
    else:
        point = next(point for point in _brought(tuple(sys.path)) if point.name == name)
        try:
            found = point.load()
        except Exception as error:
            message = f"{point.value} can't be loaded: {type(error).__name__}: {error}"
            raise PublisherError.single("bad-exporter", message, status=Status.OUTSIDE) from error
    if not isinstance(found, Exporter) or found.name != name:
        message = f"the exporter {name!r} is no Exporter of that name"
        raise PublisherError.single("bad-exporter", message, status=Status.OUTSIDE)
    return found


def export(document: Document, name: str, theme: Theme | None = None) -> Artifact:
    """Export a prepared document to the format of a name; without a theme, with its own template's.

    Raises `PublisherError` when there is no such format or theme.
    """
    from publisher.theme import load_theme

    return exporter(name).export(document, theme or load_theme(document.metadata.template))
