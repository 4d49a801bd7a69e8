"""The commands about times: schedules, and the runs that they led to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.exceptions import Exit
from invoke.tasks import task

from publisher.diagnostics import PublisherError, Status
from publisher.tasks.speaking import SLUG, WORKSPACE, say, say_now, told, workspace_of

if TYPE_CHECKING:
    from invoke.context import Context

    from publisher.config import Workspace

__all__ = ["runs", "schedule"]


@task(
    iterable=["slug"],
    help={
        "action": "install, list, remove, show, run-now or run",
        "every": 'how often: day, weekday, week, month, hour, or "10 minutes"',
        "on": "a day of the week (monday), or of the month (1 to 28)",
        "at": "a time of the day (06:00), or with every hour a minute (:15)",
        "zone": "the zone of that time, such as America/Lima; the machine's unless named",
        "slug": SLUG,
        "kind": "what starts it: systemd, systemd-system, cron, launchd, windows or github; what this machine has",
        "name": "with remove: the name that list shows, also where the workspace is gone",
        "due": "with run-now: only where a run is due",
        "workspace": WORKSPACE,
    },
)
@told
def schedule(  # noqa: PLR0913, PLR0917  each is an option of the command
    _: Context,
    action: str,
    slug: list[str],
    every: str = "",
    on: str = "",
    at: str = "",
    zone: str = "",
    kind: str = "",
    name: str = "",
    due: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    workspace: str = ".",
) -> None:
    """Publish at set times: install a timer, list, remove or show it; run now, or wait in the foreground.

    publisher schedule install --every day --at 06:00 --zone America/Lima
    """
    from publisher.console import tell
    from publisher.diagnostics import Report
    from publisher.nearest import did_you_mean
    from publisher.publishing.plan import slugs_in
    from publisher.runs import commands as runs_commands
    from publisher.schedules import commands
    from publisher.schedules.asking import Wanted

    actions = ("install", "list", "remove", "show", "run-now", "run")
    if action not in actions:
        message = f"schedule does not know {action!r}. " + did_you_mean(action, actions, f"It is {', '.join(actions)}.")
        raise Exit(message, Status.USAGE.value)
    place, failure = _place_of(workspace, action, name)
    wanted = Wanted(every, on, at, zone)
    asked = commands.Asked(place, slugs_in(place, slug), wanted, kind, Report(), name, failure)
    status = Status.GOOD.value
    match action:
        case "install":
            runs_commands.counted_from_now(asked, commands.install(asked, say))
        case "list":
            commands.list_(asked, say)
        case "remove":
            commands.remove(asked, say)
        case "show":
            commands.show(asked, say)
        case "run-now":
            status = runs_commands.run_now(asked, say, if_due=due)
        case _:
            runs_commands.wait(asked, say_now)
    tell(asked.report, sys.stderr)
    if status or asked.report.stops():
        raise Exit(code=status or Status.OUTSIDE.value)


def _place_of(folder: str, action: str, name: str) -> tuple[Workspace, PublisherError | None]:
    """Return the workspace, and why its settings can't be used where the action is one that goes on all the same.

    What concerns the schedules of the machine needs no workspace at all.
    """
    from publisher.config import Workspace, find_workspace_despite

    try:
        return workspace_of(folder), None
    except PublisherError as error:
        if action not in {"run-now", "list", "remove"}:
            raise
        try:
            return find_workspace_despite(Path(folder)), error
        except PublisherError:
            if action == "run-now" or (action == "remove" and not name):
                raise
            return Workspace(Path(folder).resolve()), None


@task(
    help={
        "most": "how many are shown",
        "metrics": "also write them to this file, as OpenMetrics text",
        "json": "one JSON object a run, for machines",
        "workspace": WORKSPACE,
    }
)
@told
def runs(_: Context, most: str = "20", metrics: str = "", json: bool = False, workspace: str = ".") -> None:  # noqa: FBT001, FBT002  a flag
    """List the last scheduled runs: when, how long, what was published, and what went wrong."""
    from publisher.config import find_workspace_despite
    from publisher.console import tell
    from publisher.diagnostics import Report
    from publisher.runs.commands import expose, listing

    if not (most.isascii() and most.isdigit()):
        raise PublisherError.single("bad-argument", f"--most is no number: {most!r}", status=Status.USAGE)
    report = Report()
    place = find_workspace_despite(Path(workspace))  # what failed because of its settings is listed too
    if metrics:
        expose(place, Path(metrics))
    listing(place, int(most[:6]), report, say, machine=json)
    tell(report, sys.stderr)
    if report.stops():
        raise Exit(code=Status.OUTSIDE.value)
