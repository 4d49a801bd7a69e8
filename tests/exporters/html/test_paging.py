from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from publisher import export, prepare
from publisher.diagnostics import Report
from publisher.exporters.html import paging
from publisher.reader import Target, read

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """---
title: T
lang: {lang}
---

:::{{table}} Numbers
{options}

| a | b |
| - | - |
{rows}
:::
"""


def page(folder: Path, options: str = "", *, rows: int = 7, lang: str = "en-US", name: str = "html") -> str:
    lines = "\n".join(f"| {number} | x{number} |" for number in range(1, rows + 1))
    text = SOURCE.format(lang=lang, options=options, rows=lines)
    (folder / "index.md").write_text(text, encoding="utf-8")
    report = Report()
    document = prepare(read(folder, report, target=Target(format=name)), report)
    report.raise_if_stopped()
    return export(document, name).content.decode("utf-8", "replace")


def test_all_rows_stand_in_the_page_in_parts_of_a_screenful(tmp_path: Path) -> None:
    markup = page(tmp_path, ":page-rows: 3")
    parts = re.findall(r"<tbody>.*?</tbody>", markup, re.DOTALL)
    assert [part.count("<tr>") for part in parts] == [3, 3, 1]
    assert 'hidden="hidden"' in markup
    assert "<tr hidden" not in markup


def test_the_page_stays_well_formed_with_its_script(tmp_path: Path) -> None:
    markup = page(tmp_path, ":page-rows: 3")
    script = paging.script_for(markup)
    assert script in markup
    assert not set("<&") & set(script)
    ET.fromstring(markup.removeprefix("<!DOCTYPE html>"))


def test_a_page_has_a_script_only_where_a_table_is_read_page_by_page(tmp_path: Path) -> None:
    assert "<script" not in page(tmp_path)
    assert "<script" not in page(tmp_path, rows=200)
    assert "<script" in page(tmp_path, rows=201)
    assert "<script" not in page(tmp_path, ":page-rows: 7")
    assert "<script" not in page(tmp_path, ":rows: 20", rows=300)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en-US", ["Search", "Rows on a page", "Previous", "Next", "Rows {first}–{last} of {all}"]),
        ("es", ["Buscar", "Filas por página", "Anterior", "Siguiente", "Filas {first}–{last} de {all}"]),
        ("ar", ["بحث", "السابق", "التالي"]),
    ],
)
def test_the_bar_speaks_the_language_of_the_document(tmp_path: Path, lang: str, words: list[str]) -> None:
    markup = page(tmp_path, ":page-rows: 3", lang=lang)
    (bar,) = re.findall(r'<div class="pager".*?</div>', markup, re.DOTALL)
    assert [word for word in words if word not in bar] == []
    assert 'role="status" aria-live="polite"' in bar


def test_paper_word_and_text_show_the_first_rows_where_the_screen_shows_all(tmp_path: Path) -> None:
    options = ":print: 2"
    assert page(tmp_path, options).count("<td") == 14
    text = page(tmp_path, options, name="txt")
    assert "2 of 7 rows shown." in text
    assert "x2" in text
    assert "x3" not in text
    assert "rows shown" not in page(tmp_path, options)


def test_printing_a_page_shows_every_row(tmp_path: Path) -> None:
    sheet = page(tmp_path, ":page-rows: 3")
    printed = sheet[sheet.index("@media print") :]
    assert "tr[hidden] { display: table-row }" in printed
    assert re.search(r"\.pager \{ display: none \}", printed)
