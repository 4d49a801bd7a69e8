from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = """
import re, signal, sys
from publisher.cli import main
from publisher.publishing import workers

def endless(job):
    print("rendering", flush=True)
    if sys.argv[2] == "library":
        re.match("(a+)+$", "a" * 60 + "b")  # it keeps the interpreter, and hears of nothing
    while True:
        signal.pause()

workers.render = endless
main(["build", "--format=txt", f"--workspace={sys.argv[1]}"])
"""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
@pytest.mark.parametrize("busy", ["waiting", "library"])
def test_whatever_ends_a_build_ends_its_workers_too(
    tmp_path: Path, sent: signal.Signals, status: int, busy: str
) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    command = [sys.executable, "-c", ENDLESS, str(root), busy]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        assert build.stderr is not None
        said = iter(build.stdout.readline, "")
        assert any(line == "rendering\n" for line in said)
        build.send_signal(sent)
        assert build.wait() == status
        assert build.stdout.read() == ""  # ends when the worker, who has it open too, has ended
        assert build.stderr.read().count("interrupted") == (status > 0)
    assert not list((root / "dist").glob("one*"))


def test_a_signal_that_comes_while_a_worker_starts_is_not_lost(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings="timeout = 5\n", one=GOOD)
    at_fork = "import os\nos.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))\nmain("
    command = [sys.executable, "-c", ENDLESS.replace("main(", at_fork), str(root)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (143, "interrupted\n")
    assert not list((root / "dist").glob("one*"))
