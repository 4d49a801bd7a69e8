"""Credentials that a ledger must not hold: they come from the environment, as `${NAME}`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

__all__ = ["VARIABLE", "header_problem", "holds_secrets", "host_varies", "url_problem"]

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""What stands for a variable of the environment."""
_SECRET = re.compile(
    r"auth|token|secret|passw|credential|cookie|session|signature|api.?key|access.?key|^key$|^sig$", re.IGNORECASE
)
_SCHEME = re.compile(r"[A-Za-z]{0,16}[ =:]*")
"""What may stand before a variable: Bearer, Basic, token=."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)
_TEXT = re.compile(r"[\x20-\x7e]*")
_OURS = frozenset(
    (
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
_HARMLESS = re.compile(
    r"(?:accept|if)(?:-[a-z-]+)?|user-agent|cache-control|pragma|content-type|content-language|referer|origin|from|date"
    r"|range|prefer|dnt|save-data|x-requested-with|[a-z-]*-version",
    re.IGNORECASE,
)
"""Headers that say what is asked for and by whom, and let nobody in."""
_HINT = "put it into the environment, and write ${NAME} in its place"
_WRITTEN_OUT = "only headers such as Accept, User-Agent and Cache-Control, which never hold one, are written out"


def _is_literal(name: str, text: str) -> bool:
    """Whether a value of that name is a secret that is written out."""
    return bool(_SECRET.search(name)) and not _is_filled_in(text)


def _is_filled_in(text: str) -> bool:
    return bool(VARIABLE.search(text) and _SCHEME.fullmatch(VARIABLE.sub("", text)))


def _is_literal_header(name: str, text: str) -> bool:
    """Whether a header is written out that may hold a secret: services call theirs as they like."""
    if _HARMLESS.fullmatch(name) and not _SECRET.search(name):
        return False
    return bool(text) and not _is_filled_in(text)


def header_problem(name: str, text: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a header, what to do about it, and the code; None where it is good."""
    if not _NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("proxy-"):
        return (
            f"can't have {name[:40]!r}",
            "name a header of the question, such as Accept or Authorization",
            "wrong-type",
        )
    if not _TEXT.fullmatch(text):
        return f"has a character in {name} that no header can carry", "write letters, digits and signs", "wrong-type"
    if _is_literal_header(name, text):
        said = "hold a credential" if _SECRET.search(name) else "write out what may be a credential,"
        return f"{said} in {name}", f"{_HINT}; {_WRITTEN_OUT}", "literal-secret"
    return None


def url_problem(url: str) -> tuple[str, str] | None:
    """Return what is wrong with an address that holds a credential, and what to do about it."""
    parts = urlsplit(url) if url.count("[") == url.count("]") else None
    if parts is None:
        return None
    if "@" in parts.netloc:
        return "holds a name or password", 'send it in a header: Authorization: "Basic ${NAME}"'
    for name, text in parse_qsl(parts.query, keep_blank_values=True):
        if text and _is_literal(name, text):
            return f"holds a credential, {name[:40]}", _HINT
    return None


def host_varies(url: str) -> bool:
    """Whether the environment would decide who is asked."""
    return bool(VARIABLE.search(url.partition("?")[0].rpartition("://")[2].partition("/")[0]))


def holds_secrets(feeds: object) -> bool:
    """Whether a credential is written out in what a ledger says of feeds; then no line of it may be shown."""
    for feed in feeds.values() if isinstance(feeds, dict) else ():
        url, headers = (feed.get("url"), feed.get("headers")) if isinstance(feed, dict) else (None, None)
        if isinstance(url, str) and url_problem(" ".join(url.split())):
            return True
        if isinstance(headers, dict) and any(_is_literal_header(name, str(text)) for name, text in headers.items()):
            return True
    return False
