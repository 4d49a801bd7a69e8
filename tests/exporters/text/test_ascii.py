from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.diagnostics import Location, Severity
from publisher.exporters.text import export_ascii
from publisher.exporters.text.spelling import spell, spell_address
from publisher.model import (
    Abbreviation,
    Block,
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
    KeyFact,
    KeyFacts,
    Link,
    ListItem,
    Metadata,
    Note,
    OrderedList,
    Quotation,
    Reference,
    Row,
    Section,
    SourcesList,
    Table,
    Text,
)
from tests.exporters.text.pages import ascii_body, document, line, para, theme, words


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("plain", "plain"),
        ("“Peru’s”", '"Peru\'s"'),
        ("1827–2024 — and on…", "1827-2024 -- and on..."),
        ("Perú, São Tomé, Łódź, Straße, Ærø", "Peru, Sao Tome, Lodz, Strasse, AEro"),
        ("x\u0302", "x"),
        ("≤ 5 × 3 ≥ ± 2", "<= 5 x 3 >= +/- 2"),
        ("€5, 5€, 5 €", "EUR 5, 5 EUR, 5 EUR"),
        ("2½ cups, ½ cup", "2 1/2 cups, 1/2 cup"),
        ("m², 10⁻⁶, CO₂", "m^2, 10^-6, CO_2"),
        ("25 °C, 25°, §5", "25 deg C, 25 deg, sec. 5"),
        ("→ ☑ • ™", "-> [x] * (TM)"),
        ("ﬁ Ⅳ ㎏ Ａ", "fi IV kg A"),
        ("中", "[U+4E2D]"),
        ("é\u200b\ufe0f", "e"),
    ],
)
def test_spelling(text: str, spelled: str) -> None:
    assert spell(text) == spelled


def test_addresses_stay_addresses() -> None:
    assert spell_address("https://a.example/a%20b?c=d#e") == "https://a.example/a%20b?c=d#e"
    assert spell_address("https://a.example/perú?x=%20") == "https://a.example/per%C3%BA?x=%20"


def test_what_has_no_spelling_is_shown_and_told_once_with_its_first_place() -> None:
    at = Location("index.md", 3, 5)
    made = document(para(Text("中文", at=at), Text("中", at=Location("index.md", 9))))
    artifact = export_ascii(made, theme())
    assert artifact.content.endswith(b"\n[U+4E2D][U+6587][U+4E2D]\n")
    first, second = artifact.diagnostics
    assert (first.code, first.severity, first.at) == ("missing-glyph", Severity.LOSS, at)
    assert first.message == (
        "中 (CJK UNIFIED IDEOGRAPH-4E2D) has no spelling in ASCII; it is shown as [U+4E2D], 2 times"
    )
    assert "CJK UNIFIED IDEOGRAPH-6587" in second.message
    assert first.hint


def test_an_address_shown_in_other_letters_is_added() -> None:
    link = Link("https://a.example/per%C3%BA", words("https://a.example/perú"))
    assert line(link, to=ascii_body) == "https://a.example/peru <https://a.example/per%C3%BA>"


def test_no_break_spaces_still_join_words() -> None:
    assert ascii_body(para("x" * 66, " Table\u00a02 é")) == f"{'x' * 66}\nTable 2 e\n"
    assert ascii_body(CodeBlock("a\u00a0b\n")) == "    a b\n"


def blocks(text: str) -> tuple[Block, ...]:
    said = words(text)
    paragraph = para(text)
    cells = (Cell((paragraph,)),)
    return (
        Contents(3, said, (ContentsEntry(1, said, "x"),)),
        KeyFacts((KeyFact(said, said),), said),
        Section(said, (paragraph, Heading(2, said)), 1),
        Quotation((paragraph,)),
        OrderedList((ListItem((paragraph,)),)),
        DefinitionList((Definition(said, ((paragraph,),)),)),
        CodeBlock(f"{text}\n"),
        Table((Column("left", 1.0),), (Row(cells),), (Row(cells),), said, (paragraph,), number=1),
        Figure(Image("x", text, text), said, (paragraph,)),
        Callout("tip", (paragraph,), said),
        SourcesList((said,)),
        HtmlBlock(f"<p>{text}</p>"),
        para(Emphasis(said), Code(text), Abbreviation(text, text, first=True), Image("x", text), HtmlInline("<b>")),
        para(
            Link("https://a.example", said, title=text, number=1), Reference("x", said), FactReference("x", text=text)
        ),
    )


def test_every_text_is_spelled_and_every_loss_is_told() -> None:
    note = Note("n", (para("ж"),), number=1)
    front = Metadata("ж", "ж", "ж", "ж", organisation="ж", handling="ж", date=dt.date(2024, 1, 31), lang="ja")
    made = Document(front, (*blocks("ж"), para(note)), notes=(note,), links=("https://a.example/ж",))
    artifact = export_ascii(made, theme())
    assert artifact.content.isascii()
    assert {each.message.split()[0] for each in artifact.diagnostics} == {"ж", "年", "月", "日"}
    shown = artifact.content.decode().count("[U+0436]")
    told = next(each.message for each in artifact.diagnostics if each.message.startswith("ж"))
    assert shown >= 40
    assert told.endswith(f"shown as [U+0436], {shown - 2} times")  # the mark and the edition line are one text


@settings(deadline=None)
@given(st.text())
def test_spelling_is_ascii_and_final(text: str) -> None:
    spelled = spell(text)
    assert spelled.replace("\u00a0", " ").isascii()
    assert spell(spelled) == spelled
