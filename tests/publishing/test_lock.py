from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import PublisherError, Status
from publisher.publishing.lock import locked

if TYPE_CHECKING:
    from pathlib import Path
"""The system calls that publishing makes."""


def test_a_second_build_is_told_who_is_at_work(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(PublisherError, match="busy") as caught, locked(tmp_path):
        pass
    assert f"process {os.getpid()} on {os.uname().nodename}, since 2" in caught.value.report.diagnostics[0].message
    assert caught.value.status is Status.BUSY
    with locked(tmp_path):
        pass


def test_the_lock_of_a_dead_run_is_taken_over(tmp_path: Path) -> None:
    holder = "import sys, os; from pathlib import Path; from publisher.publishing.lock import locked\n"
    holder += "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", holder, str(tmp_path)], check=False)
    for _ in range(2):  # until somebody has cleared up
        with locked(tmp_path) as lock:
            assert f" on {os.uname().nodename}, since 2" in lock.before
    with locked(tmp_path) as lock:
        lock.cleared = True
    with locked(tmp_path) as lock:
        assert not lock.before


NONSENSE = {
    "cut off": '{"pid": 12, "ho',
    "zeros": "\0" * 200,
    "other things": "[1, 2]",
    "endless": '{"pid": 1e400, "host": "HERE", "command": "c", "since": "s"}',
    "deep": "[" * 1900,
    "huge": '{"pid": 99999999999999999999999, "host": "HERE", "command": "c", "since": "s"}',
    "a group": '{"pid": -1, "host": "HERE", "command": "c", "since": "s"}',
    "other types": '{"pid": 12, "host": 1, "command": 2, "since": 3}',
}


@pytest.mark.parametrize("nonsense", list(NONSENSE))
def test_a_lock_that_says_nonsense_is_taken_over_when_it_is_free(tmp_path: Path, nonsense: str) -> None:
    said = NONSENSE[nonsense].replace("HERE", os.uname().nodename)
    (tmp_path / ".lock").write_text(said, encoding="utf-8")
    with locked(tmp_path) as lock:
        assert lock.before == "what its lock says of it can't be read"
        lock.cleared = True
    with locked(tmp_path) as lock:
        assert not lock.before


@pytest.mark.parametrize("nonsense", list(NONSENSE))
def test_a_lock_that_says_nonsense_is_held_all_the_same(tmp_path: Path, nonsense: str) -> None:
    said = NONSENSE[nonsense].replace("HERE", os.uname().nodename)
    with locked(tmp_path):
        (tmp_path / ".lock").write_text(said, encoding="utf-8")
        with pytest.raises(PublisherError, match="busy") as caught, locked(tmp_path):
            pass
    assert caught.value.report.diagnostics[0].message == f"another run is at work in {tmp_path.name}/"


def test_a_long_command_in_another_script_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["publisher", "build", "ж" * 600])
    with locked(tmp_path), pytest.raises(PublisherError, match="busy") as caught, locked(tmp_path):
        pass
    assert "publisher build 'ж" in caught.value.report.diagnostics[0].message


@pytest.mark.parametrize("kind", ["a link", "a link to nothing", "a folder", "a pipe"])
def test_what_has_the_place_of_the_lock_is_named_and_never_written_to(tmp_path: Path, kind: str) -> None:
    output, source = tmp_path / "dist", tmp_path / "index.md"
    output.mkdir()
    if kind == "a folder":
        (output / ".lock").mkdir()
    elif kind == "a pipe":
        os.mkfifo(output / ".lock")
    else:
        (output / ".lock").symlink_to(source)
    if kind == "a link":
        source.write_text("Mine.", encoding="utf-8")
    with pytest.raises(PublisherError, match="publish-failed") as caught, locked(output):
        pass
    diagnostic = caught.value.report.diagnostics[0]
    assert diagnostic.message == "dist/.lock is not a file of Publisher's, which keeps its lock there"
    assert diagnostic.hint == "remove it"
    assert source.exists() == (kind == "a link")
    assert kind != "a link" or source.read_text(encoding="utf-8") == "Mine."


def test_who_waits_hears_for_whom_and_goes_on(tmp_path: Path) -> None:
    holder = "import sys; from pathlib import Path; from publisher.publishing.lock import locked\n"
    holder += "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holder, str(tmp_path)]
    heard = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"held\n"

        def hear(message: str) -> None:
            heard.append(message)
            assert other.stdin is not None
            other.stdin.close()

        with locked(tmp_path, wait=hear) as lock:
            assert not lock.before
    assert f"process {other.pid}" in heard[0]


def test_what_is_no_folder_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "file").touch()
    for name, said in (("link", "it is a link to nowhere, where no folder is"), ("file", "it is no folder")):
        with pytest.raises(PublisherError) as caught, locked(tmp_path / name):
            pass
        (told,) = caught.value.report.diagnostics
        assert (told.code, told.message) == ("publish-failed", f"nothing can be published in {name}: {said}")
        assert "free space" not in told.hint


def test_a_full_disk_keeps_nobody_from_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with locked(tmp_path), pytest.raises(PublisherError, match="busy"), locked(tmp_path):
        pass
