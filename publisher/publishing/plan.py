"""Which documents are built, to which formats."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic, PublisherError, Report, Status
from publisher.nearest import did_you_mean
from publisher.publishing.disk import names_shown
from publisher.slugs import INDEX_FILES, fault_of, misnamed, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from publisher.config import Found, Workspace

__all__ = [
    "Job",
    "audiences_published",
    "head_of",
    "jobs_of",
    "known_formats",
    "misnamed_in",
    "missing_of",
    "plan",
    "slugs_in",
    "wanted_slugs",
    "with_audiences",
]


_HEAD = 20_000
"""How many characters of a document are looked at in a glance."""
_AUDIENCES = re.compile(r"^audiences:(.*(?:\n[ \t-].*)*)", re.MULTILINE)


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
    """Return a job for each document, to formats that need not yet be known; for an audience, for those that have it."""
    jobs = tuple(
        Job(slug, workspace.path_of(slug), workspace.root, workspace.templates, formats, lenient, audience, today)
        for slug in wanted_slugs(workspace, slugs)
    )
    if audience:
        if not slugs:
            jobs = tuple(job for job in jobs if _speaks_of(audience, job.path)) or jobs
        _refuse_audience(audience, jobs, workspace)
    return jobs


def head_of(path: Path) -> str | None:
    """Return how a document begins, for a glance; None where it can't be read."""
    try:
        if not path.is_file():
            return None
        with path.open(encoding="utf-8", errors="replace") as source:
            return source.read(_HEAD)
    except OSError:
        return None


def _speaks_of(audience: str, path: Path) -> bool:
    """Whether the metadata of a document list an audience, as far as a glance tells."""
    head = head_of(path)
    if head is None:
        return True  # which is told where it is read
    listed = "".join(_AUDIENCES.findall(head.partition("\n---")[0]))
    return bool(re.search(rf"(?<![\w-]){re.escape(audience)}(?![\w-])", listed))


def with_audiences(jobs: Iterable[Job], published: Mapping[str, tuple[str, str]]) -> tuple[Job, ...]:
    """Return jobs, each with those for the audiences for which its document is published too."""
    for_audiences: dict[str, list[Job]] = {}
    by_slug = {job.slug: job for job in jobs}
    for name, (slug, audience) in published.items():
        if slug in by_slug and name not in by_slug:
            for_audiences.setdefault(slug, []).append(replace(by_slug[slug], audience=audience))
    return tuple(each for slug, job in by_slug.items() for each in (job, *for_audiences.get(slug, ())))


def audiences_published(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Return the names under which documents are published for audiences, each with its document and its audience."""
    try:
        names = {each.name for each in os.scandir(workspace.output) if "." in each.name[1:]} - {*INDEX_FILES}
    except OSError:
        return {}
    others = sorted(names - set(workspace.slugs())) if names else []
    if not others:
        return {}
    from publisher.publishing.receipts import read_receipt

    found = {}
    for name in others:
        receipt = read_receipt(workspace.output / name) or {}
        match receipt.get("document"), receipt.get("audience"):
            case str(slug), str(audience) if audience and name == f"{slug}.{audience}":
                found[name] = slug, audience
    return found


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


def slugs_in(workspace: Workspace, words: Iterable[str]) -> tuple[str, ...]:
    """Return the documents that words name: each one, or several with spaces or commas, which a name too may hold."""
    given = tuple(words)
    if not any("," in word or " " in word for word in given):
        return given
    known = {*workspace.slugs(), *workspace.found().misnamed, *names_shown(workspace.output)}
    return tuple(name for word in given for name in ([word] if word in known else word.replace(",", " ").split()))


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
    report = Report(list(missing_of(found, slugs).values()))
    if report.diagnostics:
        raise PublisherError(report, Status.USAGE)
    return tuple(dict.fromkeys(slugs)) or tuple(known)


def missing_of(found: Found, slugs: tuple[str, ...]) -> dict[str, Diagnostic]:
    """Tell of each of some names why no document of that name can be published, where none can."""
    missing = {}
    for slug in slugs:
        if slug in found.misnamed:
            missing[slug] = misnamed(slug, found.misnamed[slug])
        elif slug not in found.slugs:
            hint = did_you_mean(slug, found.slugs, f"there are: {', '.join(found.slugs)}" if found.slugs else "")
            missing[slug] = Diagnostic("unknown-document", f"there is no document {shown(slug)!r}", hint=hint)
    return missing


def misnamed_in(found: Found) -> list[Diagnostic]:
    """Tell of each document that can't be published because of its name."""
    return [misnamed(name, fault) for name, fault in found.misnamed.items()]
