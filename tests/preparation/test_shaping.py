from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import Report
from publisher.model import DataValue, Document, SourcesList, Strong, Table
from publisher.preparation import prepare
from publisher.reader import read
from publisher.traverse import plain_text, walk, walk_document
from tests.preparation.building import words
from tests.support.briefs import brief

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = """
sources:
  ustr: {title: Peru, publisher: Office of the USTR, url: "https://ustr.gov/", retrieved: 2023-06-30}
facts:
  goods-2009: {value: 9.1e9, unit: USD, as-of: 2009, source: ustr}
  goods-2022: {value: 22.2e9, unit: USD, as-of: 2022, source: ustr}
  farm-2022: {value: 5.4e9, unit: USD, as-of: 2022, source: ustr}
  small: {value: 600e6, unit: USD, as-of: 2022, source: ustr}
  small-too: {value: 700e6, unit: USD, as-of: 2022, source: ustr}
  hedged: {value: 1.2e9, unit: USD, as-of: 2022, source: ustr, confidence: more than}
  guessed: {value: 1.3e9, unit: USD, as-of: 2022, source: ustr, confidence: about}
  share: {value: 4, unit: percent, as-of: 2022, source: ustr}
  index: {value: 8, unit: number, as-of: 2022, source: ustr}
  people: {value: 33e6, unit: {one: person, other: people}, as-of: 2022, source: ustr}
"""
TRADE = """good,value,growth,day,year
Copper,22199500000,0.26,2022-06-30,1998
Grapes,1900000000.5,-0.031,2022-05-31,2022
Ñandú,,,,
aguacate,1250000,0.115,2020-01-01,2009
"""


def made(folder: Path, body: str, *, lang: str = "en-US", more: str = "") -> tuple[Document, Report]:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/trade.csv").write_text(TRADE, encoding="utf-8")
    (folder / "facts.yaml").write_text(LEDGER, encoding="utf-8")
    (folder / "index.md").write_text(f"---\ntitle: T\nlang: {lang}\n{more}---\n\n{body}\n", encoding="utf-8")
    report = Report()
    return prepare(read(folder, report), report), report


def rows(folder: Path, body: str, *, lang: str = "en-US") -> list[list[str]]:
    """Return the texts of the body and foot of the first table, which nothing is wrong with."""
    document, report = made(folder, body, lang=lang)
    assert [each.message for each in report.diagnostics if each.code != "unused-fact"] == []
    return texts(document)


def texts(document: Document) -> list[list[str]]:
    table = next(node for node in walk_document(document) if isinstance(node, Table))
    return [
        [" ".join(words(Document(document.metadata, cell.blocks))) for cell in row.cells]
        for row in (*table.body, *table.foot)
    ]


def told(folder: Path, body: str) -> list[tuple[str, str]]:
    _, report = made(folder, body)
    return [(each.code, each.message) for each in report.diagnostics if each.code != "unused-fact"]


QUERY = ":::{table}\n:file: data/trade.csv\n:query: SELECT * FROM trade"


def query(options: str = "") -> str:
    return f"{QUERY}\n{options}\n:::"


def pipes(options: str, *lines: str) -> str:
    head, *body = lines
    rule = "|" + " - |" * (head.count("|") - 1)
    return f":::{{table}}\n{options}\n\n" + "\n".join((head, rule, *body)) + "\n:::"


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("en-US", ["22,199,500,000", "0.26", "Jun 30, 2022"], "1,900,000,000.5"),
        ("es", ["22.199.500.000", "0,26", "30 jun 2022"], "1.900.000.000,5"),
        ("de", ["22.199.500.000", "0,26", "30.06.2022"], "1.900.000.000,5"),
        ("fr", ["22\u202f199\u202f500\u202f000", "0,26", "30 juin 2022"], "1\u202f900\u202f000\u202f000,5"),
    ],
)
def test_values_are_written_as_the_language_does(tmp_path: Path, lang: str, first: list[str], second: str) -> None:
    found = rows(tmp_path, query(), lang=lang)
    assert found[0] == ["Copper", *first, "1998"]
    assert found[1][1] == second
    assert found[2] == ["Ñandú", "", "", "", ""]


