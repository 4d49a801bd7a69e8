"""CSV: where its text stands, and its records."""

from __future__ import annotations

import csv
import io
import posixpath
from typing import TYPE_CHECKING

from publisher.reader.files import DATA_LIMIT, joined
from publisher.reader.places import SourceText

if TYPE_CHECKING:
    from publisher.diagnostics import Location, Report
    from publisher.reader.options import Directive

__all__ = ["csv_body", "csv_text", "delimiter_of", "split_csv"]

_DELIMITERS = {"tab": "\t", "\\t": "\t", "space": " "}


def csv_body(directive: Directive) -> tuple[str, SourceText, int] | None:
    """Return the CSV of a directive, from its file or its body: the text, what it stands in, and its first line there."""
    branch = directive.branch
    file = directive.options.get("file")
    if file is None:
        return branch.token.content, branch.source, directive.opening.body_line
    if branch.token.content.strip():
        directive.bad("it has a file and a body", "take one of them out")
    return csv_text(directive, file.content, file.at())


def csv_text(directive: Directive, written: str, at: Location) -> tuple[str, SourceText, int] | None:
    """Return the text of a file, the file, and 0 for its first line."""
    reading = directive.reading
    if reading.folder is None:
        return None
    name = joined(directive.branch.source.base, written)
    text = reading.folder.text(name, DATA_LIMIT, reading.report, at)
    if text is None:
        return None
    return text, SourceText(reading.folder.shown_path(name), tuple(text.split("\n")), posixpath.dirname(name)), 0


def delimiter_of(directive: Directive) -> str:
    """Return what stands between the cells; a tab in a file of that kind."""
    if "delim" not in directive.options:
        file = directive.options.get("file")
        return "\t" if file and file.content.lower().endswith(".tsv") else ","
    text = directive.options["delim"].content
    delimiter = _DELIMITERS.get(text, text)
    if len(delimiter) == 1 and delimiter not in '"\r\n':
        return delimiter
    directive.bad_option("delim", f"{text[:20]!r} is no delimiter", "write one character, or tab")
    return ","


def split_csv(
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
