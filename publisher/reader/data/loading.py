"""The options of a directive that name data -> a `Frame`, or a diagnostic why not."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.reader.csv_rows import csv_text, delimiter_of, split_csv
from publisher.reader.data.databases import LAGS, LAGS_HINT, frames_of_database
from publisher.reader.data.dates import date_in
from publisher.reader.data.frames import DataError, Frame, Scalar, checked, named, number_in
from publisher.reader.data.json_rows import frame_of_json
from publisher.reader.data.queries import QueryError, answer, frame_of_parquet
from publisher.reader.data.workbooks import frames_of_workbook
from publisher.reader.files import DATA_LIMIT, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics import Location
    from publisher.reader.options import Directive
    from publisher.reader.places import SourceText

__all__ = ["check_options", "frame_of", "is_data"]

_CSV = frozenset({".csv", ".tsv"})
_SHEETS = frozenset({".xlsx", ".xlsm"})
_DATABASES = frozenset({".sqlite", ".sqlite3", ".db"})
_KINDS = frozenset({".json", ".parquet"}) | _SHEETS | _DATABASES
_FACT = re.compile(r"\{fact\}(`+)[^`]+\1")
_INSTEAD = "leave :query: out, and choose with :columns:, :sort: and :totals:; or write the figure itself into the file"
_READ = "the kinds of files are .csv, .tsv, .json, .xlsx, .parquet and .sqlite"
_MOST_FILES = 20
_HEEDED: Mapping[str, frozenset[str]] = {
    "delim": _CSV,
    "header": _CSV,
    "records": frozenset({".json"}),
    "sheet": _SHEETS | _DATABASES,
}
"""Options, and the kinds of files that heed them."""


def is_data(directive: Directive) -> bool:
    """Whether a directive names data other than a CSV file by itself."""
    file = directive.options.get("file")
    return "query" in directive.options or (file is not None and _suffix(file.content) in _KINDS)


def check_options(directive: Directive) -> None:
    """Report options that no file which is named could heed."""
    file = directive.options.get("file")
    suffixes = {_suffix(name.strip()) for name in file.content.split(",")} if file else set()
    csv_alone = not is_data(directive)
    for option, kinds in _HEEDED.items():
        if option not in directive.options or suffixes & kinds or (csv_alone and kinds is _CSV):
            continue
        hint = f"it belongs to files of the kinds {', '.join(sorted(kinds))}; leave it out"
        directive.bad_option(option, f"{option} says nothing about what the table is read from", hint)


def frame_of(directive: Directive) -> Frame | None:
    """Read the data that the options of a directive name; None where they can't be read, which is reported."""
    file, query = directive.options.get("file"), directive.options.get("query")
    if file is None or not file.content:
        directive.bad_option("query", "a query reads files, and none is named", "name them: :file: data/trade.csv")
        return None
    if directive.branch.token.content.strip():
        directive.bad("it has a file and a body", "take one of them out")
    try:
        tables: dict[str, Frame | bytes] = {}
        for each in _files(directive) if query else (_File(file.content, file.at()),):
            for name, table in _read(each, directive, single=not query).items():
                if name.casefold() in {other.casefold() for other in tables}:
                    message = f"two tables are called {name}"
                    _complain(directive, DataError(message, "give the files other names"), each.at)
                    return None
                tables[name] = table
        return _queried(directive, tables) if query else _single(tables, file.at(), directive)
    except _UntoldError as error:
        _complain(directive, error.error, error.at)
    except _ToldError:
        pass
    return None


class _ToldError(Exception):
    """The report says why already."""


