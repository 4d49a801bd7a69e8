"""Zones by name, always from the tzdata package: the same changes of the clocks on every machine."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.diagnostics import PublisherError, Status
from publisher.nearest import did_you_mean

__all__ = ["default_zone", "machine_zone", "zone_named", "zone_names"]

_MARK = "zoneinfo/"
"""After it, the path of a zone's file is its name."""


@cache
def zone_names() -> frozenset[str]:
    """Return all names that IANA gives."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return a zone; raises `PublisherError` (`bad-schedule`) for a name that there is not."""
    if name not in zone_names():
        near = {each.rpartition("/")[2].lower(): each for each in zone_names()}
        place = name.rpartition("/")[2].replace(" ", "_").lower()
        hint = f"did you mean {near[place]}?" if place in near else did_you_mean(name, zone_names(), "as America/Lima")
        raise PublisherError.single("bad-schedule", f"there is no zone {name!r}", hint=hint, status=Status.USAGE)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def machine_zone(etc: Path = Path("/etc")) -> str:
    """Return the zone of the machine's clock, which timers go by; UTC where nothing is set, as the C library has it."""
    target = os.path.realpath(etc / "localtime").partition(_MARK)[2].removeprefix("posix/").removeprefix("right/")
    if target in zone_names():
        return target
    try:
        written = (etc / "timezone").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        written = ""
    return written if written in zone_names() else "UTC"


def default_zone() -> str:
    """Return the zone that is meant where none is named: that of TZ, else the machine's."""
    wanted = os.environ.get("TZ", "").removeprefix(":")
    return wanted if wanted in zone_names() else machine_zone()
