from __future__ import annotations

from pathlib import Path

from publisher.model import CodeBlock
from publisher.reader import parse_blocks
from publisher.traverse import plain_text
from tests.support.marked import read_marked


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
