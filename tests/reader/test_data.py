from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.diagnostics import Report
from publisher.model import Table
from publisher.reader import Target, read
from publisher.reader.blocks import read_inner_blocks
from publisher.reader.data import packages
from publisher.reader.data.databases import frames_of_database
from publisher.reader.data.frames import DataError
from publisher.reader.data.queries import frame_of_parquet
from publisher.reader.data.workbooks import frames_of_workbook
from publisher.reader.options import directive_of
from publisher.reader.places import SourceText
from publisher.reader.reading import Reading
from publisher.reader.tables import DATA_OPTIONS, data_table
from publisher.reader.tree import tree_of
from tests.support.data_files import FOLDERS, HEADS, ROWS, files
from tests.support.data_tables import database, parquet, rows_of, shown, table_in, workbook
from tests.support.marked import read_marked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORDS = [
    {"good": "Copper", "value": 22.25, "growth": None, "day": "2022-06-30", "open": True},
    {"good": "Gold *", "value": 8, "growth": -0.031, "day": "2021-12-31", "open": False},
]


def test_json_keeps_numbers_and_truth_apart_from_words(tmp_path: Path) -> None:
    read_ = shown(
        tmp_path, ":file: a.json\n:records: /data/0/ro~1ws", {"a.json": json.dumps({"data": [{"ro/ws": RECORDS}]})}
    )
    assert rows_of(table_in(read_)) == [
        ["good", "value", "growth", "day", "open"],
        ["Copper", Decimal("22.25"), None, "2022-06-30", True],
        ["Gold *", Decimal(8), Decimal("-0.031"), "2021-12-31", False],
    ]


def test_json_may_hold_arrays_of_which_the_first_names_the_columns(tmp_path: Path) -> None:
    read_ = shown(tmp_path, ":file: a.json", {"a.json": '[["a", "b"], [1, "x"], [2.50, null]]'})
    assert rows_of(table_in(read_)) == [["a", "b"], [Decimal(1), "x"], [Decimal("2.50"), None]]


def test_excel_gives_values_and_days(tmp_path: Path) -> None:
    day = dt.datetime(2022, 6, 30)  # noqa: DTZ001  a spreadsheet knows no time zones
    content = workbook(
        Trade=[[None, None], ["Good", "Value", "Day"], ["Copper", 22.25, day], [], ["Gold", 8, None]], More=[["x"]]
    )
    read_ = shown(tmp_path, ":file: a.xlsx\n:sheet: Trade", {"a.xlsx": content})
    assert rows_of(table_in(read_)) == [
        ["Good", "Value", "Day"],
        ["Copper", Decimal("22.25"), day.date()],
        [None, None, None],
        ["Gold", Decimal(8), None],
    ]


def test_sqlite_gives_the_rows_of_a_table(tmp_path: Path) -> None:
    content = database(
        tmp_path, "CREATE TABLE trade (good, value)", "INSERT INTO trade VALUES ('Copper', 22.5), (NULL, 3)"
    )
    read_ = shown(tmp_path, ":file: a.sqlite", {"a.sqlite": content})
    assert rows_of(table_in(read_)) == [["good", "value"], ["Copper", Decimal("22.5")], [None, Decimal(3)]]


def test_parquet_gives_what_it_holds(tmp_path: Path) -> None:
    content = parquet(tmp_path, "SELECT 'Copper' AS good, 22.50::DECIMAL(9,2) AS value, DATE '2022-06-30' AS day")
    read_ = shown(tmp_path, ":file: a.parquet", {"a.parquet": content})
    assert rows_of(table_in(read_)) == [["good", "value", "day"], ["Copper", Decimal("22.50"), dt.date(2022, 6, 30)]]


def test_tabs_part_the_cells_of_a_tsv_file_which_are_markup_as_in_csv(tmp_path: Path) -> None:
    table = table_in(shown(tmp_path, ":file: a.tsv", {"a.tsv": "a\tb\n1,5\t*x*\n"}))
    assert rows_of(table)[1] == ["1,5", None]


def test_a_query_reads_all_kinds_of_files_together(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.json": json.dumps(RECORDS),
        "b.csv": 'good,code,since\nCopper,007,2020-01-02\n"Gold *",008,2021-03-04\n',
        "c.xlsx": workbook(Any=[["code", "kind"], ["007", "metal"], ["008", "metal"]]),
        "d.db": database(tmp_path, "CREATE TABLE kinds (kind, rank INTEGER)", "INSERT INTO kinds VALUES ('metal', 2)"),
        "e.parquet": parquet(tmp_path, "SELECT 2 AS rank, 'two' AS word"),
    }
    query = "SELECT a.good, code, year(since) AS since, value * rank AS twice, word FROM a JOIN b USING (good) JOIN c USING (code) JOIN d USING (kind) JOIN e USING (rank) ORDER BY value"
    read_ = shown(tmp_path, f":file: {', '.join(files)}\n:query: {query}", files)
    assert rows_of(table_in(read_)) == [
        ["good", "code", "since", "twice", "word"],
        ["Gold *", "008", Decimal(2021), Decimal("16.00"), "two"],
        ["Copper", "007", Decimal(2020), Decimal("44.50"), "two"],
    ]


