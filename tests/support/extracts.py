"""Text, headings and links as readers of each format meet them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
import pypdf
from lxml import etree, html

from tests.support.shared import shared
from tests.support.views import C, W

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_WORDS = (f"{W}delText", f"{W}t", _FORMULA, f"{W}tab", f"{W}br", f"{W}footnoteReference")


@dataclass(frozen=True)
class Extract:
    """What a reader finds in an artifact."""

    text: str
    headings: list[str] | None
    """None where a format has no headings of its own."""
    links: set[str] | None
    """Targets outside of the document; None where they are mere text."""


@lru_cache(maxsize=256)
def extract(name: str, content: bytes) -> Extract:
    """Read an artifact of a format."""
    match name:
        case "html":
            return _html(content)
        case "docx":
            return _docx(content)
        case "pdf":
            return shared(f"extract of {hashlib.sha256(content).hexdigest()}", lambda: _pdf(content))
        case _:
            return Extract(content.decode(), None, None)


def _html(content: bytes) -> Extract:
    root: Any = html.fromstring(content.decode())
    for style in root.iter("style", "head"):
        style.drop_tree()
    headings = [_flat(each.text_content()) for each in root.iter(*(f"h{level}" for level in range(1, 7)))]
    links = {each.get("href") for each in root.iter("a") if not each.get("href").startswith("#")}
    return Extract(" ".join(root.itertext()), headings, links)


def _docx(content: bytes) -> Extract:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts, headings, links = [], [], set()
        for name in sorted(package.namelist()):
            if re.search(r"word/(document|footnotes|header|footer)\d*\.xml$", name):
                for paragraph in etree.fromstring(package.read(name)).iter(f"{W}p"):
                    words = "".join(
                        (each.text or "") if each.tag in {f"{W}t", f"{W}delText", _FORMULA} else " "
                        for each in paragraph.iter(*_WORDS)
                    )
                    texts.append(words)
                    style = paragraph.find(f"{W}pPr/{W}pStyle")
                    if style is not None and re.match(r"Heading\d|Title$", style.get(f"{W}val") or ""):
                        headings.append(_flat(words))
            if name == "word/document.xml":
                drawings = etree.fromstring(package.read(name)).iter(f"{WP}docPr")
                texts += [str(drawing.get("descr") or "") for drawing in drawings]
            if name.startswith("word/charts/chart"):
                texts += [each.text or "" for each in etree.fromstring(package.read(name)).iter(f"{C}v")]
            if name.endswith(".rels"):
                rels = etree.fromstring(package.read(name))
                links |= {str(rel.get("Target")) for rel in rels if rel.get("TargetMode") == "External"}
    return Extract("\n".join(texts), headings, links)


def _pdf(content: bytes) -> Extract:
    reader = pypdf.PdfReader(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content)) as document:
        annotations = [each for page in document.pages for each in page.get("/Annots", [])]
        links = {str(each.A.URI) for each in annotations if "/A" in each}
    return Extract("\n".join(page.extract_text() for page in reader.pages), _titles(reader.outline), links)


def _titles(outline: list[Any]) -> list[str]:
    titles: list[str] = []
    for each in outline:
        titles += _titles(each) if isinstance(each, list) else [_flat(each["/Title"])]
    return titles


def _flat(text: str) -> str:
    return " ".join(text.split())
