from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from publisher import prepare, read
from publisher.diagnostics import Report
from publisher.model import Check, Fact, FactForm, FactReference
from tests.preparation.building import PERCENT, USD, at, codes, document, fact, good, ledger, para, prepared, words
from tests.support.briefs import brief

if TYPE_CHECKING:
    from pathlib import Path


def cite(*keys: str, form: FactForm = "long") -> list[FactReference]:
    return [FactReference(key, form, at=at(5 + place)) for place, key in enumerate(keys)]


def test_facts_are_shown_and_formulas_computed_whatever_their_order() -> None:
    facts = ledger(
        fact("growth", unit=PERCENT, formula="more / trade-2009"),
        fact("more", unit=USD, formula="trade-2022 - trade-2009"),
        fact("trade-2009", "1.5e9", USD),
        fact("trade-2022", "5.4e9", USD),
    )
    done = good(document(para("From ", *cite("trade-2009"), ", up ", *cite("more", "growth"), "."), facts=facts))
    assert words(done) == ["From $1.5 billion, up $3.9 billion260 percent."]
    assert done.ledger.facts["growth"].value == Decimal("2.6")


def test_an_unknown_fact_is_reported_at_each_place_with_the_nearest_name() -> None:
    facts = ledger(fact("trade-2022", "1"))
    done, found = prepared(document(para(*cite("trade-2021", "trade-2021", "trade-2022")), facts=facts))
    assert codes(found) == [("unknown-fact", 5), ("unknown-fact", 6)]
    assert found[0].hint == "did you mean trade-2022?"
    assert words(done) == ["trade-2021trade-20211"]


def test_a_form_that_a_fact_lacks_is_reported_with_those_it_has() -> None:
    facts = replace(ledger(), facts={"place": Fact("place", "Lima", as_of="2022")})
    _, found = prepared(document(para(*cite("place", form="number")), facts=facts))
    assert codes(found) == [("bad-form", 5)]
    assert "long, short, exact, as-of" in found[0].hint


def test_unused_facts_are_warned_of_unless_a_formula_or_check_needs_them() -> None:
    facts = ledger(
        fact("a", "1", line=1),
        fact("b", "2", line=2),
        fact("c", "3", line=3),
        fact("sum", formula="a", line=4),
        checks=["b < 7"],
    )
    _, found = prepared(document(para("x"), facts=facts))
    assert codes(found) == [("unused-fact", 3), ("unused-fact", 4)]
    assert "{fact}`c`" in found[0].hint


def test_an_unknown_source_is_reported_at_the_fact() -> None:
    facts = ledger(replace(fact("a", "1", line=7), source="ustr"))
    _, found = prepared(document(para(*cite("a")), facts=facts))
    assert codes(found) == [("unknown-source", 7)]
    assert "sources" in found[0].hint


@pytest.mark.parametrize(
    ("formula", "code", "hint"),
    [
        ("a / 0", "bad-formula", "+ - * / ( )"),
        ("a +", "bad-formula", "+ - * / ( )"),
        ("a % b", "bad-formula", "+ - * / ( )"),
        ("text + 1", "bad-formula", "+ - * / ( )"),
        ("aa + longer-nam", "unknown-fact", "did you mean"),
        ("a-b", "unknown-fact", "spaces around the minus: a - b"),
    ],
)
def test_a_formula_without_a_value_is_reported_at_its_fact(formula: str, code: str, hint: str) -> None:
    facts = ledger(fact("a", "1"), fact("b", "2"), fact("longer-name", "3"), fact("x", formula=formula, line=9))
    facts = replace(facts, facts={**facts.facts, "text": Fact("text", "Lima")})
    done, found = prepared(document(para(*cite("a", "b", "longer-name", "text", "x")), facts=facts))
    assert {each.code for each in found} == {code}
    assert codes(found)[0] == (code, 9)
    assert hint in found[-1].hint
    assert done.ledger.facts["x"].value is None


def test_circles_are_found_and_what_hangs_on_them_is_left_alone() -> None:
    facts = ledger(
        fact("a", formula="b + 1", line=1),
        fact("b", formula="c", line=2),
        fact("c", formula="a", line=3),
        fact("own", formula="own", line=4),
        fact("behind", formula="a + fine", line=5),
        fact("fine", formula="2 * 3", line=6),
    )
    done, found = prepared(document(para(*cite("behind", "own", "fine")), facts=facts))
    assert codes(found) == [("formula-circle", 1), ("formula-circle", 4)]
    assert "a, b, c" in found[0].message
    assert done.ledger.facts["fine"].value == Decimal(6)


def test_a_chain_of_a_thousand_formulas_is_no_trouble() -> None:
    chain = [fact(f"f{place}", formula=f"f{place + 1} + 1") for place in range(1000)]
    done = good(document(para(*cite("f0")), facts=ledger(*chain, fact("f1000", "0"))))
    assert words(done) == ["1,000"]


ASSISTANCE = [
    fact("assistance-2022", "240e6", USD),
    fact("humanitarian-2022", "100e6", USD),
    fact("development-2022", "141e6", USD),
]


