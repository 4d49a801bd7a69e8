"""One thing changes: just the documents that it goes into are rebuilt, wherever in them it stands."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest

from publisher.config import find_workspace
from publisher.diagnostics import Report
from publisher.publishing.explaining import explained
from publisher.publishing.programs import versions
from publisher.publishing.receipts import read_receipt
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = dt.date(2024, 5, 2)
FRONT = "---\ntitle: T\nlang: en-US\n---\n\n"
SHARED = """sources:
  office: {title: An office}
  bureau: {title: A bureau}
  nobody: {title: Whom nobody names}
facts:
"""
PLACES = {
    "in-text": FRONT + "Grew to {fact}`in-text`.\n",
    "in-title": "---\ntitle: Grew to {fact}`in-title`\nlang: en-US\n---\n\nText.\n",
    "in-summary": '---\ntitle: T\nlang: en-US\nsummary: "Grew to {fact}`in-summary`."\n---\n\nText.\n',
    "in-table": FRONT + ":::{table} A\n\n| Year | Goods |\n| ---- | ----- |\n| 2009 | {fact}`in-table` |\n:::\n",
    "in-chart": FRONT
    + ":::{chart} A\n\n| Year | Goods |\n| ---- | ----- |\n| 2009 | {fact}`in-chart` |\n| 2010 | 3 |\n:::\n",
    "in-alt-of-chart": FRONT
    + ":::{chart} A\n:alt: Goods stood at {fact}`in-alt-of-chart`.\n\n| Year | Goods |\n| ---- | ----- |\n| 2009 | 2 |\n| 2010 | 3 |\n:::\n",
    "in-alt": FRONT + ":::{figure} dot.svg\n:alt: At {fact}`in-alt`\n:::\n",
    "in-caption": FRONT + ":::{figure} dot.svg\n:alt: A dot\n\nIt grew to {fact}`in-caption`.\n:::\n",
    "in-note": FRONT + "Text.[^n]\n\n[^n]: It grew to {fact}`in-note`.\n",
    "on-the-web": FRONT + "Text.\n\n:::{only} html\nIt grew to {fact}`on-the-web`.\n:::\n",
}
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="1"/></svg>'
READING = {
    "csv": ":::{table} A\n:file: data/a.csv\n:::\n",
    "chart": ":::{chart} A\n:file: data/a.csv\n:::\n",
    "json": ":::{table} A\n:file: data/a.json\n:::\n",
    "workbook": ":::{table} A\n:file: data/a.xlsx\n:::\n",
    "query": ":::{table} A\n:file: data/a.csv, data/b.csv\n:query: select a.year, b.goods from a join b using (year)\n:::\n",
    "source": ":::{table} A\n:file: data/fixed.csv\n:source: bureau\n:::\n",
}
FEEDS = """feeds:
  {name}:
    url: https://example.org/{name}.json
    as-of: {{at: $.period, max-age: 60 days}}
    facts: {{{name}: $.goods}}
facts:
  {name}: {{value: 9, unit: number}}
  {name}-idle: {{value: 9, unit: number}}
