"""Where documents are rendered: each in a process of this machine, or spread over a cluster. The editions are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.config import LOCAL
from publisher.publishing.workers import render_all

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from publisher.config import Settings
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering

__all__ = ["renderings"]


def renderings(
    jobs: tuple[Job, ...], settings: Settings, started: Callable[[Job], None], held: tuple[int, ...]
) -> Generator[tuple[Job, Rendering], None, None]:
    """Yield each job with its rendering as it is ready; `held` are open files that belong to this process alone.

    Raises `PublisherError` where a cluster can't be used.
    """
    if settings.executor == LOCAL:
        yield from render_all(jobs, settings, started, held)
        return
    from publisher.cluster import render_on_cluster

    yield from render_on_cluster(jobs, settings, started)
