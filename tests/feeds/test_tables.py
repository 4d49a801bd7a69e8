"""Figures that are changed in ledgers of rows, without a change to anything else."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.feeds.editing import Change, NotEditable
from publisher.feeds.tables import edited_csv, edited_database

if TYPE_CHECKING:
    from pathlib import Path

GOODS = Change("goods", Decimal("9.4e9"), "2024", "2024-05-01", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "key,value,as-of,retrieved\ngoods,9.1e9,2023,\nother,1,,\n",
            "key,value,as-of,retrieved\ngoods,9.4e9,2024,2024-05-01\nother,1,,\n",
        ),
        (
            '\ufeffvalue,key,note\r\n\r\n"9100000000","goods","a ""b"",\r\nc"\r\n 5 , x ,',
            '\ufeffvalue,key,note,as-of,retrieved\r\n\r\n"9400000000","goods","a ""b"",\r\nc",2024,2024-05-01\r\n 5 , x ,,,',
        ),
        (
            "key,value,note,as-of\ngoods, 9.1e9\nx,1\n",
            "key,value,note,as-of,retrieved\ngoods, 9.4e9,,2024,2024-05-01\nx,1,,,\n",
        ),
    ],
)
def test_a_row_is_changed_and_nothing_else(before: str, after: str) -> None:
    assert edited_csv(before, [GOODS]) == after


def test_what_was_true_of_the_old_value_alone_goes_with_it() -> None:
    change = Change("goods", Decimal(8), "", "2024-05-01", "", ("as-of", "checked"))
    before = "key,value,as-of,checked\ngoods,7,2023,2024-01-20 by M. R.\nother,1,2022,\n"
    after = "key,value,as-of,checked,retrieved\ngoods,8,,,2024-05-01\nother,1,2022,,\n"
    assert edited_csv(before, [change]) == after


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("", "no columns"),
        ("key,unit\ngoods,USD\n", "no columns"),
        ("key,value\nother,1\n", "goods has no row"),
        ("key,value\ngoods,a lot\n", "'a lot' is no number"),
        ('key,value\ngoods,"1\n', "end of data"),
    ],
)
def test_a_table_without_a_place_for_a_figure_is_left_alone(table: str, why: str) -> None:
    with pytest.raises(NotEditable, match=why):
        edited_csv(table, [GOODS])


_cells = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n\t"), max_size=8)


@given(st.lists(st.tuples(_cells, _cells), max_size=5), st.integers(0, 5))
def test_other_cells_are_read_as_before(rows: list[tuple[str, str]], place: int) -> None:
    table = [["key", "value", "note", "as-of", "retrieved"], *([f"k{at}", *row, "", ""] for at, row in enumerate(rows))]
    table.insert(min(place, len(rows)) + 1, ["goods", "9.1e9", "n", "", ""])
    written = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in table)
    read = list(csv.reader(edited_csv(written, [GOODS]).splitlines(keepends=True)))
    expected = [["goods", "9.4e9", "n", "2024", "2024-05-01"] if row[0] == "goods" else row for row in table]
    assert read == [list(row) for row in expected]


def test_a_database_keeps_all_other_rows_and_tables(tmp_path: Path) -> None:
    file = tmp_path / "facts.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute('CREATE TABLE facts (key TEXT, value, "as-of" TEXT)')
        database.execute("CREATE TABLE more (a)")
        database.executemany("INSERT INTO facts VALUES (?, ?, ?)", [("goods", 1, "2020"), ("x", 2.5, None)])
        database.commit()
    file.write_bytes(edited_database(file.read_bytes(), [GOODS]))
    with closing(sqlite3.connect(file)) as database:
        found = database.execute("SELECT * FROM facts").fetchall()
        assert found == [("goods", "9400000000", "2024", "2024-05-01"), ("x", 2.5, None, None)]
        assert database.execute("SELECT count(*) FROM more").fetchone() == (0,)


def test_a_database_without_the_row_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "facts.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE facts (key TEXT, value)")
        database.commit()
    with pytest.raises(NotEditable, match="goods has no row of its own"):
        edited_database(file.read_bytes(), [GOODS])
    with pytest.raises(NotEditable, match="not a database"):
        edited_database(b"nothing of the kind" * 100, [GOODS])