def test_text_of_data_is_no_markup(tmp_path: Path) -> None:
    table = table_in(shown(tmp_path, ":file: a.json", {"a.json": '[{"a": "**b** {fact}`x` <<"}]'}))
    assert rows_of(table)[1] == ["**b** {fact}`x` <<"]


def test_columns_are_chosen_ordered_and_renamed(tmp_path: Path) -> None:
    options = ":file: a.json\n:columns: value as Value, $; good; #4 as Day"
    assert rows_of(table_in(shown(tmp_path, options, {"a.json": json.dumps(RECORDS)})))[:2] == [
        ["Value, $", "good", "Day"],
        [Decimal("22.25"), "Copper", "2022-06-30"],
    ]


CITING = ":file: a.csv\n:query: SELECT a FROM a ORDER BY a"
BAD: list[tuple[str, str, str, str, dict[str, str | bytes]]] = [
    ("bad-data", ":file: «a.json»", "no array of records", ":records:", {"a.json": "{}"}),
    ("bad-data", ":file: a.json", "can't be read", "json.tool", {"a.json": '[{"a": 1},\n{"a" «2»}]'}),
    ("bad-data", ":file: «a.json»", "says 'a' twice", "keep one", {"a.json": '[{"a": 1, "a": 2}]'}),
    ("bad-data", ":file: «a.json»", "no columns", "a value with a name", {"a.json": "[{}]"}),
    ("bad-data", ":file: «a.json»", "no columns", "a value with a name", {"a.json": "[[], []]"}),
    ("bad-data", ":file: a.json\n:query: «SELECT * FROM a»", "U+D83D", "emoji", {"a.json": '[{"a": "\\ud83d"}]'}),
    ("bad-data", ":file: «a.json»", "holds an object", ":query:", {"a.json": '[{"a": {"b": 1}}]'}),
    ("bad-data", ":file: «a.json»", "3 values, the first 2", "null", {"a.json": '[["a", "b"], [1, 2, 3]]'}),
    ("bad-data", ":file: «a.json»", "nobody could read", "", {"a.json": '[{"a": 1e400}]'}),
    ("bad-data", ":file: «a.json»", "nobody could read", "", {"a.json": '[{"a": 1.5e99999999999999999999}]'}),
    ("bad-data", ":file: «a.json»", "NaN is no JSON", "null", {"a.json": '[{"a": NaN}]'}),
    ("bad-data", ":file: «a.json»", "nested too deeply", "", {"a.json": "[" * 100_000}),
    ("bad-data", ":file: «a.json»", "two columns are called 'a'", "", {"a.json": '[["a", "a"], [1, 2]]'}),
    ("bad-option", ":file: a.json\n:records: «/date»", "no 'date'", "did you mean data?", {"a.json": '{"data": []}'}),
    ("bad-option", ":file: a.json\n:records: «data»", "no JSON Pointer", "slash", {"a.json": '{"data": []}'}),
    ("bad-option", ":file: a.xlsx\n:sheet: «Tade»", "no sheet 'Tade'", "Trade?", {"a.xlsx": workbook(Trade=[["a"]])}),
    ("bad-data", ":file: «a.xlsx»", "holds 2 tables", ":sheet:", {"a.xlsx": workbook(A=[["a"]], B=[["b"]])}),
    ("bad-data", ":file: «a.xlsx»", "no Excel workbook", "save it", {"a.xlsx": b"PK, but no package"}),
    ("bad-data", ":file: «a.xlsx»", "has no value yet", "save it there", {"a.xlsx": workbook(A=[["a"], ["=1+1"]])}),
    ("bad-data", ":file: «a.xlsx»", "is empty", ":sheet:", {"a.xlsx": workbook(A=[])}),
    ("bad-data", ":file: «a.sqlite»", "not a database", "integrity_check", {"a.sqlite": b"x" * 4096}),
    ("bad-data", ":file: «a.parquet»", "no Parquet file", "write it again", {"a.parquet": b"PAR1 and nothing else"}),
    ("missing-file", ":file: «a.parquet»", "no file a.parquet", "", {}),
    ("outside-folder", ":file: «../a.xlsx»", "leads out", "copy", {}),
    ("outside-folder", ":file: a.csv, «/etc/passwd.csv»\n:query: SELECT 1", "leads out", "copy", {"a.csv": "a\n1\n"}),
    ("bad-data", ":file: «a.txt»\n:query: SELECT 1", ".txt is no kind of data", ".parquet", {"a.txt": "a"}),
    (
        "bad-data",
        ":file: a.csv, «b/a.csv»\n:query: SELECT 1",
        "two tables are called a",
        "",
        {"a.csv": "a\n1", "b/a.csv": "a\n1"},
    ),
    ("bad-data", ":file: a.csv\n:query: SELECT 1", "3 cells, the first 2", "quote", {"a.csv": "a,b\n«1,2,3»\n"}),
    ("bad-data", CITING, "can't read {fact}`x`", "leave :query: out", {"a.csv": "a,b\n1,2\n3,about «{fact}`x`»\n"}),
    ("bad-data", CITING, "can't read {fact}`x`", "", {"a.csv": "a,«{fact}`x`»\n1,2\n"}),
    ("bad-data", CITING, "can't read {fact}`x, short`", "", {"a.csv": 'a,b\n1,"two\n«{fact}`x, short`»"\n'}),
    ("bad-table", ":file: «a.json»", "has no rows", "at least one", {"a.json": "[]"}),
    ("bad-table", ":file: «a.json»\n:records: /x", "at /x has no rows", "", {"a.json": '{"x": []}'}),
    ("bad-table", ":file: «a.json»", "the table has no rows", "what the file holds", {"a.json": '[["a", "b"]]'}),
    ("bad-table", ":file: «a.json»\n:header-rows: 0", "the table has no rows", "", {"a.json": '[["a", "b"]]'}),
    ("bad-table", ":file: «a.csv»", "the table has no rows", "what the file holds", {"a.csv": "a,b\n"}),
    ("bad-table", ":file: «a.csv»\n:header: a, b", "the table has no rows", "", {"a.csv": ""}),
    ("bad-table", ":file: «a.xlsx»", "the table has no rows", "", {"a.xlsx": workbook(A=[["a", "b"]])}),
    ("bad-table", ":file: a.csv\n:query: «SELECT a FROM a WHERE a > 1»", "no rows", "conditions", {"a.csv": "a\n1\n"}),
    ("bad-option", ":query: «SELECT 1»", "none is named", ":file:", {}),
    ("bad-option", ":file: a.json\n:sheet: «A»", "says nothing about", ".xlsx", {"a.json": '[{"a": 1}]'}),
    ("bad-option", ":file: a.csv\n:records: «/a»", "says nothing about", ".json", {"a.csv": "a\n1"}),
    ("bad-option", ":file: a.json\n:delim: «tab»", "says nothing about", ".csv", {"a.json": '[{"a": 1}]'}),
    ("bad-query", ":file: a.csv\n:query: SELECT a FRM «a»", "syntax error", "", {"a.csv": "a\n1"}),
    ("bad-query", ":file: a.csv\n:query: SELECT «z» FROM a", "not found", "", {"a.csv": "a\n1"}),
    ("bad-query", ":file: a.csv\n:query: «SELECT a FROM b»", "no table b", "a", {"a.csv": "a\n1"}),
]


