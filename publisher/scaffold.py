"""New workspaces and documents, from the skeletons that come with Publisher."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["new_document", "new_workspace"]

_SKELETON = Path(__file__).parent / "skeleton"
_KEPT_AS_FETCHED = (
    "# Answers of feeds are known by their checksums: git must not change their line ends.\n**/.snapshots/** -text\n"
)


def new_workspace(folder: Path) -> tuple[Path, ...]:
    """Make a workspace with a first document; return the files that were made.

    Raises `PublisherError`: `exists` when something of that name is there already, `publish-failed` when the folder
    can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already, and not empty"
        raise PublisherError.single("exists", message, status=Status.USAGE)
    brief = _SKELETON / "first-brief"
    return _written(
        {
            folder / "publisher.toml": _text(_SKELETON / "publisher.toml"),
            folder / "README.md": _text(_SKELETON / "README.md"),
            folder / ".gitattributes": _KEPT_AS_FETCHED,
            folder / "dist" / ".gitignore": "*\n!.gitignore\n",
            folder / "source" / brief.name / "index.md": _text(brief / "index.md"),
            folder / "source" / brief.name / "facts.yaml": _text(brief / "facts.yaml"),
        }
    )


def new_document(source: Path, slug: str, template: str, day: dt.date) -> tuple[Path, ...]:
    """Make a document of a day in a workspace's folder of sources; return the files that were made.

    Raises `PublisherError`: `exists`, `bad-name` for a name that could be no folder or address, `publish-failed`.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        message = f"{slug!r} can't name a document"
        hint = "use lower-case letters, digits and hyphens, as in trade-with-peru"
        raise PublisherError.single("bad-name", message, hint=hint, status=Status.USAGE)
    folder = source / slug
    if folder.exists():
        raise PublisherError.single("exists", f"the document {slug!r} is there already", status=Status.USAGE)
    title = slug.replace("-", " ").capitalize()
    text = _text(_SKELETON / "document.md").replace("TITLE", title).replace("TEMPLATE", template)
    text = text.replace("DATE", day.isoformat())
    return _written({folder / "index.md": text})


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _written(files: dict[Path, str]) -> tuple[Path, ...]:
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{error.filename} can't be written: {error.strerror}"
        raise PublisherError.single("publish-failed", message, status=Status.OUTSIDE) from error
    return tuple(files)
