from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from publisher import build, prepare, rebuild
from publisher.config import find_workspace
from publisher.diagnostics import Report, Status
from publisher.publishing import ground, render
from publisher.publishing.editions import editions_of, roll_back
from publisher.publishing.explaining import explained
from publisher.publishing.ground import Ground
from publisher.publishing.receipts import artifacts_in, read_receipt
from publisher.publishing.state import State
from tests.support.cases import ROOT
from tests.support.rebuilding import DAY, DOT, OWN, place, swap, write
from tests.support.workspaces import BAD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publisher.model import Document
    from publisher.publishing import BuildResult


def built(result: BuildResult) -> dict[str, tuple[str, ...]]:
    assert result.status is Status.GOOD
    return {outcome.slug: outcome.reasons for outcome in result.outcomes}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = place(tmp_path_factory.mktemp("ready") / "w")
    assert sorted(built(rebuild(made, today=DAY))) == ["own", "plain", "sharing"]
    return made


@pytest.fixture
def root(tmp_path: Path, ready: Path) -> Path:
    """Copy a workspace in which all is published; what is remembered holds in another place too."""
    return shutil.copytree(ready, tmp_path / "w", symlinks=True)


def test_what_has_not_changed_is_left_as_it_is(root: Path) -> None:
    for _ in range(2):
        result = rebuild(root, today=DAY)
        assert (result.outcomes, result.fresh) == ((), ("own", "plain", "sharing"))
        assert result.report.diagnostics == []


def test_a_build_counts_too(tmp_path: Path) -> None:
    root = place(tmp_path / "w")
    build(root, today=DAY)
    assert built(rebuild(root, today=DAY)) == {}


def own_template(root: Path) -> None:
    shutil.copytree(ROOT / "templates/briefing", root / "templates/briefing")


def by_hand(root: Path) -> None:
    (root / "dist/plain/plain.txt").write_bytes(b"by hand")


