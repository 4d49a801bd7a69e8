"""Documents that are still published though their sources are gone, and taking documents off again."""

from __future__ import annotations

import contextlib
import shlex
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.nearest import did_you_mean
from publisher.publishing.disk import EDITIONS, clear, is_ours, names_published, names_shown
from publisher.publishing.plan import audiences_published
from publisher.slugs import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.config import Found
    from publisher.publishing.session import Session

__all__ = ["clean", "tell_left_behind", "withdraw"]


def tell_left_behind(run: Session, found: Found) -> None:
    """Warn of what is published without a source: readers take it for what is true now."""
    workspace = run.workspace
    known = {*found.slugs, *found.misnamed}
    others = sorted(names_shown(workspace.output) - known)
    if not others:
        return
    from publisher.publishing.receipts import read_receipt

    for name in others:
        document = (read_receipt(workspace.output / name) or {}).get("document", name)
        if document not in known and document.rpartition(".")[0] not in found.misnamed:
            message = f"{name} is published, and its source is no longer in {workspace.settings.source}/"
            hint = f"put the source back, or take the document off: publisher clean {shlex.quote(shown(name))}"
            run.report.add("left-behind", message, hint=hint)


def withdraw(run: Session, names: Iterable[str]) -> list[str]:
    """Remove all editions of some documents, those for audiences too; return the names of which nothing is left.

    Raises `PublisherError` (`unknown-document`) before anything is removed, where one of them is not published.
    """
    published = sorted(names_published(run.workspace.output))
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in published:
            there = ", ".join(map(shown, published)) or "none"
            message = f"{shown(name)} is not published"
            hint = did_you_mean(name, published, f"there are: {there}")
            raise PublisherError.single("unknown-document", message, hint=hint, status=Status.USAGE)
    for_audiences = [
        name for name, (slug, _) in audiences_published(run.workspace).items() if slug in wanted and name not in wanted
    ]
    return [name for name in (*wanted, *for_audiences) if _removed(run, name)]


def clean(run: Session) -> list[str]:
    """Remove all editions of all documents; return the names of those of which nothing is left."""
    output = run.workspace.output
    removed = [name for name in sorted(names_published(output)) if _removed(run, name)]
    with contextlib.suppress(OSError):  # where something of a document stays, so does this
        (output / EDITIONS).rmdir()
    return removed


def _removed(run: Session, name: str) -> bool:
    """Remove a document, first from where readers see it; tell what could not be removed."""
    output = run.workspace.output
    run.state.forget(name)
    link, folder = output / name, output / EDITIONS / name
    for path in ([link] if is_ours(link) else []) + [folder]:
        if fault := clear(path):
            place = shown(str(path.relative_to(output.parent)))
            message = f"{place} can't be removed{'' if path == link else ', though readers no longer find it'}: {fault}"
            hint = f"look at its permissions, then once more: publisher clean {shlex.quote(shown(name))}"
            run.report.add("not-removed", message, hint=hint)
            return False
    return True
