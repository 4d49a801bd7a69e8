"""Small documents with a ledger, written to a folder and read back as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import export, prepare, read
from publisher.diagnostics import Diagnostic, Report

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


def brief(  # noqa: PLR0913  each is something that a document may have
    folder: Path,
    facts: str,
    text: str,
    metadata: str = "",
    *,
    name: str = "source/brief",
    today: dt.date | None = None,
) -> tuple[str, list[Diagnostic]]:
    """Write a document and its ledger; return its plain text (without its title, on one line), and what is told of it."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    (home / "index.md").write_text(f"---\ntitle: T\n{metadata}---\n\n{text}\n", encoding="utf-8")
    if facts:
        (home / "facts.yaml").write_text(facts, encoding="utf-8")
    report = Report()
    document = prepare(read(home, report, root=folder), report, today=today)
    if report.stops():
        return "", report.sorted()
    return " ".join(export(document, "txt").content.decode().split("\n")[3:]).strip(), report.sorted()


def codes(diagnostics: list[Diagnostic]) -> list[tuple[str, str]]:
    """Return each code with the file and line it is told at."""
    return [(each.code, f"{each.at.path.rpartition('/')[2]}:{each.at.line}" if each.at else "") for each in diagnostics]
