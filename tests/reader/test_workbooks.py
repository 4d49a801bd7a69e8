from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from publisher.reader.data import frames
from publisher.reader.data.workbooks import frames_of_workbook
from tests.support.data_tables import shown, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 160_000_000)
    (told,) = shown(tmp_path, ":file: a.xlsx", {"a.xlsx": stream.getvalue()}).told("too-large")
    assert "larger than 150 MB" in told.message
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/styles.xml", b" " * 6_000_000)
    (told,) = shown(tmp_path, ":file: a.xlsx", {"a.xlsx": stream.getvalue()}).told("too-large")
    assert "xl/styles.xml is larger than 5 MB" in told.message
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    (told,) = shown(tmp_path, ":file: a.xlsx", {"a.xlsx": stream.getvalue()}).told("bad-data")
    assert "document type" in told.message
    monkeypatch.setattr(frames, "MOST_CELLS", 3)
    assert shown(tmp_path, ":file: a.json", {"a.json": '[{"a": 1, "b": 1}, {"a": 2, "b": 3}]'}).codes == ["too-large"]


def marked_workbook(change: Callable[[Worksheet], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(One=[["good", "growth"], ["Copper", 0.042], ["Gold", 0.1]])))
    change(book["One"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hide_the_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("Other")  # one must be shown
    sheet.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("change", "hides"),
    [
        (lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True), "rows"),
        (lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True), "columns"),
        (hide_the_sheet, "the sheet itself"),
    ],
)
def test_what_a_workbook_hides_is_told(tmp_path: Path, change: Callable[..., object], hides: str) -> None:
    read_ = shown(tmp_path, ":file: a.xlsx\n:sheet: One", {"a.xlsx": marked_workbook(change)})
    (told,) = read_.report.diagnostics
    assert (told.code, told.message) == ("hidden-data", f"a.xlsx hides {hides}, which would be published")


def test_words_of_cells_that_are_one_hold_for_each_of_their_rows() -> None:
    day = dt.datetime(2024, 1, 31)  # noqa: DTZ001  a workbook knows no zones
    rows: list[list[object]] = [
        [],
        ["region", "good", "since", "value", "year"],
        ["Andes", "copper", day, 5, 2022],
        [None, "gold", None, None, None],
        [None, "zinc", None, 2, 2023],
        ["Coast", "fish", None, 1, None],
        [None, None, None, 4, None],
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook(One=rows)))
    for cells in ("A3:A5", "C3:C4", "D3:D4", "B6:B9", "E3:E4", "E5:E7"):
        book["One"].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    frame = frames_of_workbook(stream.getvalue(), "")["One"]
    assert frame.rows == [
        ("Andes", "copper", day.date(), 5, 2022),
        ("Andes", "gold", day.date(), None, 2022),
        ("Andes", "zinc", None, 2, 2023),
        ("Coast", "fish", None, 1, 2023),
        (None, "fish", None, 4, 2023),
    ]
    assert frame.merged == ("value",)


def merge_figures(sheet: Worksheet) -> None:
    sheet.merge_cells("B2:B3")


def test_a_merged_figure_is_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.xlsx": marked_workbook(merge_figures)}
    (told,) = shown(tmp_path, ":file: a.xlsx\n:format: growth: percent", files).report.diagnostics
    assert told.code == "merged-figure"
    assert "the column growth" in told.message


def as_percents(sheet: Worksheet) -> None:
    for row in (2, 3):
        sheet.cell(row, 2).number_format = "0.0%"


@pytest.mark.parametrize(
    ("option", "codes"),
    [("", ["raw-percent"]), ("\n:format: growth: percent", []), ('\n:query: SELECT "growth" FROM a ORDER BY 1', [])],
)
def test_percentages_of_a_workbook_are_written_as_such_or_told(tmp_path: Path, option: str, codes: list[str]) -> None:
    read_ = shown(tmp_path, f":file: a.xlsx{option}", {"a.xlsx": marked_workbook(as_percents)})
    assert [each.code for each in read_.report.diagnostics] == codes
