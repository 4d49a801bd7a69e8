"""Where documents are rendered: each in a process of this machine, or spread over a cluster. The editions are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.config import LOCAL
from publisher.publishing.scratch import scratch
from publisher.publishing.workers import render_all

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from publisher.config import Workspace
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering

__all__ = ["renderings"]


def renderings(
    jobs: tuple[Job, ...],
    workspace: Workspace,
    started: Callable[[Job], None],
    held: tuple[int, ...],
) -> Generator[tuple[Job, Rendering], None, None]:
    """Yield each job with its rendering as it is ready; `held` are open files that belong to this process alone.

    Raises `PublisherError` where a cluster can't be used.
    """
    settings = workspace.settings
    if settings.executor == LOCAL:
        with scratch(workspace.root) as place:
            yield from render_all(jobs, settings, started, held, place)
        return
    from publisher.cluster import render_on_cluster

    yield from render_on_cluster(jobs, settings, started)
