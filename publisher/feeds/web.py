"""Fetching over HTTP(S): one host, a deadline for the whole, a limit on bytes packed and unpacked.

urllib3 verifies certificates, reads no proxies or credentials from anywhere, and repeats and redirects nothing unless
told to. A time-out of its own begins again with each byte that drips in; the whole is therefore done in a thread that
is given up at the deadline.
"""

from __future__ import annotations

import queue
import threading
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from publisher.feeds.faults import Fault, unreachable

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from urllib3 import BaseHTTPResponse, PoolManager

    from publisher.feeds.credentials import Question

__all__ = ["Answer", "Limits", "fetched"]

_MOST_REDIRECTS = 3
_PIECE = 65_536
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_GOOD = 200
_DEFAULT_PORTS = {"http": 80, "https": 443}
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching may cost."""

    seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    content: bytes
    media_type: str = ""


def fetched(question: Question, accept: str, limits: Limits) -> Answer:
    """Return the answer to a question; raise `Fault` for everything else, at the deadline at the latest."""
    answers: queue.SimpleQueue[Answer | Fault] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_asked(question, accept, limits))
        except Fault as fault:
            answers.put(fault)
        except Exception as error:  # noqa: BLE001  its words may hold the address with its credentials
            answers.put(unreachable(f"it can't be fetched ({type(error).__name__})"))

    threading.Thread(target=ask, name="feed", daemon=True).start()
    try:
        answer = answers.get(timeout=limits.seconds)
    except queue.Empty:
        raise _late(limits) from None
    if isinstance(answer, Fault):
        raise answer
    return answer


def _late(limits: Limits) -> Fault:
    return unreachable(
        f"it has not answered in full within {limits.seconds:g} seconds", "try again; or raise `timeout`"
    )


def _asked(question: Question, accept: str, limits: Limits) -> Answer:
    from urllib3 import PoolManager

    end = time.monotonic() + limits.seconds
    url = question.url
    with PoolManager(num_pools=1, maxsize=1) as pool:
        for _ in range(_MOST_REDIRECTS + 1):
            response = _response(pool, question, url, accept, limits, end)
            try:
                if response.status in _REDIRECTS:
                    url = _redirected(url, response.headers.get("Location", ""))
                    continue
                if response.status != _GOOD:
                    raise unreachable(f"it answers with status {response.status}")
                content = _body(response, limits, end)
            finally:
                response.close()
            return Answer(content, response.headers.get("Content-Type", ""))
    raise unreachable(f"it redirects more than {_MOST_REDIRECTS} times", "write the address that it leads to")


def _response(  # noqa: PLR0913, PLR0917  all of these are one question
    pool: PoolManager, question: Question, url: str, accept: str, limits: Limits, end: float
) -> BaseHTTPResponse:
    from urllib3 import Timeout
    from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, ReadTimeoutError, SSLError

    left = max(end - time.monotonic(), 0.001)
    headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": "publisher", **dict(question.headers)}
    try:
        return pool.request(
            "GET",
            url,
            headers=headers,
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
            timeout=Timeout(connect=left, read=left),
        )
    except (ConnectTimeoutError, ReadTimeoutError):
        raise _late(limits) from None
    except SSLError:
        raise unreachable("its certificate can't be verified", "look at the address, and at the certificate") from None
    except NameResolutionError:
        raise unreachable("its host is not known", "look at the address, and at the network") from None
    except HTTPError as error:
        raise unreachable(f"there is no connection to it ({type(error).__name__})") from None


def _redirected(url: str, target: str) -> str:
    """Return the address that a redirect leads to, on the same host; never from https to http."""
    here, there = urlsplit(url), urlsplit(urljoin(url, target))
    downgraded = here.scheme == "https" and there.scheme != "https"
    if not target or there.scheme not in _DEFAULT_PORTS or downgraded or not _same_host(here, there):
        hint = "if that is right, write the new address into the ledger"
        raise unreachable("it redirects to another host, or to plain http", hint)
    return there.geturl()


def _same_host(here: SplitResult, there: SplitResult) -> bool:
    ports = [each.port or _DEFAULT_PORTS.get(each.scheme) for each in (here, there)]
    upgraded = ports == [80, 443]
    return here.hostname == there.hostname and (ports[0] == ports[1] or upgraded) and "@" not in there.netloc


def _body(response: BaseHTTPResponse, limits: Limits, end: float) -> bytes:
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    unpacking = _Unpacking(response.headers.get("Content-Encoding", ""), limits)
    try:
        while piece := response.read1(_PIECE, decode_content=False):
            unpacking.take(piece)
            if time.monotonic() > end:
                raise _late(limits)
    except ReadTimeoutError:
        raise _late(limits) from None
    except HTTPError:
        raise unreachable("the connection ended before the answer did") from None
    return unpacking.ended()


class _Unpacking:
    """Takes an answer piece by piece, unpacks it where it is packed, and stops at the limit."""

    def __init__(self, encoding: str, limits: Limits) -> None:
        name = encoding.strip().lower()
        if name not in {"", "identity", "gzip", "x-gzip"}:
            raise unreachable("it answers in an encoding that was not asked for", "ask who publishes the data")
        self.gzip = zlib.decompressobj(_GZIP) if name in {"gzip", "x-gzip"} else None
        self.limits = limits
        self.content = bytearray()

    def take(self, piece: bytes) -> None:
        room = self.limits.size + 1 - len(self.content)
        try:
            self.content += self.gzip.decompress(piece, room) if self.gzip else piece
        except zlib.error:
            raise unreachable("what it packed can't be unpacked") from None
        if len(self.content) > self.limits.size:
            message = f"the answer is larger than {self.limits.size / 1_000_000:g} MB"
            raise unreachable(message, "ask for less; or raise `size`")

    def ended(self) -> bytes:
        if self.gzip and not self.gzip.eof:
            raise unreachable("the connection ended before the answer did")
        return bytes(self.content)
