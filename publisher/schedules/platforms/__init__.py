"""What each platform is given for a schedule: pure functions of the schedule and its surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from publisher.schedules.model import Kind
from publisher.schedules.platforms import cron, github, launchd, systemd, windows

if TYPE_CHECKING:
    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["plan_for"]


def plan_for(kind: Kind, schedule: Schedule, around: Surroundings) -> Plan:
    """Return what a platform is given."""
    match kind:
        case Kind.SYSTEMD:
            return systemd.plan(schedule, around)
        case Kind.SYSTEMD_SYSTEM:
            return systemd.plan(schedule, around, system=True)
        case Kind.CRON:
            return cron.plan(schedule, around)
        case Kind.LAUNCHD:
            return launchd.plan(schedule, around)
        case Kind.WINDOWS:
            return windows.plan(schedule, around)
        case Kind.GITHUB:
            return github.plan(schedule, around)
        case _:
            assert_never(kind)
