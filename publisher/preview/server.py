"""The server of a preview: on this computer's own address, reading only, and everything from memory."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from publisher.diagnostics import PublisherError, Status
from publisher.exporters.registry import exporter
from publisher.preview import views
from publisher.preview.word_pages import WordPages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from publisher.preview.desk import Desk

__all__ = ["Server", "application", "listening", "serve"]

_LOOPBACK = "127.0.0.1"
_OWN_NAMES = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
"""What a browser may call us; any other name leads here only by a trick (DNS rebinding)."""
_PATIENCE = 2
"""Seconds that open connections have when the preview ends."""
_BREATH = 15
"""Seconds after which a connection without news says that it lives."""
_CALM = 0.25
"""Seconds between two pieces of news to those who look at all documents, of which there may be thousands."""
_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OWN_PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "font-src data:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_DOCUMENTS = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A document carries all that it needs, so it may load nothing and send nothing."""


_LAST_PORT = 65535
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listening(port: int) -> socket.socket:
    """Listen on a port of this computer's own address; 0 takes any that is free.

    Raises `PublisherError` (`port-taken`).
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((_LOOPBACK, port))
        found.listen()
    except (OSError, OverflowError) as error:
        found.close()
        reason = error.strerror if isinstance(error, OSError) else "there is no such port"
        hint = f"publisher preview --port {port + 1 if port < _LAST_PORT else 8000}"
        raise PublisherError.single(
            "port-taken", f"port {port} can't be had: {reason}", hint=hint, status=Status.OUTSIDE
        ) from error
    return found


def serve(desk: Desk, listener: socket.socket, started: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` hears the address."""
    port = listener.getsockname()[1]
    Server(desk, lambda: started(f"http://{_LOOPBACK}:{port}/")).run([listener])


class Server(uvicorn.Server):
    """A server for which a signal is the usual end."""

    def __init__(self, desk: Desk, started: Callable[[], None]) -> None:
        """Serve the documents of a desk, and say when that has begun."""
        config = uvicorn.Config(
            application(desk),
            log_level="critical",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_PATIENCE,
        )
        super().__init__(config)
        self._desk = desk
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let those who look on go, and end."""
        self._desk.end()  # streams of news never end by themselves
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End at a signal, without raising it once more."""
        alone = threading.current_thread() is threading.main_thread()  # no other thread may set handlers
        before = {each: signal.signal(each, self.handle_exit) for each in _ENDS if alone}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def application(desk: Desk) -> Starlette:
    """Return the preview as an ASGI application, which is at work as long as its lifespan."""
    sheet = views.style_sheet()
    word_pages = WordPages()

    async def overview(_: Request) -> Response:
        return _page(views.overview(desk))

    async def document(request: Request) -> Response:
        found = desk.documents.get(request.path_params["slug"])
        if found is None:
            return _page(views.gone_page("such document"), 404)
        asked = request.query_params.get("beside", "")
        beside = asked if asked in views.beside_in(found) else ""
        desk.want(found, beside or "html")
        return _page(views.document_page(desk, found, beside))

    async def beginning(request: Request) -> Response:
        return RedirectResponse(f"/{quote(request.path_params['slug'], safe='')}/")

    async def file(request: Request) -> Response:
        slug, name = request.path_params["slug"], request.path_params["name"]
        found = desk.documents.get(slug)
        format_ = next((each.format for each in views.files_of(found) if each.name == name), None) if found else None
        if found is None or format_ is None:
            return _page(views.gone_page("such file"), 404)
        await desk.settled(slug, format_)
        content = found.part_of(format_).files.get(name)
        if content is None:
            return _page(views.missing_page(desk, found, name), 404)
        if format_ == "docx" and "pages" in request.query_params:
            pages = await word_pages.of(slug, found.version(name), content)
            if pages is None:
                return PlainTextResponse("LibreOffice could not lay out this Word file.\n", 404)
            return Response(pages, media_type="application/pdf")
        headers = {"Content-Security-Policy": _DOCUMENTS} if format_ == "html" else {}
        return Response(content, media_type=exporter(format_).media_type, headers=headers)

    async def news(request: Request) -> Response:
        return StreamingResponse(_news(desk, request.query_params.get("document", "")), media_type="text/event-stream")

    async def script(_: Request) -> Response:
        return Response(views.SCRIPT, media_type="text/javascript")

    async def style(_: Request) -> Response:
        return Response(sheet, media_type="text/css")

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with desk.at_work():
            yield

    routes = [
        Route("/", overview),
        Route("/_preview/events", news),
        Route("/_preview/preview.js", script),
        Route("/_preview/preview.css", style),
        Route("/{slug}", beginning),
        Route("/{slug}/", document),
        Route("/{slug}/{name}", file),
    ]
    found = Starlette(routes=routes, middleware=[Middleware(_Guard)], lifespan=lifespan)
    found.router.redirect_slashes = False
    return found


def _page(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status, {"Content-Security-Policy": _OWN_PAGES})


async def _news(desk: Desk, slug: str) -> AsyncIterator[str]:
    """Say that there is news; what it is, the page itself will say."""
    with desk.looking(slug) as bell:
        yield "retry: 500\n\n"
        while not desk.ended:
            try:
                async with asyncio.timeout(_BREATH):
                    await bell.wait()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            bell.clear()
            yield "data: news\n\n"
            if not slug:
                await asyncio.sleep(_CALM)


class _Guard:
    """Answers nobody who calls us by another name, and nothing but questions; marks every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not _OWN_NAMES.fullmatch(hosts[0].decode("latin-1")):
            refusal = PlainTextResponse("A preview answers only to the name of this computer itself.\n", 421)
            await refusal(scope, receive, marked)
        elif scope["method"] not in {"GET", "HEAD"}:
            refusal = PlainTextResponse("A preview is only read.\n", 405, {"Allow": "GET, HEAD"})
            await refusal(scope, receive, marked)
        else:
            await self._app(scope, receive, marked)
