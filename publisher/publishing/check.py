"""Checking a document without exporting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Report, internal_error
from publisher.exporters.fitting import fitted
from publisher.exporters.registry import exporter_names
from publisher.preparation import prepare
from publisher.preparation.coverage import coverage_of, tell_unused_exemptions
from publisher.preparation.facts import tell_unused
from publisher.publishing.render import theme_of
from publisher.reader import Target, read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from publisher.config import Workspace
    from publisher.model import Document

__all__ = ["checked"]


def checked(workspace: Workspace, slug: str, today: dt.date | None = None) -> Report:
    """Read and prepare a document for everybody, then for each audience and format that has parts of its own.

    What neither it nor any of its other editions uses of its ledger is told with the original.
    """
    report = Report()
    editions = [*_editions(workspace, slug, report, today)]
    if editions and editions[0][0].one_of_several and not report.stops():
        beside = Report()  # what is wrong there is told when they are checked
        for translation in workspace.translations(slug):
            editions += _editions(workspace, translation, beside, today)
        is_original = workspace.path_of(slug).name == "index.md"
        if is_original and not beside.stops():
            _find_unused(editions, report)
    return report


def _editions(
    workspace: Workspace, slug: str, report: Report, today: dt.date | None
) -> Iterator[tuple[Document, Document]]:
    """Yield each edition that a document has in its language, as read and as prepared."""
    path = workspace.path_of(slug)
    formats = frozenset(exporter_names())
    waiting = [Target(formats=formats)]
    seen: set[Target] = set()
    while waiting:
        target = waiting.pop()
        seen.add(target)
        try:
            read_for = read(path, report, root=workspace.root, target=target)
            document = prepare(read_for, report, today=today)
            report.extend(fitted(document, theme_of(document, report, workspace.templates)).diagnostics)
        except PublisherError as error:
            report.extend(error.report.diagnostics)
            report.sources.update(error.report.sources)
            continue
        except Exception as error:  # noqa: BLE001  others are checked all the same
            report.extend([internal_error(error)])
            continue
        yield read_for, document
        named = {"", *document.formats_named} & {"", *formats}
        targets = (Target(who, name, formats) for who in ("", *document.metadata.audiences) for name in sorted(named))
        waiting += [each for each in targets if each not in seen and each not in waiting]


def _find_unused(editions: list[tuple[Document, Document]], report: Report) -> None:
    original = editions[0][0]
    tell_unused(original.ledger, {record.key for _, document in editions for record in document.cited}, report)
    if original.metadata.coverage != "any":
        found = [figure for source, _ in editions for figure in coverage_of(source, {}).figures]
        tell_unused_exemptions(original.ledger.exempt, found, report)
