"""What a workbook hides from those who look at it, and would stand in the open in a table."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["hidden_in"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = re.compile(rb'<(?:\w+:)?(row|col)\b[^>]*\shidden="(?:1|true)"')
_SAID = {b"row": "rows", b"col": "columns"}


def hidden_in(content: bytes) -> Mapping[str, str]:
    """Return, for each sheet that hides something, what it hides (ECMA-376, Part 1, 18.2.19, 18.3.1.13 and 18.3.1.73)."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = {}
        for name, path, state in _sheets(package):
            kinds = (
                {match[1] for match in _HIDDEN.finditer(package.read(path))} if path in package.namelist() else set()
            )
            said = ["the sheet itself"] * (state != "visible") + [_SAID[kind] for kind in sorted(kinds)]
            if said:
                found[name] = " and ".join(said)
        return found


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
