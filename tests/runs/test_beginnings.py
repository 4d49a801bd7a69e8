"""Runs that can't begin as they were meant to: whoever is told of runs is told of those too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.runs import Told
    from tests.support.servers import Web

DUE = ("schedule", "run-now", "--due", "--every", "minute", "--zone", "Etc/UTC")


def told_in(web: Web) -> str:
    return f'formats = ["txt"]\nping = "{web.address}/p"\nnotify = ["{web.address}/n"]\nmetrics = "m.prom"\n'


def listed(publisher: Callable[..., Told]) -> dict[str, Any]:
    (line,) = publisher("runs", "--json").out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize("words", [DUE, ("schedule", "run-now")])
def test_a_document_that_is_gone_costs_no_other(
    place: Path, publisher: Callable[..., Told], web: Web, words: tuple[str, ...]
) -> None:
    workspace(place, settings=told_in(web), one=GOOD, two=GOOD)
    (place / "source/two").rename(place / "source/second")
    told = publisher(*words, "--slug=one", "--slug=two")
    assert told.status == 2
    reason = "error[unknown-document]: there is no document 'two'"
    assert told.out == f"1 published, 1 failed; {reason}\n"
    assert reason in told.err
    assert (place / "dist/one/one.txt").exists()
    assert not (place / "dist/second").exists()
    assert [path for path, _ in web.asked] == ["/p/start", "/p/fail", "/n"]
    assert reason in web.asked[1][1]
    assert "Not published: two" in web.asked[2][1]
    run = listed(publisher)
    assert (run["published"], run["failed"], run["result"], run["reason"]) == (["one"], ["two"], "failed", reason)
    assert "exit_status" in (place / "m.prom").read_text(encoding="utf-8")


def test_documents_that_are_all_gone(place: Path, publisher: Callable[..., Told], web: Web) -> None:
    workspace(place, settings=told_in(web), two=GOOD)
    told = publisher(*DUE, "--slug=one,none")
    assert (told.status, told.out.partition(";")[0]) == (2, "2 failed")
    assert not (place / "dist").exists()
    assert listed(publisher)["failed"] == ["none", "one"]
    web.asked.clear()
    assert publisher("schedule", "run-now", "--slug=one,none").status == 2
    assert [path for path, _ in web.asked] == ["/p/start", "/p/fail"]


def test_a_document_that_is_gone_and_one_that_fails(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=BAD)
    told = publisher(*DUE, "--slug=one", "--slug=two")
    assert told.out == "2 failed; one: error[unknown-label]: there is no label nowhere\n"
    assert told.status == 2
    assert listed(publisher)["failed"] == ["one", "two"]


def test_a_mistake_in_the_settings(place: Path, publisher: Callable[..., Told], web: Web) -> None:
    workspace(place, settings=f"{told_in(web)}formts = 1\n", one=GOOD)
    told = publisher(*DUE)
    assert told.status == 1
    reason = "error[bad-config]: 'formts' is no setting"
    assert told.out == f"nothing was built; {reason}\n"
    assert "publisher.toml:5:1: error[bad-config]" in told.err
    assert "  formts = 1\n  ^^^^^^\n" in told.err
    assert [path for path, _ in web.asked] == ["/p/start", "/p/fail", "/n"]
    assert reason in web.asked[2][1]
    assert listed(publisher)["reason"] == reason


def test_settings_that_can_t_be_read(place: Path, publisher: Callable[..., Told], web: Web) -> None:
    workspace(place, settings=f"{told_in(web)}formats =\n", one=GOOD)
    told = publisher(*DUE)
    assert (told.status, told.out) == (1, "nothing was built; error[bad-config]: Invalid value\n")
    assert web.asked == []
    assert listed(publisher)["result"] == "failed"
    (place / "publisher.toml").unlink()
    (place / "pyproject.toml").write_text("[tool.publisher]\nping = 7\nmetrics = 'm.prom'\n", encoding="utf-8")
    assert publisher("schedule", "run-now").status == 1
    assert (place / "m.prom").exists()
    assert publisher("runs").out.count("error[bad-config]: ping = 7 should be a text") == 1


def test_where_there_is_no_workspace_there_is_no_run(place: Path, publisher: Callable[..., Told]) -> None:
    told = publisher(*DUE)
    assert (told.status, "error[no-workspace]" in told.err) == (2, True)
    assert list(place.iterdir()) == []


def test_why_a_rebuild_did_not_begin_is_told(place: Path, publisher: Callable[..., Told], web: Web) -> None:
    workspace(place, settings=told_in(web))
    (place / "source").mkdir()
    reason = "error[no-source]: there is no document in source/"
    assert publisher("schedule", "run-now").out == f"nothing was built; {reason}\n"
    assert [reason in body for _, body in web.asked] == [False, True, True]
    assert listed(publisher)["reason"] == reason


def test_an_output_that_can_t_be_written_is_told(place: Path, publisher: Callable[..., Told]) -> None:
    workspace(place, settings='formats = ["txt"]\n', one=GOOD)
    (place / "dist").write_text("a file in the way", encoding="ascii")
    told = publisher("schedule", "run-now")
    assert told.status == 3
    assert told.out.startswith("nothing was built; error[publish-failed]: ")
    assert listed(publisher)["reason"].startswith("error[publish-failed]: ")


@pytest.mark.parametrize("command", ["build", "rebuild"])
def test_the_last_event_says_why_there_are_no_more(
    place: Path, publisher: Callable[..., Told], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    workspace(place, one=GOOD)
    told = publisher(command, "--json", "two")
    (event,) = [json.loads(line) for line in told.out.splitlines()]
    assert (event["event"], event["fresh"], event["status"]) == ("done", 0, 2)
    assert [each["code"] for each in event["diagnostics"]] == ["unknown-document"]
    assert "error[unknown-document]" in told.err
    assert publisher(command, "two").out == ""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("publisher.config.find_workspace", broken)
    told = publisher(command, "--json")
    assert json.loads(told.out)["diagnostics"][0]["code"] == "internal-error"
    assert told.err.count("error[internal-error]") == 1
