from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from publisher.exporters.html.blocks import blocks, endnotes
from publisher.exporters.html.markup import medium_for
from publisher.model import (
    Abbreviation,
    Block,
    BulletList,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Column,
    Contents,
    ContentsEntry,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    FactReference,
    Figure,
    Heading,
    HtmlBlock,
    HtmlInline,
    Image,
    Inline,
    KeyFact,
    KeyFacts,
    LineBreak,
    Link,
    ListItem,
    Metadata,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    Quotation,
    Reference,
    Resource,
    Row,
    Section,
    SoftBreak,
    SourcesList,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)


def p(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content))


def cell(text: str, *, padding: str = "", header: bool = False) -> Cell:
    return Cell((p(text),), header, padding)


def html(*content: Block, paper: bool = False, page_references: bool = False, document: Document | None = None) -> str:
    medium = medium_for(document or Document(Metadata("T"), ()), paper=paper, page_references=page_references)
    return blocks(content, medium)


@pytest.mark.parametrize(
    ("inline", "expected"),
    [
        (Text('a < b & "c"'), "a &lt; b &amp; &quot;c&quot;"),
        (Emphasis((Text("e"),)), "<em>e</em>"),
        (Strong((Text("s"),)), "<strong>s</strong>"),
        (Strikethrough((Text("x"),)), "<s>x</s>"),
        (Subscript((Text("2"),)), "<sub>2</sub>"),
        (Superscript((Text("3"),)), "<sup>3</sup>"),
        (Code("<b>"), "<code>&lt;b&gt;</code>"),
        (Abbreviation("EU", "European Union"), '<abbr title="European Union">EU</abbr>'),
        (
            Abbreviation("EU", "European Union", first=True),
            '<abbr title="European Union">EU</abbr> (European Union)',
        ),
        (
            Link("https://e.org/?a=1&b=2", (Text("w"),), 'say "hi"'),
            '<a href="https://e.org/?a=1&amp;b=2" title="say &quot;hi&quot;">w</a>',
        ),
        (
            Reference("t", (Text("Table\u00a01"),), target="t"),
            '<a class="reference" href="#t">Table\u00a01</a>',
        ),
        (Image("a.png", "A <cat>"), '<img src="a.png" alt="A &lt;cat&gt;" />'),
        (NoteReference("n", 4), '<a class="note-mark" href="#_note-4">4</a>'),
        (
            FactReference("f", "long", "$22.2 billion", "22200000000"),
            '<data class="whole" value="22200000000">$22.2 billion</data>',
        ),
        (FactReference("f", "long", "June 2023", "2023-06"), '<time datetime="2023-06">June 2023</time>'),
        (FactReference("f", "long", "words", ""), "words"),
        (SoftBreak(), "\n"),
        (LineBreak(), "<br />\n"),
        (HtmlInline("<kbd>"), "<kbd>"),
    ],
)
def test_inlines(inline: Inline, expected: str) -> None:
    assert html(p(inline)) == f"<p>{expected}</p>\n"


def test_a_note_is_marked_on_screen_and_written_at_the_end_with_a_way_back() -> None:
    note = Note("n", (p("What it says."), p("And more.")), 1)
    document = Document(Metadata("T"), (), notes=(note,))
    assert html(p("x", note), document=document) == (
        '<p>x<a class="note-mark" id="_note-1-mark" href="#_note-1" role="doc-noteref">1</a></p>\n'
    )
    end = endnotes(medium_for(document))
    assert '<li id="_note-1">What it says.<p>And more.</p>\n' in end
    assert 'href="#_note-1-mark" role="doc-backlink" aria-label="Back to the text 1"' in end


def test_a_note_stands_in_its_place_on_paper() -> None:
    note = Note("n", (p("What it says."),), 1)
    document = Document(Metadata("T"), (), notes=(note,))
    written = html(p("x", note), paper=True, document=document)
    assert written == '<p>x<span class="footnote" id="_note-1" data-number="1">What it says.</span></p>\n'
    assert endnotes(medium_for(document, paper=True)) == ""


