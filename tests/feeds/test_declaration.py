from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.reader import facts_schema
from publisher.reader.ledger import ledger_of
from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from pathlib import Path


def declared(feed: str) -> list[tuple[str, str, str]]:
    report = Report()
    ledger_of(f"feeds:\n  x: {{{feed}}}\n", "facts.yaml", report)
    return [(each.code, each.message, each.hint) for each in report.diagnostics]


GOOD = 'url: "https://example.org/x.json"'


@pytest.mark.parametrize(
    ("feed", "code", "says"),
    [
        ("format: json", "missing-key", "x has neither url, file nor query"),
        (f"{GOOD}, file: a.json", "wrong-type", "x has url and file"),
        (f"{GOOD}, facts: {{a: b}}", "wrong-type", "at must be a place in the data, not 'b'"),
        (f"{GOOD}, facts: {{a: {{at: {{row: {{y: 1}}, column: c}}}}}}", "wrong-type", "x is json, in which places"),
        (f"{GOOD}, facts: {{a: {{at: $.a, range: [2, 1]}}}}", "wrong-type", "range must be two numbers"),
        (f"{GOOD}, facts: {{a: {{at: $.a, max-change: 20}}}}", "wrong-type", "max-change must be a percentage"),
        (f"{GOOD}, facts: {{a: {{at: $.a, scale: 0}}}}", "wrong-type", "scale must be a number other than nought"),
        (f"{GOOD}, facts: {{a: {{at: $.a, limit: 0}}}}", "unknown-key", "there is no key limit"),
        (f"{GOOD}, timeout: 1 hour", "wrong-type", "timeout must be a time up to 120 seconds"),
        (f"{GOOD}, timeout: 500 seconds", "wrong-type", "timeout must be a time up to 120 seconds"),
        (f"{GOOD}, size: 1 GB", "wrong-type", "size must be a size up to 10 MB"),
        (f"{GOOD}, size: 11 MB", "wrong-type", "size must be a size up to 10 MB"),
        (f"{GOOD}, headers: {{Host: evil}}", "wrong-type", "headers can't have 'Host'"),
        (f'{GOOD}, headers: {{"A b": c}}', "wrong-type", "headers can't have 'A b'"),
        (f'{GOOD}, headers: {{X-A: "é"}}', "wrong-type", "headers has a character in X-A"),
        ("file: x.json, headers: {Accept: a}", "wrong-type", "x has headers, but no url"),
        ("file: x.csv, schema: {type: object}", "wrong-type", "x has a schema, but its answer is a table"),
        ("query: {file: x.sqlite, sql: SELECT 1}, format: json", "wrong-type", "x is a query, whose answer is a table"),
        ("url: ftp://example.org/x", "wrong-type", "url must be an address"),
        ("url: file:///etc/passwd", "wrong-type", "url must be an address"),
        ('url: "https://${HOST}/x"', "wrong-type", "url takes its host from the environment"),
    ],
)
def test_a_feed_that_is_not_declared_well_is_told(feed: str, code: str, says: str) -> None:
    found = declared(feed)
    assert [each[0] for each in found] == [code]
    assert found[0][1].startswith(says)
    assert found[0][2]


@pytest.mark.parametrize("name", ["Proposed", "a b", "../x", "proposed", "a--b"])
def test_the_name_of_a_feed_is_one_of_a_file(name: str) -> None:
    report = Report()
    ledger_of(f'feeds:\n  "{name}": {{file: x.json}}\n', "facts.yaml", report)
    assert [each.code for each in report.diagnostics] == ["wrong-type"]


SECRET = "sk-1234567890abcdef"  # noqa: S105  of this test


