"""What `publisher schedule install`, `list`, `remove` and `show` do."""

from __future__ import annotations

import datetime as dt
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic, PublisherError, Report, Status
from publisher.nearest import did_you_mean
from publisher.schedules.asking import Wanted, described, name_of, schedule_of
from publisher.schedules.installing import Platform, chosen, platform
from publisher.schedules.installing.cron import Crontab
from publisher.schedules.model import Kind, Plan, Schedule, Surroundings
from publisher.schedules.occurrences import following
from publisher.schedules.platforms import plan_for
from publisher.schedules.surroundings import surroundings
from publisher.schedules.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.config import Workspace

__all__ = ["Asked", "install", "list_", "remove", "show"]

_LINGER = Path("/var/lib/systemd/linger")
"""Holds a file for each user whose timers run while they are not logged in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command was asked for."""

    workspace: Workspace
    slugs: tuple[str, ...]
    wanted: Wanted
    kind: str
    report: Report
    """Takes what someone should know, though it stops nothing."""
    name: str = ""
    """The schedule that is to be removed, also where its workspace is gone."""
    failure: PublisherError | None = None
    """Why the settings of the workspace can't be used."""

    def schedule(self) -> Schedule:
        """Return the schedule, of documents that there are."""
        from publisher.publishing.plan import wanted_slugs

        if self.slugs:
            wanted_slugs(self.workspace, self.slugs)
        return schedule_of(self.wanted, self.workspace.root, self.slugs)

    def plan(self, kind: Kind) -> tuple[Schedule, Plan, Surroundings]:
        """Return the schedule and what the platform is given; raises `PublisherError` where it can't be that way."""
        schedule = self.schedule()
        around = surroundings(self.workspace, kind)
        plan = plan_for(kind, schedule, around)
        self.report.extend(plan.notes)
        if self.report.stops():
            raise PublisherError(self.report, Status.USAGE)
        return schedule, plan, around


def install(asked: Asked, say: Callable[[str], None]) -> Schedule:
    """Put a schedule in place; the one that was there for the same documents is replaced."""
    schedule = asked.schedule()
    kind = chosen(asked.kind, asked.workspace.root)
    place = platform(kind, asked.workspace.root)
    reason = place.missing()
    if reason:
        hint = "publisher schedule show prints what would be installed"
        message = f"{kind.value}: {reason}"
        raise PublisherError.single("no-scheduler", message, hint=hint, status=Status.OUTSIDE)
    schedule, plan, around = asked.plan(kind)
    where = place.install(schedule, plan, around)
    asked.report.extend(place.caveats if isinstance(place, Crontab) else _linger(kind))
    say(f"installed {described(schedule)}")
    say(f"  {where}")
    say(f"  {_next(schedule)}")
    return schedule


def show(asked: Asked, say: Callable[[str], None]) -> None:
    """Print what would be installed."""
    asked.schedule()
    _, plan, _ = asked.plan(chosen(asked.kind, asked.workspace.root))
    for file in plan.files:
        say(f"--- {file.name}")
        say(file.content.rstrip("\n"))


def list_(asked: Asked, say: Callable[[str], None]) -> None:
    """List what is installed on this machine, with the time of the next run."""
    found = list(_installed(asked))
    for kind, _, schedule in found:
        say(f"{schedule.name}  {kind.value}  {described(schedule)}")
        say(f"  {schedule.workspace}")
        if Path(schedule.workspace).is_dir():
            say(f"  {_next(schedule)}")
        else:
            say(f"  that folder is gone, so nothing is published: publisher schedule remove --name {schedule.name}")
    if not found:
        say("there is no schedule here")


def remove(asked: Asked, say: Callable[[str], None]) -> None:
    """Take out the schedules of this workspace, or that of the documents that are named, or that of a name.

    Raises `PublisherError` (`bad-argument`) for a name that no schedule on this machine has.
    """
    folder, name = str(asked.workspace.root.resolve()), asked.name or name_of(asked.workspace.root, asked.slugs)
    found, removed = list(_installed(asked)), 0
    for kind, place, schedule in found:
        if schedule.name == name or (not asked.slugs and not asked.name and schedule.workspace == folder):
            place.remove(schedule.name)
            say(f"removed {schedule.name} ({kind.value}), {described(schedule)}")
            removed += 1
    if asked.name and not removed:
        hint = did_you_mean(
            asked.name, [each.name for *_, each in found], "publisher schedule list shows which there are"
        )
        message = f"there is no schedule {asked.name!r}"
        raise PublisherError.single("bad-argument", message, hint=hint, status=Status.USAGE)
    if not removed:
        say("there was nothing to remove")


def _installed(asked: Asked) -> Iterator[tuple[Kind, Platform, Schedule]]:
    """Yield what stands on each platform that is there; one that refuses is told, and the others go on."""
    for kind in [chosen(asked.kind, asked.workspace.root)] if asked.kind else list(Kind):
        place = platform(kind, asked.workspace.root)
        try:
            found = () if place.missing() else place.installed()
        except PublisherError as error:
            asked.report.extend(error.report.diagnostics)
            continue
        for schedule in found:
            yield kind, place, schedule


def _next(schedule: Schedule) -> str:
    due = following(schedule.rhythm, schedule.zone, dt.datetime.now(dt.UTC))
    return f"next: {due.astimezone(zone_named(schedule.zone)):%Y-%m-%d %H:%M} {schedule.zone} ({due:%Y-%m-%d %H:%M}Z)"


def _linger(kind: Kind) -> list[Diagnostic]:
    if kind is not Kind.SYSTEMD:
        return []
    user = pwd.getpwuid(os.getuid()).pw_name
    if (_LINGER / user).exists():
        return []
    message = "timers of a user run only while the user is logged in"
    return [Diagnostic("schedule-caveat", message, hint=f"type: loginctl enable-linger {user}")]
