from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publisher import __version__
from publisher.reader import read
from tests.support.commands import command
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


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


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


def test_finding_nothing_to_do_imports_nothing_that_renders(place: Path) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    code = "import sys; from publisher.cli import main\ntry: main(['rebuild'])\nfinally: print(sorted(sys.modules))"
    subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "1 document up to date" in done.stdout
    for heavy in ("weasyprint", "docx", "pydantic", "babel", "rich", "lxml", "jinja2", "markdown_it", "invoke", "PIL"):
        assert f"'{heavy}'" not in done.stdout
