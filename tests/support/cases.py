"""The documents that tests are run over: every golden case and every real document."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import export, prepare, read
from publisher.diagnostics import Report
from publisher.reader import Target
from tests.support.shared import shared

if TYPE_CHECKING:
    from publisher.exporters import Artifact
    from publisher.model import Document

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "tests" / "golden"
CASES = sorted(path.parent for path in GOLDEN.glob("*/index.md"))
DOCUMENTS = sorted(path.parent for path in (ROOT / "source").glob("*/index.md"))
TRANSLATIONS = sorted((ROOT / "source").glob("*/index.*.md"))
FORMATS = ("pdf", "docx", "html", "txt", "ascii")


@lru_cache(maxsize=64)
def prepared(folder: Path, name: str = "") -> Document:
    """Read and prepare, for a format, a document that must be free of errors."""
    report = Report()
    document = prepare(read(folder, report, target=Target(format=name)), report)
    report.raise_if_stopped()
    return document


def prepared_for(folder: Path, name: str) -> Document:
    """Return the document of a format; the same one for all formats that have no part of their own."""
    document = prepared(folder)
    return prepared(folder, name) if name in document.formats_named else document


@lru_cache(maxsize=256)
def exported(folder: Path, name: str) -> Artifact:
    """Export a document that must be free of errors."""
    return shared(f"{folder} as {name}", lambda: export(prepared_for(folder, name), name))
