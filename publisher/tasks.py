"""The commands, as invoke tasks: `publisher build` and `inv build` are the same thing."""

from __future__ import annotations

import json
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.tasks import task

from publisher.diagnostics import PublisherError, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoke.context import Context

    from publisher.config import Workspace

__all__ = ["ns"]

_Given = ParamSpec("_Given")
_SLUG = "a document; may be given several times"
_WAIT = "wait for a run that is at work, instead of leaving with status 75"
_WORKSPACE = "a folder of the workspace"
_TODAY = "the day by which facts are out of date, YYYY-MM-DD"


def _workspace(folder: str) -> Workspace:
    from publisher.config import find_workspace

    return find_workspace(Path(folder))


def _names(values: list[str]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _leave(status: Status) -> None:
    if status is not Status.GOOD:
        raise Exit(code=status.value)


def _waiting(message: str) -> None:
    sys.stderr.write(f"waiting: {message}\n")
    sys.stderr.flush()


def _told(command: Callable[_Given, None]) -> Callable[_Given, None]:
    """Let a command tell what a person can mend, and leave with its status, however it was called."""

    @wraps(command)
    def telling(*given: _Given.args, **named: _Given.kwargs) -> None:
        from publisher.console import tell

        try:
            command(*given, **named)
        except PublisherError as error:
            tell(error.report, sys.stderr)
            raise Exit(code=error.status.value) from error

    return telling


@task(
    iterable=["slug", "format"],
    help={
        "slug": _SLUG,
        "format": "a format, or several with commas: pdf, docx, html, txt, ascii",
        "audience": "include what is {only} for these readers, and publish it as SLUG.AUDIENCE",
        "lenient": "publish even where something is lost, and say what",
        "today": _TODAY,
        "json": "one JSON object a line, for machines",
        "wait": _WAIT,
        "workspace": _WORKSPACE,
    },
)
@_told
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
    from publisher.console import listener_for, summary, tell
    from publisher.publishing import build as build_documents

    place = _workspace(workspace)
    listener = listener_for(lenient=lenient, machine=json)
    result = build_documents(
        place,
        _names(slug),
        _names(format),
        lenient=lenient,
        audience=audience,
        today=day_of(today),
        listener=listener,
        wait=_waiting if wait else None,
    )
    tell(result.report, sys.stderr)
    counted = summary([outcome.report for outcome in result.outcomes], lenient=lenient)
    if counted and not json:
        sys.stderr.write(counted + "\n")
    _leave(result.status)


@task(
    iterable=["slug"],
    help={"slug": _SLUG, "lenient": "count what is lost as a warning", "today": _TODAY, "workspace": _WORKSPACE},
)
@_told
def check(_: Context, slug: list[str], lenient: bool = False, today: str = "", workspace: str = ".") -> None:  # noqa: FBT001, FBT002  a flag
    """Read and prepare documents for all their audiences and formats, and say what is wrong; all of them unless named."""
    from publisher.clock import day_of
    from publisher.console import summary, tell
    from publisher.publishing.check import checked
    from publisher.publishing.plan import wanted_slugs

    place = _workspace(workspace)
    reports = []
    for name in wanted_slugs(place, _names(slug)):
        report = checked(place, name, day_of(today))
        reports.append(report)
        tell(report, sys.stderr, lenient=lenient)
        _say(f"{name}: {summary([report], lenient=lenient) or 'good'}")
    _leave(Status.SOURCE if any(report.stops(lenient=lenient) for report in reports) else Status.GOOD)


@task(
    iterable=["slug"],
    help={
        "slug": _SLUG,
        "uses": "a fact: name each place where it is used",
        "compare": "show where the translations of a document cite other facts",
        "adopt": "propose entries for the ledger from the figures typed in a source",
        "today": _TODAY,
        "json": "one JSON object a document, for machines",
        "workspace": _WORKSPACE,
    },
)
@_told
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

    asked = commands.Asked(_workspace(workspace), _names(slug), day_of(today), machine=json)
    if adopt:
        _leave(commands.adopt(asked, Path(adopt), _say))
    elif uses:
        _leave(commands.uses(asked, uses, _say))
    elif compare:
        _leave(commands.compare(asked, _say))
    else:
        _leave(commands.listing(asked, _say))


@task(name="list", help={"workspace": _WORKSPACE})
@_told
def list_(_: Context, workspace: str = ".") -> None:
    """List the documents of the workspace, the templates and the formats."""
    from publisher.exporters.registry import exporter_names
    from publisher.theme import template_names

    place = _workspace(workspace)
    published = {path.name for path in place.output.glob("*") if path.is_dir()}
    _say("documents")
    for slug in place.slugs():
        _say(f"  {slug}{' (published)' if slug in published else ''}")
    _say(f"templates\n  {' '.join(template_names((place.templates,)))}")
    _say(f"formats\n  {' '.join(exporter_names())}")


@task(
    help={
        "name": "of the new document, or of the new workspace's folder",
        "template": "of the new document: briefing or report",
        "workspace": "where to look for a workspace",
    },
)
@_told
def new(_: Context, name: str, template: str = "briefing", workspace: str = ".") -> None:
    """Make a document in this workspace, or a new workspace where there is none."""
    from publisher.scaffold import new_document, new_workspace
    from publisher.theme import load_theme

    try:
        place = _workspace(workspace)
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
        _say(f"made {path}")
    _say(f"next: {last}")


@task(help={"what": "metadata or facts"})
@_told
def schema(_: Context, what: str = "metadata") -> None:
    """Print the JSON Schema of the metadata block, or of facts.yaml."""
    from publisher.reader import facts_schema, metadata_schema

    schemas = {"metadata": metadata_schema, "facts": facts_schema}
    if what not in schemas:
        message = f"there is no schema of {what!r}; there are: metadata, facts"
        raise Exit(message, Status.USAGE.value)
    _say(json.dumps(schemas[what](), indent=2, ensure_ascii=False))


@task(help={"code": "of a diagnostic; without one, all are listed"})
@_told
def explain(_: Context, code: str = "") -> None:
    """Explain what a diagnostic means and what to do."""
    from publisher.codes import CODES
    from publisher.nearest import did_you_mean

    if not code:
        for name, each in CODES.items():
            _say(f"{name:22} {each.severity.value:8} {each.title}")
        return
    if code not in CODES:
        message = f"there is no code {code!r}. " + did_you_mean(code, CODES, "publisher explain lists them all.")
        raise Exit(message, Status.USAGE.value)
    _say(f"{code} ({CODES[code].severity.value}): {CODES[code].title}\n\n{CODES[code].text}")


@task(help={"workspace": _WORKSPACE})
@_told
def doctor(_: Context, workspace: str = ".") -> None:
    """Look whether everything needed is installed, and say how to install what is missing."""
    from publisher.doctor import examine

    try:
        root: Path | None = _workspace(workspace).root
    except PublisherError:
        root = None
    findings = examine(root)
    for each in findings:
        mark = "good" if each.good else "MISSING" if each.needed else "absent"
        _say(f"{mark:8} {each.name}: {each.detail}")
        if not each.good and each.remedy:
            _say(f"{'':8} {each.remedy}")
    _leave(Status.OUTSIDE if any(each.needed and not each.good for each in findings) else Status.GOOD)


@task(help={"workspace": _WORKSPACE})
@_told
def clean(_: Context, workspace: str = ".") -> None:
    """Remove all published editions of this workspace."""
    from publisher.publishing.editions import clean as remove

    removed = remove(_workspace(workspace).output)
    _say(f"removed: {', '.join(removed)}" if removed else "there was nothing to remove")


ns = Collection(build, check, facts, list_, new, schema, explain, doctor, clean)
