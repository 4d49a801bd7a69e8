"""Runs started by hand, and builds that stand in for those that they start."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["Told", "builds", "events"]


class Told:
    """What a command said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


def builds(monkeypatch: pytest.MonkeyPatch, place: Path, script: str) -> None:
    """Let a run start a script in the place of a build."""
    (place / "build.py").write_text(script, encoding="utf-8")
    monkeypatch.setattr("publisher.runs.running.PUBLISHER", (sys.executable, str(place / "build.py")))


def events(**became: str) -> str:
    said = [{"event": event, "document": slug} for slug, event in became.items()]
    return f"import sys\nfor each in {said!r}:\n    import json; print(json.dumps(each))\n"
