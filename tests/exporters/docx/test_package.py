from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from publisher.exporters.docx import DOCX, export
from publisher.exporters.docx.wordml import NAMESPACES
from publisher.model import Document, Figure, Image, Metadata, Resource
from publisher.theme import ROLES, load_theme
from tests.exporters.docx.opened import Opened, W, measure_of, reported, sampled, style_of, written
from tests.exporters.docx.sample import METADATA, RESOURCES, p, sample

ROOT = Path(__file__).parents[3]
ALLOWED_PARAGRAPH = {"pStyle", "numPr", "ilvl", "numId", "sectPr"}
PNG = b"\x89PNG"


def test_the_exporter_says_what_it_is() -> None:
    assert (DOCX.name, DOCX.suffix) == ("docx", ".docx")
    assert DOCX.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize("opened", [sampled(), reported()], ids=["briefing", "report"])
def test_nothing_is_formatted_directly(opened: Opened) -> None:
    for name, part in opened.parts.items():
        if not name.startswith("word/") or name.endswith(("styles.xml", "numbering.xml", "settings.xml")):
            continue
        for properties in part.iter(f"{W}pPr"):
            assert {etree.QName(each).localname for each in properties} <= ALLOWED_PARAGRAPH, name
        for properties in part.iter(f"{W}rPr"):
            assert [etree.QName(each).localname for each in properties] == ["rStyle"], name


@pytest.mark.parametrize("opened", [sampled(), reported()], ids=["briefing", "report"])
def test_every_style_that_is_used_is_there_once_and_has_a_name(opened: Opened) -> None:
    defined = opened.values("//w:style/@w:styleId", "word/styles.xml")
    assert len(defined) == len(set(defined))
    names = opened.values("//w:style/w:name/@w:val", "word/styles.xml")
    assert len(names) == len(set(names))
    assert not [name for name in names if "," in name or ";" in name]  # Word would read aliases
    used: set[str] = set()
    for name in opened.parts:
        if name.startswith("word/") and not name.endswith(".rels"):
            used |= set(opened.values("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val", name))
    used |= set(opened.values("//w:basedOn/@w:val | //w:next/@w:val", "word/styles.xml"))
    assert used <= set(defined)


def test_every_paragraph_has_a_style() -> None:
    for opened in (sampled(), reported()):
        for name in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
            assert all(style for style, _ in opened.paragraphs(name))


