"""Small workspaces for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "---\ntitle: {title}\n---\n\nText of the document.\n"
BAD = "---\ntitle: {title}\n---\n\nText with {{ref}}`nowhere`.\n"


def workspace(root: Path, *, settings: str = "", **documents: str) -> Path:
    """Make a workspace with one document for each keyword; return its folder."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "publisher.toml").write_text(settings, encoding="utf-8")
    for slug, text in documents.items():
        folder = root / "source" / slug
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(text.format(title=slug), encoding="utf-8")
    return root
