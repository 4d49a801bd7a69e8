"""The work behind a preview: watch the files, render what changed, and tell those who look on."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from publisher.clock import day_of
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Report
from publisher.preview.lanes import Lane
from publisher.preview.shelf import QUICK, Part, Shown, shown
from publisher.preview.watching import SETTINGS, concerned, watched
from publisher.publishing.plan import misnamed_in, plan
from publisher.publishing.render import Rendering

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator

    from publisher.config import Workspace
    from publisher.diagnostics import Diagnostic

__all__ = ["Desk"]

_SETTLE = 15
"""Milliseconds without another change after which a save is over: editors write a file in several steps."""
_LONGEST_SETTLE = 150
_MOST_LANES = 4
_GLANCE = 0.1
"""Seconds between two looks whether a slow rendering is still wanted."""
_PAUSE = 1.0
"""Seconds before folders that could not be watched are tried again."""


class Desk:
    """The documents of a preview, and those who render them and look on."""

    def __init__(
        self, workspace: Workspace, slugs: tuple[str, ...], *, lenient: bool, tell: Callable[[Shown, Part], None]
    ) -> None:
        """Preview documents of a workspace, all of them where none is named; `tell` hears of each rendering."""
        self.workspace = workspace
        self.lenient = lenient
        self._in_settings = Report()
        self._misnamed: list[Diagnostic] = []
        self.documents: dict[str, Shown] = {}
        self._only = slugs
        self._tell = tell
        self._lookers: dict[asyncio.Event, str] = {}
        self._work = asyncio.Event()
        self._rearm = asyncio.Event()
        self.ended = False
        plan(workspace, slugs, self._formats, lenient=lenient)  # what is wrong with the call is told before anything
        self._take_stock()

    @property
    def trouble(self) -> Report:
        """What is wrong with the workspace's settings, and with names that no document can have."""
        return Report(list(dict.fromkeys([*self._in_settings.diagnostics, *self._misnamed])), self._in_settings.sources)

    @property
    def _formats(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(("html", *self.workspace.settings.formats)))

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Watch and render as long as the context lasts."""
        at_once = self.workspace.settings.jobs or os.cpu_count() or 1
        slow = tuple(name for name in self._formats if name not in QUICK)
        quick_lanes = [Lane(QUICK) for _ in range(max(1, min(at_once, _MOST_LANES) // 2))]
        slow_lanes = [Lane(slow) for _ in range(max(1, min(at_once, _MOST_LANES) // 2))]
        tasks = [asyncio.create_task(self._serve(lane, quick=True)) for lane in quick_lanes]
        tasks += [asyncio.create_task(self._serve(lane, quick=False)) for lane in slow_lanes]
        tasks += [asyncio.create_task(self._watch_folders()), asyncio.create_task(self._watch_settings())]
        try:
            yield
        finally:
            self.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for lane in (*quick_lanes, *slow_lanes):
                lane.end()

    def end(self) -> None:
        """Let those who look on go."""
        self.ended = True
        self._ring("")

    # what changes

    def changed(self, slugs: Collection[str]) -> None:
        """Note that the sources of some documents have changed."""
        for slug in slugs:
            if document := self.documents.get(slug):
                for part in document.parts:
                    part.due += 1
                    part.wanted = part is document.quick  # who shows another will ask for it again
        self._work.set()
        for slug in slugs:
            self._ring(slug)

    def _take_stock(self) -> None:
        """Find the documents that there are now."""
        found = self.workspace.found()
        known = [slug for slug in found.slugs if slug in self._only or not self._only]
        self._misnamed = [] if self._only else misnamed_in(found)
        for gone in set(self.documents) - set(known):
            del self.documents[gone]
            self._ring(gone)
        for slug in known:
            fresh = shown(slug, self._formats)
            if slug not in self.documents or self.documents[slug].formats != fresh.formats:
                self.documents[slug] = fresh
        self.documents = {slug: self.documents[slug] for slug in known}

    def _settings_changed(self) -> None:
        self._in_settings = Report()
        try:
            self.workspace = find_workspace(self.workspace.root)
            plan(self.workspace, (), self._formats, lenient=self.lenient)
        except PublisherError as error:
            self._in_settings = error.report
        self._take_stock()
        self.changed(tuple(self.documents))
        self._ring("")

    async def _watch_folders(self) -> None:
        """Watch the folders; anew, when one is made or the settings name others."""
        polling = again = False
        while not self.ended:
            self._rearm.clear()
            folders = watched(self.workspace)
            if again:  # what has changed in between, nobody has seen
                self._take_stock()
                self.changed(tuple(self.documents))
            again = True
            try:
                async for paths in _changes(*folders, until=self._rearm, polling=polling):
                    self._take_stock()
                    self.changed(concerned(paths, self.workspace, self.documents))
            except OSError:  # more folders than the system lets one watch: look at them from time to time
                polling = True
                await asyncio.sleep(_PAUSE)

    async def _watch_settings(self) -> None:
        async for paths in _changes(self.workspace.root, recursive=False):
            names = {path.name for path in paths}
            if names & SETTINGS:
                self._settings_changed()
            if names & {*SETTINGS, Path(self.workspace.settings.source).name, self.workspace.templates.name}:
                self._rearm.set()

    # who renders

    async def _serve(self, lane: Lane, *, quick: bool) -> None:
        while True:
            found = self._next(quick=quick)
            if found is None:
                self._work.clear()
                await self._work.wait()
            else:
                await self._render(*found, lane)

    def _next(self, *, quick: bool) -> tuple[Shown, Part] | None:
        """Return what is most urgent: of a document that somebody looks at, then of any other."""
        looked_at = set(self._lookers.values())
        waiting = (
            (document, part)
            for document in sorted(self.documents.values(), key=lambda each: each.slug not in looked_at)
            for part in ((document.quick,) if quick else document.slow)
            if not part.busy and not part.current and part.wanted
        )
        ready = (each for each in waiting if quick or (each[0].quick.current and not each[0].failed))
        return next(ready, None)

    async def _render(self, document: Shown, part: Part, lane: Lane) -> None:
        change, begun = part.due, time.monotonic()
        part.busy = True
        try:
            working = asyncio.create_task(self._rendering(document.slug, part, lane))
            while not working.done():
                await asyncio.wait({working}, timeout=None if part is document.quick else _GLANCE)
                if part.due != change:
                    lane.give_up()
            rendering = working.result()
        finally:
            part.busy = False
        if rendering is not None and part.due == change:
            part.take(rendering, change, time.monotonic() - begun)
            document.about = rendering.about or document.about
            self._tell(document, part)
        self._work.set()
        self._ring(document.slug)

    async def _rendering(self, slug: str, part: Part, lane: Lane) -> Rendering | None:
        try:
            (job,) = plan(self.workspace, (slug,), part.formats, lenient=self.lenient, today=day_of())
        except PublisherError as error:
            return Rendering(error.report, error.status)
        return await lane.render(job, self.workspace.settings)

    # who looks on

    @contextlib.contextmanager
    def looking(self, slug: str) -> Iterator[asyncio.Event]:
        """Let somebody look on, at one document or (without a name) at all; the event is set at each news."""
        bell = asyncio.Event()
        self._lookers[bell] = slug
        try:
            yield bell
        finally:
            del self._lookers[bell]

    def _ring(self, slug: str) -> None:
        for bell, wanted in self._lookers.items():
            if not slug or wanted in {"", slug}:
                bell.set()

    def want(self, document: Shown, name: str) -> Part:
        """Ask for a format of a document, until its source changes."""
        part = document.part_of(name)
        part.wanted = True
        self._work.set()
        return part

    async def settled(self, slug: str, name: str) -> None:
        """Wait until a format of a document is as the source is, or can't be made."""
        with self.looking(slug) as bell:
            while not self.ended and (document := self.documents.get(slug)):
                if self.want(document, name).current or document.failed:
                    return
                await bell.wait()
                bell.clear()


async def _changes(
    *folders: Path, until: asyncio.Event | None = None, recursive: bool = True, polling: bool = False
) -> AsyncIterator[list[Path]]:
    """Yield the files of each change, until an event is set."""
    changes = awatch(
        *folders,
        stop_event=until,
        recursive=recursive,
        force_polling=polling or None,
        step=_SETTLE,
        debounce=_LONGEST_SETTLE,
    )
    async for found in changes:
        yield [Path(path) for _, path in found]
