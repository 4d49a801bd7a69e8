"""The scheduler in the foreground, as a process."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.diagnostics import Report
from publisher.runs.due import begin_counting
from publisher.runs.foreground import Machine, wait_and_run
from publisher.runs.record import Ending, Result
from publisher.runs.sqlite import SqliteRecords
from publisher.runs.unfailing import UnfailingRecords
from publisher.schedules.asking import Wanted, schedule_of
from publisher.schedules.model import Daily, Schedule
from tests.support.timing import MemoryRecords, Simulated
from tests.support.workspaces import GOOD, workspace

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
SCHEDULE = Schedule("s", Daily(dt.time(6)), "UTC", "/w")
PATIENCE = 60


def log_of(records: MemoryRecords, machine: Simulated) -> list[str]:
    lines: list[str] = []
    wait_and_run(SCHEDULE, records, machine, lines.append)
    return lines


def test_what_it_says() -> None:
    records = MemoryRecords()
    machine = Simulated(NOW, NOW + DAY, lambda now: records.end(records.begin("s", now, now), Ending(Result.GOOD), now))
    assert log_of(records, machine) == [
        "waiting: every day at 06:00, UTC",
        "the next run is due at 2026-11-27 06:00Z",
        "a run is due since 2026-11-27 06:00Z",
        "the run ended with status 0",
        "the next run is due at 2026-11-28 06:00Z",
    ]


def test_what_was_missed_while_it_was_down_is_caught_up_once() -> None:
    records = MemoryRecords()
    starts: list[dt.datetime] = []

    def run(now: dt.datetime) -> None:
        starts.append(now)
        records.end(records.begin("s", now, now), Ending(Result.GOOD), now)

    log_of(records, Simulated(NOW, NOW + DAY, run))
    again = NOW + 5 * DAY
    said = log_of(records, Simulated(again, again + DAY / 2, run))
    assert starts == [NOW.replace(day=27, hour=6), again]
    assert "a run is due since 2026-12-01 06:00Z, 6:00:00 late" in said


def test_a_first_start_waits_for_the_next_time() -> None:
    records = MemoryRecords()
    starts: list[dt.datetime] = []
    log_of(records, Simulated(NOW, NOW + DAY / 2, starts.append))
    assert not starts


def test_a_run_that_leaves_no_record_is_not_started_over_and_over() -> None:
    starts: list[dt.datetime] = []
    log_of(MemoryRecords(), Simulated(NOW, NOW + 3 * DAY, starts.append))
    assert len(starts) == 3


def test_without_a_record_each_run_is_started_once_also_where_the_clock_is_set_back(tmp_path: Path) -> None:
    (tmp_path / ".publisher").write_text("a file in the way", encoding="ascii")
    starts: list[dt.datetime] = []
    back = iter([dt.timedelta(), dt.timedelta(), dt.timedelta(hours=-25)])  # to an hour before the second one
    machine = Simulated(NOW, NOW + 3 * DAY, starts.append, lambda: next(back, dt.timedelta()))
    report = Report()
    with UnfailingRecords(tmp_path, report) as records:
        wait_and_run(SCHEDULE, records, machine, lambda _: None)
    assert [each.day for each in starts] == [27, 28, 29]
    assert [each.code for each in report.diagnostics] == ["run-not-recorded"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a workspace whose schedule has missed a run."""
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD)
    schedule = schedule_of(Wanted("day", zone="UTC"), root)
    with SqliteRecords(root) as records:
        long_ago = dt.datetime.now(dt.UTC) - 9 * DAY
        begin_counting(schedule, records, long_ago)
    return root


def started(place: Path, *before: str) -> subprocess.Popen[str]:
    words = (*before, sys.executable, "-m", "publisher", "schedule", "run", "--every", "day", "--zone", "UTC")
    return subprocess.Popen([*words, f"--workspace={place}"], stdout=subprocess.PIPE, text=True)


def hear(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout
    for line in process.stdout:
        if words in line:
            return
    pytest.fail(f"it never said {words!r}")


def test_a_process_catches_up_and_ends_when_it_is_told_to(place: Path) -> None:
    with started(place) as process:
        hear(process, "the run ended with status 0")
        process.send_signal(signal.SIGTERM)
        hear(process, "ending")
        assert process.wait(PATIENCE) == 0
    assert (place / "dist" / "one" / "one.txt").exists()
    with SqliteRecords(place) as records:
        (run,) = records.runs(5)
    assert run.ending.published == ("one",)


def test_where_nothing_can_be_recorded_it_waits_all_the_same(place: Path) -> None:
    shutil.rmtree(place / ".publisher")
    (place / ".publisher").write_text("a file in the way", encoding="ascii")
    with started(place) as process:
        hear(process, "the run is not recorded; the record of runs in .publisher/: ")
        hear(process, "the next run is due at ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_as_the_first_process_of_a_container(place: Path) -> None:
    own = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child")
    probe = subprocess.run([*own, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this kernel gives no processes of one's own; the next test does the same without them")
    with started(place, *own) as process:
        hear(process, "the run ended with status 0")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        os.kill(int(children[0]), signal.SIGTERM)
        hear(process, "ending")
        assert process.wait(PATIENCE) == 0


INHERITS = """
import ctypes, sys, time
from publisher.runs.due import begin_counting
from publisher.runs.foreground import Machine
from pathlib import Path

ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans come here, as to process 1
leaves_orphans = "import os, time\\nfor _ in range(20):\\n    if not os.fork():\\n        os.fork(); os._exit(0)\\n"
with Machine([sys.executable, "-c", leaves_orphans + "os._exit(7)"]) as machine:
    machine.start()
    status = None
    while status is None:
        machine.wait(1)
        status = machine.ended()
    children = Path("/proc/self/task") / str(__import__("os").getpid()) / "children"
    while children.read_text().split():
        machine.wait(0.01)
print(status)
"""


def test_orphans_are_reaped() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INHERITS], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert done.stdout == "7\n"


STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"])
with open(sys.argv[1] + ".new", "w") as stream:
    stream.write(f"{os.getpid()} {child.pid}")
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(600)
"""


def test_a_run_that_does_not_end_is_ended_with_all_it_has_started(tmp_path: Path) -> None:
    path = tmp_path / "pids"
    before = signal.getsignal(signal.SIGTERM)
    with Machine([sys.executable, "-c", STUBBORN, str(path)]) as machine:
        machine.start()
        while not path.exists():
            machine.wait(0.05)
        os.kill(os.getpid(), signal.SIGTERM)
        assert not machine.wait(60)
    for number in path.read_text(encoding="ascii").split():
        stat = Path(f"/proc/{number}/stat")
        assert not stat.exists() or stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] in "ZX"
    assert signal.getsignal(signal.SIGTERM) is before
