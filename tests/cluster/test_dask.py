"""Documents through a real Dask cluster: a scheduler and two workers on loopback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clusters import cluster, environment, publisher, trap_installed
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ILLUSTRATED = """---
title: {title}
template: house
---

It grew to {{fact}}`growth`, and {{fact}}`people` people live there.

![A square](images/square.svg)

:::{{table}} Trade
:file: data/trade.csv
:::
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>\n'


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trap_installed(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def address(traps: Path) -> Iterator[str]:
    with cluster(traps) as found:
        yield found


def collection(root: Path, documents: int) -> Path:
    """Make a workspace in which documents read all that they can: facts, shared ones too, pictures, data, links."""
    titles = {f"d{number}": ILLUSTRATED for number in range(documents)}
    workspace(root, settings='formats = ["pdf", "docx", "html", "txt", "trap"]\n', **titles)
    for folder in (root / "source").iterdir():
        (folder / "facts.yaml").write_text("facts:\n  growth: {value: 4}\n", encoding="utf-8")
        (folder / "pictures").mkdir()
        (folder / "pictures" / "square.svg").write_text(SQUARE, encoding="utf-8")
        (folder / "images").symlink_to("pictures")
        (folder / "data").mkdir()
        (folder / "data" / "trade.csv").write_text("Year,Goods\n2009,9.1\n2022,22.2\n", encoding="utf-8")
    (root / "source" / "facts").mkdir()
    (root / "source" / "facts" / "peru.yaml").write_text("facts:\n  people: {value: 34e6}\n", encoding="utf-8")
    (root / "templates" / "house").mkdir(parents=True)
    (root / "templates" / "house" / "theme.toml").write_text('extends = "briefing"\n', encoding="utf-8")
    return root


def entitled(root: Path, slug: str, title: str) -> None:
    """Make a document of a title, which is what becomes of it as a trap."""
    folder = root / "source" / slug
    folder.mkdir()
    (folder / "index.md").write_text(GOOD.format(title=title), encoding="utf-8")


def published(root: Path) -> dict[str, Any]:
    """Return all that is published, by name; of receipts all but when they were made and how long that took."""
    found: dict[str, Any] = {}
    for path in sorted((root / "dist").rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = path.readlink().as_posix()
        elif path.name == "edition.json":
            found[name] = {**json.loads(path.read_bytes()), "made": "", "seconds": 0}
        elif path.name == "SHA256SUMS":
            found[name] = [line for line in path.read_text().splitlines() if not line.endswith("edition.json")]
        elif path.is_file() and not path.name.startswith(".lock"):
            found[name] = path.read_bytes()
    return found


def test_a_worker_killed_in_the_middle_costs_nothing_and_all_is_as_if_made_here(tmp_path: Path, traps: Path) -> None:
    here = collection(tmp_path / "here", 6)
    entitled(here, "d2b", "kills once")
    there = shutil.copytree(here, tmp_path / "there", symlinks=True)
    local = publisher(here, "build", folder=traps)
    with cluster(traps) as own:
        spread = publisher(there, "rebuild", f"--executor={own}", folder=traps)
    assert (traps / "killed").exists()
    assert (local.returncode, spread.returncode) == (0, 0), spread.stderr
    assert sorted(spread.stdout.splitlines()) == sorted(local.stdout.splitlines())
    assert spread.stderr == local.stderr
    assert published(there) == published(here)
    assert len(published(there)) > 7 * 5
    again = publisher(there, "rebuild", folder=traps)
    assert (again.returncode, again.stdout) == (0, "7 documents up to date\n")


def test_mistakes_are_told_as_they_are_here(tmp_path: Path, traps: Path, address: str) -> None:
    here = workspace(tmp_path / "here", settings='formats = ["html", "txt"]\n', one=GOOD, two=BAD, three=BAD)
    secret = tmp_path / "secret.svg"
    secret.write_text(SQUARE, encoding="utf-8")
    folder = here / "source" / "three"
    (folder / "out.svg").symlink_to(secret)
    (folder / "lost.svg").symlink_to("nothing.svg")
    (folder / "circle.svg").symlink_to("circle.svg")
    (folder / "inner").mkdir()
    os.mkfifo(folder / "pipe.svg")
    with (folder / "huge.svg").open("wb") as huge:
        huge.truncate(30_000_000)
    names = ("out", "lost", "circle", "pipe", "huge", "loot")
    pictures = "".join(f"\n![It]({name}.svg)\n" for name in names) + "\n![It](inner)\n\n![It](../../../secret.svg)\n"
    with (folder / "index.md").open("a", encoding="utf-8") as text:
        text.write(pictures)
    there = shutil.copytree(here, tmp_path / "there", symlinks=True, ignore=shutil.ignore_patterns("pipe.svg"))
    os.mkfifo(there / "source" / "three" / "pipe.svg")
    local = publisher(here, "build", "--json", folder=traps)
    spread = publisher(there, "build", "--json", f"--executor={address}", folder=traps)
    assert (local.returncode, spread.returncode) == (1, 1)
    told = [
        {each["document"]: each["diagnostics"] for each in events(run) if "paths" in each} for run in (local, spread)
    ]
    assert told[1] == told[0]
    assert {"outside-folder", "missing-file", "unreadable", "too-large"} <= {each["code"] for each in told[1]["three"]}
    assert {each["path"] for each in told[1]["two"]} == {"source/two/index.md"}
    assert (there / "dist" / "one" / "one.txt").exists()


def events(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_document_that_crashes_or_takes_too_much_costs_itself_alone(
    tmp_path: Path, traps: Path, address: str
) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["trap"]\ncpu = 1\nmemory = 1000\n', good=GOOD, fine=GOOD)
    for title in ("segfaults", "eats", "turns"):
        entitled(root, title, title)
    run = publisher(root, "rebuild", "--json", f"--executor={address}", folder=traps)
    told = {each["document"]: each for each in events(run) if "paths" in each}
    assert run.returncode == 1, run.stderr
    assert {slug: each["event"] for slug, each in told.items()} == {
        "good": "published",
        "fine": "published",
        "segfaults": "failed",
        "eats": "failed",
        "turns": "failed",
    }
    codes = {slug: [diagnostic["code"] for diagnostic in each["diagnostics"]] for slug, each in told.items()}
    assert (codes["segfaults"], codes["eats"], codes["turns"]) == (["crashed"], ["out-of-memory"], ["time-out"])


def test_a_document_that_kills_each_worker_fails_alone(tmp_path: Path, traps: Path) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["trap"]\n', **{f"d{number}": GOOD for number in range(4)})
    entitled(root, "d1b", "kills")
    with cluster(traps, allowed_failures=0) as own:
        run = publisher(root, "build", f"--executor={own}", folder=traps)
    deaths = len((traps / "deaths").read_text(encoding="utf-8").splitlines())
    assert run.returncode == 1
    assert run.stderr == (
        "error[worker-lost]: it was given out 2 times and did not come back; each worker that had it has died\n1 error\n"
    )
    assert deaths == 2
    assert sorted(path.name for path in (root / "dist").glob("d*")) == ["d0", "d1", "d2", "d3"]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_whoever_interrupts_a_run_ends_it_on_the_workers_too(
    tmp_path: Path, traps: Path, address: str, sent: signal.Signals
) -> None:
    root = workspace(tmp_path / "w", settings='formats = ["trap"]\n')
    (root / "source").mkdir()
    entitled(root, "endless", "waits")
    pipe = traps / "at-work"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "publisher", "build", f"--executor={address}", f"--workspace={root}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(traps)) as build:
        assert build.stderr
        with pipe.open() as worker:
            assert worker.readline() == "here\n"
            build.send_signal(sent)
            assert (build.wait(), build.stderr.read()) == (128 + sent, "interrupted\n")
            assert worker.read() == ""  # ends when the process of the document has ended
    assert not list((root / "dist").glob("endless*"))
    (root / "source" / "endless" / "index.md").write_text(GOOD.format(title="good"), encoding="utf-8")
    after = publisher(root, "build", f"--executor={address}", folder=traps)
    assert (after.returncode, after.stdout, after.stderr) == (0, "endless: published (trap.txt)\n", "")


def test_settings_name_the_cluster_and_the_command_has_the_last_word(tmp_path: Path, traps: Path) -> None:
    nowhere = "dask://127.0.0.1:9"
    root = workspace(tmp_path / "w", settings=f'formats = ["txt"]\nexecutor = "{nowhere}"\n', one=GOOD)
    lost = publisher(root, "rebuild", folder=traps)
    assert (lost.returncode, lost.stdout) == (3, "")
    assert lost.stderr.startswith("error[cluster-unreachable]: there is no Dask scheduler at 127.0.0.1:9: ")
    here = publisher(root, "rebuild", "--executor=local", folder=traps)
    assert (here.returncode, here.stdout) == (0, "one: published (txt)\n")
    before = published(root)
    (root / "source" / "one" / "index.md").write_text(GOOD.format(title="other"), encoding="utf-8")
    assert publisher(root, "rebuild", folder=traps).returncode == 3
    assert published(root) == before
