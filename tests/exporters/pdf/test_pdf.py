from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pypdf
import pytest

from publisher.diagnostics import Location, PublisherError
from publisher.exporters.pdf import export, render
from publisher.model import (
    Attachment,
    Author,
    Block,
    Contents,
    ContentsEntry,
    Document,
    Emphasis,
    Image,
    Link,
    ListItem,
    Metadata,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Reference,
    Resource,
    Section,
    Strong,
    Text,
)
from publisher.theme import load_theme

METADATA = Metadata(
    "Trade with Peru",
    summary="What is traded.",
    authors=(Author("A. Writer"), Author("B. Writer")),
    keywords=("trade", "Peru"),
    date=date(2024, 1, 31),
    handling="Public",
    edition="2",
    organisation="Desk",
)


def p(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def pdf(*blocks: Block, template: str = "briefing", notes: tuple[Note, ...] = ()) -> bytes:
    metadata = replace(METADATA, template=template)
    return export(Document(metadata, blocks, notes=notes), load_theme(template)).content


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_text_title_and_furniture_are_on_the_pages() -> None:
    first, second = pages(pdf(*(p(f"Paragraph {number}. " + "word " * 90) for number in range(9))))
    assert "Trade with Peru" in first
    assert "January 31, 2024 · Edition 2 · A. Writer; B. Writer · Desk · Public" in first.replace("\n", " ")
    for page, text in ((1, first), (2, second)):
        assert "PUBLIC" in text
        assert f"Page {page} of 2" in text
        assert "Desk · Edition 2" in text


def test_metadata_language_and_tagging() -> None:
    with pikepdf.open(io.BytesIO(pdf(p("Text.")))) as document:
        info = document.docinfo
        assert str(info["/Title"]) == "Trade with Peru"
        assert str(info["/Author"]) == "A. Writer, B. Writer"
        assert str(info["/Keywords"]) == "trade, Peru"
        assert str(info["/CreationDate"]).startswith("D:20240131")
        assert str(document.Root.Lang) == "en-US"
        assert bool(document.Root.MarkInfo.Marked)
        with document.open_metadata() as xmp:
            assert xmp["pdfuaid:part"] == "1"


def test_fonts_are_the_theme_s_and_subset() -> None:
    with pikepdf.open(io.BytesIO(pdf(p("Text.")))) as document:
        fonts = {str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()}
    assert {name.split("+")[1] for name in fonts} == {
        "Source-Serif-Pro-Embedded",
        "Source-Serif-Pro-Embedded-Italic",
        "Source-Sans-Pro-Embedded",
        "Source-Sans-Pro-Embedded-Bold",
    }
    assert all(name[7] == "+" for name in fonts)


def test_sections_become_bookmarks_and_contents_lead_to_pages() -> None:
    sections = tuple(Section((Text(f"Part {n}"),), (p("x " * 300),), 1, "", f"part-{n}", str(n)) for n in (1, 2))
    entries = tuple(ContentsEntry(1, (Text(f"Part {n}"),), f"part-{n}", str(n)) for n in (1, 2))
    content = pdf(Contents(2, (Text("Contents"),), entries), *sections, template="report")
    reader = pypdf.PdfReader(io.BytesIO(content))
    titles = [item["/Title"] for item in _flat(reader.outline)]
    assert titles == ["Trade with Peru", "Contents", "1 Part 1", "2 Part 2"]
    listing = " ".join(reader.pages[1].extract_text().split())
    assert "1 Part 1" in listing
    assert listing.index("3") < listing.index("2 Part 2")


def _flat(outline: list[Any]) -> list[Any]:
    return [each for item in outline for each in (_flat(item) if isinstance(item, list) else [item])]


def test_notes_stand_at_the_foot_with_their_numbers() -> None:
    note = Note("n", (p("Goods only."), p("Second paragraph.")), 7)
    (page,) = pages(pdf(Paragraph((Text("Trade"), note, Text(" and again"), NoteReference("n", 7))), notes=(note,)))
    assert "7. Goods only." in page
    assert "Second paragraph." in page
    assert page.count("7") == 3


def test_lists_start_where_they_say() -> None:
    (page,) = pages(pdf(OrderedList((ListItem((p("third"),)), ListItem((p("fourth"),))), 3)))
    assert "third\nfourth\n3. \n4. " in page


def test_links_and_references_are_live() -> None:
    link = Link("https://example.org/a?b=1", (Text("address"),))
    reference = Reference("s", (Text("section 1"),), target="s")
    section = Section((Text("S"),), (p("x"),), 1, "s", "s", "1")
    with pikepdf.open(io.BytesIO(pdf(Paragraph((link, Text(" "), reference)), section))) as document:
        annotations = [each for page in document.pages for each in page.get("/Annots", [])]
        targets = [str(each.A.URI) if "/A" in each else "inside" for each in annotations]
    assert sorted(targets) == ["https://example.org/a?b=1", "inside"]


def test_a_link_has_one_annotation_whatever_stands_in_it() -> None:
    link = Link("https://example.org/", (Text("a "), Strong((Text("strong "), Emphasis((Text("word"),))))))
    with pikepdf.open(io.BytesIO(pdf(Paragraph((link,))))) as document:
        annotations = [each for page in document.pages for each in page.get("/Annots", [])]
    assert [str(each.A.URI) for each in annotations] == ["https://example.org/"]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf(p("Same.")) == pdf(p("Same."))


def test_a_character_without_a_glyph_is_reported_once_with_its_place() -> None:
    at = Location("index.md", 4, 2)
    blocks = (Paragraph((Text("中文 中", at=at),)),)
    artifact = export(Document(METADATA, blocks), load_theme("briefing"))
    found = [(each.code, each.message[:30], each.at) for each in artifact.diagnostics if each.code == "missing-glyph"]
    assert [each[2] for each in found] == [Location("index.md", 4, 2), Location("index.md", 4, 3)]
    assert found[0][1].startswith("no font of the theme has '中'")
    assert len(found) == len(artifact.diagnostics)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "/etc/passwd", "FILE:///etc/passwd", "//host/x"]
)
def test_nothing_but_data_is_fetched(url: str) -> None:
    markup = f'<html><head><style>body{{background:url("{url}")}}</style></head><body><img src="{url}" alt="x"/></body></html>'
    content, warnings = render(markup)
    assert b"root:" not in content
    assert warnings


