from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publisher.exporters.listings import code_lines, longest_line
from publisher.model import CodeBlock, CodeRole

ROLES: tuple[CodeRole, ...] = ("", "code-keyword", "code-string")


def test_pieces_are_parted_at_line_ends() -> None:
    block = CodeBlock("a b\n\nc\n", pieces=(("", "a "), ("code-string", "b\n\nc"), ("", "\n")))
    assert code_lines(block) == [[("", "a "), ("code-string", "b")], [], [("code-string", "c")]]
    assert longest_line(block) == 3


@given(st.lists(st.tuples(st.sampled_from(ROLES), st.text("ab \n", min_size=1))))
def test_no_character_is_lost(pieces: list[tuple[CodeRole, str]]) -> None:
    text = "".join(text for _, text in pieces)
    whole = text if text.endswith("\n") else f"{text}\n"
    lines = code_lines(CodeBlock(text, pieces=tuple(pieces)))
    assert "".join("".join(piece for _, piece in line) + "\n" for line in lines) == whole