def test_references_name_pages_only_on_paper_that_wants_it() -> None:
    reference = Reference("t", (Text("Table\u00a01"),), "number", target="t")
    assert 'class="reference with-page"' in html(p(reference), paper=True, page_references=True)
    assert 'class="reference"' in html(p(reference), paper=True)


def test_pictures_carry_their_bytes() -> None:
    document = Document(Metadata("T"), (), {"a.png": Resource("image/png", b"123", 30, 20)})
    natural = html(p(Image("a.png", "A")), document=document)
    assert natural == '<p><img src="data:image/png;base64,MTIz" alt="A" style="width:30pt" /></p>\n'
    assert 'style="width:60%"' in html(p(Image("a.png", "A", width=0.6)), document=document)


def test_sections_nest_and_the_sixth_level_says_that_it_is_the_seventh_heading() -> None:
    inner: Section = Section((Text("Six"),), (p("Deep."),), 6, "", "six")
    outer = Section((Text("One"),), (inner,), 1, "", "one", "1")
    assert html(outer) == (
        '<section>\n<h2 class="heading-1" id="one"><span class="number">1</span> One</h2>\n'
        '<section>\n<h6 class="heading-6" id="six" aria-level="7">Six</h6>\n<p>Deep.</p>\n</section>\n</section>\n'
    )


def test_plain_blocks() -> None:
    assert html(Heading(3, (Text("H"),))) == "<h3>H</h3>\n"
    assert html(Quotation((p("Q"),))) == "<blockquote>\n<p>Q</p>\n</blockquote>\n"
    assert html(CodeBlock("a < b\n", "python")) == '<pre><code class="language-python">a &lt; b\n</code></pre>\n'
    assert html(ThematicBreak()) == "<hr />\n"
    assert html(HtmlBlock("<p>x</p>\n")) == "<p>x</p>\n"


def test_lists_tight_loose_started_and_ticked() -> None:
    items = (ListItem((p("a"),)), ListItem((p("b"), BulletList((ListItem((p("c"),)),)))))
    assert html(BulletList(items)) == "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"
    assert html(OrderedList(items[:1], 3, tight=False)) == '<ol start="3">\n<li>\n<p>a</p>\n</li>\n</ol>\n'
    assert 'style="counter-reset:list-item 2"' in html(OrderedList(items[:1], 3), paper=True)
    ticked = html(BulletList((ListItem((p("a"),), checked=True), ListItem((p("b"),), checked=False))))
    assert '<span class="box" role="img" aria-label="done">☑</span> a' in ticked
    assert '<span class="box" role="img" aria-label="to do">☐</span> b' in ticked


def test_definitions() -> None:
    entry = Definition((Text("Term"),), ((p("One."),), (p("Two."), p("Three."))))
    assert html(DefinitionList((entry,))) == (
        "<dl>\n<dt>Term</dt>\n<dd>One.</dd>\n<dd>\n<p>Two.</p>\n<p>Three.</p>\n</dd>\n</dl>\n"
    )


def test_cells_of_several_columns_and_rows_say_what_they_head() -> None:
    head = (
        Row((replace(cell("Flow"), rowspan=2), replace(cell("Years"), colspan=2))),
        Row((cell("2009"), cell("2022"))),
    )
    body = (
        Row((replace(cell("Goods", header=True), colspan=3),), heads_group=True),
        Row((cell("Exports", header=True), replace(cell("none"), colspan=2))),
        Row((replace(cell("Services", header=True), colspan=3),), heads_group=True),
        Row((cell("Imports", header=True), cell("1"), replace(cell("2"), rowspan=2))),
        Row((cell("Both", header=True), cell("1"))),
    )
    columns = (Column("left", 0.5), Column("decimal", 0.25), Column("decimal", 0.25))
    root = ET.fromstring(f"<x>{html(Table(columns, head, body, foot=(Row((cell('Sum'), cell('2'), cell('2'))),)))}</x>")
    assert [(th.text, th.get("scope"), th.get("colspan"), th.get("rowspan")) for th in root.iter("th")] == [
        ("Flow", "col", None, "2"),
        ("Years", "colgroup", "2", None),
        ("2009", "col", None, None),
        ("2022", "col", None, None),
        ("Goods", "rowgroup", "3", None),
        ("Exports", "row", None, None),
        ("Services", "rowgroup", "3", None),
        ("Imports", "row", None, None),
        ("Both", "row", None, None),
    ]
    assert [len(part) for part in root.iter("tbody")] == [2, 3]
    assert ["".join(part.itertext()).split() for part in root.iter("tfoot")] == [["Sum22"]]