FORMATS = [
    ("number .1 in billions", "es", "22,2", "1,9"),
    ("number in billions", "en-US", "22.2", "1.9"),
    ("number long", "en-US", "22.2 billion", "1.9 billion"),
    ("USD", "en-US", "$22,199,500,000.00", "$1,900,000,000.50"),
    ("USD .0", "es", "22.199.500.000\xa0US$", "1.900.000.001\xa0US$"),
    ("USD long", "en-US", "$22.2 billion", "$1.9 billion"),
    ("USD short", "en-US", "$22.2B", "$1.9B"),
    ("PEN .1 in millions", "en-US", "PEN\xa022,199.5", "PEN\xa01,900.0"),
]


@pytest.mark.parametrize(("asked", "lang", "first", "second"), FORMATS)
def test_a_column_has_the_format_that_is_asked_for(
    tmp_path: Path, asked: str, lang: str, first: str, second: str
) -> None:
    found = rows(tmp_path, query(f":format: value: {asked}\n:note: In bn or mn."), lang=lang)
    assert [found[0][1], found[1][1]] == [first, second]


def test_percents_days_months_and_years(tmp_path: Path) -> None:
    found = rows(tmp_path, query(":format: growth: percent; day: month; year: number"))
    assert found[0][2:] == ["26.0%", "June 2022", "1,998"]
    assert found[1][2] == "−3.1%"
    assert rows(tmp_path, query(":format: day: year; growth: percent .0"))[1][2:4] == ["−3%", "2022"]
    assert rows(tmp_path, query(":format: day: date long"), lang="es")[0][3] == "30 de junio de 2022"


def test_one_format_for_all_columns_of_numbers_leaves_years_alone(tmp_path: Path) -> None:
    assert rows(tmp_path, query(":format: number .2"))[0] == [
        "Copper",
        "22,199,500,000.00",
        "0.26",
        "Jun 30, 2022",
        "1998",
    ]


def test_totals_have_the_decimals_of_their_column(tmp_path: Path) -> None:
    body = [f"| x | {each} |" for each in ("41.9", "43.0", "44.1")]
    found = rows(tmp_path, pipes(":format: b: number\n:totals: b: sum; b: mean", "| a | b |", *body))
    assert [row[1] for row in found[3:]] == ["129.0", "43.0"]


def test_text_of_a_column_with_a_format_is_read_as_the_language_writes_numbers(tmp_path: Path) -> None:
    table = pipes(":format: b: USD", "| a | b |", "| x | 1.405,5 |", "| y | n/d |", "| z | -3 |")
    found = rows(tmp_path, table, lang="es")
    assert [row[1].replace("\xa0", " ") for row in found] == ["1405,50 US$", "n/d", "−3,00 US$"]
    document, _ = made(tmp_path, table, lang="es")
    values = [node.value for node in walk_document(document) if isinstance(node, DataValue)]
    assert values == [Decimal("1405.5"), Decimal(-3)]


def test_in_a_file_numbers_are_written_as_programs_do_in_all_languages(tmp_path: Path) -> None:
    body = ":::{table}\n:file: data/trade.csv\n:format: growth: percent\n:columns: growth\n:::"
    assert rows(tmp_path, body, lang="es")[0] == ["26,0\xa0%"]


def test_rows_are_sorted_by_value_with_what_is_empty_last(tmp_path: Path) -> None:
    first = [row[0] for row in rows(tmp_path, query(":sort: value"))]
    assert first == ["aguacate", "Grapes", "Copper", "Ñandú"]
    assert [row[0] for row in rows(tmp_path, query(":sort: value desc"))] == ["Copper", "Grapes", "aguacate", "Ñandú"]
    assert [row[0] for row in rows(tmp_path, query(":sort: good"))] == ["aguacate", "Copper", "Grapes", "Ñandú"]
    two = pipes(":sort: a, b desc", "| a | b |", "| x | 9 |", "| y | 1 |", "| x | 10 |")
    assert rows(tmp_path, two) == [["x", "10"], ["x", "9"], ["y", "1"]]


