"""A preview that runs while a test asks it things."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from publisher.config import find_workspace
from publisher.preview.desk import Desk
from publisher.preview.server import Server, listening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Answer", "Client", "running"]

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a preview answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


@dataclass(frozen=True, slots=True)
class Client:
    """Asks a preview, with the path just as it is written."""

    port: int

    def get(self, path: str, host: str | None = None, method: str = "GET") -> Answer:
        """Ask for a path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", f"127.0.0.1:{self.port}" if host is None else host)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def eventually(self, path: str, words: str) -> str:
        """Ask for a page until it says something, as a browser does that hears of news."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if words in (text := self.get(path).text):
                return text
        pytest.fail(f"{path} never says {words!r}")


@contextlib.contextmanager
def running(root: Path) -> Iterator[Client]:
    """Run a preview of a workspace in a thread."""
    desk = Desk(find_workspace(root), (), lenient=False, tell=lambda *_: None)
    there = threading.Event()
    with listening(0) as listener:
        client = Client(listener.getsockname()[1])
        server = Server(desk, there.set)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            assert there.wait(_PATIENCE)
            yield client
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)
            assert not thread.is_alive()
