"""The index page of all that is published, with a feed and a sitemap where the settings say where that stands.

It is made from the output folder alone, not from sources: a document that fails today keeps its place with its last
good edition. Nothing in it depends on the clock, so the same editions give the same bytes.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Report, Status
from publisher.inputs import Inputs
from publisher.listing.entries import Entry, entries, groups
from publisher.slugs import INDEX_FILES

if TYPE_CHECKING:
    from publisher.config import Workspace

__all__ = ["INDEX_FILES", "altered_index", "remove_index", "write_index"]

_INDEX, _FEED, _SITEMAP = INDEX_FILES


def write_index(workspace: Workspace, report: Report) -> Inputs:
    """Write the index page of an output folder, and what goes with it; each file is replaced in one step.

    Returns which files of the template set were looked at. Raises `PublisherError`: `index-failed`, or what is wrong with the template set; the files are then as they were.
    """
    inputs = Inputs()
    try:
        listed = entries(workspace.output)
        for name, content in _files(workspace, listed, report, inputs).items():
            _replace(workspace.output / name, content)
    except OSError as error:
        raise _failed(error) from error
    return inputs


def altered_index(workspace: Workspace) -> list[str]:
    """Return the names of what `write_index` would write, or take away, and that is not so.

    Raises `PublisherError` for what is wrong with the template set.
    """
    found = []
    for name, content in _files(workspace, entries(workspace.output), Report(), Inputs()).items():
        try:
            held = (workspace.output / name).read_bytes()
        except OSError:
            held = b""
        found += [name] if held != content else []
    return found


def _files(workspace: Workspace, listed: tuple[Entry, ...], report: Report, inputs: Inputs) -> dict[str, bytes]:
    """Return what stands in the output folder beside the documents; empty for what does not."""
    from publisher.listing.page import index_page

    base = workspace.settings.base_url
    base = base if not base or base.endswith("/") else f"{base}/"
    feed = site = b""
    if base:
        from publisher.listing.web import atom_feed, sitemap
        from publisher.listing.words import index_words_for

        settings = workspace.settings
        feed = atom_feed(listed, base, settings.title or index_words_for(settings.lang).documents, settings.lang)
        site = sitemap(listed, base)
        for entry in listed:
            if not entry.about.date:
                report.add("undated-document", f"{entry.slug} has no date, so the feed leaves it out")
    page = index_page(workspace, groups(listed), base, inputs, feed=bool(feed))
    return {_INDEX: page.encode(), _FEED: feed, _SITEMAP: site}


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place in one step, or take it away; one that is as it should be is not touched."""
    if not content:
        path.unlink(missing_ok=True)
        return
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with fresh.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def remove_index(output: Path) -> None:
    """Take the index page away, and what goes with it.

    Raises `PublisherError` (`index-failed`).
    """
    try:
        for name in INDEX_FILES:
            (output / name).unlink(missing_ok=True)
    except OSError as error:
        raise _failed(error) from error


def _failed(error: OSError) -> PublisherError:
    message = f"the index page can't be written: {error.strerror or error}"
    hint = "look at free space and permissions of the output folder"
    if isinstance(error, IsADirectoryError):
        hint = f"{Path(error.filename).name} in the output folder is a folder; move it away"
    return PublisherError.single("index-failed", message, hint=hint, status=Status.OUTSIDE)
