from __future__ import annotations

from dataclasses import replace

from publisher.exporters.docx.pages import Room, estimate
from publisher.model import Document, Metadata, Note
from publisher.theme import load_theme
from tests.exporters.docx.sample import LOREM, p, sample, section

ROOM = Room(388, 636)
THEME = load_theme("briefing")


def test_one_short_section_is_one_page() -> None:
    found = estimate(Document(Metadata("T"), (section("A", p("x")),)), THEME, ROOM)
    assert (found.pages, found.total) == ({"a": 1}, 1)


def test_pages_grow_with_the_text() -> None:
    sections = [section(f"S {number}", *[p(LOREM * 3)] * 6, identifier=str(number)) for number in range(6)]
    found = estimate(Document(Metadata("T"), tuple(sections)), THEME, ROOM)
    assert list(found.pages.values()) == sorted(found.pages.values())
    # a page holds 44 lines of about 80 characters; a section here has 49 lines, and spaces
    assert 6 <= found.total <= 9


def test_a_heading_does_not_stand_alone_at_the_foot_of_a_page() -> None:
    lines = [p("One line.")] * 28
    found = estimate(Document(Metadata("T"), (*lines, section("Next", p(LOREM * 4)))), THEME, ROOM)
    assert found.pages["next"] == 2


def test_chapters_begin_on_new_pages_after_the_title_page() -> None:
    theme = load_theme("report")
    document = Document(Metadata("T"), (section("A", p("x")), section("B", p("x"))))
    assert estimate(document, theme, ROOM).pages == {"a": 2, "b": 3}


def test_notes_take_room_at_the_foot() -> None:
    notes = [p("Text", Note(str(number), (p(LOREM * 3),), number)) for number in range(30)]
    without = [p("Text")] * 30
    with_notes = estimate(Document(Metadata("T"), tuple(notes)), THEME, ROOM).total
    assert with_notes > estimate(Document(Metadata("T"), tuple(without)), THEME, ROOM).total


def test_everything_in_the_sample_has_a_page() -> None:
    document = sample(with_contents=True)
    found = estimate(replace(document, metadata=replace(document.metadata, numbering=True)), THEME, ROOM)
    assert {"trade", "people", "tbl-trade", "fig-chart"} <= set(found.pages)
    assert found.total in range(4, 7)
