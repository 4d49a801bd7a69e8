"""What `publisher runs`, `publisher schedule run-now` and `publisher schedule run` do."""

from __future__ import annotations

import datetime as dt
import json
import os
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError
from publisher.publishing.state import FOLDER, State
from publisher.runs.due import begin_counting
from publisher.runs.foreground import Machine, wait_and_run
from publisher.runs.metrics import write_metrics
from publisher.runs.record import Result
from publisher.runs.running import Order, once
from publisher.runs.sqlite import SqliteRecords, runs_in
from publisher.runs.unfailing import UnfailingRecords
from publisher.schedules.asking import schedule_of
from publisher.schedules.model import Kind
from publisher.schedules.platforms.common import command
from publisher.schedules.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.config import Workspace
    from publisher.diagnostics import Report
    from publisher.publishing.records import Run as Build
    from publisher.runs.record import Run
    from publisher.schedules.commands import Asked
    from publisher.schedules.model import Schedule

__all__ = ["counted_from_now", "expose", "listing", "run_now", "wait"]

_MOST_METRICS = 1000
_SECOND = dt.timedelta(seconds=1)
"""What the log of builds leaves out of a moment."""


def counted_from_now(asked: Asked, schedule: Schedule) -> None:
    """Note that a schedule is there from now on, so that its first start does not take for missed what was before."""
    root = asked.workspace.root
    if root.stat().st_uid == os.getuid():  # a record of root's, who installs for the system, would shut out its owner
        with SqliteRecords(root) as records:
            asked.report.extend(records.notes)
            begin_counting(schedule, records, dt.datetime.now(dt.UTC))


def run_now(asked: Asked, say: Callable[[str], None], *, if_due: bool) -> int:
    """Run once, at once or where a run is due; return the exit status of the build."""
    schedule = schedule_of(asked.wanted, asked.workspace.root, asked.slugs) if if_due else None
    return once(Order(asked.workspace, asked.slugs, schedule, asked.failure), asked.report, say)


def wait(asked: Asked, say: Callable[[str], None]) -> None:
    """Wait in the foreground and run whenever it is due, until this process is told to end."""
    schedule = asked.schedule()
    words = command(schedule, surroundings(asked.workspace, Kind.SYSTEMD))
    with UnfailingRecords(asked.workspace.root, asked.report) as records, Machine(words) as machine:

        def log(text: str) -> None:
            say(f"{machine.now():%Y-%m-%dT%H:%M:%SZ} {text}")

        for each in asked.report.diagnostics:  # all else is told in the end, which may be far
            log(each.message)
        wait_and_run(schedule, records, machine, log)
        log("ending")


def listing(workspace: Workspace, most: int, report: Report, say: Callable[[str], None], *, machine: bool) -> None:
    """List the last runs, those of schedules and others, the newest first; nothing is written for that."""
    if not machine and not os.path.lexists(workspace.root / FOLDER):
        say("there was no run yet")
        return
    try:
        runs = runs_in(workspace.root, most)
    except PublisherError as error:
        report.extend(error.report.diagnostics)
        runs = ()
    found: list[tuple[dt.datetime, dict[str, object], Run | str]] = [(run.started, as_json(run), run) for run in runs]
    builds, damage = State.runs_of(workspace.root, most)
    if damage:
        report.add("damaged-state", f"builds without a schedule are not shown, since their log can't be read: {damage}")
    for build in builds:
        began, ended = (dt.datetime.fromisoformat(each) for each in (build.began, build.ended))
        if not any(run.started - _SECOND < began and (run.ended is None or ended <= run.ended) for run in runs):
            found.append((began, _build_as_json(build), _build_line(build, began, ended)))
    shown = sorted(found, key=itemgetter(0), reverse=True)[:most]
    several = len({run.schedule for *_, run in shown if not isinstance(run, str)}) > 1
    for _, told, run in shown:
        line = run if isinstance(run, str) else _line(run, named=several)
        say(json.dumps(told, ensure_ascii=False) if machine else line)


def expose(workspace: Workspace, path: Path) -> None:
    """Write the last runs to a file as metrics."""
    write_metrics(path, runs_in(workspace.root, _MOST_METRICS))


def _build_as_json(build: Build) -> dict[str, object]:
    """Return a build that no schedule has started, as far as it is logged."""
    return {
        "schedule": None,
        "command": build.command,
        "started": build.began,
        "ended": build.ended,
        "result": (Result.FAILED if build.status else Result.GOOD).value,
        "status": build.status,
        "counts": {"documents": build.documents, "published": build.published, "failed": build.failed},
    }


def _build_line(build: Build, began: dt.datetime, ended: dt.datetime) -> str:
    result = Result.FAILED if build.status else Result.GOOD
    unchanged = build.built - build.published - build.failed
    counts = f"{build.published} published, {unchanged} unchanged, {build.failed} failed"
    fresh = build.documents - build.built
    counts += f", {fresh} up to date" if fresh else ""
    seconds = f"{(ended - began).total_seconds():.0f} s"
    return f"{began:%Y-%m-%d %H:%M:%SZ}  {seconds:>6}  {result.value:11}  {counts} (no schedule)"


def as_json(run: Run) -> dict[str, object]:
    """Return a run as an object for machines."""
    ending = run.ending
    return {
        "run": run.number,
        "schedule": run.schedule,
        "due": run.due.isoformat() if run.due else None,
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "result": ending.result.value,
        "published": ending.published,
        "unchanged": ending.unchanged,
        "failed": ending.failed,
        "fresh": ending.fresh,
        "status": ending.status,
        "reason": ending.reason,
    }


def _line(run: Run, *, named: bool) -> str:
    """Tell a run in a line; with the name of its schedule where there are several."""
    seconds = f"{(run.ended - run.started).total_seconds():.0f} s" if run.ended else "…"
    ending = run.ending
    counts = f"{len(ending.published)} published, {len(ending.unchanged)} unchanged, {len(ending.failed)} failed"
    counts += f", {ending.fresh} up to date" if ending.fresh else ""
    why = f" ({ending.reason})" if ending.reason else ""
    name = f"{run.schedule}  " if named else ""
    return f"{run.started:%Y-%m-%d %H:%M:%SZ}  {seconds:>6}  {ending.result.value:11}  {name}{counts}{why}"
