"""The index page of an output folder: written when something was published, or when it would come out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.diagnostics import PublisherError
from publisher.publishing.ground import Ground
from publisher.publishing.records import INDEX
from publisher.publishing.state import State
from publisher.slugs import INDEX_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.config import Workspace
    from publisher.publishing.session import Session

__all__ = ["forget_index", "index", "index_as_written"]

_SHOWN = ("[!.]*",)


def forget_index(run: Session) -> None:
    """Note that something is published which the index page does not yet show: whatever happens, it is written anew."""
    run.state.forget(INDEX)


def index(run: Session) -> None:
    """Write the index page of all that is published now, unless it is there as it should be."""
    record = run.state.documents.get(INDEX)
    if record and not run.lock.before and not any(_otherwise(run, record.content, record.groups)):
        return
    from publisher.listing import write_index

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


def index_as_written(workspace: Workspace) -> dict[str, str]:
    """Return the SHA-256 of what goes with the index page as it was last written, as far as that is remembered."""
    state = State.read(workspace.root, keep=False)
    try:
        record = state.documents.get(INDEX)
        ground = Ground(str(workspace.root), state)
        files = record.content["files"] if record else {}
        names = {name: ground.name(f"{workspace.output}/{name}") for name in INDEX_FILES}
        return {name: files.get(path, "") for name, path in names.items()} if record else {}
    finally:
        state.close()


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
