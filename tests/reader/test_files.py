"""Only ordinary files below the document's folder are ever read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Location, Report
from publisher.reader import read
from publisher.reader.files import Folder
from publisher.traverse import walk_document
from tests.support.marked import HEAD, read_marked

if TYPE_CHECKING:
    from pathlib import Path


def content(folder: Path, name: str, limit: int = 100) -> tuple[bytes | None, list[str]]:
    report = Report()
    found = Folder(folder.resolve(), "").content(name, limit, report, Location("index.md"))
    return found, [each.code for each in report.diagnostics]


def test_a_file_below_the_folder_is_read_also_through_links(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_bytes(b"x")
    (tmp_path / "link.txt").symlink_to("a/b.txt")
    for name in ("a/b.txt", "./a/b.txt", "a/../a/b.txt", "link.txt"):
        assert content(tmp_path, name) == (b"x", [])


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "a/../../secret.txt",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/a",
        "//example.org/a",
        "out.txt",
        "out/secret.txt",
        "",
        "a\0b",
    ],
)
def test_what_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "document"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "out").symlink_to(tmp_path)
    assert content(folder, name) == (None, ["outside-folder"])


def test_pipes_devices_folders_and_circles_neither_hang_nor_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert content(tmp_path, "pipe") == (None, ["unreadable"])
    assert content(tmp_path, "folder") == (None, ["unreadable"])
    assert content(tmp_path, "circle") == (None, ["unreadable"])
    assert content(tmp_path, "zero") == (None, ["outside-folder"])
    assert content(tmp_path, "x" * 5000) == (None, ["unreadable"])


def test_a_file_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 101)
    assert content(tmp_path, "a", 101)[1] == []
    assert content(tmp_path, "a", 100) == (None, ["too-large"])


def test_a_document_that_is_a_pipe_or_a_link_out_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    os.mkfifo(tmp_path / "a" / "index.md")
    (tmp_path / "b" / "index.md").symlink_to("/etc/hostname")
    for name, code in (("a", "unreadable"), ("b", "outside-folder")):
        report = Report()
        read(tmp_path / name, report)
        assert [each.code for each in report.diagnostics] == [code]


def test_places_are_relative_to_the_workspace(tmp_path: Path) -> None:
    folder = tmp_path / "source" / "trade"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(f"{HEAD}{{x}}`y`", encoding="utf-8")
    places = []
    for path, root in (
        (folder, None),
        (folder / "index.md", None),
        (str(folder), tmp_path / "source"),
        (folder, folder),
    ):
        report = Report()
        read(path, report, root=root)
        places += [each.at.path for each in report.diagnostics if each.at]
        assert set(report.sources) == set(places[-1:])
    assert places == ["source/trade/index.md", "source/trade/index.md", "trade/index.md", "index.md"]


def test_blocks_have_places(tmp_path: Path) -> None:
    document = read_marked(tmp_path, "## A\n\n> Some *words*\n> more").document
    places = [(type(node).__name__, node.at) for node in walk_document(document)]
    assert places[:3] == [
        ("Section", Location("index.md", 5, 1, 4)),
        ("Text", Location("index.md", 5, 4, 1)),
        ("Quotation", Location("index.md", 7, 3, 12)),
    ]
