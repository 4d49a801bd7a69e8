"""What a ledger must say of its facts, and dates that can't be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from publisher.preparation.provenance import start_of
from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2024, 6, 1)
SOURCES = "sources:\n  s: {title: S, date: 2024-01-31}\n"


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("{value: 5, unit: number, source: s}", ""),
        ("{value: 5, unit: number}", "unsourced-fact"),
        ("{value: 5, source: s}", "unitless-fact"),
        ("{value: {from: 5, to: 6}, source: s}", "unitless-fact"),
        ("{value: Lima, source: s}", ""),
        ("{value: 2022-06-30, source: s}", ""),
        ("{formula: 2 + 3}", ""),
        ("{formula: 100 * 1e6 / 365}", ""),
        ("{formula: 2 + 1250}", "uncovered-figure"),
        ("{formula: 1.5 * 2}", "uncovered-figure"),
    ],
)
def test_a_fact_says_where_it_comes_from_and_what_it_counts(tmp_path: Path, fact: str, code: str) -> None:
    ledger = f"{SOURCES}facts:\n  f: {fact}\n"
    told = brief(tmp_path, ledger, "Is {fact}`f`.", "coverage: warn\n")[1]
    assert codes(told) == ([(code, "facts.yaml:4")] if code else [])
    assert brief(tmp_path, ledger, "Is {fact}`f`.")[1] == []


def test_shared_facts_are_not_the_document_s_to_mend(tmp_path: Path) -> None:
    shared = tmp_path / "source" / "facts"
    shared.mkdir(parents=True)
    (shared / "all.yaml").write_text("facts:\n  f: {value: 5}\nexempt: [G7]\n")
    assert brief(tmp_path, "", "Is {fact}`f`.", "coverage: full\n") == ("Is 5.", [])


@pytest.mark.parametrize(
    ("as_of", "date", "told"),
    [
        ("2024", "2024-01-31", False),
        ("2025", "2024-01-31", True),
        ("2024-02", "2024-01-31", True),
        ("2024-01-31", "2024-01-31", False),
        ("2024-02-01", "2024-01-31", True),
        ("FY 2025", "2024-01-31", False),
        ("FY 2026", "2024-01-31", True),
        ("academic year 2023/24", "2024-01-31", False),
        ("2024-06-02", "2030-01-01", True),
        ("2024-06-01", "2030-01-01", False),
        ("2024-06-02", "", True),
    ],
)
def test_no_fact_is_of_a_time_to_come(tmp_path: Path, as_of: str, date: str, told: bool) -> None:  # noqa: FBT001  a case's answer
    metadata = f"date: {date}\n" if date else ""
    for more, expected in (("", told), (", forecast: true", False)):
        facts = f"facts:\n  f: {{value: 5, as-of: {as_of}{more}}}\n"
        found = codes(brief(tmp_path, facts, "Is {fact}`f`.", metadata, today=TODAY)[1])
        assert found == ([("future-fact", "facts.yaml:2")] if expected else [])


@pytest.mark.parametrize(
    "facts",
    [
        "facts:\n  f: {value: 5, retrieved: 2024-06-02}\n",
        "facts:\n  f: {value: 5, checked: {on: 2024-06-02, by: Me}}\n",
        "sources:\n  s: {title: S, retrieved: 2024-06-02}\nfacts:\n  f: {value: 5, source: s}\n",
        "sources:\n  s: {title: S, date: 2024-06-02}\nfacts:\n  f: {value: 5, source: s}\n",
    ],
)
def test_nothing_is_read_on_a_day_to_come(tmp_path: Path, facts: str) -> None:
    assert codes(brief(tmp_path, facts, "{fact}`f`", today=TODAY)[1]) == [("future-fact", "facts.yaml:2")]
    assert brief(tmp_path, facts, "{fact}`f`", today=dt.date(2024, 6, 2))[1] == []
    assert brief(tmp_path, facts, "{fact}`f`")[1] == []


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("{value: 5, max-age: 1 year}", True),
        ("{value: 5, max-age: 1 year, as-of: 2024}", False),
        ("{value: 5, max-age: 1 year, retrieved: 2024-05-01}", False),
        ("{value: 5, max-age: 1 year, expires: 2025-01-01}", False),
        ("{formula: 2 + 3, max-age: 1 year}", False),
    ],
)
def test_an_age_is_counted_from_a_day(tmp_path: Path, fact: str, told: bool) -> None:  # noqa: FBT001  a case's answer
    found = codes(brief(tmp_path, f"facts:\n  f: {fact}\n", "{fact}`f`")[1])
    assert found == ([("undated-fact", "facts.yaml:2")] if told else [])


@pytest.mark.parametrize(
    ("as_of", "start"),
    [("2022", "2022-01-01"), ("2022-06", "2022-06-01"), ("FY 2022", "2021-01-01"), ("9999-99", None)],
)
def test_the_start_of_a_time(as_of: str, start: str | None) -> None:
    found = start_of(as_of)
    assert (found.isoformat() if found else None) == start


@pytest.mark.parametrize(
    ("source", "fact", "metadata", "told"),
    [
        ("", "", "coverage: warn\n", True),
        ("", "", "", False),
        ("", ", as-of: 2022", "coverage: warn\n", False),
        ("", ", checked: {on: 2024-05-01, by: M. Reyes}", "coverage: warn\n", False),
        (", date: 2024-01-01", "", "coverage: warn\n", False),
        (", retrieved: 2024-01-01", "", "coverage: warn\n", False),
        (", undated: true", "", "coverage: warn\n", False),
    ],
)
def test_figures_and_their_source_say_of_when_they_are(
    tmp_path: Path, source: str, fact: str, metadata: str, *, told: bool
) -> None:
    facts = f"sources:\n  s: {{title: S{source}}}\nfacts:\n  f: {{value: 5, unit: number, source: s{fact}}}\n"
    text, found = brief(tmp_path, facts, "{fact}`f`\n\n:::{sources}\n:::", metadata, today=dt.date(2024, 6, 1))
    assert codes(found) == ([("undated-fact", "facts.yaml:4")] if told else [])
    assert ("S, n.d." in text) == ("undated" in source)
    if told:
        assert found[0].message == "neither the fact f nor the source s says of when it is"
