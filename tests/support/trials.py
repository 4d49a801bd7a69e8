"""Trials of a machine that is killed, full or fed nonsense; the tests run them in small, `bench.trials` in large.

Each trial returns what went wrong, which should be nothing.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import multiprocessing
import os
import random
import re
import signal
import tempfile
from collections import Counter
from typing import TYPE_CHECKING
from unittest.mock import patch

from publisher.cli import main
from publisher.config import find_workspace
from publisher.diagnostics import Status
from publisher.publishing import workers
from publisher.publishing.building import build
from publisher.publishing.editions import EDITIONS, STAGING, Keep, publish
from publisher.publishing.rebuilding import rebuild
from publisher.publishing.receipts import RECEIPT, SUMS, damage_in
from publisher.publishing.render import render
from publisher.publishing.scratch import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from publisher.publishing import BuildResult
    from publisher.publishing.plan import Job
    from publisher.publishing.render import Rendering

__all__ = ["FAULTS", "FORK", "concurrent_starts", "faulty_documents", "kills", "publications_read"]

FORK = multiprocessing.get_context("fork")
_VERSION = re.compile(rb"version-(\d+)")
_FORMATS = 'formats = ["txt", "html"]\n'


def _workspace(root: Path, documents: int, settings: str = _FORMATS) -> Path:
    (root / "source").mkdir(parents=True)
    (root / "publisher.toml").write_text(settings, encoding="utf-8")
    for number in range(documents):
        (root / "source" / f"d{number:03}").mkdir()
        _write(root, number, 0)
    return root


def _write(root: Path, number: int, version: int) -> None:
    text = f"---\ntitle: Document {number}\n---\n\nThis is version-{version}.\n"
    (root / "source" / f"d{number:03}" / "index.md").write_text(text, encoding="utf-8")


def kills(root: Path, times: int, seed: int = 1) -> dict[str, int]:
    """Kill a rebuild at random moments; count torn and mixed editions, and what a next run leaves lying about."""
    chance = random.Random(seed)  # noqa: S311  nothing depends on it but the moment
    documents, found = 3, Counter[str]()
    _workspace(root, documents)
    with _temporary(root.with_name(f"{root.name}-temporary")) as temporary:
        _killed(root, documents, times, chance, found)
        found["left"] += len(list(temporary.iterdir()))
    return dict(found)


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Let a folder be that for the temporary files of the system."""
    folder.mkdir()
    with patch.object(tempfile, "tempdir", str(folder)):
        yield folder


def _killed(root: Path, documents: int, times: int, chance: random.Random, found: Counter[str]) -> None:
    rebuild(root)
    longest = 0.5
    for version in range(1, times + 1):
        for number in range(documents):
            _write(root, number, version)
        run = FORK.Process(target=_quietly, args=(rebuild, root))
        run.start()
        run.join(chance.uniform(0, longest))
        if run.is_alive():
            found["killed"] += 1
            run.kill()
        else:
            longest = max(0.05, longest * 0.98)
        run.join()
        for number in range(documents):
            found.update(_state_of(root, f"d{number:03}", {version - 1, version}))
        result = rebuild(root)
        found["said"] += any(each.code == "stale-lock" for each in result.report.diagnostics)
        found["failed"] += result.status is not Status.GOOD
        found["left"] += len(list((root / "dist").rglob(f"{STAGING}*")))
        found["left"] += len(list((root / SCRATCH).glob("[!.]*")))
        for number in range(documents):
            found.update(_state_of(root, f"d{number:03}", {version}))


def _quietly(call: Callable[[Path], object], root: Path) -> None:
    faulthandler.disable()  # the test's own, which would print a page
    call(root)


def _state_of(root: Path, slug: str, versions: set[int]) -> list[str]:
    folder = root / "dist" / slug
    if damage_in(folder):
        return ["torn"]
    told = {int(found[1]) for path in folder.glob(f"{slug}.*") for found in _VERSION.finditer(path.read_bytes())}
    if len(told) != 1:
        return ["mixed"]
    return [] if told <= versions else ["wrong"]


def _raise(_: Job) -> Rendering:
    message = "no ink"
    raise RuntimeError(message)


