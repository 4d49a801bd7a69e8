from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.model import CodeBlock, Figure, Paragraph, PrintLayout, Section, Text
from publisher.reader import parse_blocks
from publisher.traverse import plain_text
from tests.support.marked import read_marked

if TYPE_CHECKING:
    from pathlib import Path


def test_code_with_a_caption_and_numbers() -> None:
    (block,) = parse_blocks("```{code-block} python\n:caption: How *it* goes\n:linenos:\n:name: lst\n\nx = 1\n```")
    assert isinstance(block, CodeBlock)
    assert (block.text, block.language, block.label, block.first_line) == ("x = 1\n", "python", "lst", 1)
    assert plain_text(block.caption) == "How it goes"
    (later,) = parse_blocks("```{code-block}\n:lineno-start: 42\n\nx\n```")
    assert isinstance(later, CodeBlock)
    assert later.first_line == 42


def test_lines_are_counted_from_a_whole_number(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "```{code-block}\n:lineno-start: «-3»\n\nx\n```")
    (found,) = outcome.told("bad-option")
    assert found.at == outcome.place


def test_blocks_that_paper_sets_in_its_own_way() -> None:
    assert parse_blocks(":::{columns}\na\n:::") == (PrintLayout((Paragraph((Text("a"),)),), columns=2),)
    assert parse_blocks(":::{landscape}\na\n:::") == (PrintLayout((Paragraph((Text("a"),)),), landscape=True),)
    (wide,) = parse_blocks(":::{csv-table}\n:orientation: landscape\na\nb\n:::")
    assert isinstance(wide, PrintLayout)
    assert wide.landscape


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("> :::{«columns»}\n> a\n> :::", "columns can't stand within another block"),
        ("::::{note}\n:::{«landscape»}\na\n:::\n::::", "landscape can't stand within another block"),
        (":::{«landscape»}\n:::", "landscape holds nothing"),
        (
            "- :::{«csv-table»}\n  :orientation: landscape\n  a\n  b\n  :::",
            "csv-table can't stand within another block",
        ),
    ],
)
def test_what_paper_can_not_set_apart(tmp_path: Path, source: str, message: str) -> None:
    outcome = read_marked(tmp_path, source)
    (found,) = outcome.told("bad-directive")
    assert found.message == message
    assert found.at == outcome.place


def test_a_heading_opens_an_appendix(tmp_path: Path) -> None:
    (section,) = read_marked(tmp_path, "# Sources *here* {.appendix}").document.blocks
    assert isinstance(section, Section)
    assert section.appendix
    assert plain_text(section.title) == "Sources here"


def test_only_an_outermost_heading_opens_an_appendix(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "# One\n\n«## Two {.appendix}»")
    assert outcome.codes == ["misplaced-appendix"]
    assert outcome.told("misplaced-appendix")[0].at == outcome.place


def test_a_figure_beside_the_text(tmp_path: Path) -> None:
    picture = {"a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}
    source = ":::{figure} a.svg\n:alt: x\n:align: right\n:width: 40%\n\ncaption\n:::"
    (figure,) = read_marked(tmp_path, source, picture).document.blocks
    assert isinstance(figure, Figure)
    assert figure.beside == "right"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (":::{figure} a.svg\n:alt: x\n:align: «right»\n\ncaption\n:::", "bad-option"),
        (":::{figure} a.svg\n:alt: x\n:align: «middle»\n:width: 40%\n\ncaption\n:::", "bad-option"),
        (":::{«figure»} a.svg\n:alt: x\n:align: left\n:width: 40%\n\ncaption\n\nlegend\n:::", "bad-directive"),
    ],
)
def test_a_figure_that_can_not_stand_beside_the_text(tmp_path: Path, source: str, code: str) -> None:
    picture = {"a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}
    outcome = read_marked(tmp_path, source, picture)
    assert outcome.codes == [code]
    assert outcome.told(code)[0].at == outcome.place
