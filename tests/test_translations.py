"""Editions of one document in other languages cite the same figures."""

from __future__ import annotations

import pytest

from tests.support.cases import ROOT, prepared

ORIGINAL = ROOT / "source" / "us-peru-relations"


@pytest.mark.parametrize("name", ["us-peru-relaciones", "us-peru-arabic"])
def test_every_figure_of_a_translation_is_that_of_the_original(name: str) -> None:
    figures = prepared(ORIGINAL).ledger.facts
    for key, fact in prepared(ROOT / "source" / name).ledger.facts.items():
        assert (fact.value, fact.formula) == (figures[key].value, figures[key].formula), key