@pytest.mark.parametrize("case", BAD, ids=[f"{each[0]}-{number}" for number, each in enumerate(BAD)])
def test_what_is_wrong_with_data_is_told_at_its_place(
    tmp_path: Path, case: tuple[str, str, str, str, dict[str, str | bytes]]
) -> None:
    code, options, message, hint, files = case
    outcome = shown(tmp_path, options, files)
    (told,) = outcome.told(code)
    assert message in told.message
    assert hint in (told.hint or "")
    assert outcome.place
    assert told.at
    assert (told.at.path, told.at.line, told.at.column) == (
        outcome.place.path,
        outcome.place.line,
        outcome.place.column,
    )


def test_a_database_or_parquet_file_without_rows_is_no_table(tmp_path: Path) -> None:
    files = {
        "a.sqlite": database(tmp_path, "CREATE TABLE one (a)"),
        "a.parquet": parquet(tmp_path, "SELECT 1 AS a WHERE false"),
    }
    for name, content in files.items():
        (told,) = shown(tmp_path, f":file: {name}", {name: content}).told("bad-table")
        assert told.message == "the table has no rows"


def test_a_package_that_is_missing_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(packages, "import_module", absent)
    (told,) = shown(tmp_path, ":file: a.xlsx", {"a.xlsx": workbook(A=[["a"]])}).told("missing-package")
    assert 'pip install "publisher[data]"' in (told.hint or "")


