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
