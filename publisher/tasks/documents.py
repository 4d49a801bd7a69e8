"""The commands that make documents: build, check, preview, list, new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.exceptions import Exit
from invoke.tasks import task

from publisher.diagnostics import PublisherError, Report, Status
from publisher.tasks.speaking import (
    EXECUTOR,
    SLUG,
    TODAY,
    WAIT,
    WORKSPACE,
    leave,
    names_in,
    say,
    say_now,
    told,
    workspace_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoke.context import Context

__all__ = ["build", "check", "list_", "new", "preview"]


@task(
    iterable=["slug", "format"],
    help={
        "slug": SLUG,
        "format": "a format, or several with commas: pdf, docx, html, txt, ascii",
        "audience": "include what is {only} for these readers, and publish it as SLUG.AUDIENCE",
        "lenient": "publish even where something is lost, and say what",
        "today": TODAY,
        "executor": EXECUTOR,
        "json": "one JSON object a line, for machines",
        "wait": WAIT,
        "workspace": WORKSPACE,
    },
)
@told
def build(  # noqa: PLR0913, PLR0917  each is an option of the command
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
    """Build documents and publish those without errors; all of them unless named."""
    from publisher.plain_commands import Asked, built

    asked = Asked(tuple(slug), names_in(format), audience, today, workspace, lenient, json, wait, executor)
    leave(built(asked))


@task(
    iterable=["slug"],
    help={"slug": SLUG, "lenient": "count what is lost as a warning", "today": TODAY, "workspace": WORKSPACE},
)
@told
def check(_: Context, slug: list[str], lenient: bool = False, today: str = "", workspace: str = ".") -> None:  # noqa: FBT001, FBT002  a flag
    """Read and prepare documents for all their audiences and formats, and say what is wrong; all of them unless named."""
    from publisher.clock import day_of
    from publisher.console import Known, summary, tell
    from publisher.diagnostics import Report
    from publisher.publishing.check import checked
    from publisher.publishing.plan import slugs_in, wanted_slugs
    from publisher.slugs import misnamed, shown

    place = workspace_of(workspace)
    reports, known = [], Known()

    def documents() -> Iterator[tuple[str, Report]]:
        for name in wanted_slugs(place, slugs_in(place, slug)):
            yield name, checked(place, name, day_of(today))
        for name, fault in place.found().misnamed.items() if not slug else ():
            yield shown(name), Report([misnamed(name, fault)])

    for name, report in documents():
        reports.append(report)
        tell(report, sys.stderr, lenient=lenient, known=known)
        say(f"{name}: {summary([report], lenient=lenient) or 'good'}")
    leave(Status.SOURCE if any(report.stops(lenient=lenient) for report in reports) else Status.GOOD)


@task(
    iterable=["slug"],
    help={
        "slug": SLUG,
        "port": "where it listens, on this computer alone; 0 takes any that is free",
        "lenient": "show even where something is lost, and say what",
        "workspace": WORKSPACE,
    },
)
@told
def preview(_: Context, slug: list[str], port: str = "8000", lenient: bool = False, workspace: str = ".") -> None:  # noqa: FBT001, FBT002  a flag
    """Show documents in a browser as their sources are now, all of them unless named; nothing is published."""
    from publisher.preview import preview as show
    from publisher.publishing.plan import slugs_in

    if not (port.isdecimal() and port.isascii()):
        message = f"--port {port} is no port: write a number, as 8000"
        raise Exit(message, Status.USAGE.value)
    place = workspace_of(workspace)
    show(place, slugs_in(place, slug), port=int(port), lenient=lenient, say=say_now)


@task(name="list", help={"workspace": WORKSPACE})
@told
def list_(_: Context, workspace: str = ".") -> None:
    """List the documents of the workspace, the templates and the formats."""
    from publisher.exporters.registry import exporter_names
    from publisher.slugs import shown
    from publisher.theme import template_names

    place = workspace_of(workspace)
    published = {path.name for path in place.output.glob("*") if path.is_dir()}
    say("documents")
    found = place.found()
    for slug in found.slugs:
        say(f"  {slug}{' (published)' if slug in published else ''}")
    for name, fault in found.misnamed.items():
        say(f"  {shown(name)} (can't be published: {fault})")
    say(f"templates\n  {' '.join(template_names((place.templates,)))}")
    say(f"formats\n  {' '.join(exporter_names())}")


@task(
    help={
        "name": "of the new document, or of the new workspace's folder",
        "template": "of the new document: briefing or report",
        "workspace": "where to look for a workspace",
    },
)
@told
def new(_: Context, name: str, template: str = "briefing", workspace: str = ".") -> None:
    """Make a document in this workspace, or a new workspace where there is none."""
    from publisher.clock import day_of
    from publisher.scaffold import new_document, new_workspace
    from publisher.theme import load_theme

    try:
        place = workspace_of(workspace)
    except PublisherError as error:
        if error.report.diagnostics[0].code != "no-workspace":
            raise
        made = new_workspace(Path(workspace) / name)
        last = f"cd {name} && publisher build"
    else:
        load_theme(template, (place.templates,))
        made = new_document(place.source, name, template, day_of())
        last = f"publisher build {name}"
    for path in made:
        say(f"made {path}")
    say(f"next: {last}")
