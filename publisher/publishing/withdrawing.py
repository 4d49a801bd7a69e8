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

    from publisher.config import Found
    from publisher.publishing.session import Session

__all__ = ["tell_left_behind", "withdraw"]


def tell_left_behind(run: Session, found: Found) -> None:
    """Warn of what is published without a source: readers take it for what is true now."""
    workspace = run.workspace
    known = {*found.slugs, *found.misnamed}
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

    Raises `PublisherError` (`unknown-document`) before anything is removed, where one of them is not published.
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
        (output / name).unlink()
        shutil.rmtree(output / EDITIONS / name, ignore_errors=True)
        run.state.forget(name)
    return wanted


def _published(output: Path) -> list[str]:
    """Return the names under which documents are published."""
    if not output.is_dir():
        return []
    links = (path for path in output.iterdir() if not path.name.startswith(".") and path.is_symlink())
    return sorted(link.name for link in links if link.readlink().parts[:1] == (EDITIONS,))
