from __future__ import annotations

import pytest

from publisher.model import (
    Abbreviation,
    Code,
    CodeBlock,
    Emphasis,
    HtmlBlock,
    HtmlInline,
    Image,
    LineBreak,
    Link,
    Paragraph,
    Quotation,
    Section,
    SoftBreak,
    Strong,
    Text,
    ThematicBreak,
)
from tests.exporters.docx.opened import W, sampled, text_of, written
from tests.exporters.docx.sample import LOREM, p, t


def test_the_title_block_says_what_the_metadata_say() -> None:
    assert sampled().paragraphs()[:5] == [
        ("Kicker", "Fact sheet"),
        ("Title", "Relations between the United States and Peru"),
        ("Subtitle", "Trade, assistance and people"),
        (
            "Summary",
            "Peru is a partner of long standing; this brief says what the two countries do together, and what it costs.",
        ),
        (
            "EditionLine",
            "January 31, 2024 · Edition 3 · A. Writer; B. Editor, Americas desk, b@example.org · Office of Briefings · Public",
        ),
    ]


def test_inlines_are_runs_in_character_styles() -> None:
    opened = written(p("plain ", Emphasis(t("stressed ")), Strong(t("strong ", Emphasis(t("both")))), Code(" x  y ")))
    (paragraph,) = opened.find("//w:p[w:pPr/w:pStyle/@w:val='Normal']")
    runs = [
        (run.xpath("string(w:rPr/w:rStyle/@w:val)", namespaces=opened.body.nsmap), text_of(run))
        for run in paragraph.iter(f"{W}r")
    ]
    assert runs == [
        ("", "plain "),
        ("Emphasis", "stressed "),
        ("Strong", "strong "),
        ("StrongEmphasis", "both"),
        ("Code", " x  y "),
    ]
    assert opened.of_style("Strong + Emphasis", "w:rPr/*[self::w:b or self::w:i]/@w:val") == []
    assert len(opened.of_style("Strong + Emphasis", "w:rPr/w:b | w:rPr/w:i")) == 2


def test_strong_words_in_a_bold_heading_stay_bold() -> None:
    opened = written(Section(t("A ", Strong(t("strong")), " heading"), (), 1, identifier="a"))
    assert opened.styled("Heading1") == ["A strong heading"]
    (style,) = opened.values("//w:p[w:pPr/w:pStyle/@w:val='Heading1']//w:rStyle/@w:val")
    assert style == "StrongInBold"
    assert opened.of_style("Strong in Bold", "w:rPr/w:b") == []


def test_code_is_smaller_than_the_text_around_it() -> None:
    opened = written(p(Code("x")), Section(t(Code("x")), (), 1, identifier="i"))
    assert opened.of_style("Code", "w:rPr/w:sz/@w:val") == ["18"]
    assert opened.of_style("Code 15 pt in Bold", "w:rPr/w:sz/@w:val") == ["26"]


def test_breaks_spaces_and_abbreviations() -> None:
    abbreviation = Abbreviation("USAID", "U.S. Agency", first=True)
    later = Abbreviation("USAID", "U.S. Agency")
    opened = written(p("a", SoftBreak(), "b", LineBreak(), "c ", abbreviation, " ", later, HtmlInline("<b>")))
    assert opened.styled("Normal") == ["a b\nc USAID (U.S. Agency) USAID"]


def test_links_lead_out_through_relationships() -> None:
    opened = written(
        p(Link("https://example.org/?a=1&b=2", t("here"), "A title")), p(Link("mailto:a@example.org", t("m")))
    )
    (first, second) = opened.find("//w:hyperlink")
    assert first.get(f"{W}tooltip") == "A title"
    targets = dict(
        zip(
            opened.values("//rel:Relationship[@TargetMode='External']/@Id", "word/_rels/document.xml.rels"),
            opened.values("//rel:Relationship[@TargetMode='External']/@Target", "word/_rels/document.xml.rels"),
            strict=True,
        )
    )
    ids = opened.values("//w:hyperlink/@r:id")
    assert [targets[each] for each in ids] == ["https://example.org/?a=1&b=2", "mailto:a@example.org"]
    assert second.get(f"{W}tooltip") is None
    assert opened.values("//w:hyperlink//w:rStyle/@w:val") == ["Hyperlink", "Hyperlink"]


def test_code_blocks_keep_lines_spaces_and_tabs() -> None:
    opened = written(CodeBlock("def f():\n    return 1\n\tx\n", "python"))
    assert opened.styled("CodeBlock") == ["def f():\n    return 1\n\tx"]
    assert "preserve" in opened.values("//w:t/@xml:space")


def test_quotations_nest() -> None:
    opened = written(Quotation((p("outer"), Quotation((p("inner"),)))), p("after"))
    assert opened.paragraphs()[1:] == [("Quote", "outer"), ("Quote2", "inner"), ("Normal", "after")]
    assert opened.of_style("Quote", "w:pPr/w:ind/@w:left") == ["440"]
    assert opened.of_style("Quote 2", "w:pPr/w:ind/@w:left") == ["880"]


def test_a_thematic_break_is_a_ruled_paragraph() -> None:
    opened = written(p("a"), ThematicBreak(), p("b"))
    assert opened.paragraphs()[2] == ("ThematicBreak", "")
    assert opened.of_style("Thematic Break", "w:pPr/w:pBdr/w:bottom/@w:val") == ["single"]


def test_raw_html_is_reduced_to_its_text() -> None:
    assert written(HtmlBlock("<div><p>Fish &amp; chips</p></div>")).styled("Normal") == ["Fish & chips"]


def test_a_picture_without_bytes_speaks_its_alternative_text() -> None:
    assert written(p("See ", Image("missing.png", "a map of Lima"))).styled("Normal") == ["See a map of Lima"]


@pytest.mark.parametrize("wild", ["\x08", "\x1f", "\ud800", "\ufffe"])
def test_what_xml_can_t_hold_is_shown_as_a_replacement(wild: str) -> None:
    assert written(Paragraph((Text(f"a{wild}b"),))).styled("Normal") == ["a\ufffdb"]


def test_the_text_after_a_table_stands_apart_from_it() -> None:
    opened = sampled()
    assert opened.styled("NormalAfterTable") == ["After the table."]
    assert opened.styled("NormalAfterKeyFacts") == [LOREM * 2]


def test_code_with_numbers_or_long_lines_has_a_paragraph_a_line() -> None:
    opened = written(CodeBlock("one\n\nthree\n", first_line=9), CodeBlock("x" * 80 + "\nshort\n"), CodeBlock("short\n"))
    assert opened.paragraphs()[1:] == [
        ("CodeLineNumberedKeptFirst", "  9  one"),
        ("CodeLineNumberedKept", " 10  "),
        ("CodeLineNumberedLast", " 11  three"),
        ("TableSeparator", ""),
        ("CodeLineKeptFirst", "x" * 80),
        ("CodeLineLast", "short"),
        ("TableSeparator", ""),
        ("CodeBlock", "short"),
    ]
    assert opened.values("//w:rStyle/@w:val").count("LineNumber") == 3


def test_a_listing_is_counted_by_word() -> None:
    opened = written(CodeBlock("x\n", caption=t("How"), identifier="lst", number=1))
    assert opened.styled("Caption") == ["Listing\u00a01. How"]
    assert r"SEQ Listing \* ARABIC" in "".join(opened.values("//w:instrText/text()"))
