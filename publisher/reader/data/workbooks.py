"""Excel workbooks -> `Frame`: the values of a sheet, as the spreadsheet program last computed them."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from publisher.nearest import did_you_mean
from publisher.reader.data.frames import MOST_CELLS, DataError, Frame, Scalar, checked, named, scalar
from publisher.reader.data.merging import spread
from publisher.reader.data.packages import needed
from publisher.reader.data.worksheets import Worksheet, worksheets_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["frames_of_workbook"]

_MOST_UNPACKED = 150_000_000
"""Bytes of all parts together."""
_MOST_DEFINED = 5_000_000
"""Bytes of a part that defines styles, names and the like, each of which takes many times its size of memory."""
_HOLDING_VALUES = ("xl/worksheets/", "xl/media/", "xl/embeddings/", "xl/drawings/", "xl/charts/", "xl/pivotCache/")
_WORDS, _MOST_WORDS = "xl/sharedStrings.xml", 40_000_000
_MOST_PARTS = 5_000
_TRIES = "open it in a spreadsheet program, and save it as .xlsx"
_DECLARATION = b"<!DOCTYPE"
_LOOKED_AT = 4_096


def frames_of_workbook(content: bytes, sheet: str) -> Mapping[str, Frame]:
    """Read one sheet of a workbook, or all of them."""
    openpyxl = needed("openpyxl")
    try:
        _check_package(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on parts of a workbook that are no values
            computed = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            written = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            wanted = _wanted([each.title for each in computed.worksheets], sheet)
            sheets = worksheets_in(content)
            return {name: _frame(computed[name], written[name], sheets.get(name, Worksheet())) for name in wanted}
    except DataError:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise almost anything
        message = f"the workbook can't be read: {type(error).__name__}: {str(error)[:120]}"
        raise DataError(message, _TRIES) from error


def _wanted(names: list[str], sheet: str) -> list[str]:
    if sheet and sheet not in names:
        message = f"there is no sheet {sheet[:60]!r}"
        raise DataError(message, did_you_mean(sheet, names, f"the sheets are {', '.join(names)}"), code="bad-option")
    return [sheet] if sheet else names


def _check_package(content: bytes) -> None:
    """Refuse what is no package, or would unpack to more than a computer should hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                message = f"unpacked, the workbook is larger than {_MOST_UNPACKED // 1_000_000} MB"
                raise DataError(message, "take out what the table does not need", code="too-large")
            for part in parts:
                most = _MOST_WORDS if part.filename == _WORDS else _MOST_DEFINED
                if part.file_size > most and not part.filename.startswith(_HOLDING_VALUES):
                    message = f"{part.filename[:80]} is larger than {most // 1_000_000} MB"
                    raise DataError(message, "copy the values alone into a new workbook", code="too-large")
                with package.open(part) as stream:
                    if _DECLARATION in stream.read(_LOOKED_AT):
                        message = f"{part.filename[:80]} declares a document type, as no spreadsheet program does"
                        raise DataError(message, _TRIES)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        message = f"it is no Excel workbook: {error}"
        raise DataError(message, _TRIES) from error


def _frame(computed: Any, written: Any, sheet: Worksheet) -> Frame:
    percents: set[int] = set()
    numbered = dict(_rows(computed, written, percents))
    merged = spread(numbered, sheet.merged) if numbered else ()
    rows = list(numbered.values())
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    if not rows:
        message = f"the sheet {computed.title[:60]!r} is empty"
        raise DataError(message, "name another one with :sheet:")
    width = max(_width(row) for row in rows)
    checked(len(rows), width)
    head, *body = [(*row[:width], *[None] * (width - len(row))) for row in rows]
    frame = named(head, body)
    shown = tuple(frame.names[column] for column in sorted(percents) if column < width)
    return replace(frame, percents=shown, hides=sheet.hides, merged=tuple(frame.names[column - 1] for column in merged))


def _width(row: tuple[Scalar, ...]) -> int:
    return max((column for column, value in enumerate(row, start=1) if value is not None), default=0)


def _rows(computed: Any, written: Any, percents: set[int]) -> Iterator[tuple[int, tuple[Scalar, ...]]]:
    """Yield the rows with their numbers, from the first that says something; note the columns that show percentages."""
    computed.reset_dimensions()
    written.reset_dimensions()
    count, begun = 0, False
    for number, (row, formulas) in enumerate(
        zip_longest(computed.iter_rows(), written.iter_rows(), fillvalue=()), start=1
    ):
        count += max(len(row), 1)
        if count > 2 * MOST_CELLS:
            checked(count, 1)
        values = tuple(_value(cell, formula) for cell, formula in zip(row, formulas, strict=False))
        percents |= {place for place, cell in enumerate(row) if _is_percent(cell)}
        begun = begun or any(value is not None for value in values)
        if begun:
            yield number, values


def _is_percent(cell: Any) -> bool:
    return cell.value is not None and cell.data_type == "n" and "%" in str(cell.number_format)


def _value(cell: Any, formula: Any) -> Scalar:
    value = cell.value
    if value is None:
        if formula.value is not None:
            message = f"the formula in {formula.coordinate} has no value yet"
            raise DataError(message, "open the workbook in a spreadsheet program, and save it there")
        return None
    if cell.data_type == "e":
        message = f"{cell.coordinate} holds the error {str(value)[:20]}"
        raise DataError(message, "mend its formula")
    if isinstance(value, str):
        return value.strip() or None
    return scalar(value, f"the cell {cell.coordinate}")
