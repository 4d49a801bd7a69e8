"""Temporary files of runs: where they stand, and who removes those that a run has left."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from publisher.config import find_workspace
from publisher.publishing import workers
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.render import render
from publisher.publishing.scratch import SCRATCH, scratch, sweep_scratch
from publisher.publishing.verifying import verified
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering

HOLDER = """
import os, sys
from pathlib import Path
from publisher.publishing.scratch import scratch

with scratch(Path(sys.argv[1])) as place:
    Path(place.folder, "one.err").write_text("Oh.")
    print("there", flush=True)
    sys.stdin.read()
"""


def folders(root: Path) -> list[str]:
    return [each.name for each in (root / SCRATCH).glob("[!.]*")]


def left_by_a_killed_run(root: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"there\n"
        other.kill()
    assert len(folders(root)) == 1


def test_a_folder_goes_with_its_run(tmp_path: Path) -> None:
    with scratch(tmp_path) as place:
        assert [Path(place.folder).name] == folders(tmp_path)
        assert Path(place.folder).is_dir()
    assert folders(tmp_path) == []


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD)
    rebuild(root)
    left_by_a_killed_run(root)
    rebuild(root)  # there is nothing else to do
    assert folders(root) == []


def test_what_another_run_is_at_work_with_stays(tmp_path: Path) -> None:
    left_by_a_killed_run(tmp_path)
    with scratch(tmp_path) as place:
        sweep_scratch(tmp_path)
        assert len(folders(tmp_path)) == 2
        assert Path(place.folder).is_dir()
    sweep_scratch(tmp_path)
    assert folders(tmp_path) == []


def test_what_belongs_to_others_stays(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for root in (ours, theirs):
        root.mkdir()
        left_by_a_killed_run(root)
    (ours / SCRATCH / "notes").mkdir()
    (ours / SCRATCH / "publisher-link").symlink_to(theirs)
    sweep_scratch(ours)
    assert sorted(folders(ours)) == ["notes", "publisher-link"]
    assert len(folders(theirs)) == 1
    linked = tmp_path / "linked"
    (linked / ".publisher").mkdir(parents=True)
    (linked / SCRATCH).symlink_to(theirs / SCRATCH)
    sweep_scratch(linked)
    assert len(folders(theirs)) == 1


@pytest.mark.parametrize("why", ["a file", "a link"])
def test_a_workspace_that_can_t_hold_them_is_done_without(tmp_path: Path, why: str) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD)
    (root / ".publisher").mkdir()
    if why == "a file":
        (root / SCRATCH).write_text("", encoding="utf-8")
    else:
        (tmp_path / "else").mkdir()
        (root / SCRATCH).symlink_to(tmp_path / "else")
    (tmp_path / "temporary").mkdir()
    with patch.object(tempfile, "tempdir", str(tmp_path / "temporary")):
        with scratch(root) as place:
            assert Path(place.folder).parent == tmp_path / "temporary"
        assert rebuild(root).outcomes[0].changed
    assert list((tmp_path / "temporary").iterdir()) == []
    assert why == "a file" or list((tmp_path / "else").iterdir()) == []


def test_documents_are_rendered_with_it_and_it_is_held_by_the_run_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD)
    told = tmp_path / "told"

    def is_lock(handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), (root / SCRATCH / ".lock").stat())
        except OSError:
            return False

    def rendering(job: Job) -> Rendering:
        held = any(map(is_lock, range(3, 256)))
        told.write_text(f"{tempfile.gettempdir()} {held}", encoding="utf-8")
        return render(job)

    with patch.object(workers, "render", rendering):
        rebuild(root)
        first = told.read_text(encoding="utf-8")
        assert verified(find_workspace(root)).lines == ["one: 1 edition as published; rebuilt byte for byte"]
        second = told.read_text(encoding="utf-8")
    for here, held in (first.split(), second.split()):
        assert here.startswith(f"{root / SCRATCH}/publisher-")
        assert held == "False"
    assert folders(root) == []
