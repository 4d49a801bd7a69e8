"""What a computed figure keeps of the hedges of the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.preparation.hedges import joined
from tests.support.briefs import brief

if TYPE_CHECKING:
    from pathlib import Path

FACTS = """facts:
  a: {value: 10, unit: number}
  b: {value: 20, unit: number, confidence: about}
  c: {value: 30, unit: number, confidence: more than}
  d: {value: 40, unit: number, confidence: up to}
  e: {value: 50, unit: number, confidence: nearly}
  n: {value: -2, unit: number, confidence: more than}
  x: {formula: %s}
"""


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("a + a", "20"),
        ("a + b", "about 30"),
        ("a + c", "more than 40"),
        ("c - a", "more than 20"),
        ("a - c", "less than −20"),
        ("d - a", "up to 30"),
        ("a - d", "at least −30"),
        ("c / a", "more than 3"),
        ("60 / c", "less than 2"),
        ("60 / d", "at least 1.5"),
        ("100 - e", "more than 50"),
        ("c + d", "about 70"),
        ("c - d", "more than −10"),
        ("-c", "less than −30"),
        ("c * -1", "less than −30"),
        ("-1 * c", "less than −30"),
        ("c / -1", "less than −30"),
        ("-60 / c", "more than −2"),
        ("abs(n)", "less than 2"),
        ("round(c)", "more than 30"),
        ("'max(a, c)'", "more than 30"),
        ("'sum(d, e)'", "less than 90"),
        ("a + b, confidence: exact", "30"),
        ("a + b, confidence: nearly", "nearly 30"),
    ],
)
def test_a_computed_figure_is_hedged_as_those_behind_it(tmp_path: Path, formula: str, shown: str) -> None:
    text, _ = brief(tmp_path, FACTS % formula, "Is {fact}`x`.")
    assert text == f"Is {shown}."


def test_a_chain_of_formulas_keeps_its_hedge(tmp_path: Path) -> None:
    text, _ = brief(tmp_path, FACTS % "c * 2" + "  y: {formula: x / a}\n", "Is {fact}`y`; {fact}`y, bare`.")
    assert text == "Is more than 6; 6."


def test_hedges_of_one_kind_stay_and_others_become_rough() -> None:
    assert joined(["", "exact", "more-than"]) == "more-than"
    assert joined(["at-least", "more-than"]) == "more-than"
    assert joined(["nearly", "up-to"]) == "less-than"
    assert joined(["nearly", "more-than"]) == "about"
    assert joined([]) == ""


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("{value: 1345678, unit: number, confidence: more than}", "more than 1.34 million"),
        ("{value: 1345678, unit: number, confidence: at least}", "at least 1.34 million"),
        ("{value: 1344000, unit: number, confidence: up to}", "up to 1.35 million"),
        ("{value: 1344000, unit: number, confidence: less than}", "less than 1.35 million"),
        ("{value: 1341000, unit: number, confidence: nearly}", "nearly 1.35 million"),
        ("{value: 1345678, unit: number, confidence: about}", "about 1.35 million"),
        ("{value: 1345678, unit: number}", "1.35 million"),
        ("{value: 61.6, unit: percent, digits: 0, confidence: over}", "more than 61 percent"),
        ("{value: 61.2, unit: percent, digits: 0, confidence: under}", "less than 62 percent"),
        ("{value: 999999, unit: number, digits: 0, confidence: more than}", "more than 999,999"),
        ("{value: 12.345, unit: USD, digits: 1, confidence: more than}", "more than $12.3"),
        ("{value: -1345678, unit: number, confidence: more than}", "more than −1.35 million"),
        ("{formula: c / 3 * 3, unit: number}", "more than 30"),
        ("{formula: c / 7, unit: number}", "more than 4.28"),
        ("{formula: 100 / c, unit: number}", "less than 3.34"),
    ],
)
def test_what_is_said_of_a_rounded_figure_stays_true(tmp_path: Path, fact: str, text: str) -> None:
    facts = f"facts:\n  c: {{value: 30, unit: number, confidence: more than}}\n  f: {fact}\n"
    assert brief(tmp_path, facts, "{fact}`f` {fact}`c`")[0] == f"{text} more than 30"
