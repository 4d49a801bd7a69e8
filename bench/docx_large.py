"""A large Word file: 2,000 paragraphs and a table of 1,000 rows and 6 columns, from source to bytes.

    .venv/bin/python -m bench.docx_large [ROUNDS]

Each round is a new process; its CPU seconds count from the start of Python to the finished bytes.
Target: at most 2 seconds.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import cpu, samples

_TARGET = 2.0
_PARAGRAPHS, _ROWS, _COLUMNS = 2000, 1000, 6
_STAGES = """
import sys, time
from pathlib import Path
from publisher import export, prepare, read
marks = [time.process_time()]
document = read(Path(sys.argv[1])); marks.append(time.process_time())
document = prepare(document); marks.append(time.process_time())
size = len(export(document, "docx").content); marks.append(time.process_time())
read_, prepare_, export_ = (after - before for before, after in zip(marks, marks[1:]))
print(f"read {read_:.2f} s, prepare {prepare_:.2f} s, export {export_:.2f} s, {size / 1e6:.2f} MB")
"""


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = samples.write(Path(scratch) / "large", samples.large(_PARAGRAPHS, _ROWS, _COLUMNS))
        seconds = median(cpu.of_command([sys.executable, "-c", _STAGES, str(folder)]) for _ in range(rounds))
    print(f"{_PARAGRAPHS:,} paragraphs and a table of {_ROWS:,} x {_COLUMNS} to DOCX: {seconds:.2f} s of CPU")
    print(f"(target: at most {_TARGET})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
