from __future__ import annotations

import io
import sys
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from lxml import etree

from publisher import export
from publisher.diagnostics import PublisherError
from publisher.exporters.docx.chart_dates import date_format
from publisher.exporters.docx.chart_labels import label_formula
from publisher.model import Axis, Calendar, Plot
from tests.support.charts import TRADE, charted, plotted

if TYPE_CHECKING:
    from pathlib import Path

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
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
    assert [row[1:3] for row in rows] == [["Goods", "Services"], [9.1, 2.0], [14.3, 3.1], [22.2, 5.4]]
    assert [row[0] for row in rows[1:]] == ["2009", "2015", "2022"]
    assert values(root, "val") == [["9.1", "14.3", "22.2"], ["2.0", "3.1", "5.4"]]
    formulas = [each.text or "" for each in root.iter(f"{C}f")]
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


def test_the_axis_has_the_decimals_of_the_other_formats(tmp_path: Path) -> None:
    rows = "| Year | Staff | Rooms |\n| - | - | - |\n| 2020 | 4.1 | 2.0 |\n| 2021 | 4.2 | 1.4 |\n| 2022 | 5.0 | 2.4 |\n"
    root = chart(word(tmp_path, rows, "mark: area\nstack: zero"))
    axis = root.find(f".//{C}valAx")
    assert plotted(tmp_path, rows, "mark: area\nstack: zero").values.labels == ("0.0", "2.5", "5.0", "7.5")
    assert [float(each) for each in setting(axis, "majorUnit")] == [2.5]
    assert [each.get("formatCode") for each in axis.iter(f"{C}numFmt")] == ["#,##0.0"]


def test_units_and_decimals_are_formats(tmp_path: Path) -> None:
    root = chart(word(tmp_path, "| Y | A |\n| - | - |\n| 2020 | $3.10 |\n| 2021 | $2 |\n"))
    formats = [each.get("formatCode") for each in root.iter(f"{C}pt") if each.get("formatCode")]
    assert formats == ['"$"#,##0.00', '"$"#,##0']


def labelled(package: dict[str, bytes]) -> list[tuple[Any, str]]:
    """Return what stands in the cells of the labels, and what is shown of them."""
    book = io.BytesIO(package["word/embeddings/Microsoft_Excel_Worksheet1.xlsx"])
    sheet: Any = openpyxl.load_workbook(book).active
    root = chart(package)
    shown = ["".join(each.itertext()) for each in root.iter(f"{C}dLbl")]
    cached = [each.text for part in root.iter(f"{C15}dlblRangeCache") for each in part.iter(f"{C}v")]
    assert shown == cached
    cells = [
        cell[0].value for part in root.iter(f"{C15}f") for cell in sheet[part.text.partition("!")[2].replace("$", "")]
    ]
    return list(zip(cells, shown, strict=True))


def test_a_hedged_number_is_labelled_as_it_is_told(tmp_path: Path) -> None:
    facts = "facts:\n  a: {value: 4, unit: percent}\n  b: {value: 5, unit: percent, confidence: about}\n"
    rows = "| Year | Share |\n| - | - |\n| 2009 | {fact}`a` |\n| 2022 | {fact}`b` |\n"
    package = word(tmp_path, rows, facts=facts)
    assert [shown for _, shown in labelled(package)] == ["4 percent", "about 5 percent"]
    formats = [each.get("formatCode") for each in chart(package).iter(f"{C}pt") if each.get("formatCode")]
    assert formats == ['#,##0" percent"'] * 2


def test_labels_have_the_separators_of_the_language_and_follow_the_workbook(tmp_path: Path) -> None:
    package = word(tmp_path, TRADE.replace(".", ","), lang="es")
    cells = {shown: formula for formula, shown in labelled(package)}
    assert "22,2" in cells
    assert cells["22,2"].endswith('&","&TEXT(MOD(ROUND(ABS(B4)*10^(1),0),10^1),"0")')


@pytest.mark.parametrize(
    ("shown", "value", "formula"),
    [
        ("2009", "2009", '=IF(B2<0,"-","")&ROUND(ABS(B2)*10^(0),0)'),
        ("900 million", "900000000", "&TEXT(MOD("),
        ("2021 (May 3)", "2021", None),
        ("ninety", "90", None),
        ("5", "5.4", "ROUND(ABS(B2)*10^(0),0)"),
        ("−$5", "-5", '=IF(B2<0,"−","")&"$"&'),
        ("$5", "-5", None),
        ('"5"', "5", '=IF(B2<0,"-","")&""""&'),
    ],
)
def test_a_label_is_a_formula_where_it_is_a_number(shown: str, value: str, formula: str | None) -> None:
    plot = Plot("bar", "none", (), (), Axis((), ()))
    written = label_formula(Decimal(value), shown, "B2", plot)
    assert (written is None) == (formula is None)
    assert formula is None or formula in (written or "")


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


def test_days_stand_on_an_axis_of_dates_in_the_language_of_the_document(tmp_path: Path) -> None:
    rows = "| Month | Value |\n| - | - |\n| 2022-12 | 5 |\n| 2022-02 | 3 |\n| 2022-01 | 1 |\n"
    package = word(tmp_path, rows, "mark: line", lang="es-PE")
    root = chart(package)
    (axis,) = root.iter(f"{C}dateAx")
    told = {each.tag.removeprefix(C): each.get("val") for each in axis}
    assert (told["baseTimeUnit"], told["majorUnit"], told["majorTimeUnit"]) == ("days", "2", "months")
    assert [each.get("formatCode") for each in axis.iter(f"{C}numFmt")] == ["[$-280A]mmm yyyy"]
    assert (told["auto"], setting(axis, "min"), setting(axis, "max")) == ("0", ["44562"], ["44896"])
    assert values(root, "cat") == [["44562", "44593", "44896"]]
    sheet = openpyxl.load_workbook(io.BytesIO(package["word/embeddings/Microsoft_Excel_Worksheet1.xlsx"])).active
    assert sheet is not None
    assert [str(row[0].value) for row in sheet.iter_rows(min_row=2)] == [
        "2022-01-01 00:00:00",
        "2022-02-01 00:00:00",
        "2022-12-01 00:00:00",
    ]


@pytest.mark.parametrize(
    ("pattern", "lang", "form"),
    [
        ("MMM y", "en-US", "[$-409]mmm yyyy"),
        ("d 'de' MMM 'de' y", "es", '[$-C0A]d "de" mmm "de" yyyy'),
        ("y年M月", "ja", '[$-411]yyyy"年"m"月"'),
        ("dd.MM.y", "eo", 'dd"."mm"."yyyy'),
    ],
)
def test_dates_have_the_format_of_a_spreadsheet(pattern: str, lang: str, form: str) -> None:
    assert date_format(Calendar(1, "days", pattern, lang)) == form
