"""Checking a document without exporting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Report
from publisher.exporters.registry import exporter_names
from publisher.preparation import prepare
from publisher.publishing.render import theme_of
from publisher.reader import Target, read

if TYPE_CHECKING:
    import datetime as dt

    from publisher.config import Workspace

__all__ = ["checked"]


def checked(workspace: Workspace, slug: str, today: dt.date | None = None) -> Report:
    """Read and prepare a document for everybody, then for each audience and format that has parts of its own."""
    report = Report()
    path = workspace.path_of(slug)
    formats = frozenset(exporter_names())
    waiting = [Target(formats=formats)]
    seen: set[Target] = set()
    while waiting:
        target = waiting.pop()
        seen.add(target)
        try:
            document = prepare(read(path, report, root=workspace.root, target=target), report, today=today)
            theme_of(document, report, workspace.templates)
        except PublisherError as error:
            report.extend(error.report.diagnostics)
            report.sources.update(error.report.sources)
            continue
        named = {"", *document.formats_named} & {"", *formats}
        targets = (Target(who, name, formats) for who in ("", *document.metadata.audiences) for name in sorted(named))
        waiting += [each for each in targets if each not in seen and each not in waiting]
    return report
