"""Web pages in a real browser: axe-core (WCAG 2.2 AA), narrow screens, the keyboard, print."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.findings import INSTALLED, Finding, Result, output_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["web_pages"]

_SCRIPT = Path(__file__).parent / "pages.js"


def web_pages(files: Sequence[Path]) -> Result:
    """Open each page at 320 and 1280 pixels, light and dark, and look at it with axe-core and by hand."""
    chromium = shutil.which("chromium") or "chromium"
    environment = {"NODE_PATH": str(INSTALLED / "node_modules")}
    said: dict[str, Any] = json.loads(output_of(["node", _SCRIPT, chromium, *files], environment))
    findings = tuple(Finding(Path(each["file"]), each["message"]) for each in said["findings"])
    return Result("axe-core and keyboard, in Chromium", len(files), said["checks"], findings)