def test_a_table_has_caption_scopes_widths_and_decimals() -> None:
    table = Table(
        (Column("left", 0.75), Column("decimal", 0.25)),
        (Row((cell("What"), cell("$ billion"))),),
        (Row((cell("Goods", header=True), cell("22.2"))), Row((cell("Fish"), cell("7", padding=".0")))),
        (Text("Trade"),),
        (p("Source: X."),),
        "t",
        "t",
        2,
    )
    written = html(table)
    root = ET.fromstring(f"<x>{written}</x>")
    assert ["".join(caption.itertext()) for caption in root.iter("caption")] == ["Table 2. Trade"]
    assert [th.get("scope") for th in root.iter("th")] == ["col", "col", "row"]
    assert [col.get("style") for col in root.iter("col")] == ["width:75%", "width:25%"]
    assert '<td class="end decimal" data-pad=".0">7</td>' in written
    assert '<div class="notes">\n<p>Source: X.</p>\n</div>' in written
    assert written.startswith('<div class="table small" role="group" tabindex="0">')


def test_a_figure_has_its_caption_below() -> None:
    figure = Figure(Image("a.svg", "Bars"), (Text("Trade"),), (p("Legend."),), "f", "f", 1)
    assert html(figure) == (
        '<figure id="f">\n<img src="a.svg" alt="Bars" />\n'
        '<figcaption><span class="label">Figure 1.</span> Trade'
        '<div class="notes">\n<p>Legend.</p>\n</div>\n</figcaption>\n</figure>\n'
    )


def test_callouts_key_facts_contents_and_sources() -> None:
    callout = html(Callout("warning", (p("Mind."),), (Text("Gap"),)))
    assert callout.startswith('<div class="callout callout-warning" role="note">\n<p class="callout-title">Gap</p>\n')
    facts = html(KeyFacts((KeyFact((Text("1827"),), (Text("relations"),)),), (Text("Key facts"),)))
    assert "<div><dt>1827</dt> <dd>relations</dd></div>" in facts
    contents = html(Contents(2, (Text("Contents"),), (ContentsEntry(1, (Text("Trade"),), "trade", "1"),)))
    assert '<a href="#trade"><span class="number">1</span> Trade</a>' in contents
    assert html(SourcesList(((Text("A source"),),))) == '<ol class="sources">\n<li>A source</li>\n</ol>\n'


def test_lines_of_code_are_elements_where_they_are_numbered_or_may_be_wrapped() -> None:
    assert html(CodeBlock("a\n\nb\n", first_line=9)) == (
        '<pre><code><span class="line" data-number="9">a\n</span><span class="line" data-number="10">\n</span>'
        '<span class="line" data-number="11">b\n</span></code></pre>\n'
    )
    long = "x" * 40
    assert html(CodeBlock(f"{long}\n")) == f'<pre><code><span class="line">{long}\n</span></code></pre>\n'
    assert html(CodeBlock("a\n", caption=(Text("How"),), identifier="lst", number=2)) == (
        '<figure class="listing" id="lst">\n<figcaption><span class="label">Listing 2.</span> How</figcaption>\n'
        "<pre><code>a\n</code></pre>\n</figure>\n"
    )


@pytest.mark.parametrize("noun", ["R&D", 'researchandd&x "and" <more>', "a&b", "researchanddev&y", "<b>"])
def test_what_keeps_to_one_line_parts_no_character_that_is_escaped(noun: str) -> None:
    body = html(p(FactReference("f", text=f"5–6 {noun}", value="5/6")))
    assert "".join(ET.fromstring(body).itertext()).strip() == f"5–6 {noun}"
