from __future__ import annotations

import re
from dataclasses import replace

import pytest

from publisher.model import Figure, Image, Link, Metadata, Note, NoteReference, Reference
from tests.exporters.docx.opened import Opened, W, reported, sampled, text_of, written
from tests.exporters.docx.sample import bullets, p, plain_table, section, t, trade_table


def test_captions_are_counted_by_word() -> None:
    opened = sampled()
    assert opened.styled("Caption") == ["Table\u00a01. Two-way trade in goods, $ billion"]
    assert opened.styled("FigureCaptionKept") == ["Figure\u00a01. Trade over time"]
    assert [each for each in opened.instructions() if each.startswith("SEQ")] == [
        r"SEQ Table \* ARABIC",
        r"SEQ Figure \* ARABIC",
    ]


def test_references_are_fields_that_already_show_their_text() -> None:
    opened = sampled()
    (paragraph,) = opened.find("//w:p[contains(., 'show it')]")
    codes = [each.text.strip() for each in paragraph.iter(f"{W}instrText")]
    assert codes == [
        r"REF tbl_trade \h \* MERGEFORMAT",
        r"REF fig_chart \h \* MERGEFORMAT",
        r"REF people \h \* MERGEFORMAT",
        r"NOTEREF _note_goods \f \h",
    ]
    words = "".join(each.text for each in paragraph.iter(f"{W}t"))
    assert words == "Table\u00a01 and Figure\u00a01 show it, “People” and as told below.2"
    assert opened.values("//w:hyperlink[contains(., 'as told')]/@w:anchor") == ["people"]


def test_a_bookmark_stands_around_what_a_reference_shows() -> None:
    (paragraph,) = sampled().find("//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    tags = [each.tag.removeprefix(W) for each in paragraph]
    assert tags[1] == "bookmarkStart"
    assert tags.index("bookmarkEnd") == len(tags) - 3  # the point and the words come after it


def test_references_to_numbered_sections_take_the_number_from_the_heading() -> None:
    opened = reported()
    (paragraph,) = opened.find("//w:p[contains(., 'show it')]")
    codes = [each.text.strip() for each in paragraph.iter(f"{W}instrText")]
    assert r"REF people \r \h \* MERGEFORMAT" in codes
    assert [each for each in codes if each.startswith("PAGEREF")] == [
        r"PAGEREF tbl_trade \h",
        r"PAGEREF fig_chart \h",
        r"PAGEREF people \h",
    ]
    words = "".join(each.text for each in paragraph.iter(f"{W}t"))
    assert re.match(
        r"Table\u00a01 \(page\u00a0\d\) and Figure\u00a01 \(page\u00a0\d\) show it, section\u00a02 \(page", words
    )


@pytest.mark.parametrize(
    ("lang", "word", "code"),
    [
        ("es", "tabla", r"REF _number_tbl \h \* MERGEFORMAT"),
        ("es", "Tabla", r"REF tbl \h \* MERGEFORMAT"),
        ("fr", "tableau", r"REF _number_tbl \h \* MERGEFORMAT"),
        ("de", "Tabelle", r"REF tbl \h \* MERGEFORMAT"),
    ],
)
def test_a_field_copies_the_number_alone_where_a_caption_has_a_capital(lang: str, word: str, code: str) -> None:
    table = replace(plain_table(), caption=t("Goods"), label="tbl", identifier="tbl", number=1)
    prefix = f"{word}\u00a0"
    reference = Reference("tbl", t(f"{prefix}1"), "number", prefix, "1", "tbl", "table")
    opened = written(table, p(reference), metadata=Metadata("A title", lang=lang))
    assert [each for each in opened.instructions() if each.startswith("REF")] == [code]
    assert code.split()[1] in opened.values("//w:bookmarkStart/@w:name")
    (paragraph,) = opened.find("//w:p[.//w:instrText[contains(., 'REF')]]")
    assert text_of(paragraph) == f"{word}\u00a01"


def test_the_author_s_words_around_a_number_are_a_plain_link() -> None:
    words = Reference("t", t("Tab. 1"), "number", "Tab. ", "1", "tbl-trade", "table")
    opened = written(trade_table(), p(words))
    assert opened.values("//w:hyperlink/@w:anchor") == ["tbl_trade"]


def test_a_reference_to_nothing_keeps_its_words() -> None:
    opened = written(p(Reference("gone", t("elsewhere"), "text", target="gone", target_kind="section")))
    assert opened.styled("Normal") == ["elsewhere"]
    assert opened.find("//w:hyperlink") == []


def test_bookmark_names_are_valid_and_unique() -> None:
    long = "a-very-long-identifier-that-goes-on-and-on-"
    names = [f"{long}one", f"{long}two", "9-lives", "Größe", "a.b", "a-b", "A_B"]
    opened = written(*(section("x", identifier=name) for name in names))
    given = opened.values("//w:bookmarkStart/@w:name")
    assert len(given) == len(names)
    assert len({name.lower() for name in given}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII) for name in given)
    numbers = opened.values("//w:bookmarkStart/@w:id")
    assert len(set(numbers)) == len(numbers)
    assert sorted(numbers) == sorted(opened.values("//w:bookmarkEnd/@w:id"))


