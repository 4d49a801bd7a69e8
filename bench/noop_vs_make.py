"""Finding that nothing has changed: `publisher rebuild` over many documents, against `make` over as many files.

    .venv/bin/python -m bench.noop_vs_make [DOCUMENTS] [ROUNDS]

Publisher looks at each document in four formats; make at four targets for each source, all fresh. Then one of the
documents changes. CPU and wall seconds of whole processes, medians of rounds in turns; on a machine that does other
things as well only the former say much. Targets: at most 3 times as long as make; and a change costs that, and what
the one document takes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.samples import noop_document

_TARGET = 3.0
_SUFFIXES = ("pdf", "docx", "html", "txt")


def _seconds(command: list[str], folder: Path) -> tuple[float, float]:
    """Return the CPU seconds of a command with its children, and those on the wall."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def _median(measured: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, _ in measured), median(wall for _, wall in measured)


def _said(took: tuple[float, float]) -> str:
    return f"{took[0]:.3f} s CPU, {took[1]:.3f} s wall"


def _for_make(folder: Path, documents: int) -> None:
    """Write a Makefile with four targets for each source, all of them fresh."""
    names = [f"brief-{number:04}" for number in range(documents)]
    rules = [f"{name}.{suffix}: {name}.md\n\ttouch $@\n" for name in names for suffix in _SUFFIXES]
    targets = " ".join(f"{name}.{suffix}" for name in names for suffix in _SUFFIXES)
    (folder / "Makefile").write_text(f"all: {targets}\n{''.join(rules)}", encoding="utf-8")
    for name in names:
        (folder / f"{name}.md").touch()
    for name in names:
        for suffix in _SUFFIXES:
            (folder / f"{name}.{suffix}").touch()


def main(documents: int, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        ours, theirs = Path(scratch) / "ours", Path(scratch) / "theirs"
        for folder in (ours, theirs):
            folder.mkdir()
        (ours / "publisher.toml").touch()
        for number in range(documents):
            source = ours / "source" / f"brief-{number:04}"
            source.mkdir(parents=True)
            (source / "index.md").write_text(noop_document(number), encoding="utf-8")
        _for_make(theirs, documents)
        publisher = [str(Path(sys.executable).parent / "publisher"), "rebuild"]
        print(f"{documents} documents in four formats, built for the first time: {_said(_seconds(publisher, ours))}")
        _seconds(publisher, ours)
        pairs = [(_seconds(publisher, ours), _seconds(["make", "--quiet"], theirs)) for _ in range(rounds)]
        mine, peer = _median([each for each, _ in pairs]), _median([each for _, each in pairs])
        print(f"nothing to do: publisher {_said(mine)}; make {_said(peer)}")
        print(
            f"{mine[0] / peer[0]:.2f} times the CPU, {mine[1] / peer[1]:.2f} times the wall (target: at most {_TARGET:g})"
        )
        ones = []
        for turn in range(rounds):
            changed = ours / "source" / f"brief-{turn % documents:04}" / "index.md"
            changed.write_text(f"{changed.read_text(encoding='utf-8')}\nMore, {turn}.\n", encoding="utf-8")
            ones.append(_seconds(publisher, ours))
        alone = _median([_seconds([publisher[0], "build", "brief-0000"], ours) for _ in range(rounds)])
        print(f"one has changed: {_said(_median(ones))}; that document built by itself: {_said(alone)}")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(1000, 7)[len(given) :])
