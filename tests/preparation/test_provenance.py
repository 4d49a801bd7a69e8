"""Facts that grow old, that not everybody may cite, that name their sources, and that stand outside the running text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from publisher.citations import CITED_WITH, FORMS
from publisher.model import Age
from publisher.preparation.provenance import end_of
from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from pathlib import Path

NEW_YEAR = dt.date(2024, 1, 1)
OLD = "facts:\n  f: {value: 5, as-of: 2022, max-age: 1 year}\n"


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        ("2022", "2022-12-31"),
        ("2022-02", "2022-02-28"),
        ("2022-06-30", "2022-06-30"),
        ("Q3 2022", "2022-09-30"),
        ("Q4 2022", "2022-12-31"),
        ("FY 2022", "2022-12-31"),
        ("2021–2022", "2022-12-31"),
        ("2021/22", "2022-12-31"),
        ("academic year 2021-22", "2022-12-31"),
        ("a long time ago", None),
    ],
)
def test_the_end_of_a_time(as_of: str, end: str | None) -> None:
    found = end_of(as_of)
    assert (found.isoformat() if found else None) == end


def test_ages_end_with_the_month() -> None:
    assert Age(months=1).after(dt.date(2024, 1, 31)) == dt.date(2024, 2, 29)
    assert Age(months=11).after(dt.date(2024, 1, 31)) == dt.date(2024, 12, 31)
    assert Age(months=12, days=1).after(dt.date(2023, 2, 28)) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("fact", "stale"),
    [
        ("{value: 5, expires: 2024-01-01}", True),
        ("{value: 5, expires: 2024-01-02}", False),
        ("{value: 5, as-of: 2022, max-age: 1 year}", True),
        ("{value: 5, as-of: 2022, max-age: 366 days}", False),
        ("{value: 5, as-of: 2022, max-age: 364 days}", True),
        ("{value: 5, as-of: 2022, max-age: 1 month, checked: {on: 2023-12-24, by: M. Reyes}}", False),
        ("{value: 5, as-of: 2020, max-age: 1 month, retrieved: 2023-12-24}", False),
        ("{value: 5, as-of: 2020, max-age: 1 month, retrieved: 2023-10-24}", True),
        ("{value: 5}", False),
    ],
)
def test_a_fact_grows_old(tmp_path: Path, fact: str, stale: bool) -> None:  # noqa: FBT001  a case's answer
    text, told = brief(tmp_path, f"facts:\n  f: {fact}\n", "Is {fact}`f`.", today=NEW_YEAR)
    assert codes(told) == ([("stale-fact", "facts.yaml:2")] if stale else [])
    assert text == "Is 5."


def test_an_old_fact_may_be_marked_in_the_text_or_keep_the_document_back(tmp_path: Path) -> None:
    today = dt.date(2024, 6, 1)
    text, told = brief(tmp_path, OLD, "Is {fact}`f`.", "on-stale: mark\n", today=today)
    assert text == "Is 5 [out of date since January 1, 2024]."
    assert codes(told) == [("stale-fact", "facts.yaml:2")]
    _, told = brief(tmp_path, OLD, "Is {fact}`f`.", "on-stale: fail\n", today=today)
    assert codes(told) == [("expired-fact", "facts.yaml:2")]
    assert told[0].code == "expired-fact"
    assert [place.path for place in told[0].related] == ["source/brief/index.md"]
    assert told[0].message == "the fact f is out of date since 2024-01-01"


def test_below_a_chart_stands_which_of_its_numbers_are_out_of_date(tmp_path: Path) -> None:
    chart = ":::{chart} Mines\n\n| Year | Peru |\n| - | - |\n| 2022 | {fact}`f` |\n| 2023 | 6 |\n:::"
    text, _ = brief(tmp_path, OLD, chart, "on-stale: mark\n", today=dt.date(2024, 6, 1))
    assert "2022: 5 [out of date since January 1, 2024]" in " ".join(text.split())
    series = chart.replace("| Peru |", "| Peru | Chile |").replace("` |", "` | 3 |").replace("6 |", "6 | 4 |")
    text, _ = brief(tmp_path, OLD, series.replace("- |", "- | - |", 1), "on-stale: mark\n", today=dt.date(2024, 6, 1))
    assert "2022, Peru: 5 [out of date since January 1, 2024]" in " ".join(text.split())


def test_a_computed_fact_is_as_old_as_what_it_is_computed_from(tmp_path: Path) -> None:
    facts = OLD + "  g: {formula: f * 2}\n"
    text, told = brief(tmp_path, facts, "Is {fact}`g`.", "on-stale: mark\n", today=dt.date(2024, 6, 1))
    assert text == "Is 10 [out of date since January 1, 2024]."
    assert [each.code for each in told] == ["stale-fact"]


def test_without_a_day_nothing_is_out_of_date(tmp_path: Path) -> None:
    assert brief(tmp_path, OLD, "Is {fact}`f`.", "on-stale: fail\n") == ("Is 5.", [])


def test_a_fact_may_be_for_documents_under_one_mark_only(tmp_path: Path) -> None:
    facts = "facts:\n  f: {value: 5, handling: Internal}\n  g: {formula: f + 1}\nchecks: [g == 6]\n"
    assert brief(tmp_path, facts, "{fact}`f`", "handling: Internal\n")[1] == []
    _, told = brief(tmp_path, facts, "{fact}`f`", "handling: Public\n")
    assert codes(told) == [("handling-conflict", "index.md:6")]
    assert told[0].code == "handling-conflict"
    _, told = brief(tmp_path, facts, "{fact}`g`", "handling: Public\n")
    assert codes(told) == [("handling-conflict", "index.md:6")]
    assert "the fact f is for documents marked Internal" in told[0].message


def test_a_note_says_where_a_fact_comes_from_and_stands_once(tmp_path: Path) -> None:
    facts = (
        "sources:\n  s: {title: A sheet, publisher: The Department}\n"
        "facts:\n  f: {value: 5, as-of: 2022, source: s}\n  g: {formula: f * 2}\n"
    )
    text, told = brief(tmp_path, facts, "Is {fact}`f, sourced`, again {fact}`f, sourced`, twice {fact}`g, sourced`.")
    assert told == []
    assert text.startswith("Is 5,[1] again 5,[1] twice 10.[2]")
    assert "[1] A sheet, The Department. As of: 2022." in " ".join(text.split())
    assert "[2] A sheet, The Department." in " ".join(text.split())


def test_the_name_of_the_role_without_its_text_is_told_in_metadata_too(tmp_path: Path) -> None:
    _, told = brief(tmp_path, "facts:\n  f: {value: 5}\n", "Is {fact}`f`.", "subtitle: Now {fact} `f`\n")
    assert codes(told) == [("not-a-role", "index.md:3")]
    assert brief(tmp_path, "facts:\n  f: {value: 5}\n", "Is {fact}`f`.", 'subtitle: "Now {fact}`f`"\n')[1] == []


MISTAKES = (
    "sources:\n  s: {title: A sheet}\nfacts:\n  f: {value: 5, source: s}\n",
    "sources:\n  s: {title: A sheet}\nfacts:\n   g: {value: 5, source: s}\n  f: {value: 5}\n",
    "facts:\n  g: {value: 5, source: s, as-of: 2020, max-age: 1 year, handling: x}\n",
    "facts:\n  g: {formula: f + 1}\n  h: {formula: g + h}\n",
    "facts:\n\tg: {value: 5}\n",
    "facts: {g: {value: 5}\n",
    "",
)


@pytest.mark.parametrize("facts", MISTAKES)
@pytest.mark.parametrize("added", ["", *CITED_WITH, *FORMS])
def test_a_mistake_in_a_ledger_is_told_however_facts_are_cited(tmp_path: Path, facts: str, added: str) -> None:
    cited = ["".join((key, f", {added}" * bool(added))) for key in ("g", "h", "nosuch")]
    text = f"{{fact}}`{cited[0]}` {{fact}}`{cited[1]}` {{fact}}`{cited[2]}`\n\n:::{{table}} T\n:source: nosuch\n"
    text += f"| a | b |\n| - | - |\n| x | {{fact}}`{cited[2]}` |\n:::\n\n:::{{facts}}\n:::"
    _, told = brief(tmp_path, facts, text, today=NEW_YEAR)
    found = {each.code for each in told}
    assert found & {"unknown-fact", "yaml-syntax"}
    if "yaml-syntax" in found:
        assert not found & {"unknown-fact", "unknown-source"}


@pytest.mark.parametrize(
    ("lang", "body", "shown"),
    [
        ("en", "Of {fact}`f, sourced`; of {fact}`f, sourced`: so", "Of 5;[1] of 5:[1] so"),
        ("en", "(Of {fact}`f, sourced`.)", "(Of 5[1].)"),
        ("en", "“Of {fact}`f, sourced`.” (Of {fact}`f, sourced`), so", "“Of 5[1].” (Of 5[1]), so"),
        ("en", "Of {fact}`f, sourced`... so", "Of 5[1]... so"),
        ("en", "Of {fact}`f, sourced` and {fact}`f, sourced`", "Of 5[1] and 5[1]"),
        ("en", "*Of {fact}`f, sourced`, so.*", "_Of 5,[1] so._"),
        ("en", ":::{lang} es\nSon {fact}`f, sourced`, y\n:::", "Son 5[1], y"),
        ("es", "Son {fact}`f, sourced`, y {fact}`f, sourced`.", "Son 5[1], y 5[1]."),
        ("fr", "Soit {fact}`f, sourced`, et", "Soit 5[1], et"),
    ],
)
def test_a_note_stands_behind_the_mark_that_follows_in_english_alone(
    tmp_path: Path, lang: str, body: str, shown: str
) -> None:
    facts = "sources:\n  s: {title: A sheet}\nfacts:\n  f: {value: 5, source: s}\n"
    text, _ = brief(tmp_path, facts, body, f"lang: {lang}\n")
    assert text.partition("   ")[0] == shown


def test_facts_stand_in_metadata_and_alternative_texts(tmp_path: Path) -> None:
    facts = "facts:\n  f: {value: 22.2e9, unit: USD}\n"
    (tmp_path / "source" / "brief").mkdir(parents=True)
    (tmp_path / "source" / "brief" / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
    )
    text, told = brief(
        tmp_path,
        facts,
        ":::{figure} a.svg\n:alt: Trade rose to {fact}`f, short`.\n\nCaption\n:::",
        "summary: Trade came to {fact}`f`.\n",
    )
    assert told == []
    assert "Trade came to $22.2 billion." in text
    assert "Trade rose to $22.2B." in text


def test_a_wrong_fact_in_the_metadata_is_told_there(tmp_path: Path) -> None:
    _, told = brief(
        tmp_path, "facts:\n  f: {value: 5}\n", "{fact}`f`", "kicker: X\nsummary: Trade came to {fact}`g`.\n"
    )
    assert codes(told) == [("unknown-fact", "index.md:4")]
    _, told = brief(tmp_path, "facts:\n  f: {value: 5}\n", "x", "summary: Trade came to {fact}`f, wrong`.\n")
    assert codes(told) == [("bad-form", "index.md:3")]


@pytest.mark.parametrize(
    ("formula", "units", "message"),
    [
        ("a + b", ("USD", "{one: person, other: persons}"), "a (USD) and b (person) can't be added"),
        ("a - b", ("USD", "USD 2015"), "a (USD) and b (USD 2015) can't be subtracted"),
        ("max(a, b)", ("km2", "ha"), "a (square-kilometer) and b (hectare) can't be compared"),
        ("sum(a, b, b)", ("USD", "PEN"), "a (USD) and b (PEN) can't be added"),
        ("a / b + b", ("USD", "{one: person, other: persons}"), "a (USD per person) and b (person) can't be added"),
    ],
)
def test_figures_of_different_units_do_not_add_up(
    tmp_path: Path, formula: str, units: tuple[str, str], message: str
) -> None:
    facts = f"facts:\n  a: {{value: 5, unit: {units[0]}}}\n  b: {{value: 7, unit: {units[1]}}}\n  c: {{formula: '{formula}'}}\n"
    _, told = brief(tmp_path, facts, "{fact}`c`")
    assert codes(told) == [("unit-mismatch", "facts.yaml:4")]
    assert told[0].message == message
    assert [place.line for place in told[0].related] == [2, 3]


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("{formula: a / b}", "$2 per person"),
        ("{formula: a / b, unit: {currency: USD, per: person}}", "$2 per person"),
        ("{formula: a + a}", "$20"),
        ("{formula: a / a, unit: percent}", "100 percent"),
        ("{formula: a * 2 + 1}", "$21"),
        ("{formula: 'round(a / 3, 1)', unit: USD/person}", None),
        ("{formula: 'round(a / 3, 1)'}", "$3.30"),
        ("{formula: 'sum(a, a) - min(a, a)'}", "$10"),
        ("{formula: abs(-a)}", "$10"),
        ("{formula: b * 1, unit: USD}", None),
    ],
)
def test_a_computed_fact_has_the_unit_of_what_it_is_computed_from(tmp_path: Path, fact: str, text: str | None) -> None:
    facts = f"facts:\n  a: {{value: 10, unit: USD}}\n  b: {{value: 5, unit: {{one: person, other: persons}}}}\n  u: {{value: 1, unit: USD/person}}\n  c: {fact}\nchecks: [a > 0, b > 1, u > 0]\n"
    shown, told = brief(tmp_path, facts, "{fact}`c`")
    if text is None:
        assert [each for each in codes(told) if each[0] != "unused-fact"] == [("unit-mismatch", "facts.yaml:5")]
    else:
        assert (shown, told) == (text, [])


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ("a == b", False),
        ("{check: a == b, tolerance: 1}", True),
        ("{check: a == b, tolerance: 0.9}", False),
        ("{check: a == b, tolerance: 10%}", True),
        ("{check: a == b, tolerance: 0.5 %}", False),
        ("{check: a >= b, tolerance: 1}", True),
    ],
)
def test_a_check_may_have_a_tolerance(tmp_path: Path, check: str, holds: bool) -> None:  # noqa: FBT001  a case's answer
    facts = f"facts:\n  a: {{value: 99}}\n  b: {{value: 100}}\nchecks:\n  - {check}\n"
    _, told = brief(tmp_path, facts, "{fact}`a` {fact}`b`")
    assert codes(told) == ([] if holds else [("check-failed", "facts.yaml:5")])


def test_what_is_compared_has_the_same_unit(tmp_path: Path) -> None:
    facts = "facts:\n  a: {value: 5, unit: USD}\n  b: {value: 5, unit: km2}\nchecks:\n  - a == b\n"
    _, told = brief(tmp_path, facts, "{fact}`a` {fact}`b`")
    assert codes(told) == [("unit-mismatch", "facts.yaml:5")]
