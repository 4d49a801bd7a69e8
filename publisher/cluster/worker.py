"""What runs on a worker of a cluster: the only functions that are called there by name."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.cluster.lanes import Lane, LaneEndedError
from publisher.cluster.orders import Done, Missing, Stranger
from publisher.cluster.passport import Passport, hash_of, passport
from publisher.cluster.unpacking import carried_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.cluster.orders import Answer, Order, Parts

__all__ = ["WARMING", "give_up", "parts_here", "work"]

WARMING = 120
"""Seconds that a process may take to start and to render a sample."""
_MORE = 30
"""Seconds beyond its limit after which a document is not waited for, though its process should have ended it."""
_KEPT = 256_000_000
"""Bytes of files that are kept for orders to come."""


class _GivenUpError(Exception):
    """Raised for the order of a run that nobody waits for any more."""


@dataclass(slots=True)
class _Warm:
    """A lane that is ready."""

    lane: Lane
    formats: tuple[str, ...]
    passport: Passport


@dataclass(slots=True)
class _Workplace:
    """What a worker has: files that it was sent, and lanes. Its methods may be called by several threads at once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    files: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    size: int = 0
    idle: list[_Warm] = field(default_factory=list)
    busy: dict[int, tuple[str, Lane]] = field(default_factory=dict)
    """By a number of its own, the run and the lane of each order at work."""
    given_up: set[str] = field(default_factory=set)

    def take(self, order: Order) -> dict[str, bytes] | tuple[str, ...]:
        """Return all files of an order, and keep them; or those that are missing."""
        wanted = {entry.text for entry in order.entries.values() if entry.kind == "file"}
        with self.lock:
            known = {digest: content for digest in wanted if (content := self.files.get(digest)) is not None}
            found = known | dict(order.contents)
            missing = tuple(sorted(wanted - set(found)))
            self._keep(found)
        return missing or found

    def _keep(self, found: Mapping[str, bytes]) -> None:
        for digest, content in found.items():
            self.size += 0 if digest in self.files else len(content)
            self.files[digest] = content
            self.files.move_to_end(digest)
        while self.size > _KEPT:
            _, content = self.files.popitem(last=False)
            self.size -= len(content)

    def warm(self, formats: tuple[str, ...]) -> _Warm:
        """Return a lane that renders some formats, and is nobody else's."""
        with self.lock:
            for each in self.idle:
                if each.formats == formats:
                    self.idle.remove(each)
                    return each
            others, self.idle = self.idle, []
        for each in others:  # of a run with other formats
            each.lane.end()
        lane = Lane()
        return _Warm(lane, formats, lane.do(WARMING, passport, formats))

    def rendered(self, order: Order, contents: dict[str, bytes]) -> Done | Stranger:
        """Render the document of an order, unless something else renders here than where it comes from."""
        warm = self.warm(order.formats)
        if hash_of(warm.passport.parts) != order.parts:
            self.idle.append(warm)
            return Stranger(warm.passport.parts)
        number = threading.get_ident()
        with self.lock:
            if order.run in self.given_up:
                self.idle.append(warm)
                raise _GivenUpError
            self.busy[number] = order.run, warm.lane
        try:
            done = warm.lane.do(order.limits.timeout + _MORE, carried_out, order, contents)
        except LaneEndedError as error:
            if order.run in self.given_up:
                raise _GivenUpError from error
            raise
        else:
            self.idle.append(warm)
        finally:
            del self.busy[number]
        return done

    def give_up(self, run: str) -> None:
        """End what is at work for a run, and begin nothing more for it."""
        with self.lock:
            self.given_up.add(run)
            at_work = [lane for each, lane in self.busy.values() if each == run]
        for lane in at_work:
            lane.interrupt()


_HERE = _Workplace()


def work(order: Order) -> Answer:
    """Render the document of an order, in a process of its own with its limits.

    Raises `LaneEndedError` where the process that started that one has ended.
    """
    found = _HERE.take(order)
    return Missing(found) if isinstance(found, tuple) else _HERE.rendered(order, found)


def parts_here(formats: tuple[str, ...]) -> Parts:
    """Return what renders here."""
    warm = _HERE.warm(formats)
    _HERE.idle.append(warm)
    return warm.passport.parts


def give_up(run: str) -> None:
    """End what is at work for a run."""
    _HERE.give_up(run)
