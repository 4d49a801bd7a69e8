"""What is written and which nodes come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.model import (
    Abbreviation,
    Block,
    BulletList,
    Callout,
    Code,
    CodeBlock,
    Contents,
    Definition,
    DefinitionList,
    Deletion,
    Emphasis,
    FactReference,
    ForeignPassage,
    ForeignWords,
    Heading,
    HtmlBlock,
    HtmlInline,
    Image,
    Inline,
    Insertion,
    KeyFact,
    KeyFacts,
    LineBreak,
    Link,
    ListItem,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Reference,
    SoftBreak,
    SourcesList,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    ThematicBreak,
)
from publisher.reader import parse_blocks

if TYPE_CHECKING:
    from publisher.reader.markdown import Extension


def t(text: str) -> tuple[Text]:
    return (Text(text),)


def p(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content))


INLINES: list[tuple[str, tuple[Inline, ...]]] = [
    ("*a*", (Emphasis(t("a")),)),
    ("**a**", (Strong(t("a")),)),
    ("***a***", (Emphasis((Strong(t("a")),)),)),
    ("~~a~~", (Strikethrough(t("a")),)),
    ("{ins}`a *b*`", (Insertion((Text("a "), Emphasis(t("b")))),)),
    ("{del}`a`", (Deletion(t("a")),)),
    ("H{sub}`2`O", (Text("H"), Subscript(t("2")), Text("O"))),
    ("{lang}`es: casa`", (ForeignWords(t("casa"), "es"),)),
    ("{lang}`es:la *casa*` x", (ForeignWords((Text("la "), Emphasis(t("casa"))), "es"), Text(" x"))),
    ("*a {lang}`EN-us: b* c`", (Text("*a "), ForeignWords(t("b* c"), "en-US"))),
    ("{lang}``de: `a` b`` `c`", (ForeignWords((Code("a"), Text(" b")), "de"), Text(" "), Code("c"))),
    ("{lang}`es: un``o` ``b``", (ForeignWords(t("un``o"), "es"), Text(" "), Code("b"))),
    ("{lang}`ar: {lang}``en: a`` b`", (ForeignWords((ForeignWords(t("a"), "en"), Text(" b")), "ar"),)),
    ("{subscript}`2`{superscript}`3`", (Subscript(t("2")), Superscript(t("3")))),
    ("x{sup}`2`", (Text("x"), Superscript(t("2")))),
    ("`a  b`", (Code("a  b"),)),
    (
        "{abbr}`APEC (Asia-Pacific (Economic) Cooperation)`",
        (Abbreviation("APEC", "Asia-Pacific (Economic) Cooperation"),),
    ),
    ("{fact}`trade-2022`", (FactReference("trade-2022"),)),
    ("{fact}`trade, as-of`", (FactReference("trade", "as-of"),)),
    ("{ref}`tbl`", (Reference("tbl"),)),
    ("{ref}`the table <tbl>`", (Reference("tbl", t("the table"), "text"),)),
    ("{numref}`tbl`", (Reference("tbl"),)),
    ("{numref}`Tab. %s <tbl>`", (Reference("tbl", t("Tab. %s"), "number"),)),
    ("{numref}`that <tbl>`", (Reference("tbl", t("that"), "text"),)),
    ("[](#tbl)", (Reference("tbl"),)),
    ("[that *table*](#tbl)", (Reference("tbl", (Text("that "), Emphasis(t("table"))), "text"),)),
    ("[a](https://e.org/x 'T')", (Link("https://e.org/x", t("a"), "T"),)),
    ("[a][b]\n\n[b]: <https://e.org/(x)> (T)", (Link("https://e.org/(x)", t("a"), "T"),)),
    ("<https://e.org/ä>", (Link("https://e.org/%C3%A4", t("https://e.org/ä")),)),
    ("<desk@e.org>", (Link("mailto:desk@e.org", t("desk@e.org")),)),
    ("[call](tel:+12025550100)", (Link("tel:+12025550100", t("call")),)),
    ("![a *b*](<my pic.png> 'T')", (Image("my%20pic.png", "a b", "T"),)),
    ("a\nb", (Text("a"), SoftBreak(), Text("b"))),
    ("a\\\nb  \nc", (Text("a"), LineBreak(), Text("b"), LineBreak(), Text("c"))),
    ("&copy; &#8364; \\* a&#10;b", (Text("© € * a"), SoftBreak(), Text("b"))),
    ("a <kbd>b</kbd>", (Text("a "), HtmlInline("<kbd>"), Text("b"), HtmlInline("</kbd>"))),
    ("a/{ref}/b {{ref}} T_{ref}", (Text("a/{ref}/b {{ref}} T_{ref}"),)),
    ("{curly} \\{fact} `x` \\{fact}`y`", (Text("{curly} {fact} "), Code("x"), Text(" {fact}"), Code("y"))),
]


@pytest.mark.parametrize(("source", "expected"), INLINES, ids=[each[0].split("\n")[0] for each in INLINES])
def test_inlines(source: str, expected: tuple[Inline, ...]) -> None:
    assert parse_blocks(source) == (Paragraph(expected),)


BLOCKS: list[tuple[str, tuple[Block, ...]]] = [
    ("# a\n\n## b ##\n\nc\n---", (Heading(1, t("a")), Heading(2, t("b")), Heading(2, t("c")))),
    ("(one)=\n# a", (Heading(1, t("a"), "one"),)),
    (":::{lang} es\na\n\n- b\n:::", (ForeignPassage((p("a"), BulletList((ListItem((p("b"),)),))), "es"),)),
    ("> a\n>\n> > b", (Quotation((p("a"), Quotation((p("b"),)))),)),
    ("- a\n- b", (BulletList((ListItem((p("a"),)), ListItem((p("b"),)))),)),
    ("- a\n\n- b", (BulletList((ListItem((p("a"),)), ListItem((p("b"),))), tight=False),)),
    ("7. a\n8. b", (OrderedList((ListItem((p("a"),)), ListItem((p("b"),))), 7),)),
    ("0) a", (OrderedList((ListItem((p("a"),)),), 0),)),
    (
        "- [x] a\n- [ ] b\n- c",
        (BulletList((ListItem((p("a"),), checked=True), ListItem((p("b"),), checked=False), ListItem((p("c"),)))),),
    ),
    (
        "A *b*\n: one\n: two\n\n  more",
        (DefinitionList((Definition((Text("A "), Emphasis(t("b"))), ((p("one"),), (p("two"), p("more")))),)),),
    ),
    (
        "> words\n>\n> \u2014 A *name*",
        (Quotation((Paragraph(t("words")),), (Text("A "), Emphasis(t("name")))),),
    ),
    ("> \u2014 a dash alone", (Quotation((Paragraph(t("\u2014 a dash alone")),)),)),
    ("> words\n>\n> -- someone", (Quotation((Paragraph(t("words")),), t("someone")),)),
    (":::{page-break}\n:::", (PageBreak(),)),
    (":::{contents}\n:of: tables\n:::", (Contents(of="tables"),)),
    ("```python\nx = 1\n```", (CodeBlock("x = 1\n", "python"),)),
    ("    x\n      y", (CodeBlock("x\n  y\n"),)),
    ("```{code-block} yaml\na: 1\n```", (CodeBlock("a: 1\n", "yaml"),)),
    ("```{code}\na\n```", (CodeBlock("a\n"),)),
    ("***", (ThematicBreak(),)),
    ("<div>\na\n</div>", (HtmlBlock("<div>\na\n</div>"),)),
    ("a\n\n% never shown\n% nor this\n\nb", (p("a"), p("b"))),
    ("100\n\\% of it", (p("100", SoftBreak(), "% of it"),)),
    (":::{note}\na\n:::", (Callout("note", (p("a"),)),)),
    (":::{seealso}\na\n:::", (Callout("note", (p("a"),)),)),
    (":::{hint} *T*\na\n:::", (Callout("tip", (p("a"),), (Emphasis(t("T")),)),)),
    ("~~~{danger}\na\n~~~", (Callout("warning", (p("a"),)),)),
    ("```{admonition} T\n:class: important\na\n```", (Callout("important", (p("a"),), t("T")),)),
    (
        "::::{warning}\na\n\n:::{note} In\nb\n:::\n\nc\n::::",
        (Callout("warning", (p("a"), Callout("note", (p("b"),), t("In")), p("c"))),),
    ),
    (
        "- a\n\n  :::{tip}\n  - b\n\n    c\n  :::\n- d",
        (
            BulletList(
                (
                    ListItem((p("a"), Callout("tip", (BulletList((ListItem((p("b"), p("c"))),), tight=False),)))),
                    ListItem((p("d"),)),
                ),
                tight=False,
            ),
        ),
    ),
    ("> :::{note}\n> a\n> :::\n\nb", (Quotation((Callout("note", (p("a"),)),)), p("b"))),
    (
        ":::{key-facts} T\n22\n: trade\n\n*18*27\n: since\n:::",
        (KeyFacts((KeyFact(t("22"), t("trade")), KeyFact((Emphasis(t("18")), Text("27")), t("since"))), t("T")),),
    ),
    (":::{contents} In this report\n:depth: 2\n:::", (Contents(2, t("In this report")),)),
    ("```{contents}\n```\n\n```{sources}\n```", (Contents(3), SourcesList())),
    (":::{image} a.svg\n:alt: x\n:width: 40 %\n:::", (Paragraph((Image("a.svg", "x", width=0.4),)),)),
]


@pytest.mark.parametrize(("source", "expected"), BLOCKS, ids=[each[0].split("\n")[0] for each in BLOCKS])
def test_blocks(source: str, expected: tuple[Block, ...]) -> None:
    assert parse_blocks(source) == expected


def test_lines_may_end_as_they_do_elsewhere() -> None:
    assert parse_blocks("a\r\nb\rc\n\r\nd") == parse_blocks("a\nb\nc\n\nd")


def test_options_may_stand_in_a_yaml_block() -> None:
    written = ":::{image} a.svg\n---\nalt: >\n  two\n  lines\nwidth: 50%\n---\n:::"
    assert parse_blocks(written) == (Paragraph((Image("a.svg", "two lines", width=0.5),)),)


def test_link_definitions_are_shared_by_all_parts_of_a_document() -> None:
    inside = parse_blocks("[a]\n\n:::{note}\n[b]\n\n[a]: https://a.org\n:::\n\n[b]: https://b.org")
    link_a, link_b = Link("https://a.org", t("a")), Link("https://b.org", t("b"))
    assert inside == (p(link_a), Callout("note", (p(link_b),)))


@pytest.mark.parametrize(
    ("extension", "source"),
    [
        ("comments", "% a"),
        ("definitions", "a\n: b"),
        ("directives", ":::{note}\na\n:::"),
        ("notes", "a[^b]\n\n[^b]: https://c.org"),
        ("roles", "{sub}`2`"),
        ("strikethrough", "~~a~~"),
        ("tables", "| a |\n| - |\n| b |"),
        ("targets", "(a)=\n# b"),
        ("tasks", "- [x] a"),
    ],
)
def test_each_extension_can_be_switched_off(extension: Extension, source: str) -> None:
    assert parse_blocks(source, without=(extension,)) != parse_blocks(source)
