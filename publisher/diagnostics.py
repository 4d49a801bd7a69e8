"""What can be wrong with a document, where, and how it is told.

Nothing in this module knows how a diagnostic came about; every stage adds to one `Report`,
and the report is shown once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from publisher.codes import CODES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Diagnostic",
    "Location",
    "PublisherError",
    "Report",
    "Severity",
    "Status",
    "failure_of",
    "internal_error",
]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file; lines and columns count from 1, in code points."""

    path: str
    """The file, relative to the workspace (or to the document's folder where there is none), with `/`."""
    line: int = 1
    column: int = 1
    length: int = 1
    """How many characters the caret underlines."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: what, where, and what to do about it."""

    code: str
    """A key of `publisher.codes.CODES`; stable, so that people can search for it."""
    message: str
    at: Location | None = None
    hint: str = ""
    related: tuple[Location, ...] = ()
    """Other places that have to do with it."""

    def __post_init__(self) -> None:
        """Refuse a code that `publisher explain` could not explain."""
        if self.code not in CODES:
            message = f"no such diagnostic code: {self.code}"
            raise KeyError(message)

    @property
    def severity(self) -> Severity:
        """How much it weighs; it belongs to the code."""
        return CODES[self.code].severity

    def stops(self, *, lenient: bool) -> bool:
        """Whether a document with this diagnostic may not be published."""
        match self.severity:
            case Severity.ERROR:
                return True
            case Severity.LOSS:
                return not lenient
            case Severity.WARNING:
                return False


class Status(Enum):
    """Exit statuses of the command."""

    GOOD = 0
    SOURCE = 1
    """A document has errors, or could not be rendered: it crashed, hung or took too much. It alone is not published."""
    USAGE = 2
    """The command was called wrongly."""
    OUTSIDE = 3
    """Something outside failed: a missing library, a full disk, a file that may not be read."""
    BUSY = 75
    """Another run is at work (EX_TEMPFAIL): try again later."""


@dataclass(slots=True)
class Report:
    """The diagnostics of one document in the order in which they were found, and the text they point into."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    """Text by `Location.path`, for showing the offending line."""
    _known: set[Diagnostic] = field(default_factory=set, init=False, repr=False, compare=False)

    def add(
        self,
        code: str,
        message: str,
        at: Location | None = None,
        hint: str = "",
        related: Iterable[Location | None] = (),
    ) -> None:
        """Note one diagnostic; the same one is noted once."""
        self.extend([Diagnostic(code, message, at, hint, tuple(filter(None, related)))])

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note several diagnostics; the same one is noted once."""
        if len(self._known) != len(self.diagnostics):  # given at the beginning, or taken out by others
            self._known = set(self.diagnostics)
        for diagnostic in diagnostics:
            if diagnostic not in self._known:
                self._known.add(diagnostic)
                self.diagnostics.append(diagnostic)

    def line(self, at: Location) -> str:
        """Return the source line at a location, or an empty string where it is not known."""
        lines = self.sources.get(at.path, "").split("\n")  # as editors count; splitlines knows ten more line ends
        return lines[at.line - 1] if 0 < at.line <= len(lines) else ""

    def stops(self, *, lenient: bool = False) -> bool:
        """Whether the document may not be published."""
        return any(diagnostic.stops(lenient=lenient) for diagnostic in self.diagnostics)

    def sorted(self) -> list[Diagnostic]:
        """Return the diagnostics by file and line; those without a place come last."""
        return sorted(self.diagnostics, key=lambda each: (each.at is None, each.at or Location("")))

    def raise_if_stopped(self, *, lenient: bool = False) -> None:
        """Raise `PublisherError` when the document may not be published."""
        if self.stops(lenient=lenient):
            raise PublisherError(self)


class PublisherError(Exception):
    """Raised for anything a person can mend; carries every diagnostic that was found, and an exit status."""

    def __init__(self, report: Report, status: Status = Status.SOURCE) -> None:
        """Wrap a report; the message is its first lines."""
        super().__init__("; ".join(f"{each.code}: {each.message}" for each in report.sorted()))
        self.report = report
        self.status = status

    @classmethod
    def single(
        cls,
        code: str,
        message: str,
        at: Location | None = None,
        hint: str = "",
        status: Status = Status.SOURCE,
    ) -> PublisherError:
        """Make an error of one diagnostic."""
        return cls(Report([Diagnostic(code, message, at, hint)]), status)


def internal_error(error: Exception) -> Diagnostic:
    """Make the diagnostic of a fault of ours, which must not look like one of the source."""
    return Diagnostic("internal-error", failure_of(error))


def failure_of(error: Exception) -> str:
    """Say what went wrong and where in the program, for those who will mend it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {error}{place}"
