"""Charts read from a source, prepared, and told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import prepare, read
from publisher.diagnostics import Diagnostic, Report
from publisher.model import Chart, Document, Plot
from publisher.traverse import walk_document

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TRADE", "charted", "plotted", "told"]

TRADE = (
    "| Year | Goods | Services |\n| - | - | - |\n| 2009 | 9.1 | 2.0 |\n| 2015 | 14.3 | 3.1 |\n| 2022 | 22.2 | 5.4 |\n"
)


def _document(folder: Path, table: str, options: str, lang: str, facts: str) -> tuple[Document, Report]:
    written = "".join(f":{line}\n" for line in options.split("\n") if line)
    source = f"---\ntitle: T\nlang: {lang}\n---\n\n:::{{chart}} A caption\n{written}\n{table}\n:::\n"
    (folder / "index.md").write_text(source, encoding="utf-8")
    if facts:
        (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    report = Report()
    return prepare(read(folder, report), report), report


def charted(folder: Path, table: str = TRADE, options: str = "", lang: str = "en-US", facts: str = "") -> Document:
    """Return a document with one chart, which must be free of errors."""
    document, report = _document(folder, table, options, lang, facts)
    report.raise_if_stopped()
    return document


def plotted(folder: Path, table: str = TRADE, options: str = "", lang: str = "en-US", facts: str = "") -> Plot:
    """Return the plot of the only chart of a document."""
    chart = next(
        node for node in walk_document(charted(folder, table, options, lang, facts)) if isinstance(node, Chart)
    )
    assert chart.plot is not None
    return chart.plot


def told(folder: Path, table: str = TRADE, options: str = "", lang: str = "en-US", facts: str = "") -> list[Diagnostic]:
    """Return what is told of a document with one chart."""
    return _document(folder, table, options, lang, facts)[1].sorted()
