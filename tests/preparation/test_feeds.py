from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from publisher import export, prepare, read
from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = """\
feeds:
  trade:
    url: https://example.org/trade.json
    as-of: {at: $.period, max-age: 60 days}
    facts: {goods: $.goods}
  rates: {file: rates.json, max-age: 10 days, facts: {rate: $.rate, price: $.price}}
facts:
  goods: {value: 9.1e9, unit: USD, as-of: 2023}
  rate: {value: 26, unit: percent, as-of: 2022}
  price: {value: 5, unit: USD}
  half: {formula: goods / 2, unit: USD, digits: 2}
  typed: {value: 5, unit: number}
"""
TODAY = dt.date(2024, 5, 1)


def state(folder: Path, name: str, **values: Any) -> None:
    good = {"sha256": "0" * 64, "retrieved": "2024-04-30T06:00:00Z", "values": {}} | values.pop("good", {})
    attempt = {"at": "2024-05-01T06:00:00Z", "outcome": "good"} | values
    place = folder / "source/brief/data/.snapshots"
    place.mkdir(parents=True, exist_ok=True)
    whole = {"url": "u", "good": good, "kept": [], "attempt": attempt}
    (place / f"{name}.json").write_text(json.dumps(whole))


def test_the_oldest_date_of_the_feeds_that_are_cited_is_said(tmp_path: Path) -> None:
    state(tmp_path, "trade", good={"as-of": "2024-04", "values": {"goods": "9100000000"}})
    state(tmp_path, "rates", good={"values": {"rate": "26", "price": "5"}})
    texts = {
        "{fact}`half` {fact}`typed`": "Data as of April 2024",
        "{fact}`half` {fact}`rate`": "Data as of 2022",
        "{fact}`rate` {fact}`price`": "Data as of 2022",
        "{fact}`half` {fact}`price`": "Data as of April 2024",
        "{fact}`price`": "Data as of April 30, 2024",
    }
    for number, (text, said) in enumerate(texts.items()):
        (tmp_path / f"source/{number}").mkdir()
        (tmp_path / "source/brief/data").replace(tmp_path / f"source/{number}/data")
        told, found = brief(tmp_path, LEDGER, text, name=f"source/{number}", today=TODAY)
        (tmp_path / f"source/{number}/data").replace(tmp_path / "source/brief/data")
        assert said in told
        assert {code for code, _ in codes(found)} <= {"unused-fact", "unsourced-fact"}


def test_max_age_counts_from_the_fetching_where_the_data_say_no_date_though_the_figure_is_older(tmp_path: Path) -> None:
    state(tmp_path, "rates", good={"values": {"rate": "26"}})
    _, found = brief(tmp_path, LEDGER, "{fact}`rate`", today=TODAY)
    assert "feed-stale" not in {each.code for each in found}
    _, found = brief(tmp_path, LEDGER, "{fact}`rate`", today=dt.date(2024, 5, 11))
    (told,) = [each for each in found if each.code == "feed-stale"]
    assert told.message.endswith("older than `max-age` allows; the figures shown are of 2022-12-31, 497 days ago")


def test_a_document_without_facts_of_feeds_says_nothing_of_them(tmp_path: Path) -> None:
    told, found = brief(tmp_path, LEDGER, "{fact}`typed`", today=TODAY)
    assert "Data as of" not in told
    assert not any(code.startswith("feed-") for code, _ in codes(found))


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ({"outcome": "failed", "problem": "p"}, "feed-failed", "could not be fetched on 2024-05-01: p; the figures"),
        ({"outcome": "refused", "problem": "p"}, "feed-failed", "gave an answer that was refused on 2024-05-01: p"),
        ({"outcome": "held", "problem": "p"}, "feed-failed", "is held on 2024-05-01: p; the figures shown are of 2024-03"),
        ({"good": {"as-of": "2024-02"}}, "feed-stale", "older than `max-age` allows; the figures shown are of 2024-02-29, 62 days"),
        ({"good": {"values": {"goods": "9.2e9"}}}, "feed-pending", "has newer figures than the ledger: goods"),
    ],
)  # fmt: skip
def test_a_feed_that_is_not_as_it_should_be_is_told_at_its_place(
    tmp_path: Path, given: dict[str, Any], code: str, says: str
) -> None:
    good = {"as-of": "2024-03", "values": {"goods": "9.1e9"}} | given.pop("good", {})
    state(tmp_path, "trade", good=good, **given)
    text, found = brief(tmp_path, LEDGER, "{fact}`goods`", today=TODAY)
    assert text
    told = next(each for each in found if each.code == code)
    assert says in told.message
    assert told.at is not None
    assert told.at.line in {2, 4}
    if code != "feed-pending":
        _, found = brief(tmp_path, LEDGER, "{fact}`goods`", "on-stale: fail\n", today=TODAY)
        assert "feed-unfit" in {each.code for each in found}
        assert code not in {each.code for each in found}


