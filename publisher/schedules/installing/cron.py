"""cron: lines of the user's crontab; whatever else stands there stays as it is, to the byte."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError
from publisher.schedules.installing.tools import call, there
from publisher.schedules.platforms.cron import caveats, installed_in, with_schedule, without_schedule

if TYPE_CHECKING:
    from publisher.diagnostics import Diagnostic
    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["Crontab"]

_CODING = ("utf-8", "surrogateescape")
"""Bytes that are no UTF-8 come out as they went in."""


class Crontab:
    """The crontab of this user."""

    def __init__(self) -> None:
        """Begin with nothing to say."""
        self.caveats: list[Diagnostic] = []
        """What others have in the crontab that changes what our lines mean, as of the last installation."""

    def missing(self) -> str:
        """Return why nothing can be installed here."""
        return "" if there("crontab") else "there is no crontab; on Debian: apt-get install cron"

    def install(self, schedule: Schedule, plan: Plan, _: Surroundings) -> str:
        """Put the lines of a schedule in place."""
        crontab = self._read()
        self.caveats = caveats(crontab)
        wanted = with_schedule(crontab, schedule.name, plan.files[0].content)
        if wanted != crontab:
            self._write(wanted)
        return "crontab"

    def remove(self, name: str) -> None:
        """Take the lines of a schedule out."""
        crontab = self._read()
        wanted = without_schedule(crontab, name)
        if wanted != crontab:
            self._write(wanted)

    def installed(self) -> tuple[Schedule, ...]:
        """Return the schedules of the crontab."""
        return installed_in(self._read())

    @staticmethod
    def _read() -> str:
        try:
            return call("crontab", "-l").decode(*_CODING)
        except PublisherError as error:
            if "no crontab for" in str(error):
                return ""
            raise

    @staticmethod
    def _write(crontab: str) -> None:
        handle, name = tempfile.mkstemp(prefix="publisher-crontab-")
        try:
            os.write(handle, crontab.encode(*_CODING))
            os.close(handle)
            call("crontab", name)  # crontab itself refuses what it can't read, and keeps what there was
        finally:
            Path(name).unlink()
