from __future__ import annotations

import datetime as dt
from dataclasses import replace

from publisher.exporters.text import ASCII, TEXT, export
from publisher.model import Author, Document, Link, Metadata, Note, Section
from tests.exporters.text.pages import body, document, para, shown, theme, words

FRONT = Metadata(
    "U.S.–Peru Relations",
    subtitle="A partnership of two centuries",
    summary="The United States and Peru share interests in democracy, human rights, security and mutually "
    "beneficial trade.",
    kicker="Fact sheet",
    date=dt.date(2024, 1, 31),
    edition="2",
    authors=(Author("Ana Pérez", "Peru Desk"),),
    organisation="U.S. Department of State",
    handling="Public",
)


def text_of(metadata: Metadata, *names: str) -> str:
    blocks = tuple(Section(words(name), (para("Text."),), 1) for name in names)
    return export(Document(metadata, blocks), theme()).content.decode()


def test_the_title_block_says_what_it_is_and_the_handling_mark_stands_first_and_last() -> None:
    assert text_of(FRONT, "Trade") == shown("""
                                         PUBLIC

        FACT SHEET
        U.S.–Peru Relations
        ========================================================================

        A partnership of two centuries

        The United States and Peru share interests in democracy, human rights,
        security and mutually beneficial trade.

        ────────────────────────────────────────────────────────────────────────
        January 31, 2024 · Edition 2 · Ana Pérez, Peru Desk ·
        U.S. Department of State · Public


        Trade
        =====

        Text.

                                         PUBLIC
        """)


def test_a_title_block_of_a_title_alone() -> None:
    assert text_of(Metadata("Lima")) == f"Lima\n{'=' * 72}\n"


def test_a_top_heading_stands_further_from_the_title_than_a_paragraph() -> None:
    rule = "=" * 72
    assert text_of(Metadata("Lima"), "Trade").startswith(f"Lima\n{rule}\n\n\nTrade\n")
    text = export(Document(Metadata("Lima"), (para("Trade"),)), theme()).content.decode()
    assert text == f"Lima\n{rule}\n\nTrade\n"


def test_the_date_is_in_the_language_of_the_document() -> None:
    spanish = replace(FRONT, lang="es-PE")
    assert "31 de enero de 2024 · Edición 2 ·" in text_of(spanish)


def test_an_edition_line_with_many_authors_is_filled() -> None:
    authors = tuple(Author(f"Author Number {number}", "An Office With A Long Name") for number in range(5))
    lines = text_of(replace(FRONT, authors=authors)).splitlines()
    assert max(map(len, lines)) <= 72


def test_notes_are_listed_in_full() -> None:
    first = Note("a", (para("Goods only; " * 8), para("Second.")), number=1)
    second = Note("b", (para("See ", Link("https://b.example", words("there"), number=1), "."),), number=2)
    assert body(
        para("Trade", first, " and aid.", second), notes=(first, second), links=("https://b.example",)
    ) == shown("""
        Trade[1] and aid.[2]


        Notes
        =====

        [1] Goods only; Goods only; Goods only; Goods only; Goods only; Goods
            only; Goods only; Goods only;

            Second.

        [2] See there [L1].


        Links
        =====

        [L1] https://b.example
        """)


def test_short_notes_stand_close_and_their_numbers_end_at_one_column() -> None:
    notes = tuple(Note(str(number), (para("x"),), number=number) for number in range(1, 11))
    assert "\n [9] x\n[10] x\n" in body(para(*notes), notes=notes)


def test_addresses_are_never_broken() -> None:
    links = tuple(f"https://www.example.org/{'path/' * 20}{number}" for number in range(1, 12))
    lines = body(para("x"), links=links).splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines if line.lstrip().startswith("[L")] == list(links)


def test_the_exporters_are_named() -> None:
    assert (TEXT.name, TEXT.suffix, TEXT.media_type) == ("txt", ".txt", "text/plain; charset=utf-8")
    assert (ASCII.name, ASCII.suffix, ASCII.media_type) == ("ascii", ".ascii.txt", "text/plain; charset=us-ascii")


def test_a_theme_sets_width_and_underlines_and_may_ask_for_ascii() -> None:
    rules = replace(theme().text, width=30, underlines="#", ascii=True)
    themed = replace(theme(), text=rules, fingerprint="narrow")
    made = document(Section(words("Trade"), (para("Two-way trade – in goods – grew fast."),), 1))
    assert (
        TEXT.export(made, themed).content
        == shown("""
        Title
        ##############################


        *Trade*

        Two-way trade - in goods -
        grew fast.
        """).encode()
    )
