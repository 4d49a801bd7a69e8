"""Building a workspace: plan, render, publish.

Documents are rendered in processes of their own; an error, a crash or a time-out of one costs that one alone,
whose last good edition stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from publisher.clock import day_of
from publisher.config import Workspace, find_workspace
from publisher.diagnostics import PublisherError, Report, Status
from publisher.publishing.editions import Keep, publish, sweep_all
from publisher.publishing.lock import locked
from publisher.publishing.plan import Job, plan
from publisher.publishing.receipts import Receipt
from publisher.publishing.workers import render_all

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from publisher.publishing.render import Rendering

__all__ = ["BuildResult", "Job", "Listener", "Outcome", "build"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    slug: str
    report: Report
    status: Status
    paths: tuple[Path, ...] = ()
    """The published files; empty when nothing was published."""
    changed: bool = False
    """Whether they differ from what was published before."""
    edition: str = ""
    """The name of the edition that is current now."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of all documents, in the order of their names."""

    outcomes: tuple[Outcome, ...]
    report: Report = field(default_factory=Report)
    """What concerns no document alone."""

    @property
    def status(self) -> Status:
        """The worst status of all documents."""
        return max((outcome.status for outcome in self.outcomes), key=lambda each: each.value, default=Status.GOOD)


class Listener(Protocol):
    """Hears what a build does."""

    def started(self, job: Job, /) -> None:
        """Hear that a document is being rendered."""

    def ended(self, outcome: Outcome, /) -> None:
        """Hear what became of a document."""


class _Silence:
    def started(self, job: Job, /) -> None:
        """Keep quiet."""

    def ended(self, outcome: Outcome, /) -> None:
        """Keep quiet."""


def build(  # noqa: PLR0913  what follows the formats is given by name
    workspace: Workspace | Path | str = ".",
    slugs: Iterable[str] = (),
    formats: Iterable[str] = (),
    *,
    lenient: bool = False,
    audience: str = "",
    today: dt.date | None = None,
    listener: Listener | None = None,
    wait: Callable[[str], None] | None = None,
) -> BuildResult:
    """Build documents of a workspace (all of them unless named) and publish those without errors.

    With an audience, the parts that are for it are in, and the edition is published as SLUG.AUDIENCE. Facts that
    are out of date on a day (by default that of SOURCE_DATE_EPOCH, else today) are told.
    The listener hears of each document. Raises `PublisherError` when there is no such workspace,
    document or format, or when another run is at work; `wait` hears of that one, and then this waits for its end.
    """
    place = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    jobs = plan(place, tuple(slugs), tuple(formats), lenient=lenient, audience=audience, today=today or day_of())
    outcomes = []
    hears = listener or _Silence()
    report = Report()
    with locked(place.output, wait=wait) as lock:
        if lock.before:
            sweep_all(place.output)
            report.add("stale-lock", f"the run before has ended without letting go of its lock: {lock.before}")
        for job, rendering in render_all(jobs, place.settings, hears.started, held=(lock.handle,)):
            outcome = _published(place, job, rendering)
            hears.ended(outcome)
            outcomes.append(outcome)
    return BuildResult(tuple(sorted(outcomes, key=lambda each: each.slug)), report)


def _published(workspace: Workspace, job: Job, rendering: Rendering) -> Outcome:
    outcome = Outcome(job.edition, rendering.report, rendering.status)
    if rendering.status is not Status.GOOD:
        return outcome
    try:
        receipt = Receipt(
            job.slug, job.formats, job.audience, job.lenient, job.today, diagnostics=tuple(rendering.report.sorted())
        )
        keep = Keep(workspace.settings.keep, workspace.settings.keep_days)
        edition = publish(workspace.output, job.edition, rendering.files, receipt, keep=keep)
    except PublisherError as error:
        rendering.report.extend(error.report.diagnostics)
        return replace(outcome, status=error.status)
    if edition.changed and edition.carried:
        message = f"{', '.join(edition.carried)} stayed as an earlier build made them"
        hint = f"name their formats too: publisher build {job.slug} --format …; publisher clean takes all files away"
        rendering.report.add("mixed-edition", message, hint=hint)
    return replace(outcome, paths=edition.paths, changed=edition.changed, edition=edition.name)
