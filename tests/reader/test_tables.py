from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.model import Block, Cell, Column, FactReference, Inline, Note, Paragraph, Row, Strong, Table, Text
from publisher.reader import parse_blocks
from tests.support.marked import read_marked

if TYPE_CHECKING:
    from pathlib import Path


def cell(*content: Inline | str, header: bool = False) -> Cell:
    words = tuple(Text(each) if isinstance(each, str) else each for each in content)
    return Cell((Paragraph(words),) if words else (), header)


def row(*texts: str, header: bool = False) -> Row:
    return Row(tuple(cell(*([text] if text else []), header=header) for text in texts))


def table(source: str) -> Table:
    (block,) = parse_blocks(source)
    assert isinstance(block, Table)
    return block


def rows(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [["".join(map(_words, each.blocks)) for each in line.cells] for line in (*block.head, *block.body)]


def _words(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return "".join(each.text for each in block.content if isinstance(each, Text))


def test_a_pipe_table_without_a_directive() -> None:
    assert table("| a | b | c | d |\n| :- | :-: | -: | - |\n| 1 | 2 | 3 | |") == Table(
        (Column("left"), Column("center"), Column("right"), Column("auto")),
        (row("a", "b", "c", "d", header=True),),
        (row("1", "2", "3", ""),),
    )


def test_bars_in_cells_are_text_where_they_are_escaped() -> None:
    assert rows(table("a | b\n--|--\n1 \\| 2 | 3")) == [["a", "b"], ["1 | 2", "3"]]


def test_a_table_with_everything() -> None:
    found = table(
        "(tbl)=\n:::{table} Trade *in goods*\n:align: left decimal\n:widths: 3 1\n:note: Source: **USTR**.\n\n"
        "| a | b |\n| - | - |\n| 1 | 2 |\n\nGoods only.\n:::"
    )
    assert found.label == "tbl"
    assert found.columns == (Column("left", 0.75), Column("decimal", 0.25))
    assert found.caption[0] == Text("Trade ")
    assert found.notes == (
        Paragraph((Text("Source: "), Strong((Text("USTR"),)), Text("."))),
        Paragraph((Text("Goods only."),)),
    )


def test_a_label_on_the_line_before_a_plain_table() -> None:
    assert table("(tbl)=\n| a |\n| - |\n| b |").label == "tbl"


def test_a_list_table() -> None:
    found = table(
        ":::{list-table} T\n:header-rows: 1\n:stub-columns: 1\n:name: x\n\n* - A\n  - B\n* - c\n  - d\n\n    more\n:::"
    )
    assert found.label == "x"
    assert found.head == (row("A", "B", header=True),)
    stub, wide = found.body[0].cells
    assert stub == cell("c", header=True)
    assert wide == Cell((Paragraph((Text("d"),)), Paragraph((Text("more"),))))


def test_a_list_table_has_a_head_only_where_it_is_asked_for() -> None:
    assert table(":::{list-table}\n* - a\n  - b\n:::").head == ()


def test_csv_in_the_body_with_markup_quotes_and_facts() -> None:
    found = table('```{csv-table} T\nYear,"Event, ""place"""\n2008, "**Lima**"\n{fact}`y`,\n```')
    assert rows(found)[:1] == [["Year", 'Event, "place"']]
    assert [each.header for each in found.head[0].cells] == [True, True]
    assert found.body == (
        Row((cell("2008"), cell(Strong((Text("Lima"),))))),
        Row((cell(FactReference("y")), cell())),
    )


def test_csv_with_a_header_option_another_delimiter_and_no_head() -> None:
    assert rows(table(":::{csv-table}\n:header: a, b\n1,2\n:::")) == [["a", "b"], ["1", "2"]]
    assert len(table(":::{csv-table}\n:header: a, b\n1,2\n:::").head) == 1
    assert rows(table(":::{csv-table}\n:delim: ;\na;b\n:::")) == [["a", "b"]]
    assert rows(table(":::{csv-table}\n:delim: tab\na\tb\n:::")) == [["a", "b"]]
    assert table(":::{csv-table}\n:header-rows: 0\na,b\n:::").head == ()


def test_csv_from_a_file_beside_the_file_that_names_it(tmp_path: Path) -> None:
    files = {
        "part/a.md": ":::{table} T\n:file: data/x.csv\n:::\n\n:::{csv-table}\n:file: data/x.csv\n:::\n",
        "part/data/x.csv": '\ufeffa,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n',
    }
    document = read_marked(tmp_path, ":::{include} part/a.md\n:::", files).document
    first, second = document.blocks
    assert rows(first) == rows(second) == [["a", "b"], ["1", "twolines"], ["3", "4"]]


def test_notes_may_be_cited_in_cells_captions_and_csv() -> None:
    found = parse_blocks(
        ":::{csv-table} Caption[^c]\na[^a],b\n:::\n\n| x[^x] |\n| - |\n| y |\n\n[^a]: A\n\n[^c]: C\n\n[^x]: X"
    )
    labels = [each.label for block in found for each in _notes(block)]
    assert labels == ["c", "a", "x"]


def _notes(block: Block) -> list[Note]:
    assert isinstance(block, Table)
    cells = [each for line in (*block.head, *block.body) for each in line.cells]
    runs = [block.caption, *(inner.content for each in cells for inner in each.blocks if isinstance(inner, Paragraph))]
    return [inline for run in runs for inline in run if isinstance(inline, Note)]


def test_a_table_that_nobody_could_read_is_refused_before_it_is_set(tmp_path: Path) -> None:
    pipes = "| a | b |\n| - | - |\n" + "| 1 | 2 |\n" * 25_000
    values = {"a.csv": "1,2\n" * 25_001}
    for body, files in ((f"«| a | b |»{pipes[9:]}", {}), (":::{csv-table}\n:file: «a.csv»\n:::", values)):
        outcome = read_marked(tmp_path, body, files)
        (told,) = outcome.told("too-large")
        assert told.message == "the table has 50002 cells; at most 50000 can be set on paper, in Word and as text"
        assert told.at == outcome.place


def test_places_behind_a_cell_of_several_lines(tmp_path: Path) -> None:
    values = {"a.csv": 'a,b,c\n1,"x\ny",z\n2,"x\ny\n",{«nope»}`x`\n'}
    outcome = read_marked(tmp_path, ":::{csv-table}\n:file: a.csv\n:::", values)
    (told,) = outcome.told("unknown-role")
    assert told.at == outcome.place


def spans(source: str) -> list[list[tuple[int, int]]]:
    found = table(source)
    return [[(each.rowspan, each.colspan) for each in line.cells] for line in (*found.head, *found.body, *found.foot)]


@pytest.mark.parametrize(
    "source",
    [
        "| a | << | c |\n| - | - | - |\n| d | e | f |\n| ^^ | ^^ | g |",
        ":::{list-table}\n:header-rows: 1\n\n* - a\n  - <<\n  - c\n* - d\n  - e\n  - f\n* - ^^\n  - ^^\n  - g\n:::",
        ":::{csv-table}\na, <<, c\nd, e, f\n^^, ^^, g\n:::",
    ],
)
def test_cells_go_on_in_others(source: str) -> None:
    assert spans(source) == [[(1, 2), (1, 1)], [(2, 1), (2, 1), (1, 1)], [(1, 1)]]


def test_a_cell_may_take_several_rows_and_columns() -> None:
    assert spans("| a | b | c |\n| - | - | - |\n| d | << | e |\n| ^^ | << | f |") == [
        [(1, 1), (1, 1), (1, 1)],
        [(2, 2), (1, 1)],
        [(1, 1)],
    ]


@pytest.mark.parametrize(
    "source", ["| a | b |\n| - | - |\n| c | \\<< |", ":::{list-table}\n* - a\n  - b\n* - c\n  - \\<<\n:::"]
)
def test_a_mark_behind_a_backslash_is_text(source: str) -> None:
    assert rows(table(source))[-1] == ["c", "<<"]


def test_a_row_of_one_cell_heads_a_group() -> None:
    found = table("| a | b |\n| - | - |\n| Trade | << |\n| c | d |")
    assert [each.heads_group for each in found.body] == [True, False]
    assert found.body[0].cells[0].header


def test_head_rows_foot_rows_and_head_columns_of_a_pipe_table() -> None:
    rows = "| a | b |\n| - | - |\n| c | d |\n| e | f |\n| g | h |"
    found = table(f":::{{table}}\n:header-rows: 2\n:footer-rows: 1\n:stub-columns: 1\n\n{rows}\n:::")
    assert [len(part) for part in (found.head, found.body, found.foot)] == [2, 1, 1]
    assert [each.header for each in found.body[0].cells] == [True, False]
    assert all(each.header for line in found.head for each in line.cells)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("| a | b |\n| - | - |\n| «<<» | d |", "<< goes on with a cell, and none stands before it"),
        ("| a | b |\n| - | - |\n| c | «^^» |", "^^ goes on with a cell, and none stands above it in this part"),
        ("| a | b |\n| - | - |\n| c | << |\n| «^^» | d |", "the cells that are joined make no rectangle"),
        ("| a | b |\n| - | - |\n| c | d |\n«| ^^ | ^^ |»", "no cell begins in the row"),
    ],
)
def test_cells_that_can_not_be_joined(tmp_path: Path, source: str, message: str) -> None:
    outcome = read_marked(tmp_path, source)
    (found,) = outcome.told("bad-table")
    assert found.at == outcome.place
    assert found.message.startswith(message)
