from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.diagnostics import Report
from publisher.feeds.editing import Change, NotEditable, edited
from publisher.reader.ledger import ledger_of


def change(key: str = "goods", value: str = "9.4e9", as_of: str = "2024") -> Change:
    return Change(key, Decimal(value), as_of, "2024-05-01", "ustr")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "facts:\n  goods: {value: 9.1e9, as-of: 2023, checked: {on: 2024-01-20, by: M. R.}}  # why\n",
            "facts:\n  goods: {value: 9.4e9, retrieved: 2024-05-01}  # why\n",
        ),
        ("facts: {goods: {as-of: 2023, value: 1}}", "facts: {goods: {value: 9400000000, retrieved: 2024-05-01}}"),
        (
            "facts:\n  goods:\n    checked:  # who\n      on: 2024-01-20\n      by: M. R.\n    value: 1 # v\n    as-of: 2023",
            "facts:\n  goods:\n    value: 9400000000 # v\n    retrieved: 2024-05-01\n",
        ),
        (
            "facts:\r\n  goods:\r\n    value: 1\r\n    as-of: 2023 # d\r\n    unit: USD\r\n",
            "facts:\r\n  goods:\r\n    value: 9400000000\r\n    retrieved: 2024-05-01\r\n    unit: USD\r\n",
        ),
    ],
)
def test_what_was_true_of_the_old_value_alone_goes_with_it(before: str, after: str) -> None:
    change = Change("goods", Decimal("9.4e9"), "", "2024-05-01", "", ("as-of", "checked"))
    assert edited(before, [change]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "facts:\n  goods: {value: 9.1e9, as-of: 2023}  # why\n",
            "facts:\n  goods: {value: 9.4e9, retrieved: 2024-05-01, as-of: 2024}  # why\n",
        ),
        (
            "facts:\n  goods:  # why\n    value:   9_100_000_000 # a\n    as-of: 2023   # b\n\n\n  other: {value: 1}\n",
            "facts:\n  goods:  # why\n    value:   9_400_000_000 # a\n    retrieved: 2024-05-01\n    as-of: 2024   # b\n\n\n  other: {value: 1}\n",
        ),
        (
            "facts: {goods: {value: 1, retrieved: 2020-01-01, as-of: '2020'}}",
            "facts: {goods: {value: 9400000000, retrieved: 2024-05-01, as-of: 2024}}",
        ),
        (
            "\ufefffacts:\r\n  goods:\r\n    unit: USD\r\n    value: 9.1E9\r\n",
            "\ufefffacts:\r\n  goods:\r\n    unit: USD\r\n    value: 9.4e9\r\n    as-of: 2024\r\n    retrieved: 2024-05-01\r\n",
        ),
        (
            "facts:\n  goods: {label: é𝟗𝟗, value: 9.1e9, as-of: 2023}",
            "facts:\n  goods: {label: é𝟗𝟗, value: 9.4e9, retrieved: 2024-05-01, as-of: 2024}",
        ),
    ],
)
def test_only_the_figure_and_its_dates_change(before: str, after: str) -> None:
    assert edited(before, [change()]) == after


NEW = "goods: {value: 9400000000, as-of: 2024, retrieved: 2024-05-01, source: ustr}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources: {}\n", f"sources: {{}}\nfacts:\n  {NEW}\n"),
        ("sources: {}", f"sources: {{}}\nfacts:\n  {NEW}\n"),
        ("facts: {}\n", f"facts: {{{NEW}}}\n"),
        ("facts: {a: {value: 1}}\n", f"facts: {{a: {{value: 1}}, {NEW}}}\n"),
        (
            "facts:\n    a:\n      value: 1  # one\n\n# the end\nchecks: []\n",
            f"facts:\n    a:\n      value: 1  # one\n    {NEW}\n\n# the end\nchecks: []\n",
        ),
        ("facts:\nchecks: []\n", f"facts:\n  {NEW}\nchecks: []\n"),
    ],
)
def test_a_new_fact_stands_after_the_last_one(before: str, after: str) -> None:
    assert edited(before, [change()]) == after


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "facts: {goods: {value: &a {from: 1, to: 2}}}",
        "facts: {goods: 1}",
        "a: [\n",
        "facts: {goods: {value: x}}",
    ],
)
def test_what_can_t_be_changed_by_itself_is_left_to_a_person(text: str) -> None:
    with pytest.raises(NotEditable):
        edited(text, [change()])


_NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=3)
_KEYS = st.sampled_from(["a", "goods", "z-1"])
_COMMENT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8)


@given(st.dictionaries(_KEYS, st.tuples(_NUMBERS, st.booleans(), _COMMENT), min_size=1), _NUMBERS, st.booleans())
def test_a_changed_ledger_reads_as_meant(
    facts: dict[str, tuple[Decimal, bool, str]],
    now: Decimal,
    dated: bool,  # noqa: FBT001  drawn
) -> None:
    lines = ["facts:"]
    for key, (value, flow, comment) in facts.items():
        entry = f"{{value: {value}, as-of: 2020}}" if flow else f"\n    value: {value}\n    as-of: 2020"
        lines.append(f"  {key}: {entry} # {comment}")
    before = "\n".join(lines) + "\n"
    key = next(iter(facts))
    after = edited(before, [Change(key, now, "2024-05" if dated else "", "2024-05-01", "")])
    report = Report()
    old, new = ledger_of(before, "a", report), ledger_of(after, "b", report)
    assert report.diagnostics == []
    assert new.facts[key].value == now
    assert new.facts[key].as_of == ("2024-05" if dated else "2020")
    assert {name: fact for name, fact in new.facts.items() if name != key} == {
        name: fact for name, fact in old.facts.items() if name != key
    }
    assert [line.partition("#")[2] for line in before.split("\n") if "#" in line] == [
        line.partition("#")[2] for line in after.split("\n") if "#" in line
    ]
