"""One run: the lock, the build in a process of its own, its record, and all who are told of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from publisher.diagnostics import Diagnostic, PublisherError, Report, Status
from publisher.publishing.plan import missing_of
from publisher.publishing.state import FOLDER
from publisher.runs.due import due_now
from publisher.runs.metrics import write_metrics
from publisher.runs.record import Ending, Result, Run
from publisher.runs.sqlite import failed
from publisher.runs.telling import notices, ping
from publisher.runs.unfailing import UnfailingRecords
from publisher.schedules.asking import name_of
from publisher.schedules.surroundings import PUBLISHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publisher.config import Workspace
    from publisher.schedules.model import Schedule

__all__ = ["REBUILD", "Order", "once"]

REBUILD = ("rebuild", "--wait", "--json")
"""The command of Publisher that a run starts, and that tells of each document in JSON."""
_KILL_AFTER = 3.0
"""Seconds that a build has to end itself when a run is ended."""
_BY_SIGNAL = 128
_MOST_RECORDS = 1000
"""Runs of which the metrics are counted."""
_LONGEST = 300
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Order:
    """A run that is asked for."""

    workspace: Workspace
    slugs: tuple[str, ...] = ()
    """The documents; all of them where none is named."""
    schedule: Schedule | None = None
    """What decides whether there is anything to run; a run that is at work is waited for. None for a run at once."""
    failure: PublisherError | None = None
    """Why nothing can be built, which is a run that failed."""

    @property
    def name(self) -> str:
        """The name of the schedule that its record stands under."""
        return name_of(self.workspace.root, self.slugs)


@dataclass(frozen=True, slots=True)
class _Letter:
    title: str
    text: str


def once(order: Order, report: Report, say: Callable[[str], None]) -> int:
    """Run once, and return the exit status of the build; nothing is run where nothing is due.

    Where runs can't be recorded it is published all the same, also where nobody can tell any more whether that is due.
    Raises `PublisherError` (`run-busy`) where another run is at work and this one does not wait.
    """
    root = order.workspace.root
    with UnfailingRecords(root, report) as records, _locked(root, records, wait=order.schedule is not None):
        records.bury(_now())
        due = due_now(order.schedule, records, _now()) if order.schedule else None
        if order.schedule and due is None:
            return Status.GOOD.value
        number = records.begin(order.name, due, _now())
        ending = Ending(Result.INTERRUPTED, reason="it was ended by a signal")
        try:
            report.extend(ping(order.workspace.settings.ping, "/start", ""))
            ending = _built(order, report)
        finally:
            records.end(number, ending, _now())
        _tell(order, records, report)
        say(_line(ending))
        return ending.status


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@contextlib.contextmanager
def _locked(root: Path, records: UnfailingRecords, *, wait: bool) -> Iterator[None]:
    """Let one run at a time be at work; the lock of a process that died is free.

    Where there can be no lock, nothing can be recorded either; the builds have one of their own.
    """
    opened = None
    try:
        opened = (root / FOLDER / "run.lock").open("a", encoding="ascii")
    except OSError as error:
        if records.are_kept:
            records.give_up(failed(error))
    if opened is None:
        yield
        return
    with opened as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            hint = "publisher runs shows since when"
            message = "another run is at work in this workspace"
            raise PublisherError.single("run-busy", message, hint=hint, status=Status.BUSY) from error
        yield


def _built(order: Order, report: Report) -> Ending:
    """Build what there is of the documents; one that is missing has failed, and costs no other."""
    if order.failure:
        report.extend(order.failure.report.diagnostics)
        report.sources |= order.failure.report.sources
        return _failed(order.failure.report.sorted(), order.failure.status)
    missing = missing_of(order.workspace.found(), order.slugs) if order.slugs else {}
    if not missing:
        return _rebuilt(order, order.slugs)
    report.extend(missing.values())
    found = tuple(slug for slug in order.slugs if slug not in missing)
    ending, without = _rebuilt(order, found) if found else Ending(Result.GOOD), _failed(missing.values(), Status.USAGE)
    names = tuple(sorted({*ending.failed, *missing}))
    status = max(ending.status, without.status)
    return replace(ending, result=without.result, failed=names, status=status, reason=ending.reason or without.reason)


def _failed(diagnostics: Iterable[Diagnostic], status: Status) -> Ending:
    reasons = (f"error[{each.code}]: {each.message}" for each in diagnostics)
    return Ending(Result.FAILED, status=status.value, reason=next(reasons, "")[:_LONGEST])


def _rebuilt(order: Order, names: tuple[str, ...]) -> Ending:
    """Start the build and wait for it; whatever ends this process ends it too."""
    slugs = [f"--slug={name}" for name in names]
    words = (*PUBLISHER, *REBUILD, *slugs, f"--workspace={order.workspace.root}")
    with tempfile.TemporaryFile() as told:
        build = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=told)  # noqa: S603  our own command
        try:
            status = build.wait()
        finally:
            _end(build)
        told.seek(0)
        return _ending(status if status >= 0 else _BY_SIGNAL - status, told)


def _end(build: subprocess.Popen[bytes]) -> None:
    if build.poll() is not None:
        return
    build.terminate()
    try:
        build.wait(_KILL_AFTER)
    except subprocess.TimeoutExpired:
        build.kill()
        build.wait()


def _ending(status: int, told: IO[bytes]) -> Ending:
    """Read what the build said of each document, a JSON object a line."""
    became: dict[str, list[str]] = {"published": [], "unchanged": [], "failed": []}
    reason, fresh = "", 0
    for line in told:
        event = _event(line)
        kind, name = event.get("event"), event.get("document")
        if kind == "done":
            fresh = int(event["fresh"]) if isinstance(event.get("fresh"), int) else 0
            reason = reason or _first_error(event)[:_LONGEST]
        elif isinstance(kind, str) and kind in became and isinstance(name, str):
            became[kind].append(name)
            if kind == "failed" and not reason:
                reason = f"{name}: {_first_error(event) or 'it was not published'}"[:_LONGEST]
    if status and not reason:
        reason = f"the rebuild ended with status {status}"
    result = Result.FAILED if status else Result.GOOD
    published, unchanged, failed = (tuple(sorted(names)) for names in became.values())
    return Ending(result, published, unchanged, failed, status, reason if status else "", fresh)


def _event(line: bytes) -> dict[str, Any]:
    """Read what was said in a line; nothing where that is no event."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _first_error(event: dict[str, Any]) -> str:
    found = event.get("diagnostics")
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict) and each.get("severity") == "error":
            return f"error[{each.get('code')}]: {each.get('message')}"
    return ""


