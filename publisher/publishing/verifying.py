"""Whether what is published is what was published, and comes out again from the sources that there are."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError, Report, Status
from publisher.inputs import digest_of
from publisher.listing import INDEX_FILES, altered_index
from publisher.publishing.editions import EDITIONS, STAGING, editions_of, held_back
from publisher.publishing.explaining import published, published_name
from publisher.publishing.indexing import index_as_written
from publisher.publishing.lock import LOCKS, locked
from publisher.publishing.ownership import OWNER
from publisher.publishing.plan import Job
from publisher.publishing.programs import programs, versions
from publisher.publishing.receipts import artifacts_in, damage_in, read_receipt
from publisher.publishing.recovering import recovered
from publisher.publishing.remembering import parted, renderers
from publisher.publishing.scratch import scratch
from publisher.publishing.workers import render_all
from publisher.reader.ledger import LEDGERS, SHARED

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.config import Workspace
    from publisher.publishing.scratch import Scratch
    from publisher.publishing.traces import Trace

__all__ = ["Verdict", "verified"]


@dataclass(slots=True)
class Verdict:
    """What was found."""

    lines: list[str] = field(default_factory=list)
    """What is said of each document."""
    report: Report = field(default_factory=Report)

    @property
    def status(self) -> Status:
        """Good, unless something is not as it was published."""
        return Status.OUTSIDE if self.report.stops() else Status.GOOD


def verified(
    workspace: Workspace,
    slugs: tuple[str, ...] = (),
    *,
    quick: bool = False,
    wait: Callable[[str], None] | None = None,
) -> Verdict:
    """Hold all editions of documents against their checksums; without `quick`, rebuild the current ones and compare."""
    found = Verdict()
    names = [published_name(workspace, slug) for slug in slugs] or published(workspace)
    with locked(workspace.output, wait=wait, reading=True) as lock, scratch(workspace.root) as place:
        if not slugs:
            _find_strange(workspace, found)
            _find_altered_index(workspace, found)
        for name in names:
            said = _checked(workspace, name, found)
            if not quick:
                said += (
                    f"; {_rebuilt_or_told(workspace, name, found, (lock.handle,), place)}{_carried(workspace, name)}"
                )
            found.lines.append(f"{name}: {said}")
    return found


def _find_strange(workspace: Workspace, found: Verdict) -> None:
    known = {EDITIONS, OWNER, *LOCKS.values(), *INDEX_FILES, ".gitignore", *published(workspace)}
    for path in sorted(workspace.output.iterdir()):
        if path.name not in known:
            found.report.add("strange-file", f"{workspace.output.name}/{path.name} was not published")
    for path in sorted((workspace.output / EDITIONS).glob(f"*/{STAGING}*")):
        found.report.add("strange-file", f"{path.relative_to(workspace.root)} was left by a run that died")


def _find_altered_index(workspace: Workspace, found: Verdict) -> None:
    """Tell of what goes with the index page and is neither as it was written nor as it would be written now."""
    if not published(workspace) and not any((workspace.output / name).exists() for name in INDEX_FILES):
        return
    try:
        altered = altered_index(workspace)
    except PublisherError as error:
        found.report.extend(error.report.diagnostics)
        return
    written = index_as_written(workspace)
    for name in altered:
        if written.get(name) == digest_of(str(workspace.output / name)):
            continue
        message = f"{workspace.output.name}/{name} does not show what is published"
        found.report.add("damaged-index", message, hint="publisher rebuild writes it anew")


def _checked(workspace: Workspace, name: str, found: Verdict) -> str:
    """Hold every edition of a document against its checksums."""
    known = editions_of(workspace.output, name)
    place = f"{workspace.output.name}/{name}"
    if not any(each.current for each in known):
        found.report.add("damaged-edition", f"{place} shows no edition", hint=f"publisher rollback {name} EDITION")
    broken = 0
    for each in known:
        damage = damage_in(each.folder)
        broken += bool(damage)
        for text in damage:
            again = (
                f"publisher rollback {name} EDITION" if held_back(workspace.output, name) else f"publisher build {name}"
            )
            hint = f"{again} puts a sound one in its place" if each.current else "remove it, if nobody needs it"
            found.report.add("damaged-edition", f"{place}, edition {each.name}: {text}", hint=hint)
    count = f"{len(known)} edition{'' if len(known) == 1 else 's'}"
    return f"{count}, {broken} damaged" if broken else f"{count} as published"


def _rebuilt_or_told(workspace: Workspace, name: str, found: Verdict, held: tuple[int, ...], place: Scratch) -> str:
    try:
        return _rebuilt(workspace, name, found, held, place)
    except OSError as error:  # a full disk, mostly
        message = f"{name} can't be rebuilt to compare: {error.strerror or error}"
        hint = "look at free space and permissions; publisher verify --quick needs neither"
        found.report.add("publish-failed", message, hint=hint)
        return "it could not be rebuilt"


def _rebuilt(workspace: Workspace, name: str, found: Verdict, held: tuple[int, ...], place: Scratch) -> str:
    """Render the current edition again, if its sources are still there, and say what came of it."""
    folder = workspace.output / name
    receipt = read_receipt(folder)
    if receipt is None:
        return "it has no receipt, so nobody can say of what it was made"
    if damage_in(folder):
        return "the current one is damaged, so there is nothing to compare with"
    try:
        job = _job_of(workspace, receipt)
        found_again = recovered(workspace.root, folder, receipt["inputs"], str(receipt.get("commit") or ""))
        known = {str(key): str(value) for key, value in receipt["versions"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return "its receipt can't be read"
    trial = _Trial(workspace, job, artifacts_in(folder), held, place)
    moved = [each for each, digest in found_again.inputs.items() if digest_of(str(workspace.root / each)) != digest]
    if all(map(_is_ledger, moved)) and trial.comes_out_in(workspace.root):
        return "rebuilt byte for byte"
    if found_again.missing:
        return f"the sources have moved on: {', '.join(found_again.missing)}"
    with tempfile.TemporaryDirectory(prefix="publisher-", dir=place.folder) as aside:
        found_again.put(Path(aside))
        _link_folder(job, workspace.root, Path(aside))
        if trial.comes_out_in(Path(aside)):
            return f"rebuilt byte for byte from the sources {' and '.join(found_again.places) or 'of that time'}"
    if other := [f"{key} {value}" for key, value in trial.programs().items() if known.get(key) != value]:
        return f"other programs render now: {', '.join(other)}"
    found.report.add("not-reproducible", f"{name}: {trial.told()}, though the sources are the same")
    found.report.extend(each for each in trial.report.diagnostics if each.stops(lenient=job.lenient))
    found.report.sources.update(trial.report.sources)
    return "it does not come out again"


def _carried(workspace: Workspace, name: str) -> str:
    """Name the files of an edition that an earlier one brought: they were not rendered together with the others."""
    carried = (read_receipt(workspace.output / name) or {}).get("carried")
    names = ", ".join(map(str, carried)) if isinstance(carried, list) else ""
    return f" ({names} as an earlier build made it)" if names else ""


@dataclass(slots=True)
class _Trial:
    """Rendering an edition once more."""

    workspace: Workspace
    job: Job
    published: dict[str, bytes]
    held: tuple[int, ...]
    place: Scratch
    differ: list[str] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    trace: Trace | None = None
    root: Path = Path()
    """Where the last attempt read its sources."""

    def comes_out_in(self, root: Path) -> bool:
        """Whether the same bytes come out of the workspace, or of a copy of its sources."""
        path, templates = (self._moved(each, root) for each in (self.job.path, self.job.templates))
        job = replace(self.job, path=path, root=root, templates=templates)
        ((_, rendering),) = render_all((job,), self.workspace.settings, lambda _: None, self.held, self.place)
        self.report, self.trace, self.root = rendering.report, rendering.trace, root
        self.differ = sorted(each for each, content in rendering.files.items() if self.published.get(each) != content)
        return rendering.status is Status.GOOD and not self.differ

    def programs(self) -> dict[str, str]:
        """Return everything that took part in the last attempt, but for the sources, with its versions."""
        found = versions()
        if self.trace:
            own = {path: digest for path, (_, digest) in programs().files.items()}
            _, beyond = parted(self.trace, str(self.root))
            found |= renderers(beyond, self.trace.libraries, own)
        return dict(sorted(found.items()))

    def _moved(self, path: Path, root: Path) -> Path:
        """Return a path of the workspace as it is in a copy; one that leads elsewhere stays."""
        inner = Path(os.path.normpath(path))
        here = self.workspace.root
        return root / inner.relative_to(here) if inner.is_relative_to(here) else path

    def told(self) -> str:
        """Say what came of the last attempt."""
        return f"{', '.join(self.differ)} come out otherwise" if self.differ else "it can't be rendered any more"


def _link_folder(job: Job, root: Path, aside: Path) -> None:
    """Let a document's folder be a link in the copy as it is in the workspace: its files are known by where they are."""
    here, real = job.path.parent, job.path.parent.resolve()
    if here.is_symlink() and real.is_relative_to(root):
        place = aside / here.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(aside / real.relative_to(root), target_is_directory=True)


def _job_of(workspace: Workspace, receipt: dict[str, Any]) -> Job:
    slug, day = str(receipt["document"]), receipt["day"]
    return Job(
        slug,
        workspace.path_of(slug),
        workspace.root,
        workspace.templates,
        tuple(receipt["formats"]),
        bool(receipt["lenient"]),
        str(receipt["audience"]),
        dt.date.fromisoformat(day) if day else None,
    )


def _is_ledger(name: str) -> bool:
    """Whether only facts stand in a file, of which a document may use others than those that have changed."""
    path = PurePath(name)
    return path.name in LEDGERS or path.parent.name == SHARED
