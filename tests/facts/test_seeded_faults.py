"""Single faults planted in a copy of the Peru briefing: each is told at its line, and the copy itself gives no alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.facts import compared, survey
from publisher.publishing.check import checked
from tests.facts.faults import FAULTS, Fault
from tests.facts.peru import SLUG, TODAY, changed, copied, line_of

if TYPE_CHECKING:
    from pathlib import Path


def test_the_copy_gives_no_alarm(tmp_path: Path) -> None:
    workspace = copied(tmp_path)
    for slug in workspace.slugs():
        assert checked(workspace, slug, TODAY).diagnostics == []
        found = survey(workspace.path_of(slug), tmp_path, TODAY)
        assert (found.report.diagnostics, found.coverage.open, found.coverage.share) == ([], [], 1.0)


def test_there_are_enough() -> None:
    assert len(FAULTS) >= 60
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_at_its_line(tmp_path: Path, fault: Fault) -> None:
    workspace = copied(tmp_path)
    line = changed(workspace, fault.file, fault.old, fault.new)
    if fault.metadata:
        changed(workspace, "index.md", "(^handling: .*)$", f"\n{fault.metadata}")
    if fault.told:
        line = line_of(workspace, fault.told_in or fault.file, fault.told)
    report = checked(workspace, fault.slug, TODAY)
    told = {(each.code, each.at.path, each.at.line) for each in report.diagnostics if each.at}
    assert (fault.code, f"source/{SLUG}/{fault.told_in or fault.file}", line) in told
    assert {code for code, _, _ in told} <= {fault.code, *fault.also}
    assert all(each.at for each in report.diagnostics)


def test_a_translation_that_cites_another_fact_is_told(tmp_path: Path) -> None:
    workspace = copied(tmp_path)
    original = survey(workspace.path_of(SLUG), tmp_path, TODAY)
    translation = survey(workspace.path_of(f"{SLUG}.es"), tmp_path, TODAY)
    before = {each.key for each in compared(original, translation)}
    line = changed(workspace, "index.es.md", r"(un )\{fact\}`farm-growth`", "{fact}`farm-growth-stated`")
    found = compared(original, survey(workspace.path_of(f"{SLUG}.es"), tmp_path, TODAY))
    (new,) = [each for each in found if each.key not in before]
    assert new.key == "farm-growth-stated"
    assert [use.at and (use.at.path, use.at.line) for use in new.translation] == [(f"source/{SLUG}/index.es.md", line)]
