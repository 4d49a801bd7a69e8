from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.exporters.text import export
from publisher.exporters.text.layout import width
from publisher.model import BulletList, Cell, Column, LineBreak, Link, ListItem, Note, Row, Table
from tests.exporters.text.pages import ascii_body, body, cell, document, para, row, shown, theme, words

WORD = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
CELL = st.lists(WORD, max_size=8).map(" ".join)


def test_a_table_has_rules_a_caption_above_and_notes_below() -> None:
    table = Table(
        (Column("left", 0.5), Column("decimal", 0.25), Column("decimal", 0.25)),
        (row("Flow", "2009", "2022"),),
        (row("All goods", "9.1", "22.2"), row("Food and agriculture", "1.5", "5.4")),
        words("Two-way trade in goods, $ billion"),
        (para("Source: Office of the U.S. Trade Representative."), para("Goods only.")),
        number=1,
    )
    assert body(para("Before."), table, para("After.")) == shown("""
        Before.

        Table 1. Two-way trade in goods, $ billion
        ────────────────────────────────
        Flow                  2009  2022
        ────────────────────────────────
        All goods              9.1  22.2
        Food and agriculture   1.5   5.4
        ────────────────────────────────
        Source: Office of the U.S. Trade Representative.
        Goods only.

        After.
        """)


def test_decimals_stand_under_each_other() -> None:
    column = (Column("left", 0.5), Column("decimal", 0.5))
    cells = [("a", "1", ".00"), ("b", "22.5", "0"), ("c", "1,000.25", "")]
    rows = tuple(Row((cell(name), cell(number, padding=padding))) for name, number, padding in cells)
    assert body(Table(column, (row("", "$"),), rows)) == shown("""
        ───────────
                  $
        ───────────
        a      1
        b     22.5
        c  1,000.25
        ───────────
        """)


def test_columns_are_aligned() -> None:
    columns = (Column("left", 0.25), Column("center", 0.25), Column("right", 0.25), Column("auto", 0.25))
    assert body(Table(columns, (row("Left", "Center", "Right", "Auto"),), (row("a", "b", "c", "d"),))) == shown("""
        ─────────────────────────
        Left  Center  Right  Auto
        ─────────────────────────
        a       b         c  d
        ─────────────────────────
        """)


def test_cells_wrap_by_the_shares_of_their_columns() -> None:
    said = "The agreement sets high standards on market access, safeguards and property rights"
    columns = (Column("left", 0.25), Column("left", 0.5), Column("decimal", 0.25))
    head = row("Chapter of the agreement", "What it says", "Submissions so far")
    rows = (row("Trade", said, "2,500"), row("Environment", "Short", "8"))
    assert body(Table(columns, (head,), rows)) == shown("""
        ────────────────────────────────────────────────────────────────────────
        Chapter of the                                            Submissions so
        agreement          What it says                                      far
        ────────────────────────────────────────────────────────────────────────
        Trade              The agreement sets high standards               2,500
                           on market access, safeguards and
                           property rights

        Environment        Short                                               8
        ────────────────────────────────────────────────────────────────────────
        """)


def test_wide_characters_are_aligned() -> None:
    columns = (Column("left", 0.5), Column("right", 0.5))
    lines = body(Table(columns, (), (row("秘魯", "1"), row("Lima", "22"), row("Cusco\u0301", "3")))).splitlines()
    assert lines[1:-1] == ["秘魯    1", "Lima   22", "Cuscó   3".replace("ó", "o\u0301")]
    assert {width(line) for line in lines} == {9}


def test_a_row_of_empty_cells_is_a_blank_line() -> None:
    table = Table((Column("left", 1.0),), (), (row("a"), row(""), row("b")))
    assert body(table) == "─\na\n\nb\n─\n"


def test_cells_hold_lines_notes_links_and_lists() -> None:
    items = BulletList((ListItem((para("one"),)), ListItem((para("two"),))))
    note = Note("n", (para("Goods."),), number=1)
    cells = (
        Cell((para("a", LineBreak(), "b", note),)),
        Cell((para("list:"), items)),
        Cell((para(Link("https://a.example", words("page"), number=1)),)),
    )
    table = Table((Column("left", 0.3), Column("left", 0.3), Column("left", 0.4)), (), (Row(cells),))
    assert body(table, notes=(note,), links=("https://a.example",)) == shown("""
        ──────────────────────
        a     list:  page [L1]
        b[1]
              • one
              • two
        ──────────────────────


        Notes
        =====

        [1] Goods.


        Links
        =====

        [L1] https://a.example
        """)


