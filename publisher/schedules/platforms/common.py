"""What all platforms share: the command that they start, and what is said of a clock of another zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.schedules.asking import words
from publisher.schedules.model import Hourly, Minutely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.schedules.model import Firing, Schedule, Surroundings

__all__ = ["command", "listed", "other_zone", "titled"]


def command(schedule: Schedule, around: Surroundings) -> tuple[str, ...]:
    """Return the words that start a run where one is due."""
    return (*around.command, "schedule", "run-now", "--due", *words(schedule), f"--workspace={schedule.workspace}")


def titled(schedule: Schedule) -> str:
    """Name a schedule for a list that somebody reads."""
    folder = schedule.workspace.rpartition("/")[2] or "/"
    return f"Publisher: {folder}" + (f" ({', '.join(schedule.slugs)})" if schedule.slugs else "")


def listed(numbers: Iterable[int]) -> str:
    """Write numbers with commas."""
    return ",".join(str(number) for number in numbers)


def other_zone(name: str, schedule: Schedule, around: Surroundings, times: tuple[Firing, ...]) -> list[Diagnostic]:
    """Say what happens where a platform knows its own clock alone, and the schedule is of another zone."""
    if isinstance(schedule.rhythm, Minutely | Hourly) or schedule.zone == around.clock:
        return []
    starts = [f"{hour:02}:{each.minutes[0]:02}" for each in times for hour in each.hours]
    shown = ", ".join(starts[:-1]) + f" and {starts[-1]}" if len(starts) > 1 else starts[0]
    message = f"{name} knows no zones: it starts at {shown} of this machine's clock ({around.clock})"
    hint = f"only what is due in {schedule.zone} is built; install again when the machine's zone changes"
    return [Diagnostic("schedule-caveat", message, hint=hint)]
