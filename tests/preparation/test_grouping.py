"""Columns of numbers in languages that leave four digits ungrouped in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.model import Chart, Document, FactReference, Table
from publisher.preparation import prepare
from publisher.reader import read
from publisher.traverse import walk_document
from tests.preparation.building import nodes, words

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = """
sources: {agency: {title: Statistics, url: "https://example.org/"}}
defaults: {source: agency, as-of: 2022}
facts:
  maize: {value: 18420, unit: t}
  rice: {value: 7605, unit: t, confidence: about}
  beans: {value: {from: 4120, to: 7605}, unit: t}
  loss: {value: -4120, unit: USD}
  since: {value: 1998, unit: year}
"""
SHIPS = """port,ships,since
Callao,18420,1998
Ilo,7605,2001
Paita,-4120,2010
"""


EXPECTED = frozenset(("unused-fact", "unknown-language"))


def prepared(folder: Path, body: str, lang: str = "es") -> Document:
    (folder / "ships.csv").write_text(SHIPS, encoding="utf-8")
    (folder / "facts.yaml").write_text(LEDGER, encoding="utf-8")
    (folder / "index.md").write_text(f"---\ntitle: T\nlang: {lang}\n---\n\n{body}\n", encoding="utf-8")
    report = Report()
    document = prepare(read(folder, report), report)
    assert [each.message for each in report.diagnostics if each.code not in EXPECTED] == []
    return document


def column(document: Document, number: int = 1) -> list[str]:
    table = nodes(document, Table)[0]
    cells = (row.cells[number] for row in (*table.body, *table.foot))
    return [" ".join(words(Document(document.metadata, cell.blocks))).replace("\xa0", " ") for cell in cells]


def file(options: str) -> str:
    return f":::{{table}} Ships\n:file: ships.csv\n{options}\n:::"


def pipes(*cells: str) -> str:
    return "\n".join(["| a | b |", "| - | - |", *(f"| x | {cell} |" for cell in cells)])


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("es", ["18.420", "7.605", "−4.120", "21.905"]),
        ("es-PE", ["18,420", "7,605", "−4,120", "21,905"]),
        ("pl", ["18 420", "7 605", "−4 120", "21 905"]),
    ],
)
def test_a_column_with_five_digits_groups_four_too(tmp_path: Path, lang: str, shown: list[str]) -> None:
    assert column(prepared(tmp_path, file(":format: ships: number\n:totals: ships: sum"), lang)) == shown


def test_a_column_without_five_digits_stays_as_running_text_is(tmp_path: Path) -> None:
    pages = pipes("{fact}`rice`", "{fact}`loss`")
    document = prepared(tmp_path, f"Son {{fact}}`rice`.\n\n{pages}")
    assert column(document) == ["alrededor de 7605 toneladas", "−4120 US$"]


def test_facts_are_grouped_with_their_hedges_and_ranges_and_years_are_not(tmp_path: Path) -> None:
    body = pipes(
        "{fact}`maize`", "{fact}`rice, dated`", "**{fact}`beans`**", "{fact}`loss, bare`", "{fact}`since`", "1234"
    )
    document = prepared(tmp_path, f"{body}\n\nSon {{fact}}`rice`.")
    assert column(document) == [
        "18.420 toneladas",
        "alrededor de 7.605 toneladas (2022)",
        "4.120–7.605 toneladas",
        "−4.120 US$",
        "1998",
        "1234",
    ]
    assert nodes(document, FactReference)[-1].text == "alrededor de 7605 toneladas"


def test_a_number_that_was_typed_in_groups_counts(tmp_path: Path) -> None:
    assert column(prepared(tmp_path, pipes("12.310", "{fact}`rice`"))) == ["12.310", "alrededor de 7.605 toneladas"]


def test_other_columns_and_years_stay_as_they_are(tmp_path: Path) -> None:
    document = prepared(tmp_path, file(":format: number"))
    assert column(document, 2) == ["1998", "2001", "2010"]
    assert column(prepared(tmp_path, file(":format: ships: text"))) == ["18420", "7605", "−4120"]


def test_a_chart_groups_its_table_its_labels_and_its_axis(tmp_path: Path) -> None:
    body = ":::{chart} Ships\n:file: ships.csv\n:format: ships: number\n:x: port\n:y: ships\n:::"
    (chart,) = [node for node in walk_document(prepared(tmp_path, body)) if isinstance(node, Chart)]
    assert chart.plot is not None
    assert chart.plot.panels[0].series[0].shown == ("18.420", "7.605", "−4.120")
    assert "5.000" in chart.plot.values.labels
