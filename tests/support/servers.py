"""Servers on loopback that keep what they are told."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Web", "mail_server", "web_server"]


class Web:
    """What a web server was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.status = 200
        self.location = ""
        self.address = ""


@contextmanager
def web_server() -> Iterator[Web]:
    """Serve on a port of its own."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            web.asked.append((self.path, body))
            self.send_response(web.status)
            if web.location:
                self.send_header("Location", web.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            web.asked.append((self.path, "GET"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        web.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield web
        server.shutdown()


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """Take mail; yield the port and the lines that were said."""
    said: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            in_text = False
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                said.append(line)
                if in_text:
                    in_text = line != "."
                    if in_text:
                        continue
                verb = line.split(" ")[0].upper()
                if verb == "DATA":
                    in_text = True
                answers = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}
                self.wfile.write(answers.get(verb, b"250 good\r\n"))
                if verb == "QUIT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1], said
        server.shutdown()
