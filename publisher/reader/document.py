"""Reading one document: its files in, a `Document` and a report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import Location, Report
from publisher.inputs import Inputs
from publisher.model import Block, Document, Metadata
from publisher.nearest import did_you_mean
from publisher.reader.attachments import INDEX, attachments_of
from publisher.reader.blocks import read_blocks, read_inner_blocks
from publisher.reader.characters import legal_text
from publisher.reader.conditions import Target
from publisher.reader.files import SOURCE_LIMIT, Folder
from publisher.reader.ledger import read_ledger
from publisher.reader.metadata import metadata_of, split_metadata
from publisher.reader.notes import find_uncited
from publisher.reader.places import SourceText
from publisher.reader.reading import Reading
from publisher.reader.sections import sections_of
from publisher.reader.translations import TRANSLATIONS, in_language_of, several
from publisher.reader.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from publisher.reader.markdown import Extension

__all__ = ["folder_of", "parse_blocks", "read"]

EVERYBODY = Target()


def read(
    path: Path | str,
    report: Report | None = None,
    *,
    root: Path | str | None = None,
    target: Target = EVERYBODY,
    inputs: Inputs | None = None,
) -> Document:
    """Read a document: the folder at `path`, its `index.md`, or a translation beside that (`index.es.md`).

    `root` is what `Location.path` is relative to: by default the workspace where the folder stands in `source/`,
    else the folder itself. Parts that are `only` for others than the target are left out. `inputs` learns which files
    were looked at. Every error is collected; without a report of one's own, errors are raised as `PublisherError` at
    the end.
    """
    own = Report() if report is None else report
    base = None if root is None else Path(root)
    document = _read(Path(path), own, base, target, Inputs() if inputs is None else inputs)
    if report is None:
        own.raise_if_stopped()
    return document


def _read(path: Path, report: Report, root: Path | None, target: Target, inputs: Inputs) -> Document:
    folder_path, name = (path.parent, path.name) if path.suffix == ".md" and not path.is_dir() else (path, INDEX)
    folder = folder_of(folder_path, root, inputs)
    if folder is None or not folder.holds(name):
        hint = "check the name, or make one: publisher new NAME"
        report.add("no-source", f"there is no {name} in {folder_path.name or folder_path}", None, hint)
        return Document(Metadata(""), ())
    shown = folder.shown_path(name)
    text = folder.text(name, SOURCE_LIMIT, report, Location(shown))
    ledger = read_ledger(folder, report)
    if text is None:
        return Document(Metadata(""), (), ledger=ledger)
    split = split_metadata(text, shown, report)
    source = SourceText(shown, tuple(text.split("\n")))
    metadata = in_language_of(name, metadata_of(split, shown, report), shown, report)
    if target.audience and target.audience not in metadata.audiences:
        message = f"the document has no audience {target.audience!r}"
        hint = did_you_mean(
            target.audience,
            metadata.audiences,
            "list it under `audiences` in the metadata; publisher clean takes an edition for it off",
        )
        report.add("unknown-audience", message, Location(shown), hint)
    reading = Reading(report, folder, read_inner_blocks, target=target, including=[name])
    reading.audiences, reading.handling = metadata.audiences, metadata.handling
    told = len(report.diagnostics)
    blocks = sections_of(_blocks(split.body, source, reading), report)
    if not blocks and len(report.diagnostics) == told:
        at = source.whole_line(text.rstrip("\n").count("\n"))
        report.add("empty-document", "the document says nothing", at, "write its text below the metadata")
    attachments = attachments_of(folder, reading) if metadata.attach_source else ()
    return Document(
        metadata,
        blocks,
        reading.resources,
        ledger,
        attachments=attachments,
        held_back=reading.held_back,
        formats_named=frozenset(reading.formats_named),
        translation=name != INDEX and several([name]),
        one_of_several=reading.held_back or several(folder.names(TRANSLATIONS)),
    )


def folder_of(path: Path, root: Path | None, inputs: Inputs) -> Folder | None:
    """Return the folder of a document, with what stands before its name in places; None where there is none."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    if root is None and real.parent.name == "source":
        root = real.parent.parent
    if root is None:
        return Folder(real, "", inputs)
    base = root.resolve()
    shown = real.relative_to(base).as_posix() if real.is_relative_to(base) else real.name
    return Folder(real, "" if shown == "." else shown, inputs)


def _blocks(text: str, source: SourceText, reading: Reading) -> tuple[Block, ...]:
    blocks = read_blocks(tree_of(text, source, reading), reading)
    find_uncited(reading)
    for label, at in reading.links.items() if not reading.held_back else ():
        hint = f"use it as [words][{label.lower()}], or take it out"
        reading.report.add("unused-link", f"the link [{label.lower()}] is defined but never used", at, hint)
    return blocks


def parse_blocks(
    text: str, report: Report | None = None, *, path: str = INDEX, without: Collection[Extension] = ()
) -> tuple[Block, ...]:
    """Read Markdown by itself: flat blocks (headings are not yet sections), no files, no metadata.

    `without` switches off extensions of CommonMark. Without a report of one's own, errors are raised as
    `PublisherError` at the end.
    """
    own = Report() if report is None else report
    text = legal_text(text.replace("\r\n", "\n").replace("\r", "\n"), path, own)
    own.sources[path] = text
    reading = Reading(own, None, read_inner_blocks, without)
    blocks = _blocks(text, SourceText(path, tuple(text.split("\n"))), reading)
    if report is None:
        own.raise_if_stopped()
    return blocks
