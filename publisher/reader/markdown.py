"""The parser: markdown-it for CommonMark, GFM tables, strikethrough and tasks, and MyST's syntax."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from publisher.reader import fences, spans

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it.token import Token
    from markdown_it.utils import EnvType

__all__ = ["Extension", "block_tokens", "brackets_are_too_deep", "inline_tokens", "is_plain", "parser_without"]

Extension: TypeAlias = Literal[
    "comments",
    "definitions",
    "directives",
    "formulas",
    "notes",
    "references",
    "roles",
    "strikethrough",
    "tables",
    "targets",
    "tasks",
]
"""What the source language has beyond CommonMark."""

_MAX_NESTING = 100
"""markdown-it drops what is nested deeper without a word: well above what the tree reports as too deep."""
_MOST_BRACKETS = 50
"""Square brackets open at once, which markdown-it follows one within the other."""
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list", "footnote_def"]


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's own
        """Take every link as a link; where it may lead is checked later, with a message."""
        return True


@lru_cache(maxsize=16)
def parser_without(without: frozenset[Extension] = frozenset()) -> MarkdownIt:
    """Return the parser for the source language without some of its extensions."""
    parser = _Parser()
    parser.inline = spans.PlacingParser()
    parser.configure(
        "commonmark", {"maxNesting": _MAX_NESTING, "store_labels": True, "tasklists": "tasks" not in without}
    )
    parser.disable("fragments_join")  # it loses places; neighbouring texts are joined in `inlines`
    block, inline = parser.block.ruler, parser.inline.ruler
    block.at("fence", fences.code_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    if "directives" not in without:
        block.before("fence", "directive", fences.directive, {"alt": _INTERRUPTS})
    if "formulas" not in without:
        block.before("fence", "math_block", fences.dollars, {"alt": _INTERRUPTS})
    if "targets" not in without:
        block.before("blockquote", "target", fences.target, {"alt": _INTERRUPTS})
    if "comments" not in without:
        block.before("blockquote", "comment", fences.comment)
    if "tables" not in without:
        parser.enable("table")
        block.at("table", fences.pipe_table, {"alt": ["paragraph", "reference"]})
    if "definitions" not in without:
        parser.use(deflist_plugin)
    if "notes" not in without:
        block.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
        inline.after("image", "inline_note", spans.inline_note)
        inline.after("inline_note", "note_reference", spans.note_reference)
    if "roles" not in without:
        inline.before("backticks", "role", spans.role)
    if "strikethrough" not in without:
        parser.enable("strikethrough")
    return parser


def block_tokens(text: str, env: EnvType, without: Collection[Extension]) -> list[Token]:
    """Return the block tokens of a text; definitions of links are added to the environment."""
    parser = parser_without(frozenset(without))
    tokens: list[Token] = []
    parser.block.parse(text, parser, env, tokens)
    return tokens


def inline_tokens(content: str, env: EnvType, without: Collection[Extension]) -> list[Token]:
    """Return the inline tokens of a run of text, each with its offset in `meta["at"]`."""
    parser = parser_without(frozenset(without))
    tokens: list[Token] = []
    parser.inline.parse(content, parser, env, tokens)
    return tokens


def is_plain(content: str) -> bool:
    """Whether a run of text holds no character that could be markup."""
    return parser_without().inline.terminator_re.search(content) is None


def brackets_are_too_deep(content: str) -> bool:
    """Whether so many square brackets are open at once that following them would overflow the stack."""
    if content.count("[") <= _MOST_BRACKETS:
        return False
    depth = 0
    for found in _BRACKET.finditer(content):
        match found[0]:
            case "[":
                depth += 1
                if depth > _MOST_BRACKETS:
                    return True
            case "]":
                depth = max(depth - 1, 0)
            case _:
                pass
    return False
