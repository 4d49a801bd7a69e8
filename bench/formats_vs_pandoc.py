"""HTML, DOCX and text of 200 briefings in one process, against pandoc 3 doing the same three in one process.

    .venv/bin/pip install -r bench/requirements.txt
    .venv/bin/python -m bench.formats_vs_pandoc [DOCUMENTS] [ROUNDS]

Each side is one new process a round that reads every briefing in its own dialect and writes all three formats,
standalone, to memory; CPU seconds with start-up, medians of rounds in turns. pandoc runs as `pandoc lua` with
its own defaults; Python's cyclic collector is told to run less often. Target: Publisher at least 3 times faster.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from bench import cpu, samples

_TARGET = 3.0
_OURS = """
import gc, sys
from pathlib import Path
from publisher import export, prepare, read
gc.set_threshold(100_000)  # a document makes many small tuples and hardly a cycle
for folder in sorted(path for path in Path(sys.argv[1]).iterdir()):
    document = prepare(read(folder))
    for name in ("html", "docx", "txt"):
        assert len(export(document, name).content) > 1000
"""
_THEIRS = """
local templates = {html5 = pandoc.template.compile(pandoc.template.default('html5')),
                   plain = pandoc.template.compile(pandoc.template.default('plain'))}
for _, name in ipairs(pandoc.system.list_directory(arg[1])) do
  local file = assert(io.open(arg[1] .. '/' .. name))
  local document = pandoc.read(file:read('a'), 'markdown')
  file:close()
  for _, format in ipairs({'html5', 'docx', 'plain'}) do
    local written = pandoc.write(document, format, {template = templates[format], columns = 72})
    assert(#written > 1000)
  end
end
"""


def main(documents: int, rounds: int) -> None:
    """Measure and print."""
    pypandoc = import_module("pypandoc")  # it ships no types
    with tempfile.TemporaryDirectory() as scratch:
        ours, theirs, script = Path(scratch) / "ours", Path(scratch) / "theirs", Path(scratch) / "three.lua"
        theirs.mkdir()
        script.write_text(_THEIRS, encoding="utf-8")
        for number in range(documents):
            samples.write(ours / f"{number:04}", samples.briefing(number, samples.MYST))
            (theirs / f"{number:04}.md").write_text(samples.briefing(number, samples.PANDOC), encoding="utf-8")
        publisher = [sys.executable, "-c", _OURS, str(ours)]
        pandoc = [pypandoc.get_pandoc_path(), "lua", str(script), str(theirs)]
        mine, peer = cpu.alternating_medians(lambda: cpu.of_command(publisher), lambda: cpu.of_command(pandoc), rounds)
    version = pypandoc.get_pandoc_version()
    print(f"HTML, DOCX and text of {documents} briefings: publisher {mine:.2f} s, pandoc {version} {peer:.2f} s")
    print(f"{peer / mine:.1f} times faster (target: at least {_TARGET:g})")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(200, 3)[len(given) :])
