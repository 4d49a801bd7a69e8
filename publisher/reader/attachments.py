"""The files that a document was made from, for those formats that carry files."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.diagnostics import Location
from publisher.model import Attachment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.reader.files import Folder
    from publisher.reader.reading import Reading

__all__ = ["attachments_of"]

INDEX = "index.md"
_MEDIA_TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".db": "application/vnd.sqlite3",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".sqlite3": "application/vnd.sqlite3",
    ".tsv": "text/tab-separated-values",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
}


def attachments_of(folder: Folder, reading: Reading) -> tuple[Attachment, ...]:
    """Return all files that were read, texts as UTF-8, in the order of their names; none where parts are held back."""
    if reading.held_back:
        message = "the source is not attached, since it holds parts that are held back here"
        hint = "take `attach-source` out of the metadata, or {only} out of the text"
        reading.report.add("source-withheld", message, Location(folder.shown_path(INDEX), length=3), hint)
        return ()
    before = folder.shown_path("")
    texts = {
        path.removeprefix(before): text.encode()
        for path, text in reading.report.sources.items()
        if path.startswith(before)
    }
    found = [Attachment(name, _media_type(name), content) for name, content in texts.items()]
    found += [Attachment(name, _media_type(name), content, "Data") for name, content in reading.data.items()]
    found += [Attachment(unquote(name), each.media_type, each.content) for name, each in reading.resources.items()]
    return tuple(sorted(found, key=lambda each: each.name))


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.get(posixpath.splitext(name)[1].lower(), "text/plain")