def _tell(order: Order, records: UnfailingRecords, report: Report) -> None:
    settings = order.workspace.settings
    run = records.runs(1)[0]
    path = "" if run.ending.result is Result.GOOD else "/fail"
    report.extend(ping(settings.ping, path, _line(run.ending)))
    report.extend(notices(settings.notify, run, _letter(order, run), records))
    if settings.metrics and not records.are_kept:
        report.add("metrics-late", "the metrics stay as they were, since they are counted from the record of runs")
    elif settings.metrics:
        try:
            write_metrics(order.workspace.root / settings.metrics, records.runs(_MOST_RECORDS))
        except PublisherError as error:  # what was built is good
            report.extend(Diagnostic("metrics-late", each.message) for each in error.report.diagnostics)


def _letter(order: Order, run: Run) -> _Letter:
    name = order.workspace.root.name
    good = run.ending.result is Result.GOOD
    title = f"Publisher: {name} is published again" if good else f"Publisher: {name} could not be published"
    after = "" if good else "\nThe last good editions stay. There is no further notice until it is mended."
    failed = f"\nNot published: {', '.join(run.ending.failed)}" if run.ending.failed else ""
    return _Letter(title, f"{_line(run.ending)}{failed}{after}")


def _line(ending: Ending) -> str:
    named = ((ending.published, "published"), (ending.unchanged, "unchanged"), (ending.failed, "failed"))
    counts = [*((len(names), word) for names, word in named), (ending.fresh, "up to date")]
    said = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing was built"
    return f"{said}; {ending.reason}" if ending.reason else said
