"""A Word file opened for looking at."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from publisher.exporters.docx import export
from publisher.exporters.docx.wordml import NAMESPACES
from publisher.model import Block, Document, Metadata
from publisher.theme import load_theme
from tests.exporters.docx.sample import RESOURCES, sample

if TYPE_CHECKING:
    from publisher.exporters import Artifact

_ALL = {
    **NAMESPACES,
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dcterms": "http://purl.org/dc/terms/",
}
W = f"{{{NAMESPACES['w']}}}"


class Opened:
    """The parts of a package, and short ways to ask for what stands in them."""

    def __init__(self, artifact: Artifact) -> None:
        self.content = artifact.content
        self.diagnostics = artifact.diagnostics
        with zipfile.ZipFile(io.BytesIO(artifact.content)) as package:
            self.bytes = {name: package.read(name) for name in package.namelist()}
        self.parts = {
            name: etree.fromstring(content) for name, content in self.bytes.items() if name.endswith(("xml", "rels"))
        }

    def find(self, path: str, part: str = "word/document.xml") -> list[Any]:
        found: Any = self.parts[part].xpath(path, namespaces=_ALL)
        return list(found)

    def values(self, path: str, part: str = "word/document.xml") -> list[str]:
        return [str(each) for each in self.find(path, part)]

    @property
    def body(self) -> Any:
        return self.parts["word/document.xml"][0]

    def paragraphs(self, part: str = "word/document.xml") -> list[tuple[str, str]]:
        """Return style and text of every paragraph."""
        return [(style_of(each), text_of(each)) for each in self.parts[part].iter(f"{W}p")]

    def styled(self, style: str, part: str = "word/document.xml") -> list[str]:
        return [text for name, text in self.paragraphs(part) if name == style]

    def instructions(self) -> list[str]:
        return [each.strip() for each in self.values("//w:instrText/text()")]

    def style(self, name: str) -> Any:
        (found,) = self.find(f"//w:style[w:name/@w:val='{name}']", "word/styles.xml")
        return found

    def of_style(self, name: str, path: str) -> list[str]:
        return [str(each) for each in self.style(name).xpath(path, namespaces=_ALL)]


def measure_of(template: str = "briefing") -> float:
    """Return the width of the text on Letter paper, in points."""
    page = load_theme(template).page
    return 612 - page.margin_inner - page.margin_outer


def style_of(paragraph: Any) -> str:
    return str(paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))


def text_of(node: Any) -> str:
    shown = {f"{W}tab": "\t", f"{W}br": "\n"}
    words = node.iter(f"{W}t", *shown)
    return "".join(shown.get(each.tag, each.text or "") for each in words)


def written(*blocks: Block, template: str = "briefing", metadata: Metadata | None = None) -> Opened:
    """Export some blocks."""
    document = Document(metadata or Metadata("A title"), blocks, RESOURCES)
    return Opened(export(document, load_theme(template)))


@lru_cache(maxsize=1)
def sampled() -> Opened:
    """Return the sample in the style of a short brief."""
    return Opened(export(sample(), load_theme("briefing")))


@lru_cache(maxsize=1)
def reported() -> Opened:
    """Return the sample in the style of a report: title page, contents, numbered sections."""
    return Opened(export(sample(numbered=True, with_contents=True), load_theme("report")))
