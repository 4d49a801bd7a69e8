from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.model import Section
from publisher.reader import Target, read
from publisher.traverse import plain_text, walk_document

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """---
title: T
audiences: [press, cabinet]
handling: Public
---

# One

All {only}`press: *press*`, {only}`pdf press: pdf and press`. [link] [^n]

::::{only} cabinet
# Two

Cabinet. {missing}`role`

[link]: https://example.org
[^n]: Note.

:::{include} nowhere.md
:::
::::

Last.
"""


def said(folder: Path, target: Target, source: str = SOURCE) -> tuple[str, list[str]]:
    (folder / "index.md").write_text(source, encoding="utf-8")
    report = Report()
    document = read(folder, report, target=target)
    words = " ".join(
        plain_text(node.title) if isinstance(node, Section) else getattr(node, "text", "")
        for node in walk_document(document)
    )
    return " ".join(words.split()), [each.code for each in report.sorted()]


def test_what_is_held_back_is_not_even_read(tmp_path: Path) -> None:
    words, codes = said(tmp_path, Target())
    assert words == "One One All,. [link] [^n] Last."
    assert codes == ["unknown-note"]


def test_what_is_for_the_audience_stands_as_if_it_stood_by_itself(tmp_path: Path) -> None:
    words, codes = said(tmp_path, Target("cabinet"))
    assert "Two Two Cabinet." in words
    assert "unknown-role" in codes
    assert "missing-file" in codes


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (Target("press"), "One One All press ,."),
        (Target("press", "pdf"), "One One All press , pdf and press ."),
        (Target("cabinet", "pdf"), "One One All,."),
        (Target("", "pdf"), "One One All,."),
    ],
)
def test_of_each_kind_of_name_one_must_fit(tmp_path: Path, target: Target, shown: str) -> None:
    source = SOURCE.split(" [link]", maxsplit=1)[0]
    assert said(tmp_path, target, source) == (shown, [])


def test_an_audience_that_the_document_does_not_have_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, Target("prss"), SOURCE.split(" [link]", maxsplit=1)[0])[1] == ["unknown-audience"]


def test_a_document_knows_which_formats_have_parts_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("---\ntitle: T\n---\n\n:::{only} pdf docx\nx\n:::\n\ny\n", encoding="utf-8")
    document = read(tmp_path, target=Target(format="pdf"))
    assert (document.formats_named, document.held_back) == (frozenset({"pdf", "docx"}), False)
    assert read(tmp_path).held_back
