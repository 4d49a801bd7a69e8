"""Whatever is written, reading ends well: with a document, with diagnostics, and without losing a word."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.codes import Severity
from publisher.diagnostics import Report
from publisher.model import (
    Abbreviation,
    Block,
    Code,
    CodeBlock,
    FactReference,
    HtmlBlock,
    HtmlInline,
    Image,
    Inline,
    Link,
    Reference,
    Text,
)
from publisher.reader import parse_blocks, read
from publisher.traverse import walk, walk_document

SYNTAX = [
    *[
        "> ",
        "- ",
        "* ",
        "1. ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "# ",
        "## ",
        ": d",
        "\\",
        "% c\n",
        "(lab)=\n",
        "---\n",
        "===\n",
    ],
    *[":::{note}\n", "```{table} x\n", ":::\n", "```\n", "~~~", ":name: x\n", ":alt: t\n", "::::{tip}\n", "::::\n"],
    *[":::{list-table}\n", ":::{csv-table}\n", ":::{key-facts}\n", ":::{include} index.md\n", ":::{figure} a\n"],
    *["[^a]", "[^a]: ", "^[", "]", "[", "(", ")", "*", "**", "_", "~~", "`", "{fact}`a`", "{ref}`x <y>`"],
    *["![x](a.png)", "[l](https://u.org)", "[l](u)", "<http://a>", "<b>", "<!-- ", "-->", '"a,b"', "&#0;", "&amp;"],
    *["| a | b |\n", "| - | - |\n", "|", "\0", "\u2028", "\r\n", "\ufeff", "\x1f", "é"],
]

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "Zeta", "eta9"]


def sources() -> st.SearchStrategy[str]:
    pieces = st.sampled_from([*SYNTAX, *WORDS]) | st.text(max_size=4)
    return st.lists(pieces, max_size=40).map("".join)


@settings(deadline=None, max_examples=400)
@given(sources())
def test_any_text_becomes_blocks_or_diagnostics(text: str) -> None:
    report = Report()
    for node in walk(parse_blocks(text, report)):
        assert node.at is not None
        if isinstance(node, Text):
            assert "\n" not in node.text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in report.diagnostics:
        assert each.hint
        assert each.at is not None
        assert 1 <= each.at.line <= len(lines)
        assert 1 <= each.at.column <= len(lines[each.at.line - 1]) + 1


@settings(deadline=None, max_examples=100)
@given(sources(), sources(), st.binary(max_size=30))
def test_any_files_become_a_document_or_diagnostics(text: str, yaml: str, extra: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = f"---\n{yaml}\n---\n{text}".encode("utf-8", "replace")
        (Path(folder) / "index.md").write_bytes(source + (extra if len(extra) > 25 else b""))
        (Path(folder) / "facts.yaml").write_text(yaml, encoding="utf-8", errors="replace")
        report = Report()
        read(folder, report)
        assert all(each.hint for each in report.diagnostics)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from([*WORDS, " ", "\n", "\n\n", *SYNTAX]), max_size=40).map("".join))
def test_no_word_is_lost_without_an_error(text: str) -> None:
    report = Report()
    found = parse_blocks(text, report)
    if any(
        each.severity is not Severity.WARNING or each.code in {"unused-label", "unused-link"}
        for each in report.diagnostics
    ):
        return
    shown = text
    for hidden in (r"(?m)^[ >\t*1.-]*% .*", r"&amp;", r"(?m)^\s*(```|~~~|:::).*", r"(?m)^:(name|alt):.*"):
        shown = re.sub(hidden, "", shown)
    said = " ".join(map(_said, walk(found)))
    for word in WORDS:
        assert said.count(word) >= len(re.findall(word, shown))


def _said(node: Block | Inline) -> str:
    match node:
        case CodeBlock():
            return f"{node.text} {node.language}"
        case Text() | Code():
            return node.text
        case Abbreviation():
            return f"{node.text} {node.expansion}"
        case HtmlInline() | HtmlBlock():
            return node.html
        case Image():
            return f"{node.alt} {node.source} {node.title}"
        case Link():
            return f"{node.target} {node.title}"
        case FactReference():
            return node.key
        case Reference():
            return node.label
        case _:
            return ""


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.from_regex(r"[A-Za-zé]{1,8}", fullmatch=True), min_size=1, max_size=12), min_size=1))
def test_plain_words_are_all_there_in_order(paragraphs: list[list[str]]) -> None:
    found = parse_blocks("\n\n".join(" ".join(words) for words in paragraphs))
    said = " ".join(node.text for node in walk(found) if isinstance(node, Text))
    assert said.split() == [word for words in paragraphs for word in words]


HOSTILE = {
    "quotations": ">" * 10_000,
    "quotations-with-spaces": "> " * 10_000 + "x",
    "stars": "*" * 10_000,
    "emphasis": "*a " * 10_000,
    "underscores": "a_" * 10_000,
    "brackets": "[" * 10_000,
    "closed-brackets": "[" * 10_000 + "]" * 10_000,
    "pictures": "![" * 10_000,
    "picture-in-picture": "![" * 49 + "]" * 49 + "(u)" * 49,
    "notes-in-place": "^[" * 10_000 + "]" * 10_000,
    "note-in-note": "^[" * 49 + "x" + "]" * 49,
    "links": "[a](" * 5_000,
    "backticks": "".join("`" * each + "a" for each in range(200)),
    "roles": "{x}`" * 3_000,
    "lists": "- " * 10_000 + "x",
    "numbers": "1. " * 5_000 + "x",
    "indented-lists": "".join("  " * each + "- a\n" for each in range(300)),
    "directives": "".join(":" * (500 - each) + "{note}\n" for each in range(400)),
    "same-directives": ":::{note}\n" * 1_000,
    "notes-that-cite-notes": "".join(f"[^{each}]: x[^{each + 1}]\n\n" for each in range(300)) + "[^0]",
    "definitions": "a\n" + ": " * 3_000 + "x",
    "tags": "<a " * 5_000,
    "entities": "&#0;" * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_nested_without_end_is_read_to_the_end(name: str) -> None:
    for _ in walk(parse_blocks(HOSTILE[name], Report())):
        pass


@pytest.mark.parametrize("name", ["quotations-with-spaces", "brackets", "indented-lists", "notes-that-cite-notes"])
def test_what_is_nested_too_deep_is_told(name: str) -> None:
    report = Report()
    parse_blocks(HOSTILE[name], report)
    assert "too-deep" in {each.code for each in report.diagnostics}


def test_includes_within_includes_come_to_an_end(tmp_path: Path) -> None:
    for each in range(60):
        text = f":::{{include}} {each + 1}.md\n:::\n\nword{each}\n"
        (tmp_path / f"{each}.md").write_text(text, encoding="utf-8")
    (tmp_path / "60.md").write_text("end", encoding="utf-8")
    (tmp_path / "index.md").write_text("---\ntitle: T\n---\n:::{include} 0.md\n:::\n", encoding="utf-8")
    report = Report()
    assert list(walk_document(read(tmp_path, report)))
    assert "too-deep" in {each.code for each in report.diagnostics}


def test_what_is_as_deep_as_allowed_is_read_whole() -> None:
    assert "end" in [node.text for node in walk(parse_blocks("> " * 24 + "end")) if isinstance(node, Text)]
    deep = "*a _b " * 12 + "end" + "_ *" * 12
    assert parse_blocks(deep.replace("_ *", "_*"))
