"""Windows: a task of its Task Scheduler, reached from the Linux that Windows runs (WSL)."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from lxml import etree

from publisher.schedules.asking import from_note
from publisher.schedules.installing.tools import call, there
from publisher.schedules.platforms.windows import FOLDER, NAMESPACE

if TYPE_CHECKING:
    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["Tasks"]

_TOOL = "schtasks.exe"


class Tasks:
    """The tasks in our folder."""

    def missing(self) -> str:
        """Return why nothing can be installed here."""
        return "" if there(_TOOL) else f"there is no {_TOOL}; Publisher runs on Windows in its Linux (WSL)"

    def install(self, schedule: Schedule, plan: Plan, _: Surroundings) -> str:
        """Give the task to the Task Scheduler."""
        with tempfile.TemporaryDirectory(prefix="publisher-task-") as folder:
            path = Path(folder, plan.files[0].name)
            path.write_bytes(plan.files[0].content.encode("utf-16"))
            theirs = call("wslpath", "-w", str(path)).decode("utf-8").strip()
            call(_TOOL, "/Create", "/F", "/TN", FOLDER + schedule.name, "/XML", theirs)
        return FOLDER + schedule.name

    def remove(self, name: str) -> None:
        """Take the task out."""
        call(_TOOL, "/Delete", "/F", "/TN", FOLDER + name)

    def installed(self) -> tuple[Schedule, ...]:
        """Return the schedules of the tasks in our folder."""
        rows = csv.reader(_text(call(_TOOL, "/Query", "/FO", "CSV", "/NH")).splitlines())
        names = dict.fromkeys(row[0] for row in rows if row and row[0].startswith(f"{FOLDER}publisher-"))
        found = (_note_of(_text(call(_TOOL, "/Query", "/XML", "/TN", name))) for name in names)
        return tuple(each for each in map(from_note, found) if each is not None)


def _text(said: bytes) -> str:
    return said.decode("utf-16" if b"\0" in said[:200] else "utf-8", "replace")


def _note_of(task: str) -> str:
    try:
        root = etree.fromstring(task.partition("?>")[2].strip().encode("utf-8"))
    except (etree.XMLSyntaxError, ParseError):
        return ""
    return root.findtext(f"{{{NAMESPACE}}}RegistrationInfo/{{{NAMESPACE}}}Description") or ""
