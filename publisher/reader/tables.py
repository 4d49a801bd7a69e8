"""Tables: pipe tables (GFM), list tables and CSV -> `Table`."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeGuard, get_args

from publisher.model import Align, BulletList, Cell, Column, Paragraph, Table
from publisher.nearest import did_you_mean
from publisher.reader.cells import Band, joined_rows
from publisher.reader.files import DATA_LIMIT, joined
from publisher.reader.inlines import read_inlines
from publisher.reader.places import Run, SourceText, inline_run, word_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics import Location, Report
    from publisher.model import Block
    from publisher.reader.options import Directive
    from publisher.reader.reading import Branch, Reading

__all__ = ["csv_table", "list_table", "pipe_table", "table"]

_ALIGNMENTS: tuple[Align, ...] = get_args(Align)
_MOST_HEADS = 20
_MOST_CELLS = 50_000
"""In one table: half a thousand pages."""
_DELIMITERS = {"tab": "\t", "\\t": "\t", "space": " "}


def pipe_table(branch: Branch, reading: Reading) -> Table:
    """Read a GFM table; its first row is its head."""
    bare, band = _pipe_rows(branch, reading)
    return _with_rows(bare, band, _Parts(heads=1), reading.report)


def _pipe_rows(branch: Branch, reading: Reading) -> tuple[Table, Band]:
    head, *body = branch.branches
    rows = [row for part in (head, *body) for row in part.branches]
    bare = Table(tuple(Column(_style(cell)) for cell in rows[0].branches), (), (), at=branch.at)
    if _is_too_large(len(rows) * len(bare.columns), branch.at, reading.report):
        return bare, []
    return bare, [_pipe_row(row, len(bare.columns), reading) for row in rows]


@dataclass(frozen=True, slots=True)
class _Parts:
    """How many rows are head and foot, and how many columns name their rows."""

    heads: int = 0
    feet: int = 0
    stubs: int = 0


def _parts_of(directive: Directive, rows: int, columns: int, usual_heads: int, *, added: int = 0) -> _Parts:
    """Read the options that part a table; `added` head rows come before those that they count."""
    heads = directive.number("header-rows", usual_heads, 0, _MOST_HEADS) + added
    feet = directive.number("footer-rows", 0, 0, max(rows - heads, 0))
    return _Parts(heads, feet, directive.number("stub-columns", 0, 0, columns))


def _with_rows(bare: Table, band: Band, parts: _Parts, report: Report) -> Table:
    """Put rows into head, body and foot, with header cells where the parts say, and join cells that go on."""
    whole = [
        (at, _headed(cells, len(cells) if row < parts.heads else parts.stubs)) for row, (at, cells) in enumerate(band)
    ]
    end = len(whole) - parts.feet
    head, body, foot = whole[: parts.heads], whole[parts.heads : end], whole[end:]
    return replace(bare, head=joined_rows(head, report), body=joined_rows(body, report), foot=joined_rows(foot, report))


def _headed(cells: list[Cell], headers: int) -> list[Cell]:
    return [*(replace(cell, header=True) for cell in cells[:headers]), *cells[headers:]]


def _is_too_large(cells: int, at: Location | None, report: Report) -> bool:
    """Report a table that would take minutes to set and that nobody could read."""
    if cells <= _MOST_CELLS:
        return False
    message = f"the table has {cells} cells; at most {_MOST_CELLS} can be published"
    report.add("too-large", message, at, "show a summary of it, or split it into several tables")
    return True


def _style(cell: Branch) -> Align:
    word = str(cell.token.attrs.get("style", "")).removeprefix("text-align:")
    return word if _is_align(word) else "auto"


def _is_align(word: str) -> TypeGuard[Align]:
    return word in _ALIGNMENTS


def _pipe_row(row: Branch, columns: int, reading: Reading) -> tuple[Location | None, list[Cell]]:
    source, line = row.source, row.line
    column: int = row.token.meta["column"]
    cells: list[Cell] = []
    for cell in row.branches:
        run = word_run(cell.branches[0].token.content, source, line, column)
        column = run.starts[0][2] + len(run.content)
        cells.append(_cell(run, reading))
    given: list[str] = row.token.meta["cells"]
    if len(given) > columns:
        extra = given[columns].strip()
        at = source.word(line, extra, column) if extra else source.whole_line(line)
        hint = "take a cell out, or write \\| for a bar that belongs to the text"
        _tell_length(len(given), columns, at, hint, reading.report)
    return source.whole_line(line), cells


def _tell_length(given: int, columns: int, at: Location | None, hint: str, report: Report) -> None:
    cells = "1 cell" if given == 1 else f"{given} cells"
    report.add("row-length", f"the row has {cells}, the table has {columns} columns", at, hint)


def _cell(run: Run, reading: Reading) -> Cell:
    at = run.at(0, len(run.content))
    content = read_inlines(run, reading)
    return Cell((Paragraph(content, at=at),) if content else (), at=at)


def table(directive: Directive) -> tuple[Block, ...]:
    """Read `table`: a pipe table in its body, or a CSV file."""
    if "file" in directive.options:
        return csv_table(directive, directive.branch.branches)
    reading, caption = directive.reading, directive.title()
    inner = [branch for branch in directive.branch.branches if branch.kind != "comment"]
    if not inner or inner[0].kind != "table":
        hint = "write a pipe table in it, or name a CSV file with :file:"
        reading.report.add("bad-table", "there is no table in it", directive.at, hint)
        return directive.body()
    bare, band = _pipe_rows(inner[0], reading)
    read = _with_rows(bare, band, _parts_of(directive, len(band), len(bare.columns), 1), reading.report)
    read = replace(read, caption=caption, label=directive.label(), notes=_notes(directive, inner[1:]))
    return (_with_columns(read, directive),)


def _notes(directive: Directive, branches: Sequence[Branch]) -> tuple[Block, ...]:
    """Read what stands under a table: the option `note`, then the blocks behind the table."""
    reading = directive.reading
    note = directive.options.get("note")
    first = (Paragraph(read_inlines(note, reading), at=note.at()),) if note and note.content else ()
    return (*first, *reading.read_blocks(list(branches), reading))


def list_table(directive: Directive) -> tuple[Block, ...]:
    """Read `list-table`: a list of rows, each a list of cells."""
    caption, label, body, source = directive.title(), directive.label(), directive.body(), directive.branch.source
    match body:
        case (BulletList(items=items),) if items:
            rows = []
            for item in items:
                match item.blocks:
                    case (BulletList(items=cells),):
                        rows.append((item.at, [Cell(cell.blocks, at=_said(cell.at, source)) for cell in cells]))
                    case _:
                        message = "a row of a list-table is a list of cells"
                        directive.bad(message, "write each cell on a line after `- `", item.at)
        case _:
            hint = "write a list whose entries are lists: * - first cell"
            directive.reading.report.add("bad-table", "a list-table holds one list", directive.at, hint)
            return body
    return _table(directive, rows, Table((), (), (), caption, _notes(directive, ()), label=label))


def _said(item: Location | None, source: SourceText) -> Location | None:
    """Return the place of what a list item says on its first line, without the marks of lists."""
    if item is None:
        return None
    words = source.line(item.line - 1)[item.column - 1 :].lstrip("*+- \t").rstrip()
    return source.word(item.line - 1, words, item.column - 1) if words else item


def csv_table(directive: Directive, below: Sequence[Branch] = ()) -> tuple[Block, ...]:
    """Read `csv-table`: comma-separated values in its body or in a file below the folder; blocks may stand below."""
    caption, label, reading = directive.title(), directive.label(), directive.reading
    delimiter = _delimiter(directive)
    given = _csv_text(directive)
    if given is None:
        return ()
    text, source, first_line = given
    header = directive.options.get("header")
    rows: Band = []
    if header:
        head = _records(header.content, header.source, header.starts[0][1], delimiter, reading.report)
        rows += [(header.at(), _csv_cells(record, header.source, line, reading)) for line, record in head]
    records = _records(text, source, first_line, delimiter, reading.report)
    file = directive.options.get("file")
    at = file.at() if file else directive.at
    if _is_too_large(sum(len(record) for _, record in records), at, reading.report):
        return ()
    rows += [(source.whole_line(line), _csv_cells(record, source, line, reading)) for line, record in records]
    bare = Table((), (), (), caption, _notes(directive, below), label=label)
    return _table(directive, rows, bare, usual_heads=0 if header else 1, added=int(bool(header)))


def _csv_text(directive: Directive) -> tuple[str, SourceText, int] | None:
    """Return the text, the file it stands in, and its first line there."""
    branch, reading = directive.branch, directive.reading
    file = directive.options.get("file")
    if file is None:
        return branch.token.content, branch.source, directive.opening.body_line
    if branch.token.content.strip():
        directive.bad("it has a file and a body", "take one of them out")
    if reading.folder is None:
        return None
    name = joined(branch.source.base, file.content)
    text = reading.folder.text(name, DATA_LIMIT, reading.report, file.at())
    if text is None:
        return None
    return text, SourceText(reading.folder.shown_path(name), tuple(text.split("\n")), posixpath.dirname(name)), 0


def _delimiter(directive: Directive) -> str:
    if "delim" not in directive.options:
        return ","
    text = directive.options["delim"].content
    delimiter = _DELIMITERS.get(text, text)
    if len(delimiter) == 1 and delimiter not in '"\r\n':
        return delimiter
    directive.bad_option("delim", f"{text[:20]!r} is no delimiter", "write one character, or tab")
    return ","


def _records(
    text: str, source: SourceText, first_line: int, delimiter: str, report: Report
) -> list[tuple[int, list[str]]]:
    """Split text into records (RFC 4180) with the line where each begins; empty lines are left out."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != " ", strict=True
    )
    records: list[tuple[int, list[str]]] = []
    begin = 0
    try:
        for record in reader:
            if record:
                records.append((first_line + begin, record))
            begin = reader.line_num
    except csv.Error as error:
        place = source.whole_line(first_line + begin)
        hint = 'write a quotation mark within quotes twice (""), and close every one'
        report.add("bad-table", f"the CSV can't be read: {error}", place, hint)
    return records


