"""Rebuilding what has changed, and nothing else.

This is what runs every few minutes, mostly to find that nothing has; so it imports what renders only when it must.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.config import Workspace, find_workspace
from publisher.publishing.freshness import Standing, standing
from publisher.publishing.indexing import index
from publisher.publishing.plan import audiences_published, jobs_of, known_formats, with_audiences
from publisher.publishing.session import session
from publisher.publishing.withdrawing import tell_left_behind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from publisher.publishing.outcomes import BuildResult, Listener
    from publisher.publishing.plan import Job
    from publisher.publishing.session import Session

__all__ = ["rebuild"]


def rebuild(  # noqa: PLR0913  what follows the formats is given by name
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
    """Build documents of which anything has changed since they were last published; all are looked at unless named.

    Of those that are published for audiences too, these editions are looked at as well.

    The options are those of `build`. What a rollback has taken back stays unpublished until its content changes.
    """
    found = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    place = found.with_executor(executor)
    named = tuple(slugs)
    names = tuple(dict.fromkeys(formats)) or place.settings.formats
    jobs = jobs_of(place, named, names, lenient=lenient, audience=audience, today=today or _today())
    if not audience:
        jobs = with_audiences(jobs, audiences_published(place))
    with session(place, listener, wait) as run:
        output = str(place.output)
        standings = {job.edition: standing(job, run.ground, output) for job in jobs}
        _settle(run, jobs, standings)
        stale = [job for job in jobs if standings[job.edition].reasons]
        run.fresh = tuple(job.edition for job in jobs if not standings[job.edition].reasons)
        if stale:
            known_formats(names)
            from publisher.publishing.building import produce

            produce(run, stale, {each: tuple(found.reasons) for each, found in standings.items()}, insist=False)
        elif listener:
            listener.planned((), len(run.fresh))
        index(run)
        if not named:
            documents = place.found()
            run.refuse(documents)
            tell_left_behind(run, documents)
        if stale and not named and not audience:
            run.state.tidy()
    return run.result()


def _settle(run: Session, jobs: Sequence[Job], standings: Mapping[str, Standing]) -> None:
    """Where ledgers have changed and nothing else, ask whether that concerns the document."""
    doubtful = [job for job in jobs if standings[job.edition].ledgers and not standings[job.edition].reasons]
    if not doubtful:
        return
    from publisher.publishing.scouting import settle

    for edition, reasons in settle(run, doubtful).items():
        standings[edition].reasons += reasons


def _today() -> dt.date:
    from publisher.clock import day_of

    return day_of()
