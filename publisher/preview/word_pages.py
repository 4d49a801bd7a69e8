"""The pages of a Word file, as LibreOffice lays them out: a browser shows none itself."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import tempfile
from os import killpg
from pathlib import Path

__all__ = ["WordPages", "can_show"]

_PROGRAMS = ("soffice", "libreoffice")
_PATIENCE = 60.0
"""Seconds that it may take."""


def can_show() -> bool:
    """Whether the program that lays out Word files is there."""
    return _program() is not None


def _program() -> str | None:
    return next((path for path in map(shutil.which, _PROGRAMS) if path), None)


class WordPages:
    """The last pages of each document."""

    def __init__(self) -> None:
        """Begin with none; one document is laid out at a time."""
        self._made: dict[str, tuple[str, bytes]] = {}
        self._turn = asyncio.Lock()

    async def of(self, name: str, version: str, content: bytes) -> bytes | None:
        """Return the pages of a Word file as PDF; None where they can't be had."""
        async with self._turn:
            known = self._made.get(name)
            if known and known[0] == version:
                return known[1]
            pages = await _laid_out(content)
            if pages is not None:
                self._made[name] = (version, pages)
            return pages


async def _laid_out(content: bytes) -> bytes | None:
    program = _program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="publisher-", ignore_cleanup_errors=True) as folder:
        source = _put(Path(folder, "document.docx"), content)
        await _run(program, source)
        return _content(source.with_suffix(".pdf"))


async def _run(program: str, source: Path) -> None:
    """Let the program write the pages beside their source; whatever happens, nothing of it goes on."""
    profile = f"-env:UserInstallation={source.with_name('profile').as_uri()}"
    words = (program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source))
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
