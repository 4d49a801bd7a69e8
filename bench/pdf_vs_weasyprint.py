"""Time to PDF: Publisher from source to bytes, against WeasyPrint alone on the same HTML.

    .venv/bin/python -m bench.pdf_vs_weasyprint [ROUNDS]

Both in one warm process, in turns, the same PDF variant; CPU seconds, medians. Publisher reads, prepares and
writes the HTML too, and lays it out with its confined fetcher; WeasyPrint gets the finished HTML as a string.
Target: at most 1.25 times the time of WeasyPrint alone.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import weasyprint

from bench import cpu, samples
from publisher import export, prepare, read
from publisher.exporters.html.page import page
from publisher.theme import load_theme

_TARGET = 1.25
_VARIANT = "pdf/ua-1"


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = samples.write(Path(scratch) / "briefing", samples.briefing(1, samples.MYST))
        document = prepare(read(folder))
        markup = page(document, load_theme(document.metadata.template), paper=True)

        def publisher() -> None:
            export(prepare(read(folder)), "pdf")

        def alone() -> None:
            weasyprint.HTML(string=markup).write_pdf(pdf_variant=_VARIANT)

        publisher()
        alone()
        ours, theirs = cpu.alternating_medians(lambda: cpu.of_call(publisher), lambda: cpu.of_call(alone), rounds)
    print(f"a four-page briefing to PDF: publisher {ours:.3f} s, WeasyPrint alone {theirs:.3f} s")
    print(f"ratio {ours / theirs:.2f} (target: at most {_TARGET})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
