from __future__ import annotations

import datetime as dt
import re
import subprocess
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

import publisher
from publisher.config import Settings, find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.scaffold import new_document, new_workspace

if TYPE_CHECKING:
    from pathlib import Path


DAY = dt.date(2026, 2, 28)


def test_a_new_workspace_builds_without_any_diagnostic(tmp_path: Path) -> None:
    made = new_workspace(tmp_path / "w")
    assert all(path.is_file() for path in made)
    result = publisher.build(tmp_path / "w")
    (outcome,) = result.outcomes
    assert (outcome.slug, outcome.status, outcome.report.diagnostics) == ("first-brief", Status.GOOD, [])
    assert [path.name for path in outcome.paths] == [f"first-brief.{each}" for each in ("docx", "html", "pdf", "txt")]
    text = (tmp_path / "w" / "dist" / "first-brief" / "first-brief.txt").read_text(encoding="utf-8")
    assert "13,450 visitors" in " ".join(text.split())
    assert "12 percent" in text


@pytest.mark.parametrize("template", ["briefing", "report"])
def test_a_new_document_builds_with_its_template(tmp_path: Path, template: str) -> None:
    new_workspace(tmp_path / "w")
    new_document(find_workspace(tmp_path / "w").source, "trade-with-peru", template, DAY)
    (outcome,) = publisher.build(tmp_path / "w", ["trade-with-peru"], ["txt"]).outcomes
    assert (outcome.status, outcome.report.diagnostics) == (Status.GOOD, [])
    assert "February 28, 2026" in outcome.paths[0].read_text(encoding="utf-8")
    assert "Trade with peru" in outcome.paths[0].read_text(encoding="utf-8")


def test_git_leaves_answers_of_feeds_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    new_workspace(folder)
    answer = folder / "source/first-brief/data/.snapshots/rates/1.csv"
    answer.parent.mkdir(parents=True)
    answer.write_bytes(b"a,b\r\n1,2\r\n")
    git = ["git", "-C", str(folder), "-c", "core.autocrlf=input", "-c", "user.name=n", "-c", "user.email=e@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    kept = subprocess.run(
        [*git, "show", ":source/first-brief/data/.snapshots/rates/1.csv"], check=True, capture_output=True
    )
    assert kept.stdout == answer.read_bytes()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    new_workspace(tmp_path / "w")
    with pytest.raises(PublisherError) as caught:
        new_workspace(tmp_path / "w")
    assert (caught.value.report.diagnostics[0].code, caught.value.status) == ("exists", Status.USAGE)
    with pytest.raises(PublisherError, match="exists"):
        new_document(tmp_path / "w" / "source", "first-brief", "briefing", DAY)


@pytest.mark.parametrize("slug", ["", "..", "a/b", "Trade", "a b", "-a", "a--b", "é"])
def test_names_that_could_be_no_address_are_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(PublisherError) as caught:
        new_document(tmp_path, slug, "briefing", DAY)
    assert (caught.value.report.diagnostics[0].code, caught.value.status) == ("bad-name", Status.USAGE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PublisherError) as caught:
        new_workspace(tmp_path / "file" / "w")
    assert (caught.value.report.diagnostics[0].code, caught.value.status) == ("publish-failed", Status.OUTSIDE)


def test_a_new_workspace_shows_every_setting(tmp_path: Path) -> None:
    new_workspace(tmp_path / "w")
    text = (tmp_path / "w" / "publisher.toml").read_text(encoding="utf-8")
    shown = re.findall(r"^# ([a-z-]+) = ", text, re.MULTILINE)
    assert sorted(shown) == sorted(field.name.replace("_", "-") for field in fields(Settings))
    for line in text.splitlines():
        if line.startswith("# ") and " = " in line:
            name, _, value = line.removeprefix("# ").split("  ")[0].partition(" = ")
            default = getattr(Settings(), name.replace("-", "_"))
            if default and name != "title":
                assert tomllib.loads(f"x = {value}")["x"] == (list(default) if isinstance(default, tuple) else default)
