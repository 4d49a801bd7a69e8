"""Imprint, running headers with the section's title, and pages printed on both sides."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import pypdf
import pytest

from publisher.exporters import docx, pdf, text
from publisher.model import Document, Metadata, PageBreak, Paragraph, Section, Text
from publisher.preparation import prepare
from publisher.theme import Theme, load_theme
from tests.exporters.docx.opened import Opened

IMPRINT = ("Office of Publications, Lima", "publications@example.org")


def paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def document(template: str = "briefing") -> Document:
    chapters = (
        Section((Text("First chapter"),), (paragraph("a"), PageBreak(), paragraph("b")), 1),
        Section((Text("Second chapter"),), (paragraph("c"),), 1),
    )
    return prepare(Document(Metadata("The title", template=template, imprint=IMPRINT, organisation="Office"), chapters))


def two_sided(theme: Theme) -> Theme:
    page = replace(theme.page, two_sided=True, margin_inner=150, margin_outer=86)
    return replace(theme, page=page, fingerprint=f"{theme.fingerprint}, two-sided")


def _note_edge(found: list[float], words: str, outer: list[float], inner: list[float], *_font: object) -> None:
    if words.strip():
        found.append(inner[4] * outer[0] + outer[4])


def pages(theme: Theme) -> list[list[str]]:
    reader = pypdf.PdfReader(io.BytesIO(pdf.export(document(theme.name), theme).content))
    return [page.extract_text().splitlines() for page in reader.pages]


def test_the_imprint_ends_a_briefing() -> None:
    theme = load_theme("briefing")
    assert text.export(document(), theme).content.decode().endswith("\n\n\n" + "\n".join(IMPRINT) + "\n")
    assert [line for line in pages(theme)[-1] if line in IMPRINT] == list(IMPRINT)
    opened = Opened(docx.export(document(), theme))
    assert opened.paragraphs()[-2:] == [("ImprintFirst", IMPRINT[0]), ("Imprint", IMPRINT[1])]


def test_the_imprint_stands_behind_a_title_page() -> None:
    theme = load_theme("report")
    assert pages(theme)[1][: len(IMPRINT)] == list(IMPRINT)
    opened = Opened(docx.export(document("report"), theme))
    styles = [style for style, _ in opened.paragraphs()]
    assert styles[:3] == ["TitleOnTitlePage", "EditionLine", "ImprintFirst"]
    assert opened.of_style("Imprint First", "w:pPr/w:pageBreakBefore")


def test_the_running_header_shows_the_section() -> None:
    theme = load_theme("report")
    assert ["First chapter" in page for page in pages(theme)] == [False, False, True, True, False]
    assert "Second chapter" in pages(theme)[4]
    opened = Opened(docx.export(document("report"), theme))
    assert "".join(opened.values("//w:instrText/text()", "word/header1.xml")).strip() == "STYLEREF 1"
    without = Opened(docx.export(prepare(Document(Metadata("T", template="report"), (paragraph("x"),))), theme))
    assert without.values("//w:instrText/text()", "word/header1.xml") == []


@pytest.mark.parametrize("template", ["briefing", "report"])
def test_pages_for_both_sides_are_mirrored(template: str) -> None:
    theme = two_sided(load_theme(template))
    opened = Opened(docx.export(document(template), theme))
    for toggle in ("mirrorMargins", "evenAndOddHeaders"):
        assert len(opened.find(f"//w:{toggle}", "word/settings.xml")) == 1
    assert "even" in opened.values("//w:headerReference/@w:type")
    assert "even" in opened.values("//w:footerReference/@w:type")
    reader = pypdf.PdfReader(io.BytesIO(pdf.export(document(template), theme).content))
    edges: list[float] = []
    for page in reader.pages:
        found: list[float] = []
        page.extract_text(visitor_text=partial(_note_edge, found))
        edges.append(round(min(found)))
    assert {edges[number] for number in range(0, len(edges), 2)} == {150}
    assert {edges[number] for number in range(1, len(edges), 2)} == {86}
