"""The commands about editions: what has changed, what is published, what was, and whether it is as it should be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from invoke.tasks import task

from publisher.diagnostics import Status
from publisher.tasks.speaking import (
    EXECUTOR,
    SLUG,
    TODAY,
    WAIT,
    WORKSPACE,
    leave,
    names_in,
    say,
    told,
    waiting,
    workspace_of,
)

if TYPE_CHECKING:
    from invoke.context import Context

__all__ = ["clean", "editions", "rebuild", "rollback", "verify", "why"]

_EDITION_OF = "a document; SLUG.AUDIENCE for the edition of an audience"


@task(
    iterable=["slug", "format"],
    help={
        "slug": SLUG,
        "format": "a format, or several with commas: pdf, docx, html, txt, ascii",
        "audience": "rebuild the editions for these readers",
        "lenient": "publish even where something is lost, and say what",
        "today": TODAY,
        "executor": EXECUTOR,
        "json": "one JSON object a line, for machines",
        "wait": WAIT,
        "workspace": WORKSPACE,
    },
)
@told
def rebuild(  # noqa: PLR0913, PLR0917  each is an option of the command
    _: Context,
    slug: list[str],
    format: list[str],  # noqa: A002  the option's name is what people type
    audience: str = "",
    today: str = "",
    lenient: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    json: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    wait: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    executor: str = "",
    workspace: str = ".",
) -> None:
    """Build documents of which anything has changed since they were published; all are looked at unless named."""
    from publisher.plain_commands import Asked, rebuilt

    asked = Asked(tuple(slug), names_in(format), audience, today, workspace, lenient, json, wait, executor)
    leave(rebuilt(asked))


@task(iterable=["slug"], help={"slug": SLUG, "today": TODAY, "workspace": WORKSPACE})
@told
def why(_: Context, slug: list[str], today: str = "", workspace: str = ".") -> None:
    """Say what has changed since documents were published, and whether that rebuilds them."""
    from publisher.clock import day_of
    from publisher.console import tell
    from publisher.diagnostics import Report
    from publisher.publishing.explaining import explained
    from publisher.publishing.plan import slugs_in

    report = Report()
    place = workspace_of(workspace)
    for line in explained(place, slugs_in(place, slug), day_of(today), report):
        say(line)
    tell(report, sys.stderr)


@task(help={"slug": _EDITION_OF, "workspace": WORKSPACE})
@told
def editions(_: Context, slug: str, workspace: str = ".") -> None:
    """List the editions of a document that are kept, the newest first."""
    from publisher.publishing.explaining import listed

    for line in listed(workspace_of(workspace), slug):
        say(line)


@task(
    help={
        "slug": _EDITION_OF,
        "edition": "its name; without one, that before the current one",
        "wait": WAIT,
        "workspace": WORKSPACE,
    },
)
@told
def rollback(
    _: Context,
    slug: str,
    edition: str = "",
    wait: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    workspace: str = ".",
) -> None:
    """Publish an earlier edition again; rebuild leaves it in place until the source changes."""
    from publisher.console import tell
    from publisher.diagnostics import Report
    from publisher.listing import write_index
    from publisher.publishing.differences import unlike_beside
    from publisher.publishing.editions import roll_back
    from publisher.publishing.explaining import published, published_name
    from publisher.publishing.lock import locked
    from publisher.publishing.ownership import own

    place = workspace_of(workspace)
    name = published_name(place, slug)
    report = Report()
    with locked(place.output, wait=waiting if wait else None):
        own(place)
        found = roll_back(place.output, name, edition)
        say(f"{name}: {found.name} is current")
        for other, unlike in unlike_beside(place.output, name, published(place)):
            message = f"{other} says otherwise than {name} does now: {'; '.join(unlike)}"
            report.add("unlike-editions", message, hint=f"publisher editions {other} lists what it could go back to")
        write_index(place, report)
    tell(report, sys.stderr)


@task(
    iterable=["slug"],
    help={
        "slug": _EDITION_OF,
        "quick": "hold checksums only, and render nothing",
        "wait": WAIT,
        "workspace": WORKSPACE,
    },
)
@told
def verify(
    _: Context,
    slug: list[str],
    quick: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    wait: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    workspace: str = ".",
) -> None:
    """Hold all that is published against its checksums, and rebuild it to compare byte for byte."""
    from publisher.console import tell
    from publisher.publishing.plan import slugs_in
    from publisher.publishing.verifying import verified

    place = workspace_of(workspace)
    found = verified(place, slugs_in(place, slug), quick=quick, wait=waiting if wait else None)
    for line in found.lines:
        say(line)
    tell(found.report, sys.stderr)
    leave(found.status)


@task(iterable=["slug"], help={"slug": _EDITION_OF, "workspace": WORKSPACE})
@told
def clean(_: Context, slug: list[str], workspace: str = ".") -> None:
    """Remove all published editions of this workspace, or of some documents, which leave the index page too."""
    from publisher.console import tell
    from publisher.listing import remove_index
    from publisher.publishing import withdrawing
    from publisher.publishing.indexing import forget_index, index
    from publisher.publishing.plan import slugs_in
    from publisher.publishing.session import session
    from publisher.slugs import shown

    place = workspace_of(workspace)
    with session(place) as run:
        removed = withdrawing.withdraw(run, slugs_in(place, slug)) if slug else withdrawing.clean(run)
        forget_index(run)
        if slug or run.report.stops():
            index(run)
        else:
            remove_index(run.workspace.output)
    if removed:
        say(f"removed: {', '.join(map(shown, removed))}")
    elif not run.report.stops():
        say("there was nothing to remove")
    tell(run.report, sys.stderr)
    leave(Status.OUTSIDE if run.report.stops() else run.index)
