from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from publisher.cli import main
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.lock import locked
from tests.support.feeds import DATA, LATER, LEDGER, MOMENT, TOKEN, feeding, kept, refreshed, replying, told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.feeds import FeedServer

STATE = "source/brief/data/.snapshots/trade-api.json"
PROPOSED = "source/brief/data/.snapshots/proposed.json"


def test_an_answer_is_kept_by_its_hash_and_what_would_change_is_proposed(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    ledger = (root / "source/brief/facts.yaml").read_bytes()
    (done,) = refreshed(root)
    assert done.status is Status.GOOD
    content = json.dumps(DATA).encode()
    digest = hashlib.sha256(content).hexdigest()
    assert (root / f"source/brief/data/.snapshots/trade-api/{digest}.json").read_bytes() == content
    state = json.loads((root / STATE).read_text())
    assert state["url"] == f"{server.url}/trade.json"
    assert state["good"] == {
        "sha256": digest,
        "retrieved": "2024-05-01T06:30:00Z",
        "as-of": "2024-03-31",
        "values": {"goods": "9400000000"},
    }
    assert state["attempt"] == {"at": "2024-05-01T06:30:00Z", "outcome": "good"}
    (proposal,) = json.loads((root / PROPOSED).read_text())["proposed"]
    assert (proposal["fact"], proposal["was"], proposal["now"]) == ("goods", "9100000000", "9400000000")
    assert (proposal["sha256"], proposal["retrieved"]) == (digest, "2024-05-01T06:30:00Z")
    assert proposal["place"] == "source/brief/facts.yaml:19:18"
    assert (root / "source/brief/facts.yaml").read_bytes() == ledger
    assert server.asked[0][1]["Authorization"] == f"Bearer {TOKEN}"


UNDATED = """\
sources: {s: {title: S, date: 2024-01-01}}
feeds:
  f: {file: data/x.json, source: s, facts: {y: {at: $.y}, kept: {at: $.y, as-of: own}}}
facts:
  y: {value: 7, unit: USD, as-of: 2023, confidence: more than, checked: {on: 2024-01-20, by: M. Reyes}, source: s}
  kept: {value: 7, unit: USD, as-of: 2023, source: s}
"""


def test_a_new_value_is_neither_of_the_old_date_nor_checked_by_who_checked_the_old_one(tmp_path: Path) -> None:
    root = feeding(tmp_path, "", ledger=UNDATED.replace("%", "%%"))
    (root / "source/brief/data").mkdir(exist_ok=True)
    (root / "source/brief/data/x.json").write_text('{"y": 8}', encoding="utf-8")
    (done,) = refreshed(root, accept=True)
    assert [each.key for each in done.accepted] == ["y", "kept"]
    assert "is now 8 (+14.3 %), still hedged (more than), from f" in done.accepted[0].told()
    assert (
        done.accepted[0]
        .told()
        .endswith(
            "; its as-of goes, since the feed says no date; its checked goes, since nobody has checked the new value"
        )
    )
    ledger = (root / "source/brief/facts.yaml").read_text(encoding="utf-8")
    assert "y: {value: 8, retrieved: 2024-05-01, unit: USD, confidence: more than, source: s}" in ledger
    assert "kept: {value: 8, retrieved: 2024-05-01, unit: USD, as-of: 2023, source: s}" in ledger


def test_accepting_changes_the_figure_its_date_and_nothing_else(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    (done,) = refreshed(root, accept=True)
    assert [each.key for each in done.accepted] == ["goods"]
    now = "{value: 9.4e9, retrieved: 2024-05-01, unit: USD, as-of: 2024-03-31}   # the figure of the title"
    expected = (LEDGER % f"{server.url}/trade.json").replace(
        "{value: 9.1e9, unit: USD, as-of: 2022-12-31}   # the figure of the title", now
    )
    assert (root / "source/brief/facts.yaml").read_text() == expected
    assert json.loads((root / PROPOSED).read_text()) == {"proposed": [], "held": []}
    (again,) = refreshed(root, LATER, accept=True)
    assert (again.status, again.proposals) == (Status.GOOD, [])
    assert (root / "source/brief/facts.yaml").read_text() == expected


def test_a_jump_is_held_until_somebody_confirms_it(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    refreshed(root)
    before = kept(root)
    server.answer = replying({**DATA, "rows": [{"year": 2023, "goods": 11000}]})
    (done,) = refreshed(root, LATER, accept=True)
    assert (done.status, told([done])) == (Status.SOURCE, [("feed-held", 17)])
    assert done.report.diagnostics[0].hint.endswith("publisher refresh --confirm goods")
    assert {name: text for name, text in kept(root).items() if name not in {STATE, PROPOSED}} == {
        name: text for name, text in before.items() if name not in {STATE, PROPOSED}
    }
    proposed = json.loads((root / PROPOSED).read_text())
    assert "by more than 20 %" in proposed["held"][0]["why"]
    (done,) = refreshed(root, LATER, confirmed=("goods",))
    assert done.status is Status.GOOD
    (done,) = refreshed(root, LATER, accept=True)  # what was confirmed is not asked again
    assert [each.key for each in done.accepted] == ["goods"]
    assert "value: 11e9" in (root / "source/brief/facts.yaml").read_text()


def test_a_figure_that_has_changed_since_it_was_proposed_is_not_written(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    refreshed(root)
    ledger = (root / "source/brief/facts.yaml").read_bytes()
    server.answer = replying({**DATA, "rows": [{"year": 2023, "goods": 9500}]})
    (done,) = refreshed(root, LATER, accept=True)
    assert (done.status, told([done]), done.accepted) == (Status.SOURCE, [("not-accepted", 19)], [])
    assert done.report.diagnostics[0].message == "goods was proposed as 9400000000, and is 9500000000 now"
    assert (root / "source/brief/facts.yaml").read_bytes() == ledger
    (done,) = refreshed(root, LATER, accept=True)  # now it has been shown
    assert [each.key for each in done.accepted] == ["goods"]


def test_a_fact_that_is_not_there_is_proposed_as_a_new_one(tmp_path: Path, server: FeedServer) -> None:
    ledger = LEDGER.replace("  goods: {value", "  other: {value").replace("goods * 2", "other * 2")
    root = feeding(tmp_path, f"{server.url}/trade.json", ledger=ledger)
    (done,) = refreshed(root, accept=True)
    assert [(each.key, each.was) for each in done.accepted] == [("goods", None)]
    text = (root / "source/brief/facts.yaml").read_text()
    line = "  goods: {value: 9400000000, as-of: 2024-03-31, retrieved: 2024-05-01, source: ustr}\n"
    assert text == ledger % f"{server.url}/trade.json" + line


def test_the_last_answers_are_kept_and_older_ones_are_not(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    for number in range(7):
        server.answer = replying({**DATA, "number": number})
        refreshed(root)
    names = [path.stem for path in (root / "source/brief/data/.snapshots/trade-api").iterdir()]
    assert sorted(names) == sorted(json.loads((root / STATE).read_text())["kept"])
    assert len(names) == 5


@pytest.mark.parametrize("text", [b"{", b"<<<<<<< ours", b"\xff\xfe"])
def test_a_state_that_was_spoiled_is_put_aside_and_made_anew(
    tmp_path: Path, server: FeedServer, capsys: pytest.CaptureFixture[str], text: bytes
) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    refreshed(root, accept=True)
    good = kept(root)
    (root / STATE).write_bytes(text)
    (done,) = refreshed(root)
    assert (done.status, told([done])) == (Status.GOOD, [("feed-damaged", 5)])
    assert done.report.diagnostics[0].message.endswith(f"was put aside as {STATE}.damaged")
    assert kept(root) == good | {f"{STATE}.damaged": text}
    assert told(refreshed(root)) == []
    main_says_good(root, capsys)


def main_says_good(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["check", "--workspace", str(root), "--today", "2024-05-01"])
    assert (caught.value.code, capsys.readouterr().err) == (0, "")


def test_a_spoiled_state_of_one_feed_does_not_hold_up_another(tmp_path: Path) -> None:
    feeds = "feeds:\n  one: {file: x.json, facts: {goods: $.a}}\n  two: {file: x.json, facts: {more: $.a}}\n"
    root = feeding(tmp_path, "", ledger=f"{feeds}facts:\n  goods: {{value: 1}}\n  more: {{value: 1}}\n")
    (root / "source/brief/x.json").write_text('{"a": 2}')
    refreshed(root)
    state = root / "source/brief/data/.snapshots/one.json"
    state.write_text("{")
    (done,) = refreshed(root, feeds=("two",), accept=True)
    assert (done.feed, done.status, len(done.accepted)) == ("two", Status.GOOD, 1)
    assert state.read_text() == "{"


def test_an_answer_that_is_not_what_was_fetched_is_put_aside_even_if_there_is_no_other(
    tmp_path: Path, server: FeedServer
) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    refreshed(root)
    server.answer = replying({**DATA, "number": 2})
    refreshed(root, accept=True)
    newest, older = json.loads((root / STATE).read_text())["kept"]
    name = f"source/brief/data/.snapshots/trade-api/{newest}.json"
    (root / name).write_text("{}")
    server.answer = replying({}, status=500)
    (done,) = refreshed(root, LATER)
    assert told([done]) == [("feed-damaged", 5), ("feed-unreachable", 5)]
    assert kept(root)[f"{name}.damaged"] == b"{}"
    assert name not in kept(root)
    state = json.loads((root / STATE).read_text())
    assert (state["good"], state["kept"]) == (None, [older])
    server.answer = replying({**DATA, "number": 2})
    assert told(refreshed(root, LATER)) == []
    state = json.loads((root / STATE).read_text())
    assert (state["good"]["sha256"], state["kept"]) == (newest, [newest, older])


def test_two_refreshes_at_once_do_not_mix(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    place = find_workspace(root)
    with locked(place.output, "refresh"), pytest.raises(PublisherError, match="busy: another refresh is at work"):
        refreshed(root)
    with locked(place.output):  # a build does not keep a refresh waiting
        assert refreshed(root)[0].status is Status.GOOD


def test_a_ledger_with_errors_is_told_and_left_alone(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json", ledger=LEDGER.replace("max-change: 20%%", "max-change: much"))
    (done,) = refreshed(root)
    assert (done.status, told([done])) == (Status.SOURCE, [("wrong-type", 17)])
    assert server.asked == []


def test_a_name_that_is_none_is_told_with_those_that_are(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json")
    with pytest.raises(PublisherError, match="bad-argument: there is no feed 'trade'") as caught:
        refreshed(root, feeds=("trade",), confirmed=("good",))
    assert [each.hint for each in caught.value.report.diagnostics] == [
        "did you mean trade-api?",
        "did you mean goods?",
    ]
    assert caught.value.status is Status.USAGE


def test_feeds_that_documents_share_are_kept_beside_the_shared_facts(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path, "", ledger="facts: {}\n")
    (root / "source/facts").mkdir()
    (root / "source/facts/trade.yaml").write_text(LEDGER % f"{server.url}/trade.json")
    (done,) = refreshed(root, accept=True)
    assert (done.home, len(done.accepted)) == ("facts", 1)
    assert (root / "source/facts/.snapshots/trade-api.json").exists()
    assert "value: 9.4e9" in (root / "source/facts/trade.yaml").read_text()


def test_a_file_and_a_query_are_feeds_too(tmp_path: Path) -> None:
    import sqlite3

    ledger = """\
feeds:
  table:
    file: data/trade.csv
    facts: {goods: {at: {row: {year: 2023}, column: goods}}}
  base:
    query: {file: data/trade.sqlite, sql: "SELECT year, sum(goods) AS total FROM trade GROUP BY year"}
    facts: {total: {at: {row: {year: 2023}, column: total}}}
facts:
  goods: {value: 1, unit: USD, as-of: 2023}
  total: {value: 1, unit: USD, as-of: 2023}
"""
    root = feeding(tmp_path, "", ledger=ledger)
    data = root / "source/brief/data"
    data.mkdir()
    (data / "trade.csv").write_text("year,goods\n2022,9.1\n2023, 9.4\n")
    database = sqlite3.connect(data / "trade.sqlite")
    database.execute("CREATE TABLE trade (year, goods)")
    database.executemany("INSERT INTO trade VALUES (?, ?)", [(2023, 4), (2023, 5.5), (2022, 1)])
    database.commit()
    database.close()
    done = refreshed(root, accept=True)
    assert {each.key: str(each.now) for one in done for each in one.accepted} == {"goods": "9.4", "total": "9.5"}
    assert {each.status for each in done} == {Status.GOOD}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM trade",
        "ATTACH '/etc/passwd' AS x",
        "PRAGMA writable_schema = 1",
        "SELECT load_extension('x')",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS goods FROM n",
        "SELECT nothing FROM trade",
        "SELECT 1; SELECT 2",
    ],
)
def test_a_query_can_only_read_and_not_for_ever(tmp_path: Path, sql: str) -> None:
    import sqlite3

    ledger = f'feeds:\n  base:\n    query: {{file: x.sqlite, sql: "{sql}"}}\n    facts: {{goods: {{at: {{row: {{a: 1}}, column: goods}}}}}}\n'
    root = feeding(tmp_path, "", ledger=ledger)
    database = sqlite3.connect(root / "source/brief/x.sqlite")
    database.execute("CREATE TABLE trade (year, goods)")
    database.commit()
    database.close()
    before = (root / "source/brief/x.sqlite").read_bytes()
    (done,) = refreshed(root, patience=0.3)
    assert told([done])[0][0] in {"bad-feed", "feed-unreachable"}
    assert (root / "source/brief/x.sqlite").read_bytes() == before


@pytest.mark.parametrize("target", ["../../secret.json", "/etc/hostname", "link.json", "missing.json", "."])
def test_a_file_feed_reads_nothing_outside_its_folder(tmp_path: Path, target: str) -> None:
    root = feeding(tmp_path, "", ledger=f"feeds:\n  x: {{file: {target}, facts: {{goods: $.a}}}}\n")
    (root / "secret.json").write_text('{"a": 1}')
    (root / "source/brief/link.json").symlink_to(root / "secret.json")
    (done,) = refreshed(root)
    assert told([done])[0][0] in {"outside-folder", "feed-unreachable"}
    assert done.proposals == []


def test_answers_are_never_written_outside_the_folder(tmp_path: Path, server: FeedServer) -> None:
    root = feeding(tmp_path / "w", f"{server.url}/trade.json")
    (tmp_path / "elsewhere").mkdir()
    (root / "source/brief/data").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(PublisherError, match="outside-folder"):
        refreshed(root)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_time_is_that_of_the_clock_and_nothing_else(tmp_path: Path, server: FeedServer) -> None:
    roots = [feeding(tmp_path / name, f"{server.url}/trade.json") for name in ("one", "two")]
    for root in roots:
        refreshed(root, accept=True)
    assert kept(roots[0]) == kept(roots[1])
    assert dt.datetime(2024, 5, 1, 6, 30, tzinfo=dt.UTC) == MOMENT
