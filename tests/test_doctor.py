from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher import doctor
from publisher.doctor import examine
from publisher.scaffold import new_workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_all_that_is_needed_is_found_here(tmp_path: Path) -> None:
    new_workspace(tmp_path / "w")
    findings = {each.name: each for each in examine(tmp_path / "w")}
    assert [each for each in findings.values() if each.needed and not each.good] == []
    assert {"Python", "weasyprint", "python-docx", "Pango", "template briefing", "template report", "output"} <= set(
        findings
    )
    assert findings["template briefing"].detail == "Source Serif Pro, Source Sans Pro, Source Code Pro, Amiri"
    assert "pytest" not in findings


def test_a_missing_package_names_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "requires", lambda _: ["no-such-package>=2.1", "lxml>=999", 'x>=1; extra == "dev"'])
    missing = [each for each in examine(None) if not each.good and each.needed]
    assert [(each.name, each.detail == "not installed") for each in missing] == [
        ("no-such-package", True),
        ("lxml", False),
    ]
    assert missing[0].remedy.endswith('-m pip install "no-such-package>=2.1"')


@pytest.mark.parametrize(
    ("installed", "relation", "wanted", "good"),
    [
        ("70.0", ">=", "70.0", True),
        ("69.9", ">=", "70.0", False),
        ("1.10", ">=", "1.9", True),
        ("0.0.1", "==", "0.0.1", True),
    ],
)
def test_versions_are_compared_by_number(installed: str, relation: str, wanted: str, *, good: bool) -> None:
    assert doctor._satisfies(installed, relation, wanted) is good


def test_a_template_without_its_font_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "house"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text(
        'extends = "briefing"\n[fonts.serif]\nregular = "files/None.ttf"\n', encoding="utf-8"
    )
    (finding,) = [each for each in examine(tmp_path) if each.name == "template house"]
    assert not finding.good
    assert "no-fonts" in finding.detail


def test_the_validators_are_named_where_they_can_be_installed(tmp_path: Path) -> None:
    new_workspace(tmp_path / "w")
    names = {"veraPDF", "Open XML SDK", "openxml-audit", "Nu HTML checker", "axe-core"}
    assert not names & {each.name for each in examine(tmp_path / "w")}
    (tmp_path / "w" / "conformance").mkdir()
    (tmp_path / "w" / "conformance" / "install.sh").touch()
    found = {each.name: each for each in examine(tmp_path / "w") if each.name in names}
    assert set(found) == names
    assert not any(each.good or each.needed for each in found.values())
    assert {each.remedy for each in found.values()} == {"./run conformance installs it"}
