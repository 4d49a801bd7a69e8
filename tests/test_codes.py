from __future__ import annotations

from pathlib import Path

import pytest

from publisher.codes import CODES, Severity
from publisher.diagnostics import Diagnostic, Location, PublisherError, Report

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def spoken_of() -> str:
    own = Path(__file__)
    return "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != own)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_triggered_by_a_test(code: str, spoken_of: str) -> None:
    assert f'"{code}"' in spoken_of or f"error[{code}]" in spoken_of or f"match='{code}" in spoken_of


@pytest.mark.parametrize(("code", "explanation"), CODES.items())
def test_every_code_is_explained_in_sentences(code: str, explanation: object) -> None:
    title, text = CODES[code].title, CODES[code].text
    assert title[0].isupper()
    assert not title.endswith(".")
    assert text.endswith(".")
    assert explanation


def test_a_loss_stops_unless_the_build_is_lenient() -> None:
    loss = next(code for code, each in CODES.items() if each.severity is Severity.LOSS)
    assert Diagnostic(loss, "m").stops(lenient=False)
    assert not Diagnostic(loss, "m").stops(lenient=True)
    assert Diagnostic("unknown-label", "m").stops(lenient=True)
    assert not Diagnostic("unused-fact", "m").stops(lenient=False)


def test_a_code_that_nobody_could_explain_is_refused() -> None:
    with pytest.raises(KeyError, match="no such diagnostic code: nonsense"):
        Diagnostic("nonsense", "m")


def test_a_report_sorts_by_place_and_keeps_one_of_each() -> None:
    report = Report(sources={"a.md": "one\ntwo\n"})
    report.add("unknown-label", "second", Location("a.md", 2))
    report.add("unknown-label", "nowhere")
    report.add("unknown-label", "first", Location("a.md", 1))
    report.add("unknown-label", "first", Location("a.md", 1))
    assert [each.message for each in report.sorted()] == ["first", "second", "nowhere"]
    assert report.line(Location("a.md", 2)) == "two"
    assert report.line(Location("b.md", 1)) == ""
    with pytest.raises(PublisherError, match="unknown-label: first; unknown-label: second"):
        report.raise_if_stopped()
