"""Previews: all formats of all documents in a browser on this computer, as the sources are now.

Nothing is published: what is rendered stays in memory. Sources and templates are watched; what changes is rendered
in processes of its own and the pages that show it follow.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.extras import installing

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.config import Workspace
    from publisher.preview.shelf import Part, Shown

__all__ = ["preview"]

_PACKAGES = ("starlette", "uvicorn", "watchfiles")


def preview(
    workspace: Workspace, slugs: tuple[str, ...], *, port: int, lenient: bool, say: Callable[[str], None]
) -> None:
    """Serve a preview of documents, all of them unless named, until SIGINT or SIGTERM; `say` hears how it goes.

    Raises `PublisherError`: `missing-package` with the command that installs what only previews need, `port-taken`,
    or `unknown-document`.
    """
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        hint = installing("preview")
        message = f"a preview needs packages that are not installed: {', '.join(missing)}"
        raise PublisherError.single("missing-package", message, hint=hint, status=Status.OUTSIDE)
    from publisher.preview.desk import Desk
    from publisher.preview.server import listening, serve

    def tell(document: Shown, part: Part) -> None:
        say(document.line(part, lenient=lenient))

    desk = Desk(workspace, slugs, lenient=lenient, tell=tell)
    with listening(port) as listener:
        serve(desk, listener, lambda address: say(f"preview at {address} (Ctrl-C ends it)"))
