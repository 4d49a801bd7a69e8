from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from publisher import build
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.receipts import RECEIPT, SUMS, sums_of
from publisher.publishing.recovering import Recovered
from publisher.publishing.verifying import Verdict, verified
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

FACTS = "facts:\n  used: {value: 1, unit: number, expires: 2024-06-30}\n  idle: {value: 2, unit: number}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = workspace(tmp_path / "w", settings='formats = ["txt", "html"]\n', one=GOOD, two=GOOD)
    (made / "source/two/index.md").write_text("---\ntitle: T\n---\n\nNow {fact}`used`.\n", encoding="utf-8")
    (made / "source/two/facts.yaml").write_text(FACTS, encoding="utf-8")
    build(made, today=dt.date(2024, 2, 1))
    return made


def verdict(root: Path, *slugs: str, quick: bool = False) -> Verdict:
    return verified(find_workspace(root), slugs, quick=quick)


def told(found: Verdict) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in found.report.sorted()]


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_what_is_as_it_was_published_is_rebuilt_byte_for_byte(root: Path) -> None:
    found = verdict(root)
    assert (found.status, told(found)) == (Status.GOOD, [])
    assert found.lines == [f"{slug}: 1 edition as published; rebuilt byte for byte" for slug in ("one", "two")]
    assert verdict(root, "one", quick=True).lines == ["one: 1 edition as published"]


def test_damage_and_strange_files_are_found(root: Path) -> None:
    (root / "dist/one/one.txt").write_text("by hand", encoding="utf-8")
    (root / "dist/stray.pdf").touch()
    (root / "dist/two").unlink()
    (root / "dist/.editions/two/.staging-1").mkdir()
    found = verdict(root, quick=True)
    name = (root / "dist/one").resolve().name
    assert found.status is Status.OUTSIDE
    assert told(found) == [
        ("strange-file", "dist/stray.pdf was not published"),
        ("strange-file", "dist/.editions/two/.staging-1 was left by a run that died"),
        ("damaged-edition", f"dist/one, edition {name}: one.txt is not as it was published"),
        ("damaged-edition", "dist/two shows no edition"),
    ]
    assert found.lines == ["one: 1 edition, 1 damaged", "two: 1 edition as published"]
    found = verdict(root, "one")
    assert [code for code, _ in told(found)] == ["damaged-edition"]
    assert found.lines == ["one: 1 edition, 1 damaged; the current one is damaged, so there is nothing to compare with"]


def test_links_without_editions_and_an_index_that_was_changed_are_found(root: Path) -> None:
    shutil.rmtree(root / "dist/.editions/two")
    (root / "dist/index.html").write_text("by hand", encoding="utf-8")
    found = verdict(root, quick=True)
    assert told(found) == [
        ("damaged-index", "dist/index.html does not show what is published"),
        ("damaged-edition", "dist/two shows no edition"),
    ]
    (root / "dist/.editions").rename(root / "elsewhere")
    assert [code for code, _ in told(verdict(root))].count("damaged-edition") == 2


def test_where_nothing_is_published_or_settings_have_changed_the_index_is_as_it_was(root: Path) -> None:
    (root / "publisher.toml").write_text('formats = ["txt", "html"]\ntitle = "Other"\n', encoding="utf-8")
    assert told(verdict(root, quick=True)) == []
    shutil.rmtree(root / "dist")
    assert told(verdict(root, quick=True)) == []


@pytest.mark.parametrize("place", ["../shared", "{}/shared"])
def test_a_template_set_outside_the_workspace_counts_among_what_renders(tmp_path: Path, place: str) -> None:
    home = f'templates = "{place.format(tmp_path)}"\nformats = ["html"]\n'
    root = workspace(tmp_path / "w", settings=home, one="---\ntitle: {title}\ntemplate: house\n---\n\nText.\n")
    theme = tmp_path / "shared/house/theme.toml"
    theme.parent.mkdir(parents=True)
    theme.write_text('extends = "briefing"\n', encoding="utf-8")
    build(root, today=dt.date(2024, 2, 1))
    assert verdict(root).lines == ["one: 1 edition as published; rebuilt byte for byte"]
    theme.write_text('extends = "briefing"\n[colors]\naccent = "#7a0019"\n', encoding="utf-8")
    found = verdict(root)
    assert told(found) == []
    assert "; other programs render now: other-files " in found.lines[0]


def test_sources_that_have_moved_on_are_named(root: Path) -> None:
    edit(root / "source/one/index.md", "Text", "Words")
    edit(root / "source/two/facts.yaml", "value: 2", "value: 3")  # which the document does not use
    found = verdict(root)
    assert found.status is Status.GOOD
    assert found.lines == [
        "one: 1 edition as published; the sources have moved on: source/one/index.md",
        "two: 1 edition as published; rebuilt byte for byte",
    ]
    edit(root / "source/two/facts.yaml", "value: 1", "value: 9")
    (line,) = verdict(root, "two").lines
    assert line.endswith("the sources have moved on: source/two/facts.yaml")


def git(root: Path, *words: str) -> str:
    known = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(("git", *known, *words), check=True, cwd=root, capture_output=True, text=True).stdout.strip()


def commit(root: Path) -> str:
    (root / ".gitignore").write_text("dist/\n.publisher/\n", encoding="utf-8")
    git(root, "init", "--quiet") if not (root / ".git").exists() else None
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "As it is")
    return git(root, "rev-parse", "HEAD")


