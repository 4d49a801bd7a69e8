from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publisher.model import Document, Emphasis, HtmlBlock, HtmlInline, Link, RawHtml, SoftBreak, Text
from publisher.preparation.html_cleaning import DEEPEST, clean_block, clean_tag
from tests.preparation.building import at, codes, document, good, nodes, para, prepared, words


def block(html: str, raw_html: RawHtml = "clean") -> Document:
    return document(HtmlBlock(html, at=at(3)), para("after"), raw_html=raw_html)


def line(*parts: str, raw_html: RawHtml = "clean") -> Document:
    content = [
        HtmlInline(part, at=at(place)) if part.startswith("<") else Text(part)
        for place, part in enumerate(parts, start=1)
    ]
    return document(para(*content), raw_html=raw_html)


def markup(done: Document) -> str:
    (paragraph,) = done.blocks
    assert isinstance(paragraph, type(para()))
    return "".join(
        each.html if isinstance(each, HtmlInline) else each.text
        for each in paragraph.content
        if isinstance(each, HtmlInline | Text)
    )


def test_refused_blocks_are_errors_and_their_text_stays() -> None:
    done, found = prepared(block("<div>\none <b>two</b> &amp; three\n\nfour</div>\n<script>x()</script>", "refuse"))
    assert codes(found) == [("raw-html", 3)]
    assert "raw-html: clean" in found[0].hint
    assert words(done) == ["one two & three four", "after"]
    assert len(nodes(done, SoftBreak)) == 1
    assert not nodes(done, HtmlBlock)


def test_refused_tags_are_errors_and_the_text_between_them_stays() -> None:
    done, found = prepared(line("a ", "<b>", "bold", "</b>", raw_html="refuse"))
    assert codes(found) == [("raw-html", 2), ("raw-html", 4)]
    assert words(done) == ["a bold"]


@pytest.mark.parametrize("policy", ["refuse", "clean"])
def test_comments_go_without_a_word(policy: RawHtml) -> None:
    assert words(good(block("<!-- todo: <b>x</b> -->\n<!-- more -->", policy))) == ["after"]
    assert words(good(line("a", "<!-- b -->", raw_html=policy))) == ["a"]


def test_a_comment_that_stood_alone_leaves_no_empty_paragraph() -> None:
    assert good(line("<!-- b -->")).blocks == ()


def test_harmless_blocks_are_kept_and_said_to_be_reduced() -> None:
    done, found = prepared(block('<p lang="es">Año&nbsp;<br>2022</p>\n<ul><li>a<li>b</ul>'))
    assert codes(found) == [("raw-html-reduced", 3)]
    (kept,) = nodes(done, HtmlBlock)
    assert kept.html == '<p lang="es">Año\u00a0<br/>2022</p>\n<ul><li>a</li><li>b</li></ul>\n'


def test_what_is_taken_out_of_a_block_is_named() -> None:
    done, found = prepared(block('<h2 onclick="x()">T</h2><p style="a">b</p><script>evil()</script><img src="x.png">'))
    assert codes(found) == [("raw-html-cleaned", 3), ("raw-html-reduced", 3)]
    assert all(part in found[0].message for part in ("<h2>", "onclick=", "style=", "<script>", "<img>"))
    assert [each.html for each in nodes(done, HtmlBlock)] == ["T<p>b</p>\n"]


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
        ('<a href="MAILTO:a@b.pe">x</a>', '<a href="MAILTO:a@b.pe">x</a>'),
        ('<a href="javascript:x()">x</a>', "<a>x</a>"),
        ('<a href="file:///etc/passwd">x</a>', "<a>x</a>"),
        ('<a href="page.html">x</a>', "<a>x</a>"),
        ('<table><tr><td colspan="1000000">x</table>', "<table><tbody><tr><td>x</td></tr></tbody></table>"),
        ('<table><tr><td colspan="2">x</table>', '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'),
        ("<p>a<em></em>&#8;b</p>", "<p>a<em></em>\ufffdb</p>"),
    ],
)
def test_links_spans_and_characters_are_harmless(html: str, clean: str) -> None:
    result = clean_block(html)
    assert result is not None
    assert result.html == clean


def test_a_block_of_nothing_but_tags_goes_and_is_told() -> None:
    done, found = prepared(block("<div class='x'>"))
    assert codes(found) == [("raw-html-cleaned", 3)]
    assert not nodes(done, HtmlBlock)


