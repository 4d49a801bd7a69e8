"""A preview in a real browser: what changes in a source appears by itself, and so does what is wrong in it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.findings import INSTALLED, Finding, Result, output_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["previews", "served"]

_SCRIPT = Path(__file__).parent / "preview.js"
_SOURCE = "---\ntitle: One\n---\n\nThe word is first.\n\n" + "".join(
    f"## Section {number}\n\nText of section {number}.\n\n" for number in range(60)
)
_LONGEST_END = 5.0
"""Seconds within which an interrupted preview has ended."""


def previews() -> Result:
    """Change sources under a preview, and look at it with Chromium."""
    with tempfile.TemporaryDirectory(prefix="publisher-preview-") as folder:
        root = Path(folder)
        (root / "publisher.toml").touch()
        for slug, text in (("one", _SOURCE), ("two", _SOURCE.replace("One", "Two"))):
            (root / "source" / slug).mkdir(parents=True)
            (root / "source" / slug / "index.md").write_text(text, encoding="utf-8")
        process, address = served(root)
        try:
            chromium = shutil.which("chromium") or "chromium"
            environment = {"NODE_PATH": str(INSTALLED / "node_modules")}
            said: dict[str, Any] = json.loads(output_of(["node", _SCRIPT, chromium, address, root], environment))
            messages = [*said["findings"], *_ending(process, root)]
        finally:
            process.kill()
            process.wait()
    findings = tuple(Finding(Path("preview"), message) for message in messages)
    return Result("preview, in Chromium", 1, said["checks"] + 2, findings)


def served(root: Path) -> tuple[subprocess.Popen[str], str]:
    """Start a preview of a workspace on any free port; return its process and its address."""
    command = [sys.executable, "-m", "publisher.cli", "preview", "--port", "0", "--workspace", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own command
    first = process.stdout.readline() if process.stdout else ""
    address = next((word for word in first.split() if word.startswith("http://")), "")
    if not address:
        message = f"the preview does not say where it is: {first!r}"
        raise RuntimeError(message)
    return process, address


def _ending(process: subprocess.Popen[str], root: Path) -> Iterator[str]:
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_LONGEST_END)
    except subprocess.TimeoutExpired:
        yield f"an interrupted preview has not ended after {time.monotonic() - begun:.1f} s"
    else:
        if process.returncode:
            yield f"an interrupted preview ends with status {process.returncode}"
    if (root / "dist").exists():
        yield "a preview has written into dist/"
