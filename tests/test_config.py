from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.config import Settings, find_workspace
from publisher.diagnostics import PublisherError, Status
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path


def complaints(folder: Path) -> list[tuple[str, str, int, int, str]]:
    with pytest.raises(PublisherError) as caught:
        find_workspace(folder)
    found = caught.value.report.sorted()
    return [(each.code, each.message, each.at.line, each.at.column, each.hint) for each in found if each.at]


def test_a_workspace_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", brief=GOOD)
    found = find_workspace(root / "source" / "brief")
    assert found.root == root
    assert found.settings == Settings()
    assert found.slugs() == ["brief"]
    assert (found.source, found.templates, found.output) == (root / "source", root / "templates", root / "dist")


def test_settings_may_stand_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.publisher]\nformats = ["txt"]\noutput = "out"\n', encoding="utf-8")
    found = find_workspace(tmp_path)
    assert found.settings.formats == ("txt",)
    assert found.output == tmp_path / "out"


def test_a_folder_of_documents_is_a_workspace_without_settings(tmp_path: Path) -> None:
    root = workspace(tmp_path, brief=GOOD)
    (root / "publisher.toml").unlink()
    assert find_workspace(root).settings == Settings()


def test_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(PublisherError, match="no-workspace") as caught:
        find_workspace(tmp_path)
    assert caught.value.status is Status.USAGE
    assert caught.value.report.diagnostics[0].hint == "publisher new NAME makes one"


def test_all_mistakes_are_told_with_their_places(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings='ouput = "x"\nformats = "pdf"\n  jobs = true\ntimeout = -1\nsource = ""\n')
    assert complaints(root) == [
        ("bad-config", "'ouput' is no setting", 1, 1, "did you mean output?"),
        ("bad-config", "formats = 'pdf' should be a list of names", 2, 1, ""),
        ("bad-config", "jobs = True should be a whole number", 3, 3, ""),
        ("bad-config", "timeout = -1 should be a whole number", 4, 1, ""),
        ("bad-config", "source = '' should be a text", 5, 1, ""),
    ]


@pytest.mark.parametrize("line", ["keep-days = 800000", "memory = 999999999999999", "timeout = 99999999999999999999"])
def test_numbers_that_nothing_could_follow_are_refused(tmp_path: Path, line: str) -> None:
    ((code, message, *_),) = complaints(workspace(tmp_path, settings=f"{line}\n"))
    assert code == "bad-config"
    assert message.startswith(f"{line} is more than ")


def test_no_time_is_no_time_limit(tmp_path: Path) -> None:
    ((code, message, *_),) = complaints(workspace(tmp_path, settings="timeout = 0\n"))
    assert (code, message) == ("bad-config", "timeout = 0 would let no document be made")


def test_broken_toml_points_at_the_line(tmp_path: Path) -> None:
    root = workspace(tmp_path, settings='source = "a"\njobs = \n')
    ((code, _, line, _, _),) = complaints(root)
    assert (code, line) == ("bad-config", 2)


@pytest.mark.parametrize("output", [".publisher", ".git", "a/../.git/pages", ".GIT", "./.venv", "seen/x"])
def test_nothing_is_published_where_tools_keep_what_is_theirs(tmp_path: Path, output: str) -> None:
    (tmp_path / ".hg").mkdir()
    (tmp_path / "seen").symlink_to(".hg")
    ((code, message, line, column, _),) = complaints(workspace(tmp_path, settings=f'jobs = 1\noutput = "{output}"\n'))
    assert (code, line, column) == ("bad-config", 2, 1)
    assert "which others keep" in message


def test_a_folder_for_what_is_published_may_be_hidden_or_elsewhere(tmp_path: Path) -> None:
    for output in (".site", "../pages", str(tmp_path / "pages")):
        root = workspace(tmp_path / "w", settings=f'output = "{output}"\n')
        assert find_workspace(root).settings.output == output


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ('output = "source"', 1),
        ('title = "T"\noutput = "."', 2),
        ('output = "source/../source/published"', 1),
        ('output = "templates"', 1),
        ('source = "dist/sources"', 1),
    ],
)
def test_what_is_published_has_a_folder_of_its_own(tmp_path: Path, settings: str, line: int) -> None:
    (tmp_path / "publisher.toml").write_text(f"{settings}\n", encoding="utf-8")
    with pytest.raises(PublisherError) as caught:
        find_workspace(tmp_path)
    told = caught.value.report.diagnostics[0]
    assert (told.code, told.at and told.at.line) == ("bad-config", line)
    assert "are not apart" in told.message