def test_facts_are_sorted_summed_and_marked_by_their_value(tmp_path: Path) -> None:
    body = pipes(
        ":sort: Value\n:totals: sum\n:highlight: Value: max\n:note: In billions.",
        "| Good | Value |",
        "| All | {fact}`goods-2022, number` |",
        "| Farm | {fact}`farm-2022, number` |",
        "| Old | {fact}`goods-2009, number` |",
    )
    document, report = made(tmp_path, body)
    assert [each.message for each in report.diagnostics if each.code != "unused-fact"] == []
    assert texts(document) == [["Farm", "5.4"], ["Old", "9.1"], ["All", "22.2"], ["Total", "36.7"]]
    (strong,) = (node for node in walk_document(document) if isinstance(node, Strong))
    assert plain_text(strong.content) == "22.2"


TOTALS = [
    ("sum", "en-US", ["Total", "22.6", "8.35"]),
    ("mean", "es", ["Promedio", "7,53", "2,78"]),
    ("median", "fr", ["Médiane", "1,9", "2,5"]),
    ("min", "de", ["Minimum", "0,5", "0,75"]),
    ("max", "ar", ["الأعلى", "20.2", "5.1"]),
    ("count", "en-US", ["Number", "3", "3"]),
]


@pytest.mark.parametrize(("kind", "lang", "foot"), TOTALS)
def test_the_foot_says_what_is_asked_in_the_language_of_the_document(
    tmp_path: Path, kind: str, lang: str, foot: list[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").write_text("a,b,c\nx,20.2,2.5\ny,1.9,0.75\nz,0.5,5.1\n", encoding="utf-8")
    assert rows(tmp_path, f":::{{table}}\n:file: data/a.csv\n:totals: {kind}\n:::", lang=lang)[-1] == foot


def test_totals_of_some_columns_stand_in_a_row_for_each_kind(tmp_path: Path) -> None:
    body = pipes(":totals: b: sum; c: mean; b: mean", "| a | b | c |", "| x | 1 | 2 |", "| y | 2 | 5 |")
    assert rows(tmp_path, body)[2:] == [["Total", "3", ""], ["Average", "1.5", "3.5"]]


def test_a_total_of_numbers_that_readers_take_for_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").write_text("a,b\nx,1.234\ny,1.1\n", encoding="utf-8")
    body = ":::{table}\n:file: data/a.csv\n:totals: sum\n"
    _, report = made(tmp_path, f"{body}:::", lang="es")
    (found,) = (each for each in report.diagnostics if each.code == "bad-value")
    assert "'1.234'" in found.message
    assert ":format: number" in found.hint
    assert rows(tmp_path, f"{body}:format: number\n:::", lang="es")[-1] == ["Total", "2,334"]
    assert rows(tmp_path, f"{body}:::")[-1] == ["Total", "2.334"]


def test_sums_are_exact(tmp_path: Path) -> None:
    body = pipes(":totals: b: sum", "| a | b |", *(f"| x | {value} |" for value in ("0.1", "0.2", "0.3")))
    assert rows(tmp_path, body)[-1] == ["Total", "0.6"]


def test_a_footnote_is_no_part_of_a_number(tmp_path: Path) -> None:
    body = pipes(":totals: b: sum", "| a | b |", "| x | 22.2[^n] |", "| y | 5 |") + "\n\n[^n]: In 2022."
    assert rows(tmp_path, body)[-1] == ["Total", "27.2"]


def test_a_sum_over_what_is_nothing_or_a_mean_of_what_is_known_is_complete(tmp_path: Path) -> None:
    for kind, nothing in (
        ("sum", "–"),
        ("sum", ""),
        ("mean", "n.a."),
        ("sum\n:note: n.a.: not known, so not in the sum.", "n.a."),
    ):
        body = pipes(f":totals: b: {kind}", "| a | b |", "| x | 1 |", f"| y | {nothing} |", "| z | 3 |")
        assert told(tmp_path, body) == []


def test_what_is_highlighted_is_strong_by_cell_or_row(tmp_path: Path) -> None:
    body = pipes(":highlight: b: > 10; a: row = Lima", "| a | b |", "| Lima | 1 |", "| Cusco | 12 |", "| Ica | 10 |")
    document, report = made(tmp_path, body)
    assert not [each for each in report.diagnostics if each.code != "unused-fact"]
    assert [plain_text(node.content) for node in walk_document(document) if isinstance(node, Strong)] == [
        "Lima",
        "1",
        "12",
    ]


def test_the_first_rows_are_shown_and_the_rest_is_told_but_counts_in_totals(tmp_path: Path) -> None:
    body = pipes(
        ":rows: 2\n:sort: b desc\n:totals: sum\n:note: Own count.",
        "| a | b |",
        *(f"| {name} | {name} |" for name in range(1, 1301)),
    )
    document, _ = made(tmp_path, body, lang="es")
    assert texts(document) == [["1300", "1300"], ["1299", "1299"], ["Total", "845.650"]]
    table = next(node for node in walk_document(document) if isinstance(node, Table))
    notes = [" ".join(words(Document(document.metadata, (note,)))) for note in table.notes]
    assert notes == ["Se muestran 2 de 1300 filas; las cifras al pie se refieren a todas.", "Own count."]


def test_the_source_of_a_table_stands_below_it_and_among_the_sources(tmp_path: Path) -> None:
    document, report = made(tmp_path, f"{query(':source: ustr')}\n\n:::{{sources}}\n:::", lang="es")
    assert [each.code for each in report.diagnostics if each.code != "unused-fact"] == []
    assert "Fuente: Peru, Office of the USTR, consultado el 30 de junio de 2023." in words(document)
    (listed,) = (node for node in walk_document(document) if isinstance(node, SourcesList))
    assert len(listed.entries) == 1


def test_figures_of_a_table_are_covered_by_its_source(tmp_path: Path) -> None:
    for options, codes in ((":source: ustr", []), ("", ["figure-not-covered"])):
        _, report = made(tmp_path, query(options), more="coverage: full\n")
        assert [each.code for each in report.diagnostics if each.code == "figure-not-covered"] == codes
    table = pipes(":source: ustr", "| a | b |", "| x | 12 |")
    _, report = made(tmp_path, table, more="coverage: full\n")
    assert not [each for each in report.diagnostics if each.code == "figure-not-covered"]


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        ("farm-2022", "hedged", "more than $6.6 billion"),
        ("guessed", "hedged", "about $2.5 billion"),
        ("farm-2022, number", "hedged, number", "6.6"),
        ("farm-2022", "hedged, bare", "$6.6 billion"),
    ],
)
def test_a_total_keeps_the_hedges_of_its_figures(tmp_path: Path, one: str, other: str, total: str) -> None:
    body = pipes(":totals: b: sum", "| a | b |", f"| x | {{fact}}`{one}` |", f"| y | {{fact}}`{other}` |")
    assert rows(tmp_path, body)[-1] == ["Total", total]


