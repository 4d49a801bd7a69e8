from __future__ import annotations

import datetime as dt
import json
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from publisher.runs.record import Ending, Result, Run
from publisher.runs.telling import notices, ping, shown
from tests.support.servers import mail_server, web_server
from tests.support.timing import MemoryRecords

if TYPE_CHECKING:
    from publisher.diagnostics import Diagnostic

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
SECRET = "s3cret-0f-the-desk"  # noqa: S105  it must not be shown


@dataclass
class Letter:
    title: str
    text: str


def tell(records: MemoryRecords, *addresses: str, result: Result = Result.FAILED) -> list[Diagnostic]:
    run = Run(1, "s", None, NOW, NOW, Ending(result))
    return notices(addresses, run, Letter("Publisher: w", "1 failed; ü"), records, 2)


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY", SECRET)
    monkeypatch.setenv("no_proxy", "*")


def test_a_ping_goes_to_the_address_with_its_secret_filled_in() -> None:
    with web_server() as web:
        for path in ("/start", "", "/fail"):
            assert ping(web.address + "/${DESK_KEY}/?x=1", path, "1 published ü") == []
        assert web.asked == [(f"/{SECRET}{path}?x=1", "1 published ü") for path in ("/start", "", "/fail")]
    assert ping("", "/start", "") == []


def test_a_server_that_refuses_is_a_warning_without_the_secret() -> None:
    with web_server() as web:
        web.status = 500
        (found,) = ping(web.address + "/${DESK_KEY}", "", "")
    assert (found.code, found.severity.value) == ("ping-failed", "warning")
    assert found.message == f"the health ping to {web.address}/… was not delivered: the server answered 500"


def test_redirects_are_not_followed() -> None:
    with web_server() as other, web_server() as web:
        web.status, web.location = 302, f"{other.address}/stolen"
        (found,) = ping(web.address + "/${DESK_KEY}", "", "")
        assert found.message.endswith("the server answered 302")
        assert not other.asked


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://hc.example/${NO_SUCH_KEY}", "the variable NO_SUCH_KEY is not set"),
        ("http://hc.example/${DESK_KEY}", "it is no https address"),
        ("file:///etc/passwd", "it is no https address"),
        ("https://[::1/${DESK_KEY}", "the address can't be used"),
        ("https://127.0.0.1:999999/${DESK_KEY}", "the address can't be used"),
        ("http://127.0.0.1:1/${DESK_KEY} with spaces", "the address can't be used"),
        ("http://127.0.0.1:1/${DESK_KEY}", "Connection refused"),
    ],
)
def test_an_address_that_can_t_be_used(address: str, reason: str) -> None:
    (found,) = ping(address, "/start", "")
    assert found.message.endswith(f"was not delivered: {reason}") or reason == "the address can't be used"
    assert SECRET not in str(found)


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        (found,) = ping(f"http://127.0.0.1:{silent.getsockname()[1]}/", "", "", 0.2)
    assert "no answer" in found.message


def test_addresses_are_shown_to_the_host() -> None:
    assert shown("https://user:word@hc-ping.com/1234?x") == "https://hc-ping.com/…"
    assert shown("mailto:someone") == "mailto:…"
    assert shown("https://[") == "…"


def test_the_first_failure_and_the_recovery_are_told_and_no_other_night() -> None:
    records = MemoryRecords()
    with web_server() as web:
        address = web.address + "/hook/${DESK_KEY}"
        nights = [
            Result.GOOD,
            Result.FAILED,
            Result.FAILED,
            Result.INTERRUPTED,
            Result.FAILED,
            Result.GOOD,
            Result.GOOD,
        ]
        told = []
        for night in nights:
            assert tell(records, address, result=night) == []
            told.append(len(web.asked))
        assert told == [0, 1, 1, 1, 1, 2, 2]
        assert json.loads(web.asked[0][1]) == {"text": "Publisher: w\n1 failed; ü"}
    assert SECRET not in repr(records)


def test_a_notice_that_was_not_delivered_is_tried_again() -> None:
    records = MemoryRecords()
    with web_server() as web, web_server() as other:
        web.status = 503
        (found,) = tell(records, web.address, other.address)
        assert found.code == "notice-failed"
        web.status = 200
        assert tell(records, web.address, other.address) == []
        assert (len(web.asked), len(other.asked)) == (2, 1)  # each knows what it was told


def test_a_mail() -> None:
    with mail_server() as (port, said):
        assert tell(MemoryRecords(), f"smtp://127.0.0.1:{port}/desk@example.org") == []
    assert "Subject: Publisher: w" in said
    assert "To: desk@example.org" in said
    assert any("1 failed" in line for line in said)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("smtps://mail.example/nobody", "it should be smtps://USER:PASSWORD@HOST/RECIPIENT"),
        ("smtp://127.0.0.1:1/desk@example.org", "Connection refused"),
        ("smtp://127.0.0.1:1/a@b\r\nBcc: c@d", ""),
    ],
)
def test_a_mail_that_can_t_be_sent(address: str, reason: str) -> None:
    (found,) = tell(MemoryRecords(), address)
    assert found.code == "notice-failed"
    assert found.message.endswith(reason)


def test_a_password_goes_over_tls_alone() -> None:
    with mail_server() as (port, said):
        (found,) = tell(MemoryRecords(), f"smtp://desk:${{DESK_KEY}}@127.0.0.1:{port}/desk@example.org")
    assert found.code == "notice-failed"
    assert SECRET not in "\n".join(said) + str(found)
    assert not any(line.startswith(("AUTH", "MAIL")) for line in said)
