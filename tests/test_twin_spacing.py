"""The Word copy is the PDF's twin: where blocks stand on paper, and where Word's styles put them."""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from publisher import export, prepare, read
from publisher.reader import Target
from tests.exporters.docx.opened import Opened, W, style_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

CONSTRUCTS = {
    "heading-1": "# zqh",
    "heading-2": "## zqx",
    "heading-3": "### zqx",
    "heading-4": "#### zqx",
    "heading-5": "##### zqx",
    "heading-6": "###### zqx",
    "paragraph": "zqx",
    "quotation": "> zqx\n>\n> zqy\n>\n> — zqz",
    "bullets": "- zqx\n- zqy\n  - zqz",
    "loose bullets": "- zqx\n\n- zqy\n\n  zqz",
    "numbers": "1. zqx\n2. zqy",
    "tasks": "- [ ] zqx\n- [x] zqy",
    "definitions": "zqx\n: zqy\n\nzqz\n: zqw",
    "code": "```\nzqx\nzqy\n```",
    "rule": "---",
    "table": "| zqx | b |\n| --- | - |\n| zqy | c |\n| zqz | d |",
    "table with caption": ":::{table} zqx\n\n| zqy | b |\n| --- | - |\n| zqz | c |\n:::",
    "table with note": ":::{table} zqx\n:note: zqy\n\n| a | b |\n| --- | - |\n| c | d |\n:::",
    "two tables": ":::{table} zqx\n\n| a |\n| - |\n| b |\n:::\n\n:::{table} zqy\n\n| c |\n| - |\n| d |\n:::",
    "joined cells": ":::{table}\n:header-rows: 2\n:footer-rows: 1\n\n"
    "| zqx | zqy | << |\n| - | - | - |\n| ^^ | b | c |\n| zqz | << | << |\n| d | e | f |\n| zqw | g | h |\n:::",
    "list in a cell": ":::{list-table}\n* - zqx\n  - * zqy\n    * b\n:::",
    "callout": ":::{note} zqx\nzqy\n\nzqz\n:::",
    "two callouts": ":::{note} zqx\nzqy\n:::\n\n:::{warning} zqz\nzqw\n:::",
    "key facts": ":::{key-facts} zqx\nzqy\n: zqz\n\nzqv\n: zqw\n:::",
    "nested": "> - zqx\n>\n>   > zqy\n>\n> zqz",
    "callout with a list": ":::{tip} zqx\n- zqy\n- zqz\n:::",
}
HEAD = "---\ntitle: Title\ntemplate: {template}\nhandling: none\n---\n\n"
BREAK = "\n\n:::{page-break}\n:::\n\n"
WITHIN = 1.0
"""Points."""


@dataclass
class Spots:
    """Where words stand on a page: points from the start of the text, and down from anywhere."""

    across: dict[str, float] = field(default_factory=dict)
    down: dict[str, float] = field(default_factory=dict)

    def height(self) -> float | None:
        """Return the distance from the line before a construct to the line after it."""
        return self.down["zqafter"] - self.down["zqbefore"] if {"zqbefore", "zqafter"} <= {*self.down} else None


def on_paper(content: bytes) -> list[Spots]:
    """Return the words of each page of a PDF."""
    pages = []
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        text = page.get_textpage()
        characters = text.get_text_range()
        spots = Spots()
        place = characters.find("zq")
        while place >= 0:
            word = characters[place:].split()[0]
            x, y = ctypes.c_double(), ctypes.c_double()
            pypdfium2.raw.FPDFText_GetCharOrigin(text, place, x, y)
            spots.across[word], spots.down[word] = x.value, page.get_height() - y.value
            place = characters.find("zq", place + 1)
        if spots.down:
            start = spots.across.get("zqbefore", 0.0)
            spots.across = {word: x - start for word, x in spots.across.items()}
            pages.append(spots)
    return pages


