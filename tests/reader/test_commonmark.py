"""CommonMark 0.31.2: every example of the specification gives the HTML that the specification says."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.exporters.html.blocks import blocks
from publisher.exporters.html.markup import medium_for
from publisher.model import Document, Metadata
from publisher.reader import parse_blocks

if TYPE_CHECKING:
    from publisher.reader.markdown import Extension

EXAMPLES = Path(__file__).parents[2] / ".venv" / "share" / "commonmark" / "commonmark.json"

OTHERWISE: dict[int, tuple[Extension, ...]] = {
    501: ("references",),  # [link](#fragment) is a reference to a label, where CommonMark has a link without a target
}
"""Examples that the source language reads in another way, with the extension that does so."""


def test_the_examples_are_there() -> None:
    assert EXAMPLES.exists(), (
        "run the tests with ./run test, which fetches the examples of the CommonMark specification"
    )
    assert len(_examples()) == 652


@pytest.mark.parametrize("number", range(1, 653))
def test_example(number: int) -> None:
    markdown, expected = _examples()[number]
    found = parse_blocks(markdown, Report(), without=OTHERWISE.get(number, ()))
    written = blocks(found, medium_for(Document(Metadata("T"), found)))
    assert _Normal.of(written) == _Normal.of(expected)


@pytest.mark.parametrize("number", OTHERWISE)
def test_the_exceptions_are_needed(number: int) -> None:
    markdown, expected = _examples()[number]
    found = parse_blocks(markdown, Report())
    written = blocks(found, medium_for(Document(Metadata("T"), found)))
    assert _Normal.of(written) != _Normal.of(expected)


@lru_cache(maxsize=1)
def _examples() -> dict[int, tuple[str, str]]:
    if not EXAMPLES.exists():
        pytest.fail("there are no examples of the CommonMark specification: run the tests with ./run test")
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return {each["example"]: (each["markdown"], each["html"]) for each in examples}


_BLOCKS = {
    "article",
    "header",
    "aside",
    "hgroup",
    "blockquote",
    "hr",
    "iframe",
    "body",
    "li",
    "map",
    "button",
    "object",
    "canvas",
    "ol",
    "caption",
    "output",
    "col",
    "p",
    "colgroup",
    "pre",
    "dd",
    "progress",
    "div",
    "section",
    "dl",
    "table",
    "td",
    "dt",
    "tbody",
    "embed",
    "textarea",
    "fieldset",
    "tfoot",
    "figcaption",
    "th",
    "figure",
    "thead",
    "footer",
    "tr",
    "form",
    "ul",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "video",
    "script",
    "style",
}


class _Normal(HTMLParser):
    """HTML without differences that mean nothing, as the specification's own normalize.py has it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out = ""
        self.last = "starttag"
        self.last_tag = ""
        self.in_pre = False

    @classmethod
    def of(cls, text: str) -> str:
        parser = cls()
        parser.feed(text)
        parser.close()
        return parser.out

    def handle_data(self, data: str) -> None:
        after_tag = self.last in {"endtag", "starttag"}
        after_block_tag = after_tag and self.last_tag in _BLOCKS
        if after_tag and self.last_tag == "br":
            data = data.lstrip("\n")
        if not self.in_pre:
            data = re.sub(r"\s+", " ", data)
        if after_block_tag and not self.in_pre:
            data = data.lstrip() if self.last == "starttag" else data.strip()
        self.out += data
        self.last = "data"

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.in_pre = False
        elif tag in _BLOCKS:
            self.out = self.out.rstrip()
        self.out += f"</{tag}>"
        self.last, self.last_tag = "endtag", tag

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_pre = self.in_pre or tag == "pre"
        if tag in _BLOCKS:
            self.out = self.out.rstrip()
        self.out += f"<{tag}"
        for name, value in sorted(attrs):
            self.out += f" {name}" if value is None else f' {name}="{html.escape(value)}"'
        self.out += ">"
        self.last, self.last_tag = "starttag", tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.last_tag, self.last = tag, "endtag"

    def handle_comment(self, data: str) -> None:
        self.out += f"<!--{data}-->"
        self.last = "comment"

    def handle_decl(self, decl: str) -> None:
        self.out += f"<!{decl}>"
        self.last = "decl"

    def unknown_decl(self, data: str) -> None:
        self.out += f"<![{data}]>"
        self.last = "decl"

    def handle_pi(self, data: str) -> None:
        self.out += f"<?{data}>"
        self.last = "pi"

    def handle_entityref(self, name: str) -> None:
        self._reference(html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._reference(html.unescape(f"&#{name};"))

    def _reference(self, character: str) -> None:
        self.out += html.escape(character)
        self.last = "ref"
