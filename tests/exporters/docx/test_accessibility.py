"""What a Word file owes to those who hear it, or who go on writing in it: over every document and golden case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from publisher.exporters.docx.wordml import NAMESPACES
from publisher.languages import with_territory
from publisher.model import Math
from publisher.traverse import plain_text
from tests.exporters.docx.opened import Opened, W, style_of, text_of
from tests.support.cases import CASES, DOCUMENTS, TRANSLATIONS, exported, prepared_for

if TYPE_CHECKING:
    from pathlib import Path

ALL = [*DOCUMENTS, *TRANSLATIONS, *CASES]
every_document = pytest.mark.parametrize("folder", ALL, ids=lambda folder: folder.name)

STORIES = re.compile(r"word/(document|footnotes|header\d|footer\d)\.xml")
PARAGRAPH = {"pStyle", "numPr", "sectPr", "framePr"}
"""A style, the list that a paragraph belongs to (17.9), the end of a section (17.6), the frame of a figure beside the
text (17.3.1.11), which LibreOffice takes from no style: none of them is a look."""
RUN = {"rStyle", "rtl"}
"""A style, and that a run is written from right to left (17.3.2.30), which no style may say."""
SEPARATORS = {"TableSeparator"}
"""Word wants a paragraph between two tables, at the end of a cell that ends with one, and after the last section."""


@lru_cache(maxsize=64)
def opened(folder: Path) -> Opened:
    return Opened(exported(folder, "docx"))


@every_document
def test_language_and_title_are_told(folder: Path) -> None:
    metadata = prepared_for(folder, "docx").metadata
    found = opened(folder)
    assert found.values("//dc:title/text()", "docProps/core.xml") == [metadata.title]
    assert found.values("//dc:language/text()", "docProps/core.xml") == [metadata.lang]
    (default,) = found.find("//w:docDefaults//w:lang", "word/styles.xml")
    assert with_territory(metadata.lang) in {default.get(f"{W}val"), default.get(f"{W}bidi")}


@every_document
def test_headings_go_down_one_level_at_a_time(folder: Path) -> None:
    found = opened(folder)
    levels = {
        str(style.get(f"{W}styleId")): int(level.get(f"{W}val")) + 1
        for style in found.find("//w:style", "word/styles.xml")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    order = [levels[style] for style, _ in found.paragraphs() if style in levels]
    assert all(after <= before + 1 for before, after in zip([0, *order], order, strict=False))


@every_document
def test_tables_say_which_rows_are_their_head(folder: Path) -> None:
    for table in opened(folder).find("//w:tbl"):
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        styles = {style_of(each) for each in table.iter(f"{W}p")}
        assert heads or not any("TableHead" in style for style in styles)
        assert heads == rows[: len(heads)]


@every_document
def test_pictures_are_described_or_marked_as_decoration(folder: Path) -> None:
    found = opened(folder)
    for properties in found.find("//wp:docPr"):
        decorative = properties.xpath(".//*[local-name()='decorative']/@val") == ["1"]
        assert bool(properties.get("descr")) is not decorative


@every_document
def test_links_have_words_of_their_own(folder: Path) -> None:
    for link in opened(folder).find("//w:hyperlink"):
        gone = "".join(each.text or "" for each in link.iter(f"{W}delText"))
        assert (text_of(link) + gone).strip()


@every_document
def test_no_empty_paragraph_makes_space(folder: Path) -> None:
    found = opened(folder)
    for name in filter(STORIES.fullmatch, found.parts):
        for paragraph in found.parts[name].iter(f"{W}p"):
            shows = paragraph.xpath(".//w:drawing | .//m:oMath", namespaces=NAMESPACES)
            empty = not text_of(paragraph).strip() and not shows
            rules = {"ThematicBreak", "FootnoteText", "Header", "Footer", "CodeLine"}  # code has empty lines
            if (
                empty
                and paragraph.find(f"{W}pPr/{W}sectPr") is None
                and not paragraph.xpath("parent::w:tc", namespaces=NAMESPACES)
            ):
                assert style_of(paragraph).startswith(tuple(SEPARATORS | rules)), etree.tostring(paragraph)[:300]


@every_document
def test_nothing_is_formatted_directly(folder: Path) -> None:
    found = opened(folder)
    for name in filter(STORIES.fullmatch, found.parts):
        for properties in found.parts[name].iter(f"{W}pPr"):
            assert {etree.QName(each).localname for each in properties} <= PARAGRAPH, name
        for properties in found.parts[name].iter(f"{W}rPr"):
            assert {etree.QName(each).localname for each in properties} <= RUN, name


@every_document
def test_the_contents_name_the_headings(folder: Path) -> None:
    document = prepared_for(folder, "docx")
    titles = [text for style, text in opened(folder).paragraphs() if re.fullmatch(r"TOC\d", style)]
    for block in document.blocks:
        for entry in getattr(block, "entries", ()):
            spoken = not any(isinstance(each, Math) for each in getattr(entry, "title", ()))
            if hasattr(entry, "target") and spoken:
                assert any(plain_text(entry.title) in title for title in titles)
