"""Documents through an executor: what is in work at a time, what is sent again, and when that is enough."""

from __future__ import annotations

import time
import uuid
from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.cluster.homecoming import brought_home, refused
from publisher.cluster.orders import Done, Limits, Missing, Order, Stranger
from publisher.cluster.packing import ROOT, Parcel, parcel_of
from publisher.cluster.passport import Passport, differences, hash_of
from publisher.cluster.worker import work
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.render import Rendering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publisher.cluster.orders import Answer
    from publisher.config import Settings
    from publisher.publishing.plan import Job

__all__ = ["Cluster", "spread"]

_TRIES = 3
"""How often a document is given out that does not come back."""
_AHEAD = 2
"""Documents that are given out for each one that can be rendered at a time, so that no worker waits for its next one."""
_LOOK = 2
"""Seconds after which the workers are counted again."""
_SILENCE = 60
"""Seconds beyond the limit of a document in which at least one must have come back; and to find a worker in."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers, and what is known of them. Functions that ask them raise `OSError` where nobody answers."""

    name: str
    executor: Executor
    slots: Callable[[], int]
    """How many documents can be rendered at a time; 0 where there is no worker."""
    killed: Callable[[BaseException], bool] = lambda _: False
    """Whether an error says that the workers died that had a document, so that it may have been its fault."""
    give_up: Callable[[str], None] = lambda _: None
    """End what is at work for a run."""


@dataclass(slots=True)
class _Trip:
    """A document that is given out."""

    job: Job
    parcel: Parcel
    order: Order
    tries: int = 0
    alone: bool = False
    """Whether its workers died, so that it is given out once more when no other document is out."""


@dataclass(slots=True)
class _Spread:
    cluster: Cluster
    settings: Settings
    passport: Passport
    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    sent: set[str] = field(default_factory=set)
    """Files that some worker has been sent."""
    out: dict[Future[Answer], _Trip] = field(default_factory=dict)
    again: deque[_Trip] = field(default_factory=deque)
    suspects: deque[_Trip] = field(default_factory=deque)
    heard: float = field(default_factory=time.monotonic)
    counted: float = 0.0
    slots: int = 0
    lost: Rendering | None = None
    """What becomes of all documents that have not come back, once the cluster is of no use any more."""

    def look(self) -> None:
        """Count the workers, from time to time."""
        if time.monotonic() - self.counted >= _LOOK or not self.slots:
            try:
                self.slots = self.cluster.slots()
            except OSError as error:
                self.give_up_on(f"{self.cluster.name} does not answer any more: {error}")
            self.counted = time.monotonic()

    def give_up_on(self, message: str, code: str = "cluster-unreachable") -> None:
        """Expect nothing of the cluster any more."""
        hint = "publisher rebuild makes the rest, once it is there again" if code == "cluster-unreachable" else ""
        self.lost = refused(code, message, Status.OUTSIDE, hint)

    def give_out(self, trip: _Trip, *, whole: bool = False) -> None:
        """Give a document out, with those files that no worker has been sent yet; or with all of them."""
        whole = whole or trip.tries > 0  # whoever had it may be dead
        new = {digest: content for digest, content in trip.parcel.contents.items() if whole or digest not in self.sent}
        self.sent.update(new)
        try:
            future = self.cluster.executor.submit(work, replace(trip.order, contents=new))
        except Exception as error:  # noqa: BLE001  each executor has errors of its own
            self.give_up_on(f"{self.cluster.name} takes no documents any more: {error}")
            self.again.append(trip)
        else:
            self.out[future] = trip

    def came_back(self, future: Future[Answer]) -> Rendering | None:
        """Return what became of a document; None where it is to be given out once more."""
        trip = self.out.pop(future)
        self.heard = time.monotonic()
        try:
            answer = future.result()
        except Exception as error:  # noqa: BLE001  each executor has errors of its own
            self.counted -= _LOOK * isinstance(error, CancelledError)  # nobody here has cancelled it: look at once
            return self._once_more(trip, error)
        match answer:
            case Done():
                return brought_home(answer, trip.parcel, self.passport.libraries)
            case Missing():
                self.give_out(trip, whole=True)
                return None
            case Stranger():
                told = "; ".join(differences(self.passport.parts, answer.parts)[:3])
                self.give_up_on(f"a worker would render otherwise: {told}", "cluster-differs")
                self.again.append(trip)
                return None

    def _once_more(self, trip: _Trip, error: BaseException) -> Rendering | None:
        trip.tries += 1
        killed = self.cluster.killed(error)
        reason = "each worker that had it has died" if killed else f"{type(error).__name__}: {error}"
        if trip.tries >= _TRIES or (killed and trip.alone):
            tries = f"it was given out {trip.tries} times and did not come back"
            return refused("worker-lost", f"{tries}; {reason}"[:500], Status.SOURCE)
        trip.alone = killed
        (self.suspects if killed else self.again).append(trip)
        return None

    def silent(self) -> bool:
        """Whether nothing came back for longer than any document may take."""
        patience = _SILENCE + (self.settings.timeout if self.slots else 0)
        return time.monotonic() - self.heard > patience


