"""Blocks -> HTML that is well-formed as XML too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.html import charts  # notes hold blocks, and blocks hold charts
from publisher.exporters.html.code import code, listing
from publisher.exporters.html.equations import equation, outline
from publisher.exporters.html.inlines import image, inlines
from publisher.exporters.html.markup import Medium, attributes, escape
from publisher.exporters.html.tables import table
from publisher.languages import direction
from publisher.model import (
    Block,
    BulletList,
    Callout,
    Chart,
    CodeBlock,
    Contents,
    ContentsEntry,
    DefinitionList,
    Figure,
    ForeignPassage,
    Heading,
    HtmlBlock,
    KeyFacts,
    ListItem,
    MathBlock,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    PrintLayout,
    Quotation,
    Section,
    SourcesList,
    Table,
    ThematicBreak,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["blocks", "endnotes", "note_body", "run_in"]

_DEEPEST_TAG = 6


def blocks(content: Iterable[Block], medium: Medium) -> str:
    """Write a run of blocks, each ended by a line end."""
    return "".join([_block(block, medium) for block in content])


def run_in(content: tuple[Block, ...], medium: Medium) -> str:
    """Write a single paragraph without its tag; an empty string for anything else."""
    match content:
        case (Paragraph(content=words),):
            return inlines(words, medium)
        case _:
            return ""


def note_body(note: Note, medium: Medium) -> str:
    """Write what a note says; its first paragraph stands bare, beside the number."""
    match note.blocks:
        case (Paragraph(content=words), *rest):
            return f"{inlines(words, medium)}{blocks(rest, medium)}"
        case _:
            return blocks(note.blocks, medium)


def _block(block: Block, medium: Medium) -> str:
    match block:
        case Paragraph():
            return f"<p>{inlines(block.content, medium)}</p>\n"
        case Section():
            return _section(block, medium)
        case Heading():
            opening = f"h{block.level}{attributes(id=block.label or None)}"
            return f"<{opening}>{inlines(block.content, medium)}</h{block.level}>\n"
        case Quotation():
            return _quotation(block, medium)
        case ForeignPassage():
            opening = attributes(lang=block.lang, dir=direction(block.lang))
            return f"<div{opening}>\n{blocks(block.blocks, medium)}</div>\n"
        case PrintLayout():
            kind = "landscape" if block.landscape else "columns"
            return f'<div class="{kind}">\n{blocks(block.blocks, medium)}</div>\n'
        case BulletList():
            return f"<ul>\n{_items(block, medium)}</ul>\n"
        case OrderedList():
            return f"<ol{_start(block, medium)}>\n{_items(block, medium)}</ol>\n"
        case DefinitionList():
            return _definitions(block, medium)
        case CodeBlock():
            language = attributes(class_=f"language-{block.language}" if block.language else None)
            return listing(block, f"<pre><code{language}>{code(block)}</code></pre>\n", medium)
        case MathBlock():
            return equation(block, medium)
        case Table():
            return table(block, medium)
        case Figure():
            return _figure(block, medium)
        case Chart():
            return charts.chart(block, medium)
        case Callout():
            title = f'<p class="callout-title">{inlines(block.title, medium)}</p>\n'
            body = blocks(block.blocks, medium)
            return f'<div class="callout callout-{block.kind}" role="note">\n{title}{body}</div>\n'
        case KeyFacts():
            return _key_facts(block, medium)
        case Contents():
            return _contents(block, medium)
        case SourcesList():
            entries = "".join(f"<li>{inlines(entry, medium)}</li>\n" for entry in block.entries)
            return f'<ol class="sources">\n{entries}</ol>\n'
        case PageBreak():
            return '<div class="page-break"></div>\n'
        case ThematicBreak():
            return "<hr />\n"
        case HtmlBlock():
            return f"{block.html.rstrip()}\n"
        case _:
            assert_never(block)


def _section(section: Section, medium: Medium) -> str:
    level = section.level + 1
    tag = f"h{min(level, _DEEPEST_TAG)}"
    deeper = str(level) if level > _DEEPEST_TAG else None
    spoken = outline(section, medium)
    opening = attributes(
        class_=f"heading-{section.level}", id=section.identifier, aria_level=deeper, data_outline=spoken
    )
    number = f'<span class="number">{escape(section.number)}</span> ' if section.number else ""
    heading = f"<{tag}{opening}>{number}{inlines(section.title, medium)}</{tag}>\n"
    return f"<section>\n{heading}{blocks(section.blocks, medium)}</section>\n"


def _start(block: OrderedList, medium: Medium) -> str:
    if block.start == 1:
        return ""
    counter = f"counter-reset:list-item {block.start - 1}" if medium.paper else None  # WeasyPrint ignores `start`
    return attributes(start=str(block.start), style=counter)


def _items(block: BulletList | OrderedList, medium: Medium) -> str:
    return "".join([_item(item, medium, tight=block.tight) for item in block.items])


def _item(item: ListItem, medium: Medium, *, tight: bool) -> str:
    parts = [
        f"{inlines(block.content, medium)}\n" if tight and isinstance(block, Paragraph) else _block(block, medium)
        for block in item.blocks
    ]
    body = "".join(parts)
    if tight and item.blocks and isinstance(item.blocks[-1], Paragraph):
        body = body[:-1]
    if item.checked is not None:
        name = medium.words.done if item.checked else medium.words.open
        box = f'<span class="box" role="img"{attributes(aria_label=name)}>{"☑" if item.checked else "☐"}</span>'
        return f'<li class="task">{box} {body}</li>\n'
    if medium.paper:  # a `dd` in a list item becomes its LBody (ISO 32000-1, 14.8.4.3.3)
        return f"<li><dd>{body}</dd></li>\n"
    loose = "\n" if not tight and item.blocks else ""
    return f"<li>{loose}{body}</li>\n"


def _definitions(block: DefinitionList, medium: Medium) -> str:
    parts = ["<dl>\n"]
    for entry in block.entries:
        parts.append(f"<dt>{inlines(entry.term, medium)}</dt>\n")
        for definition in entry.definitions:
            body = run_in(definition, medium) or f"\n{blocks(definition, medium)}"
            parts.append(f"<dd>{body}</dd>\n")
    return "".join([*parts, "</dl>\n"])


def _quotation(quotation: Quotation, medium: Medium) -> str:
    quoted = f"<blockquote>\n{blocks(quotation.blocks, medium)}</blockquote>\n"
    if not quotation.attribution:
        return quoted
    return f'{quoted}<p class="attribution">— {inlines(quotation.attribution, medium)}</p>\n'


def _figure(figure: Figure, medium: Medium) -> str:
    label = f'<span class="label">{medium.words.figure} {figure.number}.</span> ' if figure.number else ""
    notes = f'<div class="notes">\n{blocks(figure.notes, medium)}</div>\n' if figure.notes else ""
    caption = f"{label}{inlines(figure.caption, medium)}"
    below = f"<figcaption>{caption}{notes}</figcaption>\n" if figure.caption else notes
    if figure.beside:
        own = figure.image
        width = f"{(own.width or 0) * 100:.4g}%" if own.points is None else f"{own.points:.5g}pt"
        opening = attributes(id=figure.identifier or None, class_=f"beside {figure.beside}", style=f"--width:{width}")
        return f"<figure{opening}>\n{image(replace(own, width=1.0, points=None), medium)}\n{below}</figure>\n"
    return f"<figure{attributes(id=figure.identifier or None)}>\n{image(figure.image, medium)}\n{below}</figure>\n"


def _key_facts(block: KeyFacts, medium: Medium) -> str:
    title = f'<p class="key-facts-title">{inlines(block.title, medium)}</p>\n' if block.title else ""
    entries = "".join(
        f"<div><dt>{inlines(entry.value, medium)}</dt> <dd>{inlines(entry.meaning, medium)}</dd></div>\n"
        for entry in block.entries
    )
    columns = f" columns-{medium.theme.page.columns_of(len(block.entries))}" if medium.theme else ""
    return f'<div class="key-facts{columns}">\n{title}<dl>\n{entries}</dl>\n</div>\n'


def _contents(contents: Contents, medium: Medium) -> str:
    name = "_contents" if contents.of == "sections" else f"_{contents.of}"
    heading = f'<h2 class="contents-title" id="{name}">{inlines(contents.title, medium)}</h2>\n'
    entries = "".join([_contents_entry(entry, medium) for entry in contents.entries])
    return f'<nav class="contents" aria-labelledby="{name}">\n{heading}<ul>\n{entries}</ul>\n</nav>\n'


def _contents_entry(entry: ContentsEntry, medium: Medium) -> str:
    number = f'<span class="number">{escape(entry.number)}</span> ' if entry.number else ""
    opening = attributes(class_=f"contents-{min(entry.level, 3)}", data_href=f"#{entry.target}")
    return f'<li{opening}><a href="#{escape(entry.target)}">{number}{inlines(entry.title, medium)}</a></li>\n'


def endnotes(medium: Medium) -> str:
    """Write the notes of a screen page, each with a way back."""
    if medium.paper or not medium.notes:
        return ""
    items = []
    for note in medium.notes:
        back = attributes(
            href=f"#_note-{note.number}-mark", role="doc-backlink", aria_label=f"{medium.words.back} {note.number}"
        )
        link = f'<a class="back"{back}>↑</a>'
        items.append(f'<li id="_note-{note.number}">{note_body(note, medium)} {link}</li>\n')
    heading = f'<h2 class="heading-2" id="_notes">{escape(medium.words.notes)}</h2>\n'
    listing = f"<ol>\n{''.join(items)}</ol>\n"
    return f'<section class="endnotes" role="doc-endnotes" aria-labelledby="_notes">\n{heading}{listing}</section>\n'
