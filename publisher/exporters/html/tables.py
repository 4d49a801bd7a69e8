"""Tables -> HTML."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.html import blocks as blocks_of  # cells hold blocks, and blocks hold tables
from publisher.exporters.html.inlines import inlines
from publisher.exporters.html.markup import attributes
from publisher.exporters.html.paging import pager
from publisher.grid import is_small, is_tall, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.exporters.html.markup import Medium
    from publisher.grid import Placed
    from publisher.model import Column, Row, Table

__all__ = ["table"]


def table(block: Table, medium: Medium) -> str:
    """Write a table with its caption above and its notes below, in a frame that scrolls on narrow screens."""
    label = f'<span class="label">{medium.words.table} {block.number}.</span> ' if block.number else ""
    caption = f"<caption>{label}{inlines(block.caption, medium)}</caption>\n" if block.caption else ""
    columns = "".join(f'<col style="width:{(column.width or 0) * 100:.4g}%" />' for column in block.columns)
    parts = (
        f"<table{attributes(id=block.identifier or None)}>\n{caption}<colgroup>{columns}</colgroup>\n",
        _part("thead", block.head, block.columns, medium),
        *(_part("tbody", rows, block.columns, medium) for rows in _groups(block, medium)),
        _part("tfoot", block.foot, block.columns, medium),
        "</table>\n",
    )
    opening = attributes(class_="notes", style=_least(block, medium) if _is_wide(block, medium) else None)
    notes = f"<div{opening}>\n{blocks_of.blocks(block.notes, medium)}</div>\n" if block.notes else ""
    frame = attributes(class_=_classes(block, medium))
    if not medium.paper:
        frame += attributes(role="group", tabindex="0", style=_least(block, medium))  # it scrolls, by keyboard too
    bar = pager(block, medium) if block.page_rows and not medium.paper else ""
    return f"{bar}<div{frame}>\n{''.join(parts)}</div>\n{notes}"


def _classes(block: Table, medium: Medium) -> str:
    names = {
        "small": is_small(block),
        f"tight-{block.tight}": bool(block.tight),
        "wide": _is_wide(block, medium),
    }
    return " ".join(("table", *(name for name, holds in names.items() if holds)))


def _is_wide(block: Table, medium: Medium) -> bool:
    """Whether a table takes the room beside the text of a screen."""
    return not medium.paper and block.least > medium.measure


def _least(block: Table, medium: Medium) -> str | None:
    """Say how wide a table is at least on a screen, where it scrolls rather than break what it holds."""
    if not block.least or medium.theme is None:
        return None
    return f"--least:{block.least / medium.theme.styles['body'].size:.4g}rem"


def _groups(block: Table, medium: Medium) -> list[Sequence[Row]]:
    """Part the rows of a body before each that heads a group (HTML 4.9.5), or into the pages of a screen."""
    body = block.body
    if block.page_rows and not medium.paper:
        return [body[start : start + block.page_rows] for start in range(0, len(body), block.page_rows)]
    starts = [number for number, row in enumerate(body) if row.heads_group and number]
    return [body[start:end] for start, end in pairwise((0, *starts, len(body)))]


def _part(tag: str, rows: Sequence[Row], columns: tuple[Column, ...], medium: Medium) -> str:
    if not rows:
        return ""
    head = tag == "thead"
    lines = []
    for row, cells in zip(rows, placed(rows), strict=True):
        own = [_cell(each, columns, medium, head=head, group=row.heads_group) for each in cells if not each.goes_on]
        tall = attributes(class_="tall" if is_tall(row) else None)
        lines.append(f"<tr{tall}>{''.join(own)}</tr>\n")
    return f"<{tag}>\n{''.join(lines)}</{tag}>\n"


def _cell(each: Placed, columns: tuple[Column, ...], medium: Medium, *, head: bool, group: bool) -> str:
    cell = each.cell
    body = blocks_of.run_in(cell.blocks, medium) or blocks_of.blocks(cell.blocks, medium)
    several = cell.colspan > 1
    looks = attributes(
        class_="center" if head and several else None if several else _align(columns[each.column]),
        data_pad=cell.padding or None,
        colspan=str(cell.colspan) if several else None,
        rowspan=str(cell.rowspan) if cell.rowspan > 1 else None,
    )
    if head:
        return f'<th{looks} scope="{"colgroup" if several else "col"}">{body}</th>'
    if cell.header:
        return f'<th{looks} scope="{"rowgroup" if group else "row"}">{body}</th>'
    return f"<td{looks}>{body}</td>"


def _align(column: Column) -> str | None:
    match column.align:
        case "center":
            return "center"
        case "right":
            return "end"
        case "decimal":
            return "end decimal"
        case "left" | "auto":
            return None
        case _:
            assert_never(column.align)
