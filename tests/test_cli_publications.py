from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import command
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def test_clean_removes_what_was_published(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, one=GOOD)
    command(capfd, "build", "--format", "txt")
    assert command(capfd, "clean").out == "removed: one\n"
    assert command(capfd, "clean").out == "there was nothing to remove\n"


def test_a_name_with_a_space_or_a_comma_is_one_name(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, settings='formats = ["txt"]\n', **{"a": GOOD, "b": GOOD, "a b": GOOD, "b,c": GOOD})
    built = command(capfd, "rebuild", "a b", "b,c").out.splitlines()
    assert sorted(built) == ["a b: published (txt)", "b,c: published (txt)"]
    assert command(capfd, "build", "a b", "a,b").out.count("published") == 2
    for words in (["why", "a b"], ["check", "a b"], ["verify", "--quick", "a b"], ["check", "--slug=a b"]):
        assert [line.partition(":")[0] for line in command(capfd, *words).out.splitlines() if line[0] != " "] == ["a b"]
    shutil.rmtree(place / "source/a b")
    assert "publisher clean 'a b'" in command(capfd, "rebuild").err
    assert command(capfd, "clean", "a b").out == "removed: a b\n"
    assert sorted(path.name for path in (place / "dist").iterdir() if path.is_symlink()) == ["a", "b", "b,c"]


def test_clean_says_what_it_could_not_remove(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD, two=GOOD)
    command(capfd, "build", "--format", "txt")
    with monkeypatch.context() as patch:
        patch.setattr("publisher.publishing.withdrawing.clear", lambda path: "Busy" if path.name == "one" else "")
        told = command(capfd, "clean")
    assert told.status == 3
    assert told.out == "removed: two\n"
    assert "error[not-removed]: dist/one can't be removed: Busy" in told.err


def test_a_document_without_a_source_is_told_until_it_is_taken_off(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace(place, one=GOOD, gone=GOOD)
    command(capfd, "build", "--format", "txt")
    shutil.rmtree(place / "source/gone")
    for name in ("rebuild", "build"):
        told = command(capfd, name, "--format", "txt")
        assert "warning[left-behind]: gone is published, and its source is no longer in source/" in told.err
        assert "publisher clean gone" in told.err
    assert "gone/" in (place / "dist/index.html").read_text(encoding="utf-8")
    missing = command(capfd, "clean", "gon")
    assert missing.status == 2
    assert "gon is not published\n  hint: did you mean gone?" in missing.err
    assert command(capfd, "clean", "gone").out == "removed: gone\n"
    assert "gone/" not in (place / "dist/index.html").read_text(encoding="utf-8")
    assert not (place / "dist/.editions/gone").exists()
    assert (place / "dist/one/one.txt").exists()
    assert "left-behind" not in command(capfd, "rebuild", "--format", "txt").err


def test_every_command_tells_of_names_that_no_document_can_have(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = GOOD.format(title="T")
    workspace(place, settings='formats = ["txt"]\n', one=text, **{"index.html": text, "bad\udcff": text, "a\nb": text})
    fault = "index.html can't be published: the index page and what goes with it have that name"
    for name, said in (
        ("build", "one: published (txt)\na\\nb: not published"),
        ("rebuild", "bad\\xff: not published\n"),
        ("check", "one: good\na\\nb: 1 error\nbad\\xff: 1 error\nindex.html: 1 error\n"),
        ("facts", "one: 0 facts\n"),
    ):
        told = command(capfd, name)
        assert told.status == 1
        assert said in told.out
        assert f"error[bad-name]: {fault}" in told.err
    assert "  one (published)\n  a\\nb (can't be published: " in command(capfd, "list").out
    assert "a\\nb: can't be published\n  there is a line break" in command(capfd, "why").out
    assert command(capfd, "verify").out == "one: 1 edition as published; rebuilt byte for byte\n"
    (place / "dist/.editions/bad\udcff").mkdir()
    assert "bad\\udcff: 0 editions as published" in command(capfd, "verify", "--quick").out


def test_a_rebuild_says_how_much_is_up_to_date(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, settings='formats = ["txt"]\njobs = 1\n', one=GOOD, two=GOOD)
    assert command(capfd, "rebuild").out == "one: published (txt)\ntwo: published (txt)\n"
    assert command(capfd, "rebuild").out == "2 documents up to date\n"
    assert (
        command(capfd, "rebuild", "two", "-f", "txt", "--today=2024-01-31", "--wait").out == "1 document up to date\n"
    )
    events = [json.loads(line) for line in command(capfd, "rebuild", "--json").out.splitlines()]
    assert [each["event"] for each in events] == ["planned", "done"]
    assert (events[0]["documents"], events[1]["fresh"]) == ([], 2)
    assert command(capfd, "why", "one").out.startswith("one: is up to date\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rebuild", "--fromat=txt"], "publisher: rebuild has no option --fromat\n"),
        (["rebuild", "tow"], "error[unknown-document]: there is no document 'tow'\n"),
        (["rebuild", "--format", "odt"], "error[unknown-format]: there is no format 'odt'\n"),
        (["editions"], "publisher: editions needs a document: publisher editions SLUG\n"),
        (["rollback", "two", "a", "b"], "publisher: rollback does not know what to do with 'b'\n"),
        (["rollback", "two"], "error[unknown-document]: 'two' has no editions\n"),
    ],
)
def test_wrong_calls_about_editions_are_answered(
    place: Path, capfd: pytest.CaptureFixture[str], words: Sequence[str], message: str
) -> None:
    workspace(place, two=GOOD)
    told = command(capfd, *words)
    assert told.status == 2
    assert told.err.startswith(message)