def _hang(_: Job) -> Rendering:
    while True:
        signal.pause()


def _hang_in_a_library(_: Job) -> Rendering:
    re.match(r"(a+)+$", "a" * 60 + "b")  # it keeps the interpreter for ages
    raise AssertionError


def _crash(_: Job) -> Rendering:
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def _eat(_: Job) -> Rendering:
    eaten = []
    while True:
        eaten.append(bytearray(20_000_000))


FAULTS: dict[str, Callable[[Job], Rendering]] = {
    "raises": _raise,
    "hangs": _hang,
    "hangs in a library": _hang_in_a_library,
    "segfaults": _crash,
    "eats memory": _eat,
}


def faulty_documents(root: Path, documents: int, fault: str, at: int) -> tuple[BuildResult, int]:
    """Build documents of which one has a fault; return what became of them, and how many are published."""
    timeout, cpu = {"hangs": (3, 30), "hangs in a library": (60, 2)}.get(fault, (60, 30))
    settings = f"{_FORMATS}timeout = {timeout}\ncpu = {cpu}\nmemory = 1000\n"
    _workspace(root, documents, settings)

    def rendering(job: Job) -> Rendering:
        return FAULTS[fault](job) if job.slug == f"d{at:03}" else render(job)

    with patch.object(workers, "render", rendering):
        result = build(root)
    return result, sum(not damage_in(path) for path in (root / "dist").iterdir() if path.is_symlink())


def concurrent_starts(root: Path, starts: int) -> dict[int, int]:
    """Start many rebuilds at once, of which the one at work waits for all others; count their exit statuses."""
    _workspace(root, 1, 'formats = ["txt"]\n')
    others_have_ended = FORK.Event()
    all_are_there = FORK.Barrier(starts)
    statuses = FORK.SimpleQueue()

    def rendering(job: Job) -> Rendering:
        others_have_ended.wait()
        return render(job)

    def start() -> None:
        all_are_there.wait()
        said = io.StringIO()
        with (
            patch.object(workers, "render", rendering),
            contextlib.redirect_stderr(said),
            contextlib.redirect_stdout(said),
        ):
            try:
                main(["rebuild", f"--workspace={root}"])
            except SystemExit as leave:
                statuses.put((leave.code, said.getvalue()))

    runs = [FORK.Process(target=start) for _ in range(starts)]
    for each in runs:
        each.start()
    told = [statuses.get() for _ in range(starts - 1)]
    others_have_ended.set()
    told.append(statuses.get())
    for each in runs:
        each.join()
    named = "another run is at work in dist/: process "
    assert all(named in said for status, said in told if status == Status.BUSY.value), told
    assert len(list((find_workspace(root).output / EDITIONS / "d000").iterdir())) == 1
    return dict(Counter(status for status, _ in told))


def publications_read(root: Path, times: int) -> dict[str, int]:
    """Read a document again and again while it is published; count sets that are mixed and files that are missing."""
    names = ("a.docx", "a.html", "a.pdf", "a.txt")

    def content(version: int) -> dict[str, bytes]:
        return {name: f"version-{version} ".encode() * 500 for name in names}

    def writer() -> None:
        for version in range(1, times + 1):
            publish(root, "a", content(version), keep=Keep(2))

    publish(root, "a", content(0))
    run = FORK.Process(target=writer)
    run.start()
    found = Counter[str]()
    while run.is_alive():
        found["read"] += 1
        found.update(_read(root / "a", (*names, RECEIPT, SUMS)))
    run.join()
    return dict(found)


def _read(link: Path, names: tuple[str, ...]) -> list[str]:
    """Open the current edition once, then read all its files; and one by its own path."""
    wrong = []
    try:
        (link / names[0]).read_bytes()
    except OSError:
        wrong.append("missing")
    folder = os.open(link, os.O_RDONLY)
    versions = set()
    try:
        for name in names:
            try:
                with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as stream:  # noqa: PTH123  a descriptor
                    versions |= set(_VERSION.findall(stream.read()))
            except OSError:
                wrong.append("missing")
    finally:
        os.close(folder)
    return [*wrong, *(["mixed"] if len(versions) > 1 else [])]
