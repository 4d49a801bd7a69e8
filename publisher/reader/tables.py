"""Tables: pipe tables (GFM), list tables, CSV and other data -> `Table`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeGuard, get_args

from publisher.model import Align, BulletList, Cell, Column, DataValue, LineBreak, Paragraph, Table, Text
from publisher.nearest import did_you_mean
from publisher.reader.cells import Band, joined_rows
from publisher.reader.characters import legal_line
from publisher.reader.columns import COLUMN_OPTIONS, chosen, is_too_large, shaped
from publisher.reader.csv_rows import csv_body, delimiter_of, split_csv
from publisher.reader.data import check_options, frame_of, is_data
from publisher.reader.inlines import read_inlines
from publisher.reader.places import Run, SourceText, inline_run, word_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics import Location, Report
    from publisher.model import Block, Inline
    from publisher.reader.data import Frame, Scalar
    from publisher.reader.options import Directive
    from publisher.reader.reading import Branch, Reading

__all__ = ["DATA_OPTIONS", "csv_table", "data_table", "list_table", "pipe_table", "table"]

DATA_OPTIONS = ("delim", "file", "query", "records", "sheet", *COLUMN_OPTIONS)
"""The options of a directive that reads its data as a table."""

_ALIGNMENTS: tuple[Align, ...] = get_args(Align)
_MOST_HEADS = 20
_MOST_CELLS = 1_000_000
"""In one table; how many of them paper holds is another matter."""


def pipe_table(branch: Branch, reading: Reading) -> Table:
    """Read a GFM table; its first row is its head."""
    bare, band = _pipe_rows(branch, reading)
    if is_too_large(len(band) * len(bare.columns), branch.at, reading):
        return bare
    return _with_rows(bare, band, _Parts(heads=1), reading.report)


def _pipe_rows(branch: Branch, reading: Reading) -> tuple[Table, Band]:
    head, *body = branch.branches
    rows = [row for part in (head, *body) for row in part.branches]
    bare = Table(tuple(Column(_style(cell)) for cell in rows[0].branches), (), (), at=branch.at)
    if _holds_too_much(len(rows) * len(bare.columns), branch.at, reading.report):
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


def _holds_too_much(cells: int, at: Location | None, report: Report) -> bool:
    """Report a table that no format could show."""
    if cells <= _MOST_CELLS:
        return False
    message = f"the table has {cells} cells; at most {_MOST_CELLS} can be read"
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
    if len(given) < columns:
        hint = "write an empty cell as | |"
        _tell_length(len(given), columns, source.whole_line(line), hint, reading.report)
    elif len(given) > columns:
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
    """Read `table`: a pipe table in its body, a file of data, or what a query over such files gives."""
    if _is_elsewhere(directive):
        return csv_table(directive, directive.branch.branches)
    caption, inner = directive.title(), _inner(directive)
    read = _pipe_table(directive, inner)
    if read is None:
        return directive.body()
    return (replace(read, caption=caption, label=directive.label(), notes=_notes(directive, inner[1:])),)


def data_table(directive: Directive) -> Table | None:
    """Read the data of a directive as `table` does, without caption, label and notes; None where there is none.

    What is wrong with it is reported. `DATA_OPTIONS` are the options that say what is read and how it is shaped.
    """
    if _is_elsewhere(directive):
        return _given_elsewhere(directive)
    return _pipe_table(directive, _inner(directive))


def _is_elsewhere(directive: Directive) -> bool:
    return "file" in directive.options or "query" in directive.options


def _inner(directive: Directive) -> list[Branch]:
    return [branch for branch in directive.branch.branches if branch.kind != "comment"]


def _pipe_table(directive: Directive, inner: Sequence[Branch]) -> Table | None:
    reading = directive.reading
    if not inner or inner[0].kind != "table":
        hint = "write a pipe table in it, with a line such as | --- | --- | below its head, or name a file with :file:"
        reading.report.add("bad-table", "there is no table in it", directive.at, hint)
        return None
    bare, band = _pipe_rows(inner[0], reading)
    parts = _parts_of(directive, len(band), len(bare.columns), 1)
    return _shaped(bare, band, parts, directive) if band else bare


def _shaped(bare: Table, rows: Band, parts: _Parts, directive: Directive, *, plain: bool = False) -> Table:
    """Put chosen columns of rows together, and add what is to be done with them."""
    check_options(directive)
    choice = chosen(rows, parts.heads, directive)
    bare = replace(bare, columns=tuple(bare.columns[column] for column in choice.columns))
    parts = replace(parts, stubs=min(parts.stubs, len(choice.columns)))
    read = _with_columns(_with_rows(bare, choice.rows, parts, directive.reading.report), directive)
    return shaped(read, choice, directive, plain=plain)


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
    read = _put_together(directive, rows)
    if read is None:
        return ()
    return (replace(read, caption=caption, label=label, notes=_notes(directive, ())),)


def _said(item: Location | None, source: SourceText) -> Location | None:
    """Return the place of what a list item says on its first line, without the marks of lists."""
    if item is None:
        return None
    words = source.line(item.line - 1)[item.column - 1 :].lstrip("*+- \t").rstrip()
    return source.word(item.line - 1, words, item.column - 1) if words else item


def csv_table(directive: Directive, below: Sequence[Branch] = ()) -> tuple[Block, ...]:
    """Read `csv-table`: comma-separated values in its body or in a file below the folder; blocks may stand below."""
    caption, label = directive.title(), directive.label()
    read = _given_elsewhere(directive)
    if read is None:
        return ()
    return (replace(read, caption=caption, label=label, notes=_notes(directive, below)),)


def _given_elsewhere(directive: Directive) -> Table | None:
    """Read the data that a directive names, or the CSV in its body."""
    if not is_data(directive):
        return _csv_rows(directive)
    frame = frame_of(directive)
    if frame is None:
        return None
    if not frame.rows:
        _tell_empty(directive)
        return None
    return _put_together(directive, _framed(frame, directive), usual_heads=1, plain=True)


def _framed(frame: Frame, directive: Directive) -> Band:
    """Make cells of bare values: text is text, without markup."""
    named = directive.options.get("query") or directive.options["file"]
    at, report = named.at(), directive.reading.report
    return [(at, [_data_cell(value, at, report) for value in row]) for row in (frame.names, *frame.rows)]


def _data_cell(value: Scalar, at: Location, report: Report) -> Cell:
    match value:
        case None | "":
            return Cell((), at=at)
        case str():
            return Cell((Paragraph(_lines(legal_line(value, at, report), at), at=at),), at=at)
        case _:
            return Cell((Paragraph((DataValue(value, at=at),), at=at),), at=at)


def _lines(text: str, at: Location) -> tuple[Inline, ...]:
    first, *others = text.strip().split("\n")
    rest = [part for line in others for part in (LineBreak(at=at), Text(line.strip(), at=at))]
    return (Text(first.strip(), at=at), *rest)


def _csv_rows(directive: Directive) -> Table | None:
    reading, delimiter = directive.reading, delimiter_of(directive)
    given = csv_body(directive)
    if given is None:
        return None
    text, source, first_line = given
    header = directive.options.get("header")
    rows: Band = []
    if header:
        head = split_csv(header.content, header.source, header.starts[0][1], delimiter, reading.report)
        rows += [(header.at(), _csv_cells(record, header.source, line, reading)) for line, record in head]
    records = split_csv(text, source, first_line, delimiter, reading.report)
    file = directive.options.get("file")
    at = file.at() if file else directive.at
    if _holds_too_much(sum(len(record) for _, record in records), at, reading.report):
        return None
    rows += [(source.whole_line(line), _csv_cells(record, source, line, reading)) for line, record in records]
    heads = 0 if header else 1
    return _put_together(directive, rows, usual_heads=heads, added=int(bool(header)), plain=file is not None)


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


def _put_together(
    directive: Directive, rows: Band, *, usual_heads: int = 0, added: int = 0, plain: bool = False
) -> Table | None:
    """Put rows together; each must have as many cells as the first."""
    report = directive.reading.report
    if not rows:
        _tell_empty(directive)
        return None
    columns = len(rows[0][1])
    parts = _parts_of(directive, len(rows), columns, usual_heads, added=added)
    if _is_elsewhere(directive) and len(rows) <= parts.heads:
        _tell_empty(directive)
        return None
    whole: Band = []
    for at, cells in rows:
        if len(cells) == columns:
            whole.append((at, cells))
            continue
        hint = "write an empty cell where there is nothing, and quote commas in CSV"
        _tell_length(len(cells), columns, at, hint, report)
        whole.append((at, [*cells, *(Cell(()) for _ in range(columns - len(cells)))][:columns]))
    bare = Table(tuple(Column() for _ in range(columns)), (), (), at=directive.branch.at)
    return _shaped(bare, whole, parts, directive, plain=plain)


def _tell_empty(directive: Directive) -> None:
    query, file = (directive.options.get(name) for name in ("query", "file"))
    at = query.at() if query else file.at() if file else directive.at
    hint = "write at least one row"
    if query:
        hint = "look at its conditions, and at what the files hold"
    elif file:
        hint = "look at what the file holds; its first row names the columns"
    directive.reading.report.add("bad-table", f"the {'query finds' if query else 'table has'} no rows", at, hint)


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