def test_a_rule_is_kept() -> None:
    done, found = prepared(block("<hr>"))
    assert codes(found) == [("raw-html-reduced", 3)]
    assert [each.html for each in nodes(done, HtmlBlock)] == ["<hr/>\n"]


def test_a_block_nested_too_deep_is_an_error() -> None:
    done, found = prepared(block("<em>" * (DEEPEST + 1) + "x"))
    assert codes(found) == [("too-deep", 3)]
    assert words(done) == ["x", "after"]


def test_balanced_tags_are_cleaned_in_place() -> None:
    done, found = prepared(line("press ", '<KBD class="k" title="a &quot; b">', "X", "</KBD >", "<br>", "on"))
    assert markup(done) == 'press <kbd title="a &quot; b">X</kbd><br/>on'
    assert codes(found) == [("raw-html-cleaned", 2), ("raw-html-reduced", 2), ("raw-html-reduced", 5)]
    assert "class=" in found[0].message


@pytest.mark.parametrize(
    ("parts", "shown", "lines"),
    [
        (("<b>", "x"), "x", [1]),
        (("x", "</b>"), "x", [2]),
        (("<b>", "<i>", "x", "</b>", "</i>"), "<b>x</b>", [2, 5]),
        (("<script>", "x()", "</script>"), "x()", [1]),
        (("<font color='red'>", "x", "</font>"), "x", [1]),
        (("a", "<?php x ?>"), "a", [2]),
        (("a", "<![CDATA[x]]>"), "a", [2]),
        (("<a href='https://a.pe'>", "x", "<a href='https://b.pe'>", "</a>"), '<a href="https://a.pe">x</a>', [3]),
    ],
)
def test_other_tags_are_taken_out_and_told(parts: tuple[str, ...], shown: str, lines: list[int]) -> None:
    done, found = prepared(line(*parts))
    assert markup(done) == shown
    assert [place for code, place in codes(found) if code == "raw-html-cleaned"] == lines
    assert all(each.hint for each in found)


def test_tags_are_matched_within_their_run_only() -> None:
    done, found = prepared(
        document(
            para(Emphasis((HtmlInline("<b>", at=at(1)), Text("x"))), HtmlInline("</b>", at=at(2))), raw_html="clean"
        )
    )
    assert sorted(codes(found)) == [("raw-html-cleaned", 1), ("raw-html-cleaned", 2)]
    assert not nodes(done, HtmlInline)


def test_no_link_is_put_into_a_link() -> None:
    inner = (HtmlInline('<a href="https://b.pe">', at=at(1)), Text("x"), HtmlInline("</a>"))
    done, found = prepared(document(para(Link("https://a.pe", inner)), raw_html="clean"))
    assert codes(found) == [("raw-html-cleaned", 1)]
    assert not nodes(done, HtmlInline)


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td_colspan=9>",
    "</table>",
    "<a_href='https://x.pe?a&b'>",
    "</a>",
    "text",
    "&",
    "&lt;",
    "&nbsp;",
    "&#8;",
    "<br>",
    "<wbr/>",
    "<ruby>",
    "<rt>",
    "<!--",
    "-->",
    "<svg>",
    "<math>",
    "<",
    "<style>",
    "</style>",
    "<title>",
    "'",
    '"',
    '<p_title="a>b\'">',
    "<?x?>",
    "<![CDATA[",
    "]]>",
    "<plaintext>",
]
pieces = st.sampled_from([piece.replace("_", " ") for piece in PIECES])


@given(st.lists(pieces, max_size=12).map("".join))
@settings(deadline=None)
def test_whatever_comes_out_is_well_formed(html: str) -> None:
    result = clean_block(html)
    if result is not None:
        etree.fromstring(f"<div>{result.html}</div>")
        again = clean_block(result.html)
        assert again is not None
        assert again.removed == ()


@given(st.sampled_from(["b", "kbd", "span", "a", "q"]), st.text('ab =<>"&;\x08', max_size=12))
@settings(deadline=None)
def test_whatever_a_tag_holds_it_comes_out_well_formed_or_not_at_all(name: str, attributes: str) -> None:
    result = clean_tag(f"<{name} {attributes}>").html
    if result:
        etree.fromstring(f"{result}</{name}>")
