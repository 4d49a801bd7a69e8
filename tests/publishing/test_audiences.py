from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from publisher import build, rebuild
from publisher.config import find_workspace
from publisher.diagnostics import Report, Status
from publisher.publishing.explaining import explained
from publisher.publishing.plan import audiences_published
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2024, 2, 1)
TEXT = "---\ntitle: T\naudiences: [press]\n---\n\nOne. {only}`press: It is {fact}`y`.`\n"
FACTS = "facts:\n  y: {value: 7, unit: number}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD, plain=GOOD)
    (made / "source/one/index.md").write_text(TEXT.replace("`press: It is {fact}`y`.`", "``press: It is {fact}`y`.``"))
    (made / "source/one/facts.yaml").write_text(FACTS)
    build(made, today=DAY)
    build(made, ["one"], audience="press", today=DAY)
    return made


def test_an_edition_for_an_audience_is_rebuilt_with_the_others(root: Path) -> None:
    assert audiences_published(find_workspace(root)) == {"one.press": ("one", "press")}
    assert rebuild(root, today=DAY).outcomes == ()
    (root / "source/one/facts.yaml").write_text(FACTS.replace("7", "8"))
    told = list(explained(find_workspace(root), ("one.press",), DAY, Report()))
    assert told[:2] == ["one.press: would be rebuilt", "  y was 7, is 8"]
    assert [line for line in explained(find_workspace(root), ("one",), DAY, Report()) if line[0] != " "] == [
        "one: is up to date",
        "one.press: would be rebuilt",
    ]
    result = rebuild(root, today=DAY)
    assert [(each.slug, each.status) for each in result.outcomes] == [("one.press", Status.GOOD)]
    assert "It is 8." in (root / "dist/one.press/one.press.txt").read_text()


def test_documents_without_an_audience_are_not_built_for_it(root: Path) -> None:
    (root / "source/plain/index.md").write_text("---\ntitle: Freedom of the press\nsummary: |\n  press\n---\n\nText.\n")
    (root / "source/one/index.es.md").write_text("---\ntitle: T\nlang: es\n---\n\nUno.\n")
    for make in (build, rebuild):
        result = make(root, audience="press", today=DAY)
        assert ([each.slug for each in result.outcomes], result.status) in (
            (["one.press"], Status.GOOD),
            ([], Status.GOOD),
        )
    assert {each.status for each in build(root, audience="pres", today=DAY).outcomes} == {Status.SOURCE}


def test_an_audience_that_is_gone_is_told_and_taken_off_with_its_document(root: Path) -> None:
    (root / "source/one/index.md").write_text(TEXT.replace("audiences: [press]\n", "").partition(" {only}")[0])
    (root / "source/one/facts.yaml").unlink()
    outcomes = {each.slug: each for each in rebuild(root, today=DAY).outcomes}
    assert outcomes["one"].status is Status.GOOD
    (told,) = outcomes["one.press"].report.diagnostics
    assert (told.code, told.hint) == (
        "unknown-audience",
        "list it under `audiences` in the metadata; publisher clean takes an edition for it off",
    )
