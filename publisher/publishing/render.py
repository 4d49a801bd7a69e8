"""One document through the whole pipeline: read, prepare, export."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import Location, PublisherError, Report, Status, failure_of, internal_error
from publisher.exporters import Artifact
from publisher.exporters.registry import exporter, exporter_names
from publisher.inputs import Inputs
from publisher.listing.about import About, about
from publisher.preparation import prepare
from publisher.publishing.frames import roomy
from publisher.publishing.ledgers import turning_days, used, uses_of
from publisher.publishing.programs import libraries, plug_ins
from publisher.publishing.traces import Trace
from publisher.reader import Target, read
from publisher.theme import load_theme

if TYPE_CHECKING:
    from publisher.exporters import Exporter
    from publisher.model import Document
    from publisher.publishing.plan import Job
    from publisher.theme import Theme

__all__ = ["Rendering", "render", "theme_of"]


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a document gave: all requested files, or the reasons why not."""

    report: Report
    status: Status
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Artifacts by file name; empty unless the status is good."""
    about: About | None = None
    """What the index page will know of it; None when it could not be read at all."""
    trace: Trace | None = None
    """What they were made of."""


@roomy
def render(job: Job) -> Rendering:
    """Render a document to all its formats in memory; whatever happens becomes a diagnostic."""
    began = time.perf_counter()
    report = Report()
    files: dict[str, bytes] = {}
    status = Status.SOURCE
    known: About | None = None
    trace: Trace | None = None
    try:
        own, shared = Inputs(), Inputs()
        read_as, documents = _documents(job, report, own)
        first = next(iter(documents.values()))
        known = about(first, job.slug, job.audience)
        theme = theme_of(first, report, job.templates, shared)
        for path in sorted(own.torn):
            report.add("source-changed", f"{Path(path).name} has changed while the document was being made")
        if not report.stops(lenient=job.lenient):
            for name in job.formats:
                found = exporter(name)
                artifact = _exported(found, documents[name], theme)
                report.extend(artifact.diagnostics)
                files[f"{job.edition}{found.suffix}"] = artifact.content
            trace = _trace(job, read_as, list(documents.values()), (own, shared))
            trace = replace(trace, seconds=time.perf_counter() - began)
    except PublisherError as error:
        report.extend(error.report.diagnostics)
        report.sources.update(error.report.sources)
        status = error.status
    except MemoryError:
        report.add("out-of-memory", "it took more memory than a document may")
    except Exception as error:  # noqa: BLE001  a fault of ours must not look like one of the source
        report.extend([internal_error(error)])
    if report.stops(lenient=job.lenient):
        return Rendering(report, status, about=known)
    return Rendering(report, Status.GOOD, files, known, trace)


def _trace(job: Job, read_as: Document, documents: list[Document], inputs: tuple[Inputs, Inputs]) -> Trace:
    """Say what the documents of a job were made of; `read_as` is one of them before it was prepared."""
    own, shared = inputs
    metadata = read_as.metadata
    if metadata.attach_source:  # as a whole
        home = job.path.parent.resolve()
        own.ledgers -= {path for path in own.ledgers if Path(path).is_relative_to(home)}
    for path in plug_ins(job.formats):
        shared.took(path)
    uses = uses_of(documents, covered=metadata.coverage != "any")
    found = used(read_as.ledger, uses, job.today)
    since, until = turning_days(read_as.ledger, uses.cited, job.today)
    return Trace(
        own,
        shared,
        libraries(),
        uses,
        found.facts,
        found.digest,
        since,
        until,
        tuple(check.text for check in read_as.ledger.checks),
    )


def theme_of(document: Document, report: Report, templates: Path, inputs: Inputs | None = None) -> Theme:
    """Load the template set that a document names; one that there is not is told where it is named."""
    try:
        return load_theme(document.metadata.template, (templates,), inputs)
    except PublisherError as error:
        line = re.compile(r"(template:\s*)(\S+)")
        places = (
            Location(path, number, found.start(2) + 1, len(found[2]))
            for path, text in report.sources.items()
            for number, found in enumerate(map(line.match, text.split("\n")), 1)
            if found and found[2].strip("'\"") == document.metadata.template
        )
        first, *others = error.report.diagnostics
        if first.code == "unknown-template":
            error.report.diagnostics[:] = [replace(first, at=next(places, None)), *others]
        raise


def _documents(job: Job, report: Report, inputs: Inputs) -> tuple[Document, Mapping[str, Document]]:
    """Read and prepare the document for each format; once for all that have no part of their own.

    The first one is returned as it was read, too.
    """
    formats = frozenset((*exporter_names(), *job.formats))
    as_read: list[Document] = []

    @cache
    def prepared(name: str) -> Document:
        target = Target(job.audience, name, formats)
        as_read.append(read(job.path, report, root=job.root, target=target, inputs=inputs))
        return prepare(as_read[-1], report, today=job.today)

    first = prepared(job.formats[0])
    others = dict.fromkeys(job.formats, first)
    if first.formats_named:
        shared = next((prepared(name) for name in job.formats if name not in first.formats_named), first)
        others = {name: prepared(name) if name in first.formats_named else shared for name in job.formats}
    return as_read[0], others


def _exported(found: Exporter, document: Document, theme: Theme) -> Artifact:
    try:
        return _whole(found.export(document, theme))
    except (PublisherError, MemoryError):
        raise
    except Exception as error:
        message = f"the exporter {found.name!r} failed: {failure_of(error)}"
        raise PublisherError.single("exporter-failed", message) from error


def _whole(artifact: object) -> Artifact:
    """Return what an exporter gives, which another package may have brought, if it is an artifact."""
    if isinstance(artifact, Artifact) and isinstance(getattr(artifact, "content", None), bytes):
        return artifact
    message = "it gives no Artifact whose content is bytes"
    raise TypeError(message)