CHANGES: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "source": (
        lambda root: swap(root, "source/plain/index.md", "Text", "Words"),
        {"plain": "source/plain/index.md has changed"},
    ),
    "include": (lambda root: write(root, "source/own/more.md", "Else.\n"), {"own": "source/own/more.md has changed"}),
    "picture": (
        lambda root: write(root, "source/own/dot.svg", DOT.format(2)),
        {"own": "source/own/dot.svg has changed"},
    ),
    "touched": (lambda root: os.utime(root / "source/own/dot.svg", (1, 1)), {}),
    "beside": (lambda root: write(root, "source/own/notes.txt", "Nobody reads this."), {}),
    "own fact": (lambda root: swap(root, "source/own/facts.yaml", "value: 1", "value: 3"), {"own": "own was 1, is 3"}),
    "idle fact": (lambda root: swap(root, "source/own/facts.yaml", "value: 2", "value: 3"), {}),
    "label": (
        lambda root: swap(root, "source/own/facts.yaml", "{value: 1,", "{value: 1, label: One,"),
        {"own": "what its ledgers say of the facts that it uses has changed"},
    ),
    "shared fact": (
        lambda root: swap(root, "source/facts/trade.yaml", "9.1e9", "9.4e9"),
        {"sharing": "trade was 9100000000, is 9400000000"},
    ),
    "fact behind a formula": (
        lambda root: swap(root, "source/facts/trade.yaml", "value: 9e9", "value: 8e9"),
        {"sharing": "before was 9000000000, is 8000000000"},
    ),
    "formula": (
        lambda root: swap(root, "source/facts/trade.yaml", "trade / before - 1", "1 - before / trade"),
        {"sharing": "growth was = trade / before - 1, is = 1 - before / trade"},
    ),
    "source of a fact": (
        lambda root: swap(root, "source/facts/trade.yaml", "An office", "The office"),
        {"sharing": "what its ledgers say of the facts that it uses has changed"},
    ),
    "shared fact that nobody uses": (lambda root: swap(root, "source/facts/trade.yaml", "value: 5", "value: 6"), {}),
    "another check that holds": (
        lambda root: swap(root, "source/facts/trade.yaml", "- trade > before", "- trade > 1\n  - other > 1"),
        {},
    ),
    "another ledger": (lambda root: write(root, "source/facts/more.csv", "key,value\nextra,1\n"), {}),
    "another ledger of one's own": (lambda root: write(root, "source/own/facts.csv", "key,value\nspare,1\n"), {}),
    "translation": (
        lambda root: write(root, "source/own/index.es.md", OWN.replace("title: T", "title: T\nlang: es")),
        {"own": "source/own now holds index.es.md", "own.es": "nothing is remembered of it"},
    ),
    "template of that name": (
        own_template,
        dict.fromkeys(("own", "plain", "sharing"), "templates/briefing/theme.toml is new"),
    ),
    "artifact": (
        by_hand,
        {"plain": "plain.txt is not as it was published"},
    ),
    "artifact gone": (lambda root: (root / "dist/own/own.html").unlink(), {"own": "own.html is missing"}),
    "link gone": (lambda root: (root / "dist/own").unlink(), {"own": "dist/own shows no edition"}),
    "document gone": (lambda root: shutil.rmtree(root / "source/plain"), {}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_rebuilds_just_the_documents_that_it_concerns(root: Path, change: str) -> None:
    make, concerned = CHANGES[change]
    make(root)
    found = built(rebuild(root, today=DAY))
    assert found.keys() == concerned.keys()
    for slug, reason in concerned.items():
        assert found[slug][0].endswith(reason)
    assert built(rebuild(root, today=DAY)) == {}


def test_what_is_wrong_with_a_ledger_is_told_by_all_that_read_it(root: Path) -> None:
    swap(root, "source/facts/trade.yaml", "value: 9e9", "value: 10e9")
    result = rebuild(root, today=DAY)
    assert {outcome.slug for outcome in result.outcomes} == {"own", "plain", "sharing"}
    assert {each.code for outcome in result.outcomes for each in outcome.report.diagnostics} >= {"check-failed"}
    swap(root, "source/facts/trade.yaml", "value: 10e9", "value: 9e9")
    assert built(rebuild(root, today=DAY)) == {}


def test_a_fact_that_goes_out_of_date_rebuilds_on_that_day(root: Path) -> None:
    assert built(rebuild(root, today=dt.date(2024, 6, 29))) == {}
    found = rebuild(root, today=dt.date(2024, 6, 30))
    assert built(found) == {"sharing": ("a fact is out of date since 2024-06-30",)}
    assert [each.code for each in found.outcomes[0].report.diagnostics] == ["stale-fact"]
    assert built(rebuild(root, today=dt.date(2025, 1, 1))) == {}
    assert list(built(rebuild(root, today=DAY))) == ["sharing"]


def test_other_options_are_another_result(root: Path) -> None:
    assert built(rebuild(root, formats=["txt"], today=DAY)) == {}
    assert built(rebuild(root, ["plain"], ["txt", "ascii"], today=DAY)) == {"plain": ("ascii was not made",)}
    assert built(rebuild(root, ["plain"], ["txt"], lenient=True, today=DAY)) == {"plain": ("it was made strictly",)}
    assert built(rebuild(root, ["own"], today=DAY)) == {}


def test_a_document_that_fails_is_tried_again_and_comes_back_by_itself(root: Path) -> None:
    before = (root / "source/plain/index.md").read_text(encoding="utf-8")
    write(root, "source/plain/index.md", BAD.format(title="plain"))
    for _ in range(2):
        result = rebuild(root, today=DAY)
        assert [(outcome.slug, outcome.status) for outcome in result.outcomes] == [("plain", Status.SOURCE)]
    write(root, "source/plain/index.md", before)
    assert built(rebuild(root, today=DAY)) == {}


def test_without_what_is_remembered_all_is_built_and_nothing_is_published(root: Path) -> None:
    shutil.rmtree(root / ".publisher")
    result = rebuild(root, today=DAY)
    assert sorted(built(result)) == ["own", "plain", "sharing"]
    assert not any(outcome.changed for outcome in result.outcomes)
    assert len(editions_of(root / "dist", "own")) == 1
    assert built(rebuild(root, today=DAY)) == {}


@pytest.mark.parametrize("damage", ["garbage", "cut", "cut short", "tables", "version"])
def test_a_damaged_state_is_set_aside_and_told(root: Path, damage: str) -> None:
    file = root / ".publisher/state.sqlite"
    match damage:
        case "garbage":
            file.write_bytes(b"no database" * 1000)
        case "cut":
            file.write_bytes(file.read_bytes()[:5000])
        case "cut short":
            file.write_bytes(file.read_bytes()[:100])
        case "tables":
            with sqlite3.connect(file) as connection:
                connection.execute("DROP TABLE documents")
        case _:
            with sqlite3.connect(file) as connection:
                connection.execute("PRAGMA user_version = 99")
    result = rebuild(root, today=DAY)
    assert [each.code for each in result.report.diagnostics] == ["damaged-state"]
    assert sorted(built(result)) == ["own", "plain", "sharing"]
    assert (root / ".publisher/state.sqlite.damaged").exists()
    assert built(rebuild(root, today=DAY)) == {}


def test_a_line_that_is_damaged_counts_as_forgotten(root: Path) -> None:
    with sqlite3.connect(root / ".publisher/state.sqlite") as connection:
        connection.execute("UPDATE documents SET content = replace(content, 'own', 'OWN') WHERE name = 'own'")
    assert built(rebuild(root, today=DAY)) == {"own": ("nothing is remembered of it",)}


def test_where_nothing_can_be_remembered_documents_are_published_all_the_same(tmp_path: Path) -> None:
    root = place(tmp_path / "w")
    write(root, ".publisher", "a file in the way")
    result = rebuild(root, ["plain"], today=DAY)
    assert built(result).keys() == {"plain"}
    assert [each.code for each in result.report.diagnostics] == ["state-not-kept"]


@pytest.mark.parametrize("kind", ["a pipe", "a device"])
def test_an_input_that_never_ends_is_told_and_stops_nothing(root: Path, kind: str) -> None:
    (root / "source/own/more.md").unlink()
    if kind == "a pipe":
        os.mkfifo(root / "source/own/more.md")
    else:
        (root / "source/own/more.md").symlink_to("/dev/zero")
    swap(root, "source/plain/index.md", "Text", "Words")
    outcomes = {each.slug: each for each in rebuild(root, today=DAY).outcomes}
    assert outcomes["plain"].status is Status.GOOD
    assert outcomes["own"].status is Status.SOURCE
    told = list(explained(find_workspace(root), ("own",), DAY, Report()))
    assert told[0] == "own: would be rebuilt"


def test_a_rollback_is_respected(root: Path) -> None:
    swap(root, "source/plain/index.md", "Text", "Words")
    rebuild(root, today=DAY)
    roll_back(root / "dist", "plain")
    result = rebuild(root, today=DAY)
    assert [each.code for each in result.outcomes[0].report.diagnostics] == ["withdrawn-edition"]
    assert b"Text" in (root / "dist/plain/plain.txt").read_bytes()
    assert built(rebuild(root, today=DAY)) == {}
    told = list(explained(find_workspace(root), ("plain",), DAY, Report()))
    assert any("back: rebuild publishes that content no more, build does" in line for line in told)
    swap(root, "source/plain/index.md", "Words", "New words")
    assert list(built(rebuild(root, today=DAY))) == ["plain"]
    assert b"New words" in (root / "dist/plain/plain.txt").read_bytes()


def test_another_version_of_what_renders_rebuilds_everything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "listing", lambda _folder, _patterns: ("weasyprint-99.dist-info",))
    found = built(rebuild(root, today=DAY))
    assert sorted(found) == ["own", "plain", "sharing"]
    assert all("weasyprint-99.dist-info" in reasons[0] for reasons in found.values())


