"""The index page of an output folder: written when something was published, or when it would come out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError
from publisher.publishing.records import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.publishing.session import Session

__all__ = ["forget_index", "index"]

_SHOWN = ("[!.]*",)


def forget_index(run: Session) -> None:
    """Note that something is published which the index page does not yet show: whatever happens, it is written anew."""
    run.state.forget(INDEX)


def index(run: Session) -> None:
    """Write the index page of all that is published now, unless it is there as it should be."""
    record = run.state.documents.get(INDEX)
    if record and not run.lock.before and not any(_otherwise(run, record.content, record.groups)):
        return
    from publisher.listing import INDEX_FILES, write_index

    forget_index(run)
    try:
        inputs = write_index(run.workspace, run.report)
    except PublisherError as error:
        run.report.extend(error.report.diagnostics)
        run.report.sources.update(error.report.sources)
        run.index = error.status
        return
    from publisher.publishing.remembering import programs_group

    ground, output = run.ground, str(run.workspace.output)
    inputs.listed(output, *_SHOWN)
    for name in INDEX_FILES:
        inputs.took(f"{output}/{name}")
    ground.saw(inputs)
    content = {**ground.written(inputs), "settings": _settings(run), "groups": [programs_group(ground)]}
    run.state.remember(INDEX, content)


def _otherwise(run: Session, content: Mapping[str, Any], groups: tuple[int, ...]) -> Iterator[object]:
    """Yield what of the page would come out otherwise."""
    if content["settings"] != _settings(run):
        yield "settings"
    yield from run.ground.changes(content)
    for number in groups:
        yield from run.ground.changes_of_group(number)


def _settings(run: Session) -> list[str]:
    settings = run.workspace.settings
    return [settings.title, settings.lang, settings.template, settings.base_url]