def test_the_order_of_rows_is_told_where_it_is_open(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.csv": "k,v\nx,1\ny,2\nx,3\n"}
    grouped = "SELECT k, sum(v) AS v FROM a GROUP BY k"
    outcome = shown(tmp_path, f":file: a.csv\n:query: «{grouped}»", files)
    (told,) = outcome.told("unordered-query")
    assert told.at == outcome.place
    for options in (
        f":query: {grouped} ORDER BY k",
        f":query: {grouped}\n:sort: k",
        ":query: SELECT v FROM a WHERE v > 1",
    ):
        assert shown(tmp_path, f":file: a.csv\n{options}", files).codes == []


def test_a_large_table_is_refused_but_for_screens(tmp_path: Path) -> None:
    rows = "a,b\n" + "1,2\n" * 30_000
    outcome = shown(tmp_path, ":file: «a.csv»", {"a.csv": rows})
    (told,) = outcome.told("too-large")
    assert told.at == outcome.place
    assert ":print: 50" in (told.hint or "")
    screen = read(tmp_path, target=Target(format="html"))
    assert screen.formats_named == {"html"}
    assert len(_only(screen.blocks).body) == 30_000
    assert _only(screen.blocks).page_rows == 50
    paper = shown(tmp_path, ":file: a.csv\n:print: 40", {"a.csv": rows})
    assert paper.codes == []
    assert paper.document.formats_named == {"html"}
    shaping = _only(paper.document.blocks).shaping
    assert shaping
    assert shaping.rows == 40


def _only(blocks: tuple[object, ...]) -> Table:
    (found,) = blocks
    assert isinstance(found, Table)
    return found


def test_files_of_data_go_with_a_document_that_attaches_its_source(tmp_path: Path) -> None:
    body = "---\ntitle: T\nattach-source: true\n---\n\n:::{table}\n:file: a.xlsx\n:::"
    document = read_marked(tmp_path, body, {"a.xlsx": workbook(A=[["a"], [1]])}).document
    assert {each.name: each.relationship for each in document.attachments} == {"a.xlsx": "Data", "index.md": "Source"}


def test_a_directive_of_another_kind_reads_its_data_as_a_table() -> None:
    text = ":::{chart} Trade\n:columns: b as B\n:sort: B\n\n| a | b |\n| - | - |\n| x | 1 |\n:::"
    source = SourceText("index.md", tuple(text.split("\n")))
    reading = Reading(Report(), None, read_inner_blocks)
    (branch,) = tree_of(text, source, reading)
    found = data_table(directive_of(branch, reading, DATA_OPTIONS))
    assert found
    assert rows_of(found) == [["B"], ["1"]]
    assert (found.caption, found.label, found.notes) == ((), "", ())
    assert found.shaping
    assert [each.column for each in found.shaping.order] == [0]
    assert not reading.report.diagnostics


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_files_of_the_documents_hold_the_rows_that_they_were_made_from(folder: Path) -> None:
    expected = [
        tuple(
            Decimal(str(value)) if isinstance(value, float | int) and not isinstance(value, bool) else value
            for value in row
        )
        for row in ROWS
    ]
    workbook_ = frames_of_workbook((folder / "exports.xlsx").read_bytes(), "Exports")["Exports"]
    assert (workbook_.names, list(workbook_.rows)) == (HEADS, expected)
    assert list(frame_of_parquet((folder / "exports.parquet").read_bytes(), "x").rows) == expected
    database_ = frames_of_database((folder / "exports.sqlite").read_bytes(), "")["exports"]
    assert [row[:3] for row in database_.rows] == [row[:3] for row in expected]


def test_the_files_are_made_the_same_each_time() -> None:
    assert files() == files()


MADE = files()
READERS: dict[str, Callable[[bytes], object]] = {
    "exports.xlsx": lambda content: frames_of_workbook(content, ""),
    "exports.sqlite": lambda content: frames_of_database(content, ""),
    "exports.parquet": lambda content: frame_of_parquet(content, "x"),
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.integers(0, 10**6), st.binary(min_size=1, max_size=30), st.booleans())
def test_a_damaged_file_is_refused_and_nothing_worse(name: str, place: int, other: bytes, longer: bool) -> None:  # noqa: FBT001
    content = bytearray(MADE[name])
    start = place % len(content)
    content[start : start + (0 if longer else len(other))] = other
    with suppress(DataError):
        READERS[name](bytes(content))


def test_a_time_of_all_the_world_needs_a_zone(tmp_path: Path) -> None:
    made = parquet(tmp_path, "SELECT TIMESTAMPTZ '2022-03-05 02:00:00+00' AS seen")
    (told,) = shown(tmp_path, ":file: a.parquet", {"a.parquet": made}).report.diagnostics
    assert (told.code, "may be another day" in told.message) == ("bad-data", True)
    query = ":file: a.parquet\n:query: SELECT seen AT TIME ZONE 'America/Lima' AS seen FROM a ORDER BY 1"
    table = table_in(shown(tmp_path, query, {"a.parquet": made}))
    assert rows_of(table) == [["seen"], [dt.datetime(2022, 3, 4, 21, 0)]]  # noqa: DTZ001  as it is in Lima
