"""Rendering documents and publishing them: what `build` and `rebuild` share once it is known what is to be made."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.clock import day_of
from publisher.config import Workspace, find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.disk import is_ours
from publisher.publishing.editions import Edition, Keep, editions_of, publish
from publisher.publishing.executors import renderings
from publisher.publishing.indexing import forget_index, index
from publisher.publishing.outcomes import Outcome
from publisher.publishing.plan import plan
from publisher.publishing.recovering import commit_of
from publisher.publishing.remembering import programs_group, receipt_of, remember
from publisher.publishing.session import session
from publisher.publishing.withdrawing import tell_left_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from publisher.publishing.outcomes import BuildResult, Listener
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering
    from publisher.publishing.session import Session

__all__ = ["build", "produce"]


def build(  # noqa: PLR0913  what follows the formats is given by name
    workspace: Workspace | Path | str = ".",
    slugs: Iterable[str] = (),
    formats: Iterable[str] = (),
    *,
    lenient: bool = False,
    audience: str = "",
    today: dt.date | None = None,
    executor: str = "",
    listener: Listener | None = None,
    wait: Callable[[str], None] | None = None,
) -> BuildResult:
    """Build documents of a workspace (all of them unless named) and publish those without errors.

    With an audience, the parts that are for it are in, and the edition is published as SLUG.AUDIENCE. Facts that
    are out of date on a day (by default that of SOURCE_DATE_EPOCH, else today) are told.
    An executor says where they are rendered; without one, the settings do. The listener hears of each document.
    Raises `PublisherError` when there is no such workspace, document or format, or when another run is at work;
    `wait` hears of that one, and then this waits for its end.
    """
    found = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    place = found.with_executor(executor)
    named = tuple(slugs)
    jobs = plan(place, named, tuple(formats), lenient=lenient, audience=audience, today=today or day_of())
    with session(place, listener, wait) as run:
        produce(run, jobs, dict.fromkeys((job.edition for job in jobs), ("it was asked for",)), insist=True)
        index(run)
        if not named:
            documents = place.found()
            run.refuse(documents)
            tell_left_behind(run, documents)
    return run.result()


def produce(run: Session, jobs: Sequence[Job], reasons: Mapping[str, tuple[str, ...]], *, insist: bool) -> None:
    """Render jobs and publish what is good; `insist` publishes even what a rollback has taken back."""
    run.listener.planned(jobs, len(run.fresh))
    renders = programs_group(run.ground)
    run.ground.commit = commit_of(run.workspace.root)
    with closing(renderings(tuple(jobs), run.workspace, run.listener.started, (run.lock.handle,))) as found:
        for job, rendering in found:
            why = reasons.get(job.edition, ())
            outcome = replace(_published(run, job, rendering, renders, insist=insist, why=why), reasons=why)
            if outcome.status is not Status.GOOD:
                outcome = replace(outcome, stays=is_ours(run.workspace.output / job.edition))
            run.listener.ended(outcome)
            run.outcomes.append(outcome)


def _published(  # noqa: PLR0913  what follows is given by name
    run: Session, job: Job, rendering: Rendering, renders: int, *, insist: bool, why: tuple[str, ...]
) -> Outcome:
    outcome = Outcome(job.edition, rendering.report, rendering.status)
    if rendering.status is not Status.GOOD:
        return outcome
    settings, output = run.workspace.settings, run.workspace.output
    receipt = receipt_of(job, rendering, run.ground, renders)
    keep = Keep(settings.keep, settings.keep_days)
    try:
        edition = publish(output, job.edition, rendering.files, receipt, keep=keep, insist=insist)
    except PublisherError as error:
        rendering.report.extend(error.report.diagnostics)
        return replace(outcome, status=error.status)
    edition = _told(edition, job, rendering, output)
    if edition.withdrawn:
        why = ("a rollback has put it back",)
    if rendering.trace and edition.name:
        remember(job, rendering.trace, edition, run.ground, renders, why)
    if edition.changed:
        forget_index(run)
        run.state.log_edition(job.edition, edition.name, dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
    return replace(outcome, paths=edition.paths, changed=edition.changed, edition=edition.name)


def _told(edition: Edition, job: Job, rendering: Rendering, output: Path) -> Edition:
    """Tell what readers might not expect of an edition; one that stays withdrawn gives way to the current one."""
    if edition.withdrawn:
        current = next((each.name for each in editions_of(output, job.edition) if each.current), "")
        hint = f"publisher build {job.slug} publishes it all the same"
        message = f"a rollback has taken this content back; {current or 'no edition'} stays"
        rendering.report.add("withdrawn-edition", message, hint=hint)
        return replace(edition, name=current)
    if edition.changed and edition.carried:
        message = f"{', '.join(edition.carried)} stayed as an earlier build made them"
        hint = f"name their formats too: publisher build {job.slug} --format …; publisher clean takes all files away"
        rendering.report.add("mixed-edition", message, hint=hint)
    return edition
