"""What a workbook says of its sheets beside their values: what it hides, and which cells are one."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Worksheet", "worksheets_in"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = re.compile(rb'<(?:\w+:)?(row|col)\b[^>]*\shidden="(?:1|true)"')
_SAID = {b"row": "rows", b"col": "columns"}
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\sref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet, beside its values."""

    hides: str = ""
    """What it hides from those who look at it, and would stand in the open in a table; empty for nothing."""
    merged: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """The last row of each cell that goes down over others, by its row and column, all of which begin at 1."""


def worksheets_in(content: bytes) -> Mapping[str, Worksheet]:
    """Return the sheets of a workbook by name (ECMA-376, Part 1, 18.2.19, 18.3.1.13, 18.3.1.55 and 18.3.1.73)."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = {}
        for name, path, state in _sheets(package):
            part = package.read(path) if path in package.namelist() else b""
            kinds = {match[1] for match in _HIDDEN.finditer(part)}
            said = ["the sheet itself"] * (state != "visible") + [_SAID[kind] for kind in sorted(kinds)]
            found[name] = Worksheet(" and ".join(said), _merged(part))
        return found


def _merged(part: bytes) -> Mapping[tuple[int, int], int]:
    cells = ((int(match[2]), _number_of(match[1]), int(match[3])) for match in _MERGED.finditer(part))
    return {(first, column): last for first, column, last in cells if last > first}


def _number_of(letters: bytes) -> int:
    """Return which column letters name: A is 1, and AA 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each sheet, the part that it stands in, and whether it is shown."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    parts = {each.get("Id"): str(each.get("Target")) for each in relations}
    workbook = etree.fromstring(package.read("xl/workbook.xml"), parser)
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = parts.get(sheet.get(_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield str(sheet.get("name")), path, str(sheet.get("state", "visible"))
