"""What a worker gave, said as if it had been rendered here; what was read there must be what is here."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.cluster.packing import NEVER
from publisher.cluster.places import found_at, sha256
from publisher.diagnostics import Report, Status
from publisher.inputs import Inputs
from publisher.publishing.render import Rendering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.cluster.orders import Done
    from publisher.cluster.packing import Parcel
    from publisher.inputs import Stamp

__all__ = ["brought_home", "refused"]


class _OtherError(Exception):
    """Raised for something that was read there and is another one here."""


def brought_home(done: Done, parcel: Parcel, libraries: Mapping[str, str]) -> Rendering:
    """Return a rendering with the paths and stamps of this machine.

    `libraries` are the paths here of what the layout engine loads. Where fonts or template sets that are installed
    there are others than those here, that is what the rendering says, and nothing else (`cluster-differs`).
    """
    trace = done.rendering.trace
    if trace is None:
        return done.rendering
    try:
        own, shared = _here(trace.own, parcel), _here(trace.shared, parcel)
        loaded = tuple(sorted(_library(name, digest, libraries) for name, digest in done.libraries.items()))
    except _OtherError as error:
        return refused("cluster-differs", str(error), Status.OUTSIDE)
    return replace(done.rendering, trace=replace(trace, own=own, shared=shared, libraries=loaded))


def refused(code: str, message: str, status: Status, hint: str = "") -> Rendering:
    """Return what becomes of a document that was not rendered."""
    report = Report()
    report.add(code, message, hint=hint)
    return Rendering(report, status)


def _here(inputs: Inputs, parcel: Parcel) -> Inputs:
    found = Inputs()
    for name, (_, digest) in inputs.files.items():
        path, stamp = _file(name, digest, parcel)
        found.files[path] = (stamp, digest)
    found.absent = {_path(name, parcel) for name in inputs.absent}
    found.ledgers = {_path(name, parcel) for name in inputs.ledgers}
    found.listings = {(_path(folder, parcel), patterns): names for (folder, patterns), names in inputs.listings.items()}
    return found


def _path(name: str, parcel: Parcel) -> str:
    return parcel.here(name) or found_at(name)


def _file(name: str, digest: str, parcel: Parcel) -> tuple[str, Stamp]:
    """Return the path and the stamp of a file that was read there."""
    sent = parcel.here(name)
    if sent is not None:
        if digest not in parcel.contents:
            message = f"a worker has read another {os.path.basename(name)} than was sent to it"  # noqa: PTH119  texts
            raise _OtherError(message)
        return sent, parcel.stamps.get(name, NEVER)  # of what a link leads to, the content is looked at again
    path = found_at(name)
    if sha256(path) != digest:
        message = f"a worker has another {os.path.basename(name)} than there is here"  # noqa: PTH119  texts
        raise _OtherError(message)
    own = Inputs()
    own.took(path)
    return path, own.files[path][0]


def _library(name: str, digest: str, libraries: Mapping[str, str]) -> str:
    base = os.path.basename(name)  # noqa: PTH119  texts
    path = libraries.get(base) or found_at(name)
    if sha256(path) != digest:
        message = f"a worker has another {base} than there is here"
        raise _OtherError(message)
    return path