def test_a_table_too_wide_for_columns_is_written_as_records() -> None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    columns = tuple(Column("decimal", 1 / 13) for _ in range(13))
    rows = tuple(row(name, *(f"{number},000,000" for number in range(12))) for name in ("Peru", "Chile"))
    text = body(Table(columns, (row("Country", *months),), rows, words("Trade"), number=3))
    assert text.startswith(
        shown("""
        Table 3. Trade
        ────────────────────────────────────────────────────────────────────────
        Country: Peru
        January: 0,000,000
        """)
    )
    assert "\nDecember: 11,000,000\n\nCountry: Chile\n" in text
    assert text.endswith("December: 11,000,000\n" + "─" * 72 + "\n")


def test_records_hang_and_do_without_a_head() -> None:
    url = "https://www.example.org/" + "x" * 60
    rows = (Row((cell("so " * 30), cell(url), Cell((para("one"), para("two"))))),)
    columns = tuple(Column("left", 1 / 3) for _ in range(3))
    expected = shown(f"""
        {("so " * 23).rstrip()}
            {("so " * 7).rstrip()}
        {url}
            one

            two
        """)
    ruled = f"{'─' * 72}\n{expected}{'─' * 72}\n"
    assert body(Table(columns, (), rows)) == ruled


def test_a_table_in_a_table_makes_records_and_takes_no_longer_with_depth() -> None:
    columns = (Column("left", 0.5), Column("left", 0.5))
    table = Table(columns, (row("a", "b"),), (row("c", "d"),))
    for _ in range(40):
        table = Table(columns, (row("Outer", "Inner"),), (Row((cell("x"), Cell((para("t"), table)))),))
    assert body(table).count("Inner:") == 40


def test_the_head_is_in_capitals_where_the_theme_says_so() -> None:
    looks = theme()
    styles = {**looks.styles, "table-head": replace(looks.styles["table-head"], uppercase=True)}
    rules = {**looks.table_rules, "top": replace(looks.table_rules["top"], width=0.0)}
    themed = replace(looks, styles=styles, table_rules=rules, fingerprint="another")
    text = export(document(Table((Column("left", 1.0),), (row("Flow"),), (row("goods"),))), themed).content.decode()
    assert text.endswith("=\n\nFLOW\n─────\ngoods\n─────\n")


def test_ascii_rules() -> None:
    assert ascii_body(Table((Column("left", 1.0),), (row("é"),), (row("…"),))) == "---\ne\n---\n...\n---\n"


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=5), st.sampled_from(["left", "decimal"]))
def test_tables_lose_no_word_and_keep_the_measure(texts: list[list[str]], align: str) -> None:
    columns = tuple(Column("decimal" if align == "decimal" else "left", 0.25) for _ in range(4))
    text = body(Table(columns, (), tuple(row(*cells) for cells in texts)))
    said = sorted("".join(each for cells in texts for each in cells if not each.isspace()))
    assert sorted("".join(text.replace("─", "").split())) == sorted("".join("".join(said).split()))
    assert all(width(line) <= 72 for line in text.splitlines())


def test_large_tables_keep_their_width() -> None:
    rows = tuple(row(f"Row {number}", f"{number:,}") for number in range(3000))
    lines = body(Table((Column("left", 0.5), Column("decimal", 0.5)), (row("Name", "Number"),), rows)).splitlines()
    assert len(lines) == 3004
    assert {width(line) for line in lines} == {16}


def _over(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    return replace(cell(text), rowspan=rows, colspan=columns)


_COLUMNS = (Column("left", 0.5), Column("decimal", 0.25), Column("decimal", 0.25))
_HEAD = (Row((_over("Flow", rows=2), _over("Years", columns=2))), row("2009", "2022"))


def test_cells_of_several_columns_and_rows() -> None:
    rows = (
        Row((_over("Goods", columns=3),), heads_group=True),
        row("Exports", "1", "22"),
        Row((_over("Services", columns=3),), heads_group=True),
        Row((_over("Imports", rows=2), cell("3"), cell("4"))),
        Row((_over("unknown", columns=2),)),
    )
    assert body(Table(_COLUMNS, _HEAD, rows, foot=(row("Total", "4", "26"),))) == shown("""
        ───────────────────
                   Years
                 ──────────
        Flow     2009  2022
        ───────────────────
        Goods
        Exports     1    22

        Services
        Imports     3     4
                 unknown
        ───────────────────
        Total       4    26
        ───────────────────
        """)


def test_a_record_says_what_it_takes_from_the_row_above() -> None:
    long = "x" * 40
    rows = (
        Row((_over("Goods", columns=3),), heads_group=True),
        Row((_over("Exports", rows=2), cell(long), cell(long))),
        Row((_over("none", columns=2),)),
    )
    assert body(Table(_COLUMNS, _HEAD, rows)).splitlines()[1:-1] == [
        "Goods",
        "",
        "Flow: Exports",
        f"Years 2009: {long}",
        f"Years 2022: {long}",
        "",
        "Flow: Exports",
        "Years 2009 2022: none",
    ]
