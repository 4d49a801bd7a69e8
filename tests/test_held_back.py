"""What is held back leaves no trace in any byte of an artifact."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from publisher import export, prepare, read
from publisher.diagnostics import Report
from publisher.reader import Target
from tests.support.cases import CASES, FORMATS, GOLDEN
from tests.support.extracts import extract

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "Xylozebra"
SECRETS = (
    "press desk",
    "For the press",
    "4,711",
    "4711",
    "spared",
    "7391846",
    "7.39",
    "square that others",
    "hidden drawing",
    "secret.svg",
    "at the door",
    "Protocol desk",
    "would stand",
    "cabinet",
)


def everything_in(content: bytes, name: str) -> str:
    """Return all that a reader, or someone with a tool, could find in an artifact."""
    parts = [content]
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts += [each.encode() for each in package.namelist()]
            parts += [package.read(each) for each in package.namelist()]
    if name == "pdf":
        with pikepdf.open(io.BytesIO(content)) as document:
            parts += [each.unparse(resolved=True) for each in document.objects]
            parts += [
                each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream) and plain(each)
            ]
        parts.append(extract("pdf", content).text.encode())
    return "\n".join(part.decode("utf-8", "replace") for part in parts)


def plain(stream: pikepdf.Stream) -> bool:
    return str(stream.get("/Subtype")) != "/Image"


def exported(folder: Path, name: str, audience: str = "") -> str:
    report = Report()
    document = prepare(read(folder, report, target=Target(audience, name)), report)
    report.raise_if_stopped()
    return everything_in(export(document, name).content, name)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_what_is_for_others_is_found(name: str) -> None:
    found = exported(GOLDEN / "conditional", name)
    assert [secret for secret in SECRETS if secret in found] == []


@pytest.mark.parametrize("name", FORMATS)
def test_an_audience_gets_what_is_for_it_and_no_more(name: str) -> None:
    found = " ".join(exported(GOLDEN / "conditional", name, "press").split())
    assert "at the door" in found
    assert "4,711" in found
    assert [secret for secret in ("spared", "7391846", "7.39", "would stand") if secret in found] == []


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_canary_in_any_case_is_not_found(tmp_path: Path, case: Path, name: str) -> None:
    folder = tmp_path / "case"
    shutil.copytree(case, folder)
    held = f"# {CANARY}\n\n{CANARY}[^{CANARY}] ![{CANARY}]({CANARY}.png) {{fact}}`{CANARY}`\n\n[^{CANARY}]: {CANARY}\n"
    source = (folder / "index.md").read_text(encoding="utf-8")
    (folder / "index.md").write_text(
        f"{source}\n\n::::::::{{only}}\n:handling: nobody\n\n{held}\n::::::::\n", encoding="utf-8"
    )
    assert CANARY not in exported(folder, name)
