"""Which documents are built, to which formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Report, Status
from publisher.nearest import did_you_mean
from publisher.slugs import shown, why_not_a_slug

if TYPE_CHECKING:
    import datetime as dt

    from publisher.config import Workspace

__all__ = ["Job", "jobs_of", "known_formats", "plan", "tell_misnamed", "wanted_slugs"]


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
        _refuse_names_of_translations(jobs, workspace)
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


def _refuse_names_of_translations(jobs: tuple[Job, ...], workspace: Workspace) -> None:
    """Refuse an audience whose editions would be published under the names of translations."""
    for name in sorted({job.edition for job in jobs} & set(workspace.slugs())):
        message = f"the edition for {jobs[0].audience} would be published as {name}, as a translation is"
        raise PublisherError.single("bad-argument", message, None, "give the audience another name", Status.USAGE)


def tell_misnamed(workspace: Workspace, report: Report) -> None:
    """Report folders with documents that can't be published under their names; the others are built all the same."""
    for name in workspace.misnamed():
        message = (
            f"{workspace.settings.source}/{shown(name)} can't be published under this name: {why_not_a_slug(name)}"
        )
        report.add("bad-slug", message, hint="give the folder another name")


def wanted_slugs(workspace: Workspace, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the documents that are meant, each once.

    Raises `PublisherError`: `unknown-document` for each name that is none, `no-source` when there are none at all.
    """
    known = workspace.slugs()
    if not known:
        misnamed = Report()
        tell_misnamed(workspace, misnamed)
        misnamed.raise_if_stopped()
        message = f"there is no document in {workspace.settings.source}/"
        raise PublisherError.single("no-source", message, hint="publisher new NAME makes one")
    report = Report()
    for slug in slugs:
        if slug not in known:
            hint = did_you_mean(slug, known, f"there are: {', '.join(known)}")
            report.add("unknown-document", f"there is no document {slug!r}", hint=hint)
    if report.diagnostics:
        raise PublisherError(report, Status.USAGE)
    return tuple(dict.fromkeys(slugs)) or tuple(known)
