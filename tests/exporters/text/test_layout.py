from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.exporters.text.layout import NO_BREAK, beside, fill, hang, pad, stack, width
from publisher.exporters.text.measures import Need, share_out

WORD = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S"]), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("Lima", 4),
        ("Perú’s – 1,5 €", 14),
        ("e\u0301", 1),
        ("\u200b", 0),
        ("秘魯", 4),
        ("ペルー", 6),
        ("페루", 4),
        ("🇵🇪", 2),
        ("\x85a", 1),
    ],
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_fill_breaks_at_spaces() -> None:
    assert fill("one two three four", 9) == ["one two", "three", "four"]


def test_fill_takes_runs_of_spaces_as_one() -> None:
    assert fill("  one   two ", 9) == ["one two"]


def test_fill_keeps_what_a_no_break_space_joins() -> None:
    assert fill(f"see Table{NO_BREAK}12 there", 10) == ["see", "Table 12", "there"]


def test_fill_keeps_a_word_that_is_too_wide() -> None:
    assert fill("at https://example.org/long now", 10) == ["at", "https://example.org/long", "now"]


def test_fill_breaks_where_it_must() -> None:
    assert fill("one\ntwo three", 20) == ["one", "two three"]


def test_fill_breaks_chinese_between_characters_but_not_before_a_full_stop() -> None:
    assert fill("美国和秘鲁关系。", 6) == ["美国和", "秘鲁关", "系。"]
    assert fill("美国和秘。", 8) == ["美国和", "秘。"]


def test_fill_breaks_after_no_opening_bracket() -> None:
    assert fill("秘「鲁」和", 4) == ["秘", "「鲁」", "和"]


@settings(deadline=None)
@given(st.lists(WORD), st.integers(1, 80))
def test_filled_lines_hold_all_words_and_are_no_wider_than_they_must_be(words: list[str], measure: int) -> None:
    lines = fill(" ".join(words), measure)
    assert "".join("".join(lines).split()) == "".join("".join(words).split())
    assert all(width(line) <= max(measure, *map(width, words)) for line in lines)
    assert all(line == line.rstrip() for line in lines)


@settings(deadline=None)
@given(st.lists(st.text("abcdefghij", min_size=1, max_size=20), min_size=1), st.integers(1, 80))
def test_filling_is_greedy(words: list[str], measure: int) -> None:
    lines = fill(" ".join(words), measure)
    assert " ".join(lines).split() == words
    for line, after in pairwise(lines):
        assert width(line) + 1 + width(after.split()[0]) > measure


def test_pad_counts_columns() -> None:
    assert pad("秘魯", 6, "left") == "秘魯  "
    assert pad("秘魯", 6, "right") == "  秘魯"
    assert pad("秘魯", 7, "center") == " 秘魯  "
    assert pad("long", 2, "right") == "long"


def test_hang_indents_by_the_width_of_the_mark() -> None:
    assert hang("10. ", ["one", "", "two"]) == ["10. one", "", "    two"]
    assert hang("10. ", []) == ["10."]


def test_beside_leaves_no_spaces_at_line_ends() -> None:
    assert beside("> ", ["one", "", "two"]) == ["> one", ">", "> two"]


def test_stack_leaves_no_gap_for_what_is_empty() -> None:
    assert stack([["one"], [], ["two"]]) == ["one", "", "two"]
    assert stack([["one"], ["two"]], 0) == ["one", "two"]


def test_columns_take_what_they_need_where_there_is_room() -> None:
    assert share_out([Need(4, 4, 10, 0.9), Need(4, 4, 20, 0.1)], 30) == [10, 20]


def test_columns_take_their_shares_where_there_is_not() -> None:
    assert share_out([Need(4, 4, 100, 0.75), Need(4, 4, 100, 0.25)], 40) == [30, 10]


def test_a_column_is_no_narrower_than_its_longest_word() -> None:
    assert share_out([Need(4, 4, 100, 0.9), Need(12, 12, 100, 0.1)], 40) == [28, 12]


def test_a_column_is_no_wider_than_it_can_use() -> None:
    assert share_out([Need(4, 4, 8, 0.5), Need(4, 4, 100, 0.5)], 40) == [8, 32]


def test_figures_stay_whole_as_long_as_words_can() -> None:
    assert share_out([Need(5, 5, 60, 0.9), Need(4, 12, 12, 0.1)], 40) == [28, 12]
    assert share_out([Need(30, 30, 60, 0.9), Need(4, 12, 12, 0.1)], 40) == [36, 4]


def test_columns_that_do_not_fit_are_refused() -> None:
    assert share_out([Need(30, 30, 60, 0.5), Need(30, 30, 60, 0.5)], 40) is None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 50), st.floats(0.01, 1)), min_size=1),
    st.integers(1, 100),
)
def test_shares_fill_the_room_and_respect_all_limits(numbers: list[tuple[int, int, int, float]], room: int) -> None:
    needs = [Need(floor, floor + more, floor + more + rest, share) for floor, more, rest, share in numbers]
    widths = share_out(needs, room)
    floors = [need.floor for need in needs]
    naturals = [need.natural for need in needs]
    if widths is None:
        assert sum(floors) > room
    elif sum(naturals) <= room:
        assert widths == naturals
    else:
        assert sum(widths) == room
        assert all(low <= width <= high for low, width, high in zip(floors, widths, naturals, strict=True))
