from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from publisher.model import (
    Block,
    Callout,
    CodeBlock,
    Column,
    Contents,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    HtmlBlock,
    Image,
    KeyFact,
    KeyFacts,
    Note,
    Quotation,
    Row,
    SourcesList,
    Table,
    ThematicBreak,
)
from tests.exporters.docx.opened import Opened, W, written
from tests.exporters.docx.sample import bullets, cell, item, numbers, p, plain_table, t, trade_table

if TYPE_CHECKING:
    from collections.abc import Callable

CONTAINERS: dict[str, Callable[[Block], Block]] = {
    "quotation": lambda block: Quotation((block,)),
    "list": lambda block: bullets(item("item", block)),
    "bare item": lambda block: numbers(item(block)),
    "definition": lambda block: DefinitionList((Definition(t("term"), ((block,),)),)),
    "callout": lambda block: Callout("tip", (block,), t("Tip")),
    "cell": lambda block: Table((Column("left", 1.0),), (), (Row((cell(block),)), Row((cell(block, block),)))),
    "note": lambda block: p("x", Note("n", (block,), 1)),
    "table note": lambda block: Table((Column("left", 1.0),), (), (Row((cell("x"),)),), notes=(block,)),
}
BLOCKS: dict[str, Block] = {
    "paragraph": p("words"),
    "heading": Heading(2, t("words")),
    "code": CodeBlock("words"),
    "table": plain_table(),
    "captioned table": trade_table(),
    "figure": Figure(Image("images/chart.svg", "words"), t("words"), (p("words"),), number=1),
    "key facts": KeyFacts((KeyFact(t("1"), t("words")),)),
    "contents": Contents(3, t("words")),
    "sources": SourcesList((t("words"),)),
    "break": ThematicBreak(),
    "html": HtmlBlock("<p>words</p>"),
}


def check(opened: Opened) -> None:
    defined = set(opened.values("//w:style/@w:styleId", "word/styles.xml"))
    for part in ("word/document.xml", "word/footnotes.xml"):
        assert set(opened.values("//w:pStyle/@w:val | //w:rStyle/@w:val", part)) <= defined
        assert all(each[-1].tag == f"{W}p" for each in opened.find("//w:tc", part))
    tables = opened.find("//w:tbl[preceding-sibling::*[1][self::w:tbl]]")
    assert tables == []


@pytest.mark.parametrize("outer", CONTAINERS)
def test_every_block_stands_in_every_container_twice_over(outer: str) -> None:
    for (inner, block), middle in product(BLOCKS.items(), CONTAINERS):
        nested = CONTAINERS[outer](CONTAINERS[middle](block))
        opened = written(nested, nested, p("after"))
        assert opened.diagnostics == (), (outer, middle, inner)
        check(opened)
