"""The commands that tell about Publisher itself: schema, explain, doctor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.exceptions import Exit
from invoke.tasks import task

from publisher.diagnostics import PublisherError, Status
from publisher.tasks.speaking import WORKSPACE, leave, say, told, workspace_of

if TYPE_CHECKING:
    from invoke.context import Context

__all__ = ["doctor", "explain", "schema"]


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