class Layout:
    """Sets the paragraphs of a Word file as its styles say, each on one line."""

    def __init__(self, opened: Opened) -> None:
        self.styles = {style.get(f"{W}styleId"): style for style in opened.find("//w:style", "word/styles.xml")}
        self.pages = [Spots()]
        self.y = self.after = 0.0
        for element in opened.body:
            self.block(element)

    def block(self, element: Any) -> None:
        if element.tag == f"{W}p":
            self.paragraph(element, 0.0)
            if element.find(f"{W}pPr/{W}sectPr") is not None:
                self.pages.append(Spots())
                self.y = self.after = 0.0
        elif element.tag == f"{W}tbl":
            self.y, self.after = self.y + self.after, 0.0
            self.table(element)

    def paragraph(self, element: Any, start: float) -> None:
        found = self.properties(style_of(element))
        spacing, indents = found.get("spacing", {}), found.get("ind", {})
        words = text_of(element).split()
        lines = 1 + len(list(element.iter(f"{W}br")))
        above, below = (self.rule(found.get(side, {})) for side in ("top", "bottom"))
        self.y += max(self.after, points(spacing, "before")) + above
        line = points(spacing, "line")
        for word in words:
            if word.startswith("zq"):
                self.pages[-1].down[word] = self.y + line
        if words and words[0].startswith("zq") and found.get("jc", {}).get("val") == "left":
            out = self.standing_out(element, indents)
            self.pages[-1].across[words[0]] = start + points(indents, "left") - out
        self.y += line * lines + below
        self.after = points(spacing, "after")

    def rule(self, border: dict[str, str]) -> float:
        """Return how much room a rule takes, with the space between it and the text."""
        return float(border.get("sz", 0)) / 8 + float(border.get("space", 0)) if border.get("val") == "single" else 0.0

    def standing_out(self, element: Any, indents: dict[str, str]) -> float:
        """Return how far the words stand out: not at all behind a list's mark or a tab."""
        marked = element.find(f"{W}pPr/{W}numPr") is not None or element.find(f"{W}r/{W}tab") is not None
        return 0.0 if marked else points(indents, "hanging")

    def table(self, element: Any) -> None:
        margins = self.margins(element.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val"))
        indent = element.find(f"{W}tblPr/{W}tblInd")
        start = float(indent.get(f"{W}w")) / 20 if indent is not None else 0.0
        rules = self.rules(element)
        rows = element.findall(f"{W}tr")
        for number, row in enumerate(rows):
            self.y += self.rule(self.over(row, rules, first=number == 0))
            top, bottoms, x = self.y, [0.0], start
            for cell in row.iter(f"{W}tc"):
                self.y, self.after = top + margins["top"], 0.0
                for paragraph in cell.iter(f"{W}p"):
                    self.paragraph(paragraph, x + margins["left"])
                bottoms.append(self.y + self.after + margins["bottom"])
                x += float(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) / 20
            self.y, self.after = max(bottoms), 0.0
        self.y += self.rule(rules.get("bottom", {}))

    def rules(self, table: Any) -> dict[str, dict[str, str]]:
        style = self.styles[table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")]
        found = {each.tag.removeprefix(W): _own(each) for each in style.findall(f"{W}tblPr/{W}tblBorders/*")}
        head = style.find(f"{W}tblStylePr//{W}bottom")
        return found | ({"head": _own(head)} if head is not None else {})

    def over(self, row: Any, rules: dict[str, dict[str, str]], *, first: bool) -> dict[str, str]:
        """Return the rule above a row: its own, that of the head row before it, or that of all rows."""
        if first:
            return rules.get("top", {})
        before = row.getprevious()
        own = [_own(each) for each in row.iter(f"{W}top") if each.get(f"{W}val") == "single"]
        above = [_own(each) for each in before.iter(f"{W}bottom") if each.get(f"{W}val") == "single"]
        heads = before.find(f"{W}trPr/{W}tblHeader") is not None
        return next(iter(own + above), rules.get("head", {}) if heads else rules.get("insideH", {}))

    def margins(self, style: str) -> dict[str, float]:
        sides = self.styles[style].find(f"{W}tblPr/{W}tblCellMar")
        return {each.tag.removeprefix(W): float(each.get(f"{W}w")) / 20 for each in sides}

    def properties(self, name: str) -> dict[str, dict[str, str]]:
        """Return a style's paragraph properties, with those of the styles that it is based on."""
        style = self.styles[name]
        based = style.find(f"{W}basedOn")
        found = self.properties(based.get(f"{W}val")) if based is not None else {}
        for each in style.findall(f"{W}pPr/*"):
            key = each.tag.removeprefix(W)
            own = _own(each)
            if key == "pBdr":
                found |= {side.tag.removeprefix(W): _own(side) for side in each}
            if key == "ind" and "firstLine" in own:
                found.setdefault(key, {}).pop("hanging", None)
            found[key] = found.get(key, {}) | own
        return found


def _own(element: Any) -> dict[str, str]:
    return {name.removeprefix(W): value for name, value in element.attrib.items()}


def points(values: dict[str, str], name: str) -> float:
    return float(values.get(name, 0)) / 20


@pytest.mark.parametrize("template", ["briefing", "report"])
def test_blocks_stand_on_paper_where_word_puts_them(tmp_path: Path, template: str) -> None:
    parts = [f"zqbefore\n\n{source}\n\nzqafter" for source in CONSTRUCTS.values()]
    (tmp_path / "index.md").write_text(HEAD.format(template=template) + BREAK.join(parts), encoding="utf-8")
    document = prepare(read(tmp_path, target=Target()))
    paper = [page for page in on_paper(export(document, "pdf").content) if "zqbefore" in page.down]
    word = [page for page in Layout(Opened(export(document, "docx"))).pages if "zqbefore" in page.down]
    assert len(paper) == len(word) == len(CONSTRUCTS)
    differences = {}
    for name, one, other in zip(CONSTRUCTS, paper, word, strict=True):
        height, wanted = one.height(), other.height()
        if height is not None and (wanted is None or abs(height - wanted) > WITHIN):
            differences[name] = (height, wanted)
        for each in one.across.keys() & other.across.keys():
            if abs(one.across[each] - other.across[each]) > WITHIN:
                differences[f"{name}: {each}"] = (one.across[each], other.across[each])
    assert differences == {}, "\n".join(f"{name}: {pair}" for name, pair in differences.items())
