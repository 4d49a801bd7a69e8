"""What Publisher remembers between runs: what each document was made of, which editions there were, which runs.

It is a cache and a log, in SQLite below `.publisher/`. Without it everything is built anew, and content that is the
same makes no new edition; so a damaged one is set aside, and one that can't be written costs time alone.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publisher.publishing.databases import only_read
from publisher.publishing.records import INDEX, Record, encoded, is_spoilt, known_in, record_in, run_in, shared_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from publisher.publishing.records import Known, Run

__all__ = ["FOLDER", "State", "folder_in"]

FOLDER = ".publisher"
"""The folder of a workspace for what Publisher remembers."""
_FILE = "state.sqlite"
_VERSION = 2
_TABLES = f"""
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, entry INTEGER, inode INTEGER, digest TEXT)
    WITHOUT ROWID;
CREATE TABLE groups (id INTEGER PRIMARY KEY, content TEXT UNIQUE, sum INTEGER);
CREATE TABLE documents (name TEXT PRIMARY KEY, content TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE editions (document TEXT, edition TEXT, made TEXT, run INTEGER, PRIMARY KEY (document, edition));
CREATE TABLE runs (id INTEGER PRIMARY KEY, began TEXT, ended TEXT, process INTEGER, command TEXT, documents INTEGER,
    built INTEGER, published INTEGER, failed INTEGER, status INTEGER);
PRAGMA user_version = {_VERSION};
"""
_OF_A_RUN = "began, ended, command, documents, built, published, failed, status"
_LOGS = (
    "SELECT document, edition, made, run FROM editions LIMIT 0",
    f"SELECT id, process, {_OF_A_RUN} FROM runs LIMIT 0",  # noqa: S608  names of our own
)
_RUNS_KEPT = 1_000
_LEAST = 512
"""Bytes of the smallest file that is a database."""
_MOST_NAMED = 5


def folder_in(root: Path) -> Path:
    """Return the folder for what Publisher remembers of a workspace, which is made where it is missing; git passes over it."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text("*\n", encoding="ascii")
    return folder


@dataclass(slots=True)
class State:
    """What is remembered, read as a whole; only what is new is written."""

    place: Path | None = None
    """Its file; None for one that is not kept."""
    documents: dict[str, Record] = field(default_factory=dict)
    groups: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    files: dict[str, Known] = field(default_factory=dict)
    damage: str = ""
    """Why it can't be read, or why the one before it was set aside."""
    spoilt: dict[str, list[object]] = field(default_factory=lambda: {"documents": [], "groups": []})
    """The keys of records, by table, that are not as they were written."""
    failure: str = ""
    """Why it could not be written; then nothing more is."""
    _connection: sqlite3.Connection | None = None
    _moved: dict[str, Known] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path, *, keep: bool = True) -> State:
        """Read what is remembered of a workspace; with `keep`, more can be written, and a damaged one is set aside."""
        place = root / FOLDER / _FILE
        if not keep:
            return cls._looked_at(place)
        try:
            return cls._opened(place)
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, OSError) as error:
            if _is_outside(error):
                return cls(failure=str(error))
            said = str(error)
        try:
            aside = _set_aside(place)
            fresh = cls._opened(place)
        except (sqlite3.DatabaseError, OSError) as error:
            return cls(failure=str(error))
        fresh.damage = f"{said}; it is set aside as {FOLDER}/{aside}"
        return fresh

    @classmethod
    def _looked_at(cls, place: Path) -> State:
        state = cls()
        try:
            place.lstat()
            _refuse_what_is_none(place)
            only_read(place, state._fill)
        except FileNotFoundError:
            return cls()
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, OSError) as error:
            return cls(damage=str(error))
        return state

    @classmethod
    def _opened(cls, place: Path) -> State:
        folder_in(place.parent.parent)
        _refuse_what_is_none(place)
        connection = sqlite3.connect(place, isolation_level=None, timeout=5, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if _version_of(connection) == 0:
            connection.executescript(f"BEGIN;{_TABLES}COMMIT;")
        state = cls(place, _connection=connection)
        try:
            state._fill(connection)
        except (sqlite3.Error, ValueError):
            connection.close()
            raise
        for table, key in (("documents", "name"), ("groups", "id")):
            for each in state.spoilt[table]:
                state._write(f"DELETE FROM {table} WHERE {key} = ?", each)  # noqa: S608  names of our own
        return state

    def _fill(self, database: sqlite3.Connection) -> None:
        """Read what is remembered; nothing where no table was made yet."""
        version = _version_of(database)
        if version == 0:
            return
        if version != _VERSION:
            message = f"it is of another Publisher (version {version})"
            raise ValueError(message)
        self.files, self.groups, self.documents = {}, {}, {}
        self.spoilt = {"documents": [], "groups": []}
        for path, *values in database.execute("SELECT path, size, changed, entry, inode, digest FROM files"):
            if known := known_in(*values):
                self.files[path] = known
        for number, content, total in database.execute("SELECT id, content, sum FROM groups"):
            if shared := shared_in(number, content, total):
                self.groups[number] = shared
            elif is_spoilt(content, total):
                self.spoilt["groups"].append(number)
        for name, content, total in database.execute("SELECT name, content, sum FROM documents"):
            if record := record_in(name, content, total):
                self.documents[name] = record
            elif is_spoilt(content, total):
                self.spoilt["documents"].append(name)
        for log in _LOGS:  # they are only written to
            database.execute(log)

    def faults(self) -> list[str]:
        """Tell what of it can't be used, though it is ours."""
        said = [f"what is remembered of earlier runs can't be read: {self.damage}"] if self.damage else []
        names = ["the index page" if name == INDEX else str(name) for name in self.spoilt["documents"]]
        names += ["what documents share"] if self.spoilt["groups"] else []
        if names:
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            of = ", ".join(names[:_MOST_NAMED]) + more
            said.append(f"what is remembered of {of} is not as it was written, and counts as forgotten")
        return said

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def moved(self, path: str, known: Known) -> None:
        """Remember a file as it is now; it is written with what comes next."""
        if self.files.get(path) != known:
            self.files[path] = known
            self._moved[path] = known

    def group(self, content: Mapping[str, Any]) -> int:
        """Return the number of something that documents share, and remember it."""
        for number, known in self.groups.items():
            if known == content:
                return number
        used = (number for record in self.documents.values() for number in record.groups)  # some may be forgotten
        number = max((*self.groups, *used), default=0) + 1
        self.groups[number] = content
        self._write("INSERT OR REPLACE INTO groups VALUES (?, ?, ?)", number, *encoded(content))
        return number

    def remember(self, name: str, content: Mapping[str, Any]) -> None:
        """Remember what a document was made of, and the files as they were."""
        self.documents[name] = Record(content, tuple(content["groups"]))
        self._flush()
        self._write("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", name, *encoded(content))

    def forget(self, name: str) -> None:
        """Forget what a document was made of, so that it is built anew."""
        if self.documents.pop(name, None):
            self._write("DELETE FROM documents WHERE name = ?", name)

    def log_edition(self, document: str, edition: str, made: str) -> None:
        """Note an edition that was published."""
        self._write(
            "INSERT OR IGNORE INTO editions SELECT ?, ?, ?, coalesce(max(id), 0) + 1 FROM runs", document, edition, made
        )

    @staticmethod
    def runs_of(root: Path, most: int) -> tuple[list[Run], str]:
        """Return the last builds and rebuilds of a workspace that are remembered, the newest first.

        And why they can't be read, where they can't.
        """
        place = root / FOLDER / _FILE
        query = f"SELECT {_OF_A_RUN} FROM runs ORDER BY id DESC LIMIT ?"  # noqa: S608  names of our own
        try:
            place.lstat()
            _refuse_what_is_none(place)
            rows = only_read(place, lambda database: database.execute(query, (most,)).fetchall())
        except FileNotFoundError:
            return [], ""
        except (sqlite3.Error, ValueError, OSError) as error:
            return [], str(error)
        return [run for row in rows if (run := run_in(row))], ""

    def log_run(self, run: Run) -> None:
        """Note a run that has ended, and forget the oldest ones."""
        self._flush()
        values = (run.began, run.ended, os.getpid(), run.command, run.documents, run.built, run.published, run.failed)
        self._write("INSERT INTO runs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *values, run.status)
        self._write("DELETE FROM runs WHERE id <= (SELECT max(id) FROM runs) - ?", _RUNS_KEPT)

    def tidy(self) -> None:
        """Forget files and groups that no document needs any more."""
        used = {number for record in self.documents.values() for number in record.groups}
        for number in [each for each in self.groups if each not in used]:
            del self.groups[number]
            self._write("DELETE FROM groups WHERE id = ?", number)
        contents = [*(record.content for record in self.documents.values()), *self.groups.values()]
        paths = {path for content in contents for key in ("files", "published") for path in content.get(key, ())}
        for path in [each for each in self.files if each not in paths]:
            del self.files[path]
            self._write("DELETE FROM files WHERE path = ?", path)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write all that is to be remembered within at once."""
        self._write("BEGIN")
        yield
        self._write("COMMIT")

    def _flush(self) -> None:
        for path, known in self._moved.items():
            values = (path, *(known.stamp or (None,) * 4), known.digest)
            self._write("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", *values)
        self._moved.clear()

    def _write(self, statement: str, *values: object) -> None:
        if self._connection is None:
            return
        try:
            self._connection.execute(statement, values)
        except UnicodeEncodeError:
            return  # a name that is no text is looked at anew each time
        except sqlite3.Error as error:
            self.failure = str(error)
            self.close()
            if self.place and not _is_outside(error):
                with suppress(OSError):
                    self.failure += f"; it is set aside as {FOLDER}/{_set_aside(self.place)}"


def _version_of(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _refuse_what_is_none(place: Path) -> None:
    """Raise `ValueError` for what can't be a database; SQLite would take a short file for a new one."""
    if not os.path.lexists(place):
        return
    if not place.is_file():
        message = "it is no file"
        raise ValueError(message)
    size = place.stat().st_size
    if size < _LEAST:
        message = "it is cut off" if size else "it is empty"
        raise ValueError(message)


def _set_aside(place: Path) -> str:
    """Give a damaged file, and what belongs to it, another name; return that. Of files, only the last one is kept."""
    aside = place.with_name(f"{place.name}.damaged")
    number = 1
    while aside.is_dir() or (place.is_dir() and os.path.lexists(aside)):
        number += 1
        aside = place.with_name(f"{place.name}.damaged-{number}")
    for left in place.parent.glob(f"{place.name}*"):
        if ".damaged" not in left.name:
            left.replace(left.with_name(left.name.replace(place.name, aside.name, 1)))
    return aside.name


def _is_outside(error: Exception) -> bool:
    """Whether the disk is to blame, and not what stands on it."""
    if isinstance(error, sqlite3.OperationalError):
        return not str(error).startswith(("no such", "table", "Could not decode"))
    return isinstance(error, OSError)
