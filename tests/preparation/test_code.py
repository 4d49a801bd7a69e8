from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.diagnostics import Report
from publisher.model import CodeBlock, Document, Metadata
from publisher.preparation import prepare


def prepared(text: str, language: str) -> tuple[CodeBlock, list[str]]:
    report = Report()
    document = prepare(Document(Metadata("T"), (CodeBlock(text, language),)), report)
    (block,) = document.blocks
    assert isinstance(block, CodeBlock)
    return block, [each.code for each in report.diagnostics]


def test_code_is_parted_by_what_it_is() -> None:
    block, codes = prepared('def f(x):\n\treturn x + 1  # "one"\n', "python")
    assert codes == []
    assert ("code-keyword", "def") in block.pieces
    assert ("code-number", "1") in block.pieces
    assert ("code-comment", '# "one"') in block.pieces
    assert "".join(text for _, text in block.pieces) == block.text


@pytest.mark.parametrize("language", ["", "text", "TEXT", "plain"])
def test_what_is_no_code_stays_in_one_piece(language: str) -> None:
    block, codes = prepared("if 1:\n", language)
    assert (block.pieces, codes) == ((), [])


def test_an_unknown_language_is_told_with_the_nearest() -> None:
    report = Report()
    prepare(Document(Metadata("T"), (CodeBlock("x\n", "pyhton"),)), report)
    (told,) = report.diagnostics
    assert (told.code, told.hint) == ("unknown-code-language", "did you mean python?")


def test_what_is_very_long_stays_in_one_piece() -> None:
    assert prepared("x = 1\n" * 20_000, "python")[0].pieces == ()


@settings(deadline=None)
@given(
    st.text(alphabet="ab1\"'#\n\t {}:<>&/é漢", max_size=60),
    st.sampled_from(["python", "json", "html", "yaml", "sql", "sh"]),
)
def test_no_character_is_lost_or_added(text: str, language: str) -> None:
    block, _ = prepared(text, language)
    assert "".join(piece for _, piece in block.pieces) in {"", text}
