from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import BulletList, Cell, Column, FactReference, ListItem, Note, PrintLayout, Row, Table, Unit
from publisher.preparation.widths import MOST, ColumnText, shares
from tests.preparation.building import USD, document, fact, good, ledger, nodes, para, prepared, table


def settled(given: Table, lang: str = "en-US") -> Table:
    (done,) = nodes(prepared(document(given, lang=lang))[0], Table)
    return done


def column(*cells: str, lang: str = "en-US", head: str = "Head") -> tuple[str, list[str]]:
    """Return how the second column of a table is aligned, and the padding of its cells."""
    done = settled(table(["Label", head], *(["label", cell] for cell in cells)), lang)
    return done.columns[1].align, [row.cells[1].padding for row in done.body]


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "2"),
        ("22.2", "", "9.1"),
        ("$22.2 billion", "$9.1 billion"),
        ("22.2 billion", "140 million"),
        ("-5", "−5", "+5", "~5", "(5)"),
        ("260%", "12.5 percent", "3 per cent"),
        ("1,500–2,000", "n/a", "–", "…"),
        ("4\u202f335", "12’000"),
        ("PEN 5", "S/ 5", "€5", "US$5", "5 €"),
        ("2.5*", "3†"),
        ("$54.8K", "$137M"),
    ],
)
def test_a_column_of_numbers_is_aligned_on_the_decimal(cells: tuple[str, ...]) -> None:
    assert column(*cells)[0] == "decimal"


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "two"),
        ("", ""),
        ("n/a", "–"),
        ("30 June", "1 July"),
        ("+51 1 618 2000", "1"),
        ("2023-06-30", "2023-07-01"),
        ("1a", "2b"),
    ],
)
def test_other_columns_are_aligned_to_the_left(cells: tuple[str, ...]) -> None:
    assert column(*cells)[0] == "left"


def test_the_author_s_alignment_stays() -> None:
    given = replace(table(["a", "b"], ["1", "x"]), columns=(Column("center"), Column("decimal")))
    assert [each.align for each in settled(given).columns] == ["center", "decimal"]


def test_a_first_column_of_years_or_of_header_cells_names_the_rows() -> None:
    years = table(["Year", "Trade"], ["2009", "9.1"], ["2021–2022", "22.2"])
    assert [each.align for each in settled(years).columns] == ["left", "decimal"]
    stub = replace(table(["a", "b"]), body=(Row((Cell((para("1"),), header=True), Cell((para("2"),)))),))
    assert [each.align for each in settled(stub).columns] == ["left", "decimal"]


def test_facts_count_as_what_they_show_and_notes_as_nothing() -> None:
    cells = [
        para(FactReference("a", "number"), Note("n", (para("x"),))),
        para(FactReference("b", "number")),
        para(FactReference("c", "number")),
    ]
    given = replace(table(["a"]), body=tuple(Row((Cell((cell,)),)) for cell in cells))
    facts = ledger(fact("a", "22.2e9", USD), fact("b", "140e9", USD), fact("c", "1.43e9", USD))
    (done,) = nodes(good(document(given, facts=facts)), Table)
    assert done.columns[0].align == "decimal"
    assert [row.cells[0].padding for row in done.body] == ["0", ".00", ""]


@pytest.mark.parametrize(
    ("cells", "lang"),
    [
        (("16,8 millones de euros", "2 mil millones de soles peruanos"), "es"),
        (("16,8 millions d’euros", "1 million de francs suisses"), "fr"),
        (("16,8 Millionen Euro", "1 Million dänische Kronen"), "de"),
    ],
)
def test_names_of_currencies_may_stand_after_millions(cells: tuple[str, ...], lang: str) -> None:
    assert column(*cells, lang=lang)[0] == "decimal"


def test_nouns_of_facts_may_stand_after_numbers() -> None:
    given = replace(table(["a"]), body=(Row((Cell((para(FactReference("n")),)),)),))
    facts = ledger(fact("n", "287", Unit("count", one="project", other="projects")))
    (done,) = nodes(good(document(given, facts=facts)), Table)
    assert done.columns[0].align == "decimal"


