"""What is on the disk now, held against what is remembered; of a file, its state is asked first, and seldom more."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publisher.inputs import Inputs, digest_of, listing, stamp_of
from publisher.publishing.records import Known

if TYPE_CHECKING:
    from publisher.inputs import Stamp
    from publisher.publishing.state import State

__all__ = ["Change", "Ground"]

_RACY = 100_000_000
"""Nanoseconds in which a file may change again without having another time: clocks of file systems are coarse."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as it was."""

    path: str
    what: str
    ledger: bool = False
    """Whether only facts stand there."""

    def __str__(self) -> str:
        return f"{self.path} {self.what}"


@dataclass(slots=True)
class Ground:
    """The disk, as one run sees it: each file is looked at once."""

    root: str
    state: State
    commit: str = ""
    """The commit of git that is checked out, where something is to be made of it."""
    _seen: dict[str, str] = field(default_factory=dict)
    _checked: dict[int, tuple[Change, ...]] = field(default_factory=dict)

    def name(self, path: str) -> str:
        """Return how a path is remembered: relative to the workspace where it is in it."""
        inside = path.startswith(f"{self.root}/")
        return path[len(self.root) + 1 :] if inside else path

    def full(self, name: str) -> str:
        """Return the path of a remembered name."""
        return name if name.startswith("/") else f"{self.root}/{name}"

    def digest(self, name: str) -> str:
        """Return what a file holds now; empty where there is none."""
        if name in self._seen:
            return self._seen[name]
        path = self.full(name)
        known = self.state.files.get(name)
        try:
            stamp = stamp_of(os.stat(path))  # noqa: PTH116  thousands of them
        except OSError:
            found = ""
        else:
            if known and known.stamp == stamp:
                found = known.digest
            else:
                now = time.time_ns()
                found = digest_of(path)
                self.state.moved(name, Known(_trusted(stamp, now), found))
        self._seen[name] = found
        return found

    def saw(self, inputs: Inputs) -> None:
        """Remember files as a worker found them."""
        now = time.time_ns()
        for path, (stamp, digest) in inputs.files.items():
            name = self.name(path)
            self._seen.pop(name, None)
            known = self.state.files.get(name)
            if known is None or (known.stamp, known.digest) != (stamp, digest):
                self.state.moved(name, Known(_trusted(stamp, now), digest))

    def made(self, name: str) -> str:
        """Return what a file holds that this run has made, and nobody may change."""
        path = self.full(name)
        found = digest_of(path)
        self.state.moved(name, Known(stamp_of(os.stat(path)), found))  # noqa: PTH116  as above
        self._seen[name] = found
        return found

    def written(self, inputs: Inputs) -> dict[str, Any]:
        """Return inputs as they are remembered."""
        ledgers = {self.name(path) for path in inputs.ledgers}
        files = {self.name(path): digest for path, (_, digest) in inputs.files.items()}
        listings = [
            [self.name(folder), list(patterns), list(names)] for (folder, patterns), names in inputs.listings.items()
        ]
        absent = sorted(self.name(path) for path in inputs.absent if path not in inputs.files)
        known = {*files, *absent, *(each[0] for each in listings)}
        return {"files": files, "absent": absent, "listings": sorted(listings), "ledgers": sorted(ledgers & known)}

    def changes(self, content: Mapping[str, Any]) -> Iterator[Change]:
        """Yield what of the inputs is not as it was."""
        ledgers = content.get("ledgers", ())
        for name, digest in content["files"].items():
            if self.digest(name) != digest:
                what = "has changed" if self.digest(name) else "has gone"
                yield Change(name, what, name in ledgers)
        for name in content["absent"]:
            if os.path.lexists(self.full(name)):
                yield Change(name, "is new", name in ledgers)
        for folder, patterns, names in content["listings"]:
            now = listing(self.full(folder), patterns)
            if list(now) != names:
                yield Change(folder, _difference(names, list(now)), folder in ledgers)
        if content.get("python", sys.version) != sys.version:
            yield Change("Python", "is another one")
        folder, real = content.get("linked", ("", ""))
        if folder and os.path.realpath(self.full(folder)) != self.full(real):
            yield Change(folder, "is a link to another place")

    def changes_of_group(self, number: int) -> tuple[Change, ...]:
        """Return what has changed of something that documents share; it is looked at once."""
        if number not in self._checked:
            content = self.state.groups.get(number)
            missing = (Change("what it shares with others", "is not remembered"),)
            self._checked[number] = missing if content is None else tuple(self.changes(content))
        return self._checked[number]


def _trusted(stamp: Stamp, now: int) -> Stamp | None:
    """Return a stamp, unless the file has changed so shortly before that it may have changed once more since."""
    _, changed, entry, _ = stamp
    return None if max(changed, entry) > now - _RACY else stamp


def _difference(before: list[str], now: list[str]) -> str:
    gone = [name for name in before if name not in now]
    come = [name for name in now if name not in before]
    said = [f"no longer holds {', '.join(gone)}"] if gone else []
    return " and ".join([*said, *([f"now holds {', '.join(come)}"] if come else [])])
