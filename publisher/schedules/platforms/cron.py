"""Lines of a crontab.

Ours stand last, since cron gives a variable (PING_KEY) only to the lines below it, and they set none themselves: some
crons know CRON_TZ and some, Debian's among them, pass over it in silence. Nothing is mailed each night: `publisher runs`
says what happened, and `notify` whom to tell. What was missed is caught up when the machine starts.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.schedules.asking import from_note, note
from publisher.schedules.firings import firings
from publisher.schedules.model import File, Plan
from publisher.schedules.platforms.common import command, listed, other_zone

if TYPE_CHECKING:
    from publisher.schedules.model import Firing, Schedule, Surroundings

__all__ = ["caveats", "installed_in", "plan", "with_schedule", "without_schedule"]

_TAG = "# publisher-schedule "
_LINES = re.compile(r"[^\n]*\n|[^\n]+$")
_ENDED = "# publisher-schedule: the line above had no end\n"
"""Stands where we had to end a line of others, so that it is left as it was."""
_VARIABLE = re.compile(r"""\s*["']?(\w+)["']?\s*=\s*["']?(.*?)["']?\s*""")
_SHELLS = re.compile(r"(?:.*/)?(?!t?csh$)\w*sh")
"""Those that read our commands as they are meant."""
_LONGEST = 998
"""Bytes of a command that Debian's cron takes; it passes over longer ones."""


def plan(schedule: Schedule, around: Surroundings) -> Plan:
    """Return the lines: our note, and an entry for each time of the clock and for the start of the machine."""
    times = firings(schedule.rhythm, schedule.zone, around.clock, around.now)
    call = f"{shlex.join(command(schedule, around))} >/dev/null 2>&1 {_TAG}{schedule.name}".replace("%", r"\%")
    notes = other_zone("cron", schedule, around, times)
    if len(call.encode("utf-8", "surrogateescape")) > _LONGEST:
        message = f"the command is longer than the {_LONGEST} bytes that cron takes"
        notes.append(Diagnostic("bad-schedule", message, hint="name fewer documents, or use a shorter path"))
    lines = [f"{_TAG}{schedule.name} {note(schedule)}", *(f"{_when(each)} {call}" for each in times), f"@reboot {call}"]
    return Plan((File("crontab", "".join(f"{line}\n" for line in lines)),), tuple(notes))


def _when(firing: Firing) -> str:
    weekdays = tuple(day + 1 for day in firing.weekdays)  # 7 is Sunday, in all crons
    return " ".join(listed(each) or "*" for each in (firing.minutes, firing.hours, firing.days, (), weekdays))


def with_schedule(crontab: str, name: str, lines: str) -> str:
    """Return a crontab with the lines of a schedule, which replace those that it had; all others stay as they are."""
    others = without_schedule(crontab, name)
    if others and not others.endswith("\n"):
        others += f"\n{_ENDED}"
    return others + lines


def without_schedule(crontab: str, name: str) -> str:
    """Return a crontab without the lines of a schedule."""
    left = "".join(line for line in _LINES.findall(crontab) if not _is_of(line, name))
    before, ended, after = left.partition(f"\n{_ENDED}")
    if not ended or f"\n{_TAG}" in f"\n{after}":
        return left
    return f"{before}\n{after}" if after else before


def caveats(crontab: str) -> list[Diagnostic]:
    """Tell of variables of others that change what our lines mean."""
    found = (_VARIABLE.fullmatch(line) for line in crontab.split("\n"))
    variables = {each[1]: each[2] for each in found if each}
    said = []
    if variables.get("CRON_TZ"):
        message = f"CRON_TZ={variables['CRON_TZ']} in the crontab moves the times at which some crons start this"
        said.append(Diagnostic("schedule-caveat", message, hint="what is due is built, though it may be late"))
    if not _SHELLS.fullmatch(variables.get("SHELL") or "sh"):
        message = f"SHELL={variables['SHELL']} in the crontab is no shell that reads commands as sh does"
        said.append(Diagnostic("schedule-caveat", message, hint="let it be /bin/sh, or use --kind systemd"))
    return said


def installed_in(crontab: str) -> tuple[Schedule, ...]:
    """Return the schedules of a crontab."""
    lines = [line.removeprefix(_TAG) for line in crontab.split("\n") if line.startswith(_TAG)]
    found = (from_note(line.partition(" ")[2]) for line in lines)
    return tuple(each for each in found if each is not None)


def _is_of(line: str, name: str) -> bool:
    plain = line.removesuffix("\n")
    return plain.startswith(f"{_TAG}{name} {{") or (plain[:1] in "@*0123456789" and plain.endswith(f" {_TAG}{name}"))
