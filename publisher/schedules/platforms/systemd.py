"""A systemd timer and its service, of the user or of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.schedules.asking import described, note
from publisher.schedules.firings import firings
from publisher.schedules.model import File, Hourly, Minutely, Plan
from publisher.schedules.platforms.common import command, titled

if TYPE_CHECKING:
    from publisher.schedules.model import Firing, Schedule, Surroundings

__all__ = ["NOTE", "calendar", "plan"]

NOTE = "X-Schedule="
"""The key that holds our note; systemd passes over what begins with X-."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_REFUSED = frozenset("\"'\\$")
_HARDENING = """\
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native
"""
_SYSTEM = """\
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=full
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictSUIDSGID=yes
"""
"""What only the system's manager can do everywhere; a user's needs name spaces for it, which many kernels deny."""


def plan(schedule: Schedule, around: Surroundings, *, system: bool = False) -> Plan:
    """Return the timer and the service."""
    return Plan(
        (
            File(f"{schedule.name}.service", _service(schedule, around, system=system)),
            File(f"{schedule.name}.timer", _timer(schedule, around)),
        )
    )


def calendar(schedule: Schedule, around: Surroundings) -> tuple[str, ...]:
    """Return the expressions of OnCalendar.

    systemd leaves out a time that the clocks jump over: the time after the jump is named beside it.
    """
    zone = "UTC" if isinstance(schedule.rhythm, Minutely | Hourly) else schedule.zone
    return tuple(f"{_when(each)} {zone}" for each in firings(schedule.rhythm, schedule.zone, zone, around.now))


def _when(firing: Firing) -> str:
    weekdays = ",".join(_WEEKDAYS[day] for day in firing.weekdays)
    days, hours, minutes = (_two_digits(each) for each in (firing.days, firing.hours, firing.minutes))
    return f"{weekdays} *-*-{days} {hours}:{minutes}:00".lstrip()


def _two_digits(numbers: tuple[int, ...]) -> str:
    return ",".join(f"{number:02}" for number in numbers) or "*"


def _service(schedule: Schedule, around: Surroundings, *, system: bool) -> str:
    user = f"User={around.user}\n" if system else ""
    line = " ".join(_quoted(word) for word in _startable(command(schedule, around)))
    return (
        f"[Unit]\nDescription={_plain(titled(schedule))}\n\n"
        f"[Service]\nType=oneshot\n{user}ExecStart={line}\nTimeoutStopSec=10\n"
        f"{_HARDENING}{_SYSTEM if system else ''}"
    )


def _timer(schedule: Schedule, around: Surroundings) -> str:
    times = "".join(f"OnCalendar={each}\n" for each in calendar(schedule, around))
    return (
        f"[Unit]\nDescription={_plain(f'{titled(schedule)}, {described(schedule)}')}\n\n"
        f"[Timer]\n{times}Persistent=true\nAccuracySec=1s\n\n"
        "[Install]\nWantedBy=timers.target\n\n"
        f"[X-Publisher]\n{NOTE}{note(schedule)}\n"
    )


def _startable(words: tuple[str, ...]) -> tuple[str, ...]:
    """Let the shell start a program whose path systemd refuses to name."""
    if set(words[0]) & _REFUSED:
        return ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    return words


def _plain(text: str) -> str:
    """Keep a text as it is: a percent sign begins a specifier, a backslash at the end goes on in the next line."""
    return text.replace("%", "%%").replace("\\", "/")


def _quoted(word: str) -> str:
    """Quote a word of a command as systemd.service(5) reads it; nothing in it is a specifier or a variable."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
