"""The record of runs in SQLite; it is a log, and where it is damaged it is set aside and begun anew."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import sqlite3
from typing import TYPE_CHECKING, Self

from publisher.diagnostics import Diagnostic, PublisherError, Status
from publisher.publishing.databases import only_read
from publisher.publishing.state import FOLDER, folder_in
from publisher.runs.record import Ending, Result, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["SqliteRecords", "failed", "runs_in"]

_FILE = "runs.sqlite"
_PATIENCE = 30
_KEPT = 10_000
"""Runs that are kept: two months of one every ten minutes."""
_SCHEMA = """
create table if not exists runs (
    number integer primary key, schedule text not null, due text, started text not null, ended text,
    result text not null, status integer not null, documents text not null, reason text not null
) strict;
create index if not exists runs_of_schedule on runs (schedule, due);
create table if not exists schedules (name text primary key, rhythm text not null, since text not null) strict;
create table if not exists told (
    schedule text, whom text, result text not null, primary key (schedule, whom)
) strict;
"""
_RESULTS = frozenset(each.value for each in Result)
_COLUMNS = "number, schedule, due, started, ended, result, status, documents, reason"


class SqliteRecords:
    """Runs in a file below a workspace."""

    def __init__(self, root: Path) -> None:
        """Open the record, or begin one; `notes` says when a damaged one was set aside.

        Raises `PublisherError` (`no-record`) where the folder can't be written.
        """
        self.notes: list[Diagnostic] = []
        path = root / FOLDER / _FILE
        try:
            folder_in(root)
            try:
                self._base = _opened(path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # locked, read only, full: the file itself is good
                    raise
                self._set_aside(path, error)
                self._base = _opened(path)
        except (OSError, sqlite3.Error) as error:
            raise failed(error) from error

    def __enter__(self) -> Self:
        """Close the record at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the record."""
        self.close()

    def close(self) -> None:
        """Close the record."""
        self._base.close()

    def _set_aside(self, path: Path, error: sqlite3.Error) -> None:
        aside = path.with_suffix(".damaged")
        path.replace(aside)
        for left in (f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(left).unlink(missing_ok=True)
        message = f"the record of runs was damaged ({error}) and begins anew; it is kept as {FOLDER}/{aside.name}"
        self.notes.append(Diagnostic("record-damaged", message))

    @contextlib.contextmanager
    def _changes(self) -> Iterator[sqlite3.Connection]:
        """Keep all changes, or none where the disk is full or another process does not let go."""
        try:
            with self._base:
                yield self._base
        except sqlite3.Error as error:
            raise failed(error) from error

    def begin(self, schedule: str, due: dt.datetime | None, now: dt.datetime) -> int:
        """Note that a run begins; return its number."""
        values = (schedule, _text(due), _text(now), Result.RUNNING.value, 0, "[[], [], [], 0]", "")
        with self._changes() as base:
            found = base.execute(
                "insert into runs (schedule, due, started, result, status, documents, reason) values (?,?,?,?,?,?,?)",
                values,
            )
            number = found.lastrowid or 0
            base.execute("delete from runs where number <= ?", (number - _KEPT,))
        return number

    def end(self, number: int, ending: Ending, now: dt.datetime) -> None:
        """Note how a run ended."""
        documents = json.dumps((ending.published, ending.unchanged, ending.failed, ending.fresh))
        values = (_text(now), ending.result.value, ending.status, documents, ending.reason, number)
        with self._changes() as base:
            base.execute(
                "update runs set ended = ?, result = ?, status = ?, documents = ?, reason = ? where number = ?", values
            )

    def bury(self, now: dt.datetime) -> None:
        """Note that runs without an end are over."""
        reason = "its process ended before the run did"
        with self._changes() as base:
            base.execute(
                "update runs set ended = ?, result = ?, reason = ? where ended is null",
                (_text(now), Result.INTERRUPTED.value, reason),
            )

    def runs(self, most: int, schedule: str = "") -> tuple[Run, ...]:
        """Return the last runs, the newest first."""
        chosen = "select * from runs where ? in ('', schedule) order by number desc limit ?"
        with self._changes() as base:
            return _runs(base.execute(chosen.replace("*", _COLUMNS), (schedule, most)))

    def attempts(self, schedule: str, due: dt.datetime) -> tuple[Run, ...]:
        """Return the runs that were due at a moment or later."""
        chosen = "select * from runs where schedule = ? and due >= ? order by number"
        with self._changes() as base:
            return _runs(base.execute(chosen.replace("*", _COLUMNS), (schedule, _text(due))))

    def since(self, schedule: str, rhythm: str, now: dt.datetime) -> dt.datetime:
        """Return since when a schedule has had its rhythm; from now on, where it is new."""
        with self._changes() as base:
            chosen = "select since from schedules where name = ? and rhythm = ?"
            row = base.execute(chosen, (schedule, rhythm)).fetchone()
            if row is None:
                base.execute("insert or replace into schedules values (?, ?, ?)", (schedule, rhythm, _text(now)))
        return (_moment(row[0]) if row else None) or now

    def told(self, schedule: str, whom: str) -> Result:
        """Return the result that somebody was last told of."""
        chosen = "select result from told where schedule = ? and whom = ?"
        with self._changes() as base:
            row = base.execute(chosen, (schedule, whom)).fetchone()
        return Result(row[0]) if row and row[0] in _RESULTS else Result.GOOD

    def note_told(self, schedule: str, whom: str, result: Result) -> None:
        """Note that somebody was told of a result."""
        with self._changes() as base:
            base.execute("insert or replace into told values (?, ?, ?)", (schedule, whom, result.value))


def failed(error: Exception) -> PublisherError:
    """Return the error of a record that can't be read or written."""
    return PublisherError.single("no-record", f"the record of runs in {FOLDER}/: {error}", status=Status.OUTSIDE)


