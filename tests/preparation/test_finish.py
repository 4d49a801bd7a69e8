from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from publisher.model import (
    Abbreviation,
    BulletList,
    Callout,
    CalloutKind,
    Contents,
    Definition,
    DefinitionList,
    Document,
    FactReference,
    Figure,
    Image,
    Inline,
    KeyFact,
    KeyFacts,
    Link,
    ListItem,
    Note,
    NoteReference,
    Reference,
    Section,
    Source,
    SourcesList,
    Text,
)
from publisher.traverse import plain_text
from tests.preparation.building import document, fact, good, ledger, nodes, para, section, table


def note(label: str, *content: Inline | str) -> Note:
    return Note(label, (para(*content),))


def test_notes_are_numbered_in_reading_order_wherever_they_are_cited() -> None:
    captioned = replace(table(["a"], ["1"]), caption=(Text("c"), note("caption")), notes=(para(note("below")),))
    done = good(
        document(
            Section((Text("T"), note("title")), (), 1),
            KeyFacts((KeyFact((Text("1"), note("key")), (Text("x"),)),)),
            captioned,
            Figure(Image("a.png", "x"), (note("figure"),)),
            DefinitionList((Definition((Text("t"), note("term")), ((para(note("definition")),),)),)),
            BulletList((ListItem((para(note("item")),)),)),
        )
    )
    order = ["title", "key", "caption", "below", "figure", "term", "definition", "item"]
    assert [each.label for each in done.notes] == order
    assert [each.number for each in done.notes] == list(range(1, 9))
    assert {each.label: each.number for each in nodes(done, Note)} == {each.label: each.number for each in done.notes}


def test_notes_within_notes_come_after_those_of_the_text() -> None:
    done = good(document(para(note("a", "x", note("inner", note("innermost"))), note("b"))))
    assert [each.label for each in done.notes] == ["a", "b", "inner", "innermost"]
    assert done.notes[0].blocks == nodes(done, Note)[0].blocks


def test_a_note_cited_again_has_one_number() -> None:
    done = good(document(para(note("a")), para(note("b"), NoteReference("a"), NoteReference("b"))))
    assert [each.number for each in nodes(done, NoteReference)] == [1, 2]
    assert len(done.notes) == 2


def test_what_notes_say_is_prepared() -> None:
    done = good(
        document(para(note("a", FactReference("n"), Link("https://a.pe", (Text("b"),)))), facts=ledger(fact("n", "1")))
    )
    assert plain_text(nodes(document(*done.notes[0].blocks), FactReference)) == "1"
    assert done.links == ("https://a.pe",)


def link(target: str, text: str) -> Link:
    return Link(target, (Text(text),))


def test_links_are_numbered_by_target_in_reading_order() -> None:
    done = good(document(para(link("https://b.pe", "b"), link("https://a.pe", "a"), link("https://b.pe", "again"))))
    assert done.links == ("https://b.pe", "https://a.pe")
    assert [each.number for each in nodes(done, Link)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("target", "text", "number"),
    [
        ("https://example.org/a", "https://example.org/a", 0),
        ("https://example.org/", "example.org", 0),
        ("https://example.org", "Example.org/", 0),
        ("https://example.org/a%C3%B1o", "https://example.org/año", 0),
        ("https://example.org/a", "example.org", 1),
        ("mailto:lima@state.gov", "lima@state.gov", 0),
        ("mailto:lima@state.gov?subject=x", "lima@state.gov", 1),
        ("tel:+5116182000", "+51 1 618-2000", 0),
        ("tel:+51-1-618-2000", "(+51) 1 618 2000", 0),
        ("tel:+5116182000", "618-2000", 1),
        ("tel:+5116182000", "call us", 1),
        ("https://example.org/a", "", 1),
    ],
)
def test_a_link_that_shows_its_target_has_no_number(target: str, text: str, number: int) -> None:
    done = good(document(para(link(target, text))))
    assert nodes(done, Link)[0].number == number
    assert len(done.links) == number


def test_an_abbreviation_is_marked_where_it_first_stands() -> None:
    given = document(
        section("T", para(Abbreviation("EU", "European Union"), Abbreviation("UN", "United Nations"))),
        para(Abbreviation("EU", "European Union")),
    )
    assert [(each.text, each.first) for each in nodes(good(given), Abbreviation)] == [
        ("EU", True),
        ("UN", True),
        ("EU", False),
    ]


