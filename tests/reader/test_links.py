from __future__ import annotations

import pytest

from publisher.diagnostics import Report
from publisher.model import Link, Paragraph
from publisher.reader import parse_blocks
from publisher.reader.links import link_problem


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "%6aavascript:alert(1)",
        "&#106;avascript:alert(1)",
        "<java script:alert(1)>",
        "vbscript:x",
        "data:text/html,x",
        "data:image/png;base64,x",
        "file:///etc/passwd",
        "blob:x",
        "http:evil",
        "https:///path",
        "http:\\\\example.org",
        "//example.org",
        "/path",
        "report.pdf",
        "../index.html",
        "?q",
        "#",
        "mailto:nobody",
        "tel:",
        "",
    ],
)
def test_a_link_that_readers_can_not_follow_is_told_and_kept(target: str) -> None:
    for source in (f"[x]({target})", f"[x]\n\n[x]: {target or '<>'}"):
        report = Report()
        (paragraph, *_) = parse_blocks(source, report)
        assert [each.code for each in report.diagnostics] == ["bad-link"]
        assert report.diagnostics[0].hint
        assert isinstance(paragraph, Paragraph)
        assert isinstance(paragraph.content[0], Link)


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org",
        "HTTP://example.org:80/a?b#c",
        "https://example.org/path_(with)_brackets",
        "https://[::1]/",
        "https://xn--bcher-kva.example/",
        "mailto:desk@example.org?subject=x",
        "tel:+1-202-555-0100",
        "tel:*123#",
    ],
)
def test_a_link_that_readers_can_follow_is_good(target: str) -> None:
    assert link_problem(target) == ("", "")
