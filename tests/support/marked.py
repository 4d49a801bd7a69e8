"""Documents written in a test, with «marks» around the place that a diagnostic must point at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic, Location, Report
from publisher.reader import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publisher.model import Document

HEAD = "---\ntitle: A title\n---\n\n"


@dataclass(frozen=True)
class Outcome:
    """What came of reading a marked document."""

    document: Document
    report: Report
    place: Location | None
    """What was marked."""

    @property
    def codes(self) -> list[str]:
        return [diagnostic.code for diagnostic in self.report.sorted()]

    def told(self, code: str) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.report.diagnostics if diagnostic.code == code]


def with_head(body: str) -> str:
    """Put metadata before a text that has none."""
    return body if body.startswith(("---", "«---")) else HEAD + body


def read_marked(folder: Path, body: str, files: Mapping[str, str | bytes] | None = None) -> Outcome:
    """Write a document and its files, without marks, and read it."""
    place = None
    for name, content in {"index.md": with_head(body), **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
            continue
        if "«" in content:
            place = _marked(content, name)
        path.write_bytes(content.replace("«", "").replace("»", "").encode())
    report = Report()
    return Outcome(read(folder, report), report, place)


def _marked(text: str, name: str) -> Location:
    before, _, rest = text.partition("«")
    inside = rest.partition("»")[0]
    line = before.count("\n") + 1
    return Location(name, line, len(before) - before.rfind("\n"), max(len(inside), 1))