def test_the_receipt_says_what_an_edition_is_made_of(root: Path) -> None:
    receipt = read_receipt(root / "dist/sharing")
    assert receipt
    assert list(receipt["inputs"]) == ["source/facts/trade.yaml", "source/sharing/index.md"]
    assert receipt["facts"] == {"trade": "9100000000", "before": "9000000000", "growth": "= trade / before - 1"}
    assert (receipt["day"], receipt["checks"], receipt["formats"]) == (
        "2024-02-01",
        ["trade > before"],
        ["txt", "html"],
    )
    assert {"python", "publisher", "publisher-files", "weasyprint", "lxml"} <= receipt["versions"].keys()


def test_the_state_of_a_file_that_changed_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one", encoding="utf-8")
    known = State()
    disk = Ground(str(tmp_path), known)
    first = disk.digest("a")
    assert known.files["a"].stamp is None
    (tmp_path / "a").write_text("two", encoding="utf-8")
    assert Ground(str(tmp_path), known).digest("a") != first


def test_a_run_is_logged(root: Path) -> None:
    for _ in range(2):
        rebuild(root, today=DAY)
    with sqlite3.connect(root / ".publisher/state.sqlite") as connection:
        runs = connection.execute("SELECT documents, built, published, failed, status FROM runs").fetchall()
        editions = connection.execute("SELECT document FROM editions ORDER BY document").fetchall()
    assert runs == [(3, 3, 3, 0, 0), (3, 0, 0, 0, 0), (3, 0, 0, 0, 0)]
    assert editions == [("own",), ("plain",), ("sharing",)]


def test_a_source_that_changes_between_two_formats_is_not_published(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "---\ntitle: T\n---\n\nAll.\n\n:::{only} html\nWeb.\n:::\n"
    write(root, "source/plain/index.md", text)

    def meddling(document: Document, report: Report, **_: object) -> Document:
        write(root, "source/plain/index.md", text.replace("All", "Everything"))
        return prepare(document, report)

    monkeypatch.setattr(render, "prepare", meddling)
    result = rebuild(root, ["plain"], today=DAY)
    assert [each.code for each in result.outcomes[0].report.diagnostics] == ["source-changed"]


EDITS = [
    name
    for name in CHANGES
    if name not in {"document gone", "translation", "template of that name", "formula", "label", "artifact gone"}
]


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.lists(st.sampled_from(EDITS), max_size=3, unique=True), max_size=3))
def test_after_any_edits_a_rebuild_gives_what_a_build_from_nothing_gives(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    root = place(folder / "w")
    rebuild(root, today=DAY)
    for edits in rounds:
        for edit in edits:
            try:
                CHANGES[edit][0](root)
            except (AssertionError, FileNotFoundError):
                continue  # the edit was made before
        assert rebuild(root, today=DAY).status is Status.GOOD
    other = folder / "x"
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("dist", ".publisher"))
    build(other, today=DAY)
    for slug in ("own", "plain", "sharing"):
        assert artifacts_in(root / "dist" / slug) == artifacts_in(other / "dist" / slug)