"""


def write(root: Path, name: str, content: str | bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def workbook(value: int) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (("Year", "Goods"), (2009, value), (2010, 4)):
        book["Sheet"].append(row)
    book.save(stream)
    return stream.getvalue()


def state(
    root: Path, place: str, name: str, *, at: str = "2024-05-01T06:00:00Z", as_of: str = "2024-04-30", **more: str
) -> None:
    """Write what came of a feed as `publisher refresh` does; the data of the shared one do not say of when they are."""
    good: dict[str, object] = {"sha256": "0" * 64, "retrieved": at, "values": {name: more.pop("value", "9")}}
    good |= {"as-of": as_of} if name != "common" else {}
    attempt = {"at": at, "outcome": "good", **more}
    whole = {"url": "u", "good": good, "kept": [], "attempt": attempt}
    write(root, f"source/{place}/{name}.json", json.dumps(whole))


def place(root: Path) -> Path:
    workspace(root, settings='formats = ["txt", "html"]\n', plain=GOOD)
    lines = [f"  {key}: {{value: 1, unit: number, source: office}}\n" for key in PLACES]
    write(root, "source/facts/all.yaml", SHARED + "".join(lines) + "  idle: {value: 1, unit: number}\n")
    for key, text in PLACES.items():
        write(root, f"source/{key}/index.md", text)
        write(root, f"source/{key}/dot.svg", DOT)
    for name, text in READING.items():
        write(root, f"source/{name}/index.md", FRONT + text)
        for file in ("a", "b", "fixed"):
            write(root, f"source/{name}/data/{file}.csv", "year,goods\n2009,1\n2010,2\n")
        write(root, f"source/{name}/data/a.json", '[{"year": 2009, "goods": 1}]')
        write(root, f"source/{name}/data/a.xlsx", workbook(1))
    write(root, "source/own-feed/index.md", FRONT + "Grew to {fact}`own`.\n")
    write(root, "source/own-feed/facts.yaml", FEEDS.format(name="own"))
    state(root, "own-feed/data/.snapshots", "own")
    write(root, "source/fed/index.md", FRONT + "Grew to {fact}`common`.\n")
    write(root, "source/fed-not/index.md", FRONT + "Grew to {fact}`common-idle`.\n")
    write(root, "source/facts/fed.yaml", FEEDS.format(name="common"))
    state(root, "facts/.snapshots", "common")
    return root


def rebuilt(root: Path, day: dt.date = DAY) -> set[str]:
    """Rebuild as a timer does, and return which documents were rendered."""
    command = [sys.executable, "-m", "publisher", "rebuild", "--json", f"--today={day}", f"--workspace={root}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    (plan, *_) = [json.loads(line) for line in done.stdout.splitlines()]
    return set(plan["documents"])


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = place(tmp_path_factory.mktemp("ready") / "w")
    assert len(rebuilt(made)) == 1 + len(PLACES) + len(READING) + len(("own-feed", "fed", "fed-not"))
    assert rebuilt(made) == set()
    return made


@pytest.fixture
def root(tmp_path: Path, ready: Path) -> Path:
    return shutil.copytree(ready, tmp_path / "w", symlinks=True)


def swap(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    write(root, name, text.replace(old, new))


@pytest.mark.parametrize("key", PLACES)
def test_a_fact_counts_wherever_it_is_cited(root: Path, key: str) -> None:
    swap(root, "source/facts/all.yaml", f"  {key}: {{value: 1", f"  {key}: {{value: 2")
    assert rebuilt(root) == {key}
    assert rebuilt(root) == set()


def test_a_shared_fact_that_nothing_cites_counts_for_nobody(root: Path) -> None:
    swap(
        root,
        "source/facts/all.yaml",
        "  idle: {value: 1, unit: number}",
        "  idle: {value: 2, unit: {one: dog, other: dogs}}",
    )
    swap(root, "source/facts/all.yaml", "Whom nobody names", "Still nobody")
    write(root, "source/facts/more.yaml", "facts:\n  new: {value: 1, unit: number}\n")
    assert rebuilt(root) == set()


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a table": (lambda root: write(root, "source/csv/data/a.csv", "year,goods\n2009,5\n"), {"csv"}),
    "a chart": (lambda root: write(root, "source/chart/data/a.csv", "year,goods\n2009,5\n2010,1\n"), {"chart"}),
    "json": (lambda root: write(root, "source/json/data/a.json", '[{"year": 2009, "goods": 5}]'), {"json"}),
    "a workbook": (lambda root: write(root, "source/workbook/data/a.xlsx", workbook(5)), {"workbook"}),
    "what a query joins": (lambda root: write(root, "source/query/data/b.csv", "year,goods\n2009,5\n"), {"query"}),
    "a file beside": (lambda root: write(root, "source/csv/data/b.csv", "year,goods\n2009,5\n"), set()),
    "the source of a table": (
        lambda root: swap(root, "source/facts/all.yaml", "A bureau", "The bureau"),
        {"source"},
    ),
    "the source of facts": (lambda root: swap(root, "source/facts/all.yaml", "An office", "The office"), set(PLACES)),
    "an answer of a feed": (
        lambda root: state(root, "own-feed/data/.snapshots", "own", value="10"),
        {"own-feed"},
    ),
    "the same answer, an hour later": (
        lambda root: state(root, "own-feed/data/.snapshots", "own", at="2024-05-01T07:00:00Z"),
        set(),
    ),
    "the same answer, a day later": (
        lambda root: state(root, "own-feed/data/.snapshots", "own", at="2024-05-02T06:00:00Z"),
        set(),
    ),
    "the same answer, a day later, of data that do not say of when they are": (
        lambda root: state(root, "facts/.snapshots", "common", at="2024-05-02T06:00:00Z"),
        {"fed"},
    ),
    "data of another day": (
        lambda root: state(root, "own-feed/data/.snapshots", "own", as_of="2024-05-01"),
        {"own-feed"},
    ),
    "a feed that fails": (
        lambda root: state(root, "facts/.snapshots", "common", outcome="failed", problem="no answer"),
        {"fed"},
    ),
    "a feed that was never fetched": (lambda root: (root / "source/facts/.snapshots/common.json").unlink(), {"fed"}),
    "a feed whose fact is not cited": (
        lambda root: swap(root, "source/facts/fed.yaml", "common-idle: {value: 9", "common-idle: {value: 8"),
        {"fed-not"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_read_counts_for_those_who_read_it(root: Path, change: str) -> None:
    make, concerned = CHANGES[change]
    make(root)
    assert rebuilt(root) == concerned
    assert rebuilt(root) == set()


def test_a_figure_that_was_old_and_is_confirmed_rebuilds(root: Path) -> None:
    swap(root, "source/own-feed/facts.yaml", "own: {value: 9,", "own: {value: 9, max-age: 2 days,")
    rebuilt(root, dt.date(2024, 5, 3))
    state(root, "own-feed/data/.snapshots", "own", at="2024-05-03T06:00:00Z")
    assert rebuilt(root, dt.date(2024, 5, 3)) == set()  # it was not old yet
    assert rebuilt(root, dt.date(2024, 5, 5)) == set()
    assert "own-feed" in rebuilt(root, dt.date(2024, 5, 6))  # now it is
    state(root, "own-feed/data/.snapshots", "own", at="2024-05-06T06:00:00Z")
    assert "own-feed" in rebuilt(root, dt.date(2024, 5, 6))
    assert "own-feed" not in rebuilt(root, dt.date(2024, 5, 6))


def test_data_that_grow_too_old_rebuild_on_that_day(root: Path) -> None:
    assert rebuilt(root, dt.date(2024, 6, 29)) == set()
    assert rebuilt(root, dt.date(2024, 6, 30)) == {"own-feed"}
    assert rebuilt(root, dt.date(2024, 7, 1)) == {"fed"}  # whose data are of the day on which they were fetched
    assert rebuilt(root, dt.date(2024, 7, 30)) == set()


def test_a_document_that_carries_its_source_carries_all_of_its_ledger(root: Path) -> None:
    swap(root, "source/own-feed/index.md", "lang:", "attach-source: true\nlang:")
    assert rebuilt(root) == {"own-feed"}
    state(root, "own-feed/data/.snapshots", "own", at="2024-05-01T07:00:00Z")
    assert rebuilt(root) == {"own-feed"}
    state(root, "facts/.snapshots", "common", at="2024-05-01T07:00:00Z")
    assert rebuilt(root) == set()


def test_the_receipt_names_data_files_and_states(root: Path) -> None:
    receipt = read_receipt(root / "dist/query")
    assert receipt
    assert {"source/query/data/a.csv", "source/query/data/b.csv"} <= receipt["inputs"].keys()
    receipt = read_receipt(root / "dist/own-feed")
    assert receipt
    assert "source/own-feed/data/.snapshots/own.json" in receipt["inputs"]


def test_what_renders_is_named_and_what_only_fetches_or_previews_is_not() -> None:
    assert {"duckdb", "openpyxl", "vl-convert-python", "xlsxwriter", "weasyprint"} <= versions().keys()
    assert not {"urllib3", "jsonschema", "starlette", "uvicorn", "watchfiles", "pytest"} & versions().keys()


def test_why_names_a_data_file_and_a_feed(root: Path) -> None:
    write(root, "source/csv/data/a.csv", "year,goods\n2009,5\n")
    state(root, "facts/.snapshots", "common", value="10")
    said = "\n".join(explained(find_workspace(root), ("csv", "fed", "plain"), DAY, Report()))
    assert "csv: would be rebuilt\n  source/csv/data/a.csv has changed\n" in said
    assert (
        "what its ledgers say of the facts that it uses has changed\n  source/facts/.snapshots/common.json has" in said
    )
    assert "plain: is up to date\n  source/facts/.snapshots/common.json has changed, but nothing that it uses" in said
