from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.exporters.text import export
from publisher.model import (
    Block,
    BulletList,
    Callout,
    CodeBlock,
    Contents,
    ContentsEntry,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    HtmlBlock,
    Image,
    KeyFact,
    KeyFacts,
    ListItem,
    OrderedList,
    Quotation,
    Section,
    SourcesList,
    ThematicBreak,
)
from tests.exporters.text.pages import ascii_body, body, document, para, shown, theme, words

LONG = para(
    "Two-way trade in goods grew from $9.1 billion in 2009 to $22.2 billion in 2022, the year for which the latest "
    "figures are known."
)


def item(*blocks: Block, checked: bool | None = None) -> ListItem:
    return ListItem(blocks, checked)


def section(level: int, *blocks: Block, number: str = "") -> Section:
    return Section(words(f"Level {level}"), blocks, level, number=number)


def test_paragraphs_are_filled_and_parted_by_a_blank_line() -> None:
    assert body(LONG, para("Short.")) == shown("""
        Two-way trade in goods grew from $9.1 billion in 2009 to $22.2 billion
        in 2022, the year for which the latest figures are known.

        Short.
        """)


def test_headings_are_underlined_as_the_theme_says_and_then_marked_as_it_says() -> None:
    nested = section(6, para("Six."))
    for level in range(5, 0, -1):
        nested = section(level, para(f"{level}."), nested)
    assert body(nested) == shown("""
        Level 1
        =======

        1.

        Level 2
        -------

        2.

        Level 3
        -------

        3.

        _Level 4_

        4.

        LEVEL 5

        5.

        *Level 6*

        Six.
        """)


def test_sections_are_numbered_and_top_sections_stand_apart() -> None:
    first = section(1, section(2, para("Text."), number="1.1"), number="1")
    assert body(first, section(1, number="2")) == shown("""
        1 Level 1
        =========

        1.1 Level 2
        -----------

        Text.


        2 Level 1
        =========
        """)


def test_a_heading_of_wide_characters_is_underlined_in_full() -> None:
    assert body(Section(words("秘魯 Perú"), (), 1)) == "秘魯 Perú\n=========\n"


def test_quotations_have_a_bar() -> None:
    assert body(Quotation((LONG, Heading(2, words("Then")), Quotation((para("Deeper."),))))) == shown("""
        > Two-way trade in goods grew from $9.1 billion in 2009 to $22.2 billion
        > in 2022, the year for which the latest figures are known.
        >
        > Then
        > ----
        >
        > > Deeper.
        """)


def test_bullet_lists_hang_and_change_their_bullet_with_depth() -> None:
    deep = BulletList((item(para("three"), BulletList((item(para("four")),))),))
    assert body(BulletList((item(LONG, BulletList((item(para("two"), deep),))), item(para("last"))))) == shown("""
        • Two-way trade in goods grew from $9.1 billion in 2009 to $22.2 billion
          in 2022, the year for which the latest figures are known.
          – two
            · three
              • four
        • last
        """)


def test_loose_lists_have_space_between() -> None:
    assert body(BulletList((item(para("one"), para("more")), item(para("two"))), tight=False)) == shown("""
        • one

          more

        • two
        """)


def test_numbers_of_lists_end_at_the_same_column() -> None:
    assert body(OrderedList((item(para("nine")), item(LONG)), start=9)) == shown("""
         9. nine
        10. Two-way trade in goods grew from $9.1 billion in 2009 to $22.2
            billion in 2022, the year for which the latest figures are known.
        """)


def test_lists_of_other_kinds_nest() -> None:
    bullets = BulletList((item(para("bullet"), OrderedList((item(para("inner")),))),))
    assert body(OrderedList((item(para("outer"), bullets), item()))) == shown("""
        1. outer
           • bullet
             1. inner
        2.
        """)


def test_other_blocks_in_a_tight_list_have_space_around() -> None:
    assert body(BulletList((item(para("one"), CodeBlock("code\n"), para("two")),))) == shown("""
        • one

              code

          two
        """)


def test_tasks_have_boxes() -> None:
    assert body(BulletList((item(para("done"), checked=True), item(para("open"), checked=False)))) == shown("""
        • [x] done
        • [ ] open
        """)


def test_definitions_are_indented() -> None:
    entries = (
        Definition(words("Fiscal year"), ((LONG,), (para("Again."),))),
        Definition(words("BNC"), ((para("x"),),)),
    )
    assert body(DefinitionList(entries)) == shown("""
        Fiscal year
            Two-way trade in goods grew from $9.1 billion in 2009 to $22.2
            billion in 2022, the year for which the latest figures are known.

            Again.

        BNC
            x
        """)


def test_code_is_kept() -> None:
    long = "x " * 50
    assert body(CodeBlock(f"def f():\n\treturn 1  \n\n{long}\n", language="python")) == (
        f"    def f():\n        return 1\n\n    {long.rstrip()}\n"
    )


def test_code_without_text_leaves_no_gap() -> None:
    assert body(para("a"), CodeBlock(""), para("b")) == "a\n\nb\n"