@pytest.mark.parametrize(
    ("cells", "lang", "padding"),
    [
        (("22.2", "9.1", "140", "1.43"), "en-US", ["0", "0", ".00", ""]),
        (("22,2", "9,1", "140", "1,43"), "de-DE", ["0", "0", ",00", ""]),
        (("1.000", "2,5"), "de-DE", [",0", ""]),
        (("12.5%", "8%", "n/a", ""), "en-US", ["", ".0", "", ""]),
        (("$1.5 billion", "$2 billion"), "en-US", ["", ".0"]),
        (("$1.5 billion", "$2 million"), "en-US", ["", ""]),
        (("1–2.25", "3"), "en-US", ["", ".00"]),
        (("4,335", "1"), "en-US", ["", ""]),
    ],
)
def test_padding_is_the_fraction_that_a_number_lacks(cells: tuple[str, ...], lang: str, padding: list[str]) -> None:
    assert column(*cells, lang=lang) == ("decimal", padding)


def test_cells_of_several_blocks_are_text() -> None:
    listed = Cell((para("1"), BulletList((ListItem((para("2"),)),))))
    given = replace(table(["a"]), body=(Row((listed,)),))
    assert settled(given).columns[0].align == "left"


def test_tables_without_rows_or_columns_are_no_trouble() -> None:
    assert settled(Table((), (), ())).columns == ()
    assert settled(table(["a", "b"])).columns[1].align == "left"


def widths(given: Table) -> list[float]:
    return [each.width or 0 for each in settled(given).columns]


def test_widths_follow_the_text_and_numbers_stay_narrow() -> None:
    long = "words that go on for quite a while and then some more, until no line can hold them any longer"
    label, text, number = widths(
        table(["Area", "What it is about", "USD"], ["Trade", long, "22.2"], ["x", long, "9.1"])
    )
    assert number < label < text <= MOST
    assert math.isclose(label + text + number, 1)


def test_a_column_is_as_wide_as_its_longest_word_needs() -> None:
    long = "a few short words " * 20
    word, _ = widths(table(["a", "b"], ["internationalization", long]))
    assert word >= 20 / 72


def test_the_author_s_widths_are_brought_to_one() -> None:
    given = replace(
        table(["a", "b", "c"], ["1", "2", "3"]), columns=(Column(width=1), Column(width=2), Column(width=3))
    )
    assert widths(given) == [0.1666, 0.3333, 0.5001]


texts = st.builds(
    ColumnText,
    head=st.lists(st.text("ab ", max_size=30), max_size=2).map(tuple),
    body=st.lists(st.text("ab ", max_size=300), max_size=5).map(tuple),
    numeric=st.booleans(),
)


@given(st.lists(st.tuples(texts, st.none() | st.floats(0.01, 100)), min_size=1, max_size=12))
@settings(deadline=None)
def test_shares_are_positive_rounded_and_add_up_to_one(columns: list[tuple[ColumnText, float | None]]) -> None:
    result = shares([width for _, width in columns], [text for text, _ in columns])
    assert len(result) == len(columns)
    assert min(result) > 0
    assert math.fsum(result) == pytest.approx(1)
    assert [round(share, 4) for share in result] == result
    assert shares(result, [text for text, _ in columns]) == result


def test_joined_cells_belong_to_no_column_and_the_foot_lines_up() -> None:
    given = table(["Flow", "2022"], ["Exports", "1.25"], ["Imports", "3"])
    heading = Row((replace(given.body[0].cells[0], colspan=2, header=True),), heads_group=True)
    done = settled(replace(given, body=(heading, *given.body), foot=(given.body[1],)))
    assert done.columns[1].align == "decimal"
    assert [row.cells[-1].padding for row in (*done.body, *done.foot)] == ["", "", ".00", ".00"]


def test_landscape_pages_leave_more_room_to_words() -> None:
    long = "a few short words " * 20
    wide = table([f"Column {number}" for number in range(9)], ["1,234,567"] * 7 + ["short words", long])
    upright, across = (
        nodes(good(document(each)), Table)[0].columns for each in (wide, PrintLayout((wide,), landscape=True))
    )
    assert (across[0].width or 0) < (upright[0].width or 0)
    assert (across[-1].width or 0) > (upright[-1].width or 0)


def test_rows_know_how_many_lines_they_take() -> None:
    paragraphs = Cell(tuple(para("word " * 30) for _ in range(6)))
    tall = replace(table(["A", "B"], ["1", "2"], ["word " * 40, "x"]), body=(Row((Cell((para("1"),)), paragraphs)),))
    assert [row.lines for row in settled(tall).body] == [18]
    assert [row.lines for row in settled(table(["A", "B"], ["1", "2"])).body] == [1]
