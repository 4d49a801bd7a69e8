"""Whether what is published is what was published, and comes out again from the sources that there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import Report, Status
from publisher.inputs import digest_of
from publisher.listing import INDEX_FILES
from publisher.publishing.editions import EDITIONS, STAGING, editions_of
from publisher.publishing.explaining import published, published_name
from publisher.publishing.lock import LOCKS, locked
from publisher.publishing.plan import Job
from publisher.publishing.programs import versions
from publisher.publishing.receipts import artifacts_in, damage_in, read_receipt
from publisher.publishing.workers import render_all
from publisher.reader.ledger import LEDGERS, SHARED

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.config import Workspace

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
    with locked(workspace.output, wait=wait) as lock:
        if not slugs:
            _find_strange(workspace, found)
        for name in names:
            said = _checked(workspace, name, found)
            if not quick:
                said += f"; {_rebuilt(workspace, name, found, (lock.handle,))}"
            found.lines.append(f"{name}: {said}")
    return found


def _find_strange(workspace: Workspace, found: Verdict) -> None:
    known = {EDITIONS, *LOCKS.values(), *INDEX_FILES, ".gitignore", *published(workspace)}
    for path in sorted(workspace.output.iterdir()):
        if path.name not in known:
            found.report.add("strange-file", f"{workspace.output.name}/{path.name} was not published")
    for path in sorted((workspace.output / EDITIONS).glob(f"*/{STAGING}*")):
        found.report.add("strange-file", f"{path.relative_to(workspace.root)} was left by a run that died")


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
            hint = f"publisher build {name} publishes it anew" if each.current else "remove it, if nobody needs it"
            found.report.add("damaged-edition", f"{place}, edition {each.name}: {text}", hint=hint)
    count = f"{len(known)} edition{'' if len(known) == 1 else 's'}"
    return f"{count}, {broken} damaged" if broken else f"{count} as published"


def _rebuilt(workspace: Workspace, name: str, found: Verdict, held: tuple[int, ...]) -> str:
    """Render the current edition again, if its sources are still there, and say what came of it."""
    folder = workspace.output / name
    receipt = read_receipt(folder)
    if receipt is None:
        return "it has no receipt, so nobody can say of what it was made"
    try:
        job = _job_of(workspace, receipt)
        inputs: dict[str, str] = receipt["inputs"]
        moved = [each for each, digest in inputs.items() if digest_of(str(workspace.root / each)) != digest]
        other = {key: value for key, value in versions().items() if receipt["versions"].get(key) != value}
    except (KeyError, TypeError, ValueError, AttributeError):
        return "its receipt can't be read"
    if [each for each in moved if not _is_ledger(each)]:
        return f"the sources have moved on: {', '.join(moved)}"
    ((_, rendering),) = render_all((job,), workspace.settings, lambda _: None, held)
    now = artifacts_in(folder)
    differ = sorted(each for each, content in rendering.files.items() if now.get(each) != content)
    if rendering.status is Status.GOOD and not differ:
        return "rebuilt byte for byte"
    if moved:
        return f"the sources have moved on: {', '.join(moved)}"
    if other:
        return f"other programs render now: {', '.join(f'{key} {value}' for key, value in sorted(other.items()))}"
    what = f"{', '.join(differ)} come out otherwise" if differ else "it can't be rendered any more"
    found.report.add("not-reproducible", f"{name}: {what}, though the sources are the same")
    found.report.extend(each for each in rendering.report.diagnostics if each.stops(lenient=job.lenient))
    found.report.sources.update(rendering.report.sources)
    return "it does not come out again"


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
