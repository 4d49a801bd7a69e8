"""./run conformance: build every document and golden case, and hold them against validators that we did not write."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.findings import ROOT
from conformance.previews import previews
from conformance.round_trip import round_trip
from conformance.schedules import blind_to_schedules, schedules
from conformance.selftest import blind_validators
from conformance.validators import nu, open_xml_audit, open_xml_sdk, vera_pdf
from conformance.web_pages import web_pages
from publisher import build
from publisher.config import find_workspace
from publisher.diagnostics import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.findings import Result

VALIDATORS: tuple[tuple[Callable[[Sequence[Path]], Result], str], ...] = (
    (vera_pdf, "pdf"),
    (open_xml_sdk, "docx"),
    (open_xml_audit, "docx"),
    (round_trip, "docx"),
    (nu, "html"),
    (web_pages, "html"),
)


def main() -> int:
    """Build, validate and tell; the status is 1 when anything was found."""
    with tempfile.TemporaryDirectory(prefix="publisher-conformance-") as folder:
        blind = [*blind_validators(), *blind_to_schedules(Path(folder))]
        for name in blind:
            sys.stdout.write(f"{name} does not see a fault that is there\n")
        files = _built(Path(folder))
        results = [_timed(validate, files[format_]) for validate, format_ in VALIDATORS]
        results += schedules(Path(folder))
    results.append(_timed(lambda _: previews(), ()))
    found = sum(len(result.findings) for result in results)
    for result in results:
        for finding in result.findings:
            sys.stdout.write(f"{finding.file.name}: {result.validator}: {finding.message}\n")
    sys.stdout.write(f"{'validator':36} {'files':>6} {'checks':>8} {'findings':>9}\n")
    for result in results:
        sys.stdout.write(f"{result.validator:36} {result.files:6} {result.checks:8} {len(result.findings):9}\n")
    return 1 if found or blind else 0


def _timed(validate: Callable[[Sequence[Path]], Result], files: Sequence[Path]) -> Result:
    begun = time.monotonic()
    result = validate(files)
    sys.stderr.write(f"{result.validator}: {time.monotonic() - begun:.0f} s\n")
    return result


def _built(folder: Path) -> Mapping[str, list[Path]]:
    """Build the documents of this workspace and the golden cases, with their index pages; return the files by suffix."""
    cases = folder / "cases"
    shutil.copytree(ROOT / "tests" / "golden", cases / "source")
    (cases / "publisher.toml").write_text('lang = "ar"\n', encoding="utf-8")  # an index page from right to left
    documents = folder / "documents"
    shutil.copytree(ROOT / "source", documents / "source")
    (documents / "publisher.toml").write_text('base-url = "https://example.org/"\n', encoding="utf-8")
    files: dict[str, list[Path]] = {}
    for place in (documents, cases):
        result = build(find_workspace(place))
        if result.status is not Status.GOOD:
            message = "; ".join(f"{each.slug}: {each.report.sorted()}" for each in result.outcomes if not each.paths)
            raise RuntimeError(message)
        files.setdefault("html", []).append(place / "dist" / "index.html")
        for outcome in result.outcomes:
            for path in outcome.paths:
                files.setdefault(path.suffix[1:], []).append(path)
    return files


if __name__ == "__main__":
    sys.exit(main())
