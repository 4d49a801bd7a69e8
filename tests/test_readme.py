from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.cases import ROOT

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (first, *_) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(first)


def test_the_library_example_works(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source" / "us-peru-relations", tmp_path / "source" / "us-peru-relations")
    done = subprocess.run(
        [sys.executable, "-c", example("python")],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    title, size, paths = done.stdout.splitlines()
    assert title == "U.S.–Peru relations"
    assert re.fullmatch(r"\d{5,} bytes of PDF", size)
    assert "us-peru-relations.txt" in paths


def test_the_source_example_builds(tmp_path: Path) -> None:
    folder = tmp_path / "source" / "trade"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(example("markdown"), encoding="utf-8")
    (folder / "facts.yaml").write_text(example("yaml"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "publisher", "build"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout) == (0, "trade: published (docx html pdf txt)\n")


def test_every_picture_and_link_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_architecture_is_short() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) < 150


def test_no_file_of_the_program_is_long() -> None:
    long = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "publisher").rglob("*.py")
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
