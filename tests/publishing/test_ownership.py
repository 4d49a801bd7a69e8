"""An output folder belongs to one workspace."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import publisher
from publisher.cli import main
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.session import session
from publisher.publishing.withdrawing import clean
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_mistake_in_its_settings_takes_no_folder_from_a_workspace(tmp_path: Path) -> None:
    settings = 'formats = ["txt"]\noutput = "../site"\n'
    one = workspace(tmp_path / "one", settings=settings, a=GOOD)
    other = workspace(tmp_path / "other", settings=settings, b=GOOD)
    publisher.build(one)
    (one / "publisher.toml").write_text(f"{settings}jbos = 2\n", encoding="utf-8")
    with pytest.raises(PublisherError, match="bad-config: another workspace"):
        publisher.build(other)
    shutil.rmtree(one)
    assert publisher.build(other).status is Status.GOOD


def test_nobody_rolls_back_the_documents_of_another_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = 'formats = ["txt"]\noutput = "../site"\n'
    one = workspace(tmp_path / "one", settings=settings, a=GOOD)
    other = workspace(tmp_path / "other", settings=settings, a=GOOD)
    publisher.build(one)
    (one / "source/a/index.md").write_text("---\ntitle: New\n---\n\nNew.\n", encoding="utf-8")
    publisher.build(one)
    for root, status in ((other, Status.SOURCE), (one, Status.GOOD)):
        with pytest.raises(SystemExit) as ended:
            main(["rollback", "a", "--workspace", str(root)])
        assert ended.value.code == status.value
    assert "error[bad-config]: another workspace publishes into ../site/ too" in capsys.readouterr().err