def test_a_total_over_an_outdated_figure_says_so_also_where_its_row_is_not_shown(tmp_path: Path) -> None:
    facts = "facts:\n  new: {value: 5, unit: USD}\n  old: {value: 3, unit: USD, as-of: 2021, max-age: 1 year}\n"
    table = pipes(":rows: 1\n:totals: b: sum", "| a | b |", "| x | {fact}`new` |", "| y | {fact}`old` |")
    since = "[out of date since January 1, 2023]"
    for policy, total in (("mark", f"$8 {since}"), ("warn", "$8")):
        text, _ = brief(tmp_path, facts, table, f"on-stale: {policy}\n", today=dt.date(2024, 6, 1))
        assert total in text
        assert text.count(since) == total.count(since)


@pytest.mark.parametrize(
    ("lang", "head", "caption", "options", "warned"),
    [
        (
            "en",
            "Trade",
            "",
            ":format: #2: USD .1 in billions",
            "column 2 is in billions, and nothing beside them says so",
        ),
        ("en", "Trade, $ billion", "", ":format: #2: USD .1 in billions", ""),
        ("en", "$bn", "", ":format: #2: USD .1 in billions", ""),
        ("en", "Trade", "Trade in billions of dollars", ":format: #2: USD .1 in billions", ""),
        ("en", "Trade", "", ":format: #2: USD .1 in billions\n:note: In billions.", ""),
        ("en", "Trade in millions", "", ":format: #2: USD .1 in billions", "column 2 is in billions"),
        ("en", "Trade (’000)", "", ":format: #2: number in thousands", ""),
        ("es", "Comercio, en miles de millones", "", ":format: #2: USD .1 in billions", ""),
        ("es", "Comercio, en millones", "", ":format: #2: USD .1 in billions", "column 2 is in billions"),
        ("en", "Trade", "", ":format: number in millions", "numbers are in millions"),
        ("en", "Trade", "", ":format: #2: USD long", ""),
    ],
)
def test_a_column_in_millions_says_so(  # noqa: PLR0913, PLR0917  each is a part of the table
    tmp_path: Path, lang: str, head: str, caption: str, options: str, warned: str
) -> None:
    body = pipes(options, f"| a | {head} |", "| x | 5000000000 |").replace("{table}", f"{{table}} {caption}", 1)
    _, report = made(tmp_path, body, lang=lang)
    found = [each.message for each in report.diagnostics if each.code == "unsaid-power"]
    assert found == [] if not warned else warned in found[0]