def test_an_svg_can_not_reach_out() -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    document = Document(METADATA, (Paragraph((Image("x.svg", "X"),)),), {"x.svg": Resource("image/svg+xml", svg, 9, 9)})
    artifact = export(document, load_theme("briefing"))
    assert "layout-warning" in {each.code for each in artifact.diagnostics}


def test_what_can_not_be_laid_out_is_an_error() -> None:
    with pytest.raises(PublisherError, match="render-failed"):
        render("<html><p></html>")


def test_a_picture_that_can_not_be_drawn_is_an_error_with_its_place() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text font-size="1e20" x="1e300">x</text></svg>'
    )
    at = Location("index.md", 3, 5, 20)
    blocks = (Paragraph((Image("a.svg", "alt", at=at), Image("b.svg", "alt"))),)
    good = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    resources = {"a.svg": Resource("image/svg+xml", drawing, 9, 9), "b.svg": Resource("image/svg+xml", good, 9, 9)}
    told = export(Document(METADATA, blocks, resources=resources), load_theme("briefing")).diagnostics
    assert [(each.code, each.message, each.at) for each in told] == [("bad-image", "a.svg can't be drawn on paper", at)]


def test_titles_of_links_and_pictures_are_said() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    link = Link("https://example.org", (Text("the "), Emphasis((Text("site"),))), "Its title")
    blocks = (Paragraph((link, Text(" "), Image("a.svg", "A square", "Its own title"))),)
    document = Document(METADATA, blocks, resources={"a.svg": Resource("image/svg+xml", svg, 9, 9)})
    content = export(document, load_theme("briefing")).content
    with pikepdf.open(io.BytesIO(content)) as opened:
        (annotation,) = [each for page in opened.pages for each in page.Annots]
        assert str(annotation.Contents) == "the site (Its title)"
        alternatives = [
            str(each.Alt) for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
    assert alternatives == ["A square (Its own title)"]


def test_it_says_that_it_is_for_the_archive_and_accessible() -> None:
    with pikepdf.open(io.BytesIO(pdf(p("Text.")))) as document:
        assert [str(each) for each in document.Root.PageLabels.Nums] == ["0", str(pikepdf.Dictionary(S=pikepdf.Name.D))]
        assert "/OutputIntents" in document.Root
        with document.open_metadata() as xmp:
            claims = [xmp[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
    assert claims == ["3", "A", "1"]


def test_the_source_is_attached_where_that_is_wished() -> None:
    source = Attachment("data/a.csv", "text/csv", b"1,2\n")
    document = Document(METADATA, (p("Text."),), attachments=(source,))
    content = export(document, load_theme("briefing")).content
    with pikepdf.open(io.BytesIO(content)) as opened:
        attached = opened.attachments["data/a.csv"]
        assert attached.get_file().read_bytes() == b"1,2\n"
        assert attached.get_file().mime_type == "text/csv"
        (file,) = opened.Root.AF
        assert str(file.AFRelationship) == "/Source"
    assert content == export(document, load_theme("briefing")).content


def test_a_word_longer_than_a_line_is_broken_and_does_not_leave_the_page() -> None:
    (page,) = pages(pdf(p("W" * 300)))
    (first, *_, last) = (line for line in page.split("\n") if set(line) == {"W"})
    assert len(first) < 60
    assert sum(len(line) for line in page.split("\n") if set(line) == {"W"}) == 300
    assert last
