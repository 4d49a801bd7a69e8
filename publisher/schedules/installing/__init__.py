"""Putting a schedule in place and taking it out again, with the platform's own tools and under our own tag alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol, assert_never

from publisher.diagnostics import PublisherError, Report, Status
from publisher.schedules.installing.cron import Crontab
from publisher.schedules.installing.github import Workflows
from publisher.schedules.installing.launchd import Agents
from publisher.schedules.installing.systemd import Units
from publisher.schedules.installing.windows import Tasks
from publisher.schedules.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["Platform", "chosen", "platform"]


class Platform(Protocol):
    """A place that schedules are installed in."""

    def missing(self) -> str:
        """Return why nothing can be installed here; empty where it can."""

    def install(self, schedule: Schedule, plan: Plan, around: Surroundings) -> str:
        """Put a schedule in place, or another in its place; return where it stands."""

    def remove(self, name: str) -> None:
        """Take a schedule out; nothing else is touched."""

    def installed(self) -> tuple[Schedule, ...]:
        """Return the schedules that stand here."""


def platform(kind: Kind, workspace: Path) -> Platform:
    """Return a platform."""
    match kind:
        case Kind.SYSTEMD:
            return Units()
        case Kind.SYSTEMD_SYSTEM:
            return Units(system=True)
        case Kind.CRON:
            return Crontab()
        case Kind.LAUNCHD:
            return Agents()
        case Kind.WINDOWS:
            return Tasks()
        case Kind.GITHUB:
            return Workflows(workspace)
        case _:
            assert_never(kind)


def chosen(name: str, workspace: Path) -> Kind:
    """Return the platform that is named, or the first of this machine that is there.

    Raises `PublisherError`: `bad-schedule` for a name that there is not, `no-scheduler` with the reasons where nothing
    can be installed.
    """
    if name:
        if name not in {kind.value for kind in Kind}:
            hint = f"it is one of: {', '.join(kind.value for kind in Kind)}"
            raise PublisherError.single("bad-schedule", f"there is no kind {name!r}", hint=hint, status=Status.USAGE)
        return Kind(name)
    kinds = (Kind.LAUNCHD, Kind.CRON) if sys.platform == "darwin" else (Kind.SYSTEMD, Kind.CRON)
    report = Report()
    for kind in kinds:
        reason = platform(kind, workspace).missing()
        if not reason:
            return kind
        report.add("no-scheduler", f"{kind.value}: {reason}")
    hint = "publisher schedule run waits in the foreground, for containers; show --kind shows what would be installed"
    report.add("no-scheduler", "there is nothing here that could start a run", hint=hint)
    raise PublisherError(report, Status.OUTSIDE)
