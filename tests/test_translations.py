"""Editions of one document in several languages take their figures from one ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher import prepare, read
from publisher.diagnostics import Report
from publisher.model import FactReference
from publisher.traverse import walk_document
from tests.support.cases import TRANSLATIONS, prepared

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.model import Document


def cited(document: Document) -> dict[str, str]:
    return {each.key: each.value for each in walk_document(document) if isinstance(each, FactReference)}


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_every_figure_of_a_translation_is_that_of_the_original(path: Path) -> None:
    original, translation = prepared(path.parent), prepared(path)
    values = {record.key: record.value for record in original.cited}
    assert len(translation.cited) > 15
    assert [record.key for record in translation.cited if values[record.key] != record.value] == []


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_nothing_is_wrong_with_a_translation(path: Path) -> None:
    report = Report()
    document = prepare(read(path, report), report)
    assert report.diagnostics == []
    assert len(cited(document)) > 10


def test_figures_are_written_in_the_language_of_the_edition() -> None:
    texts = {
        path.name: {record.key: record.text for record in prepared(path).cited}["goods-2022"] for path in TRANSLATIONS
    }
    assert texts == {
        "index.ar.md": "22.2 مليار دولار",
        "index.es.md": "22,2 mil millones de dólares",
    }


def told_of(folder: Path, unit: str, text: str, label: str = "L") -> list[str]:
    home = folder / "source" / "brief"
    home.mkdir(parents=True)
    facts = f"sources: {{s: {{title: S}}}}\nfacts: {{n: {{value: 3, unit: {unit}, source: s, label: {label}}}}}\n"
    (home / "facts.yaml").write_text(facts, encoding="utf-8")
    (home / "index.md").write_text("---\ntitle: T\n---\n\n{fact}`n`\n", encoding="utf-8")
    (home / "index.es.md").write_text(f"---\ntitle: T\n---\n\n{text}\n", encoding="utf-8")
    report = Report()
    prepare(read(home / "index.es.md", report), report)
    return [each.code for each in report.diagnostics]


YEARS = "{one: year, other: years}"
IN_SPANISH = "{one: year, other: years, es: {one: año, other: años}}"


@pytest.mark.parametrize(
    ("unit", "text", "codes"),
    [
        (YEARS, "{fact}`n`", ["untranslated-fact"]),
        (YEARS, "{fact}`n, number`", []),
        (IN_SPANISH, "{fact}`n`", []),
        ("USD", "{fact}`n`", []),
    ],
)
def test_a_fact_without_words_in_the_language_is_told(tmp_path: Path, unit: str, text: str, codes: list[str]) -> None:
    assert told_of(tmp_path, unit, text) == codes


def test_a_label_in_another_language_is_told_where_it_is_shown(tmp_path: Path) -> None:
    assert told_of(tmp_path / "one", "USD", "{fact}`n`\n\n:::{facts}\n:::") == ["untranslated-fact"]
    label = "{en: Years, es: Años}"
    assert told_of(tmp_path / "two", "USD", "{fact}`n`\n\n:::{facts}\n:::", label) == []
