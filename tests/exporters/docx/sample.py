"""A prepared document with every construct, and short ways to write others."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import replace

from publisher.model import (
    Abbreviation,
    Author,
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

LOREM = (
    "Two-way trade in goods between the two countries grew steadily after the agreement entered into force, and both "
    "governments see room for more in agriculture, energy and services over the coming years. "
)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="400" height="160" viewBox="0 0 400 160">
<rect width="400" height="160" fill="#ffffff"/><g fill="#1f3a5f"><rect x="60" y="90" width="60" height="40"/>
<rect x="180" y="50" width="60" height="80"/><rect x="300" y="20" width="60" height="110"/></g>
<g font-family="Source Sans Pro" font-size="14" text-anchor="middle"><text x="90" y="150">2009</text>
<text x="210" y="150">2015</text><text x="330" y="150">2022</text></g></svg>"""


def t(*content: Inline | str) -> tuple[Inline, ...]:
    return tuple(Text(each) if isinstance(each, str) else each for each in content)


def p(*content: Inline | str) -> Paragraph:
    return Paragraph(t(*content))


def item(*content: Block | str, checked: bool | None = None) -> ListItem:
    return ListItem(tuple(p(each) if isinstance(each, str) else each for each in content), checked)


def bullets(*items: ListItem | str, tight: bool = True) -> BulletList:
    return BulletList(tuple(item(each) if isinstance(each, str) else each for each in items), tight)


def numbers(*items: ListItem | str, start: int = 1) -> OrderedList:
    return OrderedList(tuple(item(each) if isinstance(each, str) else each for each in items), start)


def cell(*content: Block | str, header: bool = False, padding: str = "") -> Cell:
    return Cell(tuple(p(each) if isinstance(each, str) else each for each in content), header, padding)


def row(*cells: Cell | str) -> Row:
    return Row(tuple(each if isinstance(each, Cell) else cell(each) for each in cells))


def section(title: str, *blocks: Block, level: int = 1, number: str = "", identifier: str = "") -> Section:
    name = identifier or title.lower().replace(" ", "-")
    return Section(t(title), blocks, level, identifier=name, number=number)