def test_an_edition_comes_out_again_from_the_history_of_git(root: Path) -> None:
    first = commit(root)
    edit(root / "source/one/index.md", "Text", "Words")
    build(root, ["one"], today=dt.date(2024, 2, 1))
    receipt = json.loads((root / "dist/one" / RECEIPT).read_text(encoding="utf-8"))
    assert receipt["commit"] == first
    assert verdict(root, "one").lines == ["one: 2 editions as published; rebuilt byte for byte"]
    commit(root)  # the state that was published is committed afterwards
    edit(root / "source/one/index.md", "Words", "Sentences")
    commit(root)
    shutil.rmtree(root / "source/two")
    found = verdict(root)
    assert (found.status, told(found)) == (Status.GOOD, [])
    assert found.lines == [
        "one: 2 editions as published; rebuilt byte for byte from the sources in git",
        "two: 1 edition as published; rebuilt byte for byte from the sources in git",
    ]
    forge(root / "dist/one", inputs={"../secret": "0" * 64})
    assert verdict(root, "one").lines == ["one: 2 editions as published; its receipt can't be read"]


def test_files_of_an_earlier_build_are_named(root: Path) -> None:
    edit(root / "source/one/index.md", "Text", "Words")
    build(root, ["one"], ["txt"], today=dt.date(2024, 2, 1))
    (line,) = verdict(root, "one").lines
    assert line.endswith("rebuilt byte for byte (one.html as an earlier build made it)")


def test_what_git_gives_does_not_come_out_as_it_was_published(root: Path) -> None:
    commit(root)
    (root / "dist/one/one.txt").write_text("by hand", encoding="utf-8")
    forge(root / "dist/one")
    edit(root / "source/one/index.md", "Text", "Words")
    assert told(verdict(root, "one")) == [
        ("not-reproducible", "one: one.txt come out otherwise, though the sources are the same")
    ]


def test_an_edition_comes_out_again_from_the_source_that_is_attached(root: Path) -> None:
    edit(root / "source/two/index.md", "title: T", "title: T\nattach-source: true")
    build(root, ["two"], ["pdf", "txt", "html"], today=dt.date(2024, 2, 1))
    (root / "source/two/facts.yaml").unlink()
    edit(root / "source/two/index.md", "Now", "Then")
    (line,) = verdict(root, "two").lines
    assert line == "two: 2 editions as published; rebuilt byte for byte from the sources attached to the PDF"


def test_a_file_that_has_come_since_does_not_make_an_edition_another(root: Path) -> None:
    (root / "source/one/facts.yaml").write_text(FACTS.replace("30", "31"), encoding="utf-8")  # there is no such day
    found = verdict(root, "one")
    assert told(found) == []
    assert found.lines == ["one: 1 edition as published; rebuilt byte for byte from the sources of that time"]


def forge(folder: Path, **changed: object) -> None:
    """Change artifact and receipt of an edition, with checksums that fit."""
    receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8")) | changed
    (folder / RECEIPT).write_text(json.dumps(receipt), encoding="utf-8")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != SUMS}
    (folder / SUMS).write_bytes(sums_of(files))


def test_what_does_not_come_out_again_is_an_error(root: Path) -> None:
    (root / "dist/one/one.txt").write_text("by hand", encoding="utf-8")
    forge(root / "dist/one")
    found = verdict(root, "one")
    assert told(found) == [("not-reproducible", "one: one.txt come out otherwise, though the sources are the same")]
    forge(root / "dist/one", versions={"weasyprint": "1"})
    found = verdict(root, "one")
    assert told(found) == []
    assert "other programs render now: " in found.lines[0]


@pytest.mark.parametrize("changed", [{"inputs": 1}, {"day": "tomorrow"}, {"versions": None}])
def test_a_receipt_that_says_nonsense_is_told(root: Path, changed: dict[str, object]) -> None:
    forge(root / "dist/one", **changed)
    assert verdict(root, "one").lines == ["one: 1 edition as published; its receipt can't be read"]


def test_what_was_never_published_has_no_editions(root: Path) -> None:
    with pytest.raises(PublisherError, match="'tow' has no editions") as caught:
        verdict(root, "tow")
    assert caught.value.report.diagnostics[0].hint == "did you mean two?"


def test_where_there_is_no_room_to_rebuild_that_is_told_and_the_others_go_on(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Recovered, "put", full)
    (root / "source/one/facts.yaml").write_text(FACTS.replace("30", "31"), encoding="utf-8")  # there is no such day
    found = verdict(root)
    assert found.lines == [
        "one: 1 edition as published; it could not be rebuilt",
        "two: 1 edition as published; rebuilt byte for byte",
    ]
    assert told(found) == [("publish-failed", "one can't be rebuilt to compare: No space left on device")]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_editions_that_nobody_may_change_can_be_held_against_their_checksums(
    root: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refused(path: str | Path, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if flags & os.O_RDWR:
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refused)
    found = verdict(root, quick=True)
    assert (found.status, found.lines) == (Status.GOOD, [f"{slug}: 1 edition as published" for slug in ("one", "two")])
    (root / "dist/.lock").unlink()
    with pytest.raises(PublisherError, match=os.strerror(number)):
        verdict(root, quick=True)