BAD = [
    (
        pipes(":totals: sum", "| a | b |", "| x | {fact}`share` |", "| y | {fact}`index` |"),
        "bad-value",
        "different things (percent, a plain number)",
    ),
    (query(":source: ustt"), "unknown-source", "there is no source ustt"),
    (query(":format: good: number"), "bad-value", "'Copper' is no number or date"),
    (query(":format: day: USD"), "bad-value", "it is a date, and no number"),
    (query(":format: value: date"), "bad-value", "it is a number, and no date"),
    (query(":totals: good: sum"), "bad-value", "'Copper', which is no number"),
    (query(":highlight: good: > 5"), "bad-value", "nothing that could be compared"),
    (query(":highlight: good: max"), "bad-value", "nothing that could be compared"),
    (pipes(":totals: a: sum; b: sum", "| a | b |", "| 1 | 2 |"), "bad-value", "no column is left"),
    (pipes(":totals: sum", "| a | b |", "| x | y |"), "bad-value", "no column holds numbers"),
    (pipes(":totals: sum", "| a | b |", "| x | 1 |", "| y | n.a. |"), "incomplete-total", "leaves out a row with n.a."),
    (
        pipes(":totals: sum", "| a | b |", "| x | {fact}`goods-2022` |", "| y | {fact}`people` |"),
        "bad-value",
        "different things",
    ),
    (
        pipes(":totals: sum", "| a | b |", "| x | {fact}`small, number` |", "| y | {fact}`small-too, number` |"),
        "bad-value",
        "millions or billions",
    ),
    (pipes(":totals: sum", "| a | b |", "| x | {fact}`small` |", "| y | 7 |"), "bad-value", "and others are not"),
    (
        pipes(":sort: b desc", "| a | b |", "| x | {fact}`small` |", "| y | {fact}`share` |"),
        "bad-value",
        "counted in different things (USD, percent)",
    ),
    (
        pipes(":highlight: b: max", "| a | b |", "| x | {fact}`small` |", "| y | {fact}`share` |"),
        "bad-value",
        "counted in different things (USD, percent)",
    ),
    (pipes(":totals: b: sum", "| a | b |", "| x | 22.2{sup}`1` |", "| y | 5 |"), "bad-value", "'22.2^1', which is no"),
    (pipes(":totals: b: sum", "| a | b |", "| x | ~~9~~10 |", "| y | 5 |"), "bad-value", "'9^10', which is no"),
    (pipes(":rows: 1", "| a |", "| x |", "| y[^n] |") + "\n\n[^n]: Note.", "bad-table", "holds a footnote"),
]


@pytest.mark.parametrize(("body", "code", "message"), BAD)
def test_what_can_t_be_done_is_told(tmp_path: Path, body: str, code: str, message: str) -> None:
    found = told(tmp_path, body)
    assert [each for each, _ in found if each == code]
    assert any(message in text for each, text in found if each == code)


def test_a_table_in_another_language_is_written_in_that(tmp_path: Path) -> None:
    body = f"::::{{lang}} es\n{query()}\n::::"
    document, _ = made(tmp_path, body)
    assert texts(document)[0][1] == "22.199.500.000"
    assert not [node for node in walk(document.blocks) if isinstance(node, Table) and node.shaping]


def test_a_table_that_is_too_large_is_told_once(tmp_path: Path) -> None:
    body = pipes(":totals: b: sum\n:sort: a", "| a | b |", *("| x | 1 |" for _ in range(25_001)))
    assert [code for code, _ in told(tmp_path, body)] == ["too-large"]
