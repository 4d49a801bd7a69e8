from __future__ import annotations

from dataclasses import replace

from publisher.exporters.docx import export
from publisher.model import Code, Deletion, Document, Insertion, Link, Paragraph, Text
from publisher.theme import load_theme
from tests.exporters.docx.opened import Opened
from tests.exporters.docx.sample import METADATA


def opened(*words: Insertion | Deletion | Link, watermark: str = "") -> Opened:
    metadata = replace(METADATA, watermark=watermark)
    return Opened(export(Document(metadata, (Paragraph(words),)), load_theme("briefing")))


def test_changes_are_tracked_with_author_and_date() -> None:
    found = opened(Insertion((Text("new"), Code("x"))), Deletion((Text("old "),)))
    assert found.values("//w:ins/w:r/w:t/text()") == ["new", "x"]
    assert found.values("//w:del/w:r/w:delText/text()") == ["old "]
    assert found.values("//w:del//w:t/text()") == []
    (author,) = set(found.values("//w:ins/@w:author | //w:del/@w:author"))
    assert author == METADATA.authors[0].name
    assert METADATA.date is not None
    assert set(found.values("//w:ins/@w:date")) == {f"{METADATA.date.isoformat()}T00:00:00Z"}
    numbers = found.values("//w:ins/@w:id | //w:del/@w:id")
    assert len(numbers) == len(set(numbers)) == 2


def test_changes_stand_inside_links_and_within_each_other() -> None:
    link = Link("https://example.org", (Text("site"),))
    assert opened(Insertion((link,))).values("//w:hyperlink/w:ins/w:r/w:t/text()") == ["site"]
    both = opened(Insertion((Text("a"), Deletion((Text("b"),)))))
    assert both.values("//w:ins/w:r/w:t/text()") == ["a"]
    assert both.values("//w:del//w:delText/text()") == ["b"]


def test_the_watermark_stands_in_every_header() -> None:
    found = opened(Insertion((Text("new"),)), watermark="Draft")
    for part in ("word/header1.xml", "word/header2.xml"):
        assert found.values("//v:textpath/@string", part) == ["Draft"]
        assert found.values("//v:shape/@alt", part) == ["Draft"]
    assert "v:shape" not in str(opened(Insertion((Text("new"),))).bytes["word/header1.xml"])
