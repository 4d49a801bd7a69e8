from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publisher import __version__
from publisher.cli import main
from publisher.reader import read
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.model import Document

COMMANDS = [
    "build",
    "rebuild",
    "check",
    "preview",
    "facts",
    "refresh",
    "why",
    "editions",
    "rollback",
    "verify",
    "list",
    "new",
    "schema",
    "explain",
    "doctor",
    "schedule",
    "runs",
    "clean",
]


class Told:
    """What a command said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def command(capfd: pytest.CaptureFixture[str], *words: str) -> Told:
    with pytest.raises(SystemExit) as caught:
        main(words)
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    assert isinstance(caught.value.code, int)
    return Told(caught.value.code, out, err)


@pytest.mark.parametrize("words", [["build", "--help"], ["--help", "build"], ["help", "build"], ["build", "-h"]])
def test_every_spelling_of_help_shows_the_command_s_and_builds_nothing(
    place: Path, capfd: pytest.CaptureFixture[str], words: Sequence[str]
) -> None:
    workspace(place, one=GOOD)
    told = command(capfd, *words)
    assert told.status == 0
    assert told.out.startswith("usage: publisher build [SLUG] … [options]\n")
    assert "--lenient" in told.out
    assert not (place / "dist").exists()


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_the_commands(capfd: pytest.CaptureFixture[str], words: Sequence[str]) -> None:
    told = command(capfd, *words)
    assert told.status == 0
    assert [line.split()[0] for line in told.out.splitlines() if line.startswith("  ")] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(capfd: pytest.CaptureFixture[str], name: str) -> None:
    assert command(capfd, "help", name).out.startswith(f"usage: publisher {name}")


@pytest.mark.parametrize("word", ["--version", "-V", "version"])
def test_version(capfd: pytest.CaptureFixture[str], word: str) -> None:
    assert command(capfd, word).out == f"publisher {__version__}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["bild"], "publisher: there is no command 'bild'\n  hint: did you mean build?\n"),
        (["help", "bild"], "publisher: there is no command 'bild'\n  hint: did you mean build?\n"),
        (["build", "--fromat", "pdf"], "publisher: build has no option --fromat\n  hint: did you mean --format?\n"),
        (["build", "--format"], "publisher: --format needs a value\n"),
        (["build", "--lenient=yes"], "publisher: --lenient takes no value\n"),
        (["list", "this"], "publisher: list does not know what to do with 'this'\n"),
        (["new"], "publisher: new needs a name: publisher new NAME\n"),
        (["new", "a", "b"], "publisher: new does not know what to do with 'b'\n"),
        (["facts", "adopt"], "publisher: facts adopt needs a file: publisher facts adopt draft.md\n"),
        (["explain", "unknown-lable"], "there is no code 'unknown-lable'. did you mean unknown-label?\n"),
        (["preview", "--port", "x"], "--port x is no port: write a number, as 8000\n"),
        (["preview", "tow"], "error[unknown-document]: there is no document 'tow'\n  hint: did you mean two?\n"),
        (["schema", "facs"], "there is no schema of 'facs'; there are: metadata, facts\n"),
        (["build", "tow"], "error[unknown-document]: there is no document 'tow'\n  hint: did you mean two?\n"),
        (["build", "--format", "odt"], "error[unknown-format]: there is no format 'odt'\n"),
    ],
)
def test_wrong_calls_get_a_clear_answer_and_status_2(
    place: Path, capfd: pytest.CaptureFixture[str], words: Sequence[str], message: str
) -> None:
    workspace(place, two=GOOD)
    told = command(capfd, *words)
    assert told.status == 2
    assert told.err.startswith(message)
    assert not (place / "dist").exists()


@pytest.mark.parametrize(
    "formats",
    [
        ["--format=txt,html"],
        ["--format", "txt", "--format", "html"],
        ["--format", "txt,html"],
        ["-f", "txt", "-f=html"],
    ],
)
def test_formats_may_be_given_in_any_way(
    place: Path, capfd: pytest.CaptureFixture[str], formats: Sequence[str]
) -> None:
    workspace(place, one=GOOD, two=GOOD)
    told = command(capfd, "build", "one", *formats)
    assert (told.status, told.out, told.err) == (0, "one: published (html txt)\n", "")
    assert command(capfd, "build", *formats, "one").out == "one: unchanged (html txt)\n"


def test_errors_are_told_with_their_places_and_status_1(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, bad=BAD, good=GOOD)
    told = command(capfd, "build", "--format", "txt")
    assert told.status == 1
    assert "source/bad/index.md:5:17: error[unknown-label]: " in told.err
    assert "  Text with {ref}`nowhere`.\n                  ^^^^^^^\n" in told.err
    assert told.err.endswith("1 error\n")
    assert "bad: not published\n" in told.out
    assert "good: published (txt)\n" in told.out
    (place / "source/good/index.md").write_text(BAD, encoding="utf-8")
    told = command(capfd, "build", "--format", "txt")
    assert "bad: not published\n" in told.out
    assert "good: not published; what was published before stays\n" in told.out


def test_check_reads_without_publishing(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, bad=BAD, good=GOOD)
    told = command(capfd, "check")
    assert (told.status, told.out) == (1, "bad: 1 error\ngood: good\n")
    assert not (place / "dist").exists()


def test_json_is_one_object_a_line(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, settings="jobs = 1\n", bad=BAD, good=GOOD)
    told = command(capfd, "build", "--json", "--format", "txt")
    events = [json.loads(line) for line in told.out.splitlines()]
    assert events[0] == {"event": "planned", "documents": ["bad", "good"], "fresh": 0}
    assert events.pop() == {"event": "done", "fresh": 0, "status": 1, "diagnostics": []}
    assert [(each["event"], each["document"]) for each in events[1:]] == [
        ("started", "bad"),
        ("started", "good"),  # a worker takes the next while what is done is told and published
        ("failed", "bad"),
        ("published", "good"),
    ]
    assert told.err == ""
    (diagnostic,) = events[3]["diagnostics"]
    assert (diagnostic["code"], diagnostic["severity"], diagnostic["line"]) == ("unknown-label", "error", 5)
    assert events[4]["paths"] == [str(place / "dist" / "good" / "good.txt")]


def test_list_names_documents_templates_and_formats(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, one=GOOD)
    told = command(capfd, "list")
    assert told.out == "documents\n  one\ntemplates\n  briefing report\nformats\n  pdf docx html txt ascii\n"


def test_a_fault_of_publisher_is_told_and_the_other_documents_are_checked(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(place, one=GOOD, two=GOOD)

    def faulty(path: Path, *given: Any, **named: Any) -> Document:
        if path.parent.name == "one":
            raise KeyError(path.name)
        return read(path, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr("publisher.publishing.check.read", faulty)
        told = command(capfd, "check")
        assert (told.status, told.out) == (1, "one: 1 error\ntwo: good\n")
        assert "error[internal-error]: KeyError: 'index.md' (tests.test_cli, line " in told.err
    with monkeypatch.context() as patch:
        patch.setattr("publisher.publishing.plan.wanted_slugs", lambda *_: 1 / 0)
        told = command(capfd, "check")
        assert told.status == 3
        assert told.err.startswith("error[internal-error]: ZeroDivisionError: division by zero (tests.test_cli, line ")


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


def test_runs_tells_of_builds_that_no_schedule_has_started(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place, one=GOOD, two=BAD)
    command(capfd, "build", "--format", "txt")
    command(capfd, "rebuild", "--format", "txt", "--slug", "one")
    newest, first = command(capfd, "runs").out.splitlines()
    assert first.endswith("failed       1 published, 0 unchanged, 1 failed (no schedule)")
    assert newest.endswith("good         0 published, 0 unchanged, 0 failed, 1 up to date (no schedule)")
    (told,) = command(capfd, "runs", "--json", "--most", "1").out.splitlines()
    found = json.loads(told)
    assert (found["schedule"], found["status"]) == (None, 0)
    assert found["counts"] == {"documents": 1, "published": 0, "failed": 0}


def test_schemas_and_explanations(capfd: pytest.CaptureFixture[str]) -> None:
    assert "title" in json.loads(command(capfd, "schema").out)["properties"]
    assert "facts" in json.loads(command(capfd, "schema", "facts").out)["properties"]
    assert command(capfd, "explain", "unknown-label").out.startswith("unknown-label (error): No such label\n")
    assert "check-failed" in command(capfd, "explain").out


def test_outside_a_workspace_it_says_so(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = command(capfd, "build", "--workspace", str(place))
    assert told.status == 2
    assert "error[no-workspace]" in told.err


def test_a_workspace_can_be_named(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workspace(place / "elsewhere", one=GOOD)
    assert command(capfd, "build", "-w", "elsewhere", "-f", "txt").out == "one: published (txt)\n"


def test_light_commands_import_nothing_heavy() -> None:
    code = "import sys; from publisher.cli import main\ntry: main(['explain', 'busy'])\nfinally: print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("weasyprint", "docx", "pydantic", "babel", "rich", "lxml"):
        assert f"'{heavy}'" not in done.stdout


def test_without_a_pdf_nothing_imports_weasyprint(place: Path) -> None:
    workspace(place, settings='formats = ["html", "docx", "txt"]\n', **{f"doc{number}": GOOD for number in range(7)})
    for words in (["check"], ["build"], ["build", "--format=html"], ["rebuild"], ["editions", "doc1"], ["verify"]):
        code = f"import sys; sys.modules['weasyprint'] = None\nfrom publisher.cli import main\nmain({words})"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stdout, done.stderr)


def test_invoke_finds_the_same_tasks() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "inv", "--list"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_inv_tells_errors_like_publisher(tmp_path: Path) -> None:
    workspace(tmp_path, one=GOOD)
    shutil.copy(Path(__file__).parent.parent / "tasks.py", tmp_path)
    done = subprocess.run(
        [Path(sys.executable).parent / "inv", "build", "--slug", "two"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error[unknown-document]: there is no document 'two'\n")
    assert "Traceback" not in done.stderr


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


def test_finding_nothing_to_do_imports_nothing_that_renders(place: Path) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    code = "import sys; from publisher.cli import main\ntry: main(['rebuild'])\nfinally: print(sorted(sys.modules))"
    subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "1 document up to date" in done.stdout
    for heavy in ("weasyprint", "docx", "pydantic", "babel", "rich", "lxml", "jinja2", "markdown_it", "invoke", "PIL"):
        assert f"'{heavy}'" not in done.stdout