def runs_in(root: Path, most: int) -> tuple[Run, ...]:
    """Return the last runs of a workspace, the newest first; nothing is created or mended.

    Raises `PublisherError`: `no-record` where they can't be read, `record-damaged` where that is the fault of the record.
    """
    path = root / FOLDER / _FILE
    query = f"select {_COLUMNS} from runs order by number desc limit ?"  # noqa: S608  names of our own
    try:
        if not _is_there(path):
            return ()
        return _runs(only_read(path, lambda base: base.execute(query, (most,)).fetchall()))
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"the record of runs in {FOLDER}/ can't be read: {reason}"
        raise PublisherError.single("no-record", message, status=Status.OUTSIDE) from error
    except sqlite3.DatabaseError as error:
        message = f"the record of runs is damaged ({error}); the next run of a schedule sets it aside"
        raise PublisherError.single("record-damaged", message, status=Status.OUTSIDE) from error


def _is_there(path: Path) -> bool:
    """Whether there is something to read; raises `OSError` where nobody can tell."""
    folder = path.parent
    if os.path.lexists(folder) and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    try:
        return path.stat().st_size > 0  # SQLite makes an empty one before it writes
    except FileNotFoundError:
        return False


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        base.execute("pragma journal_mode = wal")
        base.executescript(_SCHEMA)
        checked = base.execute("pragma quick_check(1)").fetchone()[0]
        if checked != "ok":
            raise sqlite3.DatabaseError(str(checked).splitlines()[0])
    except sqlite3.Error:
        base.close()
        raise
    return base


def _text(moment: dt.datetime | None) -> str | None:
    """Write a moment in UTC with fixed width, so that the order of texts is that of time."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds") if moment else None


def _runs(rows: Iterable[tuple[int, str, str | None, str, str | None, str, int, str, str]]) -> tuple[Run, ...]:
    return tuple(run for row in rows if (run := _run(*row)))


def _run(  # noqa: PLR0913, PLR0917  a row of the table
    number: int,
    schedule: str,
    due: str | None,
    started: str,
    ended: str | None,
    result: str,
    status: int,
    documents: str,
    reason: str,
) -> Run | None:
    """Read a run; None where it stands there as nobody has written it."""
    began = _moment(started)
    if began is None or result not in _RESULTS:
        return None
    published, unchanged, failed, fresh = _documents(documents)
    ending = Ending(Result(result), published, unchanged, failed, status, reason, fresh)
    return Run(number, schedule, _moment(due), began, _moment(ended), ending)


def _documents(text: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    try:
        became = json.loads(text)
    except (ValueError, RecursionError):
        became = None
    match became:
        case [list() as published, list() as unchanged, list() as failed, *rest]:
            fresh = rest[0] if rest and isinstance(rest[0], int) else 0
            return tuple(map(str, published)), tuple(map(str, unchanged)), tuple(map(str, failed)), fresh
        case _:
            return (), (), (), 0


def _moment(text: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
