"""The facts of a document for machines: as JSON, as CSV, as JSON-LD in web pages, as a custom part in Word files."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from publisher.model import Attachment, Chart, Paragraph
from publisher.traverse import plain_text, walk_document

if TYPE_CHECKING:
    from publisher.model import Cell, Document, FactRecord, Source

__all__ = ["CUSTOM_NAMESPACE", "as_attachments", "as_custom_xml", "as_json_ld", "data_of_charts"]

CUSTOM_NAMESPACE = "urn:publisher:facts:1"
_ISO_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]*\Z)")
_COLUMNS = (
    "key",
    "label",
    "text",
    "value",
    "unit",
    "confidence",
    "as-of",
    "formula",
    "retrieved",
    "checked",
    "source",
    "publisher",
    "url",
)


def as_attachments(document: Document) -> tuple[Attachment, ...]:
    """Return the facts that a document cites as files to go with it; none where it cites none."""
    if not document.cited:
        return ()
    return (
        Attachment("facts.csv", "text/csv", _as_csv(document.cited).encode(), "Data"),
        Attachment("facts.json", "application/json", _as_json(document).encode(), "Data"),
    )


def data_of_charts(document: Document) -> tuple[Attachment, ...]:
    """Return the data of each chart as a table for those who can't see it, or want to compute with it (`figure-2.csv`)."""
    charts = (node for node in walk_document(document) if isinstance(node, Chart) and node.plot)
    return tuple(
        Attachment(
            f"figure-{chart.number}.csv" if chart.number else f"chart-{place}.csv",
            "text/csv",
            _table(chart).encode(),
            "Data",
        )
        for place, chart in enumerate(charts, 1)
    )


def _table(chart: Chart) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")  # RFC 4180
    for row in (*chart.data.head, *chart.data.body, *chart.data.foot):
        writer.writerow([_harmless(_words(cell)) for cell in row.cells])
    return stream.getvalue()


def _words(cell: Cell) -> str:
    return " ".join(plain_text(block.content) for block in cell.blocks if isinstance(block, Paragraph))


def _harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program would run as a formula; numbers with a sign are none."""
    return f"'{text}" if _FORMULA.match(text) else text


def _row(record: FactRecord) -> dict[str, str]:
    sources = record.sources
    return {
        "key": record.key,
        "label": record.label,
        "text": record.text,
        "value": record.value,
        "unit": record.unit,
        "confidence": record.confidence,
        "as-of": record.as_of,
        "formula": record.formula,
        "retrieved": record.retrieved.isoformat() if record.retrieved else "",
        "checked": record.checked.isoformat() if record.checked else "",
        "source": "; ".join(source.title for source in sources),
        "publisher": "; ".join(dict.fromkeys(source.publisher for source in sources if source.publisher)),
        "url": " ".join(source.url for source in sources if source.url),
    }


def _as_csv(records: tuple[FactRecord, ...]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\r\n")  # RFC 4180
    writer.writeheader()
    writer.writerows({name: _harmless(text) for name, text in _row(record).items()} for record in records)
    return stream.getvalue()


def _as_json(document: Document) -> str:
    facts = [{name: text for name, text in _row(record).items() if text} for record in document.cited]
    whole = {"document": document.metadata.title, "lang": document.metadata.lang, "facts": facts}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_json_ld(document: Document) -> str:
    """Return the facts in the vocabulary of schema.org, safe inside a `script` element; empty where there are none."""
    if not document.cited:
        return ""
    metadata = document.metadata
    report: dict[str, Any] = {"@type": "Report", "name": metadata.title, "inLanguage": metadata.lang}
    if metadata.date:
        report["datePublished"] = metadata.date.isoformat()
    report["mentions"] = [_observation(record) for record in document.cited]
    text = json.dumps({"@context": "https://schema.org", **report}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _observation(record: FactRecord) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Observation",
        "identifier": record.key,
        "name": record.label,
        "description": record.text,
        "value": record.value,
    }
    if record.unit:
        found["unitText"] = record.unit
    if record.confidence:
        found["measurementQualifier"] = record.confidence
    if record.as_of:
        found["observationDate" if _ISO_DATE.fullmatch(record.as_of) else "disambiguatingDescription"] = record.as_of
    if works := [_work(source) for source in record.sources]:
        found["subjectOf"] = works[0] if len(works) == 1 else works
    return found


def _work(source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "CreativeWork", "name": source.title}
    if source.publisher:
        found["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.url:
        found["url"] = source.url
    return found


def as_custom_xml(document: Document) -> bytes:
    """Return the facts as a custom XML part (ECMA-376, Part 1, 15.2.5); `fact:KEY` tags the figures in the text."""
    lines = []
    for record in document.cited:
        attributes = "".join(
            f" {name}={quoteattr(text)}" for name, text in _row(record).items() if text and name != "text"
        )
        lines.append(f"<fact{attributes}>{escape(record.text)}</fact>")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<facts xmlns="{CUSTOM_NAMESPACE}">{"".join(lines)}</facts>'.encode()
