"""The workbook that a chart in Word goes by, so that its numbers can be changed there."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError, Status
from publisher.exporters.docx.chart_dates import date_format, serial
from publisher.exporters.docx.chart_labels import label_formula
from publisher.extras import installing

if TYPE_CHECKING:
    from decimal import Decimal

    from xlsxwriter.worksheet import Worksheet

    from publisher.model import Plot

__all__ = ["SHEET", "column_of", "label_column", "number_format", "workbook"]

SHEET = "Sheet1"
_DAY = dt.datetime(1980, 1, 1)  # noqa: DTZ001  a date of a file has no zone


def number_format(value: Decimal, plot: Plot, *, scaled: bool = False) -> str:
    """Return the format of a number in the manner of Excel (ECMA-376 Part 1, 18.8.31), with its decimals and unit."""
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if plot.thousands and not scaled:
        return _either_sign("#,##0", plot)
    digits = f"#,##0.{'0' * decimals}" if decimals and not plot.thousands else "#,##0"
    return _either_sign(f"{_quoted(plot.before)}{digits}{',' * plot.thousands}{_quoted(plot.after)}", plot)


def _either_sign(form: str, plot: Plot) -> str:
    """Give negative numbers the minus sign of all else, in place of the hyphen of spreadsheets."""
    numbers = (value for panel in plot.panels for series in panel.series for value in series.values)
    return f'{form};"\N{MINUS SIGN}"{form}' if any(value is not None and value < 0 for value in numbers) else form


def column_of(place: int) -> str:
    """Return the letter of the column of a series."""
    return chr(ord("B") + place)


def label_column(place: int, plot: Plot) -> str:
    """Return the letter of the column of what is shown of a series; they stand behind the numbers."""
    return column_of(len(plot.panels[0].series) + place)


def _label(sheet: Worksheet, cell: str, shown: str, formula: str | None) -> None:
    if formula is None:
        sheet.write_string(cell, shown)
    else:
        sheet.write_formula(cell, formula, None, shown)


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', "")) if text else ""


def workbook(plot: Plot) -> bytes:
    """Write the numbers of a plot: a category a row, a series a column.

    Raises `PublisherError` (`missing-package`) where the package that writes workbooks is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        hint = installing("charts")
        message = "charts in Word need XlsxWriter, which is not installed"
        raise PublisherError.single("missing-package", message, hint=hint, status=Status.OUTSIDE) from error
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _DAY})
    sheet = book.add_worksheet(SHEET)
    looks: dict[str, Any] = {}
    sheet.write_string(0, 0, plot.x_title)
    days = book.add_format({"num_format": date_format(plot.calendar)}) if plot.calendar else None
    for row, category in enumerate(plot.categories, 1):
        if plot.calendar:
            sheet.write_number(row, 0, serial(plot.positions[row - 1]), days)
        elif plot.positions:
            sheet.write_number(row, 0, float(plot.positions[row - 1]))
        else:
            sheet.write_string(row, 0, category)
    for column, series in enumerate(plot.panels[0].series, 1):
        sheet.write_string(0, column, series.name or plot.heading)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                code = number_format(value, plot)
                if code not in looks:
                    looks[code] = book.add_format({"num_format": code})
                sheet.write_number(row, column, float(value), looks[code])
                if plot.labelled:
                    shown, number = series.shown[row - 1], f"{column_of(column - 1)}{row + 1}"
                    label = f"{label_column(column - 1, plot)}{row + 1}"
                    _label(sheet, label, shown, label_formula(value, shown, number, plot))
    book.close()
    return stream.getvalue()
