from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.exporters.text import export
from publisher.model import (
    Abbreviation,
    Code,
    Emphasis,
    FactReference,
    HtmlInline,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteReference,
    Reference,
    SoftBreak,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from tests.exporters.text.pages import ascii_body, body, document, line, para, theme, words


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        (Text("as it is"), "as it is"),
        (Emphasis(words("so")), "_so_"),
        (Strong(words("so")), "*so*"),
        (Strong(words("so ", Emphasis(words("very")), " much")), "*so _very_ much*"),
        (Strikethrough(words("gone")), "~~gone~~"),
        (Subscript(words("2")), "₂"),
        (Subscript(words("max")), "ₘₐₓ"),
        (Subscript(words("Lima")), "_(Lima)"),
        (Subscript(words("Q")), "_Q"),
        (Superscript(words("−6")), "⁻⁶"),
        (Superscript(words("th")), "ᵗʰ"),
        (Superscript(words("TM")), "^(TM)"),
        (Superscript(()), ""),
        (Emphasis(()), ""),
        (Code("git  log -1"), "`git  log -1`"),
        (Abbreviation("USAID", "U.S. Agency for International Development"), "USAID"),
        (
            Abbreviation("USAID", "U.S. Agency for International Development", first=True),
            "USAID (U.S. Agency for International Development)",
        ),
        (Link("https://a.example", words("the page"), number=12), "the page [L12]"),
        (Link("https://a.example", words("the page"), title="its title", number=1), "the page (its title) [L1]"),
        (Link("https://a.example", words("https://a.example")), "https://a.example"),
        (Reference("t", words("Table\u00a02"), prefix="Table\u00a0", number="2"), "Table 2"),
        (Image("a.svg", "a chart of trade"), "[Picture: a chart of trade]"),
        (Image("a.svg", "a chart", title="drawn today"), "[Picture: a chart (drawn today)]"),
        (Image("a.svg", ""), "[Picture]"),
        (Note("n", (para("Goods."),), number=3), "[3]"),
        (NoteReference("n", number=3), "[3]"),
        (FactReference("trade", text="$22.2 billion", value="22200000000"), "$22.2 billion"),
        (HtmlInline("<b>"), ""),
        (HtmlInline('<a href="https://a.example">'), "<https://a.example> "),
        (HtmlInline('<img alt="a map" src="x"/>'), "[a map]"),
    ],
)
def test_inline(inline: Inline, text: str) -> None:
    assert line("a", inline, "z") == f"a{text}z"


def test_a_soft_break_is_a_space() -> None:
    assert line("one", SoftBreak(), "two") == "one two"


@pytest.mark.parametrize("inline", [LineBreak(), HtmlInline("<br />")])
def test_a_line_break_is_shown(inline: Inline) -> None:
    assert line("one", inline, "two") == "one\ntwo"


def test_a_note_mark_stands_close_and_a_link_mark_apart_but_never_at_the_start_of_a_line() -> None:
    text = body(para("x" * 60 + " ", Link("https://a.example", words("the page"), number=1), "."))
    assert text == f"{'x' * 60} the\npage [L1].\n"


def test_links_are_lettered_by_the_language_of_the_document() -> None:
    link = Link("https://a.example", words("la página"), number=1)
    made = document(para(link), links=("https://a.example",))
    spanish = replace(made, metadata=replace(made.metadata, lang="es-PE"))
    assert "la página [E1]" in export(spanish, theme()).content.decode()
    assert "Enlaces\n=======\n\n[E1] https://a.example\n" in export(spanish, theme()).content.decode()


def test_spaces_of_all_kinds_become_ordinary_ones() -> None:
    assert line("a\tb\u2003c\u202fd\u00a0e\u00adf\u2060g") == "a b c d efg"


def test_code_keeps_runs_of_spaces_and_breaks_at_single_ones() -> None:
    assert body(para("x" * 70, " ", Code("a b   c"))) == f"{'x' * 70}\n`a b   c`\n"
    assert body(para("x" * 68, " ", Code("a b"))) == f"{'x' * 68} `a\nb`\n"


def test_ascii_has_no_raised_figures() -> None:
    assert line("10", Superscript(words("6")), to=ascii_body) == "10^6"
    assert line("10", Superscript(words("−6")), to=ascii_body) == "10^(-6)"
    assert line("CO", Subscript(words("2")), to=ascii_body) == "CO_2"
