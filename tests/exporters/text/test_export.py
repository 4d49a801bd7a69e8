from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.exporters.text import export, export_ascii
from publisher.exporters.text.layout import width
from publisher.model import (
    Block,
    BulletList,
    Callout,
    Code,
    Document,
    Emphasis,
    Inline,
    Link,
    ListItem,
    Metadata,
    OrderedList,
    Paragraph,
    Quotation,
    Section,
    SoftBreak,
    Strong,
    Text,
)
from tests.exporters.text.pages import document, para, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.exporters import Artifact
    from publisher.theme import Theme

WORD = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20)
LEAF = WORD.map(Text)
INLINE: st.SearchStrategy[Inline] = st.recursive(
    LEAF | st.just(SoftBreak()) | WORD.map(Code),
    lambda inner: (
        st.lists(inner, max_size=3)
        .map(tuple)
        .flatmap(
            lambda content: st.sampled_from([Emphasis(content), Strong(content), Link("https://a.example", content)])
        )
    ),
    max_leaves=6,
)
PARAGRAPH = st.lists(st.tuples(INLINE, st.just(Text(" "))), max_size=12).map(
    lambda pairs: Paragraph(tuple(inline for pair in pairs for inline in pair))
)
BLOCK: st.SearchStrategy[Block] = st.recursive(
    PARAGRAPH,
    lambda inner: (
        st.lists(inner, max_size=3)
        .map(tuple)
        .flatmap(
            lambda blocks: st.sampled_from(
                [
                    Quotation(blocks),
                    BulletList((ListItem(blocks), ListItem(blocks, checked=True))),
                    OrderedList((ListItem(blocks),), start=99, tight=False),
                    Callout("tip", blocks),
                    Section((Text("s"),), blocks, 2),
                ]
            )
        )
    ),
    max_leaves=6,
)


_MARKS = re.compile(r"(?:[ >•☐☑]|\[.\]|\d+\.)+")
"""What stands before the words of a line in lists and callouts."""


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCK, max_size=4))
def test_lines_end_cleanly_and_keep_the_measure(blocks: list[Block]) -> None:
    text = export(document(*blocks), theme()).content.decode()
    lines = text.removesuffix("\n").split("\n")
    assert text.endswith("\n")
    assert "\r" not in text
    assert all(line == line.rstrip() for line in lines)
    words = (_MARKS.sub("", line) for line in lines if width(line) > 72)
    assert not any(" " in word for word in words)  # none that could be broken
    assert "\n\n\n\n" not in text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(WORD, min_size=1), max_size=6))
def test_all_words_are_there_in_order(paragraphs: list[list[str]]) -> None:
    made = document(*(para(" ".join(words)) for words in paragraphs))
    text = export(made, theme()).content.decode().replace("\u200e", "")
    said = "".join(word for words in paragraphs for word in words).replace("\u200e", "")
    assert "".join(text.split()).removeprefix(f"Title{'=' * 72}") == "".join(said.split())


@pytest.mark.parametrize("exporter", [export, export_ascii])
def test_the_same_document_gives_the_same_bytes(exporter: Callable[[Document, Theme], Artifact]) -> None:
    made = document(para("Perú’s trade"), Section((Text("Trade"),), (para("…"),), 1))
    assert exporter(made, theme()) == exporter(made, theme())


def test_right_to_left_text_is_left_in_its_order() -> None:
    assert export(document(para("בירו peru")), theme()).content.decode().endswith("\n\u200eבירו peru\n")


def test_an_empty_document_is_its_title() -> None:
    assert export(Document(Metadata("Lima"), ()), theme()).content.decode() == f"Lima\n{'=' * 72}\n"