def _csv_cells(record: list[str], source: SourceText, line: int, reading: Reading) -> list[Cell]:
    cells = []
    column = 0
    for text in record:
        content = text.strip()
        if "\n" in text:
            before = len(text) - len(text.lstrip())
            inside = "\n".join(part.strip() for part in content.split("\n"))
            run = inline_run(inside, source, line + text.count("\n", 0, before))
            line += text.count("\n")
            column = max(source.line(line).find('"'), 0)
        else:
            run = word_run(content, source, line, column)
            column = run.starts[0][2] + len(content)
        cells.append(_cell(run, reading))
    return cells


def _table(
    directive: Directive,
    rows: Band,
    bare: Table,
    *,
    usual_heads: int = 0,
    added: int = 0,
) -> tuple[Block, ...]:
    """Put rows together; each must have as many cells as the first."""
    report = directive.reading.report
    if not rows:
        report.add("bad-table", "the table has no rows", directive.at, "write at least one row")
        return ()
    columns = len(rows[0][1])
    whole: Band = []
    for at, cells in rows:
        if len(cells) != columns:
            hint = "write an empty cell where there is nothing, and quote commas in CSV"
            _tell_length(len(cells), columns, at, hint, report)
        whole.append((at, [*cells, *(Cell(()) for _ in range(columns - len(cells)))][:columns]))
    made = replace(
        bare,
        columns=tuple(Column() for _ in range(columns)),
        at=directive.branch.at,
    )
    parts = _parts_of(directive, len(rows), columns, usual_heads, added=added)
    return (_with_columns(_with_rows(made, whole, parts, report), directive),)


