from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Code, Document, Emphasis, ForeignWords, Inline, Link, Metadata, Note, Paragraph, Text
from publisher.preparation import prepare
from publisher.preparation.quotes import typographic
from publisher.traverse import plain_text
from publisher.words import words_for

N, B = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("lang", "straight", "set_"),
    [
        ("en", 'He said "yes".', "He said “yes”."),
        ("en", "\"He said 'no' again,\" she said.", "“He said ‘no’ again,” she said."),
        ("en", "\"'No,' he said.\"", "“‘No,’ he said.”"),
        ("en", "Peru's and the ministers' views", "Peru’s and the ministers’ views"),
        ("en", "the '90s and '08", "the ’90s and ’08"),
        ("en", "'tis so", "’tis so"),
        ("en", "6'2\" tall, 5' wide", "6′2″ tall, 5′ wide"),
        ("en", '"Since 2022" it says', "“Since 2022” it says"),
        ("en", '("so")—"and"', "(“so”)—“and”"),
        ("en", "already “set” and ‘set’", "already “set” and ‘set’"),
        ("de", "Er sagte: \"Ja, 'gern'.\"", "Er sagte: „Ja, ‚gern‘.“"),
        ("es", 'Dijo "sí".', "Dijo «sí»."),
        ("fr", 'Il dit "oui" !', f"Il dit «{N}oui{N}»{N}!"),
        ("fr", "Quoi? Non: l'heure; oui!", f"Quoi{N}? Non{B}: l’heure{N}; oui{N}!"),
        ("fr", "à 12:30, voir https://e.org/a?b=1", "à 12:30, voir https://e.org/a?b=1"),
        ("fr", "« déjà »", f"«{N}déjà{N}»"),
        ("ar", '"نعم"', "«نعم»"),
    ],
)
def test_marks_are_those_of_the_language(lang: str, straight: str, set_: str) -> None:
    assert typographic(straight, words_for(lang)) == set_


@given(st.text(alphabet="ab1 \"'()-.:;!?«»", max_size=30), st.sampled_from(["en", "de", "fr", "es", "ar"]))
def test_nothing_straight_is_left_and_no_letter_is_lost(text: str, lang: str) -> None:
    done = typographic(text, words_for(lang))
    assert not set("\"'") & set(done)
    assert [each for each in done if each.isalnum()] == [each for each in text if each.isalnum()]


def said(*content: Inline, lang: str = "en", smart: bool = True) -> str:
    metadata = replace(Metadata("It's", lang=lang), smart_quotes=smart)
    done = prepare(Document(metadata, (Paragraph(content),)))
    (block,) = done.blocks
    assert isinstance(block, Paragraph)
    return f"{done.metadata.title}: {plain_text(block.content)}"


def test_a_quotation_may_go_across_markup() -> None:
    assert said(Text('"'), Emphasis((Text('A" and "b'),)), Text('"')) == "It’s: “A” and “b”"


def test_code_and_shown_addresses_are_left() -> None:
    link = Link("https://e.org/it's", (Text("https://e.org/it's"),))
    assert said(Code('"x"'), Text(' is "'), Code("y"), Text('" '), link) == 'It’s: "x" is “y” https://e.org/it\'s'


def test_words_in_another_language_have_its_marks() -> None:
    assert said(Text('"a" '), ForeignWords((Text('"b"'),), "de")) == "It’s: “a” „b“"


def test_a_note_does_not_come_between() -> None:
    note = Note("n", (Paragraph((Text('A "note".'),)),))
    assert said(Text('"A'), note, Text('" b')) == "It’s: “A” b"


def test_the_metadata_can_leave_marks_as_they_are() -> None:
    assert said(Text('"a"'), smart=False) == 'It\'s: "a"'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("-3.4", "−3.4"),
        ("-3,4 %", "−3,4 %"),
        ("-US$5", "−US$5"),
        ("-5 to 3", "-5 to 3"),
        ("-x", "-x"),
        ("-5-12", "-5-12"),
        ("2009-2022", "2009-2022"),
    ],
)
def test_a_number_that_stands_alone_gets_a_minus_sign(typed: str, shown: str) -> None:
    assert said(Text(typed)) == f"It’s: {shown}"
