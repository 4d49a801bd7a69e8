"""Code -> HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exporters.html.inlines import inlines
from publisher.exporters.html.markup import Medium, attributes, escape
from publisher.exporters.listings import code_lines, longest_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.model import CodeBlock, CodeRole

__all__ = ["code", "listing"]

_MAY_WRAP = 36
"""Characters that fit in a line on the narrowest screen."""


def listing(block: CodeBlock, code: str, medium: Medium) -> str:
    """Set a caption above code that has one, and give it the place that references lead to."""
    if not block.identifier:
        return code
    label = f'<span class="label">{medium.words.listing} {block.number}.</span> ' if block.number else ""
    caption = f"<figcaption>{label}{inlines(block.caption, medium)}</figcaption>\n" if block.caption else ""
    return f'<figure class="listing" id="{escape(block.identifier)}">\n{caption}{code}</figure>\n'


def code(block: CodeBlock) -> str:
    """Write code; lines that are numbered, or that a narrow screen or page wraps, are elements."""
    if block.first_line is None and longest_line(block) < _MAY_WRAP:
        return _pieces(block.pieces or (("", block.text),))
    lines = enumerate(code_lines(block), block.first_line or 0)
    numbered = block.first_line is not None
    return "".join(
        [
            f'<span class="line"{attributes(data_number=str(number) if numbered else None)}>{_pieces(line)}\n</span>'
            for number, line in lines
        ]
    )


def _pieces(pieces: Iterable[tuple[CodeRole, str]]) -> str:
    return "".join([f'<span class="{role}">{escape(text)}</span>' if role else escape(text) for role, text in pieces])
