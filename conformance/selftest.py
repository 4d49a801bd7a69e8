"""Whether each validator sees a fault that was made on purpose: one that sees nothing would call everything good."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from conformance.validators import nu, open_xml_audit, open_xml_sdk, vera_pdf
from conformance.web_pages import web_pages
from publisher import export
from publisher.model import Document, Metadata, Paragraph, Text
from publisher.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.findings import Result

__all__ = ["blind_validators"]


def blind_validators() -> list[str]:
    """Return the names of the validators that find nothing in a file with a fault."""
    document = prepare(Document(Metadata("A fault"), (Paragraph((Text("Text."),)),)))
    with tempfile.TemporaryDirectory(prefix="publisher-selftest-") as folder:
        pdf, docx, html = (Path(folder, f"fault.{suffix}") for suffix in ("pdf", "docx", "html"))
        pdf.write_bytes(_untagged(export(document, "pdf").content))
        docx.write_bytes(_with_a_wrong_element(export(document, "docx").content))
        html.write_bytes(_with_faults(export(document, "html").content))
        tried: list[tuple[Callable[[Sequence[Path]], Result], Path]] = [
            (vera_pdf, pdf),
            (open_xml_sdk, docx),
            (open_xml_audit, docx),
            (nu, html),
            (web_pages, html),
        ]
        return [result.validator for validate, file in tried if not (result := validate([file])).findings]


def _untagged(pdf: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.StructTreeRoot
        document.save(stream)
    return stream.getvalue()


def _with_a_wrong_element(docx: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(stream, "w") as written:
        for name in given.namelist():
            content = given.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body><w:tbl/>", 1)
            written.writestr(name, content)
    return stream.getvalue()


def _with_faults(html: bytes) -> bytes:
    fault = b'<img src="data:image/png;base64,iVBORw0KGgo=" style="width:2000px"><p id="x"></p><p id="x"></p>'
    return re.sub(rb"(<main[^>]*>)", rb"\1" + fault, html, count=1)
