"""Documents rendered on other machines: the same pure tasks as here, with their inputs sent and their files returned.

The client packs what a document may read, by hash; a worker unpacks it into a folder of its own and renders it there in
a process with the same limits; what comes back is said as if it had been made here. A worker that would render
otherwise is refused, and one that dies costs time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.cluster.connecting import connected
from publisher.cluster.lanes import Lane
from publisher.cluster.passport import passport
from publisher.cluster.spreading import Cluster, spread
from publisher.cluster.worker import WARMING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.config import Settings
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering

__all__ = ["Cluster", "render_on_cluster", "spread"]


def render_on_cluster(
    jobs: tuple[Job, ...], settings: Settings, started: Callable[[Job], None]
) -> Iterator[tuple[Job, Rendering]]:
    """Yield each job with its rendering as it comes back from the cluster of the settings.

    Raises `PublisherError` (`missing-package`, `cluster-unreachable`, `cluster-differs`) before the first one.
    """
    formats = tuple(dict.fromkeys(name for job in jobs for name in job.formats))
    lane = Lane()  # connecting makes threads, and only a process without any may fork
    try:
        own = lane.do(WARMING, passport, formats)
    finally:
        lane.end()
    with connected(settings.executor, own, formats) as cluster:
        yield from spread(jobs, settings, cluster, own, started)
