from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from publisher import rebuild
from publisher.config import find_workspace
from publisher.diagnostics import Report
from publisher.publishing.editions import editions_of
from publisher.publishing.explaining import explained, listed
from tests.support.rebuilding import DAY, place, swap

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = place(tmp_path_factory.mktemp("ready") / "w")
    rebuild(made, today=DAY)
    return made


@pytest.fixture
def root(tmp_path: Path, ready: Path) -> Path:
    """Copy a workspace in which all is published; what is remembered holds in another place too."""
    return shutil.copytree(ready, tmp_path / "w", symlinks=True)


def test_why_names_what_has_changed_and_what_that_means(root: Path) -> None:
    def why(slug: str, day: dt.date = DAY) -> list[str]:
        return [line.strip() for line in explained(find_workspace(root), (slug,), day, Report())]

    assert why("plain")[0] == "plain: is up to date"
    assert why("sharing")[-1] == "a fact of it is out of date on 2024-06-30"
    swap(root, "source/facts/trade.yaml", "9.1e9", "9.4e9")
    swap(root, "source/own/more.md", "More", "Less")
    assert why("sharing")[:3] == [
        "sharing: would be rebuilt",
        "trade was 9100000000, is 9400000000",
        "source/facts/trade.yaml has changed",
    ]
    assert why("plain")[:2] == [
        "plain: is up to date",
        "source/facts/trade.yaml has changed, but nothing that it uses",
    ]
    assert why("own")[:2] == ["own: would be rebuilt", "source/own/more.md has changed"]
    assert "nothing is remembered of it" in why("own")[-1]
    rebuild(root, today=DAY)
    assert "trade was 9100000000, is 9400000000" in why("sharing")[2:]


def test_damaged_editions_are_listed_as_such(root: Path) -> None:
    swap(root, "source/plain/index.md", "Text", "Words")
    rebuild(root, today=DAY)
    newest, oldest = editions_of(root / "dist", "plain")
    (newest.folder / "plain.txt").write_bytes(b"torn")
    (oldest.folder / "edition.json").write_text("{", encoding="utf-8")
    first, second = listed(find_workspace(root), "plain")
    assert first.startswith(f"* {newest.name}")
    assert ", damaged  plain.html" in first
    assert second.startswith(f"  {oldest.name}  damaged  ")
