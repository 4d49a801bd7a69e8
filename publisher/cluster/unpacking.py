"""One order carried out: unpacked into a folder of its own, rendered there, and that folder taken out of what it gave.

This is done in a lane, a process that renders and has no threads; the document itself has a process below that one.
"""

from __future__ import annotations

import os
import posixpath
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.cluster.orders import Done, Kind
from publisher.cluster.places import installed_as, sha256
from publisher.config import Settings
from publisher.inputs import Inputs
from publisher.publishing.plan import Job
from publisher.publishing.workers import render_all
from publisher.reader.files import IMAGE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.cluster.orders import Entry, Order
    from publisher.publishing.render import Rendering

__all__ = ["carried_out"]


def carried_out(order: Order, contents: Mapping[str, bytes]) -> Done:
    """Render the document of an order, of which all files are given."""
    with tempfile.TemporaryDirectory(prefix="publisher-order-") as folder:
        place = Path(folder).resolve()
        for name, entry in order.entries.items():
            _lay(place, name, entry, contents)
        limits = order.limits
        settings = Settings(timeout=limits.timeout, cpu=limits.cpu, memory=limits.memory)
        job = Job(
            order.slug,
            place / order.source,
            place / order.root,
            place / order.templates,
            order.formats,
            order.lenient,
            order.audience,
            order.today,
        )
        ((_, rendering),) = render_all((job,), settings, lambda _: None)
    return _without(rendering, f"{place}/")


def _lay(place: Path, name: str, entry: Entry, contents: Mapping[str, bytes]) -> None:
    """Lay one entry into the folder of an order; no name may lead out of it."""
    if posixpath.normpath(name) != name or name.startswith(("/", "../")):
        message = f"an order must not name {name}"
        raise ValueError(message)
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    match entry.kind:
        case Kind.FOLDER:
            path.mkdir(exist_ok=True)
        case Kind.FILE:
            path.write_bytes(contents[entry.text])
        case Kind.LINK:
            path.symlink_to(entry.text)
        case Kind.HUGE:
            with path.open("wb") as stream:
                stream.truncate(IMAGE_LIMIT + 1)
        case _:
            os.mkfifo(path)


def _without(rendering: Rendering, place: str) -> Done:
    """Name what was read as the order does, and what is installed as another installation does."""
    trace = rendering.trace
    if trace is None:
        return Done(rendering)

    def named(path: str) -> str:
        return path[len(place) :] if path.startswith(place) else installed_as(path)

    def renamed(inputs: Inputs) -> Inputs:
        return Inputs(
            {named(path): found for path, found in inputs.files.items()},
            {named(path) for path in inputs.absent},
            {(named(folder), patterns): names for (folder, patterns), names in inputs.listings.items()},
            {named(path) for path in inputs.ledgers},
        )

    libraries = {installed_as(path): sha256(path) for path in trace.libraries}
    return Done(
        replace(rendering, trace=replace(trace, own=renamed(trace.own), shared=renamed(trace.shared), libraries=())),
        libraries,
    )
