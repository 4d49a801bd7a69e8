"""The trials of editions in large: kills, documents with faults, many starts at once, readers beside a writer.

    .venv/bin/python -m bench.trials [kills] [faults] [starts] [reading]

Each prints what it found; all but the counts of what was done must be 0.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.support.trials import FAULTS, concurrent_starts, faulty_documents, kills, publications_read

_KILLS, _DOCUMENTS, _STARTS, _PUBLICATIONS = 1_000, 200, 50, 500
_PLACES = (0, 101, 199)


def main(wanted: list[str]) -> None:
    """Run the trials that are named, or all."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if "kills" in wanted:
            print(f"{_KILLS} kills of rebuilds:", kills(folder / "kills", _KILLS))
        for fault in FAULTS if "faults" in wanted else ():
            for place in _PLACES:
                result, published = faulty_documents(folder / f"{fault} {place}", _DOCUMENTS, fault, place)
                told = [each.report.diagnostics[0] for each in result.outcomes if each.report.diagnostics]
                reasons = "; ".join(f"{each.code}: {each.message}" for each in told)
                print(f"{_DOCUMENTS} documents, number {place} {fault}: {published} published ({reasons})")
        if "starts" in wanted:
            print(f"{_STARTS} starts, exit statuses:", concurrent_starts(folder / "starts", _STARTS))
        if "reading" in wanted:
            print(f"{_PUBLICATIONS} publications read:", publications_read(folder / "reading", _PUBLICATIONS))


if __name__ == "__main__":
    main(sys.argv[1:] or ["kills", "faults", "starts", "reading"])
