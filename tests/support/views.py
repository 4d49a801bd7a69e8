"""Artifacts as text that a person can read and compare: what is said and how it is marked up."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import Any

import pikepdf
import pypdf
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SAID = {f"{C}{name}" for name in ("tx", "cat", "val", "xVal", "yVal")}
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def view(name: str, content: bytes) -> str:
    """Return the readable form of an artifact of a format."""
    match name:
        case "html":
            return html_view(content)
        case "docx":
            return docx_view(content)
        case "pdf":
            return pdf_view(content)
        case _:
            return content.decode()


def html_view(content: bytes) -> str:
    """Return a page without its sheet, with a short hash for each picture."""
    text = re.sub(r"<style>.*?</style>", "<style></style>", content.decode(), flags=re.DOTALL)
    return re.sub(r"data:([\w/+-]+);base64,([\w+/=]+)", lambda found: f"data:{found[1]},{_short(found[2])}", text)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def docx_view(content: bytes) -> str:
    """Return a line for each paragraph of each part that holds text: its style, its text, its fields."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [
            name for name in package.namelist() if re.search(r"word/(document|footnotes|header|footer)\d*\.xml$", name)
        ]
        for name in sorted(names, key=lambda each: (each != "word/document.xml", each)):
            lines.append(f"== {name}")
            lines += _docx_part(package, name)
        for name in (each for each in package.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", each)):
            lines += [f"== {name}", *_chart(etree.fromstring(package.read(name)))]
        properties = etree.fromstring(package.read("docProps/core.xml"))
        lines += ["== properties", *(f"{etree.QName(each).localname}: {each.text}" for each in properties)]
    return "\n".join(lines) + "\n"


def _chart(root: Any) -> list[str]:
    """Return the kind of a chart, what it is called, and a line for each series."""
    lines = [etree.QName(each).localname for each in root.iter(f"{C}barChart", f"{C}lineChart", f"{C}areaChart")]
    lines += [etree.QName(each).localname for each in root.iter(f"{C}scatterChart")]
    lines += ["".join(title.itertext()) for title in root.iter(f"{C}title")]
    for series in root.iter(f"{C}ser"):
        parts = [[value.text or "" for value in part.iter(f"{C}v")] for part in series if part.tag in _SAID]
        lines.append("; ".join(", ".join(part) for part in parts))
    return lines


def _docx_part(package: zipfile.ZipFile, name: str) -> list[str]:
    rels_name = re.sub(r"([^/]+)$", r"_rels/\1.rels", name)
    targets = {}
    if rels_name in package.namelist():
        for rel in etree.fromstring(package.read(rels_name)):
            targets[rel.get("Id")] = rel.get("Target") if rel.get("TargetMode") == "External" else "part"
    lines = []
    for paragraph in etree.fromstring(package.read(name)).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        numbered = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        depth = len([each for each in paragraph.iterancestors() if each.tag == f"{W}tc"])
        level = f" level {numbered.get(f'{W}val')}" if numbered is not None else ""
        label = style.get(f"{W}val") if style is not None else "-"
        lines.append(f"{'  ' * depth}[{label}{level}] {''.join(docx_text(paragraph, targets))}")
    return lines


def docx_text(node: Any, targets: dict[str | None, str | None]) -> list[str]:
    parts: list[str] = []
    for child in node:
        match etree.QName(child).localname:
            case "oMath":
                said = re.sub(r"\s+", " ", "".join(child.itertext()))
                parts.append(f"{{formula: {said}}}")
            case "t" | "delText":
                parts.append(child.text or "")
            case "tab":
                parts.append("→")
            case "br":
                parts.append("⏎")
            case "instrText":
                parts.append(f"{{{(child.text or '').strip()}}}")
            case "footnoteReference":
                parts.append(f"[^{child.get(f'{W}id')}]")
            case "hyperlink":
                to = targets.get(child.get(f"{R}id")) or f"#{child.get(f'{W}anchor')}"
                parts += ["<", *docx_text(child, targets), f">({to})"]
            case "docPr":
                parts.append(f"{{picture: {child.get('descr')}}}")
            case "pPr" | "rPr":
                pass
            case _:
                parts += docx_text(child, targets)
    return parts


def pdf_view(content: bytes) -> str:
    """Return bookmarks, link targets, structure and text of a PDF, free of line breaks."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    lines = ["== bookmarks", *_outline(reader.outline, 0), "== links"]
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            lines += [str(each.A.URI) if "/A" in each else f"#{each.Dest}" for each in page.get("/Annots", [])]
        lines += ["== structure", *_structure(document.Root.StructTreeRoot, 0)]
    lines.append("== text")
    lines += [_joined(page.extract_text()) for page in reader.pages]
    return "\n".join(lines) + "\n"


def _outline(items: list[Any], depth: int) -> list[str]:
    lines = []
    for item in items:
        lines += _outline(item, depth + 1) if isinstance(item, list) else [f"{'  ' * depth}{item['/Title']}"]
    return lines


def _structure(node: Any, depth: int) -> list[str]:
    """Name each tag with those below it; runs of like lines are counted."""
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    lines: list[str] = []
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            below = _structure(kid, depth + 1)
            lines += [f"{'  ' * depth}{str(kid.S)[1:]}", *below]
    return lines


def _joined(text: str) -> str:
    return " ".join(re.sub(r"(?<=[a-z])[‐-]\n(?=[a-z])", "", text).split())
