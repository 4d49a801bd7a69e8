"""Bare numbers of millions and billions: something beside them says so, or they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from pathlib import Path

FACTS = """facts:
  a: {value: 9.1e9, unit: USD}
  b: {value: 22.2e9, unit: USD}
  many: {value: 1345000, unit: people}
  few: {value: 900000, unit: people}
"""


def table(caption: str, head: str, *rows: str, after: str = "") -> str:
    lines = "\n".join(f"| {row} |" for row in rows)
    return f":::{{table}} {caption}\n{after}\n| Of | {head} |\n| - | - |\n{lines}\n:::"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("There were {fact}`many, number` people.", [6]),
        ("There were {fact}`few, number` people.", []),
        ("There were {fact}`many, amount` people.", []),
        ("From {fact}`a, number` to {fact}`b`.", []),
        ("In billions of dollars:\n\n- {fact}`a, number` and {fact}`b, number`", []),
        ("In millions of dollars:\n\n- {fact}`a, number`\n- {fact}`b, number`", [8, 9]),
        (table("Trade, $ billion", "Value", "a | {fact}`a, number`", "b | {fact}`b, number`"), []),
        (table("Trade", "$bn", "a | {fact}`a, number`"), []),
        (table("Trade", "Value", "a, $ billion | {fact}`a, number`"), []),
        (table("Trade", "Value", "a | {fact}`a, number`", after=":note: In billions.\n"), []),
        (table("Trade", "Value", "a | {fact}`a, number`"), [10]),
        (table("People, million", "Value", "x | {fact}`many, number`", "y | {fact}`few, number`"), [11]),
        (table("$ million", "Value", "a | {fact}`a, in millions`", "b | {fact}`few, in millions`"), []),
        (table("$ million", "Value", "a | {fact}`a, in billions`"), [10]),
        (table("People", "Value", "x, millions | {fact}`many, number`", "y | {fact}`few, number`"), []),
        ("::::{lang} es\nFueron {fact}`a, number` mil millones.\n::::", []),
        ("::::{lang} es\nFueron {fact}`a, number`.\n::::", [7]),
    ],
)
def test_a_bare_number_of_millions_has_them_beside_it(tmp_path: Path, text: str, lines: list[int]) -> None:
    facts = FACTS if "es\n" in text else FACTS.replace("unit: people", "unit: {one: person, other: people}")
    metadata = "lang: en-US\n"
    _, told = brief(tmp_path, facts, text, metadata)
    assert [place for code, place in codes(told) if code == "unsaid-power"] == [f"index.md:{line}" for line in lines]


def test_the_metadata_and_descriptions_say_it_too(tmp_path: Path) -> None:
    _, told = brief(tmp_path, FACTS, "{fact}`a`", "lang: en-US\nsummary: Trade was {fact}`b, number`.\n")
    (warned,) = [each for each in told if each.code == "unsaid-power"]
    assert warned.message == "the fact b is written as 22.2, in billions, and nothing beside it says so"
    assert warned.hint == "name it there, or cite it as {fact}`b, amount`, or `…, in millions` where that is said"
    assert warned.at
    assert warned.at.line == 4


def test_a_chart_says_what_its_numbers_are(tmp_path: Path) -> None:
    data = "| Year | Value |\n| - | - |\n| 2009 | {fact}`a, number` |\n| 2022 | {fact}`b, number` |\n:::"
    _, told = brief(tmp_path, FACTS, f":::{{chart}} Trade, $ billion\n\n{data}")
    assert "unsaid-power" not in {each.code for each in told}
    _, told = brief(tmp_path, FACTS, f":::{{chart}} Trade\n\n{data}")
    assert [place for code, place in codes(told) if code == "unsaid-power"] == ["index.md:9", "index.md:10"]
