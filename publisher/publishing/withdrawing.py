"""Documents that are still published though their sources are gone, and taking documents off again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.nearest import did_you_mean
from publisher.publishing.disk import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publisher.publishing.session import Session

__all__ = ["tell_left_behind", "withdraw", "withdraw_all"]


def tell_left_behind(run: Session) -> None:
    """Warn of what is published without a source: readers take it for what is true now."""
    workspace = run.workspace
    known = set(workspace.slugs())
    others = sorted(set(_published(workspace.output)) - known)
    if not others:
        return
    from publisher.publishing.receipts import read_receipt

    for name in others:
        document = (read_receipt(workspace.output / name) or {}).get("document", name)
        if document not in known:
            message = f"{name} is published, and its source is no longer in {workspace.settings.source}/"
            hint = f"put the source back, or take the document off: publisher clean {name}"
            run.report.add("left-behind", message, hint=hint)


def withdraw(run: Session, names: Iterable[str]) -> list[str]:
    """Remove all editions of some documents; return their names.

    Raises `PublisherError`: `unknown-document` before anything is removed, where one of them is not published;
    `publish-failed` where something can't be removed.
    """
    output = run.workspace.output
    published = _published(output)
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in published:
            hint = did_you_mean(name, published, f"there are: {', '.join(published) or 'none'}")
            message = f"{name} is not published"
            raise PublisherError.single("unknown-document", message, hint=hint, status=Status.USAGE)
    for name in wanted:
        _remove(output, name)
        run.state.forget(name)
    return wanted


def withdraw_all(run: Session) -> list[str]:
    """Remove all editions of a workspace, also those that no reader finds; return the names of what was published.

    Raises `PublisherError`: `publish-failed` where something can't be removed.
    """
    output = run.workspace.output
    removed = _published(output)
    kept = output / EDITIONS
    others = (path.name for path in kept.iterdir() if path.name not in removed) if kept.is_dir() else ()
    for name in (*removed, *others):
        _remove(output, name)
    if kept.is_dir():
        kept.rmdir()
    return removed


def _remove(output: Path, name: str) -> None:
    """Remove the editions of a document; first the link by which readers find them."""
    try:
        (output / name).unlink(missing_ok=True)
        if (output / EDITIONS / name).is_dir():
            shutil.rmtree(output / EDITIONS / name)
    except OSError as error:
        message = f"the editions of {name} can't be removed: {error.strerror or error}"
        hint = f"look at the permissions of {output.name}/ and {output.name}/{EDITIONS}/{name}/"
        raise PublisherError.single("publish-failed", message, hint=hint, status=Status.OUTSIDE) from error


def _published(output: Path) -> list[str]:
    """Return the names under which documents are published."""
    if not output.is_dir():
        return []
    links = (path for path in output.iterdir() if not path.name.startswith(".") and path.is_symlink())
    return sorted(link.name for link in links if link.readlink().parts[:1] == (EDITIONS,))
