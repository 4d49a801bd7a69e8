"""Writing proposed changes into the ledger: all of a file or none, and only if it then says just that."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from publisher.diagnostics import Location, Report
from publisher.feeds.editing import Change, NotEditable, edited
from publisher.feeds.snapshots import put_in_place
from publisher.feeds.tables import edited_csv, edited_database
from publisher.reader.fields import as_date
from publisher.reader.files import DATA_LIMIT, YAML_LIMIT, Folder
from publisher.reader.ledger import read_file
from publisher.reader.ledger.fed import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publisher.feeds.homes import Home
    from publisher.feeds.proposing import Proposal
    from publisher.model import Fact, Ledger

__all__ = ["apply"]


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    """Below the folder."""
    proposals: tuple[Proposal, ...]


def apply(home: Home, proposals: Iterable[Proposal], report: Report) -> list[Proposal]:
    """Write changes into the files of a ledger; return those that were written, and report those that were not."""
    written_ones: list[Proposal] = []
    for file in _by_file(proposals):
        why = _write(home, file)
        if not why:
            written_ones += file.proposals
            continue
        for each in file.proposals:
            said = f"value: {each.now.normalize():f}" + (f", as-of: {each.as_of}" if each.as_of else "")
            hint = f"write it yourself: {said}, retrieved: {each.retrieved[:10]}"
            report.add("not-accepted", f"{each.key} can't be written into {file.name}: {why}", each.at, hint)
    return written_ones


def _by_file(proposals: Iterable[Proposal]) -> list[_File]:
    files: dict[str, list[Proposal]] = {}
    for each in proposals:
        if each.at:
            files.setdefault(PurePath(each.at.path).name, []).append(each)
    return [_File(name, tuple(found)) for name, found in sorted(files.items())]


def _write(home: Home, file: _File) -> str:
    """Write the changes of one file; return why not, or an empty string."""
    found = Report()
    limit = YAML_LIMIT if PurePath(file.name).suffix == ".yaml" else DATA_LIMIT
    before = home.folder.content(file.name, limit, found, Location(file.name))
    if before is None:
        return found.diagnostics[0].message
    changes = [
        Change(each.key, each.now, each.as_of, each.retrieved[:10], each.source, each.drops) for each in file.proposals
    ]
    try:
        after = _edited(home.folder, file.name, before, changes)
    except (NotEditable, UnicodeError) as error:
        return str(error)
    if not _says_just_that(file.name, before, after, {each.key: each for each in changes}):
        return "more than the figure would change"
    put_in_place(home.folder, file.name, after)
    return ""


def _edited(folder: Folder, name: str, content: bytes, changes: Sequence[Change]) -> bytes:
    match PurePath(name).suffix:
        case ".yaml":
            return edited(content.decode(), changes).encode()
        case ".csv":
            return edited_csv(content.decode(), changes).encode()
        case _:
            if any((folder.path / f"{name}-{beside}").exists() for beside in ("wal", "journal")):
                message = "another program has it open"
                raise NotEditable(message)
            return edited_database(content, changes)


def _says_just_that(name: str, before: bytes, after: bytes, changes: Mapping[str, Change]) -> bool:
    """Whether a changed file is a ledger that differs from the one before in the changes alone."""
    found = Report()
    old, new = (_read(name, content, found) for content in (before, after))
    if found.stops():
        return False
    same = (old.sources, old.checks, old.exempt, old.feeds) == (new.sources, new.checks, new.exempt, new.feeds)
    return same and all(_as_expected(key, old, new, changes.get(key)) for key in {*old.facts, *new.facts, *changes})


def _read(name: str, content: bytes, report: Report) -> Ledger:
    with tempfile.TemporaryDirectory(prefix="publisher-facts-") as aside:
        path = Path(aside).resolve()
        (path / name).write_bytes(content)
        return read_file(Folder(path, ""), name, report)


def _as_expected(key: str, old: Ledger, new: Ledger, change: Change | None) -> bool:
    was, now = old.facts.get(key), new.facts.get(key)
    if change is None or now is None:
        return was == now
    if written(now) != change.value or now.retrieved != as_date(change.retrieved):
        return False
    if ("as-of" in change.drops and now.as_of) or ("checked" in change.drops and now.checked):
        return False
    return was is None or _apart_from(was, change) == _apart_from(now, change)


def _apart_from(fact: Fact, change: Change) -> Fact:
    found = replace(fact, value=None, retrieved=None)
    if change.as_of or "as-of" in change.drops:
        found = replace(found, as_of="")
    return replace(found, checked=None, checked_by="") if "checked" in change.drops else found
