"""An output folder belongs to one workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

import publisher
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.session import session
from publisher.publishing.withdrawing import clean
from tests.support.workspaces import GOOD, workspace


def cleaned(root: Path) -> list[str]:
    with session(find_workspace(root)) as run:
        return clean(run)


def test_two_workspaces_do_not_publish_into_one_folder(tmp_path: Path) -> None:
    settings = 'formats = ["txt"]\noutput = "../site"\n'
    one = workspace(tmp_path / "one", settings=settings, a=GOOD)
    other = workspace(tmp_path / "other", settings=settings, a="---\ntitle: Other\n---\n\nOther.\n", b=GOOD)
    publisher.build(one)
    before = (tmp_path / "site" / "a" / "a.txt").read_bytes()
    for call in (lambda: publisher.build(other), lambda: rebuild(other), lambda: cleaned(other)):
        with pytest.raises(PublisherError, match="bad-config") as caught:
            call()
        assert "another workspace publishes into ../site/ too: ../one" in caught.value.report.diagnostics[0].message
    assert (tmp_path / "site" / "a" / "a.txt").read_bytes() == before
    assert not (tmp_path / "site" / "b").exists()


def test_a_workspace_may_be_moved_with_its_output_or_without(tmp_path: Path) -> None:
    root = workspace(tmp_path / "one", settings='formats = ["txt"]\noutput = "../site"\n', a=GOOD)
    publisher.build(root)
    moved = root.rename(tmp_path / "moved")
    assert rebuild(moved).status is Status.GOOD
    (tmp_path / "away").mkdir()
    for name in ("moved", "site"):
        (tmp_path / name).rename(tmp_path / "away" / name)
    assert rebuild(tmp_path / "away" / "moved").status is Status.GOOD
