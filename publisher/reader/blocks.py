"""The tree of block tokens -> nodes; headings stay flat."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll

from publisher.model import (
    Block,
    BulletList,
    Chart,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    HtmlBlock,
    Inline,
    ListItem,
    MathBlock,
    OrderedList,
    Paragraph,
    Quotation,
    Table,
    Text,
    ThematicBreak,
)
from publisher.reader.characters import legal_line
from publisher.reader.directives import read_directive
from publisher.reader.inlines import read_inlines
from publisher.reader.maths import dollar_block
from publisher.reader.places import inline_run
from publisher.reader.tables import pipe_table
from publisher.reader.tree import DEEPEST

if TYPE_CHECKING:
    from publisher.diagnostics import Location
    from publisher.reader.reading import Branch, Reading

__all__ = ["read_blocks", "read_inner_blocks"]

_DASH = re.compile(r"(?:\u2014|\u2013|---?)\s+(?=\S)")
_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*|\s*\|\s*:?-+:?\s*\|?\s*")

_APPENDIX = "{.appendix}"
"""Behind the words of a heading."""


def read_inner_blocks(branches: list[Branch], reading: Reading) -> tuple[Block, ...]:
    """Read blocks that stand in another block or note, where a heading opens no section."""
    if reading.depth >= DEEPEST:  # the tree is not that deep, but notes may cite notes that cite notes
        for branch in branches[:1]:
            message = f"blocks and notes are nested deeper than {DEEPEST} levels"
            reading.report.add("too-deep", message, branch.at, "say it with less nesting")
        return ()
    reading.depth += 1
    blocks = read_blocks(branches, reading, nested=True)
    reading.depth -= 1
    return blocks


def read_blocks(branches: list[Branch], reading: Reading, *, nested: bool = False) -> tuple[Block, ...]:
    """Read a run of blocks; a label goes to the heading, table, figure, formula or listing behind it."""
    blocks: list[Block] = []
    waiting: Branch | None = None
    for branch in branches:
        if branch.kind == "comment":
            continue
        if branch.kind == "target":
            _misplaced(waiting, reading)
            waiting = branch
            continue
        read = _read(branch, reading, nested=nested)
        if waiting is not None and read:
            read = (_labelled(read[0], waiting, reading), *read[1:])
        blocks += read
        waiting = None
    _misplaced(waiting, reading)
    return tuple(blocks)


def _label_place(target: Branch) -> Location:
    return target.source.word(target.line, target.token.content, target.source.line(target.line).find("("))


def _misplaced(target: Branch | None, reading: Reading) -> None:
    if target is not None:
        message = f"the label {target.token.content[:80]} stands before nothing that can be referred to"
        hint = "put it on the line before a heading, table, figure or formula"
        reading.report.add("bad-label", message, _label_place(target), hint)


def _labelled(block: Block, target: Branch, reading: Reading) -> Block:
    match block:
        case (
            Heading(label="")
            | Table(label="")
            | Figure(label="")
            | Chart(label="")
            | MathBlock(label="")
            | CodeBlock(label="")
        ):
            return replace(block, label=reading.label(target.token.content, _label_place(target)))
        case Heading() | Table() | Figure() | Chart() | MathBlock() | CodeBlock():
            message = f"what the label {target.token.content} stands before has a label already: {block.label}"
            reading.report.add("bad-label", message, _label_place(target), "keep one of the two")
        case _:
            _misplaced(target, reading)
    return block


def _read(branch: Branch, reading: Reading, *, nested: bool) -> tuple[Block, ...]:
    token, at = branch.token, branch.at
    match branch.kind:
        case "paragraph":
            paragraph = _paragraph(branch, reading)
            return (paragraph,) if paragraph.content or not reading.held_back else ()
        case "heading":
            return (_heading(branch, reading, nested=nested),)
        case "blockquote":
            return (_quotation(branch, reading),)
        case "bullet_list" | "ordered_list":
            return (_list(branch, reading),)
        case "dl":
            return (_definitions(branch, reading),)
        case "table":
            return (pipe_table(branch, reading),)
        case "fence":
            return (_fence(branch, reading),)
        case "code_block":
            return (CodeBlock(token.content, at=at),)
        case "math_block" | "math_block_label":
            return dollar_block(branch, reading)
        case "html_block":
            return (HtmlBlock(token.content, at=at),)
        case "hr":
            return (ThematicBreak(at=at),)
        case "directive":
            if token.meta["opening"].name in {"include", "only"} and branch.branches:
                read_directive(branch, reading)
                return read_blocks(branch.branches, reading, nested=nested)
            return read_directive(branch, reading)
        case "stray_fence":
            return (_stray_fence(branch, reading),)
        case _:
            message = f"no reading for the block token {branch.kind}"
            raise TypeError(message)


def _inline(branch: Branch, reading: Reading) -> tuple[Inline, ...]:
    """Read the line of text that a paragraph, heading or term consists of."""
    return tuple(
        inline
        for each in branch.branches
        for inline in read_inlines(inline_run(each.token.content, branch.source, branch.line), reading)
    )


def _paragraph(branch: Branch, reading: Reading) -> Paragraph:
    first, last = branch.token.map or (0, 0)
    if last - first > 1:
        _suspect(branch, first, last, reading)
    return Paragraph(_inline(branch, reading), at=branch.at)


def _suspect(branch: Branch, first: int, last: int, reading: Reading) -> None:
    """Tell what was probably not meant as words: a table that is none, a comment within a paragraph."""
    second = branch.source.line(first + 1).lstrip("> \t")
    if "tables" not in reading.without and "|" in branch.source.line(first) and _DELIMITER_ROW.fullmatch(second):
        message = "the row of hyphens has not as many cells as the head of the table"
        hint = "write one group of hyphens for each cell of the head"
        reading.report.add("bad-table", message, branch.source.whole_line(first + 1), hint)
    elif "tables" not in reading.without and all(_is_row(branch.source.line(line)) for line in range(first, last)):
        message = "the head of the table is not followed by a row of hyphens, so it would be words with bars"
        hint = "write | --- | below it, with one group of hyphens for each cell; or \\| where a bar is meant"
        head = branch.source.line(first).strip("> \t")
        reading.report.add("bad-table", message, branch.source.word(first, head), hint)
    if "comments" in reading.without:
        return
    for line in range(first + 1, last):
        if branch.source.line(line).lstrip("> \t").startswith("%"):
            message = "a line that begins with % within a paragraph is shown"
            hint = "for a comment leave a line empty before it; otherwise write \\%"
            reading.report.add("stray-comment", message, branch.source.whole_line(line), hint)


def _is_row(line: str) -> bool:
    bare = line.strip("> \t")
    return bare.startswith("|") and bare.endswith("|") and len(bare) > len("||")


def _heading(branch: Branch, reading: Reading, *, nested: bool) -> Heading:
    content, appendix = _without_mark(_inline(branch, reading))
    heading = Heading(int(branch.token.tag[1:]), content, appendix=appendix and not nested, at=branch.at)
    if nested:
        hint = "end the block before it with an empty line and no indentation, or use **strong text**"
        message = "a heading within another block opens no section"
        reading.report.add("nested-heading", message, heading.at, hint)
    if not heading.content:
        reading.report.add("empty-heading", "the heading has no words", heading.at, "write them behind the #")
    return heading


def _without_mark(content: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], bool]:
    """Take the mark of an appendix from the end of a heading."""
    match content:
        case (*words, Text(text=text) as last) if text.endswith(_APPENDIX):
            kept = text.removesuffix(_APPENDIX).rstrip()
            return (*words, *([replace(last, text=kept)] if kept else [])), True
        case _:
            return content, False


def _list(branch: Branch, reading: Reading) -> BulletList | OrderedList:
    items = tuple(
        ListItem(read_inner_blocks(item.branches, reading), item.token.meta.get("checked"), at=item.at)
        for item in branch.branches
    )
    paragraphs = (inner for item in branch.branches for inner in item.branches if inner.kind == "paragraph")
    tight = all(paragraph.token.hidden for paragraph in paragraphs)
    if branch.kind == "bullet_list":
        return BulletList(items, tight, at=branch.at)
    return OrderedList(items, int(branch.token.attrs.get("start", 1)), tight, at=branch.at)


def _definitions(branch: Branch, reading: Reading) -> DefinitionList:
    entries: list[Definition] = []
    for part in branch.branches:
        if part.kind == "dt":
            entries.append(Definition(_inline(part, reading), (), at=part.at))
        else:
            body = read_inner_blocks(part.branches, reading)
            entries[-1] = replace(entries[-1], definitions=(*entries[-1].definitions, body))
    return DefinitionList(tuple(entries), at=branch.at)


def _quotation(branch: Branch, reading: Reading) -> Quotation:
    """Read a quotation; a last paragraph that begins with a dash says who is quoted."""
    blocks = read_inner_blocks(branch.branches, reading)
    match blocks:
        case (*quoted, Paragraph(content=(Text(text=words, at=at), *rest))) if quoted and (found := _DASH.match(words)):
            attribution = (Text(words[found.end() :], at=at), *rest)
            return Quotation(tuple(quoted), attribution, at=branch.at)
        case _:
            return Quotation(blocks, at=branch.at)


def _fence(branch: Branch, reading: Reading) -> CodeBlock:
    token = branch.token
    if not token.meta["closed"]:
        message = "the code block is not closed"
        hint = f"close it with a line {token.markup}"
        place = branch.source.word(branch.line, token.markup)
        reading.report.add("unclosed-fence", message, place, hint)
    info = legal_line(unescapeAll(token.info).strip(), branch.at, reading.report)
    language, *more = info.split(maxsplit=1) or [""]
    if more:
        message = f"the words behind the language, {more[0][:60]!r}, are shown nowhere"
        reading.report.add("lost-words", message, branch.at, "put them into the text, or take them out")
    return CodeBlock(token.content, language, at=branch.at)


def _stray_fence(branch: Branch, reading: Reading) -> Paragraph:
    text = branch.token.content.rstrip()
    words = text.strip(": \t")
    message, hint = "these colons close nothing", "give a directive that holds others more colons than those within"
    if words:
        message = "colons open a directive only with a name in braces"
        hint = f"write {text[: len(text) - len(text.lstrip(':'))]}{{{words.split()[0].strip('{}')[:40]}}}"
    reading.report.add("bad-directive", message, branch.at, hint)
    return Paragraph((Text(text, at=branch.at),), at=branch.at)
