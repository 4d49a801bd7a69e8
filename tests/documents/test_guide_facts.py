"""The guide's chapter on facts: its ledgers can be read, its example builds, and what it says of the command is so."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from publisher.citations import FORMS
from publisher.diagnostics import Report
from publisher.facts import survey
from publisher.facts.machine import differences_object, survey_object, uses_object
from publisher.facts.telling import told_survey
from publisher.reader.ledger import ledger_of
from publisher.reader.ledger.fields import DefaultFields, FactFields
from tests.support.briefs import brief
from tests.support.cases import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHAPTER = (ROOT / "source/publisher-guide/chapters/facts.md").read_text(encoding="utf-8")
TODAY = dt.date(2024, 2, 1)


def blocks(language: str) -> list[str]:
    """Return the blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", CHAPTER, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", blocks("yaml"))
def test_every_ledger_can_be_read(block: str) -> None:
    report = Report()
    ledger = ledger_of(block, "facts.yaml", report)
    assert report.diagnostics == []
    assert ledger.facts or ledger.exempt


@pytest.mark.parametrize("block", [block for block in blocks("yaml") if "facts:" in block])
def test_every_ledger_holds_and_is_shown(tmp_path: Path, block: str) -> None:
    cited = " ".join(f"{{fact}}`{key}`" for key in ledger_of(block, "", Report()).facts)
    text, told = brief(tmp_path, block, cited, today=TODAY)
    assert text
    assert [each for each in told if each.code != "stale-fact"] == []


def test_the_table_can_be_read(tmp_path: Path) -> None:
    (table,) = [block for block in blocks("text") if block.startswith("key,")]
    (tmp_path / "source/brief").mkdir(parents=True)
    (tmp_path / "source/brief/facts.csv").write_text(table)
    text, told = brief(
        tmp_path, "sources: {museum: {title: M}}\n", "{fact}`visitors`, {fact}`budget`.\n\n:::{sources}\n:::"
    )
    assert (text, told) == ("1.35 million visitors, $22.2 million.  1. M.", [])


def museum(folder: Path) -> Path:
    """Write the first example of the chapter; return its text."""
    home = folder / "source" / "museum"
    home.mkdir(parents=True)
    (home / "facts.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    text = f"---\ntitle: Museum\n---\n\n{blocks('markdown')[0].rstrip()}.\nThere are 40 more.\n"
    (home / "index.md").write_text(text, encoding="utf-8")
    return home / "index.md"


def test_what_the_command_tells_is_what_it_tells(tmp_path: Path) -> None:
    (told,) = [block for block in blocks("text") if block.startswith("museum:")]
    found = survey(museum(tmp_path), tmp_path, TODAY)
    assert "\n".join(told_survey("museum", found)) + "\n" == told


def test_every_key_for_machines_is_documented(tmp_path: Path) -> None:
    found = survey(museum(tmp_path), tmp_path, TODAY)
    line = found.of("growth")
    assert line
    said = CHAPTER.partition(":name: tbl-json")[2]
    objects: list[Mapping[str, Any]] = [
        survey_object("a", found),
        uses_object("a", line),
        differences_object("a", "b", []),
    ]
    for each in objects:
        for key in re.findall(r'"([\w-]+)":', json.dumps(each)):
            assert f"`{key}`" in said, key


def test_every_key_and_form_is_documented() -> None:
    keys = {field.alias or name for model in (FactFields, DefaultFields) for name, field in model.model_fields.items()}
    for name in {*keys, *FORMS, "dated", "sourced", "capital", "bare"}:
        assert re.search(rf"^\* - .*`{name}`", CHAPTER, re.MULTILINE), name
