"""Whose an output folder is: two workspaces with one would replace each other's documents without end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from publisher.config import find_workspace
from publisher.diagnostics import PublisherError
from publisher.publishing.lock import publish_failed

if TYPE_CHECKING:
    from publisher.config import Workspace

__all__ = ["OWNER", "own"]

OWNER = ".workspace"
"""Names the workspace as seen from the output folder, so that both may be moved together."""


def own(workspace: Workspace) -> None:
    """Note that a workspace publishes here, with the lock of the output folder held.

    Raises `PublisherError`: `bad-config` where another one does, `publish-failed` where that can't be noted.
    """
    output = workspace.output
    here = os.path.relpath(workspace.root.resolve(), output.resolve())
    said = _said(workspace)
    if said == here:
        return
    if said and _publishes(said, workspace):
        message = f"another workspace publishes into {workspace.settings.output}/ too: {said}, as seen from there"
        hint = f"give each workspace an output folder of its own; if that one is gone for good, remove {OWNER} there"
        raise PublisherError.single("bad-config", message, hint=hint)
    aside = output / f"{OWNER}.new"
    try:
        aside.write_text(f"{here}\n", encoding="utf-8", errors="surrogateescape")
        aside.replace(output / OWNER)
    except OSError as error:
        raise publish_failed(error, output) from error


def _said(workspace: Workspace) -> str:
    try:
        return (workspace.output / OWNER).read_text(encoding="utf-8", errors="surrogateescape").removesuffix("\n")
    except OSError:
        return ""


def _publishes(place: str, workspace: Workspace) -> bool:
    """Whether a workspace that is not this one is still there, and publishes into the same folder.

    One whose settings can't be read, or have a mistake in them, is there and may publish again tomorrow.
    """
    try:
        root = (workspace.output / place).resolve()
        if root == workspace.root:
            return False
        other = find_workspace(root)
        return other.root == root and other.output.resolve() == workspace.output.resolve()
    except PublisherError as error:
        return error.report.diagnostics[0].code != "no-workspace"
    except (OSError, ValueError) as error:
        return isinstance(error, PermissionError)
