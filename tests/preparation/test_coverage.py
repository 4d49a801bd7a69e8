"""Figures that were typed, figures that come from the ledger, and words that are let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher import read
from publisher.diagnostics import Location, Report
from publisher.model import Document, Emphasis, Exemption, Ledger, LineBreak, Metadata, Paragraph, Text
from publisher.preparation.coverage import Coverage, coverage_of
from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FACTS = "facts:\n  f: {value: 5, unit: number, source: s, as-of: 2022}\nsources: {s: {title: S}}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'


def covered(folder: Path, text: str, facts: str = FACTS, metadata: str = "") -> Coverage:
    """Return what is found in a document with a body, and maybe more metadata."""
    home = folder / "source" / "brief"
    home.mkdir(parents=True, exist_ok=True)
    (home / "a.svg").write_text(SVG, encoding="utf-8")
    (home / "index.md").write_text(f"---\ntitle: T\n{metadata}---\n\n{text}\n", encoding="utf-8")
    (home / "facts.yaml").write_text(facts, encoding="utf-8")
    report = Report()
    return coverage_of(read(home, report, root=folder), report.sources)


def typed(found: Coverage) -> list[str]:
    """Return the figures that were typed."""
    return [figure.text for figure in found.open]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("See https://e.org/2020/a, www.e.org/7 or a1@e2.org; 8.", ["8"]),
        ("Trade came to $22.2 billion in 2022.", ["22.2", "2022"]),
        ("It was 1,500 or 1.500 or 1’500 or 1\u202f500.", ["1,500", "1.500", "1’500", "1\u202f500"]),
        ("From 10:30, since the 1990s, the 52nd time.", ["10:30", "1990", "52"]),
        ("A share of ½, or of 2½.", ["½", "2½"]),
        ("In Arabic digits ٢٠٢٢, in Indian ones २०२२.", ["٢٠٢٢", "२०२२"]),
        ("1**5**0 and *2*~~7~~", ["150", "27"]),
        ("The G20 and COVID-19.", ["20", "19"]),
        ("Chapter XVIII of the VIII Summit.", []),
        ("Area in km², water H₂O.", []),
        ("Run `sleep 5` and {math}`x^2 + 5`.", []),
        ("```\n1 2 3\n```\n\n:::{math}\nx = 5\n:::", []),
        ("<https://example.org/2022/5>, <https://example.org/a%C3%B1o-2022>", []),
        ("[example.org/2022](https://example.org/2022) and [+1 202 833](tel:+1202833)", []),
        ("[22.2](https://example.org/22.2)", ["22.2"]),
        ("[2022](https://example.org/2022)", ["2022"]),
        ("[in 2022](https://example.org) and [x](https://example.org 'since 2009')", ["2009", "2022"]),
        ("# In 2022\n\nTerm 5\n: Meaning 6\n\n1. One 7\n\n> Said 8", ["2022", "5", "6", "7", "8"]),
        ("| a 1 | b |\n| --- | --- |\n| 2 | {fact}`f` |", ["1", "2"]),
        (":::{list-table} Caption 1\n:header-rows: 1\n\n* - h\n  - 2\n* - 3\n  - x\n:::", ["1", "2", "3"]),
        (":::{code-block} python\n:caption: Listing of 2022\n\nx = 5\n:::", ["2022"]),
        ("![With 7 bars](a.svg 'in 2022')", ["7", "2022"]),
        (":::{figure} a.svg\n:alt: With 7 bars\n\nCaption 8\n\nLegend 9\n:::", ["7", "8", "9"]),
        ("Text.[^a]\n\n[^a]: Noted in 2022.", ["2022"]),
        (":::{key-facts} In 2022\n5 %\n: of 7\n:::", ["2022", "5", "7"]),
        (":::{note} Title 1\nText 2\n:::", ["1", "2"]),
        ("{abbr}`A4 (size 4)` and {lang}`es: de 2022`, {sub}`3`, {ins}`4`", ["4", "4", "2022", "3", "4"]),
        ("(l)=\n## H\n\n{ref}`in 7 steps <l>`", ["7"]),
    ],
)
def test_every_figure_is_found_and_nothing_else(tmp_path: Path, text: str, figures: Sequence[str]) -> None:
    assert sorted(typed(covered(tmp_path, text))) == sorted(figures)


def test_figures_in_html_are_found(tmp_path: Path) -> None:
    found = covered(
        tmp_path, "<p class='a1'>Trade of &#53; billion</p>\n\nIn <b>20</b>22.", metadata="raw-html: clean\n"
    )
    assert typed(found) == ["5", "2022"]


def test_figures_in_metadata_are_found_but_not_the_date_and_edition(tmp_path: Path) -> None:
    metadata = 'date: 2024-01-31\nedition: "3"\nsubtitle: In 2022\nkeywords: [G7]\nimprint: [Room 5]\n'
    assert sorted(typed(covered(tmp_path, "Text.", metadata=metadata))) == ["2022", "5", "7"]


@pytest.mark.parametrize(
    ("text", "metadata", "place"),
    [
        ("Line.\n\nIt was *in 2022* so.", "", (7, 12)),
        ("x", "summary: >-\n  Folded text,\n  with 2022 in it.\n", (5, 8)),
        ("x", "summary: Text with 2022 in it.\n", (3, 20)),
        ("x", 'keywords: [one, two, "in 2022"]\n', (3, 26)),
        ("x", "imprint:\n  - First\n  - In 2022\n", (5, 8)),
        (":::{figure} a.svg\n:width: 50%\n:alt: Bars of 2022.\n\nCaption\n:::", "", (7, 15)),
        ("A ![picture of 2022](a.svg).", "", (5, 16)),
    ],
)
def test_each_figure_is_told_where_it_stands(tmp_path: Path, text: str, metadata: str, place: tuple[int, int]) -> None:
    (figure,) = covered(tmp_path, text, metadata=metadata).open
    assert figure.at == Location("source/brief/index.md", *place, length=4)


def test_a_value_that_is_not_found_again_is_told_at_its_beginning(tmp_path: Path) -> None:
    (figure,) = covered(tmp_path, "x", metadata='summary: "In\\u0020the year\\x20 2022"\n').open
    assert figure.at is not None
    assert (figure.at.line, figure.at.column) == (3, 10)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{fact}`f`", "text"),
        ("# {fact}`f`\n\nx", "heading"),
        ("| {fact}`f` |\n| --- |\n| x |", "table"),
        (":::{table} {fact}`f`\n\n| a |\n| --- |\n| x |\n:::", "caption"),
        (":::{figure} a.svg\n:alt: x\n\n{fact}`f`\n:::", "caption"),
        (":::{figure} a.svg\n:alt: is {fact}`f`\n\nx\n:::", "alternative text"),
        ("a[^n]\n\n[^n]: {fact}`f`", "note"),
        (":::{key-facts}\n{fact}`f`\n: x\n:::", "key facts"),
    ],
)
def test_the_kind_of_place_of_a_use_is_named(tmp_path: Path, text: str, where: str) -> None:
    assert [use.where for use in covered(tmp_path, text).uses] == [where]


def test_uses_in_metadata_are_named_by_their_keys_with_their_places(tmp_path: Path) -> None:
    metadata = "summary: >-\n  First line\n  has {fact}`f, short`.\nkeywords: ['{fact}`f`']\n"
    found = covered(tmp_path, "x", metadata=metadata)
    assert [(use.where, use.form, use.at and use.at.line) for use in found.uses] == [
        ("summary", "short", 5),
        ("keywords", "long", 6),
    ]


@pytest.mark.parametrize(
    ("text", "exempt", "left"),
    [
        ("The 52nd Assembly.", "52nd Assembly", []),
        ("The 152nd Assembly.", "52nd Assembly", ["152"]),
        ("The 52nd Assembly-2.", "52nd Assembly", ["2"]),
        ("The 52nd\nAssembly.", "52nd Assembly", []),
        ("The 52nd\u00a0Assembly.", "52nd Assembly", []),
        ("Peru’s 3 gates", "Peru's 3 gates", []),
        ("Peru's 3 gates", "Peru’s 3 gates", []),
        ("from 13–14 on", "13-14", []),
        ("The *52nd* Assembly.", "52nd Assembly", []),
        ("In 2022 and the 2022 Summit.", "2022 Summit", ["2022"]),
        ("Up to 5 of 25", "5", ["25"]),
    ],
)
def test_exempt_words_pass_as_they_stand(tmp_path: Path, text: str, exempt: str, left: Sequence[str]) -> None:
    assert typed(covered(tmp_path, text, f"exempt:\n  - text: {exempt!r}\n")) == left


def test_exempt_words_may_overlap(tmp_path: Path) -> None:
    facts = FACTS + 'exempt: ["2022 Summit", "2022 Summit of the 5", "Summit of the 5 Americas"]\n'
    text = "{fact}`f` at the 2022 Summit of the 5 Americas."
    assert brief(tmp_path, facts, text, "coverage: full\n")[1] == []


@pytest.mark.parametrize(("policy", "code"), [("warn", "uncovered-figure"), ("full", "figure-not-covered")])
def test_figures_are_told_as_the_metadata_ask(tmp_path: Path, policy: str, code: str) -> None:
    text = "Is {fact}`f`.\n\nOr 7."
    assert brief(tmp_path, FACTS, text)[1] == []
    told = brief(tmp_path, FACTS, text, f"coverage: {policy}\n")[1]
    assert codes(told) == [(code, "index.md:8")]
    assert told[0].message == "the figure 7 does not come from the ledger"


def test_figures_in_a_file_ask_for_its_source(tmp_path: Path) -> None:
    (tmp_path / "source/brief").mkdir(parents=True)
    (tmp_path / "source/brief/a.csv").write_text("a,b\nx,7\n", encoding="utf-8")
    table = ":::{table}\n:file: a.csv\n:::"
    told = brief(tmp_path, FACTS, f"Is {{fact}}`f`.\n\n{table}", "coverage: full\n")[1]
    assert codes(told) == [("figure-not-covered", "a.csv:2")]
    assert ":source: KEY" in told[0].hint


@pytest.mark.parametrize("words", ["A name of 1822", "A name without figures"])
def test_words_that_let_nothing_pass_are_told(tmp_path: Path, words: str) -> None:
    text = "Is {fact}`f`. A name without figures."
    _, told = brief(tmp_path, FACTS + f"exempt:\n  - {words}\n", text, "coverage: warn\n")
    assert codes(told) == [("unused-exemption", "facts.yaml:5")]
    assert brief(tmp_path, FACTS + f"exempt:\n  - {words}\n", text)[1] == []


@pytest.mark.parametrize(
    ("lang", "text", "spelled"),
    [
        ("en", "It has eight centers and TWO branches.", ["eight", "TWO"]),
        ("en", "The two governments have both two-way trade and one aim.", []),
        ("en", "Hundreds of people; {fact}`f` million pixels; zero cases.", ["Hundreds"]),
        ("en", "They were three.", []),
        ("es", "Tiene ocho centros; los dos gobiernos; dos ríos.", ["ocho", "dos"]),
        ("de", "Es gibt zwölf Zentren und die zwei Länder.", ["zwölf"]),
        ("fr", "Il y a douze centres.", ["douze"]),
    ],
)
def test_numbers_in_words_are_listed_and_not_counted(
    tmp_path: Path, lang: str, text: str, spelled: Sequence[str]
) -> None:
    found = covered(tmp_path, text, metadata=f"lang: {lang}\n")
    assert [each.text for each in found.spelled] == spelled
    assert (found.open, found.share) == ([], 1.0)
    assert brief(tmp_path, FACTS, f"{{fact}}`f` {text}", f"lang: {lang}\ncoverage: full\n")[1] == []


def test_the_share_counts_what_comes_from_the_ledger(tmp_path: Path) -> None:
    found = covered(tmp_path, "{fact}`f`, {fact}`f`, {fact}`f, as-of` and 7", FACTS)
    assert found.share == 0.75
    assert found.keys == {"f"}
    again = covered(tmp_path, "{fact}`f`, {fact}`f`, {fact}`f, as-of` and 7", FACTS)
    found.add(again)
    assert (len(found.uses), len(found.figures)) == (3, 1)


@given(st.lists(st.sampled_from(["12", "3", ",", ".", " ", "a", "½", "\ufffc", "٣", "’"]), max_size=12))
def test_no_digit_is_missed_however_the_text_is_parted(parts: list[str]) -> None:
    inlines = tuple(Emphasis((Text(part),)) if number % 3 else Text(part) for number, part in enumerate(parts))
    exempt = Exemption("3 a")
    paragraph = Paragraph((*inlines, LineBreak()))
    found = coverage_of(Document(Metadata("T"), (paragraph,), ledger=Ledger(exempt=(exempt,))), {})
    said = "".join(figure.text for figure in found.figures)
    assert [each for each in said if each.isdigit()] == [each for each in "".join(parts) if each.isdigit()]
