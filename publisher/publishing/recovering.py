"""Finding again what an edition was made of: in the workspace, attached to its PDF, or in the history of git.

What is found is held against the SHA-256 in the receipt, so it does not matter who offers it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Recovered", "commit_of", "recovered"]

_EMBEDDED = re.compile(rb"<</Type /EmbeddedFile\b[^\n]{0,1000}/Length (\d{1,9})>>\nstream\n")
"""As the layout engine writes a file that is attached to a PDF."""
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_CHANGE = re.compile(rb":\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ")
_LARGEST = 256_000_000
"""Bytes of a file that are taken out of a PDF."""


@dataclass(slots=True)
class Recovered:
    """What was found again of the files of an edition."""

    inputs: Mapping[str, str]
    """Their SHA-256, by name."""
    files: dict[str, bytes] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    """Where those were that are no longer in the workspace."""

    @property
    def missing(self) -> list[str]:
        """The names of those that are nowhere."""
        return [name for name in self.inputs if name not in self.files]

    def put(self, folder: Path) -> None:
        """Write all that was found below a folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def offered(self, contents: Iterable[bytes], place: str = "") -> None:
        """Take what is wanted of some contents."""
        wanted = set(map(self.inputs.get, self.missing))
        for content in contents if wanted else ():
            digest = hashlib.sha256(content).hexdigest()
            if digest in wanted:
                wanted.remove(digest)
                self.files |= {name: content for name, each in self.inputs.items() if each == digest}
                self.places += [place] if place and place not in self.places else []
            if not wanted:
                return


def commit_of(root: Path | str) -> str:
    """Return the commit of git that is checked out where a folder is; empty where there is none."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode("ascii", "replace").strip()


def recovered(root: Path, edition: Path, inputs: Mapping[str, str], commit: str) -> Recovered:
    """Find files of a workspace as they were when an edition was made at a commit.

    Raises `ValueError` where a name leads out of the workspace.
    """
    for name in inputs:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            message = f"{name} is not in the workspace"
            raise ValueError(message)
    found = Recovered(inputs)
    found.offered(path.read_bytes() for path in (root / name for name in inputs) if path.is_file())
    found.offered(_attached(edition), "attached to the PDF")
    found.offered(_versions(root, found.missing, commit), "in git")
    return found


def _attached(edition: Path) -> Iterator[bytes]:
    """Yield the files that are attached to the PDFs of an edition."""
    for path in sorted(edition.glob("*.pdf")):
        content = path.read_bytes()
        for each in _EMBEDDED.finditer(content):
            reader = zlib.decompressobj()
            try:
                yield reader.decompress(content[each.end() : each.end() + int(each[1])], _LARGEST)
            except zlib.error:
                continue


def _versions(root: Path, names: list[str], commit: str) -> Iterator[bytes]:
    """Yield what files held in all commits that there are, the newest first."""
    known = [commit] if _COMMIT.fullmatch(commit) and _git(root, "cat-file", "-t", commit) else []
    log = (
        "log",
        "--all",
        "--format=",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--no-textconv",
        "--diff-merges=separate",
    )
    changes = _git(root, "--literal-pathspecs", *log, *known, "--", *names)
    for each in dict.fromkeys(blob for found in _CHANGE.finditer(changes) for blob in reversed(found.groups())):
        if each.strip(b"0"):
            yield _git(root, "cat-file", "blob", each.decode())


def _git(root: Path | str, *words: str) -> bytes:
    """Ask git, which only reads; nothing where it is not installed, or says no."""
    program = shutil.which("git")
    if program is None:
        return b""
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    command = (program, "-C", str(root), *words)
    asked = subprocess.run(command, capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
    return asked.stdout if asked.returncode == 0 else b""
