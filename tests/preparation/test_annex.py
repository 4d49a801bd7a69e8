"""The annex of facts, the list of sources, and what facts are called in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher import prepare, read
from publisher.model import Document, Paragraph, SourcesList, Table
from publisher.traverse import blocks_within, inlines_within, plain_text, walk_document
from tests.support.briefs import brief

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = "sources:\n  one: {title: First}\n  two: {title: Second}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'


def annexed(folder: Path, facts: str, text: str, metadata: str = "") -> Document:
    """Prepare a document that ends with its annex."""
    (folder / "index.md").write_text(f"---\ntitle: T\n{metadata}---\n\n{text}\n\n:::{{facts}}\n:::\n", encoding="utf-8")
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    (folder / "a.svg").write_text(SVG, encoding="utf-8")
    return prepare(read(folder))


def rows(document: Document) -> list[list[str]]:
    """Return what stands in the cells of the annex."""
    (table,) = [node for node in walk_document(document) if isinstance(node, Table)]
    cells = [[*map(blocks_of, row.cells)] for row in (*table.head, *table.body)]
    assert len(table.columns) == len(cells[0])
    return cells


def blocks_of(cell: object) -> str:
    return "".join(plain_text(run) for block in getattr(cell, "blocks", ()) for run in inlines_within(block))


def listed(document: Document) -> list[str]:
    """Return the sources that are listed."""
    return [
        plain_text(entry) for node in walk_document(document) if isinstance(node, SourcesList) for entry in node.entries
    ]


def test_the_annex_lists_what_is_cited_in_the_order_of_the_ledger(tmp_path: Path) -> None:
    facts = (
        f"{SOURCES}facts:\n  a: {{value: 1, as-of: 2022, source: two, label: An entry}}\n  unlisted: {{value: 2}}\n"
        "  b.c-d: {value: 3, source: one, confidence: nearly}\n  sum: {formula: a + unlisted}\n"
    )
    document = annexed(tmp_path, facts, "{fact}`sum`, {fact}`b.c-d, number`, {fact}`a, as-of`")
    assert rows(document) == [
        ["Fact", "Value", "As of", "Source"],
        ["An entry", "1", "2022", "Second"],
        ["B c d", "nearly 3", "", "First"],
        ["Sum", "3", "2022", "computed: Second"],
    ]
    assert listed(document) == ["Second.", "First."]


def test_a_computed_figure_says_where_and_of_when_those_behind_it_are(tmp_path: Path) -> None:
    facts = (
        f"{SOURCES}facts:\n  a: {{value: 10, as-of: 2022, source: one}}\n  b: {{value: 12, as-of: 2023-06, source: two}}\n"
        "  c: {formula: b - a}\n  g: {formula: c / a, unit: percent, label: Growth}\n"
        "  own: {formula: b + a, source: two, as-of: 2024}\n"
    )
    document = annexed(tmp_path, facts, "{fact}`g` and {fact}`own`")
    assert rows(document) == [
        ["Fact", "Value", "As of", "Source"],
        ["Growth", "20 percent", "2022 to June 2023", "computed: Second; First"],
        ["Own", "22", "2024", "Second"],
    ]
    assert sorted(listed(document)) == ["First.", "Second."]
    (growth, _) = document.cited
    assert (growth.as_of, [source.title for source in growth.sources]) == ("2022/2023-06", ["Second", "First"])


def test_one_source_takes_no_column(tmp_path: Path) -> None:
    document = annexed(tmp_path, f"{SOURCES}facts:\n  a: {{value: 1, source: one}}\n", "{fact}`a`")
    assert rows(document) == [["Fact", "Value", "As of"], ["A", "1", ""]]
    assert listed(document) == ["First."]


@pytest.mark.parametrize(
    ("where", "metadata"),
    [
        ("x", "summary: 'Is {fact}`a`'\n"),
        ("x", "keywords: ['{fact}`a`']\n"),
        ("x", "imprint: ['{fact}`a`']\n"),
        (":::{figure} a.svg\n:alt: Is {fact}`a`.\n\nx\n:::", ""),
        (":::{figure} a.svg\n:alt: x\n\nIs {fact}`a`.\n:::", ""),
        ("x[^n]\n\n[^n]: Is {fact}`a`.", ""),
        (":::{key-facts}\n{fact}`a`\n: x\n:::", ""),
        ("> x\n>\n> -- {fact}`a`", ""),
        ("- {fact}`a`", ""),
    ],
)
def test_a_fact_is_listed_with_its_source_wherever_it_is_cited(tmp_path: Path, where: str, metadata: str) -> None:
    document = annexed(tmp_path, f"{SOURCES}facts:\n  a: {{value: 1, source: two}}\n", where, metadata)
    assert [record.key for record in document.cited] == ["a"]
    tables = [node for node in walk_document(document) if isinstance(node, Table)]
    assert blocks_of(tables[-1].body[0].cells[0]) == "A"
    assert listed(document) == ["Second."]


def test_the_data_are_as_of_the_latest_time_that_is_not_to_come(tmp_path: Path) -> None:
    facts = "facts:\n  a: {value: 1, as-of: 2022-06}\n  b: {value: 2, as-of: 2022-03-31}\n  c: {value: 3, as-of: 2024, forecast: true}\n"
    text = "{fact}`a` {fact}`b` {fact}`c`"
    document = annexed(tmp_path, facts, text, "date: 2023-01-31\n")
    said = [plain_text(node.content) for node in walk_document(document) if isinstance(node, Paragraph)]
    assert "Data as of June 2022." in said
    document = annexed(tmp_path, facts, text)
    said = [plain_text(node.content) for node in walk_document(document) if isinstance(node, Paragraph)]
    assert "Data as of 2024." in said


def test_an_annex_may_stand_in_another_block_and_speaks_the_language(tmp_path: Path) -> None:
    facts = "facts:\n  a: {value: 1500.5, as-of: FY 2022, label: {en: Entry, es: Entrada}}\n"
    (tmp_path / "index.md").write_text(
        "---\ntitle: T\nlang: es\n---\n\n{fact}`a`\n\n> :::{facts}\n> :::\n", encoding="utf-8"
    )
    (tmp_path / "facts.yaml").write_text(facts, encoding="utf-8")
    document = prepare(read(tmp_path))
    assert rows(document) == [["Dato", "Valor", "Fecha"], ["Entrada", "1500,5", "año fiscal 2022"]]
    assert any(blocks_within(block) for block in document.blocks)


def test_an_annex_without_facts_says_nothing(tmp_path: Path) -> None:
    text, told = brief(tmp_path, "", "Text.\n\n:::{facts}\n:::")
    assert (text, told) == ("Text.", [])


def test_units_are_named_for_machines(tmp_path: Path) -> None:
    units = {
        "USD": "USD",
        "USD 2015": "USD 2015",
        "USD/person": "USD/person",
        "percent": "fraction",
        "points": "fraction",
        "number": "",
        "year": "year",
        "km2": "square-kilometer",
        "{one: center, other: centers}": "centers",
        "{currency: USD, per: {en: person, es: persona}}": "USD/person",
    }
    entries = "".join(f"  f{number}: {{value: 2000, unit: {unit}}}\n" for number, unit in enumerate(units))
    text = " ".join(f"{{fact}}`f{number}`" for number in range(len(units)))
    document = annexed(tmp_path, f"facts:\n{entries}", text)
    assert [record.unit for record in document.cited] == list(units.values())
