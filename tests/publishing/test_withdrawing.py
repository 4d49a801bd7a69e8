"""Taking editions off again, and names and folders under which nothing is published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import publisher
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.session import session
from publisher.publishing.withdrawing import withdraw, withdraw_all
from tests.support.workspaces import GOOD, workspace

SETTINGS = 'formats = ["txt"]\n'


def cleaned(root: Path) -> list[str]:
    with session(find_workspace(root)) as run:
        return withdraw_all(run)


def test_cleaning_removes_editions_and_leaves_what_is_of_others(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings=SETTINGS, a=GOOD, b=GOOD)
    publisher.build(root)
    output = root / "dist"
    (output / "other").symlink_to("/")
    (output / ".editions" / "gone").mkdir()
    assert cleaned(root) == ["a", "b"]
    assert (output / "other").is_symlink()
    assert not (output / ".editions").exists()
    assert cleaned(root) == []


@pytest.mark.parametrize("all_of_them", [True, False])
def test_what_cannot_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, all_of_them: bool) -> None:
    root = workspace(tmp_path, settings=SETTINGS, a=GOOD)
    publisher.build(root)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shutil.rmtree", refuse)
    with session(find_workspace(root)) as run, pytest.raises(PublisherError) as caught:
        withdraw_all(run) if all_of_them else withdraw(run, ["a"])
    assert caught.value.status is Status.OUTSIDE
    assert caught.value.report.diagnostics[0].message == "the editions of a can't be removed: Permission denied"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (os.fsdecode(b"bad\xff"), r"source/bad\udcff can't be published under this name: it is not in UTF-8"),
        ("a\nb", r"source/a\x0ab can't be published under this name: it has a line break or another control character"),
        ("a\u2028b", "it has a line break or another control character"),
        ("l" * 240, "it is longer than 200 bytes"),
        ("é" * 101, "it is longer than 200 bytes"),
        (".hidden", "it begins with a full stop, which hides it"),
        ("index.html", "the index of all documents has a file of that name"),
        ("sitemap.xml", "the index of all documents has a file of that name"),
    ],
)
def test_a_name_that_none_can_be_published_under_costs_no_other_document(tmp_path: Path, name: str, said: str) -> None:
    root = workspace(tmp_path, settings=SETTINGS, a=GOOD)
    (root / "source" / name).mkdir()
    (root / "source" / name / "index.md").write_text(GOOD, encoding="utf-8")
    for make in (publisher.build, rebuild):
        result = make(root)
        assert [each.code for each in result.report.diagnostics] == ["bad-slug"]
        assert said in result.report.diagnostics[0].message
        assert result.status is Status.SOURCE
        assert (root / "dist" / "a" / "a.txt").exists()
    assert sorted(path.name for path in (root / "dist").iterdir() if path.is_symlink()) == ["a"]


def test_a_workspace_of_misnamed_documents_says_so(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings=SETTINGS, **{"index.html": GOOD})
    with pytest.raises(PublisherError, match="bad-slug"):
        publisher.build(root)


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


@pytest.mark.parametrize("output", [".publisher", ".git/site", "x/../.publisher"])
def test_a_folder_of_a_program_is_no_output(tmp_path: Path, output: str) -> None:
    root = workspace(tmp_path, settings=f'output = "{output}"\n', a=GOOD)
    with pytest.raises(PublisherError, match="belongs to a program"):
        find_workspace(root)


def test_a_link_that_leads_nowhere_is_no_output(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings=SETTINGS, a=GOOD)
    (root / "dist").symlink_to("nowhere")
    with pytest.raises(PublisherError, match="a link that leads nowhere, stands in its place"):
        publisher.build(root)
