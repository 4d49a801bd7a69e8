from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.grid import TALL_LINES
from publisher.model import Cell, Column, KeyFact, KeyFacts, Row, Table
from tests.exporters.docx.opened import W, measure_of, sampled, style_of, text_of, written
from tests.exporters.docx.sample import bullets, cell, item, p, plain_table, row, t, trade_table


def test_a_table_has_its_caption_above_and_its_notes_below() -> None:
    opened = written(trade_table())
    tags = [each.tag.removeprefix(W) for each in opened.body]
    assert tags == ["p", "p", "tbl", "p", "sectPr"]
    assert opened.paragraphs()[1] == ("Caption", "Table\u00a01. Two-way trade in goods, $ billion")
    assert opened.styled("TableNote") == ["Source: Office of the U.S. Trade Representative, National trade estimate."]


def test_widths_are_fixed_and_add_up_to_the_measure() -> None:
    opened = written(trade_table())
    widths = list(map(int, opened.values("//w:gridCol/@w:w")))
    assert widths == [round(measure_of() * 20 * share) for share in (0.5, 0.25, 0.25)]
    assert list(map(int, opened.values("//w:tr[1]/w:tc/w:tcPr/w:tcW/@w:w"))) == widths
    assert opened.values("//w:tblLayout/@w:type") == ["fixed"]
    assert opened.values("//w:tblW/@w:w") == [str(round(measure_of() * 20))]


