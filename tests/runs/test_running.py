"""Runs: what is built, noted and told, and how they end."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from publisher.codes import CODES, Severity
from publisher.runs.sqlite import SqliteRecords
from tests.support.runs import Told, builds, events
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.support.servers import Web

EVERY = ("--every", "day", "--at", "06:00")
PUBLISHER = (sys.executable, "-m", "publisher")
PATIENCE = 60


def test_a_run_builds_and_is_noted_and_told(place: Path, publisher: Callable[..., Told], web: Web) -> None:
    settings = f'formats = ["txt"]\nping = "{web.address}/p"\nnotify = ["{web.address}/n"]\nmetrics = "m.prom"\n'
    workspace(place, settings=settings, one=GOOD, two=BAD)
    told = publisher("schedule", "run-now")
    assert told.status == 1
    reason = "two: error[unknown-label]: there is no label nowhere"
    assert told.out == f"1 published, 1 failed; {reason}\n"
    assert (place / "dist" / "one" / "one.txt").exists()
    assert [path for path, _ in web.asked] == ["/p/start", "/p/fail", "/n"]
    assert "could not be published" in web.asked[2][1]
    assert "Not published: two" in web.asked[2][1]
    (run,) = [json.loads(line) for line in publisher("runs", "--json").out.splitlines()]
    assert (run["published"], run["unchanged"], run["failed"]) == (["one"], [], ["two"])
    assert (run["result"], run["status"], run["reason"], run["due"]) == ("failed", 1, reason, None)
    families = text_string_to_metric_families((place / "m.prom").read_text(encoding="utf-8"))
    assert any(each.name == "publisher_last_run_exit_status" for each in families)


def test_one_document(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD, two=BAD)
    assert publisher("schedule", "run-now", "--slug", "one").out == "1 published\n"
    assert "good" in publisher("runs").out


def test_what_needs_nothing_is_counted(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\nmetrics = "m.prom"\n', one=GOOD, two=GOOD)
    assert publisher("schedule", "run-now").out == "2 published\n"
    assert publisher("schedule", "run-now").out == "2 up to date\n"
    assert publisher("runs", "--most", "1").out.endswith("0 published, 0 unchanged, 0 failed, 2 up to date\n")
    (run, _) = [json.loads(line) for line in publisher("runs", "--json").out.splitlines()]
    assert (run["published"], run["fresh"]) == ([], 2)
    assert 'result="fresh"} 2\n' in (place / "m.prom").read_text(encoding="utf-8")


def test_an_index_page_that_fails_is_the_reason(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    (place / "dist" / "index.html").mkdir(parents=True)
    told = publisher("schedule", "run-now")
    assert told.status == 3
    assert told.out.startswith("1 published; error[index-failed]: the index page can't be written")


def test_nothing_is_run_where_nothing_is_due(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD)
    builds(monkeypatch, place, events(one="unchanged"))
    assert publisher("runs").out == "there was no run yet\n"
    assert publisher("schedule", "run-now", "--due", *EVERY).out == "1 unchanged\n"
    assert publisher("schedule", "run-now", "--due", *EVERY).out == ""
    (run,) = [json.loads(line) for line in publisher("runs", "--json").out.splitlines()]
    assert run["due"].endswith("+00:00")
    assert publisher("schedule", "run-now").out == "1 unchanged\n"  # by hand there is always one
    assert len(publisher("runs", "--most", "1").out.splitlines()) == 1
    told = publisher("runs", "--most", "some")
    assert (told.status, "error[bad-argument]: --most is no number: 'some'" in told.err) == (2, True)


def test_notices_are_of_the_first_failure_and_of_recovery(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    workspace(place, settings=f'notify = ["{web.address}/n"]\n', one=GOOD)
    for script in ("raise SystemExit(3)", "raise SystemExit(3)", events(one="published"), events(one="published")):
        builds(monkeypatch, place, script)
        publisher("schedule", "run-now")
    assert [json.loads(body)["text"].splitlines()[0].partition(" ")[2] for _, body in web.asked] == [
        f"{place.name} could not be published",
        f"{place.name} is published again",
    ]
    assert "the rebuild ended with status 3" in web.asked[0][1]


def test_what_can_t_be_told_is_a_warning(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = 'ping = "https://hc.example/${NO_KEY}"\nmetrics = "no/m.prom"\n'
    workspace(place, settings=settings, one=GOOD)
    builds(monkeypatch, place, events(one="published"))
    told = publisher("schedule", "run-now")
    assert told.status == 0
    assert "warning[ping-failed]: the health ping to https://hc.example/… was not delivered" in told.err
    assert "warning[metrics-late]: the metrics can't be written to" in told.err
    assert CODES["metrics-late"].severity is Severity.WARNING


def test_metrics_on_demand(place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    workspace(place, one=GOOD)
    builds(monkeypatch, place, events(one="published"))
    publisher("schedule", "run-now")
    assert publisher("runs", "--metrics", str(place / "m.prom")).status == 0
    assert (place / "m.prom").read_text(encoding="utf-8").endswith("# EOF\n")
    told = publisher("runs", "--metrics", str(place / "no" / "m.prom"))
    assert (told.status, "error[metrics-failed]" in told.err) == (3, True)


def test_runs_do_not_overlap(place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    workspace(place, one=GOOD)
    builds(monkeypatch, place, events(one="published"))
    publisher("schedule", "run-now")
    with (place / ".publisher" / "run.lock").open("a", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        told = publisher("schedule", "run-now")
    assert told.status == 75
    assert "error[run-busy]: another run is at work in this workspace" in told.err
    assert publisher("schedule", "run-now").status == 0


def test_what_a_build_says_besides_is_passed_over(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD)
    said = ["nonsense", "[1]", '{"event": "started", "document": "one"}', '{"event": ["published"], "document": 1}']
    builds(monkeypatch, place, f"print({chr(10).join(said)!r})\n" + events(one="published"))
    assert publisher("schedule", "run-now").out == "1 published\n"


def test_a_build_that_is_killed_is_a_failure(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD)
    builds(monkeypatch, place, "import os\nos.kill(os.getpid(), 9)\n")
    told = publisher("schedule", "run-now")
    assert (told.status, told.out) == (137, "nothing was built; the rebuild ended with status 137\n")


STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with open("at-work", "w") as stream:
    stream.write(str(os.getpid()))
os.rename("at-work", "build.pid")
time.sleep(600)
"""
RUN_STUBBORN = """
import sys
from publisher.cli import main
from publisher.codes import CODES, Severity
from publisher.runs import running
running.PUBLISHER = (sys.executable, "build.py")
main(sys.argv[1:])
"""


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def until_there(path: Path, process: subprocess.Popen[str]) -> str:
    while not path.exists():
        assert process.poll() is None
    return path.read_text(encoding="utf-8")


