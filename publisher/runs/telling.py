"""Who is told of a run: the health ping at each, notices on the first failure and on recovery, not each night.

Addresses may hold `${NAME}`, which stands for a variable of the environment, and are never shown further than the host.
A message that can't be delivered is a warning: it never makes a good run a bad one.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from email.message import EmailMessage
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from publisher.diagnostics import Diagnostic
from publisher.runs.record import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.runs.record import Records, Run

__all__ = ["Subject", "notices", "ping", "shown"]

_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PATIENCE = 10.0
_SMTP_PORTS = {"smtp": 25, "smtps": 465}


class Subject(Protocol):
    """What a message is about."""

    @property
    def title(self) -> str:
        """The subject of a mail."""

    @property
    def text(self) -> str:
        """What there is to say."""


class _Undelivered(Exception):  # noqa: N818  it says what happened
    """Why a message was not delivered, in words that hold no secret."""


def shown(address: str) -> str:
    """Return an address as far as it may be shown: `https://hc-ping.com/…`."""
    with suppress(ValueError):
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{host}/…" if host else f"{parts.scheme}:…"
    return "…"


def ping(address: str, path: str, text: str, patience: float = _PATIENCE) -> list[Diagnostic]:
    """Tell a watcher that a run starts ("/start"), is good ("") or failed ("/fail"); return what went wrong."""
    if not address:
        return []

    def deliver() -> None:
        parts = _split(_filled(address))
        _post(urlunsplit(parts._replace(path=parts.path.rstrip("/") + path)), text.encode(), "text/plain", patience)

    return _delivered("ping-failed", "the health ping to", address, deliver, patience)


def notices(
    addresses: tuple[str, ...], run: Run, subject: Subject, records: Records, patience: float = _PATIENCE
) -> list[Diagnostic]:
    """Tell each address that runs fail, or that they are good again, where it does not know it yet."""
    result = run.ending.result
    if result not in {Result.GOOD, Result.FAILED}:
        return []
    found = []
    for address in addresses:
        whom = hashlib.sha256(address.encode()).hexdigest()
        if records.told(run.schedule, whom) is result:
            continue
        failed = _notify(address, subject, patience)
        if not failed:  # otherwise it is tried again after the next run
            records.note_told(run.schedule, whom, result)
        found += failed
    return found


def _notify(address: str, subject: Subject, patience: float) -> list[Diagnostic]:
    def deliver() -> None:
        whole = _filled(address)
        if whole.startswith(("smtp:", "smtps:")):
            _mail(urlsplit(whole), subject, patience)
        else:
            body = json.dumps({"text": f"{subject.title}\n{subject.text}"}).encode()
            _post(urlunsplit(_split(whole)), body, "application/json", patience)

    return _delivered("notice-failed", "the notice to", address, deliver, patience)


def _delivered(code: str, what: str, address: str, deliver: Callable[[], None], patience: float) -> list[Diagnostic]:
    """Deliver in a thread, so that a server that answers one byte a second holds up nothing."""
    reasons: list[str] = []

    def attempt() -> None:
        try:
            deliver()
        except _Undelivered as error:
            reasons.append(str(error))
        except urllib.error.HTTPError as error:
            error.close()
            reasons.append(f"the server answered {error.code}")
        except smtplib.SMTPResponseException as error:
            reasons.append(f"the server answered {error.smtp_code}")
        except (OSError, http.client.HTTPException, smtplib.SMTPException) as error:
            reasons.append(_plain(error))
        except (ValueError, UnicodeError):  # their words hold the address
            reasons.append("the address can't be used")

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(patience + 1)
    if thread.is_alive():
        reasons.append(f"no answer within {patience:g} seconds")
    return [Diagnostic(code, f"{what} {shown(address)} was not delivered: {reason}") for reason in reasons[:1]]


def _plain(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    return reason.strerror if isinstance(reason, OSError) and reason.strerror else type(reason).__name__


def _filled(address: str) -> str:
    missing = [name for name in _VARIABLE.findall(address) if name not in os.environ]
    if missing:
        message = f"the variable {missing[0]} is not set"
        raise _Undelivered(message)
    return _VARIABLE.sub(lambda found: os.environ[found[1]], address)


def _split(address: str) -> SplitResult:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        message = "it is no https address"
        raise _Undelivered(message)
    return parts


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow none: a secret goes to the host that it was meant for."""


def _post(address: str, body: bytes, kind: str, patience: float) -> None:
    request = urllib.request.Request(address, body, {"Content-Type": kind, "User-Agent": "publisher"})  # noqa: S310  _split lets https alone pass
    with urllib.request.build_opener(_NoRedirects).open(request, timeout=patience):
        pass  # the answer is its status


def _mail(parts: SplitResult, subject: Subject, patience: float) -> None:
    """Send a mail: `smtps://USER:PASSWORD@HOST/TO`, or `smtp://`, which turns to TLS where a password is given."""
    recipient = unquote(parts.path.strip("/"))
    if not parts.hostname or "@" not in recipient:
        message = "it should be smtps://USER:PASSWORD@HOST/RECIPIENT"
        raise _Undelivered(message)
    mail = EmailMessage()
    mail["Subject"] = subject.title
    mail["From"] = unquote(parts.username or "") if "@" in unquote(parts.username or "") else recipient
    mail["To"] = recipient
    mail.set_content(subject.text)
    port = parts.port or _SMTP_PORTS[parts.scheme]
    trusted = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(parts.hostname, port, timeout=patience, context=trusted)
        if parts.scheme == "smtps"
        else smtplib.SMTP(parts.hostname, port, timeout=patience)
    ) as server:
        if parts.password:
            if parts.scheme == "smtp":
                server.starttls(context=trusted)
            server.login(unquote(parts.username or ""), unquote(parts.password))
        server.send_message(mail)
