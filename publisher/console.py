"""How Publisher speaks: diagnostics with their lines, progress, JSON for machines."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

from publisher.diagnostics import Diagnostic, Report, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.progress import RichListener
    from publisher.publishing import BuildResult, Job, Outcome

__all__ = [
    "JsonListener",
    "Known",
    "PlainListener",
    "describe",
    "listener_for",
    "summary",
    "tell",
    "tell_end",
    "tell_result",
]

_WIDEST = 100
"""Columns of a source line that are shown around the caret."""
_TAB = "    "
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal would obey."""


def describe(diagnostic: Diagnostic, report: Report, *, lenient: bool = False) -> str:
    """Write a diagnostic: place, weight, code, message; the line with a caret below; a hint."""
    weight = "error" if diagnostic.stops(lenient=lenient) else "warning"
    place = f"{diagnostic.at.path}:{diagnostic.at.line}:{diagnostic.at.column}: " if diagnostic.at else ""
    lines = [f"{place}{weight}[{diagnostic.code}]: {diagnostic.message}"]
    if diagnostic.at:
        line = _harmless(report.line(diagnostic.at))
        if line.strip():
            shown, caret = _window(line, diagnostic.at.column - 1, diagnostic.at.length)
            lines += [f"  {shown}", f"  {caret}"]
    lines += [f"  see: {place.path}:{place.line}:{place.column}" for place in diagnostic.related]
    if diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    return _harmless("\n".join(lines))


def _harmless(text: str) -> str:
    """Show controls that came with data as U+FFFD, each as wide as one character."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def _window(line: str, start: int, length: int) -> tuple[str, str]:
    """Cut a line to what is around a place, and draw a caret under it by display width."""
    from wcwidth import wcswidth

    start = min(start, len(line))
    first = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    before, marked = line[first:start], line[start : start + max(length, 1)][: _WIDEST // 2]
    after = line[start + len(marked) : first + _WIDEST]
    lead = "…" if first else ""
    tail = "…" if start + len(marked) + len(after) < len(line) else ""

    def columns(text: str) -> int:
        return max(wcswidth(text), 0)

    shown = f"{lead}{before}{marked}{after}{tail}".replace("\t", _TAB)
    caret = " " * columns((lead + before).replace("\t", _TAB)) + "^" * max(columns(marked.replace("\t", _TAB)), 1)
    return shown, caret


class Known:
    """What is told already: documents may have a ledger in common, and with it its mistakes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.told: set[Diagnostic] = set()

    def new_of(self, report: Report) -> list[Diagnostic]:
        """Return what a report tells for the first time, by place, and keep it."""
        found = [each for each in report.sorted() if each not in self.told]
        self.told.update(found)
        return found

    @staticmethod
    def again(report: Report, new: Sequence[Diagnostic]) -> str:
        """Say how much of a report is told already; an empty string where nothing is."""
        count = len(report.sorted()) - len(new)
        return f"{count} more {'is' if count == 1 else 'are'} told above" if count else ""


def tell(report: Report, stream: TextIO, *, lenient: bool = False, known: Known | None = None) -> None:
    """Write the diagnostics of a report by place, but for those that are known."""
    known = known or Known()
    new = known.new_of(report)
    stream.writelines(f"{describe(each, report, lenient=lenient)}\n" for each in new)
    if again := known.again(report, new):
        stream.write(f"{again}\n")


def summary(reports: list[Report], *, lenient: bool = False) -> str:
    """Count errors and warnings ("2 errors, 1 warning"); an empty string where there are none."""
    found = {diagnostic for report in reports for diagnostic in report.diagnostics}
    errors = sum(diagnostic.stops(lenient=lenient) for diagnostic in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)


def tell_end(report: Report, status: Status, fresh: int = 0, *, lenient: bool = False) -> None:
    """Write the last event of a build, also of one that could not begin."""
    told = [as_json(each, lenient=lenient) for each in report.sorted()]
    event = {"event": "done", "fresh": fresh, "status": status.value, "diagnostics": told}
    sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")


