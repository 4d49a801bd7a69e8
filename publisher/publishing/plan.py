"""Which documents are built, to which formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Report, Status
from publisher.nearest import did_you_mean
from publisher.slugs import fault_of, misnamed, shown

if TYPE_CHECKING:
    import datetime as dt

    from publisher.config import Found, Workspace
    from publisher.diagnostics import Diagnostic

__all__ = ["Job", "jobs_of", "known_formats", "misnamed_in", "plan", "wanted_slugs"]


@dataclass(frozen=True, slots=True)
class Job:
    """One document to build."""

    slug: str
    path: Path
    """Its index.md."""
    root: Path
    """What places in diagnostics are relative to."""
    templates: Path
    formats: tuple[str, ...]
    lenient: bool
    audience: str = ""
    today: dt.date | None = None
    """The day by which facts are out of date; None for never."""

    @property
    def edition(self) -> str:
        """The name under which it is published: that of the document, and the audience where it is for one."""
        return f"{self.slug}.{self.audience}" if self.audience else self.slug


def plan(  # noqa: PLR0913  what follows the formats is given by name
    workspace: Workspace,
    slugs: tuple[str, ...],
    formats: tuple[str, ...],
    *,
    lenient: bool,
    audience: str = "",
    today: dt.date | None = None,
) -> tuple[Job, ...]:
    """Return a job for each document; all documents and the workspace's formats unless named.

    Raises `PublisherError` (`unknown-document`, `unknown-format` …) with everything that is not known.
    """
    names = tuple(dict.fromkeys(formats or workspace.settings.formats))
    known_formats(names)
    return jobs_of(workspace, slugs, names, lenient=lenient, audience=audience, today=today)


def jobs_of(  # noqa: PLR0913  what follows the formats is given by name
    workspace: Workspace,
    slugs: tuple[str, ...],
    formats: tuple[str, ...],
    *,
    lenient: bool,
    audience: str = "",
    today: dt.date | None = None,
) -> tuple[Job, ...]:
    """Return a job for each document, to formats that need not yet be known."""
    jobs = tuple(
        Job(slug, workspace.path_of(slug), workspace.root, workspace.templates, formats, lenient, audience, today)
        for slug in wanted_slugs(workspace, slugs)
    )
    if audience:
        _refuse_audience(audience, jobs, workspace)
    return jobs


def known_formats(names: tuple[str, ...]) -> None:
    """Load the exporters of some formats, and tell of all that are not known."""
    from publisher.exporters.registry import exporter

    report = Report()
    status = Status.USAGE
    for name in names:
        try:
            exporter(name)
        except PublisherError as error:
            report.extend(error.report.diagnostics)
            status = error.status
    if report.diagnostics:
        raise PublisherError(report, status)


def _refuse_audience(audience: str, jobs: tuple[Job, ...], workspace: Workspace) -> None:
    """Refuse an audience whose editions would be published under names of translations, or that nothing can have."""
    known = set(workspace.slugs())
    for name in sorted(job.edition for job in jobs):
        fault = "as a translation is" if name in known else fault_of(name)
        if fault:
            message = f"the edition for {shown(audience)} would be published as {shown(name)}: {fault}"
            raise PublisherError.single("bad-argument", message, None, "give the audience another name", Status.USAGE)


def wanted_slugs(workspace: Workspace, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the documents that are meant, each once.

    Raises `PublisherError`: `unknown-document` for each name that is none, `bad-name` for each that none can have and
    where there are no others, `no-source` when there are none at all.
    """
    found = workspace.found()
    known = found.slugs
    if found.misnamed and not known and not slugs:
        raise PublisherError(Report(misnamed_in(found)))
    if not known and not found.misnamed:
        message = f"there is no document in {workspace.settings.source}/"
        raise PublisherError.single("no-source", message, hint="publisher new NAME makes one")
    report = Report()
    for slug in slugs:
        if slug in found.misnamed:
            report.extend([misnamed(slug, found.misnamed[slug])])
        elif slug not in known:
            hint = did_you_mean(slug, known, f"there are: {', '.join(known)}")
            report.add("unknown-document", f"there is no document {shown(slug)!r}", hint=hint)
    if report.diagnostics:
        raise PublisherError(report, Status.USAGE)
    return tuple(dict.fromkeys(slugs)) or tuple(known)


def misnamed_in(found: Found) -> list[Diagnostic]:
    """Tell of each document that can't be published because of its name."""
    return [misnamed(name, fault) for name, fault in found.misnamed.items()]
