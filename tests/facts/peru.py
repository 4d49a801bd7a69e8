"""Copies of the Peru briefing that may be changed."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

from publisher.config import Workspace

SLUG = "us-peru-relations"
HOME = Path(__file__).parents[2] / "source" / SLUG
TODAY = dt.date(2024, 6, 1)


def copied(folder: Path) -> Workspace:
    """Copy the briefing, its translations and its ledger to a workspace of their own."""
    shutil.copytree(HOME, folder / "source" / SLUG)
    return Workspace(folder)


def entry(key: str, old: str) -> str:
    """Return a pattern for something in the entry of a fact; what stands before it is kept."""
    return rf"(^  {key}:(?:[^\n]*\n    )*?[^\n]*?){old}"


def changed(workspace: Workspace, name: str, old: str, new: str) -> int:
    """Change the first place in a file that matches, behind the first group of the pattern; return its line."""
    path = workspace.source / SLUG / name
    text = path.read_text(encoding="utf-8")
    found = re.search(old, text, re.MULTILINE)
    assert found, f"{old!r} stands nowhere in {name}"
    start = found.end(1) if found.re.groups else found.start()
    path.write_text(f"{text[:start]}{new}{text[found.end() :]}", encoding="utf-8")
    return text.count("\n", 0, start) + 1


def line_of(workspace: Workspace, name: str, words: str) -> int:
    """Return the first line of a file that holds some words."""
    lines = (workspace.source / SLUG / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if words in line)
