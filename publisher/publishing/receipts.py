"""What goes with an edition: a receipt that says of what, by what and when it was made, and checksums.

The artifacts hold none of that, so that the same source gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publisher.listing.about import RECEIPT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from publisher.diagnostics import Diagnostic

__all__ = ["RECEIPT", "SUMS", "Receipt", "artifacts_in", "damage_in", "read_receipt", "read_sums", "sums_of"]

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of an edition before it has its name."""

    document: str
    formats: tuple[str, ...]
    audience: str = ""
    lenient: bool = False
    day: dt.date | None = None
    """The day by which facts were out of date."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file of the workspace that was read, by its path there."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """The plain value of each fact that is cited, also through others."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Of everything that renders."""
    checks: tuple[str, ...] = ()
    """The statements about facts that held."""
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    """How long it took to render."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What the index page says of the document."""
    commit: str = ""
    """The commit of git that was checked out; the workspace may have held changes that are not in it."""

    def written(
        self, name: str, made: dt.datetime, files: Mapping[str, bytes], carried: tuple[str, ...], replaced: str = ""
    ) -> bytes:
        """Write the receipt of an edition with a name, which takes the place of another."""
        content = {
            "document": self.document,
            "edition": name,
            "replaced": replaced or None,
            "made": made.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 3),
            "audience": self.audience,
            "lenient": self.lenient,
            "day": self.day.isoformat() if self.day else None,
            "formats": list(self.formats),
            "about": dict(self.about),
            "carried": list(carried),
            "files": {each: {"sha256": _digest(files[each]), "bytes": len(files[each])} for each in sorted(files)},
            "commit": self.commit or None,
            "inputs": dict(sorted(self.inputs.items())),
            "facts": dict(self.facts),
            "versions": dict(sorted(self.versions.items())),
            "checks": list(self.checks),
            "diagnostics": [_told(each) for each in self.diagnostics],
        }
        return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _told(diagnostic: Diagnostic) -> dict[str, str]:
    at = diagnostic.at
    place = f"{at.path}:{at.line}:{at.column}" if at else ""
    return {"code": diagnostic.code, "place": place, "message": diagnostic.message}


_EARLIER_NAME = re.compile(r"[0-9a-f]{16}")
"""As Publisher named editions before they had a receipt."""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Write checksums as `sha256sum --check` reads them."""
    lines = "".join(f"{_digest(files[name])}  {name}\n" for name in sorted(files))
    return lines.encode("utf-8", "surrogateescape")


def read_sums(folder: Path) -> dict[str, str] | None:
    """Return the checksums of an edition by file name; None where there are none that can be read."""
    try:
        text = (folder / SUMS).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return None
    pairs = [line.split("  ", 1) for line in text.split("\n")]  # names may hold what else would end a line
    return {pair[1]: pair[0] for pair in pairs if len(pair) == len(("sum", "name"))}


def read_receipt(folder: Path) -> dict[str, Any] | None:
    """Return the receipt of an edition; None where there is none that can be read."""
    try:
        found = json.loads((folder / RECEIPT).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def artifacts_in(folder: Path) -> dict[str, bytes]:
    """Return the files of an edition that were rendered, by name."""
    if not folder.is_dir():
        return {}
    files = (path for path in folder.iterdir() if path.is_file() and path.suffix)
    return {path.name: path.read_bytes() for path in files if path.name not in {RECEIPT, SUMS}}


def damage_in(folder: Path) -> list[str]:
    """Say what is wrong with the files of an edition; those of an earlier Publisher have no checksums.

    A file may be missing, differ from its checksum, or be strange.
    """
    sums = read_sums(folder)
    if sums is None:
        of_earlier = _EARLIER_NAME.fullmatch(folder.name) and not (folder / RECEIPT).exists()
        return [] if of_earlier and artifacts_in(folder) else [f"{SUMS} is missing"]
    found = []
    for name, digest in sums.items():
        path = folder / name
        if not path.is_file() or path.is_symlink():
            found.append(f"{name} is missing")
        elif _digest(path.read_bytes()) != digest:
            found.append(f"{name} is not as it was published")
    strange = {path.name for path in folder.iterdir()} - {*sums, SUMS}
    return found + [f"{name} does not belong there" for name in sorted(strange)]
