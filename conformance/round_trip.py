"""Word files opened and saved again by LibreOffice: what they say and how they are built must come back."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from conformance.findings import Finding, Result, output_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["round_trip"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_VALUES = (f"{_CHART}val", f"{_CHART}yVal")
_TEXT = frozenset({f"{_W}t", f"{_W}delText"})
_SHOWN = 120
_BODY_TEXT = 9
"""The outline level of what is no heading (17.3.1.20)."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a Word file says and how it is built."""

    words: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]
    tables: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    charts: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    formulas: tuple[str, ...]


def round_trip(files: Sequence[Path]) -> Result:
    """Compare text, headings, tables, notes, links, pictures, charts and tracked changes before and after."""
    soffice = shutil.which("soffice") or "soffice"
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="publisher-round-trip-") as folder:
        given, saved = Path(folder, "given"), Path(folder, "saved")
        given.mkdir()
        copies = [given / f"{number}.docx" for number in range(len(files))]
        for file, copy in zip(files, copies, strict=True):
            shutil.copyfile(file, copy)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        output_of([soffice, profile, "--headless", "--convert-to", "docx", "--outdir", saved, *copies])
        for file, copy in zip(files, copies, strict=True):
            findings += _compared(file, saved / copy.name)
    return Result("LibreOffice, opened and saved", len(files), len(files) * len(fields(_Contents)), tuple(findings))


def _compared(file: Path, saved: Path) -> list[Finding]:
    if not saved.is_file():
        return [Finding(file, "LibreOffice could not open it")]
    before, after = _contents(file), _contents(saved)
    findings = []
    for part in fields(_Contents):
        one, other = getattr(before, part.name), getattr(after, part.name)
        if one != other:
            place = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
            shown = f"{one[place]!r:.{_SHOWN}} became {other[place]!r:.{_SHOWN}}" if place >= 0 else ""
            findings.append(Finding(file, f"{part.name}: {len(one)} before, {len(other)} after; {shown}"))
    return findings


def _contents(file: Path) -> _Contents:
    with zipfile.ZipFile(file) as package:
        parts = {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith("xml")}
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    body = parts["word/document.xml"]
    levels = _heading_levels(parts["word/styles.xml"])
    _forget_pages(body)
    paragraphs = [(_style(each), _text(each)) for each in body.iter(f"{_W}p")]
    notes = parts.get("word/footnotes.xml")
    return _Contents(
        words=tuple(word for _, text in paragraphs for word in text.split()),
        headings=tuple((levels[style], " ".join(text.split())) for style, text in paragraphs if levels.get(style)),
        tables=tuple(
            (len(table.findall(f"{_W}tr")), len(table.findall(f"{_W}tblGrid/{_W}gridCol")))
            for table in body.iter(f"{_W}tbl")
        ),
        notes=tuple(filter(None, (" ".join(_text(each).split()) for each in notes))) if notes is not None else (),
        links=tuple(sorted({str(each.get("Target")) for each in relations if each.get("TargetMode") == "External"})),
        pictures=tuple(str(each.get("descr") or "") for each in body.iter(f"{_DRAWING}docPr") if not _is_chart(each)),
        charts=tuple(_numbers(parts[name]) for name in sorted(parts, key=_natural) if "/charts/chart" in name),
        formulas=tuple(_letters("".join(map(str, each.itertext()))) for each in body.iter(f"{_MATH}oMath")),
        changes=tuple(
            (kind, "".join("".join(map(_text, body.iter(f"{_W}{kind}"))).split())) for kind in ("ins", "del")
        ),
    )


def _is_chart(properties: Any) -> bool:
    """Whether a drawing is a chart: LibreOffice keeps its numbers, but not what describes it."""
    return any(each.tag == f"{_CHART}chart" for each in properties.getparent().iter())


def _numbers(chart: Any) -> str:
    """Return the numbers of each series of a chart."""
    series = ([f"{float(each.text):g}" for each in values.iter(f"{_CHART}v")] for values in chart.iter(*_VALUES))
    return "; ".join(", ".join(each) for each in series)


def _natural(name: str) -> tuple[int, str]:
    return len(name), name


def _forget_pages(body: Any) -> None:
    """Take away what fields in the text say of pages: that is the layout's, and changes with it."""
    inside: list[bool] = []
    for each in body.iter(f"{_W}fldChar", f"{_W}instrText", *_TEXT):
        kind = each.get(f"{_W}fldCharType")
        if kind == "begin":
            inside.append(False)
        elif kind == "end" and inside:
            inside.pop()
        elif each.tag == f"{_W}instrText" and len(inside) == 1:
            inside[-1] = inside[-1] or "PAGEREF" in (each.text or "")
        elif each.tag in _TEXT and any(inside):
            each.text = ""


def _heading_levels(styles: Any) -> dict[str, str]:
    """Return the outline level of each style that has one of its own."""
    levels = {}
    for style in styles.iter(f"{_W}style"):
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        if level is not None and int(level.get(f"{_W}val")) < _BODY_TEXT:
            levels[str(style.get(f"{_W}styleId"))] = str(level.get(f"{_W}val"))
    return levels


def _letters(formula: str) -> str:
    """Return what stands in a formula without its signs: LibreOffice builds a fraction where a stroke stood."""
    return re.sub(r"[\W_]", "", formula)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val"))


def _text(node: Any) -> str:
    parts = (each.text or "" if each.tag in _TEXT else " " for each in node.iter(*_TEXT, f"{_W}tab", f"{_W}br"))
    return "".join(parts)