def test_figures_are_described() -> None:
    figure = Figure(Image("a.svg", "Bars that rise"), words("Trade, by year"), (para("Source: USTR."),), number=2)
    assert body(figure) == "[Picture: Bars that rise]\nFigure 2. Trade, by year\nSource: USTR.\n"
    assert body(Figure(Image("a.svg", "Bars"))) == "[Picture: Bars]\n"


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Callout("note", (para("Goods only."),), words("Note")), "│ Note\n│\n│ Goods only.\n"),
        (Callout("tip", (para("Goods only."),), words("Tip: By the way")), "│ Tip: By the way\n│\n│ Goods only.\n"),
        (Callout("important", (), words("Important")), "┃ Important\n"),
        (Callout("warning", (LONG,), words("Warning")), None),
    ],
)
def test_callouts_have_a_bar_and_a_word(block: Callout, text: str | None) -> None:
    assert body(block) == (
        text
        or shown("""
        ┃ Warning
        ┃
        ┃ Two-way trade in goods grew from $9.1 billion in 2009 to $22.2 billion
        ┃ in 2022, the year for which the latest figures are known.
        """)
    )


def test_key_facts_stand_in_two_columns() -> None:
    entries = (
        KeyFact(words("$22.2 billion"), words("two-way trade in goods in 2022, up from $9.1 billion in the year 2009")),
        KeyFact(words("1827"), words("diplomatic relations established")),
    )
    assert body(KeyFacts(entries, words("Key facts"))) == shown("""
        ────────────────────────────────────────────────────────────────────────
        KEY FACTS

        $22.2 billion  two-way trade in goods in 2022, up from $9.1 billion in
                       the year 2009

        1827           diplomatic relations established
        ────────────────────────────────────────────────────────────────────────
        """)


def test_a_long_key_fact_takes_a_third() -> None:
    entries = (KeyFact(words("between one and two billion dollars"), words("trade")), KeyFact(words("1"), words("x")))
    assert body(KeyFacts(entries)) == shown("""
        ────────────────────────────────────────────────────────────────────────
        between one and two       trade
        billion dollars

        1                         x
        ────────────────────────────────────────────────────────────────────────
        """)


def test_contents_are_indented_below_the_titles_above() -> None:
    entries = (
        ContentsEntry(1, words("Trade"), "t", "1"),
        ContentsEntry(2, words("Goods"), "g", "1.1"),
        ContentsEntry(3, LONG.content, "f", "1.1.1"),
        ContentsEntry(1, words("Assistance"), "a", "10"),
        ContentsEntry(1, words("Notes on all of it"), "n"),
    )
    assert body(Contents(3, words("Contents"), entries)) == shown("""
        Contents
        ========

        1   Trade
            1.1  Goods
                 1.1.1  Two-way trade in goods grew from $9.1 billion in 2009 to
                        $22.2 billion in 2022, the year for which the latest
                        figures are known.
        10  Assistance
            Notes on all of it
        """)


def test_contents_without_numbers() -> None:
    entries = (ContentsEntry(1, words("Trade"), "t"), ContentsEntry(2, words("Goods"), "g"))
    assert body(Contents(3, words("Contents"), entries)).endswith("\n\nTrade\n  Goods\n")


def test_contents_that_were_not_prepared_say_nothing() -> None:
    assert body(para("Before."), Contents(3), para("After.")) == "Before.\n\nAfter.\n"


def test_sources_are_numbered() -> None:
    sources = SourcesList((words("USTR, “Peru”, retrieved June 30, 2023."), LONG.content))
    assert body(sources) == shown("""
        1. USTR, “Peru”, retrieved June 30, 2023.
        2. Two-way trade in goods grew from $9.1 billion in 2009 to $22.2
           billion in 2022, the year for which the latest figures are known.
        """)


def test_a_thematic_break_is_centered() -> None:
    assert body(para("a"), ThematicBreak(), para("b")) == f"a\n\n{' ' * 31}*   *   *\n\nb\n"


def test_html_is_reduced_to_what_it_says() -> None:
    html = (
        '<div><p>Fish &amp; chips<br/>and <em>peas</em>,\nsee <a href="https://a.example">this</a></p>'
        '<!-- no --><ul><li>one</li><li>two</li></ul><img alt="a map"/></div>'
    )
    assert body(HtmlBlock(html)) == "Fish & chips\nand peas, see <https://a.example> this\none\ntwo\n[a map]\n"


def test_ascii_draws_with_other_characters() -> None:
    bullets = BulletList((item(para("one"), BulletList((item(para("two")),))),))
    callout = Callout("warning", (para("Mind the fiscal year."),), words("Warning"))
    assert ascii_body(bullets, callout, KeyFacts((KeyFact(words("1"), words("one")),))) == shown("""
        - one
          * two

        | Warning
        |
        | Mind the fiscal year.

        ------------------------------------------------------------------------
        1  one
        ------------------------------------------------------------------------
        """)


def test_deep_nesting_narrows_the_measure_and_goes_on() -> None:
    nested: Block = LONG
    for _ in range(60):
        nested = Quotation((nested,))
    assert "".join(body(nested).replace(">", "").split()) == "".join(body(LONG).split())


def test_capitals_and_alignment_come_from_the_theme() -> None:
    looks = theme()
    styles = {
        **looks.styles,
        "heading-1": replace(looks.styles["heading-1"], align="center", uppercase=True),
        "caption": replace(looks.styles["caption"], align="end"),
    }
    themed = replace(looks, styles=styles, fingerprint="another")
    figure = Figure(Image("a.svg", "x"), words("Right"))
    text = export(document(Section(words("Centered"), (figure,), 1)), themed).content.decode()
    assert f"\n{' ' * 32}CENTERED\n{' ' * 32}========\n\n[Picture: x]\n{' ' * 67}Right\n" in text