def spread(
    jobs: Iterable[Job], settings: Settings, cluster: Cluster, passport: Passport, started: Callable[[Job], None]
) -> Iterator[tuple[Job, Rendering]]:
    """Yield each job with its rendering as it comes back; `passport` is what renders here.

    A document whose workers die is given to others, at last alone; a cluster that is lost costs those that are out.
    """
    spread_out = _Spread(cluster, settings, passport)
    waiting = deque(jobs)
    try:
        while waiting or spread_out.out or spread_out.again or spread_out.suspects:
            if spread_out.lost:
                trips = (*spread_out.out.values(), *spread_out.again, *spread_out.suspects)
                yield from ((job, spread_out.lost) for job in (*(trip.job for trip in trips), *waiting))
                return
            yield from _fill(spread_out, waiting, started)
            if not spread_out.out:
                time.sleep(_LOOK / 10)  # no worker is there
            for future in wait(spread_out.out, _LOOK, FIRST_COMPLETED).done:
                job = spread_out.out[future].job
                rendering = spread_out.came_back(future)
                if rendering is not None:
                    yield job, rendering
            if spread_out.silent():
                there = "" if spread_out.slots else ": it has no workers"
                spread_out.give_up_on(f"nothing came back from {cluster.name} any more{there}")
    finally:
        if spread_out.out:
            cluster.give_up(spread_out.run)
        for future in spread_out.out:
            future.cancel()


def _fill(spread_out: _Spread, waiting: deque[Job], started: Callable[[Job], None]) -> Iterator[tuple[Job, Rendering]]:
    """Give out as many documents as the workers can take; yield those that could not be packed."""
    spread_out.look()
    most = min(spread_out.slots * _AHEAD, spread_out.settings.jobs or spread_out.slots * _AHEAD)
    while len(spread_out.out) < most and not spread_out.lost:
        if spread_out.again:
            spread_out.give_out(spread_out.again.popleft())
        elif waiting:
            job = waiting.popleft()
            started(job)
            try:
                spread_out.give_out(_packed(job, spread_out))
            except PublisherError as error:
                yield job, Rendering(error.report, error.status)
        elif spread_out.suspects and not spread_out.out:
            spread_out.give_out(spread_out.suspects.popleft())
        else:
            return


def _packed(job: Job, spread_out: _Spread) -> _Trip:
    parcel = parcel_of(job)
    settings = spread_out.settings
    order = Order(
        spread_out.run,
        job.slug,
        parcel.source,
        ROOT,
        parcel.templates,
        job.formats,
        job.lenient,
        job.audience,
        job.today,
        parcel.entries,
        Limits(settings.timeout, settings.cpu, settings.memory),
        hash_of(spread_out.passport.parts),
    )
    return _Trip(job, parcel, order)
