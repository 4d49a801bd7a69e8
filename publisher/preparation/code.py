"""Code in pieces: what is a keyword, a string, a comment or a number in its language, as Pygments finds them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from publisher.model import CodeBlock
from publisher.nearest import did_you_mean
from publisher.preparation.rewrite import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics import Location, Report
    from publisher.model import Block, CodeRole, Document
    from publisher.preparation.context import Context

__all__ = ["part_code"]

_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "none"})
_LONGEST = 100_000
"""Characters beyond which a block stays in one piece, since a lexer may take its time."""


def part_code(document: Document, context: Context) -> Document:
    """Part the text of every code block whose language is known."""

    def parted(block: Block) -> Block:
        if not isinstance(block, CodeBlock) or block.language.lower() in _PLAIN or len(block.text) > _LONGEST:
            return block
        lexer = _lexer(block.language.lower())
        if lexer is None:
            _tell(block.language, block.at, context.report)
            return block
        pieces = tuple(_joined(lexer, block.text))
        whole = "".join(text for _, text in pieces)
        return replace(block, pieces=pieces) if whole == block.text else block

    return replace(document, blocks=rewrite(document.blocks, block={CodeBlock: parted}))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _tell(language: str, at: Location | None, report: Report) -> None:
    from pygments.lexers import get_all_lexers

    known = sorted(alias for _, aliases, *_ in get_all_lexers() for alias in aliases)
    hint = did_you_mean(language.lower(), known, "write text, or no language, where it is none")
    report.add("unknown-code-language", f"no language of code is called {language[:40]!r}", at, hint)


def _joined(lexer: Any, text: str) -> Iterator[tuple[CodeRole, str]]:
    """Yield the pieces of a text, neighbours that are the same joined."""
    role: CodeRole = ""
    words: list[str] = []
    for _, kind, piece in lexer.get_tokens_unprocessed(text):
        here = _role(kind)
        if here != role and words:
            yield role, "".join(words)
            words = []
        role = here
        words.append(piece)
    if words:
        yield role, "".join(words)


@lru_cache(maxsize=512)
def _role(kind: Any) -> CodeRole:
    from pygments.token import Comment, Keyword, Literal, Name, Number

    if kind in Comment:
        return "code-comment"
    if kind in Keyword or kind in Name.Tag:
        return "code-keyword"
    if kind in Number:
        return "code-number"
    return "code-string" if kind in Literal else ""