def test_head_rows_are_repeated_and_no_row_is_divided() -> None:
    opened = written(trade_table())
    rows = opened.find("//w:tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert opened.values("//w:tblLook/@w:firstRow") == ["1"]
    assert opened.values("//w:tblLook/@w:firstColumn") == ["1"]
    assert opened.values("//w:tblCaption/@w:val") == ["Two-way trade in goods, $ billion"]


def test_columns_are_aligned_by_named_styles() -> None:
    opened = written(plain_table())
    first = opened.find("//w:tr[1]//w:p")
    assert [style_of(each) for each in first] == ["TableHeadKept", "TableHeadCenterKept", "TableHeadEndKept"]
    assert opened.of_style("Table Head Center", "w:pPr/w:jc/@w:val") == ["center"]
    assert opened.of_style("Table Cell End", "w:pPr/w:jc/@w:val") == ["right"]


def test_decimals_stand_under_each_other() -> None:
    opened = written(trade_table())
    (whole,) = opened.find("//w:p[contains(., '13')]")
    assert text_of(whole) == "13\u2008\u2007"
    assert opened.values("//w:rStyle[@w:val='DecimalPadding']/@w:val") == ["DecimalPadding"] * 2


def test_a_small_table_stays_on_one_page_with_its_note() -> None:
    opened = written(trade_table())
    styles = {style_of(each) for each in opened.find("//w:tr[position() > 1]//w:p")}
    assert styles == {"TableCellKept", "TableCellEndKept"}
    assert len(opened.of_style("Table Cell Kept", "w:pPr/w:keepNext")) == 1


def test_a_long_table_may_break_between_rows() -> None:
    body = tuple(row(str(number)) for number in range(40))
    opened = written(Table((Column("left", 1.0),), (row("Head"),), body))
    assert {style_of(each) for each in opened.find("//w:tr[position() > 1]//w:p")} == {"TableCell"}


def test_cells_hold_blocks_and_end_with_a_paragraph() -> None:
    inner = replace(plain_table(), caption=(), notes=())
    table = Table((Column("left", 1.0),), (), (Row((cell("a", bullets("b"), inner),)), Row((cell(),))))
    opened = written(table)
    assert all(each[-1].tag == f"{W}p" for each in opened.find("//w:tc"))
    assert opened.styled("TableTextKept") == ["a"]
    assert opened.styled("TableSeparator") == [""]
    assert opened.styled("ListBulletInTableTextKeptListEnd") == ["b"]


def test_two_tables_do_not_run_together() -> None:
    opened = written(plain_table(), plain_table(), p("after"))
    tags = [each.tag.removeprefix(W) for each in opened.body]
    assert tags == ["p", "tbl", "p", "tbl", "p", "sectPr"]
    assert style_of(opened.body[2]) == "TableSeparator"
    assert style_of(opened.body[4]) == "NormalAfterTable"


def test_of_several_head_rows_the_last_has_the_rule() -> None:
    table = Table((Column("left", 1.0),), (row("Upper"), row("Lower")), (row("x"),))
    opened = written(table)
    assert opened.values("//w:tblLook/@w:firstRow") == ["0"]
    assert opened.values("//w:tr[1]//w:tcBorders/w:bottom/@w:val") == ["nil"]
    assert opened.values("//w:tr[2]//w:tcBorders/w:top/@w:val") == ["nil"]
    assert opened.values("//w:tr[2]//w:tcBorders/w:bottom/@w:sz") == ["4"]
    assert opened.values("//w:tr[3]//w:tcBorders") == []


def over(given: Cell, *, rows: int = 1, columns: int = 1) -> Cell:
    return replace(given, rowspan=rows, colspan=columns)


def test_cells_that_take_several_columns_and_rows() -> None:
    head = (
        Row((over(cell("Flow"), rows=2), over(cell("Years"), columns=2))),
        row("2009", "2022"),
    )
    body = (
        Row((over(cell("Trade", header=True), columns=3),), heads_group=True),
        Row((cell("Exports"), over(cell("none"), columns=2))),
        Row((cell("Imports"), cell("1"), over(cell("2"), rows=2))),
        Row((cell("Both"), cell("1"))),
    )
    foot = (row("Total", "2", "2"),)
    columns = (Column("left", 0.5), Column("decimal", 0.25), Column("decimal", 0.25))
    opened = written(Table(columns, head, body, foot=foot))
    assert opened.values("//w:tr[1]//w:gridSpan/@w:val") == ["2"]
    assert [len(each.findall(f"{W}tc")) for each in opened.find("//w:tr")] == [2, 3, 1, 2, 3, 3, 3]
    assert opened.values("//w:vMerge/@w:val") == ["restart", "restart"]
    assert len(opened.find("//w:vMerge")) == 4
    assert opened.styled("TableHeadCenterKept") == ["Years"]
    assert opened.styled("TableGroupKept") == ["Trade"]
    assert opened.styled("TableFoot") == ["Total"]
    assert opened.values("//w:tr[7]//w:tcBorders/w:top/@w:sz") == ["4", "4", "4"]
    assert len(opened.find("//w:tblHeader")) == 2


def test_the_rules_of_tables_are_the_theme_s() -> None:
    opened = written(p("x"))
    sides = opened.of_style("Ruled Table", "w:tblPr/w:tblBorders/*[@w:val='single']/@w:sz")
    assert sides == ["7", "7", "3"]
    assert opened.of_style("Ruled Table", "w:tblStylePr[@w:type='firstRow']//w:bottom/@w:sz") == ["4"]


def test_key_facts_are_a_box_of_columns() -> None:
    facts = KeyFacts(tuple(KeyFact(t(f"{number} %"), t("of all")) for number in range(5)), t("Key facts"))
    opened = written(facts)
    assert opened.values("//w:tblStyle/@w:val") == ["KeyFacts"]
    rows = opened.find("//w:tr")
    assert [len(each.findall(f"{W}tc")) for each in rows] == [1, 3, 2]
    assert opened.values("//w:gridSpan/@w:val") == ["3", "2"]
    assert [text_of(each) for each in rows] == ["Key facts", "0 %of all1 %of all2 %of all", "3 %of all4 %of all"]


@pytest.mark.parametrize(("count", "cells"), [(1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (6, [3, 3]), (7, [3, 3, 1])])
def test_the_last_row_of_key_facts_is_as_full_as_can_be(count: int, cells: list[int]) -> None:
    opened = written(KeyFacts(tuple(KeyFact(t(f"{number} %"), t("of all")) for number in range(count))))
    assert [len(each.findall(f"{W}tc")) for each in opened.find("//w:tr")] == cells


def test_tables_in_lists_are_indented_and_narrower() -> None:
    assert written(plain_table()).find("//w:tblInd") == []
    opened = written(bullets(item("x", plain_table())))
    assert opened.values("//w:tblInd/@w:w") == ["320"]
    assert opened.values("//w:tblW/@w:w") == [str(round(measure_of() * 20) - 320)]


def test_the_note_of_a_head_cell_is_a_footnote() -> None:
    assert sampled().values("//w:tbl//w:footnoteReference/@w:id") == ["2"]


def test_a_row_that_takes_much_of_a_page_may_be_divided() -> None:
    tall = replace(row("much", "text"), lines=TALL_LINES)
    opened = written(Table((Column(width=0.5), Column(width=0.5)), (), (row("1", "2"), tall)))
    assert [each.find(f"{W}trPr/{W}cantSplit") is not None for each in opened.find("//w:tr")] == [True, False]


def test_a_long_key_fact_takes_room_from_short_ones_and_no_more_than_there_is() -> None:
    def widths(*values: str) -> list[int]:
        facts = KeyFacts(tuple(KeyFact(t(value), t("of all")) for value in values))
        return list(map(int, written(facts).values("//w:gridCol/@w:w")))

    long, short, other = widths("22.2 thousand million", "3 %", "240 million")
    assert long > other > short
    equal = widths("1 %", "2 %", "3 %")
    assert max(equal) - min(equal) <= 1
    assert sum(equal) == long + short + other
    assert widths(*["a figure that has no room at all"] * 3) == equal
