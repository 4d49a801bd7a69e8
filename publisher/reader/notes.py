"""Footnotes: each stands where it is first cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.model import Note, NoteReference, Text
from publisher.nearest import did_you_mean

if TYPE_CHECKING:
    from publisher.diagnostics import Location
    from publisher.reader.reading import Reading

__all__ = ["cite", "find_uncited"]


def cite(label: str, at: Location, reading: Reading) -> Note | NoteReference | Text:
    """Return the note at its first citation, a reference to it later, and the plain text where there is no note."""
    definition = reading.notes.get(label)
    if definition is None:
        hint = did_you_mean(label, reading.notes, f"write it as a paragraph that begins with [^{label[:40]}]:")
        reading.report.add("unknown-note", f"there is no footnote [^{label[:80]}]", at, hint)
        return Text(f"[^{label}]", at=at)
    if label in reading.citing:
        message = f"the footnote [^{label}] cites itself"
        if reading.citing[-1] != label:
            message = f"footnotes cite each other in a circle: {' → '.join([*reading.citing, label])}"
        reading.report.add("note-circle", message, at, "take the citation out")
        return Text(f"[^{label}]", at=at)
    if label in reading.cited:
        return NoteReference(label, at=at)
    reading.cited.add(label)
    reading.citing.append(label)
    blocks = reading.read_blocks(definition.branches, reading)
    reading.citing.pop()
    if not blocks:
        where = definition.source.word(definition.line, f"[^{label}]")
        reading.report.add(
            "empty-note", f"the footnote [^{label}] says nothing", where, "write its text behind the colon"
        )
    return Note(label, blocks, at=at)


def find_uncited(reading: Reading) -> None:
    """Warn of notes that stand nowhere; where parts are held back they may be cited there."""
    if reading.held_back:
        return
    for label, definition in reading.notes.items():
        if label not in reading.cited:
            at = definition.source.word(definition.line, f"[^{label}]")
            hint = f"cite it with [^{label}], or take it out"
            reading.report.add("unused-label", f"the footnote [^{label}] is never cited", at, hint)