def test_a_run_that_is_ended_ends_its_build(place: Path) -> None:
    workspace(place, one=GOOD)
    (place / "build.py").write_text(STUBBORN, encoding="utf-8")
    words = (sys.executable, "-c", RUN_STUBBORN, "schedule", "run-now", f"--workspace={place}")
    with subprocess.Popen(words, text=True) as process:
        build = int(until_there(place / "build.pid", process))
        process.terminate()
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert not alive(build)
    with SqliteRecords(place) as records:
        (run,) = records.runs(5)
    assert (run.ending.result.value, run.ending.reason) == ("interrupted", "it was ended by a signal")


def test_a_run_that_is_killed_is_noted_by_the_next(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD)
    (place / "build.py").write_text(STUBBORN, encoding="utf-8")
    words = (sys.executable, "-c", RUN_STUBBORN, "schedule", "run-now", f"--workspace={place}")
    with subprocess.Popen(words, text=True) as process:
        build = int(until_there(place / "build.pid", process))
        process.kill()
        process.wait(PATIENCE)
    os.kill(build, signal.SIGKILL)
    builds(monkeypatch, place, events(one="published"))
    publisher("schedule", "run-now")
    results = [json.loads(line)["result"] for line in publisher("runs", "--json").out.splitlines()]
    assert results == ["good", "interrupted"]