def test_the_same_bytes_twice_in_any_process() -> None:
    theme = load_theme("report")
    document = sample(numbered=True, with_contents=True)
    here = export(document, theme).content
    assert here == export(document, theme).content
    script = (
        "import hashlib; from publisher.theme import load_theme; from publisher.exporters.docx import export;"
        "from tests.exporters.docx.sample import sample;"
        "c = export(sample(numbered=True, with_contents=True), load_theme('report')).content; print(hashlib.sha256(c).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_the_archive_holds_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(sampled().content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


def test_core_properties_are_the_metadata() -> None:
    part = {etree.QName(each).localname: each.text for each in sampled().parts["docProps/core.xml"]}
    assert part == {
        "title": METADATA.title,
        "subject": METADATA.summary,
        "creator": "A. Writer; B. Editor",
        "keywords": "trade, Peru",
        "category": "Fact sheet",
        "language": "en-US",
        "created": "2024-01-31T00:00:00Z",
        "modified": "2024-01-31T00:00:00Z",
    }


def test_a_document_without_date_gets_the_same_one_always() -> None:
    assert b"1980-01-01T00:00:00Z" in written(p("x")).bytes["docProps/core.xml"]


def test_nothing_is_left_of_a_stock_template() -> None:
    everything = b"".join(content for name, content in sampled().bytes.items() if name.endswith(".xml"))
    assert b"python-docx" not in everything
    assert b"2013-" not in everything
    assert b"rsid" not in everything
    assert b"updateFields" not in everything
    assert not [name for name in sampled().bytes if "stylesWithEffects" in name]


@pytest.mark.parametrize(
    ("metadata", "size"),
    [
        (Metadata("T"), ("12240", "15840")),
        (Metadata("T", lang="es-PE"), ("11906", "16838")),
        (Metadata("T", paper="a4"), ("11906", "16838")),
    ],
)
def test_paper_follows_the_language_or_the_author(metadata: Metadata, size: tuple[str, str]) -> None:
    opened = written(p("x"), metadata=metadata)
    assert (*opened.values("//w:pgSz/@w:w"), *opened.values("//w:pgSz/@w:h")) == size


def test_margins_are_the_theme_s() -> None:
    (margins,) = written(p("x")).find("//w:pgMar")
    page = load_theme("briefing").page
    wanted = {
        "top": page.margin_top,
        "right": page.margin_outer,
        "bottom": page.margin_bottom,
        "left": page.margin_inner,
        "header": page.header_distance,
        "footer": page.footer_distance,
        "gutter": 0,
    }
    given = {name.removeprefix(W): int(value) / 20 for name, value in margins.attrib.items()}
    assert given == wanted


def test_the_language_stands_in_the_styles() -> None:
    opened = written(p("x"), metadata=Metadata("T", lang="es-PE"))
    assert opened.values("//w:docDefaults//w:lang/@w:val", "word/styles.xml") == ["es-PE"]
    assert opened.values("//w:themeFontLang/@w:val", "word/settings.xml") == ["es-PE"]


def test_running_headers_and_footers() -> None:
    opened = sampled()
    assert opened.paragraphs("word/header1.xml") == [("Header", "U.S. relations with Peru\tPublic")]
    assert opened.paragraphs("word/header2.xml") == [("Header", "\tPublic")]
    assert opened.values("//w:headerReference/@w:type") == ["default", "first"]
    ((style, text),) = opened.paragraphs("word/footer1.xml")
    assert (style, text[:32]) == ("Footer", "Office of Briefings · Edition 3\t")
    assert [each.strip() for each in opened.values("//w:instrText/text()", "word/footer1.xml")] == ["PAGE", "NUMPAGES"]
    assert opened.values("//w:rStyle/@w:val", "word/header1.xml") == ["HandlingMark"]
    assert len(opened.find("//w:titlePg")) == 1


def test_a_title_page_is_a_section_with_the_handling_mark_alone() -> None:
    opened = reported()
    first, *_, second = opened.find("//w:sectPr")
    kinds = [
        [each.get(f"{W}type") for each in section if each.tag.endswith("Reference")] for section in (first, second)
    ]
    assert kinds == [["default", "first", "default"], ["default", "default"]]
    assert opened.paragraphs()[0][0] == "KickerOnTitlePage"
    assert style_of(first.getparent().getparent()) == "EditionLine"


def test_pictures_have_alternative_text_and_fit_the_measure() -> None:
    opened = sampled()
    names = opened.find("//wp:docPr")
    assert [each.get("descr") for each in names] == ["A grey square", "Bars for 2009, 2015 and 2022"]
    assert len({each.get("id") for each in names}) == 2
    wide = Resource("image/png", RESOURCES["images/square.png"].content, 3000, 1000)
    document = Document(Metadata("T"), (Figure(Image("w.png", "wide")),), {"w.png": wide})
    (extent,) = Opened(export(document, load_theme("briefing"))).find("//wp:extent")
    assert int(extent.get("cx")) == measure_of() * 12700
    assert abs(int(extent.get("cy")) - measure_of() * 12700 / 3) < 10


def test_an_svg_has_a_raster_copy() -> None:
    opened = sampled()
    (embedded,) = opened.values("//asvg:svgBlip/@r:embed")
    (fallback,) = opened.values("//a:blip[.//asvg:svgBlip]/@r:embed")
    rels = {
        each.get("Id"): each.get("Target") for each in opened.find("//rel:Relationship", "word/_rels/document.xml.rels")
    }
    assert opened.bytes[f"word/{rels[embedded]}"].startswith(b"<svg")
    assert opened.bytes[f"word/{rels[fallback]}"].startswith(PNG)


def test_an_svg_that_can_t_be_drawn_is_reported() -> None:
    broken = Resource("image/svg+xml", b"<svg", 100, 100)
    document = Document(Metadata("T"), (Figure(Image("b.svg", "A chart")),), {"b.svg": broken})
    opened = Opened(export(document, load_theme("briefing")))
    assert [each.code for each in opened.diagnostics] == ["bad-image"]
    assert opened.styled("Figure") == ["A chart"]


def test_a_picture_is_stored_once() -> None:
    image = Figure(Image("images/square.png", "one"))
    twin = {"images/square.png": RESOURCES["images/square.png"], "twin.png": RESOURCES["images/square.png"]}
    document = Document(Metadata("T"), (image, image, Figure(Image("twin.png", "two"))), twin)
    opened = Opened(export(document, load_theme("briefing")))
    assert [name for name in opened.bytes if "media" in name] == ["word/media/image1.png"]


def test_every_part_is_declared_and_every_relationship_leads_somewhere() -> None:
    opened = reported()
    declared = {each.get("PartName") for each in opened.parts["[Content_Types].xml"] if each.get("PartName")}
    extensions = {each.get("Extension") for each in opened.parts["[Content_Types].xml"] if each.get("Extension")}
    for name in opened.bytes:
        assert f"/{name}" in declared or name.rpartition(".")[2] in extensions
    for each in opened.find("//rel:Relationship", "word/_rels/document.xml.rels"):
        if each.get("TargetMode") != "External":
            assert f"word/{each.get('Target')}" in opened.bytes


@pytest.mark.parametrize("template", ["briefing", "report"])
def test_every_role_of_a_theme_has_a_style(template: str) -> None:
    theme = load_theme(template)
    opened = written(p("x"), template=template)
    sizes = opened.values("//w:style//w:sz/@w:val", "word/styles.xml")
    assert {str(round(theme.styles[role].size * 2)) for role in ROLES if role not in {"body", "figure"}} <= {
        *sizes,
        *opened.values("//w:docDefaults//w:sz/@w:val", "word/styles.xml"),
    }


def test_callouts_are_paragraphs_beside_a_rule() -> None:
    opened = sampled()
    assert opened.styled("CalloutNoteTitle") == ["Note"]
    assert opened.styled("NextCalloutWarningTitle") == ["Mind the date"]
    assert opened.styled("ListBulletInCalloutNote") == ["a list inside", "and deeper"]
    assert opened.styled("CalloutNoteCalloutEnd") == ["The end."]
    assert opened.of_style("Callout Note", "w:pPr/w:pBdr/w:left/@w:sz") == ["12"]
    assert opened.of_style("Callout Note", "w:pPr/w:pBdr/w:left/@w:themeColor") == ["accent1"]


def test_theme_fonts_and_colours() -> None:
    opened = sampled()
    theme = opened.parts["word/theme/theme1.xml"]
    fonts = theme.xpath("//a:majorFont/a:latin/@typeface | //a:minorFont/a:latin/@typeface", namespaces=NAMESPACES)
    assert fonts == ["Source Sans Pro", "Source Serif Pro"]
    assert theme.xpath("//a:accent1/a:srgbClr/@val", namespaces=NAMESPACES) == ["1F3A5F"]
    assert opened.of_style("heading 1", "w:rPr/w:rFonts/@w:asciiTheme") == ["majorHAnsi"]
    assert opened.of_style("heading 1", "w:rPr/w:color/@w:themeColor") == ["accent1"]


def test_long_metadata_is_no_trouble() -> None:
    opened = written(p("x"), metadata=replace(METADATA, title="t" * 300, date=dt.date(2024, 2, 29)))
    assert b"t" * 300 in opened.bytes["docProps/core.xml"]
