from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf
import pypdf

from publisher import export
from publisher.exporters.html.blocks import blocks
from publisher.exporters.html.markup import medium_for
from tests.support.charts import charted

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_holds_the_drawing_its_description_and_its_data(tmp_path: Path) -> None:
    page = export(charted(tmp_path), "html").content.decode()
    drawings = re.findall(r'<div class="drawing (wide|narrow)".*?(<svg .*?</svg>)', page, re.DOTALL)
    assert [kind for kind, _ in drawings] == ["wide", "narrow"]  # a sheet shows one of them
    for _, drawing in drawings:
        assert 'role="img" aria-label="Bar chart. Goods rises from 9.1' in drawing
        assert "fill:var(--accent)" in drawing
        assert "fill:var(--chart-2)" in drawing
        assert 'font-family="var(--sans)"' in drawing
        assert not re.search(r'(?:fill|stroke)="#', drawing)
    assert "<summary>Data</summary>" in page
    assert '<td class="end decimal">22.2</td>' in page


def test_the_data_may_stand_open(tmp_path: Path) -> None:
    page = export(charted(tmp_path, options="data: table"), "html").content.decode()
    assert "<details" not in page
    assert "22.2</td>" in page


def test_each_drawing_has_names_of_its_own(tmp_path: Path) -> None:
    page = export(charted(tmp_path), "html").content.decode()
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_a_body_without_a_theme_shows_the_data(tmp_path: Path) -> None:
    document = charted(tmp_path)
    body = blocks(document.blocks, medium_for(document))
    assert "<svg" not in body
    assert "22.2</td>" in body


def test_a_pdf_describes_the_drawing_and_holds_its_words(tmp_path: Path) -> None:
    content = export(charted(tmp_path), "pdf").content
    with pikepdf.open(io.BytesIO(content)) as document:
        described = [
            str(each.Alt) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
        pictures = [
            each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    assert any(text.startswith("Bar chart. Goods rises from 9.1 in 2009 to 22.2 in 2022") for text in described)
    assert not pictures
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "Services" in text
    assert "14.3" in text


def test_bytes_are_the_same_every_time(tmp_path: Path) -> None:
    document = charted(tmp_path, options="mark: line")
    for name in ("html", "pdf"):
        assert export(document, name).content == export(document, name).content