def test_a_check_that_fails_shows_both_sides() -> None:
    checks = ["assistance-2022 == humanitarian-2022 + development-2022"]
    _, found = prepared(document(para("x"), facts=ledger(*ASSISTANCE, checks=checks)))
    assert codes(found) == [("check-failed", 90)]
    assert found[0].message == (
        "assistance-2022 = $240 million, but humanitarian-2022 + development-2022 = $241 million"
    )
    assert found[0].hint


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("development-2022 != 141000000", ["check-failed"]),
        ("assistance-2022 < 240000000", ["check-failed"]),
        ("assistance-2022 <= 240000000", []),
        ("assistance-2022 > humanitarian-2022", []),
        ("assistance-2022 >= development-2022 * 2", ["check-failed"]),
        ("assistance-2022 > 240000000.0000001", ["check-failed"]),
        ("assistance-2022 == 240000000.0000001", []),
        ("assistance-2022 == 240000001", ["check-failed"]),
    ],
)
def test_checks_compare_with_a_small_tolerance(check: str, expected: list[str]) -> None:
    _, found = prepared(document(para("x"), facts=ledger(*ASSISTANCE, checks=[check])))
    assert [each.code for each in found if each.code != "unused-fact"] == expected


def test_numbers_that_look_alike_are_shown_exactly() -> None:
    facts = ledger(fact("a", "240000001", USD), checks=["a == 240000002"])
    _, found = prepared(document(para("x"), facts=facts))
    assert found[0].message == "a = $240,000,001, but 240000002 = $240,000,002"


@pytest.mark.parametrize("check", ["a", "a = 1", "a == 1 == 1", "== 1", ""])
def test_a_check_that_is_no_comparison_is_reported(check: str) -> None:
    _, found = prepared(document(para(*cite("a")), facts=ledger(fact("a", "1"), checks=[check])))
    assert codes(found) == [("bad-formula", 90)]
    assert found[0].hint


def test_a_check_with_an_unknown_fact_is_reported_where_it_stands() -> None:
    _, found = prepared(document(para(*cite("total")), facts=ledger(fact("total", "1"), checks=["totel == 1"])))
    assert codes(found) == [("unknown-fact", 90)]
    assert found[0].hint == "did you mean total?"


def test_formulas_and_sources_are_told_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("---\ntitle: T\n---\n\n{fact}`a` {fact}`b`\n", encoding="utf-8")
    facts = 'facts:\n  a: {value: 1, source: nope}\n  b: {formula: "a**2"}\n'
    (tmp_path / "facts.yaml").write_text(facts, encoding="utf-8")
    report = Report()
    prepare(read(tmp_path, report), report)
    assert [(each.code, each.at and (each.at.line, each.at.column)) for each in report.sorted()] == [
        ("unknown-source", (2, 25)),
        ("bad-formula", (3, 16)),
    ]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("ten + six", "16 percent"),
        ("ten - six", "4 percentage points"),
        ("ten + two", "12 percent"),
        ("two - one", "1 percentage point"),
        ("ten / 3", "3.33 percent"),
        ("3 * six", "18 percent"),
        ("(ten + six) / 2", "8 percent"),
        ("max(ten, six)", "10 percent"),
        ("ten / six", "1.67"),
        ("1 + ten", "1.1"),
        ("1 / ten", "10"),
        ("ten * six", "0.006"),
    ],
)
def test_a_formula_over_percents_gives_percents(tmp_path: Path, formula: str, text: str) -> None:
    facts = f"""facts:
  ten: {{value: 10, unit: percent}}
  six: {{value: 6, unit: percent}}
  two: {{value: 2, unit: points}}
  one: {{value: 1, unit: points}}
  f: {{formula: '{formula}'}}
"""
    assert brief(tmp_path, facts, "{fact}`f`")[0] == text


def test_a_rate_times_what_it_is_for_is_what_it_counts(tmp_path: Path) -> None:
    facts = """facts:
  people: {value: 2000000, unit: {one: person, other: people}}
  income: {value: 5000, unit: USD/person}
  output: {formula: people * income}
  again: {formula: output / people * people}
"""
    said, told = brief(tmp_path, facts, "{fact}`output` {fact}`again` {fact}`people`")
    assert said == "$10 billion $10 billion 2 million people"
    assert told == []


SHARES = [
    fact("n", "0.40", PERCENT),
    fact("s", "0.30", PERCENT),
    fact("e", "0.05", PERCENT),
    fact("c", "75"),
]


@pytest.mark.parametrize(
    ("check", "tolerance", "expected"),
    [
        ("n + s + e == 1", "0.5", ["loose-check"]),
        ("n + s + e == 1", "1", ["loose-check"]),
        ("n < 50", "", ["loose-check"]),
        ("50 > n", "", ["loose-check"]),
        ("n + s + e == 1", "0.5 points", ["check-failed"]),
        ("n + s + e == 1", "30 points", []),
        ("n + s + e == 0.76", "1 point", []),
        ("n + s + e == 1", "0.05", ["check-failed"]),
        ("n + s + e == 0.74", "2%", []),
        ("n * 2 < s * 6", "", []),
        ("c < 100", "0.5", []),
        ("c == (n + s + e) * 100", "0.5", []),
    ],
)
def test_a_check_of_percentages_that_would_always_hold_is_an_error(
    check: str, tolerance: str, expected: list[str]
) -> None:
    facts = ledger(*SHARES)
    facts = replace(facts, checks=(Check(check, tolerance),))
    _, found = prepared(document(para(*cite("n")), para(*cite("s")), para(*cite("e")), para(*cite("c")), facts=facts))
    assert [each.code for each in found if each.code.endswith(("check", "failed"))] == expected
