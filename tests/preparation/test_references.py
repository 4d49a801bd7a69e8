from __future__ import annotations

import pytest

from publisher.model import (
    Block,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    Note,
    Reference,
    Section,
    SoftBreak,
    Strong,
    Text,
)
from publisher.traverse import plain_text
from tests.preparation.building import at, codes, document, good, nodes, para, prepared, section, table, words

N = "\u00a0"


def targets(*more: Block, title: tuple[Inline, ...] = (Text("Trade"),)) -> tuple[Block, ...]:
    return (
        Section(title, (section("Ports", level=2, label="ports"),), 1, "trade"),
        table(["a"], ["1"], caption="Goods", label="tbl"),
        table(["a"], ["1"], label="bare"),
        Figure(Image("a.png", "alt"), (Text("Seen"),), label="fig"),
        *more,
    )


def first(done: Document) -> Reference:
    return nodes(done, Reference)[0]


def test_numbers_of_tables_figures_and_sections() -> None:
    done = good(
        document(
            *targets(para("In ", Reference("tbl"), ", ", Reference("fig"), ", ", Reference("ports"), ".")),
            numbering=True,
        )
    )
    assert words(done)[-1] == f"In Table{N}1, Figure{N}1, section{N}1.1."
    table_, figure, ports = nodes(done, Reference)
    assert (table_.prefix, table_.number, table_.target, table_.target_kind) == (f"Table{N}", "1", "tbl", "table")
    assert (figure.target, figure.target_kind) == ("fig", "figure")
    assert (ports.prefix, ports.number, ports.form) == (f"section{N}", "1.1", "number")


def test_generated_words_follow_the_language() -> None:
    done = good(
        document(*targets(para("En ", Reference("tbl"), " y ", Reference("ports"))), lang="es-PE", numbering=True)
    )
    assert words(done)[-1] == f"En tabla{N}1 y sección{N}1.1"


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", f"Figure{N}1: see Figure{N}1 (Table{N}1)."),
        ("es", f"Figura{N}1: see figura{N}1 (tabla{N}1)."),
        ("fr", f"Figure{N}1: see figure{N}1 (tableau{N}1)."),
        ("de", f"Abbildung{N}1: see Abbildung{N}1 (Tabelle{N}1)."),
        ("ar", f"الشكل{N}1: see الشكل{N}1 (الجدول{N}1)."),
    ],
)
def test_tables_and_figures_have_capitals_within_sentences_where_the_language_gives_them(lang: str, shown: str) -> None:
    line = para(Reference("fig"), ": see ", Reference("fig"), " (", Reference("tbl"), ").")
    assert words(good(document(*targets(line), lang=lang)))[-1] == shown


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ((), "Section"),
        (("See ",), "section"),
        (("It ends. ",), "Section"),
        (("Does it end?” ",), "Section"),
        (("It ends.", SoftBreak()), "Section"),
        ((Strong((Text("It ends."),)), Text(" ")), "Section"),
        (("“",), "Section"),
        (("see (",), "section"),
        (("(cf. ",), "section"),
        (("e.g. ",), "section"),
        (("in the U.S. ",), "section"),
        ((Reference("tbl"), " "), "section"),
        ((Image("a.png", ""), " "), "section"),
        (("It ends.", Note("n", (para("not here"),)), " "), "Section"),
        (("and", Note("n", (para("It ends. "),)), " "), "section"),
    ],
)
def test_section_has_a_capital_where_a_sentence_begins(before: tuple[Inline | str, ...], shown: str) -> None:
    done = good(document(*targets(para(*before, Reference("ports"))), numbering=True))
    assert nodes(done, Reference)[-1].prefix == f"{shown}{N}"


def test_a_reference_in_a_note_begins_its_own_sentence() -> None:
    note = Note("n", (para(Reference("ports")),))
    assert first(good(document(*targets(para("see", note)), numbering=True))).prefix == f"Section{N}"


def test_a_section_without_number_is_named_by_its_title() -> None:
    title = (Emphasis((Text("Trade"),)), Note("n", (para("x"),)), Link("https://a.pe", (Text(" in goods"),)))
    done = good(document(*targets(para(Reference("trade")), title=title)))
    assert plain_text(first(done).content) == "“Trade in goods”"
    assert first(done).form == "title"
    assert first(done).content[1] == Emphasis((Text("Trade"),))
    assert not [each for each in first(done).content if isinstance(each, Note | Link)]


def test_a_title_that_refers_to_a_title_ends() -> None:
    sections = (
        Section((Text("One and "), Reference("two")), (), 1, "one"),
        Section((Text("Two and "), Reference("one")), (), 1, "two"),
    )
    done = good(document(*sections, para(Reference("one"))))
    assert plain_text(nodes(done, Reference)[-1].content) == "“One and Two and ”"


def test_the_author_s_words_stay() -> None:
    done = good(document(*targets(para(Reference("tbl", (Text("the figures"),), "text")))))
    assert (first(done).content, first(done).form, first(done).target) == ((Text("the figures"),), "text", "tbl")


def test_numref_puts_the_number_into_the_author_s_words() -> None:
    done = good(document(*targets(para(Reference("tbl", (Text("Tab. %s"),))))))
    assert (first(done).prefix, first(done).number, first(done).form) == (f"Tab.{N}", "1", "number")
    assert plain_text(first(done).content) == f"Tab.{N}1"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ((Text("no. %s above"),), "no. 1 above"),
        ((Text("%s/%s"),), "1/1"),
        ((Text("no. "), Strong((Text("%s"),))), "no. 1"),
        ((Text("these figures"),), "these figures"),
    ],
)
def test_numref_with_other_words_is_text(content: tuple[Inline, ...], shown: str) -> None:
    done = good(document(*targets(para(Reference("tbl", content)))))
    assert (plain_text(first(done).content), first(done).form) == (shown, "text")


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        (Reference("trade", (Text("chapter %s"),), at=at(7)), "numbering: true"),
        (Reference("bare", (Text("Table %s"),), at=at(7)), "caption"),
        (Reference("bare", at=at(7)), "caption"),
    ],
)
def test_a_number_that_is_not_there_is_reported(reference: Reference, hint: str) -> None:
    done, found = prepared(document(*targets(para(reference))))
    assert codes(found) == [("unnumbered-target", 7)]
    assert hint in found[0].hint
    assert plain_text(first(done).content)


def test_an_unknown_label_is_reported_with_the_nearest() -> None:
    done, found = prepared(document(*targets(para(Reference("port", at=at(9)), Reference("xyz", at=at(10))))))
    assert codes(found) == [("unknown-label", 9), ("unknown-label", 10)]
    assert found[0].hint == "did you mean ports?"
    assert "(name)=" in found[1].hint
    assert words(done)[-1] == "portxyz"


def test_a_heading_that_opens_no_section_can_be_referred_to() -> None:
    done = good(document(Heading(2, (Text("Inside"),), "in"), para("see ", Reference("in"))))
    assert words(done) == ["see “Inside”"]