def tell_result(result: BuildResult, *, lenient: bool, machine: bool) -> None:
    """Tell, after all documents, what concerns none alone, how many were left as they are, and how many mistakes."""
    if machine:
        tell_end(result.report, result.status, len(result.fresh), lenient=lenient)
        return
    tell(result.report, sys.stderr, lenient=lenient)
    if result.fresh:
        count = len(result.fresh)
        sys.stdout.write(f"{count} document{'' if count == 1 else 's'} up to date\n")
    counted = summary([outcome.report for outcome in result.outcomes], lenient=lenient)
    if counted:
        sys.stderr.write(counted + "\n")


class PlainListener:
    """Tells of a build line by line: what was published, what was not and why."""

    def __init__(self, *, lenient: bool, out: TextIO, err: TextIO) -> None:
        """Write what is good to one stream, diagnostics to the other."""
        self.lenient = lenient
        self.out = out
        self.err = err
        self.known = Known()

    def planned(self, jobs: Sequence[Job], fresh: int) -> None:
        """Keep quiet."""

    def started(self, job: Job) -> None:
        """Keep quiet: the end of a document says it all."""

    def ended(self, outcome: Outcome) -> None:
        """Tell what became of a document."""
        tell(outcome.report, self.err, lenient=self.lenient, known=self.known)
        self.out.write(line_of(outcome) + "\n")
        self.out.flush()


def line_of(outcome: Outcome) -> str:
    """Say in one line what became of a document."""
    if outcome.status is not Status.GOOD:
        return f"{outcome.slug}: not published{'; what was published before stays' if outcome.stays else ''}"
    suffixes = " ".join(path.name.removeprefix(outcome.slug).lstrip(".") for path in outcome.paths)
    return f"{outcome.slug}: {'published' if outcome.changed else 'unchanged'} ({suffixes})"


class JsonListener:
    """Writes one JSON object a line: `planned`, for each document `started` and what became of it, then `done`.

    What becomes of one is `published`, `unchanged` or `failed`.
    """

    def __init__(self, out: TextIO, *, lenient: bool) -> None:
        """Write to a stream."""
        self.out = out
        self.lenient = lenient

    def planned(self, jobs: Sequence[Job], fresh: int) -> None:
        """Say how much there is to do."""
        self._say({"event": "planned", "documents": [job.edition for job in jobs], "fresh": fresh})

    def started(self, job: Job) -> None:
        """Say that a document is being rendered."""
        self._say({"event": "started", "document": job.slug, "formats": list(job.formats)})

    def ended(self, outcome: Outcome) -> None:
        """Say what became of a document."""
        good = "published" if outcome.changed else "unchanged"
        self._say(
            {
                "event": good if outcome.status is Status.GOOD else "failed",
                "document": outcome.slug,
                "status": outcome.status.value,
                "paths": [str(path) for path in outcome.paths],
                "edition": outcome.edition,
                "stays": outcome.stays,
                "reasons": list(outcome.reasons),
                "diagnostics": [as_json(each, lenient=self.lenient) for each in outcome.report.sorted()],
            }
        )

    def _say(self, event: dict[str, object]) -> None:
        self.out.write(json.dumps(event, ensure_ascii=False) + "\n")
        self.out.flush()


def as_json(diagnostic: Diagnostic, *, lenient: bool = False) -> dict[str, object]:
    """Return a diagnostic as an object for machines."""
    at = diagnostic.at
    weight = Severity.ERROR if diagnostic.stops(lenient=lenient) else Severity.WARNING
    return {
        "code": diagnostic.code,
        "severity": weight.value,
        "message": diagnostic.message,
        "path": at.path if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "hint": diagnostic.hint,
        "related": [{"path": place.path, "line": place.line, "column": place.column} for place in diagnostic.related],
    }


def listener_for(*, lenient: bool, machine: bool) -> PlainListener | RichListener | JsonListener:
    """Return what speaks best here: JSON when asked for, rich on a terminal, plain lines elsewhere."""
    if machine:
        return JsonListener(sys.stdout, lenient=lenient)
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb":
        from publisher.progress import RichListener

        return RichListener(lenient=lenient)
    return PlainListener(lenient=lenient, out=sys.stdout, err=sys.stderr)
