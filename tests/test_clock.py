from __future__ import annotations

import datetime as dt

import pytest

from publisher.clock import EPOCH, day_of
from publisher.diagnostics import PublisherError, Status


def test_the_day_that_is_given_wins_then_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "1706659200")
    assert day_of("2020-02-29") == dt.date(2020, 2, 29)
    assert day_of() == dt.date(2024, 1, 31)
    monkeypatch.setenv(EPOCH, "0")
    assert day_of() == dt.date(1970, 1, 1)


def test_without_either_it_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH, raising=False)
    before = dt.datetime.now(dt.UTC).date()
    assert before <= day_of() <= dt.datetime.now(dt.UTC).date()
    monkeypatch.setenv(EPOCH, "")
    assert day_of() >= before


@pytest.mark.parametrize(
    ("given", "epoch", "message"),
    [
        ("tomorrow", "0", "--today is no day: 'tomorrow'"),
        ("2024-02-30", "0", "--today is no day: '2024-02-30'"),
        ("31.1.2024", "0", "--today is no day: '31.1.2024'"),
        ("20240131", "0", "--today is no day: '20240131'"),
        ("", "soon", "SOURCE_DATE_EPOCH is no day: 'soon'"),
        ("", "1e9", "SOURCE_DATE_EPOCH is no day: '1e9'"),
        ("", "9" * 30, "SOURCE_DATE_EPOCH is no day"),
    ],
)
def test_what_is_no_day_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch, given: str, epoch: str, message: str) -> None:
    monkeypatch.setenv(EPOCH, epoch)
    with pytest.raises(PublisherError) as caught:
        day_of(given)
    (told,) = caught.value.report.diagnostics
    assert (told.code, caught.value.status) == ("bad-argument", Status.USAGE)
    assert told.message.startswith(message)
    assert told.hint
