"""Briefings in four formats: Publisher against a loop of the pandoc command, with WeasyPrint or typst for PDF.

    .venv/bin/pip install -r bench/requirements.txt
    .venv/bin/python -m bench.throughput [DOCUMENTS] [DOCUMENTS_OF_PEERS]

Peers take the same time for each document, so they render some and are reckoned up. CPU seconds with all children,
and wall seconds; on a machine that does other things as well only the former say much.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bench import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BIN = Path(sys.executable).parent
_ENGINE = """
import logging, statistics, sys, time
import weasyprint
weasyprint.LOGGER.setLevel(logging.CRITICAL)
took = []
for _ in range(7):
    begin = time.process_time()
    weasyprint.HTML(sys.argv[1]).write_pdf()
    took.append(time.process_time() - begin)
print(statistics.median(took[1:]))
"""
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


@dataclass(frozen=True, slots=True)
class Took:
    """What something took."""

    cpu: float
    wall: float

    def times(self, factor: float) -> Took:
        """Return what it would take so many times."""
        return Took(self.cpu * factor, self.wall * factor)

    def __str__(self) -> str:
        return f"{self.cpu:.1f} s CPU, {self.wall:.1f} s wall"


def _measured(call: Callable[[], object]) -> Took:
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    call()
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def _run(command: Sequence[str | Path], folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=folder, check=True, env=environment, capture_output=True)


def _ours(root: Path, count: int, jobs: int) -> Took:
    """Build the first documents of a workspace, with nothing remembered of them."""
    folder = root / f"{count}-{jobs}"
    (folder / "source").mkdir(parents=True)
    (folder / "publisher.toml").write_text(f"jobs = {jobs}\n", encoding="utf-8")
    for number in range(count):
        samples.write(folder / "source" / f"brief-{number:04}", samples.briefing(number, samples.MYST))
    return _measured(lambda: _run([_BIN / "publisher", "build"], folder))


def _pandoc(pandoc: str, folder: Path, names: Sequence[str], formats: Sequence[str]) -> Took:
    def loop() -> None:
        for name in names:
            for form in formats:
                match form:
                    case "typst":
                        _run([pandoc, f"{name}.md", "--standalone", "-o", f"{name}.typ"], folder)
                        _run([sys.executable, "-c", _TYPST, f"{name}.typ", f"{name}.pdf"], folder)
                    case "pdf":
                        engine = f"--pdf-engine={_BIN / 'weasyprint'}"
                        _run([pandoc, f"{name}.md", engine, "-o", f"{name}.pdf"], folder)
                    case _:
                        _run([pandoc, f"{name}.md", "--standalone", "-o", f"{name}.{form}"], folder)

    return _measured(loop)


def _engine_alone(pandoc: str, folder: Path, name: str) -> float:
    """Return the CPU seconds that WeasyPrint takes for pandoc's plain page, in a process that has made one before."""
    _run([pandoc, f"{name}.md", "--standalone", "-o", f"{name}.html"], folder)
    command = [sys.executable, "-c", _ENGINE, f"{name}.html"]
    return float(subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout)


def main(documents: int, of_peers: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        one, two, single = _ours(root, documents, 1), _ours(root, documents, 2), _ours(root, 1, 1)
        print(f"{documents} briefings in four formats: one worker {one}; two workers {two}")
        print(f"two workers are {one.wall / two.wall:.2f} times as fast as one (target: 1.7)")
        warm = (one.cpu - single.cpu) / max(documents - 1, 1)
        print(f"one briefing, cold: {single}; each further one: {warm:.2f} s CPU")
        if find_spec("pypandoc") is None:
            print("pandoc is missing: pip install pypandoc_binary")
            return
        pandoc = str(import_module("pypandoc").get_pandoc_path())
        names = [f"brief-{number:04}" for number in range(of_peers)]
        for number, name in enumerate(names):
            (root / f"{name}.md").write_text(samples.briefing(number, samples.PANDOC), encoding="utf-8")
        scale = documents / of_peers
        texts = _pandoc(pandoc, root, names, ("docx", "html", "txt")).times(scale)
        paper = _pandoc(pandoc, root, names, ("pdf",)).times(scale)
        print(f"pandoc in a loop: DOCX, HTML, text {texts}; PDF through WeasyPrint {paper}")
        cpu, wall = (texts.cpu + paper.cpu) / two.cpu, (texts.wall + paper.wall) / two.wall
        print(f"{cpu:.1f} times less CPU (target: 8), {wall:.1f} times less wall time (target: 14)")
        its_pdf = paper.cpu / documents
        print(
            f"against its PDF alone: cold {single.cpu / its_pdf:.2f} (target: 1), warm {warm / its_pdf:.2f} (target: 0.15)"
        )
        alone = _engine_alone(pandoc, root, names[0])
        most = (texts.cpu + paper.cpu) / documents / alone
        print(
            f"WeasyPrint alone takes {alone:.2f} s CPU for pandoc's page, warm: {alone / its_pdf:.2f} of that PDF, cold;"
            f" with all else in no time, the loop takes {most:.1f} times that"
        )
        if find_spec("typst") is None:
            print("typst is missing: pip install typst")
            return
        set_by_typst = _pandoc(pandoc, root, names, ("typst",)).times(scale)
        print(f"PDF through typst {set_by_typst}")
        print(f"{(texts.cpu + set_by_typst.cpu) / two.cpu:.2f} times less CPU with that (target: 1)")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(200, 10)[len(given) :])