@pytest.mark.parametrize(
    "feed",
    [
        f'url: "https://example.org/", headers: {{Authorization: "Bearer {SECRET}"}}',
        f'url: "https://example.org/", headers: {{authorization: "Bearer ${{TOKEN}}{SECRET}"}}',
        f'url: "https://example.org/", headers: {{X-Api-Key: {SECRET}}}',
        f'url: "https://example.org/", headers: {{X-Key: {SECRET}}}',
        f'url: "https://example.org/", headers: {{X-Key: "${{EMPTY}}{SECRET}"}}',
        f'url: "https://example.org/", headers: {{Ocp-Subscription: "{SECRET}"}}',
        f'url: "https://example.org/", headers: {{Accept-Token: {SECRET}}}',
        f'url: "https://example.org/", headers: {{Cookie: "session={SECRET}"}}',
        f'url: "https://example.org/", headers: {{X-Y: [1], Private-Token: {SECRET}}}',
        f'url: "https://me:{SECRET}@example.org/"',
        f'url: "https://example.org/?api_key={SECRET}"',
        f'url: "https://example.org/?a=1&access_token={SECRET}"',
    ],
)
def test_a_credential_that_is_written_out_is_refused_and_shown_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], feed: str
) -> None:
    import sys

    from publisher.console import tell

    _, found = brief(tmp_path, f"feeds:\n  x: {{{feed}, facts: {{goods: $.a}}}}\n", "Text.")
    assert {"literal-secret", "wrong-type"} & {each.code for each in found}
    report = Report(found)
    tell(report, sys.stderr)
    assert SECRET not in capsys.readouterr().err
    own = Report()
    ledger_of((tmp_path / "source/brief/facts.yaml").read_text(), "facts.yaml", own)
    assert SECRET not in str(own.sources)


@pytest.mark.parametrize(
    "feed",
    [
        'url: "https://example.org/?key=${KEY}&year=2023", headers: {Authorization: "Bearer ${TOKEN}", Accept: a/b}',
        'url: "https://example.org/", headers: {X-Api-Key: "${KEY}", X-Key: "${KEY}", X-Client: "id=${KEY}"}',
        'url: "https://example.org/", headers: {Accept-Language: en, User-Agent: desk/1.0, If-None-Match: a1b2c3d4e5f6}',
        'url: "https://example.org/", headers: {Cache-Control: no-cache, Referer: "https://example.org/", X-Note: ""}',
        'url: "https://example.org/", headers: {X-GitHub-Api-Version: 2022-11-28, Content-Type: application/json}',
        'url: "http://127.0.0.1:8080/x.csv", facts: {goods: {at: {row: {year: 2023}, column: goods}, as-of: own}}',
        "file: data/x.json, schema: x.schema.json, max-age: 3 months, timeout: 5, size: 20 kB",
    ],
)
def test_what_comes_from_the_environment_is_taken(feed: str) -> None:
    assert declared(feed) == []


def test_a_header_that_may_hold_a_credential_is_told_at_its_value() -> None:
    report = Report()
    text = "feeds:\n  x:\n    url: https://example.org/x.json\n    headers:\n      Accept: a/b\n      X-Key: abcdef123456\n"
    ledger_of(text, "facts.yaml", report)
    (told,) = report.diagnostics
    assert (told.code, told.at and (told.at.line, told.at.column)) == ("literal-secret", (6, 14))
    assert told.message == "headers write out what may be a credential, in X-Key"
    assert told.hint.startswith("put it into the environment, and write ${NAME} in its place; only headers such as")


def test_a_fact_has_one_feed_and_is_a_number(tmp_path: Path) -> None:
    ledger = """\
feeds:
  one: {file: a.json, source: nobody, facts: {goods: $.a, words: $.b, sum: $.c}}
  two: {file: a.json, facts: {goods: $.a}}
facts:
  goods: {value: 1, unit: number}
  words: {value: "one"}
  sum: {formula: goods + 1}
"""
    _, found = brief(tmp_path, ledger, "{fact}`goods` {fact}`words` {fact}`sum`")
    told = codes(found)
    assert told.count(("wrong-type", "facts.yaml:2")) == 2
    assert ("duplicate-key", "facts.yaml:3") in told
    assert ("unknown-source", "facts.yaml:2") in told


def test_the_schema_for_editors_knows_feeds() -> None:
    schema = facts_schema()
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    keys = definitions["FeedFields"]["properties"]
    assert {"url", "file", "query", "schema", "as-of", "max-age", "facts", "headers", "size", "timeout"} <= set(keys)
    assert keys["schema"]["description"].startswith("What the answer must be like")
