from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Report
from publisher.model import Block, Figure, Heading, Note, NoteReference, Paragraph, Section, Text
from publisher.reader import parse_blocks
from publisher.traverse import plain_text, walk, walk_document
from tests.support.marked import read_marked

if TYPE_CHECKING:
    from pathlib import Path


def test_a_note_stands_where_it_is_first_cited_in_reading_order() -> None:
    found = parse_blocks("[^b]: B\n\nx[^a] y[^b] z[^a]\n\n[^a]: A\n\n    more\n")
    (paragraph,) = found
    assert paragraph == Paragraph(
        (
            Text("x"),
            Note("a", (Paragraph((Text("A"),)), Paragraph((Text("more"),)))),
            Text(" y"),
            Note("b", (Paragraph((Text("B"),)),)),
            Text(" z"),
            NoteReference("a"),
        )
    )


def test_a_note_that_a_note_cites_first_stands_in_it() -> None:
    found = parse_blocks("x[^a] y[^b]\n\n[^a]: A[^b]\n\n[^b]: B")
    kinds = [(type(node).__name__, node.label) for node in walk(found) if isinstance(node, Note | NoteReference)]
    assert kinds == [("Note", "a"), ("Note", "b"), ("NoteReference", "b")]


def test_notes_written_in_place_are_notes_too() -> None:
    found = parse_blocks("x^[one *a*] y^[two]")
    labels = [node.label for node in walk(found) if isinstance(node, Note)]
    assert len(set(labels)) == 2


def test_notes_are_shared_by_directives_quotations_and_includes(tmp_path: Path) -> None:
    body = ":::{note}\nx[^in] y[^out] z[^far]\n\n[^in]: I\n:::\n\n> q[^in]\n\n[^out]: O\n\n:::{include} a.md\n:::"
    outcome = read_marked(tmp_path, body, {"a.md": "w[^out]\n\n[^far]: F\n"})
    assert outcome.codes == []
    kinds = [node.label for node in walk_document(outcome.document) if isinstance(node, Note)]
    again = [node.label for node in walk_document(outcome.document) if isinstance(node, NoteReference)]
    assert (kinds, again) == (["in", "out", "far"], ["in", "out"])


def test_sections_nest_and_their_level_is_their_depth(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "Before.\n\n## A\n\na\n\n### B\n\nb\n\n#### C\n\n### D\n\n(end)=\n## E\n")
    assert outcome.codes == []
    assert _outline(outcome.document.blocks) == [
        (1, "A", ""),
        (2, "B", ""),
        (3, "C", ""),
        (2, "D", ""),
        (1, "E", "end"),
    ]
    before, first, last = outcome.document.blocks
    assert isinstance(before, Paragraph)
    assert isinstance(first, Section)
    assert [type(each).__name__ for each in first.blocks] == ["Paragraph", "Section", "Section"]
    assert isinstance(last, Section)


def test_sections_may_begin_at_the_first_level_and_go_down_to_the_sixth(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "".join(f"{'#' * level} L{level}\n\n" for level in range(1, 7)))
    assert outcome.codes == []
    assert [level for level, _, _ in _outline(outcome.document.blocks)] == [1, 2, 3, 4, 5, 6]


def test_headings_of_included_files_open_sections(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "## A\n\n:::{include} b.md\n:::", {"b.md": "(b)=\n### B\n\nText.\n"})
    assert outcome.codes == []
    assert _outline(outcome.document.blocks) == [(1, "A", ""), (2, "B", "b")]


def test_headings_within_other_blocks_stay_headings() -> None:
    headings = [node.level for node in walk(_lenient("> ## a\n\n- # b")) if isinstance(node, Heading)]
    assert headings == [2, 1]


def test_a_figure_has_a_caption_and_a_legend(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>'
    body = (
        ":::{figure} a.svg\n:alt: What it shows\n:name: fig\n:width: 60%\n\nThe *caption*\n\nLegend one.\n\nTwo.\n:::"
    )
    outcome = read_marked(tmp_path, body, {"a.svg": svg})
    (figure,) = outcome.document.blocks
    assert isinstance(figure, Figure)
    assert (figure.image.source, figure.image.alt, figure.image.width) == ("a.svg", "What it shows", 0.6)
    assert (plain_text(figure.caption), len(figure.notes), figure.label) == ("The caption", 2, "fig")


def _lenient(text: str) -> tuple[Block, ...]:
    return parse_blocks(text, Report())


def _outline(blocks: tuple[Block, ...]) -> list[tuple[int, str, str]]:
    sections = [node for node in walk(blocks) if isinstance(node, Section)]
    return [(section.level, plain_text(section.title), section.label) for section in sections]
