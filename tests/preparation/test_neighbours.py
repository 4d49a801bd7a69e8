"""Words beside a figure that clash with it are told at the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher import prepare, read
from publisher.diagnostics import Report

if TYPE_CHECKING:
    from pathlib import Path

FACTS = """\
facts:
  change: {value: -3.2, unit: percent}
  rise: {value: 3.2, unit: percent}
  b: {value: 9.1e9, unit: USD}
  people: {value: 1500, unit: {one: person, other: people, es: {one: persona, other: personas}}, confidence: about}
  centers: {value: 1, unit: {one: center, other: centers}}
  pure: {value: 12, unit: number}
"""


def warned(folder: Path, text: str, lang: str = "en-US") -> list[str]:
    (folder / "index.md").write_text(f"---\ntitle: T\nlang: {lang}\n---\n\n{text}\n", encoding="utf-8")
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    report = Report()
    prepare(read(folder, report), report)
    return [each.message.partition(", and ")[2] for each in report.sorted() if each.code == "clashing-words"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("an increase of {fact}`change`", "“increase of” stands beside it"),
        ("It fell by {fact}`change`.", "“fell by” stands beside it"),
        ("Trade is down {fact}`change, short`", "“down” stands beside it"),
        ("{fact}`change` percent", "“percent” stands once more beside it"),
        ("{fact}`change, short`%", "“%” stands once more beside it"),
        ("{fact}`rise, short` percent", "“percent” stands beside it"),
        ("\\${fact}`b`", "“$” stands once more beside it"),
        ("{fact}`b` billion", "“billion” stands once more beside it"),
        ("**{fact}`b`**\nbillion", "“billion” stands once more beside it"),
        (
            "The ratio {fact}`b, number` million. Also {fact}`b, amount` euros.",
            "“million” stands, which it is not in, beside it",
        ),
        ("{fact}`b, in millions` thousand", "“thousand” stands, which it is not in, beside it"),
        ("{fact}`pure, number` million", "“million” stands, which it is not in, beside it"),
        ("{fact}`people` people", "“people” stands once more beside it"),
        ("About {fact}`people`", "“About” stands once more beside it"),
        ("more than *{fact}`people`*", "“more than” stands beside it"),
        ("{fact}`centers` centers", "“centers” stands beside it"),
        ("- an increase\n  of {fact}`change`", "“increase of” stands beside it"),
        ("{fact}`b`[^1] billion\n\n[^1]: note", "“billion” stands once more beside it"),
        ("| A |\n|---|\n| {fact}`b` billion |", "“billion” stands once more beside it"),
    ],
)
def test_what_is_said_twice_or_against_a_figure_is_told(tmp_path: Path, text: str, said: str) -> None:
    assert warned(tmp_path, text) == [said]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("un aumento del {fact}`change`", "es"),
        ("{fact}`people` personas", "es"),
        ("stieg um {fact}`change`", "de"),
        ("une hausse de {fact}`change`", "fr"),
        ("زيادة بنسبة {fact}`change`", "ar"),
    ],
)
def test_it_is_told_in_other_languages_too(tmp_path: Path, text: str, lang: str) -> None:
    assert len(warned(tmp_path, text, lang)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "an increase of {fact}`rise`",
        "a change of {fact}`change`",
        "{fact}`b, number` billion and {fact}`b, in millions`\nmillion",
        "{fact}`b, amount` dollars, billions of them",
        "{fact}`people` came; people like that, and {fact}`people, number` people",
        "{fact}`pure` centers and 12 {fact}`centers`",
        "{fact}`rise`; percent means parts of a hundred",
        "cost US$ and {fact}`b`",
        "It goes up. {fact}`change` is the sum.",
        "a group {fact}`change` smaller",
    ],
)
def test_words_that_fit_are_not_told(tmp_path: Path, text: str) -> None:
    assert warned(tmp_path, text) == []
