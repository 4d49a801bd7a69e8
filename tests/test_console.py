from __future__ import annotations

import io

import pytest

from publisher.console import Known, describe, summary, tell
from publisher.diagnostics import Diagnostic, Location, Report


def test_a_diagnostic_shows_place_line_caret_and_hint() -> None:
    report = Report(sources={"source/x/index.md": "one\nsee {ref}`tbl` there\n"})
    at = Location("source/x/index.md", 2, 11, 3)
    report.add("unknown-label", "there is no label 'tbl'", at, "did you mean tbl-1?")
    out = io.StringIO()
    tell(report, out)
    assert out.getvalue() == (
        "source/x/index.md:2:11: error[unknown-label]: there is no label 'tbl'\n"
        "  see {ref}`tbl` there\n"
        "            ^^^\n"
        "  hint: did you mean tbl-1?\n"
    )


def test_a_diagnostic_without_a_place_is_one_line() -> None:
    assert describe(Diagnostic("busy", "m"), Report()) == "error[busy]: m"


@pytest.mark.parametrize(
    ("line", "column", "caret"),
    [("\tab", 2, "    ^"), ("日本x", 3, "    ^"), ("ab", 9, "  ^"), ("abc", 1, "^")],
)
def test_the_caret_stands_under_the_character(line: str, column: int, caret: str) -> None:
    report = Report(sources={"a": line})
    assert describe(Diagnostic("busy", "m", Location("a", 1, column)), report).splitlines()[2] == f"  {caret}"


def test_a_terminal_obeys_nothing_that_came_with_data() -> None:
    report = Report(sources={"a": "a\x9bb"})
    shown = describe(Diagnostic("busy", "\x1b[31mm\x07", Location("a", 1, 3), "\x1b]0;x"), report)
    assert shown == "a:1:3: error[busy]: \ufffd[31mm\ufffd\n  a\ufffdb\n    ^\n  hint: \ufffd]0;x"


def test_long_lines_are_cut_around_the_caret() -> None:
    report = Report(sources={"a": "x" * 500 + "HERE" + "y" * 500})
    _, line, caret = describe(Diagnostic("busy", "m", Location("a", 1, 501, 4)), report).splitlines()
    assert len(line) <= 106
    assert line.startswith("  …")
    assert line.endswith("…")
    assert line[caret.index("^") : caret.rindex("^") + 1] == "HERE"


def test_a_loss_is_a_warning_in_a_lenient_build() -> None:
    report = Report(
        [Diagnostic("missing-glyph", "m"), Diagnostic("unknown-label", "n"), Diagnostic("unknown-fact", "o")]
    )
    assert describe(report.diagnostics[0], report) == "error[missing-glyph]: m"
    assert describe(report.diagnostics[0], report, lenient=True) == "warning[missing-glyph]: m"
    assert summary([report]) == "3 errors"
    assert summary([report], lenient=True) == "2 errors, 1 warning"
    assert summary([]) == ""


def test_what_documents_have_in_common_is_told_once() -> None:
    shared, own = Diagnostic("wrong-type", "m", Location("facts.yaml", 1, 1)), Diagnostic("busy", "n")
    out, known = io.StringIO(), Known()
    for found in ([shared], [shared, own], [own]):
        tell(Report(found), out, known=known)
    assert out.getvalue().splitlines() == [
        "facts.yaml:1:1: error[wrong-type]: m",
        "error[busy]: n",
        "1 more is told above",
        "1 more is told above",
    ]
    assert summary([Report([shared]), Report([shared, own])]) == "2 errors"
