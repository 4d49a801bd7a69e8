from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from publisher.diagnostics import Report, Status
from publisher.progress import RichListener
from publisher.publishing import Job, Outcome

if TYPE_CHECKING:
    import pytest


def job(slug: str) -> Job:
    return Job(slug, Path(slug), Path(), Path(), ("pdf", "txt"), lenient=False)


def drawn(listener: RichListener) -> str:
    out = io.StringIO()
    Console(file=out, width=80).print(listener.table())
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_the_table_shows_what_runs_what_is_done_and_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    listener = RichListener(lenient=False)
    listener.planned([job("one"), job("two"), job("three")], 5)
    listener.started(job("one"))
    listener.started(job("two"))
    assert drawn(listener) == "rendering  0 of 3\n           one     pdf txt\n           two     pdf txt"
    report = Report()
    report.add("unused-fact", "the fact x is not used")
    listener.ended(Outcome("one", report, Status.GOOD, changed=True))
    assert drawn(listener).startswith("rendering  1 of 3  1 published, 1 warning; 0 s left\n")
    listener.started(job("three"))
    listener.ended(Outcome("two", Report(), Status.SOURCE, stays=True))
    listener.ended(Outcome("three", Report(), Status.GOOD))
    assert "3 of 3  1 published, 1 unchanged, 1 failed, 1 warning" in drawn(listener)
    said = capsys.readouterr().out
    assert "warning[unused-fact]: the fact x is not used\n" in said
    assert "two: not published; what was published before stays\n" in said


def test_what_is_refused_is_told_though_there_is_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    listener = RichListener(lenient=False)
    listener.planned([], 5)
    listener.ended(Outcome("index.html", Report(), Status.SOURCE))
    assert capsys.readouterr().out == "index.html: not published\n"


def test_where_there_is_nothing_to_do_nothing_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    RichListener(lenient=False).planned([], 5)
    assert capsys.readouterr().out == ""
