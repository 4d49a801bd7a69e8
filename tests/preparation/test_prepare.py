from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.diagnostics import PublisherError, Report
from publisher.model import (
    Abbreviation,
    Block,
    BulletList,
    Callout,
    Contents,
    Document,
    Emphasis,
    FactReference,
    Figure,
    ForeignPassage,
    ForeignWords,
    HtmlBlock,
    HtmlInline,
    Image,
    KeyFact,
    KeyFacts,
    Link,
    ListItem,
    Note,
    NoteReference,
    Quotation,
    Reference,
    Section,
    Source,
    SourcesList,
    Strong,
    Text,
)
from publisher.preparation import prepare
from publisher.preparation.depth import DEEPEST
from publisher.traverse import plain_text, walk_document
from tests.preparation.building import (
    PERCENT,
    USD,
    at,
    codes,
    document,
    fact,
    good,
    ledger,
    nodes,
    para,
    prepared,
    section,
    table,
)


def rich() -> Document:
    facts = ledger(
        replace(fact("trade", "22.2e9", USD), source="ustr"),
        fact("before", "9.1e9", USD),
        fact("growth", unit=PERCENT, formula="trade / before - 1"),
        sources=[Source("ustr", "Peru", url="https://ustr.gov")],
        checks=["trade > before"],
    )
    return document(
        KeyFacts((KeyFact((FactReference("trade"),), (Text("of trade"),)),), (Text("Key facts"),)),
        section(
            "Trade",
            para(
                "See ", Reference("tbl"), " and ", Reference("more"), "; ", Link("https://a.pe", (Text("there"),)), "."
            ),
            replace(table(["a", "b"], ["x", "1.5"], ["y", "2"]), caption=(FactReference("growth"),), label="tbl"),
            Callout("tip", (para(Abbreviation("EU", "European Union"), Note("n", (para("x ", Reference("tbl")),))),)),
            section("More", para(NoteReference("n"), Strong((Emphasis((Text("y"),)),))), level=2, label="more"),
        ),
        Figure(Image("a.png", "alt"), (Text("Seen"),)),
        HtmlBlock("<p>a<br>b</p>"),
        para("x", HtmlInline("<kbd>"), "y", HtmlInline("</kbd>")),
        SourcesList(),
        facts=facts,
        contents=3,
        numbering=True,
        raw_html="clean",
    )


def test_every_prepared_field_is_filled() -> None:
    done, found = prepared(rich())
    assert {each.code for each in found} == {"raw-html-reduced"}
    assert isinstance(done.blocks[0], Contents)
    for node in walk_document(done):
        match node:
            case Section():
                assert node.identifier
                assert node.number
            case Reference():
                assert node.target
                assert node.content
            case FactReference():
                assert node.text
                assert node.value
            case Note() | NoteReference() | Link():
                assert node.number
            case Callout() | Contents():
                assert node.title
            case SourcesList():
                assert node.entries
            case _:
                pass
    assert done.notes
    assert done.links == ("https://a.pe", "https://ustr.gov")


def test_what_is_prepared_stays_as_it_is_when_prepared_again() -> None:
    once, _ = prepared(rich())
    twice, _ = prepared(once)
    assert twice == once


def test_nothing_that_the_author_wrote_is_changed() -> None:
    before = [node.text for node in nodes(rich(), Text)]
    done, _ = prepared(rich())
    after = [node.text for node in nodes(done, Text)]
    left = iter(after)
    assert all(text in left for text in before)


def test_the_same_document_is_prepared_in_the_same_way() -> None:
    assert repr(prepared(rich())) == repr(prepared(rich()))


def test_places_in_the_source_are_kept() -> None:
    given = rich()
    done, _ = prepared(given)
    kept = {node.at for node in walk_document(done)}
    assert {node.at for node in walk_document(given)} <= kept


def test_without_a_report_an_error_is_raised() -> None:
    with pytest.raises(PublisherError, match="unknown-label"):
        prepare(document(para(Reference("x"))))
    assert prepare(document(para("x"))).blocks


def test_all_errors_are_found_at_once() -> None:
    facts = ledger(fact("a", formula="a"), replace(fact("b", "1"), source="x"), checks=["b == 2"])
    _, found = prepared(
        document(para(FactReference("c"), FactReference("b", "as-of"), Reference("d")), HtmlBlock("<p>x"), facts=facts)
    )
    assert {each.code for each in found} == {
        "formula-circle",
        "unknown-source",
        "check-failed",
        "unknown-fact",
        "bad-form",
        "unknown-label",
        "raw-html",
    }


def test_what_is_nested_too_deep_is_reported_and_left_alone() -> None:
    block: Block = para("x")
    for _ in range(5000):
        block = Quotation((block,))
    given = document(block)
    done, found = prepared(given)
    assert [code for code, _ in codes(found)] == ["too-deep"]
    assert found[0].hint
    assert done is given


def test_blocks_nested_just_deep_enough_are_prepared() -> None:
    block: Block = HtmlBlock("<!-- nothing -->")
    for _ in range(DEEPEST - 1):
        block = BulletList((ListItem((block,)),))
    assert good(document(block)).blocks


def test_inlines_nested_just_deep_enough_are_prepared() -> None:
    deep = Emphasis((Text("x"),))
    for _ in range(DEEPEST - 4):
        deep = Emphasis((deep,))
    assert good(document(para(deep))).blocks


@pytest.mark.parametrize(
    ("lang", "table_word", "number", "hint"),
    [
        ("da-DK", "Table", "1.500", "de, en, es"),
        ("xx-YY", "Table", "1,500", "BCP 47"),
        ("", "Table", "1,500", "BCP 47"),
        ("not a language", "Table", "1,500", "BCP 47"),
    ],
)
def test_a_language_without_words_or_rules_falls_back_and_is_told(
    lang: str, table_word: str, number: str, hint: str
) -> None:
    report = Report(sources={"index.md": "---\ntitle: T\nlang: xx\n---\n"})
    given = document(
        replace(para(Reference("t"), FactReference("n")), at=at(6)),
        table(["a"], caption="c", label="t"),
        facts=ledger(fact("n", "1500")),
        lang=lang,
    )
    done = prepare(given, report)
    assert codes(report.diagnostics) == [("unknown-language", 3)]
    assert hint in report.diagnostics[0].hint
    assert plain_text(nodes(done, Reference)[0].content) == f"{table_word}\u00a01"
    assert nodes(done, FactReference)[0].text == number


@pytest.mark.parametrize("lang", ["en-US", "en", "es-PE", "es-419", "EN-gb", "en-US-u-nu-latn"])
def test_known_languages_are_not_warned_of(lang: str) -> None:
    good(document(para("x"), lang=lang))


def test_facts_in_a_passage_are_written_in_its_language() -> None:
    given = document(
        para(FactReference("n"), ForeignWords((FactReference("n"),), "fr")),
        ForeignPassage((para(FactReference("n"), ForeignWords((FactReference("n"),), "en")),), "es"),
        facts=ledger(fact("n", "1234.5")),
    )
    report = Report()
    done = prepare(given, report)
    assert codes(report.diagnostics) == []
    shown = [node.text for node in walk_document(done) if isinstance(node, FactReference)]
    assert shown == ["1,234.5", "1\u202f234,5", "1234,5", "1,234.5"]
