"""Which documents a change of files concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.theme import built_in_templates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publisher.config import Workspace

__all__ = ["SETTINGS", "concerned", "watched"]

SETTINGS = frozenset(("publisher.toml", "pyproject.toml"))


def watched(workspace: Workspace) -> tuple[Path, ...]:
    """Return the folders that a workspace's documents are made from, as far as there are such."""
    folders = (workspace.source, workspace.templates, built_in_templates())
    return tuple(folder for folder in dict.fromkeys(each.resolve() for each in folders) if folder.is_dir())


def concerned(paths: Iterable[Path], workspace: Workspace, known: Iterable[str]) -> frozenset[str]:
    """Return the documents that are to be made anew when these files have changed.

    What stands in a document's folder concerns it and its translations; anything else (shared ledgers, templates,
    settings) concerns all.
    """
    slugs = frozenset(known)
    source = workspace.source.resolve()
    found: set[str] = set()
    for path in paths:
        parts = path.relative_to(source).parts if path.is_relative_to(source) else ()
        own = {slug for slug in slugs if parts and (slug == parts[0] or _translates(slug, parts[0], workspace))}
        if not own:
            return slugs
        found |= own
    return frozenset(found)


def _translates(slug: str, original: str, workspace: Workspace) -> bool:
    return slug.startswith(f"{original}.") and not (workspace.source / slug).is_dir()
