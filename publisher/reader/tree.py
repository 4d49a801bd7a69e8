"""Tokens -> a tree: nesting that is too deep is cut off and told, files are included, definitions of notes set apart.

Everything behind this step may recurse, since no branch is deeper than `DEEPEST`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from publisher.reader.conditions import drop_links, is_shown, names_of
from publisher.reader.files import SOURCE_LIMIT, joined
from publisher.reader.markdown import block_tokens
from publisher.reader.places import SourceText
from publisher.reader.reading import Branch

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.reader.fences import Opening
    from publisher.reader.reading import Reading

__all__ = ["DEEPEST", "tree_of"]

DEEPEST = 24
"""Quotations, list items, directives … within each other."""

_CONTAINERS = frozenset({"blockquote", "list_item", "dd", "directive", "footnote_reference"})


def tree_of(text: str, source: SourceText, reading: Reading, depth: int = 0) -> list[Branch]:
    """Read a text as a tree of blocks, included files among them."""
    tokens = block_tokens(text, reading.environment, reading.without)
    _take_links(source, reading)
    for again in reading.environment.pop("duplicate_refs", ()):
        message = f"the link [{again['label']}] is defined twice, and only the first is used"
        at = source.whole_line(again["map"][0])
        reading.report.add("duplicate-label", message, at, "take one out, or give it another name")
    return _grow(tokens, source, reading, depth)


def _take_links(source: SourceText, reading: Reading) -> None:
    """Note where links are defined, as markdown-it knows lines but not files."""
    for label, definition in reading.environment.get("references", {}).items():
        if "at" not in definition:
            definition["at"] = reading.links[label] = source.whole_line(definition["map"][0])


def _grow(tokens: list[Token], source: SourceText, reading: Reading, depth: int) -> list[Branch]:
    roots: list[Branch] = []
    parents: list[Branch] = []
    held: Branch | None = None
    for token in tokens:
        if token.nesting < 0:
            closed = parents.pop()
            depth -= closed.kind in _CONTAINERS
            if closed is held:
                _hold_back(closed, reading)
                held = None
            continue
        branch = Branch(token.type.removesuffix("_open") if token.nesting else token.type, token, source)
        if branch.kind == "footnote_reference":
            if held is None:
                _define(branch, reading)
        elif depth <= DEEPEST:
            (parents[-1].branches if parents else roots).append(branch)
        if token.nesting > 0:
            parents.append(branch)
            depth += branch.kind in _CONTAINERS
            if depth == DEEPEST + 1 and branch.kind in _CONTAINERS:
                hint = "no format shows such a depth in a readable way; say it with less nesting"
                message = f"blocks are nested deeper than {DEEPEST} levels"
                reading.report.add("too-deep", message, branch.at, hint)
            if branch.kind == "directive" and held is None and depth <= DEEPEST:
                opening: Opening = token.meta["opening"]
                if opening.name == "include":
                    branch.branches = _included(opening, branch, reading, depth)
                elif opening.name == "only" and not _is_shown(opening, reading):
                    held = branch
    return roots


def _is_shown(opening: Opening, reading: Reading) -> bool:
    handling = [mark.strip() for _, key, value in opening.options if key == "handling" for mark in value.split(",")]
    return is_shown(names_of(opening.argument), handling, reading)


def _hold_back(branch: Branch, reading: Reading) -> None:
    branch.branches.clear()
    drop_links(branch, reading)
    reading.held_back = True


def _define(branch: Branch, reading: Reading) -> None:
    label = branch.token.meta["label"]
    if label in reading.notes:
        at = branch.source.word(branch.line, f"[^{label}]")
        first = reading.notes[label].line + 1
        message = f"the footnote [^{label}] is defined twice"
        reading.report.add("duplicate-label", message, at, f"it stands in line {first} already")
    else:
        reading.notes[label] = branch


def _included(opening: Opening, branch: Branch, reading: Reading, depth: int) -> list[Branch]:
    """Read the file that an include names."""
    if reading.folder is None or not opening.argument:
        return []
    written = branch.source.word(branch.line, opening.argument)
    name = joined(branch.source.base, opening.argument)
    if name in reading.including:
        chain = " → ".join([*reading.including[reading.including.index(name) :], name])
        message = f"files include each other in a circle: {chain}"
        reading.report.add("include-circle", message, written, "take one of the includes out")
        return []
    text = reading.folder.text(name, SOURCE_LIMIT, reading.report, written)
    if text is None:
        return []
    source = SourceText(reading.folder.shown_path(name), tuple(text.split("\n")), posixpath.dirname(name))
    reading.including.append(name)
    branches = tree_of(text, source, reading, depth)
    reading.including.pop()
    return branches
