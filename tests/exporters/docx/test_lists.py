from __future__ import annotations

from publisher.diagnostics import Location
from publisher.model import BulletList, Definition, DefinitionList, ListItem, OrderedList, Quotation, SourcesList
from tests.exporters.docx.opened import Opened, W, style_of, text_of, written
from tests.exporters.docx.sample import bullets, item, numbers, p, t


def members(opened: Opened) -> list[tuple[str, str, str]]:
    """Return text, level and list of every member of a list."""
    found = []
    for paragraph in opened.body.iter(f"{W}p"):
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        if numbering is not None:
            level, number = (numbering.find(f"{W}{name}").get(f"{W}val") for name in ("ilvl", "numId"))
            found.append((text_of(paragraph), level, number))
    return found


def start_of(opened: Opened, number: str) -> list[tuple[str, str]]:
    overrides = opened.find(f"//w:num[@w:numId='{number}']/w:lvlOverride", "word/numbering.xml")
    return [(each.get(f"{W}ilvl"), each[0].get(f"{W}val")) for each in overrides]


def test_lists_nest_and_mix() -> None:
    opened = written(bullets("a", item("b", numbers("one", item("two", bullets("deep")))), "c"))
    assert members(opened) == [
        ("a", "0", "2"),
        ("b", "0", "2"),
        ("one", "1", "4"),
        ("two", "1", "4"),
        ("deep", "2", "2"),
        ("c", "0", "2"),
    ]
    assert [style for style, _ in opened.paragraphs()[1:]] == [
        "ListBullet",
        "ListBullet",
        "ListNumber2",
        "ListNumber2",
        "ListBullet3",
        "ListBulletListEnd",
    ]


def test_every_ordered_list_begins_at_its_own_number() -> None:
    opened = written(numbers("a", "b", start=7), p("between"), numbers("c"))
    assert [number for _, _, number in members(opened)] == ["4", "4", "5"]
    assert start_of(opened, "4") == [("0", "7")]
    assert start_of(opened, "5") == [("0", "1")]


def test_numbers_and_bullets_are_what_the_numbering_part_says() -> None:
    opened = written(numbers("a"))
    shown = opened.values("//w:abstractNum[@w:abstractNumId='4']/w:lvl/w:lvlText/@w:val", "word/numbering.xml")
    assert shown == [f"%{level}." for level in range(1, 10)]
    assert set(opened.values("//w:abstractNum[@w:abstractNumId='2']/w:lvl/w:lvlText/@w:val", "word/numbering.xml")) == {
        "•"
    }


def test_more_blocks_of_an_item_stand_under_its_text() -> None:
    opened = written(BulletList((item("first", p("second")), item("other")), tight=False))
    assert opened.paragraphs()[1:] == [
        ("ListBulletContinued", "first"),
        ("ListContinue", "second"),
        ("ListBulletListEnd", "other"),
    ]
    assert opened.of_style("List Continue", "w:pPr/w:ind/@w:left") == ["320"]
    assert opened.of_style("List Bullet", "w:pPr/w:ind/@w:hanging") == ["60"]
    assert set(opened.values("//w:abstractNum[@w:abstractNumId!='1']//w:lvlJc/@w:val", "word/numbering.xml")) == {
        "right"
    }


def test_an_item_that_begins_with_a_list_keeps_its_own_marker() -> None:
    opened = written(bullets(item(bullets("inner"))))
    assert members(opened) == [("", "0", "2"), ("inner", "1", "2")]


def test_tasks_show_whether_they_are_done() -> None:
    opened = written(bullets(item("read", checked=True), item("write", checked=False)))
    assert [text for _, text in opened.paragraphs()[1:]] == ["☑\tread", "☐\twrite"]
    assert members(opened) == []


def test_lists_deeper_than_word_has_levels_are_reported_and_kept() -> None:
    block: BulletList = BulletList((ListItem((p("level 11"),), at=Location("index.md", 11)),))
    for level in range(10, 0, -1):
        block = BulletList((ListItem((p(f"level {level}"), block), at=Location("index.md", level)),))
    opened = written(block)
    assert [text for text, _, _ in members(opened)] == [f"level {level}" for level in range(1, 12)]
    assert [level for _, level, _ in members(opened)] == [*"012345678", "8", "8"]
    assert [(each.code, each.at) for each in opened.diagnostics] == [
        ("too-deep-for-format", Location("index.md", 10)),
        ("too-deep-for-format", Location("index.md", 11)),
    ]


def test_an_ordered_list_too_deep_keeps_its_start() -> None:
    block = OrderedList((item("last"),), 4)
    for _ in range(9):
        block = OrderedList((item("x", block),))
    opened = written(block)
    text, level, number = members(opened)[-1]
    assert (text, level) == ("last", "8")
    assert start_of(opened, number) == [("8", "4")]


def test_lists_in_quotations_have_the_indents_of_both() -> None:
    opened = written(Quotation((bullets("quoted"),)))
    (style,) = [style_of(each) for each in opened.find("//w:p[w:pPr/w:numPr]")]
    assert style == "ListBulletInQuoteListEnd"
    assert opened.of_style("List Bullet in Quote List End", "w:pPr/w:ind/@w:left") == ["760"]


def test_definitions() -> None:
    opened = written(DefinitionList((Definition(t("Term"), ((p("One"),), (p("Two"), bullets("x")))),)))
    assert opened.paragraphs()[1:] == [
        ("DefinitionTerm", "Term"),
        ("Definition", "One"),
        ("Definition", "Two"),
        ("ListBulletInDefinitionDefinitionEnd", "x"),
    ]


def test_sources_are_a_numbered_list() -> None:
    opened = written(SourcesList((t("First."), t("Second."))))
    assert opened.styled("Source") == ["First.", "Second."]
    assert [level for _, level, _ in members(opened)] == ["0", "0"]
