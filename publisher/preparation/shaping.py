"""Tables as their options ask: columns written, rows sorted, summed up, marked and cut short, the source named."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from publisher.grid import placed
from publisher.model import Cell, DataValue, FactReference, ForeignPassage, Note, Paragraph, Row, Table, Text
from publisher.nearest import did_you_mean
from publisher.preparation.amounts import FormError
from publisher.preparation.grouping import evenly_grouped
from publisher.preparation.language import speak
from publisher.preparation.marking import marked_rows
from publisher.preparation.powers import find_unsaid_powers
from publisher.preparation.rewrite import rewrite
from publisher.preparation.sheets import Sheet, sheet_of
from publisher.preparation.sources import source_entry
from publisher.preparation.totals import Feet, counted_in
from publisher.preparation.values import alone, write
from publisher.traverse import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics import Report
    from publisher.grid import Placed
    from publisher.model import Block, ColumnOrder, Ledger, Shaping, ValueFormat
    from publisher.preparation.language import Language
    from publisher.preparation.values import Value

__all__ = ["shape_tables", "shaped"]

_TOLD = 10
"""Values of a table that are named; after that many its columns are meant otherwise."""
_Key: TypeAlias = "tuple[int, Decimal | int | str, str]"


def shape_tables(blocks: tuple[Block, ...], ledger: Ledger, language: Language, report: Report) -> tuple[Block, ...]:
    """Shape every table, in the language of the passage that it stands in; facts must be shown already."""

    def passage(block: Block) -> Block:
        if not isinstance(block, ForeignPassage):
            return block
        return replace(block, blocks=shape_tables(block.blocks, ledger, speak(block.lang), report))

    def shape(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        find_unsaid_powers(block, language, report)
        return shaped(block, ledger, language, report)

    return rewrite(blocks, block={ForeignPassage: passage, Table: shape})


def shaped(table: Table, ledger: Ledger, language: Language, report: Report) -> Table:
    """Do with the rows of a table what its options ask, and group its numbers alike; what is done already stays."""
    plan = table.shaping
    if plan is None:
        return evenly_grouped(table, (), ledger, language)
    notes = table.notes
    formats: Sequence[ValueFormat] = ()
    if _asks(plan) or _holds_data(table):
        sheet = sheet_of(table, plan, language)
        table = _Writing(sheet, language, report).table(table)
        _find_unlike(table, plan, ledger, report)
        if plan.order:
            rows = _order(sheet.rows, plan.order)
            table = replace(table, body=tuple(table.body[row] for row in rows))
            sheet = sheet.in_order(rows)
        feet = Feet(table, sheet, ledger, language, report).rows(plan.totals)
        body = marked_rows(table.body, plan.highlights, sheet, report)
        if plan.rows and plan.rows < len(body):
            _check_notes(body[plan.rows :], table, report)
            notes = (_shown(plan.rows, len(body), table, language, summed_up=bool(feet)), *notes)
            body = body[: plan.rows]
        table = replace(table, body=body, foot=(*table.foot, *feet))
        formats = sheet.formats
    table = evenly_grouped(table, formats, ledger, language)
    return replace(table, notes=(*notes, *_source(table, ledger, language, report)), shaping=None)


def _find_unlike(table: Table, plan: Shaping, ledger: Ledger, report: Report) -> None:
    """Report columns that are sorted or compared though dollars, people and percentages stand in them."""
    compared = [(each.column, each.at) for each in plan.order]
    compared += [(each.column, each.at) for each in plan.highlights if each.column is not None and each.test != "="]
    for column, at in compared:
        if len(units := counted_in(table, column, ledger)) > 1:
            message = f"the facts of column {column + 1} are counted in different things ({', '.join(units)})"
            report.add("bad-value", message, at, "only what is counted in the same can be sorted or compared")


def _asks(plan: Shaping) -> bool:
    return bool(plan.formats or plan.order or plan.totals or plan.highlights or plan.rows)


def _holds_data(table: Table) -> bool:
    cells = (cell for row in (*table.body, *table.foot) for cell in row.cells)
    return any(isinstance(alone(cell), DataValue) for cell in cells)


class _Writing:
    """A pass that writes the values of a table in its language."""

    def __init__(self, sheet: Sheet, language: Language, report: Report) -> None:
        self.sheet, self.language, self.report = sheet, language, report
        self.told = 0

    def table(self, table: Table) -> Table:
        return replace(table, body=self.rows(table.body, self.sheet.rows), foot=self.rows(table.foot, self.sheet.feet))

    def rows(self, rows: tuple[Row, ...], values: Sequence[Sequence[Value | None]]) -> tuple[Row, ...]:
        return tuple(
            Row(
                tuple([self.cell(each, own[each.column]) for each in cells if not each.goes_on]),
                heads_group=row.heads_group,
                at=row.at,
            )
            for row, cells, own in zip(rows, placed(rows), values, strict=True)
        )

    def cell(self, each: Placed, value: Value | None) -> Cell:
        cell, column = each.cell, each.column
        only = alone(cell)
        typed = isinstance(only, DataValue)
        if value is None or cell.colspan > 1 or isinstance(only, FactReference):
            return cell
        if not typed and column not in self.sheet.asked:
            return cell
        if isinstance(value, str):
            if self.sheet.formats[column].kind != "text":
                self.tell(cell, column, f"{value[:40]!r} is no number or date")
            return cell
        try:
            text = write(value, self.sheet.formats[column], self.language)
        except FormError as error:
            self.tell(cell, column, str(error))
            return cell
        written = (Paragraph((DataValue(value, text, at=cell.at),), at=cell.at),)
        return Cell(written, header=cell.header, padding=cell.padding, rowspan=cell.rowspan, at=cell.at)

    def tell(self, cell: Cell, column: int, why: str) -> None:
        self.told += 1
        if self.told <= _TOLD:
            message = f"a value of column {column + 1} can't be written as its format asks: {why}"
            self.report.add("bad-value", message, cell.at, "correct it, leave its cell empty, or change the format")


def _order(rows: Sequence[Sequence[Value | None]], order: Sequence[ColumnOrder]) -> list[int]:
    """Return the numbers of the rows, sorted; what is empty comes last, and equal rows stay as they were."""
    found = list(range(len(rows)))
    for each in reversed(order):
        given = [row for row in found if rows[row][each.column] is not None]
        empty = [row for row in found if rows[row][each.column] is None]
        keys = {row: _key(rows[row][each.column]) for row in given}
        found = [*sorted(given, key=keys.__getitem__, reverse=each.descending), *empty]
    return found


def _key(value: Value | None) -> _Key:
    """Put numbers before dates, and those before words, which are sorted without regard to accents and capitals."""
    match value:
        case bool():
            return 0, int(value), ""
        case Decimal():
            return 0, value, ""
        case dt.date():
            return 1, value.isoformat(), ""
        case None:
            return 3, "", ""
        case str():
            letters = unicodedata.normalize("NFKD", value)
            return 2, "".join(each for each in letters if not unicodedata.combining(each)).casefold(), value


def _check_notes(rows: Sequence[Row], table: Table, report: Report) -> None:
    """Refuse to leave out a row with a footnote, which another place may cite."""
    cells = (cell for row in rows for cell in row.cells)
    if any(isinstance(node, Note) for cell in cells for node in walk(cell.blocks)):
        message = "a row that is not shown holds a footnote"
        report.add("bad-table", message, table.at, "put the footnote into the caption or a note, or show all rows")


def _shown(some: int, all_rows: int, table: Table, language: Language, *, summed_up: bool) -> Paragraph:
    counts = [language.numerals.write(Decimal(count), 0) for count in (some, all_rows)]
    words = language.words.rows_shown_of_all if summed_up else language.words.rows_shown
    said = words.format(shown=counts[0], all=counts[1])
    return Paragraph((Text(said, at=table.at),), at=table.at)


def _source(table: Table, ledger: Ledger, language: Language, report: Report) -> tuple[Paragraph, ...]:
    """Name the source of a table; one that is not in the ledger is reported."""
    named = table.source
    if named is None:
        return ()
    source = ledger.sources.get(named.key)
    if source is None:
        if ledger.whole:
            hint = did_you_mean(named.key, ledger.sources, "add it under `sources` in facts.yaml")
            report.add("unknown-source", f"there is no source {named.key[:60]}", named.at, hint)
        return ()
    words = Text(f"{language.words.source}{language.words.colon}", at=named.at)
    return (Paragraph((words, *source_entry(source, language)), at=named.at),)
