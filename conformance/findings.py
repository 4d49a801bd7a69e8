"""What a validator has looked at and found."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["INSTALLED", "ROOT", "Finding", "Result", "output_of"]

ROOT = Path(__file__).parent.parent
INSTALLED = ROOT / ".conformance"
_PATIENCE = 900
"""Seconds that a validator may take for all files."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a file."""

    file: Path
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a validator says of some files."""

    validator: str
    files: int
    checks: int
    """Rules held against the files, as far as the validator counts them."""
    findings: tuple[Finding, ...]


def output_of(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Run a validator and return what it says, whatever its exit status; it never asks anything.

    Raises `RuntimeError` where it says nothing at all or takes too long.
    """
    done = subprocess.run(  # noqa: S603  the validators and the files are our own
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
        env={**os.environ, **(environment or {})},
        cwd=INSTALLED,
    )
    if not done.stdout.strip():
        message = f"{command[0]} said nothing (status {done.returncode}): {done.stderr.strip()[-2000:]}"
        raise RuntimeError(message)
    return done.stdout
