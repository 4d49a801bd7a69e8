"""Calling a platform's tool: what it says when it refuses is told, and it never waits for anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from publisher.diagnostics import PublisherError, Status

__all__ = ["call", "read_folder", "there", "write"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_PATIENCE = 60
_MOST = 300
"""Characters of a tool's complaint that are shown."""


def there(name: str) -> bool:
    """Whether a tool can be called."""
    return shutil.which(name) is not None


def call(
    *words: str, given: bytes = b"", allowed: tuple[int, ...] = (0,), environment: Mapping[str, str] = _NOTHING
) -> bytes:
    """Call a tool and return what it writes.

    Raises `PublisherError`: `no-scheduler` when it is missing, `scheduler-failed` when it refuses or does not end.
    """
    try:
        done = subprocess.run(  # noqa: S603  a tool of the platform, found on PATH like any command
            words,
            input=given,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env=os.environ | {"LC_ALL": "C", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""} | dict(environment),
        )
    except FileNotFoundError as error:
        raise PublisherError.single("no-scheduler", f"{words[0]} is missing", status=Status.OUTSIDE) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _refused(words, str(error)) from error
    if done.returncode not in allowed:
        raise _refused(words, (done.stderr or done.stdout).decode("utf-8", "replace"))
    return done.stdout


def _refused(words: tuple[str, ...], said: str) -> PublisherError:
    message = f"{' '.join(words[:3])} failed: {' '.join(said.split())[:_MOST] or 'it does not say why'}"
    return PublisherError.single("scheduler-failed", message, status=Status.OUTSIDE)


def write(path: Path, content: bytes) -> None:
    """Write a file in one step; raises `PublisherError` (`scheduler-failed`) where that is not allowed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".publisher-", delete=False) as stream:
            stream.write(content)
        aside = Path(stream.name)
        aside.chmod(0o644)
        aside.replace(path)
    except OSError as error:
        message = f"{path} can't be written: {error.strerror or error}"
        raise PublisherError.single("scheduler-failed", message, status=Status.OUTSIDE) from error


def read_folder(folder: Path, suffix: str) -> dict[str, str]:
    """Return the text of our files in a folder, by name without the suffix; what can't be read is not ours."""
    found = {}
    for path in sorted(folder.glob(f"publisher-*{suffix}")):
        try:
            found[path.name.removesuffix(suffix)] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return found