def test_headings_are_word_s_own_and_number_themselves() -> None:
    opened = reported()
    assert opened.styled("Heading1") == ["Trade", "People"]
    assert opened.of_style("heading 1", "w:pPr/w:numPr/w:numId/@w:val") == ["1"]
    assert opened.of_style("heading 2", "w:pPr/w:numPr/w:ilvl/@w:val") == ["1"]
    assert opened.of_style("heading 2", "w:pPr/w:outlineLvl/@w:val") == ["1"]
    path = "//w:abstractNum[@w:abstractNumId='1']/w:lvl"
    assert opened.values(f"{path}/w:pStyle/@w:val", "word/numbering.xml") == [f"Heading{n}" for n in range(1, 7)]
    assert opened.values(f"{path}/w:lvlText/@w:val", "word/numbering.xml")[:3] == ["%1", "%1.%2", "%1.%2.%3"]


def test_without_numbering_headings_have_no_numbers() -> None:
    assert sampled().of_style("heading 1", "w:pPr/w:numPr") == []


def test_a_heading_without_number_among_numbered_ones() -> None:
    opened = reported()
    assert opened.styled("Heading2Unnumbered") == ["Level two", "Sources"]
    assert opened.of_style("Heading 2 Unnumbered", "w:pPr/w:outlineLvl/@w:val") == ["1"]
    assert opened.of_style("Heading 2 Unnumbered", "w:pPr/w:numPr") == []


def test_a_heading_that_opens_no_section_stands_in_no_outline() -> None:
    opened = sampled()
    assert opened.styled("MinorHeading3InQuote") == ["A heading inside"]
    assert opened.of_style("Minor Heading 3 in Quote", "w:pPr/w:outlineLvl") == []


def test_the_contents_show_what_word_would_find() -> None:
    opened = reported()
    lines = [text for style, text in opened.paragraphs() if style.startswith("TOC")]
    assert [line.rpartition("\t")[0] for line in lines] == [
        "",
        "1\tTrade",
        "1.1\tLists",
        "2\tPeople",
        "Level two",
        "Sources",
    ]
    pages = [int(line.rpartition("\t")[2]) for line in lines[1:]]
    assert pages[0] == 4
    assert pages == sorted(pages)
    assert opened.instructions()[0] == r"TOC \o \"1-3\" \h \z \u".replace('\\"', '"')
    anchors = opened.values("//w:hyperlink[starts-with(@w:anchor, '_Toc')]/@w:anchor")
    assert len(anchors) == 5
    assert set(anchors) <= set(opened.values("//w:bookmarkStart/@w:name"))
    assert opened.values("//w:docPartGallery/@w:val") == ["Table of Contents"]
    assert opened.of_style("toc 1", "w:pPr/w:tabs/w:tab[@w:val='right']/@w:leader") == ["dot"]


@pytest.mark.parametrize("opened", [sampled(), reported()], ids=["briefing", "report"])
def test_every_field_begins_separates_and_ends(opened: Opened) -> None:
    kinds = opened.values("//w:fldChar/@w:fldCharType")
    depth = 0
    for kind in kinds:
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert depth >= 0
    assert depth == 0
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_footnotes_are_word_s_own() -> None:
    opened = sampled()
    part = "word/footnotes.xml"
    assert opened.values("//w:footnoteReference/@w:id") == ["1", "2"]
    assert opened.values("//w:footnote/@w:id", part) == ["-1", "0", "1", "2"]
    assert opened.values("//w:footnote/@w:type", part) == ["separator", "continuationSeparator"]
    assert opened.paragraphs(part)[2:] == [
        ("FootnoteText", " A note with a list:"),
        ("ListBulletInFootnote", "one"),
        ("ListBulletInFootnoteListEnd", "two"),
        ("FootnoteText", " Goods only."),
        ("FootnoteText", "Services are reported separately."),
    ]
    assert len(opened.find("//w:footnoteRef", part)) == 2
    assert opened.values("//w:footnotePr/w:footnote/@w:id", "word/settings.xml") == ["-1", "0"]


def test_a_note_in_a_note_follows_it_with_its_number() -> None:
    inner = Note("inner", (p("Inside."),), 2)
    opened = written(p("Text", Note("outer", (p("Outside", inner, "."),), 1), NoteReference("inner", 2)))
    assert opened.values("//w:footnote/@w:id", "word/footnotes.xml") == ["-1", "0", "1"]
    assert [text for _, text in opened.paragraphs("word/footnotes.xml")[2:]] == [" Outside2.", "2 Inside."]
    assert opened.values("//w:hyperlink/@w:anchor") == ["_note_inner"]
    assert opened.values("//w:bookmarkStart/@w:name", "word/footnotes.xml") == ["_note_inner"]


def test_links_of_notes_belong_to_the_part_of_the_notes() -> None:
    opened = written(p("x", Note("n", (p(Link("https://example.org", t("here"))),), 1)))
    targets = opened.values("//rel:Relationship/@Target", "word/_rels/footnotes.xml.rels")
    assert targets == ["https://example.org"]


def test_notes_may_hold_anything() -> None:
    note = Note("n", (bullets("first"), plain_table()), 1)
    opened = written(p("x", note))
    (footnote,) = opened.find("//w:footnote[@w:id='1']", "word/footnotes.xml")
    assert footnote[0].tag == footnote[-1].tag == f"{W}p"


def test_figures_and_tables_without_captions_have_no_numbers() -> None:
    opened = written(Figure(Image("images/square.png", "A square")), plain_table())
    assert opened.instructions() == []
