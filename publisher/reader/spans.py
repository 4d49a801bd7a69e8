"""Inline rules for markdown-it: roles, notes, and tokens that know where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it.helpers import parseLinkLabel
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

__all__ = ["PlacingParser", "inline_note", "note_reference", "role"]

_ROLE = re.compile(r"\{([\w.+:-]+)\}(`+)", re.ASCII)
_LANGUAGE = "lang"
_NAMED = re.compile(r"\s*([\w-]+):\s*(?=\S)", re.ASCII)
_NOTE = re.compile(r"\[\^([^\s\]]+)\]")


class PlacingState(StateInline):
    """An inline state that notes for each token where in the content it begins (`meta["at"]`)."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        """Begin at the first character."""
        self.text_start = 0
        super().__init__(src, md, env, tokens)

    def append_pending(self, text: str) -> None:
        """Take plain text, and note where it begins."""
        if not self._pending and not self._pending_buffer:
            self.text_start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's own
        """End a run of plain text."""
        token = super().pushPending()
        token.meta["at"] = self.text_start
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; those of links and notes are pushed behind their opening brackets."""
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos - _BRACKETS.get(ttype, 0) if self.src[self.pos - 1 : self.pos] == "[" else self.pos
        return token


_BRACKETS = {"link_open": 1, "note_open": 2}


class PlacingParser(ParserInline):
    """An inline parser whose tokens know where they stand."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Read a run of inline markup."""
        state = PlacingState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def role(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read `` {name}`content` `` (MyST role)."""
    if state.src[state.pos] != "{":
        return False
    opening = _ROLE.match(state.src, state.pos, state.posMax)
    if not opening:
        return False
    ticks = opening[2]
    closing = re.compile(f"(?<!`){ticks}(?!`)").search(state.src, opening.end() + 1, state.posMax)
    if not closing:
        return False
    if opening[1] == _LANGUAGE and (named := _NAMED.match(state.src, opening.end(), closing.start())):
        if not silent:
            _foreign_words(state, named, closing)
        state.pos = closing.end()
        return True
    if not silent:
        token = state.push("role", "", 0)
        token.info = opening[1]
        token.content = state.src[opening.end() : closing.start()].replace("\n", " ")
        token.meta["content_at"] = opening.end()
    state.pos = closing.end()
    return True


def _foreign_words(state: StateInline, named: re.Match[str], closing: re.Match[str]) -> None:
    """Read `` {lang}`es: words` ``, whose words may hold markup."""
    last, ticks = state.posMax, (state.backticks, state.backticksScanned)
    token = state.push("lang_open", "", 1)
    token.info = named[1]
    token.meta["lang_at"] = named.start(1)
    state.pos, state.posMax = named.end(), closing.start()
    state.backticks, state.backticksScanned = {}, False
    state.md.inline.tokenize(state)
    state.push("lang_close", "", -1).markup = closing[0]
    state.posMax = last
    state.backticks, state.backticksScanned = ticks


def note_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read `[^label]`."""
    if state.src[state.pos] != "[":
        return False
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("note_reference", "", 0).content = found[1]
    state.pos = found.end()
    return True


def inline_note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read `^[words]`, a note that is written where it is cited."""
    if not state.src.startswith("^[", state.pos):
        return False
    last = state.posMax
    end = parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        state.pos += 2
        state.posMax = end
        state.push("note_open", "", 1)
        state.md.inline.tokenize(state)
        state.push("note_close", "", -1)
    state.pos = end + 1
    state.posMax = last
    return True
