"""Files of data that tests make, and the tables that they are read as."""

from __future__ import annotations

import io
import sqlite3
from typing import TYPE_CHECKING

import duckdb
import openpyxl

from publisher.model import Cell, DataValue, Paragraph, Table, Text
from tests.support.marked import Outcome, read_marked

if TYPE_CHECKING:
    from pathlib import Path


def table_in(outcome: Outcome) -> Table:
    assert [each.message for each in outcome.report.diagnostics] == []
    (found,) = outcome.document.blocks
    assert isinstance(found, Table)
    return found


def said(cell: Cell) -> object:
    match cell.blocks:
        case (Paragraph(content=(DataValue(value=value),)),):
            return value
        case (Paragraph(content=(Text(text=text),)),):
            return text
        case _:
            return None


def rows_of(table: Table) -> list[list[object]]:
    return [[said(cell) for cell in row.cells] for row in (*table.head, *table.body)]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def database(folder: Path, *statements: str) -> bytes:
    path = folder / "made.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()


def parquet(folder: Path, select: str) -> bytes:
    path = folder / "made.parquet"
    with duckdb.connect() as engine:
        engine.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def shown(tmp_path: Path, options: str, files: dict[str, str | bytes]) -> Outcome:
    return read_marked(tmp_path, f":::{{table}}\n{options}\n:::", files)