class _UntoldError(Exception):
    """What is wrong, and with which of the files."""

    def __init__(self, error: DataError, at: Location) -> None:
        super().__init__(error.message)
        self.error, self.at = error, at


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is named."""

    name: str
    at: Location


def _files(directive: Directive) -> list[_File]:
    run = directive.options["file"]
    found = [
        _File(each[0], run.at(each.start(), len(each[0])))
        for each in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", run.content)
    ]
    if len(found) > _MOST_FILES:
        directive.bad_option("file", f"more than {_MOST_FILES} files are named", "take those that the query needs")
        raise _ToldError
    return found


def _complain(directive: Directive, error: DataError, at: Location) -> None:
    directive.reading.report.add(error.code, error.message, error.at or at, error.hint)


def _read(file: _File, directive: Directive, *, single: bool) -> Mapping[str, Frame | bytes]:
    """Read the tables that a file holds, by name: that of the file where it holds one."""
    try:
        found = _tables(file, directive)
    except DataError as error:
        error.message = f"{file.name}: {error.message}"
        at = directive.options["sheet"].at() if error.code == "bad-option" and "sheet" in directive.options else file.at
        at = directive.options["records"].at() if error.code == "bad-option" and "records" in directive.options else at
        raise _UntoldError(error, at) from error
    for frame in found.values():
        if isinstance(frame, Frame):
            _tell_notes(frame, file, directive)
    if len(found) == 1:
        return {_stem(file.name): next(iter(found.values()))}
    if single:
        message = f"{file.name} holds {len(found)} tables"
        raise _UntoldError(DataError(message, f"name one with :sheet:; there are {', '.join(found)[:200]}"), file.at)
    return found


def _tell_notes(frame: Frame, file: _File, directive: Directive) -> None:
    """Tell of what readers of the file itself see otherwise."""
    report = directive.reading.report
    if frame.hides:
        hint = "show them in the workbook, or take them out of a copy; a :query: takes just the columns that it names"
        report.add("hidden-data", f"{file.name} hides {frame.hides}, which would be published", file.at, hint)
    for name in frame.merged:
        message = (
            f"in {file.name}, a figure of the column {name} stands for several rows, and counts for the first alone"
        )
        report.add(
            "merged-figure", message, file.at, "unmerge the cells there, and write into each row what holds for it"
        )
    formats = directive.options["format"].content if "format" in directive.options else ""
    queried = "query" in directive.options
    for name in frame.percents:
        if not queried and not re.search(rf"{re.escape(name)}\s*:\s*percent", formats):
            message = f"{file.name} shows the column {name} as percentages, and its values are parts of one"
            report.add("raw-percent", message, file.at, f"write them so: :format: {name}: percent")


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _tables(file: _File, directive: Directive) -> Mapping[str, Frame | bytes]:
    suffix = _suffix(file.name)
    name = joined(directive.branch.source.base, file.name)
    sheet = directive.options["sheet"].content if "sheet" in directive.options else ""
    if suffix in _CSV:
        return {"": _frame_of_csv(file, directive)}
    if suffix == ".json":
        records = directive.options["records"].content if "records" in directive.options else ""
        return {"": frame_of_json(*_text(name, file, directive), records)}
    if suffix == ".parquet":
        return {"": _content(name, file, directive)}
    if suffix in _SHEETS:
        return frames_of_workbook(_content(name, file, directive), sheet)
    if suffix in _DATABASES:
        content = _content(name, file, directive)
        if directive.reading.folder and directive.reading.folder.lags(name):
            raise DataError(LAGS, LAGS_HINT)
        return frames_of_database(content, sheet)
    message = f"{suffix or 'a file without an ending'} is no kind of data that can be read"
    raise DataError(message, _READ)


def _text(name: str, file: _File, directive: Directive) -> tuple[str, str]:
    folder = directive.reading.folder
    text = folder.text(name, DATA_LIMIT, directive.reading.report, file.at) if folder else None
    if folder is None or text is None:
        raise _ToldError
    return text, folder.shown_path(name)


def _content(name: str, file: _File, directive: Directive) -> bytes:
    folder = directive.reading.folder
    content = folder.content(name, DATA_LIMIT, directive.reading.report, file.at) if folder else None
    if content is None:
        raise _ToldError
    directive.reading.data[name] = content
    return content


def _frame_of_csv(file: _File, directive: Directive) -> Frame:
    """Read CSV as values; its first record names the columns."""
    found = csv_text(directive, file.name, file.at)
    if found is None:
        raise _ToldError
    text, source, first_line = found
    delimiter = "\t" if _suffix(file.name) == ".tsv" and "delim" not in directive.options else delimiter_of(directive)
    told = len(directive.reading.report.diagnostics)
    records = split_csv(text, source, first_line, delimiter, directive.reading.report)
    if len(directive.reading.report.diagnostics) > told:
        raise _ToldError
    if not records:
        message = "there is nothing in it"
        raise DataError(message, "its first line names the columns")
    return _of_records(records, source)


def _of_records(records: list[tuple[int, list[str]]], source: SourceText) -> Frame:
    names = records[0][1]
    checked(len(records), len(names))
    for line, record in records[1:]:
        if len(record) != len(names):
            message = f"the row has {len(record)} cells, the first {len(names)}"
            raise DataError(
                message, "quote commas, and write an empty cell where there is nothing", source.whole_line(line)
            )
    for line, record in records:
        for text in record:
            _refuse_fact(text, source, line)
    columns = [list(_values(column)) for column in zip(*(record for _, record in records[1:]), strict=True)]
    return named(names, list(zip(*columns, strict=True)))


def _refuse_fact(text: str, source: SourceText, line: int) -> None:
    """Refuse a cell that cites a fact: what a query reads are values, and nobody could sort or sum by that."""
    if found := _FACT.search(text):
        message = f"a query can't read {found[0][:60]}: facts are shown after it has run"
        raise DataError(message, _INSTEAD, source.word(line + text.count("\n", 0, found.start()), found[0]))


def _values(column: tuple[str, ...]) -> Iterator[Scalar]:
    """Read a column as numbers or dates where all that is in it is one; codes with leading zeros are text."""
    texts = [text.strip() for text in column]
    given = [text for text in texts if text]
    numbers = {text: number_in(text) for text in given}
    if all(number is not None and not re.match(r"[+-]?0\d|\+", text) for text, number in numbers.items()):
        return (numbers[text] if text else None for text in texts)
    dates = {text: date_in(text) for text in given}
    if all(date is not None for date in dates.values()):
        return (dates[text] if text else None for text in texts)
    return (text or None for text in texts)


def _single(tables: Mapping[str, Frame | bytes], at: Location, directive: Directive) -> Frame:
    (table,) = tables.values()
    if isinstance(table, Frame):
        return table
    try:
        return frame_of_parquet(table, directive.options["file"].content)
    except DataError as error:
        raise _UntoldError(error, at) from error


def _queried(directive: Directive, tables: Mapping[str, Frame | bytes]) -> Frame:
    query = directive.options["query"]
    try:
        found, ordered = answer(query.content, tables)
    except QueryError as error:
        inside = error.offset is not None and 0 <= error.offset < len(query.content)
        raise _UntoldError(error, query.at(error.offset or 0, 1) if inside else query.at()) from error
    except DataError as error:
        raise _UntoldError(error, query.at()) from error
    if not ordered and len(found.rows) > 1 and "sort" not in directive.options:
        message = "the query leaves the order of its rows open"
        directive.reading.report.add("unordered-query", message, query.at(), "add ORDER BY to it, or the option :sort:")
    return found