def png(width: int, height: int) -> bytes:
    """Draw a grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    rows = (b"\0" + b"\xb0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


METADATA = Metadata(
    title="Relations between the United States and Peru",
    subtitle="Trade, assistance and people",
    summary="Peru is a partner of long standing; this brief says what the two countries do together, and what it costs.",
    kicker="Fact sheet",
    short_title="U.S. relations with Peru",
    authors=(Author("A. Writer"), Author("B. Editor", "Americas desk", "b@example.org")),
    organisation="Office of Briefings",
    date=dt.date(2024, 1, 31),
    edition="3",
    lang="en-US",
    keywords=("trade", "Peru"),
    handling="Public",
)
RESOURCES = {
    "images/chart.svg": Resource("image/svg+xml", SVG, 300, 120),
    "images/square.png": Resource("image/png", png(40, 40), 30, 30),
}


def trade_table() -> Table:
    """Return a table with decimals, a row header, a note in a cell and a note below."""
    goods = Note("goods", (p("Goods only."), p("Services are reported separately.")), 2)
    rows = [
        ("Exports", "4.9", "9.1", ""),
        ("Imports", "4.2", "13", ".0"),
        ("Balance", "0.7", "\u22123.95", ""),
        ("Food and agriculture, including fish", "1,150.25", "7", ".00"),
    ]
    return Table(
        columns=(Column("left", 0.5), Column("decimal", 0.25), Column("decimal", 0.25)),
        head=(Row((cell(p("Flow", goods), header=True), cell("2009", header=True), cell("2022", header=True))),),
        body=tuple(Row((cell(name, header=True), cell(a), cell(b, padding=lack))) for name, a, b, lack in rows),
        caption=t("Two-way trade in goods, $ billion"),
        notes=(p("Source: Office of the U.S. Trade Representative, ", Emphasis(t("National trade estimate")), "."),),
        label="tbl-trade",
        identifier="tbl-trade",
        number=1,
    )


def plain_table() -> Table:
    """Return a table without a caption, with centred and right columns and blocks in a cell."""
    return Table(
        columns=(Column("left", 0.4), Column("center", 0.3), Column("right", 0.3)),
        head=(row("Office", "City", "Since"),),
        body=(
            row("Embassy", "Lima", "1827"),
            row(cell("Consular agency", bullets("visas", "notary"), "by appointment"), "Cusco", "1998"),
        ),
    )


def sample(*, numbered: bool = False, with_contents: bool = False) -> Document:
    """Return a document with every block and inline."""

    def n(number: str) -> str:
        return number if numbered else ""

    abbreviation = Abbreviation("USAID", "U.S. Agency for International Development", first=True)
    second = Note("second", (p("A note with a list:"), bullets("one", "two")), 1)
    by_number = Reference("tbl-trade", t("Table\u00a01"), "number", "Table\u00a0", "1", "tbl-trade", "table")
    figure_number = Reference("fig", t("Figure\u00a01"), "number", "Figure\u00a0", "1", "fig-chart", "figure")
    by_title = Reference("people", t("\u201c", "People", "\u201d"), "title", target="people", target_kind="section")
    if numbered:
        by_title = Reference("people", t("section\u00a02"), "number", "section\u00a0", "2", "people", "section")
    by_words = Reference("people", t("as told below"), "text", target="people", target_kind="section")
    facts = KeyFacts(
        (
            KeyFact(t("$22.2 billion"), t("two-way trade in goods in 2022")),
            KeyFact(t("$321 million"), t("assistance in fiscal year 2022, of which half is humanitarian")),
            KeyFact(t("26%"), t("of Peru’s imports come from the United States")),
            KeyFact(t("1827"), t("diplomatic relations since")),
        ),
        t("Key facts"),
    )
    words = p(
        "Plain, ", Emphasis(t("stressed")), ", ", Strong(t("strong, ", Emphasis(t("both")))), ", ",
        Strikethrough(t("struck")), ", H", Subscript(t("2")), "O, 10", Superscript(t("3")), ", ", Code("x  = 1"), ", ",
        abbreviation, ", ", FactReference("trade", text="$22.2 billion"), SoftBreak(), "and a ",
        Link("https://example.org/a?b=c&d=e", t("link with ", Code("code")), "Its title"), ".", LineBreak(),
        "After a break ", HtmlInline("<b>"), "and", HtmlInline("</b>"), " ", Image("images/square.png", "A grey square"), " a picture.", second,
    )  # fmt: skip
    trade = section(
        "Trade",
        words,
        p(LOREM * 3),
        trade_table(),
        p(by_number, " and ", figure_number, " show it, ", by_title, " and ", by_words, ".", NoteReference("goods", 2)),
        Figure(
            Image("images/chart.svg", "Bars for 2009, 2015 and 2022", "Trade", 0.8),
            t("Trade over time"),
            (p("Drawn from Table 1."),),
            "fig",
            "fig-chart",
            1,
        ),
        section("Lists", *lists(), level=2, number=n("1.1")),
        number=n("1"),
    )
    people = section("People", *others(), number=n("2"))
    entries = tuple(
        ContentsEntry(each.level, each.title, each.identifier, each.number)
        for top in (trade, people)
        for each in (top, *(inner for inner in top.blocks if isinstance(inner, Section)))
    )
    contents = (Contents(3, t("Contents"), entries),) if with_contents else ()
    notes = (second, Note("goods", (p("Goods only."), p("Services are reported separately.")), 2))
    metadata = replace(METADATA, numbering=numbered)
    return Document(metadata, (*contents, facts, p(LOREM * 2), trade, people), RESOURCES, notes=notes)


def lists() -> tuple[Block, ...]:
    """Return lists of all kinds."""
    return (
        bullets("bullet one", item("bullet two", bullets("nested", item("again", numbers("one", "two")))), "three"),
        p(LOREM),
        numbers("starts at seven", item("with a second paragraph", p(LOREM), bullets("inside")), "ends", start=7),
        p("Loose:"),
        bullets(item(LOREM, p("Second paragraph.")), item("Another item."), tight=False),
        bullets(item("read the source", checked=True), item("write the brief", checked=False)),
        DefinitionList(
            (
                Definition(t("Term"), ((p("Its definition."),),)),
                Definition(t("Another ", Emphasis(t("term"))), ((p("First."),), (p("Second, ", LOREM), p("More.")))),
            )
        ),
    )


def others() -> tuple[Block, ...]:
    """Return callouts, quotations, code and the rest."""
    return (
        Callout(
            "note", (p(LOREM), bullets("a list inside", item("and deeper", bullets("there"))), p("The end.")), t("Note")
        ),
        Callout("warning", (p(LOREM),), t("Mind the date")),
        p("A quotation:"),
        Quotation((p(LOREM), Quotation((p("Nested."),)), bullets("listed in it"))),
        CodeBlock("def f(x):\n    return x  # two\n\tindented\n", "python"),
        plain_table(),
        p("After the table."),
        ThematicBreak(),
        HtmlBlock("<div><p>Raw &amp; reduced</p></div>"),
        Quotation((Heading(3, t("A heading inside"), ""), p("Text."))),
        section(
            "Level two",
            section(
                "Level three",
                section("Level four", section("Level five", section("Level six", p(LOREM), level=6), level=5), level=4),
                level=3,
            ),
            level=2,
        ),
        section(
            "Sources",
            SourcesList((t(Link("https://ustr.gov", t("Trade data")), ", USTR."), t("Another source."))),
            level=2,
        ),
    )
