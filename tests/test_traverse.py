from __future__ import annotations

from typing import get_args

import pytest

from publisher import model
from publisher.model import (
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    Column,
    Definition,
    DefinitionList,
    Emphasis,
    Figure,
    ForeignPassage,
    ForeignWords,
    Image,
    Inline,
    KeyFact,
    KeyFacts,
    Link,
    ListItem,
    Note,
    Paragraph,
    Quotation,
    Row,
    Section,
    SourcesList,
    Strong,
    Table,
    Text,
)
from publisher.traverse import map_block, map_inline, plain_text, walk


def p(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content))


def t(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


EVERYTHING: tuple[Block, ...] = (
    Section(t("a"), (p("b", Note("n", (p("c"),)), Emphasis((Strong(t("d")), Link("https://e.org", t("e"))))),), 1),
    Quotation((BulletList((ListItem((p("f"),)), ListItem((p("g"),)))),)),
    DefinitionList((Definition(t("h"), ((p("i"),), (p("j"),))), Definition(t("k"), ((p("l"),),)))),
    Table((Column(),), (Row((Cell((p("n"),)),)),), (Row((Cell((p("o"),)),)),), t("m"), (p("q"),)),
    Figure(Image("x.png", "r"), t("s"), (p("u"),)),
    Callout("note", (p("w"),), t("v")),
    KeyFacts((KeyFact(t("y"), t("z")),), t("x")),
    SourcesList((t("0"), t("1"))),
    ForeignPassage((p("2", ForeignWords(t("3"), "ar")),), "es"),
    Chart(Table((Column(),), (), (Row((Cell((p("5"),)),)),)), caption=t("4"), notes=(p("6"),)),
)


def test_walking_meets_every_word_in_reading_order() -> None:
    words = [node.text for node in walk(EVERYTHING) if isinstance(node, Text)]
    assert "".join(words) == "abcdefghijklmnoqsuvwxyz0123456"


def test_mapping_reaches_every_word_and_keeps_the_rest() -> None:
    def inlines(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(Text(each.text.upper()) if isinstance(each, Text) else recur(each) for each in content)

    def recur(each: Inline) -> Inline:
        return map_inline(each, inlines, blocks)

    def blocks(content: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map_block(each, inlines, blocks) for each in content)

    mapped = blocks(EVERYTHING)
    words = [node.text for node in walk(mapped) if isinstance(node, Text)]
    assert "".join(words) == "ABCDEFGHIJKLMNOQSUVWXYZ0123456"
    assert blocks(mapped) == mapped


def test_plain_text_leaves_notes_out_and_lets_pictures_speak() -> None:
    content: tuple[Inline, ...] = (Text("a"), Note("n", (p("not this"),)), Image("x.png", " cat"), model.SoftBreak())
    assert plain_text(content) == "a cat "


@pytest.mark.parametrize("union", [Block, Inline])
def test_the_model_is_closed_and_its_nodes_are_frozen(union: object) -> None:
    for node in get_args(union):
        assert node.__dataclass_params__.frozen
        assert "__slots__" in vars(node)
        assert node.__doc__
