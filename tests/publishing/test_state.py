"""What is remembered between runs: whatever stands there instead, documents are published and nobody sees a traceback."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from publisher.cli import main
from publisher.publishing import building, ground
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.records import INDEX
from publisher.publishing.state import State
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORGOTTEN = ("nothing is remembered of it",)
FILE = ".publisher/state.sqlite"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path / "w", settings='formats = ["txt"]\n', one=GOOD, two=GOOD)
    assert rebuild(root).report.diagnostics == []
    return root


@pytest.fixture
def publisher(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def told(root: Path, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([*words, f"--workspace={root}"])
        said = capfd.readouterr()
        return int(str(caught.value.code)), said.out, said.err

    return told


def change(root: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(root / FILE, isolation_level=None)) as state:
        state.execute(statement, values)


def remembered(root: Path, table: str, where: str) -> dict[str, Any]:
    with closing(sqlite3.connect(root / FILE)) as state:
        found: dict[str, Any] = json.loads(
            state.execute(f"SELECT content FROM {table} WHERE {where}").fetchone()[0]  # noqa: S608  of ours
        )
    return found


def put(root: Path, table: str, where: str, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    change(root, f"UPDATE {table} SET content = ?, sum = ? WHERE {where}", text, zlib.crc32(text.encode()))  # noqa: S608


def codes(root: Path) -> list[str]:
    return [each.code for each in rebuild(root).report.diagnostics]


def reasons(root: Path) -> dict[str, tuple[str, ...]]:
    result = rebuild(root)
    assert result.report.diagnostics == []
    assert not any(outcome.changed for outcome in result.outcomes)
    return {outcome.slug: outcome.reasons for outcome in result.outcomes}


SHAPES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another thing": lambda _: [1, 2],
    "no JSON": lambda _: "{",
    "deep": lambda _: "[" * 100_000,
    "less": lambda content: {key: each for key, each in content.items() if key != "files"},
    "more": lambda content: {**content, "colour": "red"},
    "groups alone": lambda _: {"groups": [99]},
    "numbers for texts": lambda content: {**content, "files": dict.fromkeys(content["files"], 7)},
    "lists for mappings": lambda content: {**content, "files": list(content["files"])},
    "other listings": lambda content: {**content, "listings": [["source"]]},
    "a name that can't be": lambda content: {**content, "absent": ["source/\0"]},
}


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize(
    ("table", "where"), [("documents", "name = 'one'"), ("documents", f"name = '{INDEX}'"), ("groups", "id = 1")]
)
def test_what_has_another_shape_counts_as_forgotten(
    root: Path, publisher: Callable[..., tuple[int, str, str]], table: str, where: str, shape: str
) -> None:
    put(root, table, where, SHAPES[shape](remembered(root, table, where)))
    status, out, _ = publisher(root, "why")
    assert status == 0
    built = reasons(root)
    if table == "groups":
        assert set(built) == {"one", "two"}
    else:
        assert built == ({"one": FORGOTTEN} if "one" in where else {})
        assert ("one: would be rebuilt\n  nothing is remembered of it" in out) == ("one" in where)
    assert reasons(root) == {}


@pytest.mark.parametrize("value", [None, b"\xff", 7, "{"])
@pytest.mark.parametrize("column", ["content", "sum"])
@pytest.mark.parametrize(
    ("table", "where", "named", "built"),
    [
        ("documents", "name = 'one'", "one", {"one"}),
        ("documents", f"name = '{INDEX}'", "the index page", set[str]()),
        ("groups", "id = 1", "what documents share", {"one", "two"}),
    ],
)
def test_what_is_not_as_it_was_written_counts_as_forgotten_and_is_said_once(  # noqa: PLR0913, PLR0917  cases
    root: Path,
    publisher: Callable[..., tuple[int, str, str]],
    table: str,
    where: str,
    named: str,
    built: set[str],
    column: str,
    value: object,
) -> None:
    change(root, f"UPDATE {table} SET {column} = ? WHERE {where}", value)  # noqa: S608  of ours
    told = f"what is remembered of {named} is not as it was written, and counts as forgotten"
    assert f"warning[damaged-state]: {told}\n" in publisher(root, "why")[2]
    result = rebuild(root)
    assert [(each.code, each.message) for each in result.report.diagnostics] == [("damaged-state", told)]
    assert {outcome.slug for outcome in result.outcomes} == built
    assert reasons(root) == {}
    assert "damaged" not in publisher(root, "why")[2]


def test_of_many_records_that_are_spoilt_a_few_are_named(root: Path) -> None:
    for number in range(7):
        change(root, "INSERT INTO documents VALUES (?, '{', 0)", f"d{number}")
    (said,) = rebuild(root).report.diagnostics
    assert "what is remembered of d0, d1, d2, d3, d4 and 2 more is not" in said.message


def test_an_empty_file_in_the_place_of_the_state_is_damage(
    root: Path, publisher: Callable[..., tuple[int, str, str]]
) -> None:
    """That is what is left of it where power went before the disk had it."""
    (root / FILE).write_bytes(b"")
    for command in ("why", "runs"):
        assert "can't be read: it is empty\n" in publisher(root, command)[2]
    (said,) = rebuild(root).report.diagnostics
    assert (said.code, "it is empty; it is set aside as" in said.message) == ("damaged-state", True)
    assert codes(root) == []


def test_who_asks_creates_nothing_and_needs_to_write_nothing(
    root: Path, publisher: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(name: str, *, uri: bool) -> sqlite3.Connection:
        if "immutable=1" not in name:  # what SQLite says where it can't make the files that it wants beside a log
            message = "attempt to write a readonly database"
            raise sqlite3.OperationalError(message)
        return connect(name, uri=uri)

    connect = sqlite3.connect
    before = sorted((root / ".publisher").iterdir())
    monkeypatch.setattr(sqlite3, "connect", read_only)
    _, out, err = publisher(root, "why")
    assert (out.count(": is up to date\n"), err) == (2, "")
    _, out, err = publisher(root, "runs")
    assert (out.count("\n"), err) == (1, "")
    assert sorted((root / ".publisher").iterdir()) == before


def test_who_asks_hears_of_what_another_run_is_writing(root: Path) -> None:
    with closing(sqlite3.connect(root / FILE, isolation_level=None)) as other:
        other.execute("DELETE FROM documents WHERE name = 'one'")
        assert "one" not in State.read(root, keep=False).documents
        assert "two" in State.read(root, keep=False).documents


@pytest.mark.parametrize("column", ["size", "changed", "entry", "inode", "digest"])
@pytest.mark.parametrize("value", [None, "x", b"\xff"])
def test_a_file_that_is_remembered_by_halves_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, column: str, value: object
) -> None:
    monkeypatch.setattr(ground, "_RACY", 0)  # as if the files had been there for long
    building.build(root)
    change(root, f"UPDATE files SET {column} = ? WHERE path LIKE 'source/%'", value)  # noqa: S608  of ours
    if column == "digest" and value == "x":
        assert set(reasons(root)) == {"one", "two"}
    assert reasons(root) == {}


def test_all_that_is_written_can_be_read_back(root: Path) -> None:
    """What is remembered and not described would be forgotten at once."""
    with closing(sqlite3.connect(root / FILE)) as state:
        written = [state.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in ("documents", "groups")]  # noqa: S608
    read = State.read(root, keep=False)
    assert [len(read.documents), len(read.groups)] == written
    assert {INDEX, "one", "two"} == set(read.documents)
    read.close()


def test_what_was_forgotten_gives_its_number_to_nothing_else(root: Path) -> None:
    (root / "source/one/index.md").write_text("---\ntitle: One\ntemplate: report\n---\n\nText.\n", encoding="utf-8")
    rebuild(root)
    shared = State.read(root, keep=False)
    numbers = shared.documents["two"].groups
    shared.close()
    put(root, "groups", f"id = {max(numbers)}", {})
    put(root, "groups", f"id = {max(numbers) + 1}", [])
    building.build(root, ["one"])
    assert set(reasons(root)) == {"two"}


def test_a_run_that_is_remembered_by_halves_is_not_listed(
    root: Path, publisher: Callable[..., tuple[int, str, str]]
) -> None:
    rebuild(root)
    for column, value in (("began", None), ("ended", "yesterday"), ("ended", "2024-01-31"), ("built", "many")):
        change(root, f"UPDATE runs SET {column} = ? WHERE id = 1", value)  # noqa: S608  of ours
        status, out, err = publisher(root, "runs")
        assert (status, out.count("\n"), err) == (0, 1, "")
    change(root, "UPDATE runs SET began = NULL")
    assert publisher(root, "runs") == (0, "", "")


@pytest.mark.parametrize("table", ["files", "groups", "documents", "editions", "runs"])
@pytest.mark.parametrize("what", ["DROP TABLE {}", "ALTER TABLE {} RENAME TO other"])
def test_a_state_without_one_of_its_tables_is_set_aside_and_said_once(root: Path, table: str, what: str) -> None:
    change(root, what.format(table))
    assert codes(root) == ["damaged-state"]
    assert codes(root) == []


def test_a_column_of_another_publisher_is_set_aside_and_said_once(root: Path) -> None:
    change(root, "ALTER TABLE runs RENAME COLUMN built TO made")
    assert codes(root) == ["damaged-state"]
    assert codes(root) == []


def test_a_folder_in_the_place_of_the_state_is_set_aside_and_said_once(root: Path) -> None:
    for name in ("state.sqlite.damaged", "state.sqlite.damaged-2"):
        (root / FILE).unlink()
        (root / FILE).mkdir()
        (root / FILE / "mine").write_text("Mine.", encoding="utf-8")
        (said,) = rebuild(root).report.diagnostics
        assert said.code == "damaged-state"
        assert said.message == (
            f"what is remembered of earlier runs can't be read: it is no file; it is set aside as .publisher/{name}"
        )
        assert (root / ".publisher" / name / "mine").exists()
        assert codes(root) == []
    (root / FILE).write_bytes(b"no database" * 100)
    assert codes(root) == ["damaged-state"]
    assert (root / ".publisher/state.sqlite.damaged-3").is_file()


def test_damage_that_only_writing_finds_is_set_aside_and_said_once(root: Path) -> None:
    with closing(sqlite3.connect(root / FILE)) as state:
        size = state.execute("PRAGMA page_size").fetchone()[0]
        page = state.execute("SELECT rootpage FROM sqlite_master WHERE name = 'runs'").fetchone()[0]
    with (root / FILE).open("r+b") as stream:
        stream.seek(size * (page - 1))
        stream.write(b"\xee" * size)
    (said,) = rebuild(root).report.diagnostics
    assert said.code == "state-not-kept"
    assert said.message.endswith("it is set aside as .publisher/state.sqlite.damaged")
    assert codes(root) == []


@pytest.mark.parametrize("damage", ["garbage", "a folder", "no table"])
def test_who_asks_is_told_that_it_is_damaged(
    root: Path, publisher: Callable[..., tuple[int, str, str]], damage: str
) -> None:
    if damage == "no table":
        change(root, "DROP TABLE runs")
    else:
        (root / FILE).unlink()
        (root / FILE).mkdir() if damage == "a folder" else (root / FILE).write_bytes(b"no database" * 100)
    for command in ("why", "runs"):
        status, _, err = publisher(root, command)
        assert status == 0
        assert "warning[damaged-state]: " in err
        assert "can't be read: " in err
    assert not list((root / ".publisher").glob("*.damaged"))
    assert publisher(root, "rebuild")[2].count("warning[damaged-state]") == 1
    assert "damaged" not in publisher(root, "why")[2] + publisher(root, "runs")[2]


def test_nothing_is_damaged_where_there_was_no_run(
    tmp_path: Path, publisher: Callable[..., tuple[int, str, str]]
) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    (root / ".publisher").mkdir()
    assert publisher(root, "runs") == (0, "", "")
    assert publisher(root, "why")[2] == ""