def test_editions_are_listed_and_rolled_back(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    command(capfd, "rebuild")
    (place / "source/one/index.md").write_text(GOOD.format(title="Changed"), encoding="utf-8")
    command(capfd, "rebuild")
    listed = command(capfd, "editions", "one").out.splitlines()
    assert listed[1] == "    source/one/index.md has changed"
    new, old = (line.split() for line in (listed[0], listed[2]))
    assert (new[0], new[-3:]) == ("*", ["one.txt", "1", "kB"])
    name = old[0]
    assert command(capfd, "rollback", "one", name).out == f"one: {name} is current\n"
    assert command(capfd, "editions", "one").out.splitlines()[2].startswith(f"* {name}")
    assert command(capfd, "verify", "--quick").out == "one: 2 editions as published\n"


def _warning(code: str, message: str) -> str:
    return f"warning[{code}]: {message}\n"


def test_a_rollback_tells_of_translations_that_keep_the_figures_of_before(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "---\ntitle: T\nlang: {}\n---\n\n{{fact}}`people` {{fact}}`ships`.\n"
    facts = "facts:\n  people: {{value: {}, unit: number}}\n  ships: {{value: 7, unit: number}}\n"
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    for name, language in (("index.md", "en"), ("index.es.md", "es")):
        (place / "source/one" / name).write_text(text.format(language), encoding="utf-8")
    for value in (5, 6):
        (place / "source/one/facts.yaml").write_text(facts.format(value), encoding="utf-8")
        command(capfd, "rebuild")
    assert "    people was 5, is 6\n" in command(capfd, "editions", "one").out
    told = command(capfd, "rollback", "one")
    assert told.status == 0
    assert told.err.startswith(
        _warning("unlike-editions", "one.es says otherwise than one does now: people was 5, is 6")
    )
    assert command(capfd, "why", "one").out.startswith("one: is as a rollback has left it\n")
    assert command(capfd, "rollback", "one.es").err == ""
    command(capfd, "rebuild")
    told = command(capfd, "why", "one")
    assert told.out.startswith("one: is up to date\n")
    assert told.out.endswith(", because:\n    a rollback has put it back\n")
