"""One token changed, and all formats follow."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from lxml import etree

from publisher import export
from publisher.model import Document, Metadata, Paragraph, Section, Text
from publisher.theme import Theme, load_theme
from tests.support.charts import charted
from tests.support.views import W

if TYPE_CHECKING:
    from pathlib import Path

THEME = """
extends = "briefing"

[colors]
accent = "#7a1020"
chart-2 = "#3b6e22"

[fonts.serif]
family = "Source Sans Pro"
package = "font_source_sans_pro"
regular = "files/SourceSansPro-Light.ttf"
bold = "files/SourceSansPro-Black.ttf"
italic = "files/SourceSansPro-LightIt.ttf"
bold-italic = "files/SourceSansPro-BlackIt.ttf"

[scale]
heading-1 = 18

[text]
width = 60
underlines = "*~^"
ascii = false
"""


@pytest.fixture(scope="module")
def document() -> Document:
    section = Section((Text("A heading"),), (Paragraph((Text("Body text of the section. " * 9),)),), 1, "", "a")
    return Document(Metadata("The title"), (section,))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    root: Path = tmp_path_factory.mktemp("templates")
    (root / "house").mkdir()
    (root / "house" / "theme.toml").write_text(THEME, encoding="utf-8")
    return load_theme("house", (root,))


def pdf_words(content: bytes) -> dict[str, tuple[str, float]]:
    """Return font and size by the words that are drawn with them."""
    found: dict[str, tuple[str, float]] = {}

    def note(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip() and font is not None:
            found[text.strip()[:9]] = (str(font["/BaseFont"]).split("+")[1], round(size * abs(tm[3] * cm[3]), 1))

    pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=note)
    return found


def pdf_colours(content: bytes) -> set[tuple[int, ...]]:
    stream = pypdf.PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert stream is not None
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|scn)\b", stream.get_data())
    return {tuple(round(float(value) * 255) for value in colour) for colour in found}


def word_style(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    found: Any = styles.xpath(f"//w:style[w:name/@w:val='{name}']", namespaces={"w": W.strip("{}")})
    return found[0]


def test_the_web_page_follows(document: Document, changed: Theme) -> None:
    before, after = (export(document, "html", theme).content.decode() for theme in (load_theme("briefing"), changed))
    assert "--accent:#1f3a5f" in before
    assert "--accent:#7a1020" in after
    assert re.search(r"body\{font-family:var\(--serif\)", before)
    assert '--serif:"Source Serif Pro"' in before
    assert '--serif:"Source Sans Pro"' in after
    assert "font-size:1.7143rem" in after
    assert "font-size:1.7143rem" not in before


def test_the_pdf_follows(document: Document, changed: Theme) -> None:
    before, after = (export(document, "pdf", theme).content for theme in (load_theme("briefing"), changed))
    assert pdf_words(before)["A heading"] == ("Source-Sans-Pro-Embedded-Bold", 15.0)
    assert pdf_words(after)["A heading"] == ("Source-Sans-Pro-Embedded-Bold", 18.0)
    assert pdf_words(before)["Body text"][0] == "Source-Serif-Pro-Embedded"
    assert pdf_words(after)["Body text"][0].startswith("Source-Sans-Pro")
    assert (0x1F, 0x3A, 0x5F) in pdf_colours(before)
    assert (0x7A, 0x10, 0x20) in pdf_colours(after)
    assert (0x1F, 0x3A, 0x5F) not in pdf_colours(after)


def test_the_word_copy_follows(document: Document, changed: Theme) -> None:
    before, after = (export(document, "docx", theme).content for theme in (load_theme("briefing"), changed))
    for content, size, colour in ((before, "30", "1F3A5F"), (after, "36", "7A1020")):
        heading = word_style(content, "heading 1")
        assert heading.find(f".//{W}sz").get(f"{W}val") == size
        assert heading.find(f".//{W}color").get(f"{W}val").upper() == colour
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        fonts = package.read("word/theme/theme1.xml") + package.read("word/styles.xml")
    assert b"Source Serif Pro" not in fonts


def test_the_text_follows(document: Document, changed: Theme) -> None:
    before, after = (export(document, "txt", theme).content.decode() for theme in (load_theme("briefing"), changed))
    assert "The title\n" + "=" * 72 in before
    assert "The title\n" + "*" * 60 in after
    assert max(map(len, before.splitlines())) > 60
    assert max(map(len, after.splitlines())) <= 60


def test_charts_follow_in_all_formats(changed: Theme, tmp_path: Path) -> None:
    document = charted(tmp_path)
    for theme, one, other in ((load_theme("briefing"), "#1f3a5f", "#5f97c9"), (changed, "#7a1020", "#3b6e22")):
        page = export(document, "html", theme).content.decode()
        assert f"--accent:{one}" in page
        assert f"--chart-2:{other}" in page
        assert "fill:var(--chart-2)" in page
        drawn = pdf_colours(export(document, "pdf", theme).content)
        assert {tuple(bytes.fromhex(color[1:])) for color in (one, other)} <= drawn
        with zipfile.ZipFile(io.BytesIO(export(document, "docx", theme).content)) as package:
            chart = package.read("word/charts/chart1.xml").decode()
        assert f'val="{one[1:].upper()}"' in chart
        assert f'val="{other[1:].upper()}"' in chart
