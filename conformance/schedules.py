"""What is generated for systemd, cron and GitHub Actions, held against systemd-analyze, crontab and GitHub's schema.

launchd and the Task Scheduler have no tool outside their own systems; tests/schedules reads what they are given.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.findings import INSTALLED, Finding, Result
from publisher.diagnostics import PublisherError
from publisher.schedules.installing.systemd import verified
from publisher.schedules.installing.tools import there
from publisher.schedules.model import (
    Daily,
    Hourly,
    Kind,
    Minutely,
    Monthly,
    Rhythm,
    Schedule,
    Surroundings,
    Weekdays,
    Weekly,
)
from publisher.schedules.platforms import plan_for

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["blind_to_schedules", "schedules"]

_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_AT_NIGHT = dt.time(2, 30)
_RHYTHMS: tuple[Rhythm, ...] = (
    Minutely(10),
    Hourly(15),
    Daily(_AT_NIGHT),
    Weekdays(_AT_NIGHT),
    Weekly(6, _AT_NIGHT),
    Monthly(1, _AT_NIGHT),
)
_ZONES = ("America/Lima", "Europe/Berlin", "Australia/Lord_Howe")
_FOLDER = '50% of $HOME, it\'s "quoted"'
"""A folder with all that a platform could take for something of its own."""


def schedules(folder: Path) -> list[Result]:
    """Generate schedules of all rhythms for each platform that has a validator."""
    around = _surroundings(folder)
    wanted = [
        Schedule(
            f"publisher-{number}-{zone.rpartition('/')[2].lower()}", rhythm, zone, str(folder / _FOLDER), ("a.es",)
        )
        for number, rhythm in enumerate(_RHYTHMS)
        for zone in _ZONES
    ]
    return [
        _result("systemd-analyze", wanted, lambda each: _units(each, around)),
        _result("crontab -n", wanted, lambda each: _crontab(_content(Kind.CRON, each, around), folder)),
        _result("GitHub's schema", wanted, lambda each: _workflow(_content(Kind.GITHUB, each, around), folder)),
    ]


def blind_to_schedules(folder: Path) -> list[str]:
    """Return the names of the validators that find nothing in a schedule with a fault."""
    around = replace(_surroundings(folder), command=("/nowhere/python",))
    fault = Schedule("publisher-fault", Daily(_AT_NIGHT), "UTC", str(folder))
    found = {
        "systemd-analyze": _units(fault, around),
        "crontab -n": _crontab("99 * * * * true\n", folder),
        "GitHub's schema": _workflow(_content(Kind.GITHUB, fault, around).replace("runs-on", "runs-at"), folder),
    }
    return [name for name, findings in found.items() if not findings]


def _surroundings(folder: Path) -> Surroundings:
    python = folder / _FOLDER / "python"
    python.parent.mkdir(exist_ok=True)
    if not python.exists():
        python.symlink_to(sys.executable)
    return Surroundings((str(python), "-m", "publisher"), "America/New_York", _NOW, user="root", setup="true")


def _content(kind: Kind, schedule: Schedule, around: Surroundings) -> str:
    return plan_for(kind, schedule, around).files[0].content


def _result(validator: str, wanted: list[Schedule], look: Callable[[Schedule], str]) -> Result:
    said = [(each, look(each)) for each in wanted]
    findings = tuple(Finding(Path(each.name), text) for each, text in said if text)
    return Result(validator, len(wanted), len(wanted), findings)


def _units(schedule: Schedule, around: Surroundings) -> str:
    for kind in (Kind.SYSTEMD, Kind.SYSTEMD_SYSTEM):
        plan = plan_for(kind, schedule, around)
        try:
            if not verified(schedule, plan, around, system=kind is Kind.SYSTEMD_SYSTEM):
                message = "systemd-analyze is missing"
                raise RuntimeError(message)
        except PublisherError as error:
            return str(error)
    return ""


def _crontab(lines: str, folder: Path) -> str:
    if not there("crontab"):
        message = "crontab is missing"
        raise RuntimeError(message)
    path = folder / "crontab"
    path.write_text(lines, encoding="utf-8")
    return _refusal("crontab", "-n", str(path))


def _workflow(content: str, folder: Path) -> str:
    path = folder / "workflow.yml"
    path.write_text(content, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(INSTALLED / 'python')!r}); from check_jsonschema import main; main()"
    )
    return _refusal(sys.executable, "-c", program, "--builtin-schema", "vendor.github-workflows", str(path))


def _refusal(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  the validators are our own
    if "Traceback" in done.stderr:
        message = f"{words[0]} failed: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return f"{done.stdout}{done.stderr}".strip() or "no reason" if done.returncode else ""