def _with_columns(read: Table, directive: Directive) -> Table:
    """Apply the options `align` and `widths`, one word for each column."""
    columns = list(read.columns)
    if words := _one_each(directive, "align", len(columns)):
        for number, word in enumerate(words):
            if _is_align(word):
                columns[number] = replace(columns[number], align=word)
            else:
                hint = did_you_mean(word, _ALIGNMENTS, f"it is one of {', '.join(_ALIGNMENTS)}")
                directive.bad_option("align", f"{word[:40]!r} is no alignment", hint)
    if words := _one_each(directive, "widths", len(columns)):
        widths = [float(word) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", word, re.ASCII) else 0.0 for word in words]
        if all(widths):
            columns = [replace(each, width=width / sum(widths)) for each, width in zip(columns, widths, strict=True)]
        else:
            hint = "write relative widths: 2 1 1"
            directive.bad_option("widths", "widths are numbers greater than 0", hint)
    return replace(read, columns=tuple(columns))


def _one_each(directive: Directive, name: str, columns: int) -> Sequence[str]:
    if name not in directive.options:
        return ()
    words = re.split(r"[\s,]+", directive.options[name].content)
    if len(words) == columns:
        return words
    message = f"{name} has {len(words)} words, the table has {columns} columns"
    directive.bad_option(name, message, "write one word for each column")
    return ()
