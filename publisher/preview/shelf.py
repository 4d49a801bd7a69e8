"""What a preview has of each document: its last good files, and what was found in it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from publisher.console import summary
from publisher.diagnostics import Report, Status

if TYPE_CHECKING:
    from publisher.listing.about import About
    from publisher.publishing.render import Rendering

__all__ = ["QUICK", "Part", "Shown", "shown"]

QUICK = ("html", "txt", "ascii")
"""Formats that are made at each change; the others are made behind them, once somebody has asked for them."""


@dataclass(slots=True)
class Part:
    """The formats of a document that are made together."""

    formats: tuple[str, ...]
    wanted: bool
    due: int = 1
    """Counts the changes of the source."""
    done: int = 0
    """The change that the last rendering has seen."""
    busy: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    """The last good ones, by name."""
    versions: dict[str, str] = field(default_factory=dict)
    """What changes with their bytes."""
    report: Report = field(default_factory=Report)
    status: Status = Status.GOOD
    seconds: float = 0.0
    """How long the last rendering took."""
    clock: str = ""
    """When it ended, by the clock on the wall."""

    @property
    def current(self) -> bool:
        """Whether it has seen the last change."""
        return self.done == self.due

    def take(self, rendering: Rendering, change: int, seconds: float) -> None:
        """Take over what a rendering gave; files of one that failed are not replaced."""
        self.done, self.seconds, self.clock = change, seconds, time.strftime("%H:%M:%S")
        self.report, self.status = rendering.report, rendering.status
        if rendering.status is Status.GOOD:
            self.files = dict(rendering.files)
            self.versions = {name: blake2b(each, digest_size=8).hexdigest() for name, each in self.files.items()}


@dataclass(slots=True)
class Shown:
    """One document of a preview."""

    slug: str
    quick: Part
    slow: tuple[Part, ...]
    about: About | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        """All formats that it can be had in."""
        return tuple(name for part in self.parts for name in part.formats)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is made together, the quick ones first."""
        return (self.quick, *self.slow)

    @property
    def title(self) -> str:
        """What it is called, as far as that is known."""
        return self.about.title if self.about else self.slug

    @property
    def settled(self) -> bool:
        """Whether everything that is wanted is as the source is now."""
        return all(part.current or not part.wanted for part in self.parts)

    @property
    def failed(self) -> bool:
        """Whether not even its quick formats could be made, as the source is now."""
        return self.quick.current and self.quick.status is not Status.GOOD

    @property
    def report(self) -> Report:
        """Everything that was found in it, each thing once."""
        told = [part.report for part in self.parts if part is self.quick or (part.done and not self.failed)]
        whole = Report()
        for report in told:
            whole.extend(report.diagnostics)
            whole.sources.update(report.sources)
        return whole

    def part_of(self, name: str) -> Part:
        """Return the part that a format belongs to."""
        return next(part for part in self.parts if name in part.formats)

    def version(self, name: str) -> str:
        """Return what changes with the bytes of a file; empty while there is none."""
        return next((part.versions[name] for part in self.parts if name in part.versions), "")

    def line(self, part: Part, *, lenient: bool) -> str:
        """Say in one line what came of a rendering, for a terminal."""
        counted = summary([self.report], lenient=lenient) or "good"
        return f"{self.slug} ({' '.join(part.formats)}): {counted}, {part.seconds:.2f} s"


def shown(slug: str, formats: tuple[str, ...]) -> Shown:
    """Return a document of which nothing is made yet."""
    quick = tuple(name for name in formats if name in QUICK)
    slow = (name for name in formats if name not in QUICK)
    return Shown(slug, Part(quick, wanted=True), tuple(Part((name,), wanted=False) for name in slow))
