"""The exporter of the guide, installed as a package of somebody else's, is a format like any other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.cases import ROOT
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

CHAPTER = ROOT / "source" / "publisher-guide" / "chapters" / "library.md"


def code_of_the_guide() -> str:
    blocks = re.findall(r"```python\n(.*?)```", CHAPTER.read_text(encoding="utf-8"), re.DOTALL)
    return str(next(block for block in blocks if "WORDS = Exporter" in block))


def installed(folder: Path) -> dict[str, str]:
    """Lay the package on a folder as an installer does; return the environment in which it is found."""
    (folder / "my_package.py").write_text(code_of_the_guide(), encoding="utf-8")
    info = folder / "my_package-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my_package\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[publisher.exporters]\nwords = my_package:WORDS\n", encoding="utf-8")
    return os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"}


def test_the_guide_s_exporter_builds(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    root = workspace(tmp_path / "w", one=GOOD)
    done = subprocess.run(
        [sys.executable, "-m", "publisher", "build", "--format", "words,txt"],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env=installed(site),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "one: published (txt words.txt)\n", "")
    assert (root / "dist" / "one" / "one.words.txt").read_text(encoding="utf-8") == "4 words\n"


def test_a_minimal_exporter_is_about_twenty_lines() -> None:
    assert len(code_of_the_guide().splitlines()) <= 20
