"""A workflow of GitHub Actions, whose clock is UTC.

It keeps no record between runs, so the workflow itself says which of its times is meant: each belongs to the distance
of the zone from UTC at which it is right. It may start hours late, so what counts is when it was to start.
"""

from __future__ import annotations

import datetime as dt
import json
import shlex
from typing import TYPE_CHECKING, assert_never

from publisher.diagnostics import Diagnostic
from publisher.schedules.asking import note
from publisher.schedules.firings import HORIZON, firings, seen
from publisher.schedules.model import Daily, File, Firing, Hourly, Minutely, Monthly, Plan, Weekdays, Weekly
from publisher.schedules.occurrences import occurrences
from publisher.schedules.platforms.common import listed, titled
from publisher.schedules.zones import zone_named

if TYPE_CHECKING:
    from publisher.schedules.model import Schedule, Surroundings

__all__ = ["NOTE", "plan"]

NOTE = "# publisher-schedule "
_ALWAYS = "*"
_SHORTEST = 5
"""Minutes; GitHub starts nothing more often."""
_EARLY = 300
"""Seconds by which the clock of what starts it may be before ours."""


def plan(schedule: Schedule, around: Surroundings) -> Plan:
    """Return the workflow, and what GitHub does not keep to."""
    times = _times(schedule, around)
    crons = "".join(f'    - cron: "{each}"\n' for each in dict.fromkeys(cron for cron, _ in times))
    content = f"""\
{NOTE}{schedule.name} {note(schedule)}
name: {json.dumps(titled(schedule))}
on:
  workflow_dispatch:
  schedule:
{crons}permissions:
  contents: read
concurrency:
  group: {schedule.name}
  cancel-in-progress: false
jobs:
  publish:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
    - id: time
      name: Whether this is the time
      env:
        SCHEDULE: ${{{{ github.event.schedule }}}}
      run: |
{_indented(_guard(schedule, around, times), 8)}
    - if: steps.time.outputs.due == 'yes'
      uses: actions/checkout@v4
      with:
        persist-credentials: false
    - if: steps.time.outputs.due == 'yes'
      uses: actions/setup-python@v5
      with:
        python-version: "3.13"
    - if: steps.time.outputs.due == 'yes'
      run: |
{_indented(around.setup, 8)}
    - if: steps.time.outputs.due == 'yes'
      run: |
{_indented(_call(schedule, around), 8)}
    - if: steps.time.outputs.due == 'yes'
      uses: actions/upload-artifact@v4
      with:
        name: {schedule.name}
        path: {json.dumps("/".join(filter(None, (around.folder, around.output))))}
"""
    return Plan((File(f"{schedule.name}.yml", content),), _notes(schedule, around))


def _notes(schedule: Schedule, around: Surroundings) -> tuple[Diagnostic, ...]:
    message = "GitHub starts workflows late when it is busy, leaves some out, and stops those of a repository at rest"
    hint = "a machine of your own keeps the time: --kind systemd"
    notes = [Diagnostic("schedule-caveat", message, hint=hint)]
    if isinstance(schedule.rhythm, Minutely) and schedule.rhythm.count < _SHORTEST:
        message = f"GitHub starts nothing more often than every {_SHORTEST} minutes"
        notes.append(Diagnostic("bad-schedule", message, hint=f'--every "{_SHORTEST} minutes"'))
    if any("${{" in text for text in (titled(schedule), around.folder, around.output, *schedule.slugs)):
        message = "a name holds ${{, which GitHub would take for an expression of its own"
        notes.append(Diagnostic("bad-schedule", message, hint="rename the folder"))
    return tuple(notes)


def _times(schedule: Schedule, around: Surroundings) -> list[tuple[str, str]]:
    """Return each time in UTC with the pattern of what `date` says (distance from UTC, day, date) when it is right."""
    rhythm = schedule.rhythm
    match rhythm:
        case Minutely() | Hourly():
            return [(_cron(each), _ALWAYS) for each in firings(rhythm, schedule.zone, "UTC", around.now)]
        case Daily() | Weekdays() | Weekly() | Monthly():
            due = occurrences(rhythm, schedule.zone, around.now, around.now + HORIZON)
            groups: dict[str, list[dt.datetime]] = {}
            for each in due:
                groups.setdefault(_pattern(schedule.zone, rhythm, each), []).append(each)
            found = ((pattern, seen(rhythm, groups[pattern], "UTC")) for pattern in sorted(groups))
            return [(_cron(firing), pattern) for pattern, times in found for firing in times]
        case _:
            assert_never(rhythm)


def _pattern(zone: str, rhythm: Daily | Weekdays | Weekly | Monthly, due: dt.datetime) -> str:
    wall = due.astimezone(zone_named(zone))
    if wall.time() != rhythm.at:  # the clocks jump over the time that day, and only then is this one right
        return f"{wall:%z} '*' {wall:%F}'"
    return f"{wall:%z} {wall:%d} '*" if isinstance(rhythm, Monthly) else f"{wall:%z} '*"


def _cron(firing: Firing) -> str:
    weekdays = tuple((day + 1) % 7 for day in firing.weekdays)
    return " ".join(listed(each) or "*" for each in (firing.minutes, firing.hours, firing.days, (), weekdays))


def _twice(schedule: Schedule, around: Surroundings) -> list[str]:
    """Return patterns of when the clocks show the time once more."""
    match schedule.rhythm:
        case Minutely() | Hourly():
            return []
        case Daily() | Weekdays() | Weekly() | Monthly():
            zone = zone_named(schedule.zone)
            due = occurrences(schedule.rhythm, schedule.zone, around.now, around.now + HORIZON)
            walls = (each.astimezone(zone) for each in due)
            again = ((wall, wall.replace(fold=1)) for wall in walls if wall.time() == schedule.rhythm.at)
            return [f"*' {late:%z} '*' {late:%F}'" for wall, late in again if late.utcoffset() != wall.utcoffset()]
        case _:
            assert_never(schedule.rhythm)


def _guard(schedule: Schedule, around: Surroundings, times: list[tuple[str, str]]) -> str:
    """Write the script that says whether a run is due; one that was started by hand always is."""
    if all(pattern == _ALWAYS for _, pattern in times):
        return 'echo due=yes >>"$GITHUB_OUTPUT"'
    due = 'echo due=yes >>"$GITHUB_OUTPUT"'
    branches = [
        *(f"  {pattern}) ;;" for pattern in _twice(schedule, around)),
        *(f"  '{cron} {pattern}) {due} ;;" for cron, pattern in times),
    ]
    return f"""\
if [ -z "$SCHEDULE" ]; then
  {due}
  exit
fi
read -r minute hour _ <<<"$SCHEDULE"
latest=$(($(date +%s) + {_EARLY}))
meant=$((latest - (latest - hour * 3600 - minute * 60) % 86400))
case "$SCHEDULE $(TZ={schedule.zone} date -d "@$meant" +'%z %d %F')" in
{chr(10).join(branches)}
esac"""


def _call(schedule: Schedule, around: Surroundings) -> str:
    slugs = [f"--slug={slug}" for slug in schedule.slugs]
    return shlex.join((*around.command, "schedule", "run-now", *slugs, f"--workspace={around.folder or '.'}"))


def _indented(text: str, columns: int) -> str:
    return "\n".join(" " * columns + line for line in text.split("\n"))
