"""The metadata, facts.yaml, and their schemas."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.model import Author, Check, Fact, Ledger, Metadata, Source, Unit
from publisher.reader import facts_schema, metadata_schema
from publisher.reader.yaml import load_yaml, value_of
from tests.support.marked import read_marked

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """---
title: "Trade: a survey"
subtitle: In two parts
summary: >
  One sentence
  over two lines.
kicker: Fact sheet
short-title: Trade
authors:
  - A. Writer
  - {name: B. Writer, affiliation: Americas desk, email: b@example.org}
organisation: The office
date: 2024-01-31
edition: 2.10
lang: es
keywords: [trade, Peru, 2024]
handling: Draft
template: report
paper: a4
numbering: true
contents: 2
raw-html: clean
---

Text.
"""


def test_all_metadata(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, EVERYTHING)
    assert outcome.codes == []
    assert outcome.document.metadata == Metadata(
        title="Trade: a survey",
        subtitle="In two parts",
        summary="One sentence over two lines.",
        kicker="Fact sheet",
        short_title="Trade",
        authors=(Author("A. Writer"), Author("B. Writer", "Americas desk", "b@example.org")),
        organisation="The office",
        date=dt.date(2024, 1, 31),
        edition="2.10",
        lang="es",
        keywords=("trade", "Peru", "2024"),
        handling="Draft",
        template="report",
        paper="a4",
        numbering=True,
        contents=2,
        raw_html="clean",
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("contents: true", Metadata("T", contents=3)),
        ("contents: false", Metadata("T")),
        ("subtitle: No", Metadata("T", subtitle="No")),
        ("subtitle:\nkicker: ~", Metadata("T")),
        ("edition: '2'", Metadata("T", edition="2")),
        ("organisation: &o The office\nhandling: *o", Metadata("T", organisation="The office", handling="The office")),
        ("date: '2024-01-31'", Metadata("T", date=dt.date(2024, 1, 31))),
    ],
)
def test_what_a_plain_word_means_its_key_decides(tmp_path: Path, lines: str, expected: Metadata) -> None:
    outcome = read_marked(tmp_path, f"---\ntitle: T\n{lines}\n...\nText.")
    assert outcome.codes == []
    assert outcome.document.metadata == expected


def test_what_is_right_is_kept_beside_what_is_wrong(tmp_path: Path) -> None:
    metadata = read_marked(tmp_path, "---\ntitle: T\nlang: es\ndate: soon\nkickr: K\n---\nText.").document.metadata
    assert (metadata.title, metadata.lang) == ("T", "es")
    assert read_marked(tmp_path, "---\nlang: es\n---\nText.").document.metadata.lang == "es"


FACTS = """
sources:
  ustr:
    title: Countries & regions
    publisher: USTR
    url: https://ustr.gov/peru
    date: 2023-06-01
    retrieved: 2023-06-30
facts:
  trade-2022: {value: 22.2e9, unit: USD, as-of: 2022, source: ustr, note: Goods only.}
  share: {value: 26, unit: percent, digits: 1}
  growth: {formula: trade-2022 / 2, unit: percent}
  projects: {value: 1_287, unit: {one: project, other: projects}, as-of: FY 2022}
  since: {value: 2006, unit: year}
  signed: {value: 2018-04-13, as-of: 2018-04}
  text: {value: "287"}
  exact: {value: 0.1000000000000000000001}
checks:
  - trade-2022 > 1
"""


def test_all_of_a_ledger(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "Text.", {"facts.yaml": FACTS})
    assert outcome.codes == []
    usd = Unit("currency", currency="USD")
    facts = [
        Fact("trade-2022", Decimal("22.2e9"), usd, as_of="2022", source="ustr", note="Goods only."),
        Fact("share", Decimal("0.26"), Unit("percent"), digits=1),
        Fact("growth", None, Unit("percent"), "trade-2022 / 2"),
        Fact("projects", Decimal(1287), Unit("count", one="project", other="projects"), as_of="FY 2022"),
        Fact("since", Decimal(2006), Unit("year")),
        Fact("signed", dt.date(2018, 4, 13), as_of="2018-04"),
        Fact("text", "287"),
        Fact("exact", Decimal("0.1000000000000000000001")),
    ]
    source = Source(
        "ustr",
        "Countries & regions",
        "USTR",
        "https://ustr.gov/peru",
        dt.date(2023, 6, 1),
        dt.date(2023, 6, 30),
    )
    ledger = outcome.document.ledger
    assert ledger == Ledger({fact.key: fact for fact in facts}, {"ustr": source}, (Check("trade-2022 > 1"),))
    place = ledger.facts["share"].at
    assert place is not None
    assert (place.path, place.line, place.column, place.length) == ("facts.yaml", 11, 3, 5)
    assert ledger.checks[0].at is not None


def test_a_document_needs_no_facts_and_facts_may_be_empty(tmp_path: Path) -> None:
    assert read_marked(tmp_path, "Text.").document.ledger == Ledger()
    outcome = read_marked(tmp_path, "Text.", {"facts.yaml": "# none yet\n"})
    assert (outcome.codes, outcome.document.ledger) == ([], Ledger())


def test_a_fact_that_is_wrong_keeps_its_key(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "Text.", {"facts.yaml": "facts:\n  a: {value: 1}\n  b: {valeu: 1}\n"})
    assert outcome.codes == ["unknown-key"]
    assert set(outcome.document.ledger.facts) == {"a", "b"}


@pytest.mark.parametrize("number", ["1e999999999", ".inf", "1e400", "-.inf", "9" * 100])
def test_numbers_beyond_all_measure_are_refused(tmp_path: Path, number: str) -> None:
    assert read_marked(tmp_path, "Text.", {"facts.yaml": f"facts: {{a: {{value: {number}}}}}"}).codes == ["wrong-type"]


def _codes(text: str) -> list[str]:
    report = Report()
    node = load_yaml(text, "a.yaml", 1, report)
    if node:
        value_of(node, report)
    return [each.code for each in report.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "{a: " * 500,
        "- " * 500,
        "a: &a [*a]",
        "? [a]\n: b",
        "a: *b",
        "a: 1\n---\nb: 1",
        "%YAML 9",
        "\ta: 1",
        'a: "\\q"',
        'a: "\\UFFFFFFFF"',
        "a: @b",
        "a: !!binary x",
        "a: &x 1\nb: [" + ", ".join(["*x"] * 20_001) + "]",
    ],
)
def test_yaml_that_is_broken_or_hostile_is_told_once(text: str) -> None:
    assert _codes(text) == ["yaml-syntax"]


def test_an_alias_bomb_is_told_without_being_built() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 15)]
    assert _codes("\n".join(lines)) == ["yaml-syntax"]


def test_the_schemas_name_every_key_and_refuse_others() -> None:
    for schema in (metadata_schema(), facts_schema()):
        assert json.loads(json.dumps(schema)) == schema
        assert schema["additionalProperties"] is False
    properties = metadata_schema()["properties"]
    assert isinstance(properties, dict)
    assert {"title", "short-title", "raw-html", "authors", "contents"} <= set(properties)
    assert metadata_schema()["required"] == ["title"]
    assert properties["date"] == {
        "anyOf": [{"format": "date", "type": "string"}, {"type": "null"}],
        "default": None,
        "description": "Of the edition, as YYYY-MM-DD.",
        "title": "Date",
    }
