"""What a schedule is: types only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from publisher.diagnostics import Diagnostic

__all__ = [
    "Daily",
    "File",
    "Firing",
    "Hourly",
    "Kind",
    "Minutely",
    "Monthly",
    "Plan",
    "Rhythm",
    "Schedule",
    "Surroundings",
    "Weekdays",
    "Weekly",
]


@dataclass(frozen=True, slots=True)
class Minutely:
    """Every so many minutes, counted from the full hour (UTC)."""

    count: int
    """A divisor of 60."""


@dataclass(frozen=True, slots=True)
class Hourly:
    """Every 60 minutes, whatever the clocks do."""

    minute: int
    """Past the hour (UTC)."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Once on each day."""

    at: dt.time


@dataclass(frozen=True, slots=True)
class Weekdays:
    """From Monday to Friday."""

    at: dt.time


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week."""

    on: int
    """0 for Monday."""
    at: dt.time


@dataclass(frozen=True, slots=True)
class Monthly:
    """Once a month."""

    on: int
    """From 1 to 28, the days that every month has."""
    at: dt.time


Rhythm = Minutely | Hourly | Daily | Weekdays | Weekly | Monthly


@dataclass(frozen=True, slots=True)
class Schedule:
    """When which documents of a workspace are published."""

    name: str
    """Our tag: under it a platform's files and lines are found again. One for each workspace and choice of documents."""
    rhythm: Rhythm
    zone: str
    """The zone that times of the day are of, as IANA names it."""
    workspace: str
    """Its folder, absolute."""
    slugs: tuple[str, ...] = ()
    """The documents; all of them where none is named."""


class Kind(Enum):
    """A platform that can start a run."""

    SYSTEMD = "systemd"
    SYSTEMD_SYSTEM = "systemd-system"
    CRON = "cron"
    LAUNCHD = "launchd"
    WINDOWS = "windows"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a generator has to know of the machine."""

    command: tuple[str, ...]
    """What starts Publisher: an absolute path and its first words."""
    clock: str
    """The zone of the machine's clock."""
    now: dt.datetime
    """From when on the changes of the clocks are looked at."""
    user: str = ""
    """The owner of the workspace, whom a system service runs as."""
    distribution: str = ""
    """The Linux that Windows starts it in."""
    folder: str = ""
    """The workspace as seen from the top of its repository."""
    output: str = "dist"
    """The folder of what is published, below the workspace."""
    setup: str = ""
    """The command that installs Publisher on a machine that has just been made."""


@dataclass(frozen=True, slots=True)
class Firing:
    """Times of a clock at which a platform starts: all that fit each of the four."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...] = ()
    """Of the day; empty for each hour."""
    weekdays: tuple[int, ...] = ()
    """0 for Monday; empty for all."""
    days: tuple[int, ...] = ()
    """Of the month; empty for all."""


@dataclass(frozen=True, slots=True)
class File:
    """What a platform is given: a file, or lines of one."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one schedule needs on a platform."""

    files: tuple[File, ...]
    notes: tuple[Diagnostic, ...] = ()
    """What someone who installs it should know."""
