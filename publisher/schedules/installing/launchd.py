"""launchd: an agent of this user."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from publisher.schedules.asking import from_note
from publisher.schedules.installing.tools import call, read_folder, there, write
from publisher.schedules.platforms.launchd import NOTE

if TYPE_CHECKING:
    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["Agents"]

_NOT_LOADED = 3
"""What launchctl says of an agent that it does not know."""


class Agents:
    """The agents of this user."""

    def __init__(self) -> None:
        """Look in the home folder."""
        self.folder = Path("~/Library/LaunchAgents").expanduser()
        self.domain = f"gui/{os.getuid()}"

    def missing(self) -> str:
        """Return why nothing can be installed here."""
        return "" if there("launchctl") else "there is no launchctl; it belongs to macOS"

    def install(self, schedule: Schedule, plan: Plan, _: Surroundings) -> str:
        """Put the agent in place and load it."""
        path = self.folder / plan.files[0].name
        content = plan.files[0].content.encode("utf-8")
        if there("plutil"):
            call("plutil", "-lint", "-", given=content)
        self._unload(schedule.name)
        write(path, content)
        call("launchctl", "bootstrap", self.domain, str(path))
        return str(path)

    def remove(self, name: str) -> None:
        """Unload the agent and take it away."""
        self._unload(name)
        (self.folder / f"{name}.plist").unlink(missing_ok=True)

    def installed(self) -> tuple[Schedule, ...]:
        """Return the schedules of our agents."""
        found = []
        for text in read_folder(self.folder, ".plist").values():
            try:
                found.append(from_note(str(plistlib.loads(text.encode("utf-8")).get(NOTE, ""))))
            except (plistlib.InvalidFileException, ExpatError, ValueError, AttributeError):
                continue
        return tuple(each for each in found if each is not None)

    def _unload(self, name: str) -> None:
        call("launchctl", "bootout", f"{self.domain}/{name}", allowed=(0, _NOT_LOADED, 5, 113))
