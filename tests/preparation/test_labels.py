from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import Callout, FactReference, Figure, Image, Note, Quotation, Section, Table, Text
from publisher.preparation.slugs import LONGEST, RESERVED, Identifiers, slug
from tests.preparation.building import document, fact, good, ledger, nodes, para, section, table


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Trade and assistance", "trade-and-assistance"),
        ("  U.S.–Peru   Relations! ", "u-s-peru-relations"),
        ("Perú: Año 2022", "peru-ano-2022"),
        ("Straße nach Łódź, œuvre", "strasse-nach-lodz-oeuvre"),
        ("Peru’s ports", "perus-ports"),
        ("Отношения с Перу", "отношения-с-перу"),
        ("日本とペルー", "日本とペルー"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("서울", "서울"),
        ("ﬁne ℡ ²", "fine-tel-2"),
        ("…", ""),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_long_slugs_end_with_a_whole_word() -> None:
    assert slug("seven letters " * 20).endswith(("-seven", "-letters"))
    assert len(slug("x" * 500)) == LONGEST


@given(st.text(max_size=80))
@settings(deadline=None)
def test_slugs_are_short_stable_and_without_spaces(title: str) -> None:
    made = slug(title)
    assert len(made) <= LONGEST
    assert not any(character.isspace() or character in "<>\"'&#?/%" for character in made)
    assert made == made.lower() or made.casefold() == made


@given(
    st.lists(st.sampled_from(["a", "a-2", "a-3", "b", "notes", "é"]), max_size=12),
    st.lists(st.sampled_from(["A", "a 2", "B", "É", "", "Notes", "a-2-2"]), max_size=12),
)
@settings(deadline=None)
def test_identifiers_are_unique_and_labels_are_kept(labels: list[str], titles: list[str]) -> None:
    done = good(
        document(*(section(title) for title in titles), *(section("x", label=label) for label in dict.fromkeys(labels)))
    )
    given_out = [each.identifier for each in nodes(done, Section)]
    assert len(set(given_out)) == len(given_out)
    assert given_out[len(titles) :] == list(dict.fromkeys(labels))
    assert not set(given_out[: len(titles)]) & {*RESERVED, "", *labels}


def test_a_label_given_twice_still_gives_unique_identifiers() -> None:
    done = good(document(section("One", label="x"), section("Two", label="x")))
    assert [each.identifier for each in nodes(done, Section)] == ["x", "x-2"]


def test_giving_one_name_ten_thousand_times_takes_no_time() -> None:
    identifiers = Identifiers()
    assert len({identifiers.give("a") for _ in range(10_000)}) == 10_000


def nested() -> tuple[Section, ...]:
    return (
        section("One", section("A", section("i", level=3), level=2), section("B", level=2)),
        section("Two", section("A", level=2)),
    )


def test_sections_are_numbered_where_the_metadata_says_so() -> None:
    done = good(document(*nested(), numbering=True))
    assert [each.number for each in nodes(done, Section)] == ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]
    assert [each.identifier for each in nodes(done, Section)] == ["one", "a", "i", "b", "two", "a-2"]


def test_sections_are_not_numbered_otherwise() -> None:
    assert {each.number for each in nodes(good(document(*nested())), Section)} == {""}


def test_only_captioned_tables_and_figures_count_wherever_they_stand() -> None:
    picture = Image("a.png", "alt")
    done = good(
        document(
            table(["a"], ["1"], caption="First"),
            table(["a"], ["2"]),
            Figure(picture, (Text("Seen"),)),
            Quotation((table(["a"], ["3"], caption="Second"), Figure(picture))),
            para("x", Note("n", (table(["a"], ["4"], caption="Third"),))),
            Callout("note", (Figure(picture, (Text("Seen"),)),)),
        )
    )
    assert [each.number for each in nodes(done, Table)] == [1, 0, 2, 3]
    assert [each.number for each in nodes(done, Figure)] == [1, 0, 2]
    assert [each.identifier for each in nodes(done, Table)] == ["first", "table", "second", "third"]
    assert [each.identifier for each in nodes(done, Figure)] == ["seen", "figure", "seen-2"]


def test_facts_in_a_title_are_in_its_identifier() -> None:
    titled = Section((FactReference("n"), Text(" places")), (), 1)
    done = good(document(titled, facts=ledger(fact("n", "21"))))
    assert nodes(done, Section)[0].identifier == "21-places"


def test_appendices_are_lettered_in_every_document() -> None:
    blocks = (
        Section((Text("One"),), (Section((Text("In"),), (), 2),), 1),
        Section((Text("A"),), (Section((Text("In A"),), (Section((Text("Deep"),), (), 3),), 2),), 1, appendix=True),
        Section((Text("B"),), (Section((Text("In B"),), (), 2),), 1, appendix=True),
    )
    done = good(document(*blocks, numbering=True))
    numbers = [each.number for each in nodes(done, Section)]
    assert numbers == ["1", "1.1", "Appendix\u00a0A.", "A.1", "A.1.1", "Appendix\u00a0B.", "B.1"]
    plain = [each.number for each in nodes(good(document(*blocks, lang="es")), Section)]
    assert plain == ["", "", "Anexo\u00a0A.", "", "", "Anexo\u00a0B.", ""]
    many = good(document(*(Section((Text("x"),), (), 1, appendix=True) for _ in range(28))))
    assert [each.number for each in nodes(many, Section)][25:] == [
        "Appendix\u00a0Z.",
        "Appendix\u00a0AA.",
        "Appendix\u00a0BB.",
    ]
