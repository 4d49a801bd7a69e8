"""Blocks -> lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from publisher.exporters.text import charts, tables  # cells and charts hold blocks, and blocks hold tables and charts
from publisher.exporters.text.directions import turned
from publisher.exporters.text.inlines import inlines, picture
from publisher.exporters.text.layout import NO_BREAK, beside, fill, hang, indent, pad, stack, widest, width
from publisher.exporters.text.markup import text_of_html
from publisher.exporters.text.medium import heading, rule, styled
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
from publisher.theme import CALLOUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.exporters.text.medium import Medium
    from publisher.theme import Role

__all__ = ["begins_apart", "blocks", "numbered"]

_STEP = 4
"""Columns by which definitions and code are indented."""

_HEAVY = 2.0
"""Points from which on a rule beside a callout is drawn heavy."""

_QUOTED = "> "
_BREAK = "*   *   *"
_CONTENTS: tuple[Role, ...] = ("contents-1", "contents-2", "contents-3")


def blocks(content: Iterable[Block], measure: int, medium: Medium, *, depth: int = 0, tight: bool = False) -> list[str]:
    """Write a run of blocks; `depth` counts the bullet lists around it, `tight` closes up paragraphs and lists."""
    lines: list[str] = []
    before: Block | None = None
    for block in content:
        written = _block(block, measure, medium, depth)
        if written and before is not None:
            lines += [""] * _gap(before, block, tight=tight)
        lines += written
        before = block if written else before
    return lines


def begins_apart(content: tuple[Block, ...]) -> bool:
    """Whether a run of blocks begins with a top heading, which has more space above."""
    match content:
        case (Section(level=1) | Contents(), *_):
            return True
        case _:
            return False


def _gap(before: Block, block: Block, *, tight: bool) -> int:
    """Return the number of blank lines between two blocks."""
    if begins_apart((block,)):
        return 2
    match before, block:
        case ((Paragraph() | BulletList() | OrderedList()), (Paragraph() | BulletList() | OrderedList())) if tight:
            return 0
        case _:
            return 1


def _block(block: Block, measure: int, medium: Medium, depth: int) -> list[str]:
    match block:
        case Paragraph():
            return fill(inlines(block.content, medium), measure)
        case Section():
            return _section(block, measure, medium)
        case Heading():
            return heading(inlines(block.content, medium), block.level, measure, medium)
        case Quotation():
            return _quotation(block, measure, medium)
        case ForeignPassage():
            passage = blocks(block.blocks, measure, medium.written(block.lang), depth=depth)
            return turned(passage, block.lang, medium)
        case PrintLayout():
            return blocks(block.blocks, measure, medium, depth=depth)
        case BulletList():
            bullet = medium.glyphs.bullets[depth % len(medium.glyphs.bullets)]
            return _items(block, [bullet] * len(block.items), measure, medium, depth + 1)
        case OrderedList():
            marks = [f"{number}." for number in range(block.start, block.start + len(block.items))]
            return _items(block, marks, measure, medium, depth)
        case DefinitionList():
            return _definitions(block, measure, medium)
        case CodeBlock():
            return _listing(block, measure, medium)
        case MathBlock():
            return _equation(block, measure)
        case Table():
            return tables.table(block, measure, medium)
        case Figure():
            return _figure(block, measure, medium)
        case Chart():
            return charts.chart(block, measure, medium)
        case Callout():
            return _callout(block, measure, medium)
        case KeyFacts():
            return _key_facts(block, measure, medium)
        case Contents():
            return _contents(block, measure, medium)
        case SourcesList():
            marks = [f"{number}." for number in range(1, len(block.entries) + 1)]
            entries = [fill(inlines(entry, medium), _beside_marks(marks, measure)) for entry in block.entries]
            return numbered(marks, entries)
        case PageBreak():
            return []
        case ThematicBreak():
            return [pad(_BREAK, measure, "center").rstrip()]
        case HtmlBlock():
            return fill(text_of_html(block.html), measure)
        case _:
            assert_never(block)


def _listing(block: CodeBlock, measure: int, medium: Medium) -> list[str]:
    """Write code with its caption above it; its lines are never broken, so that they can be copied."""
    label = f"{medium.words.listing}{NO_BREAK}{block.number}. " if block.number else ""
    caption = styled(f"{label}{inlines(block.caption, medium)}", "caption", measure, medium) if block.caption else []
    return [*caption, *_code(block)]


def _code(block: CodeBlock) -> list[str]:
    if not block.text.strip():
        return []
    lines = block.text.expandtabs(_STEP).removesuffix("\n").split("\n")
    if block.first_line is not None:
        wide = len(str(block.first_line + len(lines) - 1))
        lines = [f"{number:>{wide}}  {line}" for number, line in enumerate(lines, block.first_line)]
    return indent([line.rstrip() for line in lines], _STEP)


def _equation(block: MathBlock, measure: int) -> list[str]:
    """Set a formula in, with its number at the right of its last line."""
    number = f"({block.number})" if block.number else ""
    room = measure - _STEP - len(number) - 1
    lines = [line for row in block.text.split("\n") for line in fill(row, room)]
    if number:
        lines[-1] = f"{pad(lines[-1], room, 'left')} {number}"
    return indent(lines, _STEP)


def _section(section: Section, measure: int, medium: Medium) -> list[str]:
    number = f"{section.number} " if section.number else ""
    title = heading(f"{number}{inlines(section.title, medium)}", section.level, measure, medium)
    body = blocks(section.blocks, measure, medium)
    return [*title, "", *body] if body else title


def numbered(marks: Sequence[str], bodies: Iterable[list[str]], gap: int = 0) -> list[str]:
    """Hang each body on its mark; the marks end at the same column."""
    room = widest(marks)
    return stack((hang(f"{pad(mark, room, 'right')} ", body) for mark, body in zip(marks, bodies, strict=True)), gap)


def _beside_marks(marks: Sequence[str], measure: int) -> int:
    return measure - widest(marks) - 1


def _items(
    block: BulletList | OrderedList, marks: Sequence[str], measure: int, medium: Medium, depth: int
) -> list[str]:
    room = _beside_marks(marks, measure)
    bodies = [_item(item, room, medium, depth, tight=block.tight) for item in block.items]
    return numbered(marks, bodies, 0 if block.tight else 1)


def _item(item: ListItem, measure: int, medium: Medium, depth: int, *, tight: bool) -> list[str]:
    if item.checked is None:
        return blocks(item.blocks, measure, medium, depth=depth, tight=tight)
    box = "[x] " if item.checked else "[ ] "
    return hang(box, blocks(item.blocks, measure - len(box), medium, depth=depth, tight=tight))


def _definitions(block: DefinitionList, measure: int, medium: Medium) -> list[str]:
    return stack(
        [
            *styled(inlines(entry.term, medium), "term", measure, medium),
            *indent(stack(blocks(each, measure - _STEP, medium) for each in entry.definitions), _STEP),
        ]
        for entry in block.entries
    )


def _figure(figure: Figure, measure: int, medium: Medium) -> list[str]:
    label = f"{medium.words.figure}{NO_BREAK}{figure.number}. " if figure.number else ""
    caption = f"{label}{inlines(figure.caption, medium)}"
    return [
        *fill(picture(figure.image, medium), measure),
        *styled(caption, "caption", measure, medium),
        *blocks(figure.notes, measure, medium, tight=True),
    ]


def _callout(callout: Callout, measure: int, medium: Medium) -> list[str]:
    """Draw a bar beside a callout and its title."""
    heavy = medium.theme.styles[CALLOUTS[callout.kind]].border_start.width >= _HEAVY
    bar = f"{medium.glyphs.heavy_bar if heavy else medium.glyphs.bar} "
    room = measure - width(bar)
    top = styled(inlines(callout.title, medium), "callout-title", room, medium)
    return beside(bar, stack([top, blocks(callout.blocks, room, medium)]))


def _key_facts(block: KeyFacts, measure: int, medium: Medium) -> list[str]:
    """Set the figures in a column of their own, between rules."""
    box = medium.theme.styles["key-facts"]
    values = [inlines(entry.value, medium) for entry in block.entries]
    column = min(widest(line for value in values for line in fill(value, measure)), measure // 3)
    gutter = tables.GUTTER
    rows = [
        (
            styled(value, "key-value", column, medium),
            styled(inlines(entry.meaning, medium), "key-meaning", measure - column - gutter, medium),
        )
        for value, entry in zip(values, block.entries, strict=True)
    ]
    return [
        *rule(box.border_top, measure, medium),
        *stack(
            [
                styled(inlines(block.title, medium), "key-facts-title", measure, medium),
                tables.rows_side_by_side(rows, (column, measure - column - gutter), ("left", "left")),
            ]
        ),
        *rule(box.border_bottom, measure, medium),
    ]


def _quotation(quotation: Quotation, measure: int, medium: Medium) -> list[str]:
    room = measure - len(_QUOTED)
    said = inlines(quotation.attribution, medium)
    mark = f"{medium.spell(chr(0x2014))} "
    source = hang(mark, fill(said, room - width(mark))) if said else []
    return beside(_QUOTED, stack([blocks(quotation.blocks, room, medium), source]))


def _contents(contents: Contents, measure: int, medium: Medium) -> list[str]:
    """List the sections, each level indented to where the titles of the level above begin."""
    columns = _contents_columns(contents.entries)
    entries = [_contents_entry(entry, *columns[entry.level], measure, medium) for entry in contents.entries]
    title = inlines(contents.title, medium)
    return stack([heading(title, 1, measure, medium) if title else [], stack(entries, gap=0)])


def _contents_columns(entries: Sequence[ContentsEntry]) -> dict[int, tuple[int, int]]:
    """Return for each level where its numbers and where its titles begin."""
    columns = {}
    begin = 0
    for level in sorted({entry.level for entry in entries}):
        numbers = widest(entry.number for entry in entries if entry.level == level and not entry.number.endswith("."))
        columns[level] = (begin, begin + numbers + 2 if numbers else begin)
        begin = columns[level][1] if numbers else begin + 2
    return columns


def _contents_entry(entry: ContentsEntry, begin: int, end: int, measure: int, medium: Medium) -> list[str]:
    role = _CONTENTS[min(entry.level, len(_CONTENTS)) - 1]
    end = max(end, begin + width(entry.number) + 2 if entry.number else 0)
    title = styled(inlines(entry.title, medium), role, measure - end, medium)
    return indent(hang(pad(entry.number, end - begin, "left"), title), begin)
