from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from lxml import etree

from publisher import export
from publisher.diagnostics import PublisherError
from tests.support.charts import TRADE, charted

if TYPE_CHECKING:
    from pathlib import Path

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SHARES = "stack: normalize"


def word(folder: Path, table: str = TRADE, options: str = "", lang: str = "en-US", facts: str = "") -> dict[str, bytes]:
    content = export(charted(folder, table, options, lang, facts), "docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def chart(package: dict[str, bytes]) -> Any:
    return etree.fromstring(package["word/charts/chart1.xml"])


def values(root: Any, tag: str) -> list[list[str]]:
    return [[each.text for each in part.iter(f"{C}v")] for part in root.iter(f"{C}{tag}")]


def setting(root: Any, tag: str) -> list[str]:
    return [each.get("val") for each in root.iter(f"{C}{tag}")]


def test_a_chart_goes_by_its_workbook(tmp_path: Path) -> None:
    package = word(tmp_path)
    root = chart(package)
    sheet = openpyxl.load_workbook(io.BytesIO(package["word/embeddings/Microsoft_Excel_Worksheet1.xlsx"])).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[1:] for row in rows] == [["Goods", "Services"], [9.1, 2.0], [14.3, 3.1], [22.2, 5.4]]
    assert [row[0] for row in rows[1:]] == ["2009", "2015", "2022"]
    assert values(root, "val") == [["9.1", "14.3", "22.2"], ["2.0", "3.1", "5.4"]]
    formulas = [each.text for each in root.iter(f"{C}f")]
    assert formulas[:3] == ["Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"]
    for formula, cached in zip(formulas[2::3], values(root, "val"), strict=True):
        column, first, last = formula[8], int(formula[10]), int(formula[-1])
        assert [sheet[f"{column}{row}"].value for row in range(first, last + 1)] == list(map(float, cached))


def test_a_chart_is_found_from_the_text(tmp_path: Path) -> None:
    package = word(tmp_path)
    document = package["word/document.xml"].decode()
    assert 'descr="Bar chart. Goods rises from 9.1 in 2009' in document
    relations = package["word/_rels/document.xml.rels"].decode()
    assert "charts/chart1.xml" in relations
    assert "embeddings/Microsoft_Excel_Worksheet1.xlsx" in package["word/charts/_rels/chart1.xml.rels"].decode()
    external = chart(package).find(f"{C}externalData")
    assert external.get(f"{R}id") == "rId1"
    assert external.find(f"{C}autoUpdate").get("val") == "0"
    types = package["[Content_Types].xml"].decode()
    assert "drawingml.chart+xml" in types
    assert "spreadsheetml.sheet" in types


@pytest.mark.parametrize(
    ("options", "kind", "grouping"),
    [
        ("", "barChart", "clustered"),
        ("stack: zero", "barChart", "stacked"),
        (SHARES, "barChart", "percentStacked"),
        ("mark: area", None, ""),
        ("mark: point", "scatterChart", ""),
        ("mark: line", "scatterChart", ""),
    ],
)
def test_each_mark_is_a_chart_of_words_own(options: str, kind: str | None, grouping: str, tmp_path: Path) -> None:
    package = word(tmp_path, options=options)
    if kind is None:  # the years are uneven, which no area in Word can be
        assert "word/charts/chart1.xml" not in package
        assert "word/media/image1.svg" in package or "word/media/image2.svg" in package
        return
    root = chart(package)
    assert root.find(f".//{C}{kind}") is not None
    assert setting(root, "grouping") == ([grouping] if grouping else [])


def test_years_that_are_even_are_a_line_or_an_area(tmp_path: Path) -> None:
    even = TRADE.replace("2022", "2021")
    for mark in ("line", "area"):
        assert chart(word(tmp_path, even, f"mark: {mark}")).find(f".//{C}{mark}Chart") is not None


def test_the_axis_is_that_of_the_other_formats(tmp_path: Path) -> None:
    root = chart(word(tmp_path, TRADE, "stack: zero"))
    assert setting(root, "max") == ["30"]
    assert setting(root, "majorUnit") == ["10"]
    assert setting(chart(word(tmp_path, options=SHARES)), "max") == ["1"]


def test_units_and_decimals_are_formats(tmp_path: Path) -> None:
    root = chart(word(tmp_path, "| Y | A |\n| - | - |\n| 2020 | $3.10 |\n| 2021 | $2 |\n"))
    formats = [each.get("formatCode") for each in root.iter(f"{C}pt") if each.get("formatCode")]
    assert formats == ['"$"#,##0.00', '"$"#,##0']


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    package = word(tmp_path, TRADE.replace("Goods", "=1+1"))
    sheet = openpyxl.load_workbook(io.BytesIO(package["word/embeddings/Microsoft_Excel_Worksheet1.xlsx"])).active
    assert sheet is not None
    assert sheet["B1"].data_type == "s"


def test_series_have_the_colours_and_type_of_the_theme(tmp_path: Path) -> None:
    package = word(tmp_path)
    written = package["word/charts/chart1.xml"].decode()
    assert written.count('val="1F3A5F"') >= 1
    assert written.count('val="5F97C9"') >= 1
    assert 'typeface="Source Sans Pro"' in written


def test_small_charts_are_a_drawing_with_a_raster_copy(tmp_path: Path) -> None:
    rows = "| Y | R | V |\n| - | - | - |\n| 1 | a | 1 |\n| 2 | a | 2 |\n| 1 | b | 3 |\n| 2 | b | 1 |\n"
    package = word(tmp_path, rows, "column: R\nmark: line")
    assert {name.rpartition(".")[2] for name in package if "media" in name} == {"svg", "png"}
    assert "word/charts/chart1.xml" not in package


def test_the_data_stand_below_where_they_are_asked_for(tmp_path: Path) -> None:
    assert b"<w:tbl>" in word(tmp_path, options="data: table")["word/document.xml"]
    assert b"<w:tbl>" not in word(tmp_path)["word/document.xml"]


def test_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    assert word(tmp_path) == word(tmp_path)


def test_a_missing_package_is_told_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = charted(tmp_path)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(PublisherError, match="missing-package"):
        export(document, "docx")
