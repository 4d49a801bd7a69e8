"""A workspace with a document of each kind that rebuilds must tell apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path


DAY = dt.date(2024, 2, 1)


OWN = "---\ntitle: T\n---\n\nGrew to {fact}`own`.\n\n:::{include} more.md\n:::\n\n![A dot](dot.svg)\n"


OWN_FACTS = "facts:\n  own: {value: 1, unit: number}\n  idle: {value: 2, unit: number}\n"


SHARING = "---\ntitle: T\n---\n\nGrew to {fact}`growth, percent`.\n"


SHARED_FACTS = """sources:
  office: {title: An office}
facts:
  trade: {value: 9.1e9, unit: USD, source: office, expires: 2024-06-30}
  before: {value: 9e9, unit: USD, source: office}
  growth: {formula: trade / before - 1, unit: percent}
  other: {value: 5, unit: number}
checks:
  - trade > before
"""


DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="{}"/></svg>'


def place(root: Path) -> Path:
    """Make a workspace with a plain document, one with all kinds of files of its own, and one with shared facts."""
    workspace(root, settings='formats = ["txt", "html"]\n', plain=GOOD)
    write(root, "source/own/index.md", OWN)
    write(root, "source/own/more.md", "More.\n")
    write(root, "source/own/dot.svg", DOT.format(1))
    write(root, "source/own/facts.yaml", OWN_FACTS)
    write(root, "source/sharing/index.md", SHARING.replace(", percent", ""))
    write(root, "source/facts/trade.yaml", SHARED_FACTS)
    write(root, "templates/briefing-of-ours/theme.toml", 'extends = "briefing"\n')
    return root


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def swap(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")
