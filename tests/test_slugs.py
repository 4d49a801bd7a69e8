from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from publisher import build, rebuild
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.listing import INDEX_FILES
from publisher.publishing.plan import jobs_of
from publisher.slugs import fault_of, shown
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = 'formats = ["txt"]\n'
NOT_UTF_8 = os.fsdecode(b"bad\xff")
NOBODY_S = (*INDEX_FILES, "Feed.Atom", NOT_UTF_8, "new\nline", "new\rline", "new\x85line", "new\u2028line", ".hidden")


@pytest.mark.parametrize("name", ["brief", "brief.es", "Trade 2024, a–z", "تجارة", "index", "a\\b", "q?#%&<>'\"", "-x"])
def test_whatever_a_folder_and_an_address_can_be_called_names_a_document(name: str) -> None:
    assert not fault_of(name)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (NOT_UTF_8, "its name is not in UTF-8"),
        ("a\nb", "a line break or another control character"),
        ("a\u202eb", "a line break or another control character"),
        ("index.html", "the index page and what goes with it have that name"),
        (".editions", "hidden"),
        ("x" * 201, "more than 200 bytes"),
        ("é" * 101, "more than 200 bytes"),
        ("a/b", "not one name"),
        ("", "not one name"),
    ],
)
def test_why_nothing_can_be_published_under_a_name_is_said(name: str, fault: str) -> None:
    assert fault in fault_of(name)


def test_any_name_is_shown_in_one_line_of_text() -> None:
    assert shown(NOT_UTF_8) == "bad\\xff"
    assert shown("a\nb\u2028c\x1b") == "a\\nb\\u2028c\\x1b"
    assert shown("perú") == "perú"


def test_documents_with_names_that_none_can_have_cost_themselves_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings=FORMATS, one=GOOD, two=GOOD, **dict.fromkeys(NOBODY_S, GOOD.format(title="T")))
    for run, good in ((build, ["one", "two"]), (rebuild, [])):
        result = run(root)
        assert result.status is Status.SOURCE
        assert result.index is Status.GOOD
        assert [each.slug for each in result.outcomes if each.status is Status.GOOD] == good
        bad = [each for each in result.outcomes if each.slug not in good]
        assert [each.slug for each in bad] == sorted(map(shown, NOBODY_S))
        assert {code.code for each in bad for code in each.report.diagnostics} == {"bad-name"}
        assert not result.report.diagnostics
    assert (root / "dist" / "index.html").is_file()
    assert sorted(path.name for path in (root / "dist" / ".editions").iterdir()) == ["one", "two"]


def test_a_translation_may_have_a_name_that_none_can_have(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings=FORMATS, index=GOOD)
    for tag in ("html", os.fsdecode(b"\xfe")):
        (root / "source" / "index" / f"index.{tag}.md").write_text(GOOD, encoding="utf-8")
    found = find_workspace(root).found()
    assert found.slugs == ["index"]
    assert list(map(shown, found.misnamed)) == ["index.html", "index.\\xfe"]


def test_one_that_is_named_or_alone_is_told_before_anything_is_done(tmp_path: Path) -> None:
    root = workspace(tmp_path, **{"index.html": GOOD})
    for names, status in (((), Status.SOURCE), (("index.html",), Status.USAGE)):
        with pytest.raises(PublisherError) as caught:
            build(root, names)
        assert [each.code for each in caught.value.report.diagnostics] == ["bad-name"]
        assert caught.value.status is status
    assert not (root / "dist").exists()


@pytest.mark.parametrize("audience", ["html", "a\nb", "a/b"])
def test_an_audience_makes_no_name_that_none_can_have(tmp_path: Path, audience: str) -> None:
    place = find_workspace(workspace(tmp_path, index=GOOD))
    with pytest.raises(PublisherError, match="bad-argument: the edition for"):
        jobs_of(place, (), ("txt",), lenient=False, audience=audience)


def test_a_folder_that_cannot_be_read_is_not_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = workspace(tmp_path, settings=FORMATS, a=GOOD, b=GOOD)
    (root / "source" / "b" / "index.es.md").write_text(GOOD.format(title="B"), encoding="utf-8")
    build(root)
    read = os.listdir

    def refuse(path: str) -> list[str]:
        if os.fspath(path).endswith("source/b"):
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(os, "listdir", refuse)
    result = rebuild(root)
    told = [each for outcome in result.outcomes for each in outcome.report.diagnostics]
    assert [(each.code, each.message) for each in (*told, *result.report.diagnostics)] == [
        ("bad-name", "b can't be published: its folder can't be read: Permission denied")
    ]
    assert result.status is Status.SOURCE


def test_a_folder_that_goes_away_while_it_is_looked_at_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = find_workspace(workspace(tmp_path, a=GOOD, b=GOOD))
    read = os.listdir

    def too_late(path: str) -> list[str]:
        if os.fspath(path).endswith("source/b"):
            shutil.rmtree(path)
        return read(path)

    monkeypatch.setattr(os, "listdir", too_late)
    found = place.found()
    assert (found.slugs, found.misnamed) == (["a"], {})


def test_a_name_that_two_sources_have_is_that_of_neither(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings=FORMATS, a=GOOD, **{"a.es": GOOD})
    (root / "source" / "a" / "index.es.md").write_text(GOOD.format(title="A"), encoding="utf-8")
    result = build(root)
    assert sorted(path.name for path in (root / "dist").iterdir() if path.is_symlink()) == ["a"]
    assert result.status is Status.SOURCE
    told = [each.message for outcome in result.outcomes for each in outcome.report.diagnostics]
    assert told == ["a.es can't be published: a document and a translation of another one have that name"]


@pytest.mark.parametrize("other", ["Report", "REPORT.es", "re\u0301sume\u0301"])
def test_names_that_a_disk_may_take_for_one_are_those_of_none(tmp_path: Path, other: str) -> None:
    root = workspace(tmp_path, settings=FORMATS, report=GOOD, **{"r\xe9sum\xe9": GOOD, other: GOOD, "b": GOOD})
    (root / "source" / "report" / "index.es.md").write_text(GOOD.format(title="Es"), encoding="utf-8")
    found = find_workspace(root).found()
    (mine,) = (name for name in found.misnamed if name != other)
    assert set(found.slugs) == {"b", "report", "report.es", "r\xe9sum\xe9"} - {mine}
    assert found.misnamed[mine].startswith(f"{other} differs from it only in capitals")
    assert found.misnamed[other].startswith(f"{mine} differs from it only in capitals")
