"""Codes about schedules and runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.weights import error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.codes.weights import Explanation

__all__ = ["RUNNING"]

RUNNING: Mapping[str, Explanation] = {
    "bad-schedule": error(
        "A schedule can't be as it was asked for",
        'Say how often with `--every` (day, weekday, week, month, hour, or "10 minutes"), when with `--at 06:00`, on which '
        "day with `--on`, and where that time is meant with `--zone America/Lima`.",
    ),
    "no-scheduler": error(
        "There is nothing that could start a run",
        "The platform that was named, or every one that this machine could have, lacks its tool or does not run. "
        "`publisher schedule run` needs none: it waits in the foreground.",
    ),
    "scheduler-failed": error(
        "The platform's scheduler refused", "The message holds what it said. Nothing else of it was changed."
    ),
    "schedule-caveat": warning(
        "A platform keeps to a schedule in its own way", "The message says where it differs, and what to do about it."
    ),
    "run-busy": error("Another run is at work here", "Runs never overlap. Wait until it has ended."),
    "no-record": error(
        "The record of runs can't be read or written",
        "It stands in .publisher/ of the workspace; look at that folder and its permissions.",
    ),
    "run-not-recorded": warning(
        "A run could not be recorded",
        "What it published is published, and its exit status tells of that. Without a record a notice may come twice, and"
        " a run may be done once more than was needed; look at .publisher/ of the workspace.",
    ),
    "record-damaged": warning(
        "The record of runs was damaged",
        "It is a log: a new one was begun, and the damaged one set aside. A run may be done once more than was needed.",
    ),
    "metrics-failed": error("The metrics could not be written", "Look at the folder and its permissions."),
    "metrics-late": warning(
        "The metrics could not be written after a run",
        "The run is as good as it says; look at the folder of `metrics`.",
    ),
    "ping-failed": warning(
        "The health ping was not delivered",
        "The run itself is not touched by that. `ping` in the settings names an https address; ${NAME} in it stands for "
        "a variable of the environment. Redirects are not followed.",
    ),
    "notice-failed": warning(
        "A notice was not delivered",
        "It is tried again after the next run. `notify` in the settings names https addresses, or "
        "smtps://USER:${PASSWORD}@HOST/RECIPIENT; ${NAME} stands for a variable of the environment.",
    ),
}
