"""The commands, as invoke tasks: `publisher build` and `inv build` are the same thing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.tasks import task

from publisher.diagnostics import PublisherError, Status
from publisher.edition_tasks import editions, rebuild, rollback, verify, why
from publisher.tasking import SLUG, TODAY, WAIT, WORKSPACE, leave, names_in, say, told, waiting, workspace_of

if TYPE_CHECKING:
    from invoke.context import Context

__all__ = ["ns"]


@task(
    iterable=["slug", "format"],
    help={
        "slug": SLUG,
        "format": "a format, or several with commas: pdf, docx, html, txt, ascii",
        "audience": "include what is {only} for these readers, and publish it as SLUG.AUDIENCE",
        "lenient": "publish even where something is lost, and say what",
        "today": TODAY,
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
    workspace: str = ".",
) -> None:
    """Build documents and publish those without errors; all of them unless named."""
    from publisher.clock import day_of
    from publisher.console import listener_for, tell_result
    from publisher.publishing import build as build_documents

    place = workspace_of(workspace)
    listener = listener_for(lenient=lenient, machine=json)
    result = build_documents(
        place,
        names_in(slug),
        names_in(format),
        lenient=lenient,
        audience=audience,
        today=day_of(today),
        listener=listener,
        wait=waiting if wait else None,
    )
    tell_result(result, lenient=lenient, machine=json)
    leave(result.status)


@task(
    iterable=["slug"],
    help={"slug": SLUG, "lenient": "count what is lost as a warning", "today": TODAY, "workspace": WORKSPACE},
)
@told
def check(_: Context, slug: list[str], lenient: bool = False, today: str = "", workspace: str = ".") -> None:  # noqa: FBT001, FBT002  a flag
    """Read and prepare documents for all their audiences and formats, and say what is wrong; all of them unless named."""
    from publisher.clock import day_of
    from publisher.console import summary, tell
    from publisher.publishing.check import checked
    from publisher.publishing.plan import wanted_slugs

    place = workspace_of(workspace)
    reports = []
    for name in wanted_slugs(place, names_in(slug)):
        report = checked(place, name, day_of(today))
        reports.append(report)
        tell(report, sys.stderr, lenient=lenient)
        say(f"{name}: {summary([report], lenient=lenient) or 'good'}")
    leave(Status.SOURCE if any(report.stops(lenient=lenient) for report in reports) else Status.GOOD)


@task(
    iterable=["slug"],
    help={
        "slug": SLUG,
        "uses": "a fact: name each place where it is used",
        "compare": "show where the translations of a document cite other facts",
        "adopt": "propose entries for the ledger from the figures typed in a source",
        "today": TODAY,
        "json": "one JSON object a document, for machines",
        "workspace": WORKSPACE,
    },
)
@told
def facts(  # noqa: PLR0913, PLR0917  each is an option of the command
    _: Context,
    slug: list[str],
    uses: str = "",
    adopt: str = "",
    compare: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    today: str = "",
    json: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    workspace: str = ".",
) -> None:
    """List facts with their age, source and uses, and the figures that were typed.

    publisher facts adopt index.md proposes entries for the ledger from the figures of a text.
    """
    from publisher.clock import day_of
    from publisher.facts import commands

    asked = commands.Asked(workspace_of(workspace), names_in(slug), day_of(today), machine=json)
    if adopt:
        leave(commands.adopt(asked, Path(adopt), say))
    elif uses:
        leave(commands.uses(asked, uses, say))
    elif compare:
        leave(commands.compare(asked, say))
    else:
        leave(commands.listing(asked, say))


@task(name="list", help={"workspace": WORKSPACE})
@told
def list_(_: Context, workspace: str = ".") -> None:
    """List the documents of the workspace, the templates and the formats."""
    from publisher.exporters.registry import exporter_names
    from publisher.theme import template_names

    place = workspace_of(workspace)
    published = {path.name for path in place.output.glob("*") if path.is_dir()}
    say("documents")
    for slug in place.slugs():
        say(f"  {slug}{' (published)' if slug in published else ''}")
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
        made = new_document(place.source, name, template)
        last = f"publisher build {name}"
    for path in made:
        say(f"made {path}")
    say(f"next: {last}")


@task(help={"what": "metadata or facts"})
@told
def schema(_: Context, what: str = "metadata") -> None:
    """Print the JSON Schema of the metadata block, or of facts.yaml."""
    from publisher.reader import facts_schema, metadata_schema

    schemas = {"metadata": metadata_schema, "facts": facts_schema}
    if what not in schemas:
        message = f"there is no schema of {what!r}; there are: metadata, facts"
        raise Exit(message, Status.USAGE.value)
    say(json.dumps(schemas[what](), indent=2, ensure_ascii=False))


@task(help={"code": "of a diagnostic; without one, all are listed"})
@told
def explain(_: Context, code: str = "") -> None:
    """Explain what a diagnostic means and what to do."""
    from publisher.codes import CODES
    from publisher.nearest import did_you_mean

    if not code:
        for name, each in CODES.items():
            say(f"{name:22} {each.severity.value:8} {each.title}")
        return
    if code not in CODES:
        message = f"there is no code {code!r}. " + did_you_mean(code, CODES, "publisher explain lists them all.")
        raise Exit(message, Status.USAGE.value)
    say(f"{code} ({CODES[code].severity.value}): {CODES[code].title}\n\n{CODES[code].text}")


@task(help={"workspace": WORKSPACE})
@told
def doctor(_: Context, workspace: str = ".") -> None:
    """Look whether everything needed is installed, and say how to install what is missing."""
    from publisher.doctor import examine

    try:
        root: Path | None = workspace_of(workspace).root
    except PublisherError:
        root = None
    findings = examine(root)
    for each in findings:
        mark = "good" if each.good else "MISSING" if each.needed else "absent"
        say(f"{mark:8} {each.name}: {each.detail}")
        if not each.good and each.remedy:
            say(f"{'':8} {each.remedy}")
    leave(Status.OUTSIDE if any(each.needed and not each.good for each in findings) else Status.GOOD)


@task(help={"workspace": WORKSPACE})
@told
def clean(_: Context, workspace: str = ".") -> None:
    """Remove all published editions of this workspace."""
    from publisher.publishing.editions import clean as remove

    removed = remove(workspace_of(workspace).output)
    say(f"removed: {', '.join(removed)}" if removed else "there was nothing to remove")


ns = Collection(
    build, rebuild, why, editions, rollback, verify, check, facts, list_, new, schema, explain, doctor, clean
)
