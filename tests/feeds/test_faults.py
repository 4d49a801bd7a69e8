"""Whatever a feed does: what was known stays, the report says why, and every format says of when its data are."""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from publisher import build
from publisher.diagnostics import Status
from tests.support.extracts import extract
from tests.support.feeds import DATA, LATER, TOKEN, FeedServer, feeding, kept, refreshed, replying, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

FORMATS = ("pdf", "docx", "html", "txt")
STATE = "source/brief/data/.snapshots/trade-api.json"
PROPOSED = "source/brief/data/.snapshots/proposed.json"
GOOD = json.dumps(DATA).encode()
OUTSIDE, SOURCE = Status.OUTSIDE, Status.SOURCE


@dataclass(frozen=True)
class Bad:
    """A way in which a feed goes wrong."""

    name: str
    code: str
    status: Status
    says: str
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None
    method: str = ""
    """Of the server, in place of an answer."""
    wanted: dict[str, Any] = field(default_factory=dict)


def _cut(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, {"Content-Length": str(len(GOOD))}, GOOD[:20])


def _cut_without_length(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, {}, GOOD[:20])


def _reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def _rows(goods: object) -> dict[str, Any]:
    return {**DATA, "rows": [{"year": 2023, "goods": goods}]}


BOMB = gzip.compress(b" " * 50_000_000)
REFUSED, UNREACHABLE = "feed-refused", "feed-unreachable"
FAULTS = (
    Bad("500", UNREACHABLE, OUTSIDE, "status 500", replying({}, status=500)),
    Bad("404", UNREACHABLE, OUTSIDE, "status 404", replying({}, status=404)),
    Bad("204", UNREACHABLE, OUTSIDE, "status 204", replying(body=b"", status=204)),
    Bad("hang", UNREACHABLE, OUTSIDE, "within 0.3 seconds", method="hang", wanted={"patience": 0.3}),
    Bad("drip", UNREACHABLE, OUTSIDE, "within 0.3 seconds", method="drip", wanted={"patience": 0.3}),
    Bad("drip-in-head", UNREACHABLE, OUTSIDE, "within 0.3 seconds", method="drip_head", wanted={"patience": 0.3}),
    Bad("reset", UNREACHABLE, OUTSIDE, "no connection", _reset),
    Bad("cut", UNREACHABLE, OUTSIDE, "ended before the answer", _cut),
    Bad("partial", REFUSED, SOURCE, "not JSON", _cut_without_length),
    Bad("no-json", REFUSED, SOURCE, "not JSON: Expecting", replying(body=b"{'period': 1}")),
    Bad("nan", REFUSED, SOURCE, "NaN", replying(body=GOOD.replace(b"9400", b"NaN"))),
    Bad("twice", REFUSED, SOURCE, "twice", replying(body=b'{"period": "2024-03", "period": "2024-02", "rows": []}')),
    Bad("deep", REFUSED, SOURCE, "nested too deep", replying(body=b"[" * 90_000)),
    Bad("schema", REFUSED, SOURCE, "does not fit the schema at $: 'rows' is a required", replying({"period": "2024"})),
    Bad("moved", REFUSED, SOURCE, "has nothing at $.rows", replying({**DATA, "rows": [{"year": 1, "goods": 1}]})),
    Bad("two", REFUSED, SOURCE, "has 2 at $.rows", replying({**DATA, "rows": [{"year": 2023, "goods": 9400}] * 2})),
    Bad("html", REFUSED, SOURCE, "a web page, not JSON", replying(body=b"<!doctype html>\n<p>Log in</p>")),
    Bad("text", REFUSED, SOURCE, "'n/a' in place of a number", replying(_rows("n/a"))),
    Bad("null", REFUSED, SOURCE, "nothing in place of a number", replying(_rows(None))),
    Bad("absurd", REFUSED, SOURCE, "outside its range", replying(_rows(-5))),
    Bad("huge", REFUSED, SOURCE, "more than 20 digits", replying(body=GOOD.replace(b"9400", b"9e55"))),
    Bad("jump", "feed-held", SOURCE, "by more than 20 %", replying(_rows(20000))),
    Bad("stale", REFUSED, SOURCE, "older than `max-age`", replying({**DATA, "period": "2023-12"})),
    Bad("back", REFUSED, SOURCE, "those that are kept of 2024-03-31", replying({**DATA, "period": "2024-03-30"})),
    Bad("to-come", REFUSED, SOURCE, "still to come", replying({**DATA, "period": "2024-06"})),
    Bad("no-date", REFUSED, SOURCE, "which is no date", replying({**DATA, "period": "last month"})),
    Bad("elsewhere", UNREACHABLE, OUTSIDE, "redirects to another host", replying({}, status=302, Location="http://localhost/x")),
    Bad("port", UNREACHABLE, OUTSIDE, "redirects to another host", replying({}, status=302, Location="http://127.0.0.1:9/x")),
    Bad("file", UNREACHABLE, OUTSIDE, "redirects to another host", replying({}, status=301, Location="file:///etc/passwd")),
    Bad("circle", UNREACHABLE, OUTSIDE, "more than 3 times", replying({}, status=302, Location="/trade.json")),
    Bad("large", UNREACHABLE, OUTSIDE, "larger than 0.1 MB", replying(body=GOOD + b" " * 100_000)),
    Bad("bomb", UNREACHABLE, OUTSIDE, "larger than 0.1 MB", replying(body=BOMB, Content_Encoding="gzip")),
    Bad("half-packed", UNREACHABLE, OUTSIDE, "ended before", replying(body=gzip.compress(GOOD)[:40], Content_Encoding="gzip")),
    Bad("not-packed", UNREACHABLE, OUTSIDE, "can't be unpacked", replying(body=GOOD, Content_Encoding="gzip")),
    Bad("unasked", UNREACHABLE, OUTSIDE, "not asked for", replying(body=zlib.compress(GOOD), Content_Encoding="br")),
    Bad("latin-1", REFUSED, SOURCE, "not UTF-8: byte 2 is 0xE9", replying(body=b'"\xe9"')),
    Bad("utf-16", REFUSED, SOURCE, "not UTF-8", replying(body=json.dumps(DATA).encode("utf-16"))),
    Bad("empty", REFUSED, SOURCE, "the answer is empty", replying(body=b"")),
    Bad("echo", REFUSED, SOURCE, "repeats a credential", replying({**DATA, "for": TOKEN})),
    Bad("no-token", "feed-credential", OUTSIDE, "no TRADE_TOKEN", replying(DATA), wanted={"environment": {}}),
    Bad("two-lines", "feed-credential", OUTSIDE, "no TRADE_TOKEN", replying(DATA), wanted={"environment": {"TRADE_TOKEN": "a\r\nX-Evil: b"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FeedServer, Path]]:
    """A workspace whose feed was good the first time, and the server that it asks."""
    with FeedServer().running() as server:
        root = feeding(tmp_path_factory.mktemp("good"), f"{server.url}/trade.json")
        (done,) = refreshed(root, accept=True)
        assert len(done.accepted) == 1
        yield server, root


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_leaves_everything_as_it_was_and_every_format_says_of_when_it_is(
    tmp_path: Path, good: tuple[FeedServer, Path], fault: Bad
) -> None:
    server, original = good
    root = tmp_path / "w"
    shutil.copytree(original, root)
    before = kept(root)
    server.answer = fault.answer or getattr(server, fault.method)
    (done,) = refreshed(root, LATER, accept=True, **fault.wanted)

    assert done.status is fault.status
    (diagnostic,) = done.report.diagnostics
    assert diagnostic.code == fault.code
    assert diagnostic.message.startswith("trade-api: ")
    assert fault.says in diagnostic.message
    assert diagnostic.hint
    assert diagnostic.at is not None
    assert diagnostic.at.path == "source/brief/facts.yaml"

    after = kept(root)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed <= {STATE, PROPOSED}
    known, state = json.loads(before[STATE]), json.loads(after[STATE])
    assert (state["good"], state["kept"]) == (known["good"], known["kept"])
    assert state["attempt"]["outcome"] in {"failed", "refused", "held"}
    assert fault.says in state["attempt"]["problem"]

    result = build(root, formats=FORMATS, today=LATER.date())
    assert result.status is Status.GOOD
    (outcome,) = result.outcomes
    warning = next(each for each in outcome.report.diagnostics if each.code == "feed-failed")
    assert fault.says in warning.message
    assert "the figures shown are of 2024-03-31, 32 days ago" in warning.message
    for path in outcome.paths:
        content = path.read_bytes()
        said = extract(path.suffix.removeprefix("."), content).text
        assert "Data as of March 31, 2024" in said
        assert "$18.8 billion" in said
        assert TOKEN.encode() not in content
    assert {path.suffix.removeprefix(".") for path in outcome.paths} == set(FORMATS)
    assert not any(TOKEN.encode() in content for content in after.values())
    assert TOKEN not in diagnostic.message + diagnostic.hint


def test_a_redirect_on_the_same_host_is_followed(good: tuple[FeedServer, Path], tmp_path: Path) -> None:
    server, original = good
    root = tmp_path / "w"
    shutil.copytree(original, root)
    first = iter((replying({}, status=307, Location="/trade.json?new=1"),))

    def moved(handler: BaseHTTPRequestHandler) -> None:
        next(first, replying(DATA))(handler)

    server.answer = moved
    (done,) = refreshed(root, LATER)
    assert done.status is Status.GOOD
    assert server.asked[-1][0] == "/trade.json?new=1"


def test_a_packed_answer_is_unpacked(good: tuple[FeedServer, Path], tmp_path: Path) -> None:
    server, original = good
    root = tmp_path / "w"
    shutil.copytree(original, root)
    server.answer = replying(body=gzip.compress(GOOD), Content_Encoding="gzip")
    assert refreshed(root, LATER)[0].status is Status.GOOD
