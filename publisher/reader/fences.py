"""Block rules for markdown-it: directives in their place, labels, comments, and tables that keep their rows.

The body of a directive is tokenized where it stands, so that line numbers, link definitions and footnotes are those
of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from markdown_it.rules_block.fence import fence as markdown_it_fence
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_block.table import table as markdown_it_table
from mdit_py_plugins.dollarmath.index import math_block_dollar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it.rules_block import StateBlock

__all__ = ["BODIES", "Body", "Opening", "code_fence", "comment", "directive", "dollars", "pipe_table", "target"]

Body: TypeAlias = Literal["blocks", "text"]

BODIES: Mapping[str, Body] = {
    "code": "text",
    "code-block": "text",
    "contents": "text",
    "page-break": "text",
    "csv-table": "text",
    "image": "text",
    "include": "text",
    "math": "text",
    "sources": "text",
    "admonition": "blocks",
    "columns": "blocks",
    "landscape": "blocks",
    "attention": "blocks",
    "caution": "blocks",
    "chart": "blocks",
    "danger": "blocks",
    "error": "blocks",
    "figure": "blocks",
    "hint": "blocks",
    "important": "blocks",
    "key-facts": "blocks",
    "lang": "blocks",
    "list-table": "blocks",
    "note": "blocks",
    "only": "blocks",
    "seealso": "blocks",
    "sidebar": "blocks",
    "table": "blocks",
    "tip": "blocks",
    "warning": "blocks",
}
"""All directives, and whether what stands in them is read as blocks or kept as text."""

_OPENING = re.compile(r"(`{3,}|~{3,}|:{3,})[ \t]*\{([^{}\s]*)\}[ \t]*(.*)")
_OPTION = re.compile(r":([\w-]+):(?:[ \t]+(.*))?")
_FENCES = ("```", "~~~", ":::")
_YAML_FENCE = "---"
_DOLLARS = math_block_dollar(allow_labels=True, label_normalizer=str.strip, allow_blank_lines=False)
_LABEL = re.compile(r"\(([^()]+)\)=[ \t]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """The first lines of a directive; lines count from 0 in the file."""

    fence: str
    """The backticks, tildes or colons."""
    name: str
    argument: str
    options: tuple[tuple[int, str, str], ...]
    """The line, key and value of each `:key: value`."""
    yaml: tuple[int, str] | None
    """The first line and the text of a `---` block."""
    body_line: int
    closed: bool
    """Whether a line closes it, or the end of what it stands in."""


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read ```` ```{name} argument ```` or `:::{name} argument` (MyST directives)."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_FENCES, first) or state.is_code_block(start):
        return False
    line = state.src[first : state.eMarks[start]]
    found = _OPENING.fullmatch(line)
    if not found:
        return line[0] == ":" and _stray(state, start, line, silent=silent)
    fence, name, argument = found.groups()
    if fence[0] == "`" and "`" in line[len(fence) :]:
        return False
    if silent:
        return True
    body = BODIES.get(name, "blocks" if fence[0] == ":" else "text")
    close, closed = _closing(state, start, end, fence)
    opening = _opening(state, close, Opening(fence, name, argument.rstrip(), (), None, start + 1, closed))
    token = state.push("directive_open", "", 1)
    token.map = [start, close]
    token.info = line[len(fence) :].strip()
    token.meta["opening"] = opening
    match body:
        case "text":
            token.content = state.getLines(opening.body_line, close, state.sCount[start], True)  # noqa: FBT003 - as above
        case "blocks":
            _tokenize(state, opening.body_line, close)
    state.push("directive_close", "", -1)
    state.line = close + closed
    return True


def _stray(state: StateBlock, start: int, line: str, *, silent: bool) -> bool:
    """Take a line of colons that opens nothing."""
    if not silent:
        token = state.push("stray_fence", "", 0)
        token.content = line
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _closing(state: StateBlock, start: int, end: int, fence: str) -> tuple[int, bool]:
    """Return the line that closes a fence (CommonMark 4.5), and whether there is one."""
    for line in range(start + 1, end):
        first, last = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if first < last and state.sCount[line] < state.blkIndent:
            return line, False
        is_fence = state.src.startswith(fence, first, last) and not state.is_code_block(line)
        if is_fence and not state.src[first:last].rstrip(" \t").strip(fence[0]):
            return line, True
    return end, False


def _opening(state: StateBlock, close: int, opening: Opening) -> Opening:
    """Add the options, which stand on the first lines."""
    start = opening.body_line
    if start < close and _line(state, start).rstrip() == _YAML_FENCE:
        for last in range(start + 1, close):
            if _line(state, last).rstrip() == _YAML_FENCE:
                indent = state.sCount[start - 1]
                yaml = state.getLines(start + 1, last, indent, False)  # noqa: FBT003 - markdown-it's own
                return replace(opening, yaml=(start + 1, yaml), body_line=last + 1)
    options: list[tuple[int, str, str]] = []
    line = start
    while line < close and (found := _OPTION.fullmatch(_line(state, line))):
        options.append((line, found[1], (found[2] or "").strip()))
        line += 1
    return replace(opening, options=tuple(options), body_line=line)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _tokenize(state: StateBlock, first: int, last: int) -> None:
    """Read lines as blocks within the directive that holds them."""
    parent, lines = state.parentType, state.lineMax
    state.parentType, state.lineMax = "directive", last
    if first < last:
        state.md.block.tokenize(state, first, last)
    state.parentType, state.lineMax = parent, lines


def code_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read a code fence (CommonMark 4.5), and remember whether it is closed."""
    if not markdown_it_fence(state, start, end, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        token.meta["closed"] = _closing(state, start, end, token.markup)[1]
    return True


def target(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read `(label)=`, which names what follows (MyST target)."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("(", first) or state.is_code_block(start):
        return False
    found = _LABEL.fullmatch(state.src[first : state.eMarks[start]])
    if found and not silent:
        token = state.push("target", "", 0)
        token.content = found[1].strip()
        token.map = [start, start + 1]
        state.line = start + 1
    return found is not None


def dollars(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read `$$ … $$`, which may end a paragraph: the plugin's rule leaves tokens behind when it is only asked."""
    before, line = len(state.tokens), state.line
    found = _DOLLARS(state, start, end, silent)
    if silent and found:
        del state.tokens[before:]
        state.line = line
    return found


def comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read lines that begin with `%` (MyST comment); they do not interrupt a paragraph."""
    if silent or state.is_code_block(start):
        return False
    line = start
    while line < end and state.sCount[line] >= state.blkIndent and _line(state, line).startswith("%"):
        line += 1
    if line == start:
        return False
    state.push("comment", "", 0).map = [start, line]
    state.line = line
    return True


def pipe_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own
    """Read a table (GFM 4.10), and remember the cells that each row really has."""
    before = len(state.tokens)
    if not markdown_it_table(state, start, end, silent):
        return False
    for token in state.tokens[before:]:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            token.meta["cells"] = _cells(getLine(state, line).strip(" \t"))
            token.meta["column"] = state.bMarks[line] - state.src.rfind("\n", 0, state.bMarks[line]) - 1
    return True


def _cells(row: str) -> list[str]:
    cells = escapedSplit(row)
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return cells
