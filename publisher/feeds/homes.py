"""Where feeds are at home: the folder of a document, or that of the facts which all documents share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.diagnostics import Report
from publisher.publishing.plan import wanted_slugs
from publisher.reader.files import Folder
from publisher.reader.ledger import SHARED, own_ledger, shared_ledger
from publisher.reader.ledger.fed import find_feed_sources
from publisher.reader.snapshots import OWN, SHARED_BASE, state_name

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Workspace
    from publisher.model import Feed, Ledger

__all__ = ["Home", "homes_of"]


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with a ledger that declares feeds."""

    name: str
    """A document, or `facts` for those that all share."""
    folder: Folder
    base: str
    """Where answers are kept, below the folder."""
    ledger: Ledger
    report: Report
    damage: Report
    """What is wrong with answers and states that are kept here: no reason not to fetch them anew."""

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds that it declares."""
        return tuple(self.ledger.feeds.values())

    def damaged(self, feed: Feed) -> list[str]:
        """Return the files of a feed, below the folder, that are not as they were written."""
        before = self.folder.shown_path("")
        found = {each.at.path.removeprefix(before) for each in self.damage.diagnostics if each.at}
        answers = f"{self.base}/{feed.name}/"
        return sorted(name for name in found if name == state_name(self.base, feed.name) or name.startswith(answers))

    def read_again(self) -> Home:
        """Return it as its files are now."""
        return _home(self.name, self.folder, shared=self.base == SHARED_BASE)


def homes_of(workspace: Workspace, slugs: tuple[str, ...]) -> list[Home]:
    """Return where the feeds are at home that documents may use: their own folders, and what all share."""
    paths = {workspace.path_of(slug).parent for slug in wanted_slugs(workspace, slugs)}
    shared = workspace.source / SHARED
    homes = [_home(path.name, _folder(path, workspace)) for path in sorted(paths)]
    if shared.is_dir() and not shared.is_symlink() and not (shared / "index.md").exists():
        homes.append(_home(SHARED, _folder(shared, workspace), shared=True))
    return [home for home in homes if home.feeds or home.report.stops()]


def _folder(path: Path, workspace: Workspace) -> Folder:
    root, real = workspace.root.resolve(), path.resolve()
    return Folder(real, real.relative_to(root).as_posix() if real.is_relative_to(root) else real.name)


def _home(name: str, folder: Folder, *, shared: bool = False) -> Home:
    report, damage = Report(), Report()
    ledger = shared_ledger(folder, report, damage) if shared else own_ledger(folder, report, damage)
    beside = None if shared else folder.beside(SHARED)
    sources = shared_ledger(beside, Report()).sources if beside else {}
    find_feed_sources(replace(ledger, sources={**sources, **ledger.sources}), report)
    return Home(name, folder, SHARED_BASE if shared else OWN, ledger, report, damage)
