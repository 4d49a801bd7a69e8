"""Tables -> HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from publisher.exporters.html import blocks as blocks_of  # cells hold blocks, and blocks hold tables
from publisher.exporters.html.inlines import inlines
from publisher.exporters.html.markup import Medium, attributes

if TYPE_CHECKING:
    from publisher.model import Cell, Column, Row, Table

__all__ = ["SMALL", "table"]

SMALL = 12
"""Rows up to which a table is kept on one page."""


def table(block: Table, medium: Medium) -> str:
    """Write a table with its caption above and its notes below, in a frame that scrolls on narrow screens."""
    label = f'<span class="label">{medium.words.table} {block.number}.</span> ' if block.number else ""
    caption = f"<caption>{label}{inlines(block.caption, medium)}</caption>\n" if block.caption else ""
    columns = "".join(f'<col style="width:{(column.width or 0) * 100:.4g}%" />' for column in block.columns)
    head = "".join([_row(row, block.columns, medium, head=True) for row in block.head])
    body = "".join([_row(row, block.columns, medium, head=False) for row in block.body])
    parts = (
        f"<table{attributes(id=block.identifier or None)}>\n{caption}<colgroup>{columns}</colgroup>\n",
        f"<thead>\n{head}</thead>\n" if head else "",
        f"<tbody>\n{body}</tbody>\n" if body else "",
        "</table>\n",
    )
    notes = f'<div class="notes">\n{blocks_of.blocks(block.notes, medium)}</div>\n' if block.notes else ""
    whole = len(block.head) + len(block.body) <= SMALL
    frame = attributes(class_="table small" if whole else "table")
    if not medium.paper:
        frame += attributes(role="group", tabindex="0")  # it scrolls on narrow screens, by keyboard too
    return f"<div{frame}>\n{''.join(parts)}</div>\n{notes}"


def _row(row: Row, columns: tuple[Column, ...], medium: Medium, *, head: bool) -> str:
    cells = zip(row.cells, columns, strict=True)
    return f"<tr>{''.join([_cell(cell, column, medium, head=head) for cell, column in cells])}</tr>\n"


def _cell(cell: Cell, column: Column, medium: Medium, *, head: bool) -> str:
    body = blocks_of.run_in(cell.blocks, medium) or blocks_of.blocks(cell.blocks, medium)
    looks = attributes(class_=_align(column), data_pad=cell.padding or None)
    if cell.header or head:
        return f'<th{looks} scope="{"col" if head else "row"}">{body}</th>'
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
