"""The last runs of all schedules as an OpenMetrics text file, for a collector such as that of node_exporter."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.runs.record import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.runs.record import Run

__all__ = ["exposition", "write_metrics"]

_ENDED = (Result.GOOD, Result.FAILED, Result.INTERRUPTED)


def exposition(runs: Iterable[Run]) -> str:
    """Write the metrics of runs (the newest first) as OpenMetrics 1.0 text."""
    by_schedule: dict[str, list[Run]] = {}
    for run in runs:
        if run.ended is not None:
            by_schedule.setdefault(run.schedule, []).append(run)
    lines = [line for family in _families(by_schedule) for line in family]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _families(by_schedule: dict[str, list[Run]]) -> Iterator[list[str]]:
    last = {name: runs[0] for name, runs in sorted(by_schedule.items())}
    good = {
        name: run
        for name, runs in sorted(by_schedule.items())
        for run in [next((each for each in runs if each.ending.result is Result.GOOD), None)]
        if run is not None
    }
    counted = {name: Counter(run.ending.result for run in runs) for name, runs in sorted(by_schedule.items())}
    yield [
        *_head("publisher_runs", "gauge", "Runs in the record by how they ended."),
        *(
            f"publisher_runs{_labels(name, result=result.value)} {counted[name][result]}"
            for name in counted
            for result in _ENDED
        ),
    ]
    yield [
        *_head("publisher_last_run_timestamp_seconds", "gauge", "When the last run ended.", "seconds"),
        *(f"publisher_last_run_timestamp_seconds{_labels(name)} {_seconds(run)}" for name, run in last.items()),
    ]
    yield [
        *_head("publisher_last_success_timestamp_seconds", "gauge", "When the last good run ended.", "seconds"),
        *(f"publisher_last_success_timestamp_seconds{_labels(name)} {_seconds(run)}" for name, run in good.items()),
    ]
    yield [
        *_head("publisher_last_run_duration_seconds", "gauge", "How long the last run took.", "seconds"),
        *(f"publisher_last_run_duration_seconds{_labels(name)} {_duration(run)}" for name, run in last.items()),
    ]
    yield [
        *_head("publisher_last_run_exit_status", "gauge", "The exit status of the last run."),
        *(f"publisher_last_run_exit_status{_labels(name)} {run.ending.status}" for name, run in last.items()),
    ]
    yield [
        *_head("publisher_last_run_documents", "gauge", "Documents of the last run by what became of them."),
        *(
            f"publisher_last_run_documents{_labels(name, result=result)} {documents}"
            for name, run in last.items()
            for result, documents in (
                ("published", len(run.ending.published)),
                ("unchanged", len(run.ending.unchanged)),
                ("failed", len(run.ending.failed)),
                ("fresh", run.ending.fresh),
            )
        ),
    ]


def _head(name: str, kind: str, text: str, unit: str = "") -> list[str]:
    return [f"# TYPE {name} {kind}", *([f"# UNIT {name} {unit}"] if unit else []), f"# HELP {name} {text}"]


def _labels(schedule: str, **more: str) -> str:
    given = {"schedule": schedule} | more
    escaped = {key: text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"') for key, text in given.items()}
    return "{" + ",".join(f'{key}="{text}"' for key, text in escaped.items()) + "}"


def _seconds(run: Run) -> str:
    return f"{run.ended.timestamp():.3f}" if run.ended else "0"


def _duration(run: Run) -> str:
    return f"{(run.ended - run.started).total_seconds():.3f}" if run.ended else "0"


def write_metrics(path: Path, runs: Iterable[Run]) -> None:
    """Write the metrics in one step, so that a collector never reads half of them.

    Raises `PublisherError` (`metrics-failed`).
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".publisher-", delete=False) as stream:
            stream.write(exposition(runs).encode("utf-8"))
        aside = Path(stream.name)
        aside.chmod(0o644)  # the collector is another user
        os.replace(aside, path)  # noqa: PTH105  the call whose atomicity is meant
    except OSError as error:
        message = f"the metrics can't be written to {path}: {error.strerror or error}"
        raise PublisherError.single("metrics-failed", message, status=Status.OUTSIDE) from error