@pytest.mark.parametrize(
    ("kind", "title", "own"),
    [
        ("note", "Note", "Own"),
        ("tip", "Tip", "Tip: Own"),
        ("important", "Important", "Important: Own"),
        ("warning", "Warning", "Warning: Own"),
    ],
)
def test_a_callout_says_of_which_kind_it_is(kind: CalloutKind, title: str, own: str) -> None:
    done = good(document(Callout(kind, (para("x"),)), Callout(kind, (), (Text("Own"),))))
    assert [plain_text(each.title) for each in nodes(done, Callout)] == [title, own]


def chapters() -> tuple[Section, ...]:
    title = (Abbreviation("EU", "European Union"), note("n"), Image("a.png", "alt"), link("https://a.pe", " and Peru"))
    return (
        Section(title, (section("Ports", section("Callao", level=3), level=2),), 1, "eu"),
        section("Last"),
    )


def entries(done: Document) -> list[tuple[int, str, str, str]]:
    (contents,) = nodes(done, Contents)
    return [(each.level, each.number, plain_text(each.title), each.target) for each in contents.entries]


def test_the_contents_stand_before_everything() -> None:
    done = good(document(*chapters(), contents=2, numbering=True))
    assert isinstance(done.blocks[0], Contents)
    assert plain_text(done.blocks[0].title) == "Contents"
    assert entries(done) == [(1, "1", "EU and Peru", "eu"), (2, "1.1", "Ports", "ports"), (1, "2", "Last", "last")]
    listed = done.blocks[0].entries[0].title
    assert listed == (Abbreviation("EU", "European Union"), Text(" and Peru"))
    assert nodes(done, Abbreviation)[-1].first


def test_the_author_s_contents_stay_where_they_are() -> None:
    done = good(document(para("x"), Contents(3, (Text("Inside"),)), *chapters(), contents=2))
    assert [plain_text(each.title) for each in nodes(done, Contents)] == ["Inside"]
    assert [each[2] for each in entries(done)] == ["EU and Peru", "Ports", "Callao", "Last"]


def test_there_are_no_contents_unless_asked_for() -> None:
    assert nodes(good(document(*chapters())), Contents) == []


def test_a_reference_in_a_title_is_plain_in_the_contents() -> None:
    titled = Section((Text("After "), Reference("last")), (), 1)
    assert entries(good(document(titled, section("Last", label="last"), contents=1)))[0][2] == "After “Last”"


SOURCES = (
    Source("ustr", "Peru", "Office of the U.S. Trade Representative", "https://ustr.gov/peru", dt.date(2023, 6, 30)),
    Source("census", "Trade in Goods", retrieved=dt.date(2023, 7, 1)),
    Source("plain", "A report."),
    Source("unused", "Never"),
)


def sourced() -> Document:
    facts = ledger(
        replace(fact("a", "1"), source="census"),
        replace(fact("b", "2"), source="ustr"),
        replace(fact("c", "3"), source="plain"),
        fact("sum", formula="b + c + a"),
        sources=SOURCES,
    )
    return document(
        SourcesList(), para(link("https://a.pe", "a"), FactReference("sum"), FactReference("a")), facts=facts
    )


def test_sources_are_listed_by_the_facts_that_first_need_them() -> None:
    (listed,) = nodes(good(sourced()), SourcesList)
    assert [plain_text(entry) for entry in listed.entries] == [
        "Peru, Office of the U.S. Trade Representative, June 30, 2023.",
        "A report.",
        "Trade in Goods, retrieved July 1, 2023.",
    ]


def test_links_of_sources_are_numbered_where_they_stand() -> None:
    assert good(sourced()).links == ("https://ustr.gov/peru", "https://a.pe")


def test_sources_are_written_in_the_document_s_language() -> None:
    given = sourced()
    done = good(replace(given, metadata=replace(given.metadata, lang="es-PE")))
    said = [plain_text(entry) for listed in nodes(done, SourcesList) for entry in listed.entries]
    assert "Trade in Goods, consultado el 1 de julio de 2023." in said
