"""A real HTTP server on loopback that answers as a test wants, and a workspace whose figures come from it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from publisher.config import find_workspace
from publisher.feeds import Refreshed, Wanted, refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

TOKEN = "s3cr3t/t0ken+value"  # noqa: S105  of this test
MOMENT = dt.datetime(2024, 5, 1, 6, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2024, 5, 2, 6, 30, tzinfo=dt.UTC)
DATA = {"period": "2024-03-31", "rows": [{"year": 2022, "goods": 9100}, {"year": 2023, "goods": 9400}]}
"""What the feed answers when all is well."""

LEDGER = """\
# Kept by the trade desk.
sources:
  ustr: {title: Peru, publisher: Office of the U.S. Trade Representative}
feeds:
  trade-api:
    url: %s
    source: ustr
    headers: {Authorization: "Bearer ${TRADE_TOKEN}"}
    schema:
      type: object
      required: [period, rows]
      properties: {rows: {type: array, items: {type: object, required: [year, goods]}}}
    as-of: {at: $.period, max-age: 60 days}
    timeout: 20 seconds
    size: 100 kB
    facts:
      goods: {at: "$.rows[?@.year == 2023].goods", range: [0, 1e11], max-change: 20%%, scale: 1e6}
facts:
  goods: {value: 9.1e9, unit: USD, as-of: 2022-12-31}   # the figure of the title
  doubled: {formula: goods * 2, unit: USD, digits: 1}
"""
TEXT = "---\ntitle: Trade\nlang: en-US\n---\n\nTwo-way trade, doubled, is {fact}`doubled`.\n\n:::{sources}\n:::\n"


class FeedServer:
    """Answers on loopback; `answer` decides how, and `asked` holds what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[BaseHTTPRequestHandler], None] = replying(DATA)
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.released = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.asked.append((self.path, dict(self.headers)))
                with contextlib.suppress(ConnectionError):
                    owner.answer(self)

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002  the name is http.server's
                del format

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @contextlib.contextmanager
    def running(self) -> Iterator[FeedServer]:
        self.thread.start()
        try:
            yield self
        finally:
            self.released.set()
            self.server.shutdown()
            self.server.server_close()
            self.thread.join()

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Say nothing until the test is over."""
        del handler
        self.released.wait()

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """Send a byte now and then, so that no time-out between two bytes ever comes."""
        send(handler, 200, {"Content-Length": "100000"}, b"")
        while not self.released.wait(0.02):
            handler.wfile.write(b" ")

    def drip_head(self, handler: BaseHTTPRequestHandler) -> None:
        """The same within the head of the answer."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.released.wait(0.02):
            handler.wfile.write(b"x")


def send(handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str], body: bytes) -> None:
    handler.send_response(status)
    for name, text in headers.items():
        handler.send_header(name, text)
    handler.end_headers()
    handler.wfile.write(body)


def replying(
    data: Any = None, *, body: bytes | None = None, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with data as JSON, or with bytes as they are."""
    content = json.dumps(data).encode() if body is None else body
    named = {"Content-Type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, status, {"Content-Length": str(len(content))} | named, content)

    return answer


def feeding(root: Path, url: str, *, ledger: str = LEDGER, text: str = TEXT) -> Path:
    """Make a workspace with one document whose figures come from a feed; return its folder."""
    home = root / "source" / "brief"
    home.mkdir(parents=True)
    (root / "publisher.toml").write_text("", encoding="utf-8")
    (home / "index.md").write_text(text, encoding="utf-8")
    (home / "facts.yaml").write_text(ledger % url if "%s" in ledger else ledger, encoding="utf-8")
    return root


def refreshed(root: Path, moment: dt.datetime = MOMENT, **wanted: Any) -> list[Refreshed]:
    """Refresh with the credential in the environment."""
    environment = wanted.pop("environment", {"TRADE_TOKEN": TOKEN})
    return refresh(find_workspace(root), Wanted(**{"patience": 5.0, **wanted}), moment, environment)


def told(done: list[Refreshed]) -> list[tuple[str, int]]:
    """Return the codes of everything that is wrong, with their lines."""
    return [(each.code, each.at.line if each.at else 0) for one in done for each in one.report.sorted()]


def kept(root: Path) -> dict[str, bytes]:
    """Return every file of a workspace apart from what is published, by name."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "source").rglob("*"))
        if path.is_file()
    }
