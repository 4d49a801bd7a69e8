"""Finding that nothing has changed: `publisher rebuild` over many documents, against `make` over as many files.

    .venv/bin/python -m bench.noop_vs_make [DOCUMENTS] [ROUNDS]

Publisher looks at each document in four formats; make at four targets for each source, all fresh. Then one of the
documents changes. Wall seconds of whole processes, medians of rounds in turns. Targets: at most 3 times as long as
make; and a change costs that, and what the one document takes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.samples import noop_document

_TARGET = 3.0
_SUFFIXES = ("pdf", "docx", "html", "txt")


def _seconds(command: list[str], folder: Path) -> float:
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


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
        first = _seconds(publisher, ours)
        print(f"{documents} documents in four formats, built for the first time: {first:.1f} s")
        _seconds(publisher, ours)
        pairs = [(_seconds(publisher, ours), _seconds(["make", "--quiet"], theirs)) for _ in range(rounds)]
        mine, peer = median(each for each, _ in pairs), median(each for _, each in pairs)
        print(f"nothing to do: publisher {mine:.3f} s, make {peer:.3f} s")
        print(f"{mine / peer:.2f} times as long (target: at most {_TARGET:g})")
        ones = []
        for turn in range(rounds):
            changed = ours / "source" / f"brief-{turn % documents:04}" / "index.md"
            changed.write_text(f"{changed.read_text(encoding='utf-8')}\nMore, {turn}.\n", encoding="utf-8")
            ones.append(_seconds(publisher, ours))
        alone = median(_seconds([*publisher[:1], "build", "brief-0000"], ours) for _ in range(rounds))
        print(f"one has changed: {median(ones):.3f} s; nothing to do and that document by itself: {mine + alone:.3f} s")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(1000, 7)[len(given) :])
