from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publisher.cli import main
from publisher.config import find_workspace
from publisher.diagnostics import Status
from publisher.feeds import Wanted, packages, refresh
from tests.support.feeds import DATA, LEDGER, MOMENT, TOKEN, feeding, kept, refreshed, replying, told

if TYPE_CHECKING:
    from tests.support.feeds import FeedServer

ROOT = Path(__file__).parents[2]
SCHEMA = LEDGER[LEDGER.index("    schema:") : LEDGER.index("    as-of:")]
FETCHED = dt.datetime(2025, 2, 3, 6, 30, tzinfo=dt.UTC)
"""When the guide's own feed was."""


def command(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main(words)
    out, err = capfd.readouterr()
    assert TOKEN not in out + err
    assert isinstance(caught.value.code, int)
    return caught.value.code, out, err


@pytest.fixture
def place(tmp_path: Path, server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRADE_TOKEN", TOKEN)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MOMENT.timestamp())))
    monkeypatch.chdir(feeding(tmp_path, f"{server.url}/trade.json"))
    return tmp_path


def test_a_refresh_tells_what_would_change_and_where(
    place: Path, server: FeedServer, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, err = command(capfd, "refresh")
    assert (status, err) == (0, "")
    assert out.startswith(
        "brief/trade-api: good, data of 2024-03-31; 1 change\n"
        "  proposed: source/brief/facts.yaml:19:18: goods: was 9100000000, is now 9400000000 (+3.3 %), "
        f"as of 2024-03-31, from trade-api ({server.url}/trade.json, 2024-05-01T06:30:00Z, sha256 "
    )
    assert command(capfd, "refresh", "brief", "--feed", "trade-api", "--accept")[1].count("accepted: ") == 1
    assert "value: 9.4e9" in (place / "source/brief/facts.yaml").read_text()
    assert command(capfd, "refresh")[1] == "brief/trade-api: good, data of 2024-03-31; nothing has changed\n"


def test_a_folder_whose_name_can_t_be_published_is_not_passed_over(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(place / "source/brief", place / "source/feed.atom")
    status, out, err = command(capfd, "refresh")
    assert (status, out.splitlines()[0]) == (1, "feed.atom: not refreshed")
    assert "brief/trade-api: good" in out
    assert "error[bad-name]: feed.atom can't be published" in err
    assert command(capfd, "refresh", "brief")[0] == 0


def test_what_goes_wrong_is_told_at_its_place_with_a_status(
    place: Path, server: FeedServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.answer = replying({}, status=500)
    status, out, err = command(capfd, "refresh", "--accept")
    assert (status, out) == (3, "brief/trade-api: not refreshed; there is no earlier answer\n")
    assert err.startswith(
        "source/brief/facts.yaml:5:3: error[feed-unreachable]: trade-api: it answers with status 500\n    trade-api:\n    ^"
    )
    server.answer = replying({**DATA, "rows": [{"year": 2023, "goods": "many"}]})
    status, out, err = command(capfd, "refresh", "--json")
    told = json.loads(out)
    assert (status, told["status"], told["outcome"], err) == (1, 1, "refused", "")
    assert [each["code"] for each in told["diagnostics"]] == ["feed-refused"]
    assert (told["proposed"], told["accepted"]) == ([], [])
    assert json.loads((place / "source/brief/data/.snapshots/proposed.json").read_text()) == {
        "proposed": [],
        "held": [],
    }


def test_help_and_wrong_calls(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = command(capfd, "help", "refresh")
    assert status == 0
    assert out.startswith("usage: publisher refresh [SLUG] … [options]\n")
    assert "--confirm CONFIRM" in out
    assert command(capfd, "refresh", "brief", "--today", "soon")[0] == 2
    assert command(capfd, "refresh", "nobody")[0] == 2
    assert command(capfd, "refresh", "--confirm", "godos")[2].endswith("hint: did you mean goods?\n")
    (place / "source/brief/facts.yaml").write_text("facts: {}\n")
    assert command(capfd, "refresh")[:2] == (0, "no feeds are declared\n")


@pytest.mark.usefixtures("place")
def test_a_missing_package_names_its_command(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda _: None)
    status, _, err = command(capfd, "refresh")
    assert status == 3
    assert "error[missing-package]: trade-api: feeds need the package that brings jsonschema" in err
    assert '-m pip install "publisher[feeds]"' in err


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (SCHEMA, "    schema: missing.json\n", 9),
        (SCHEMA, "    schema: index.md\n", 9),
        ("$.rows[?@.year == 2023].goods", "$.rows[?@.year ==", 17),
        ("type: object\n", "type: thing\n", 10),
        ("{rows: {type: array,", '{rows: {$ref: "https://example.org/x.json", type: array,', 10),
        ("{rows: {type: array,", "{rows: {patternProperties: {'(': {}}, type: array,", 10),
    ],
)
def test_a_declaration_that_can_t_be_used_is_told_where_it_stands(
    tmp_path: Path, server: FeedServer, before: str, after: str, line: int
) -> None:
    root = feeding(tmp_path, f"{server.url}/trade.json", ledger=LEDGER.replace(before, after))
    (done,) = refreshed(root)
    assert told([done]) == [("bad-feed", line)]
    assert done.status is Status.SOURCE
    assert {path for path, _ in server.asked} <= {"/trade.json"}


def test_patterns_do_not_hold_up_a_refresh(tmp_path: Path, server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.feeds.checking._SECONDS", 0.2)
    schema = (
        LEDGER.replace("{type: integer}", "")
        .replace("required: [period, rows]", "required: [x]")
        .replace("properties: {rows:", 'properties: {x: {pattern: "^(a+)+$"}, rows:')
    )
    root = feeding(tmp_path, f"{server.url}/trade.json", ledger=schema)
    server.answer = replying({**DATA, "x": "a" * 40 + "!"})
    (done,) = refreshed(root)
    assert told([done]) == [("bad-feed", 10)]


def test_a_credential_is_not_sent_in_the_clear(tmp_path: Path) -> None:
    root = feeding(tmp_path, "http://example.org/trade.json")
    (done,) = refreshed(root)
    assert (done.status, told([done])) == (Status.OUTSIDE, [("feed-credential", 6)])


def in_a_table(tmp_path: Path, server: FeedServer) -> Path:
    root = feeding(tmp_path, f"{server.url}/trade.json", ledger=LEDGER.partition("facts:\n  goods: {value")[0])
    (root / "source/brief/index.md").write_text("---\ntitle: T\n---\n\n{fact}`goods`\n")
    return root


def test_a_figure_is_accepted_into_a_ledger_that_is_a_table(tmp_path: Path, server: FeedServer) -> None:
    root = in_a_table(tmp_path, server)
    table = root / "source/brief/facts.csv"
    table.write_text("key,value,unit\ngoods,9.1e9,USD\n")
    (done,) = refreshed(root, accept=True)
    assert (done.status, told([done]), [each.key for each in done.accepted]) == (Status.GOOD, [], ["goods"])
    assert table.read_text() == "key,value,unit,as-of,retrieved\ngoods,9.4e9,USD,2024-03-31,2024-05-01\n"


def test_a_figure_is_accepted_into_a_database(tmp_path: Path, server: FeedServer) -> None:
    root = in_a_table(tmp_path, server)
    file = root / "source/brief/facts.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE facts (key TEXT, value NUMERIC, unit TEXT)")
        database.execute("INSERT INTO facts VALUES ('goods', 9.1e9, 'USD')")
        database.commit()
    (done,) = refreshed(root, accept=True)
    assert (done.status, told([done]), [each.key for each in done.accepted]) == (Status.GOOD, [], ["goods"])
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT * FROM facts").fetchall() == [
            ("goods", 9400000000, "USD", "2024-03-31", "2024-05-01")
        ]


def test_a_table_that_says_something_else_with_a_figure_is_left_to_a_person(tmp_path: Path, server: FeedServer) -> None:
    root = in_a_table(tmp_path, server)
    file = root / "source/brief/facts.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE kept (key TEXT, value NUMERIC, unit TEXT)")
        database.execute("INSERT INTO kept VALUES ('goods', 9.1e9, 'USD')")
        database.execute("CREATE VIEW facts AS SELECT * FROM kept")
        database.commit()
    before = file.read_bytes()
    (done,) = refreshed(root, accept=True)
    assert (done.status, told([done]), done.accepted) == (Status.SOURCE, [("not-accepted", 2)], [])
    assert done.report.diagnostics[0].hint == (
        "write it yourself: value: 9400000000, as-of: 2024-03-31, retrieved: 2024-05-01"
    )
    assert file.read_bytes() == before


def test_the_example_of_the_guide_is_really_refreshed(tmp_path: Path) -> None:
    root = tmp_path / "w"
    shutil.copytree(ROOT / "source/publisher-guide", root / "source/publisher-guide")
    before = kept(root)
    place = find_workspace(root)
    (done,) = refresh(place, Wanted(accept=True), FETCHED, {})
    assert (done.feed, done.status, done.proposals) == ("visitors", Status.GOOD, [])
    assert kept(root) == before
    data = root / "source/publisher-guide/data/visitors.json"
    data.write_text(data.read_text().replace("1402", "1420"))
    (done,) = refresh(place, Wanted(accept=True), FETCHED, {})
    assert [(each.key, str(each.now)) for each in done.accepted] == [("visitors-2024", "1420000")]
    assert "visitors-2024: {value: 1420000," in (root / "source/publisher-guide/facts.yaml").read_text()
