"""SQL over frames and Parquet, in an engine that can reach nothing else.

DuckDB runs in memory and in one thread. What a query needs is loaded first; then every way out is closed and the
settings are locked. Besides, the syntax tree of the query is looked through before it runs: one SELECT, over the
tables that were loaded and those that it names itself, without functions that look at the clock, at chance or at the
computer.
"""

from __future__ import annotations

import json
import re
import tempfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from publisher.reader.data.frames import MOST_CELLS, DataError, Frame, checked, named, scalar
from publisher.reader.data.packages import needed
from publisher.reader.data.syntax import check_syntax, is_ordered
from publisher.reader.data.typed import csv_of, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Tables", "answer", "frame_of_parquet"]

Tables: TypeAlias = "Mapping[str, Frame | bytes]"
"""What a query may read, by name: frames, and the bytes of Parquet files."""

SECONDS = 20.0
"""That a query may take."""
_MEMORY = "400MB"
_LONGEST = 10_000
_MOST_ROWS = 5_000_000
"""Of a Parquet file."""
_BEFORE = (
    "SET threads = 1",
    "SET preserve_insertion_order = true",
    f"SET memory_limit = '{_MEMORY}'",
    "SET max_temp_directory_size = '0B'",
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
)
_BEHIND = ("SET enable_external_access = false", "SET lock_configuration = true")
_CARET = re.compile(r"\n\s*LINE 1: (.*)\n(\s*)\^")
_FAULT = "the query can't be run"


def frame_of_parquet(content: bytes, name: str) -> Frame:
    """Read all of a Parquet file."""
    with _engine({name: content}) as engine:
        return _fetched(engine.execute(f"FROM {_quoted(name)}"))


def answer(query: str, tables: Tables) -> tuple[Frame, bool]:
    """Return what a query gives, and whether the order of its rows is certain."""
    if len(query) > _LONGEST:
        message = f"the query is longer than {_LONGEST} characters"
        raise DataError(message, "say it with less", code="bad-query")
    with _engine(tables) as engine:
        tree = _tree(engine, query)
        check_syntax(tree, engine, tables)
        return _run(engine, query), is_ordered(tree)


@contextmanager
def _engine(tables: Tables) -> Iterator[Any]:
    duckdb = needed("duckdb")
    try:
        with closing(duckdb.connect(":memory:")) as engine:
            for setting in _BEFORE:
                engine.execute(setting)
            with tempfile.TemporaryDirectory(prefix="publisher-data-") as folder:
                for number, (name, table) in enumerate(tables.items()):
                    _load(engine, name, table, Path(folder, str(number)))
            for setting in _BEHIND:
                engine.execute(setting)
            yield engine
    except duckdb.Error as error:
        raise _told(error, "") from error
    except UnicodeEncodeError as error:
        message = f"the data hold U+{ord(error.object[error.start]):04X}, which is no character by itself"
        raise DataError(message, "correct it in the file; it is half of an emoji, as a rule") from error


def _load(engine: Any, name: str, table: Frame | bytes, path: Path) -> None:
    if isinstance(table, bytes):
        _load_parquet(engine, name, table, path)
        return
    columns = typed(table)
    path.write_text(csv_of(table, columns), encoding="utf-8", newline="")
    types = ", ".join(f"'{_escaped(column.name)}': '{column.sql}'" for column in columns)
    engine.execute(
        f"CREATE TABLE {_quoted(name)} AS SELECT * FROM read_csv('{path}', columns = {{{types}}}, header = false,"  # noqa: S608  quoted
        " auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false,"
        " max_line_size = 20000000, dateformat = '%Y-%m-%d', timestampformat = '%Y-%m-%dT%H:%M:%S.%f')"
    )


def _load_parquet(engine: Any, name: str, content: bytes, path: Path) -> None:
    duckdb = needed("duckdb")
    path.write_bytes(content)
    try:
        rows = engine.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()[0]
        if rows and rows > _MOST_ROWS:
            message = f"{name} has more than {_MOST_ROWS} rows"
            raise DataError(message, "sum it up beforehand", code="too-large")
        engine.execute(f"CREATE TABLE {_quoted(name)} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608  our own path
    except duckdb.OutOfMemoryException as error:
        message = f"{name} needs more than {_MEMORY} of memory"
        raise DataError(message, "sum it up beforehand", code="too-large") from error
    except duckdb.Error as error:
        message = f"{name} is no Parquet file that can be read: {_first_line(error).replace(str(path), name)}"
        raise DataError(message, "write it again with the program that made it") from error


def _quoted(name: str) -> str:
    quoted = name.replace('"', '""')
    return f'"{quoted}"'


def _escaped(name: str) -> str:
    return name.replace("'", "''")


def _tree(engine: Any, query: str) -> dict[str, Any]:
    try:
        tree: dict[str, Any] = json.loads(engine.execute("SELECT json_serialize_sql(?)", [query]).fetchone()[0])
    except (RecursionError, ValueError) as error:
        message = "the query is nested too deeply"
        raise DataError(message, "say it with less", code="bad-query") from error
    if not tree["error"]:
        return tree
    if tree["error_type"] != "parser":
        message = "the query is no SELECT"
        raise DataError(message, "it may say SELECT … FROM … and WITH, and nothing else", code="bad-query")
    raise QueryError(tree["error_message"], int(tree.get("position", 0)))


class QueryError(DataError):
    """What is wrong with a query, and where in it."""

    def __init__(self, message: str, offset: int | None) -> None:
        """Keep the place, in characters of the query."""
        super().__init__(
            f"{_FAULT}: {message}",
            "DuckDB's SQL is described at https://duckdb.org/docs/sql/introduction",
            code="bad-query",
        )
        self.offset = offset


def _run(engine: Any, query: str) -> Frame:
    duckdb = needed("duckdb")
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        engine.interrupt()

    timer = threading.Timer(SECONDS, stop)
    timer.daemon = True
    timer.start()
    try:
        return _fetched(engine.execute(query))
    except duckdb.Error as error:
        if stopped.is_set():
            message = f"the query takes longer than {SECONDS:g} seconds"
            raise DataError(message, "ask for less, or compute it beforehand", code="bad-query") from error
        if isinstance(error, duckdb.OutOfMemoryException):
            message = f"the query needs more than {_MEMORY} of memory"
            raise DataError(message, "ask for less, or compute it beforehand", code="bad-query") from error
        raise _told(error, query) from error
    finally:
        timer.cancel()


def _told(error: Exception, query: str) -> QueryError:
    found = _CARET.search(f"\n{error}")
    at = len(found[2]) - len("LINE 1: ") if found and query.startswith(found[1].rstrip(".")[:20]) else None
    return QueryError(_first_line(error), at)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:200]


def _fetched(cursor: Any) -> Frame:
    names = [column[0] for column in cursor.description]
    checked(1, len(names))
    records = cursor.fetchmany(MOST_CELLS // len(names) + 1)
    checked(len(records), len(names))
    rows = [
        tuple(scalar(value, f"{name[:60]!r} of row {number}") for value, name in zip(record, names, strict=True))
        for number, record in enumerate(records, start=1)
    ]
    return named(names, rows)
