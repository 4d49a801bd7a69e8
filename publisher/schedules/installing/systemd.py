"""systemd: units in the folder of the user or the system, checked by systemd-analyze before they stand there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.schedules.asking import from_note
from publisher.schedules.installing.tools import call, read_folder, there, write
from publisher.schedules.platforms.systemd import NOTE, calendar

if TYPE_CHECKING:
    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["Units", "verified"]

_RUNNING = Path("/run/systemd/system")
"""There where systemd runs the machine (sd_booted(3))."""


class Units:
    """Timers and services."""

    def __init__(self, *, system: bool = False) -> None:
        """Take those of the system, or of this user."""
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
        self.folder = Path("/etc/systemd/system") if system else config / "systemd" / "user"
        self.manager = ("systemctl", "--system" if system else "--user")
        self.system = system

    def missing(self) -> str:
        """Return why nothing can be installed here."""
        if not there("systemctl"):
            return "there is no systemctl"
        if not _RUNNING.is_dir():
            return "systemd does not run this machine"
        return ""

    def install(self, schedule: Schedule, plan: Plan, around: Surroundings) -> str:
        """Put the units in place and start the timer."""
        verified(schedule, plan, around, system=self.system)
        for file in plan.files:
            write(self.folder / file.name, file.content.encode("utf-8", "surrogateescape"))
        call(*self.manager, "daemon-reload")
        call(*self.manager, "enable", f"{schedule.name}.timer")
        call(*self.manager, "restart", f"{schedule.name}.timer")
        return str(self.folder / f"{schedule.name}.timer")

    def remove(self, name: str) -> None:
        """Stop the timer and take the units away."""
        call(*self.manager, "disable", "--now", f"{name}.timer")
        for suffix in (".timer", ".service"):
            (self.folder / f"{name}{suffix}").unlink(missing_ok=True)
        call(*self.manager, "daemon-reload")

    def installed(self) -> tuple[Schedule, ...]:
        """Return the schedules of our timers."""
        texts = read_folder(self.folder, ".timer").values()
        notes = [line.removeprefix(NOTE) for text in texts for line in text.split("\n") if line.startswith(NOTE)]
        return tuple(each for each in map(from_note, notes) if each is not None)


def verified(schedule: Schedule, plan: Plan, around: Surroundings, *, system: bool) -> bool:
    """Let systemd-analyze look at the units and the times; False where there is none.

    Raises `PublisherError` (`scheduler-failed`) with what it finds.
    """
    if not there("systemd-analyze"):
        return False
    call("systemd-analyze", "calendar", *calendar(schedule, around))
    with tempfile.TemporaryDirectory(prefix="publisher-units-") as folder:
        paths = [Path(folder, file.name) for file in plan.files]
        for path, file in zip(paths, plan.files, strict=True):
            path.write_bytes(file.content.encode("utf-8", "surrogateescape"))
        manager = "--system" if system else "--user"
        runtime = {"XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR") or folder}  # it looks for it, and reads nothing
        call("systemd-analyze", manager, "--man=no", "verify", *map(str, paths), environment=runtime)
    return True
