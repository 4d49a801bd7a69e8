"""What is remembered of a document that was published, and what its receipt says."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from publisher.listing.about import as_written
from publisher.publishing.editions import EDITIONS
from publisher.publishing.programs import fingerprint, programs, versions
from publisher.publishing.receipts import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publisher.publishing.editions import Edition
    from publisher.publishing.ground import Ground
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering
    from publisher.publishing.traces import Trace

__all__ = ["parted", "programs_group", "receipt_of", "remember", "renderers"]


def programs_group(ground: Ground) -> int:
    """Return the number under which everything that renders is remembered, as it is now."""
    for number, content in ground.state.groups.items():
        if "python" in content and not ground.changes_of_group(number):
            return number
    inputs = programs()
    ground.saw(inputs)
    return ground.state.group({**ground.written(inputs), "python": sys.version, "versions": versions()})


def receipt_of(job: Job, rendering: Rendering, ground: Ground, renders: int) -> Receipt:
    """Write what is known of an edition before it is published; `renders` is the group of everything that does."""
    trace = rendering.trace
    told = tuple(rendering.report.sorted())
    known = ground.state.groups[renders]
    about = as_written(rendering.about) if rendering.about else {}
    if trace is None:
        return Receipt(
            job.slug,
            job.formats,
            job.audience,
            job.lenient,
            job.today,
            diagnostics=told,
            about=about,
            commit=ground.commit,
        )
    inputs, beyond = parted(trace, ground.root)
    return Receipt(
        job.slug,
        job.formats,
        job.audience,
        job.lenient,
        job.today,
        inputs,
        trace.facts,
        {**known["versions"], **renderers(beyond, trace.libraries, known["files"])},
        trace.checks,
        told,
        trace.seconds,
        about,
        ground.commit,
    )


def parted(trace: Trace, root: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files that a document was made of, with their SHA-256: those of its workspace, and those beyond it."""
    inside, beyond = {}, {}
    for each in (trace.own, trace.shared):
        for path, (_, digest) in each.files.items():
            name = os.path.relpath(path, root)
            if name.startswith("../"):
                beyond[path] = digest
            else:
                inside[name] = digest
    return inside, beyond


def renderers(beyond: Mapping[str, str], libraries: Iterable[str], programs_files: Mapping[str, str]) -> dict[str, str]:
    """Return what has taken part in rendering beside packages: Publisher's own files, those of others, libraries."""
    found = {"publisher-files": fingerprint(programs_files)}
    if beyond:
        found["other-files"] = fingerprint(beyond)
    if names := dict.fromkeys(path.rpartition("/")[2] for path in libraries):
        found["libraries"] = " ".join(names)
    return found


def remember(  # noqa: PLR0913, PLR0917  each is something to remember
    job: Job, trace: Trace, edition: Edition, ground: Ground, renders: int, reasons: Iterable[str]
) -> None:
    """Remember what a document that was published is made of."""
    state = ground.state
    for inputs in (trace.own, trace.shared):
        ground.saw(inputs)
    shared = ground.written(trace.shared)
    shared["files"] |= {name: ground.digest(name) for name in map(ground.name, trace.libraries)}
    folder = f"{ground.name(os.fspath(edition.paths[0].parent.parent))}/{EDITIONS}/{job.edition}/{edition.name}"
    names = sorted(os.listdir(ground.full(folder)))  # noqa: PTH208  names are remembered as texts
    here = os.fspath(job.path.parent)
    real = os.path.realpath(here)
    linked = {"linked": [ground.name(here), ground.name(real)]} if real != here else {}
    content: dict[str, Any] = {
        **ground.written(trace.own),
        **linked,
        "source": ground.name(os.fspath(job.path)),
        "formats": list(job.formats),
        "lenient": job.lenient,
        "cited": list(trace.uses.cited),
        "sources": list(trace.uses.sources),
        "covered": trace.uses.covered,
        "facts": dict(trace.facts),
        "facts_digest": trace.facts_digest,
        "day": job.today.isoformat() if job.today else "",
        "since": trace.since.isoformat() if trace.since else "",
        "until": trace.until.isoformat() if trace.until else "",
        "groups": [renders, state.group(shared)],
        "reasons": list(reasons),
        "edition": edition.name,
        "published": {f"{folder}/{name}": ground.made(f"{folder}/{name}") for name in names},
    }
    state.remember(job.edition, content)