def test_a_figure_that_was_not_accepted_keeps_the_date_of_the_ledger(tmp_path: Path) -> None:
    state(tmp_path, "trade", good={"as-of": "2024-04", "values": {"goods": "9.2e9"}})
    told, _ = brief(tmp_path, LEDGER, "{fact}`goods`", today=TODAY)
    assert "Data as of 2023" in told
    assert "$9.1 billion" in told


def test_a_feed_that_was_never_fetched_is_told(tmp_path: Path) -> None:
    told, found = brief(tmp_path, LEDGER, "{fact}`goods`", today=TODAY)
    assert "Data as of 2023" in told
    assert [each.message for each in found if each.code == "feed-failed"] == [
        "the feed trade has never been fetched; the figures shown are of 2023-12-31, 122 days ago"
    ]


def test_a_fact_that_only_a_feed_knows_can_t_be_cited_yet(tmp_path: Path) -> None:
    _, found = brief(tmp_path, "feeds: {x: {file: x.json, facts: {new: $.a}}}", "{fact}`new`")
    (told,) = [each for each in found if each.code == "unknown-fact"]
    assert told.hint == "a feed brings it: publisher refresh --accept writes it into the ledger"


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"attempt": {"at": "x", "outcome": "good"}, "url": ""}', "\x00", "[" * 9999]
)
def test_a_state_that_was_spoiled_is_told(tmp_path: Path, text: str) -> None:
    state(tmp_path, "trade")
    (tmp_path / "source/brief/data/.snapshots/trade.json").write_text(text)
    _, found = brief(tmp_path, LEDGER, "{fact}`goods`")
    assert "bad-data" in {each.code for each in found}


@pytest.mark.parametrize("said", ["x", "2024-13", "2024-02-30", "2024-04-05Z", 5, None, []])
def test_a_state_without_a_date_that_can_be_read_is_told(tmp_path: Path, said: object) -> None:
    state(tmp_path, "trade", good={"as-of": said, "values": {"goods": "9.1e9"}})
    _, found = brief(tmp_path, LEDGER, "{fact}`goods`")
    assert "bad-data" in {each.code for each in found}


def test_an_answer_that_says_the_same_has_read_the_fact_anew(tmp_path: Path) -> None:
    state(tmp_path, "trade", good={"values": {"goods": "9.1e9"}})
    brief(tmp_path, LEDGER, "{fact}`goods`")
    document = prepare(read(tmp_path / "source/brief", root=tmp_path))
    assert document.ledger.facts["goods"].retrieved == dt.date(2024, 4, 30)
    assert document.ledger.facts["goods"].feed == "trade"


def test_data_that_say_of_when_they_are_were_not_retrieved_anew_for_readers(tmp_path: Path) -> None:
    state(tmp_path, "trade", good={"as-of": "2024-04-05", "values": {"goods": "9.1e9"}})
    brief(tmp_path, LEDGER, "{fact}`goods`")
    fact = prepare(read(tmp_path / "source/brief", root=tmp_path)).ledger.facts["goods"]
    assert (fact.retrieved, fact.confirmed) == (None, dt.date(2024, 4, 30))


def test_a_feed_in_another_language(tmp_path: Path) -> None:
    state(tmp_path, "trade", good={"as-of": "2024-04-05", "values": {"goods": "9.1e9"}})
    brief(tmp_path, LEDGER, "{fact}`goods`", "lang: es\n")
    document = prepare(read(tmp_path / "source/brief", root=tmp_path))
    assert "Fecha de los datos: 5 de abril de 2024" in export(document, "txt").content.decode()


def test_an_answer_that_is_not_what_was_fetched_is_told(tmp_path: Path) -> None:
    content = b"{}"
    digest = hashlib.sha256(content).hexdigest()
    state(tmp_path, "trade", good={"sha256": digest})
    answer = tmp_path / f"source/brief/data/.snapshots/trade/{digest}.json"
    answer.parent.mkdir()
    answer.write_bytes(content)
    assert "bad-data" not in {each.code for each in brief(tmp_path, LEDGER, "{fact}`goods`")[1]}
    answer.write_bytes(b"[]")
    (told,) = [each for each in brief(tmp_path, LEDGER, "{fact}`goods`")[1] if each.code == "bad-data"]
    assert told.message == f"data/.snapshots/trade/{digest}.json is not what was fetched: its hash is another"
    assert told.hint.startswith("publisher refresh puts it aside")


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("on-stale: mark\n", "$4.55 billion [out of date since April 30, 2024]"),
        ("", "$4.55 billion"),
    ],
)
def test_a_figure_of_a_feed_that_is_too_old_is_marked_where_that_is_asked_for(
    tmp_path: Path, metadata: str, said: str
) -> None:
    state(tmp_path, "trade", good={"as-of": "2024-02", "values": {"goods": "9100000000"}})
    text, _ = brief(tmp_path, LEDGER, "It is {fact}`half`.", metadata, today=TODAY)
    assert f"It is {said}." in text
