from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher import prepare, read
from publisher.diagnostics import Report
from publisher.model import Chart, Paragraph
from publisher.preparation.language import speak
from publisher.preparation.scales import across_axis, value_axis
from publisher.preparation.written import read_number
from publisher.traverse import plain_text, walk_document
from tests.support.charts import TRADE, charted, plotted, told

if TYPE_CHECKING:
    from pathlib import Path

NAMES = "| Sector | Million |\n| - | - |\n" + "".join(f"| A rather long name {name} | 3 |\n" for name in "abcde")
LONG = "| Year | Region | Kind | Value |\n| - | - | - | - |\n" + "".join(
    f"| {year} | {region} | {kind} | {year - 2000 + len(kind)} |\n"
    for region in ("North", "South")
    for kind in ("Farms", "Mines!")
    for year in (2009, 2015)
)
FACTS = """
sources:
  ustr: {title: Peru, publisher: A publisher}
facts:
  a: {value: 9.1e9, unit: USD, source: ustr}
  b: {value: 22.2e9, unit: USD, source: ustr}
  small: {value: 7e8, unit: USD, source: ustr}
"""


def alt(folder: Path, table: str = TRADE, options: str = "", lang: str = "en-US", facts: str = "") -> str:
    document = charted(folder, table, options, lang, facts)
    return next(node.alt for node in walk_document(document) if isinstance(node, Chart))


def test_numbers_are_those_of_the_table(tmp_path: Path) -> None:
    plot = plotted(tmp_path)
    assert plot.categories == ("2009", "2015", "2022")
    (panel,) = plot.panels
    assert [each.name for each in panel.series] == ["Goods", "Services"]
    assert panel.series[1].values == (Decimal("2.0"), Decimal("3.1"), Decimal("5.4"))
    assert panel.series[1].shown == ("2.0", "3.1", "5.4")
    assert plot.values.labels == ("0", "5", "10", "15", "20", "25")
    assert plot.labelled
    assert not plot.heading


def test_facts_are_drawn_as_they_are_shown(tmp_path: Path) -> None:
    rows = "| Year | Goods |\n| - | - |\n| 2009 | {fact}`a, number` |\n| 2022 | {fact}`b, number` |\n"
    plot = plotted(tmp_path, rows, facts=FACTS)
    assert plot.panels[0].series[0].values == (Decimal("9.1"), Decimal("22.2"))
    assert plot.heading == "Goods"


def test_facts_with_words_of_magnitude_are_drawn_by_their_plain_values(tmp_path: Path) -> None:
    rows = "| Year | Goods |\n| - | - |\n| 2009 | {fact}`small` |\n| 2022 | {fact}`b` |\n"
    plot = plotted(tmp_path, rows, facts=FACTS)
    assert plot.panels[0].series[0].values == (Decimal(700000000), Decimal(22200000000))
    assert plot.panels[0].series[0].shown == ("$700 million", "$22.2 billion")
    assert plot.values.labels[-1] == "25B"
    assert (plot.thousands, plot.after) == (3, "B")


def test_units_stand_along_the_axis(tmp_path: Path) -> None:
    plot = plotted(tmp_path, "| Year | Change |\n| - | - |\n| 2020 | −10.9% |\n| 2021 | 13.4% |\n")
    assert plot.values.labels == ("−15%", "−10%", "−5%", "0%", "5%", "10%", "15%")
    assert plot.panels[0].series[0].values[0] == Decimal("-10.9")


def test_names_that_do_not_fit_turn_bars_on_their_side(tmp_path: Path) -> None:
    assert plotted(tmp_path, NAMES).sideways
    assert not plotted(tmp_path, NAMES.replace("A rather long name ", "")).sideways


def test_years_stand_where_they_belong(tmp_path: Path) -> None:
    plot = plotted(tmp_path, options="mark: line")
    assert plot.positions == (Decimal(2009), Decimal(2015), Decimal(2022))
    assert plot.across is not None
    assert plot.across.labels == ("2009", "2015", "2022")


def test_a_line_is_drawn_in_the_order_of_its_axis(tmp_path: Path) -> None:
    plot = plotted(tmp_path, "| Year | A |\n| - | - |\n| 2015 | 2 |\n| 2009 | 1 |\n", "mark: line")
    assert plot.categories == ("2009", "2015")
    assert plot.panels[0].series[0].values == (Decimal(1), Decimal(2))


def test_long_data_are_sorted_into_series_and_small_charts(tmp_path: Path) -> None:
    plot = plotted(tmp_path, LONG, "mark: line\ncolor: Kind\ncolumn: Region")
    assert [panel.title for panel in plot.panels] == ["North", "South"]
    assert [[each.name for each in panel.series] for panel in plot.panels] == [["Farms", "Mines!"]] * 2
    assert plot.panels[0].series[1].values == (Decimal(15), Decimal(21))
    assert plot.heading == "Value"


def test_points_may_share_a_place(tmp_path: Path) -> None:
    plot = plotted(tmp_path, "| A | B |\n| - | - |\n| 1 | 2 |\n| 1 | 3 |\n", "mark: point")
    assert plot.categories == ("1", "1")
    assert plot.panels[0].series[0].shown == ("2", "3")


def test_what_is_lacking_is_lacking(tmp_path: Path) -> None:
    plot = plotted(tmp_path, "| Year | A |\n| - | - |\n| 2009 | 1 |\n| 2010 | n/a |\n| 2011 | |\n")
    assert plot.panels[0].series[0].values == (Decimal(1), None, None)


def test_a_source_is_named_below(tmp_path: Path) -> None:
    document = charted(tmp_path, options="source: ustr", facts=FACTS.split("facts:", maxsplit=1)[0])
    chart = next(node for node in walk_document(document) if isinstance(node, Chart))
    (note,) = chart.notes
    assert isinstance(note, Paragraph)
    assert plain_text(note.content) == "Source: Peru, A publisher."


def test_charts_count_among_the_figures(tmp_path: Path) -> None:
    chart = next(node for node in walk_document(charted(tmp_path)) if isinstance(node, Chart))
    assert (chart.number, chart.identifier, chart.data.number) == (1, "a-caption", 0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en-US", "Bar chart. Goods rises from 9.1 in 2009 to 22.2 in 2022: 9.1 (2009), 14.3 (2015), 22.2 (2022)."),
        ("es-PE", "Gráfico de barras. Goods sube de 9.1 en 2009 a 22.2 en 2022: 9.1 (2009)"),
        ("ar", "مخطط أعمدة. Goods: ارتفاع من 9.1 في 2009 إلى 22.2 في 2022"),
    ],
)
def test_what_a_chart_says(lang: str, said: str, tmp_path: Path) -> None:
    assert said in alt(tmp_path, lang=lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "Diagramme en barres. Goods passe de 9,1 en 2009 à 22,2 en 2022, en hausse"),
        ("de", "Balkendiagramm. Goods steigt von 9,1 (2009) auf 22,2 (2022)"),
        ("es", "Gráfico de barras. Goods sube de 9,1 en 2009 a 22,2 en 2022"),
    ],
)
def test_what_a_chart_says_where_decimals_have_a_comma(lang: str, said: str, tmp_path: Path) -> None:
    assert said in alt(tmp_path, TRADE.replace(".", ","), lang=lang)


def test_what_a_chart_of_names_says(tmp_path: Path) -> None:
    few = alt(tmp_path, "| A | B |\n| - | - |\n| Corn | 3 |\n| Rice | 5 |\n")
    assert few == "Bar chart. B: 3 (Corn), 5 (Rice)."
    many = alt(tmp_path, "| A | B |\n| - | - |\n" + "".join(f"| {chr(97 + n)} | {n} |\n" for n in range(15)))
    assert many == "Bar chart. B: largest o with 14, smallest a with 0."


def test_what_a_long_line_says(tmp_path: Path) -> None:
    said = alt(tmp_path, "| Y | B |\n| - | - |\n" + "".join(f"| {2000 + n} | {30 - n} |\n" for n in range(15)))
    assert said == "Bar chart. B falls from 30 in 2000 to 16 in 2014; highest 30 in 2000, lowest 16 in 2014."


def test_years_from_the_last_to_the_first_are_told_as_they_went(tmp_path: Path) -> None:
    rows = "| Year | Goods |\n| - | - |\n| 2022 | 22.2 |\n| 2015 | 14.3 |\n| 2009 | 9.1 |\n"
    assert alt(tmp_path, rows).startswith("Bar chart. Goods rises from 9.1 in 2009 to 22.2 in 2022")
    mixed = "| Year | Goods |\n| - | - |\n| 2022 | 22.2 |\n| 2009 | 9.1 |\n| 2015 | 14.3 |\n"
    assert alt(tmp_path, mixed) == "Bar chart. Goods: 22.2 (2022), 9.1 (2009), 14.3 (2015)."


def test_a_hedge_is_no_part_of_the_unit(tmp_path: Path) -> None:
    facts = f"""{FACTS}  share: {{value: 4, unit: percent, source: ustr}}
  hedged: {{value: 5, unit: percent, source: ustr, confidence: about}}
"""
    rows = "| Year | Share |\n| - | - |\n| 2009 | {fact}`share` |\n| 2022 | {fact}`hedged` |\n"
    plot = plotted(tmp_path, rows, facts=facts)
    assert plot.panels[0].series[0].values == (Decimal(4), Decimal(5))
    assert plot.panels[0].series[0].shown == ("4 percent", "about 5 percent")
    assert plot.after == " percent"


def test_the_authors_words_come_first_and_may_hold_facts(tmp_path: Path) -> None:
    facts = FACTS.replace("  small: {value: 7e8, unit: USD, source: ustr}\n", "").replace(
        "  b: {value: 22.2e9, unit: USD, source: ustr}\n", ""
    )
    assert alt(tmp_path, options="alt: It is {fact}`a, short`.", facts=facts) == "It is $9.1B."


@pytest.mark.parametrize(
    ("table", "options", "message", "line"),
    [
        ("| Y | A | Note |\n| - | - | - |\n| 1 | 2 | yes |\n", "", "'yes' is no number", 10),
        ("| Y | A |\n| - | - |\n| 1 | 2 of 3 |\n", "", "'2 of 3' is no number", 10),
        ("| Y | A |\n| - | - |\n| 1 | – |\n", "", "no numbers to draw", 10),
        ("| Y | A |\n| - | - |\n| 1 | $2 |\n| 2 | 3% |\n", "", "not all in one unit", 11),
        ("| Y | A |\n| - | - |\n| 1 | 2 |\n| 1 | 3 |\n", "", "two numbers for 1", 11),
        ("| Y | A | B |\n| - | - | - |\n| 1 | -2 | 3 |\n", "stack: normalize", "no share of a sum", 11),
        ("| Y | A | B |\n| - | - | - |\n| 1 | 0 | 0 |\n", "stack: normalize", "no sum to share", 11),
        ("| Y | A | B |\n| - | - | - |\n| 1 | 2 | |\n", "mark: area", "a number everywhere", 11),
        (TRADE, "mark: area\nstack: none", "hide each other", 6),
        (TRADE, "color: Year\nx: Goods\ny: Goods", "named twice", 0),
        ("| Y | A |\n| - | - |\n| 1 | [2](https://e.org) |\n", "", "can't draw what is not text", 10),
        (
            "| Y |" + " A | B | C | D | E | F | G |" + "\n| - |" + " - |" * 7 + "\n| 1 |" + " 2 |" * 7 + "\n",
            "",
            "7 series",
            6,
        ),
        ("| Y | A |\n| - | - |\n" + "".join(f"| {n} | 1 |\n" for n in range(201)), "", "201 bars", 6),
        ("| Y | A |\n| - | - |\n" + "".join(f"| A name {'x' * n} | 1 |\n" for n in range(41)), "", "no room", 6),
        (NAMES, "mark: line", "no room for the names", 6),
    ],
)
def test_what_cannot_be_drawn(table: str, options: str, message: str, line: int, tmp_path: Path) -> None:
    found = [each for each in told(tmp_path, table, options) if message in each.message]
    assert found, told(tmp_path, table, options)
    assert found[0].code in {"bad-chart", "bad-option"}
    assert found[0].at is not None
    assert not line or found[0].at.line == line
    assert found[0].hint


def test_facts_in_different_units_are_no_chart(tmp_path: Path) -> None:
    rows = "| Year | Goods |\n| - | - |\n| 2009 | {fact}`small, number` |\n| 2022 | {fact}`b, number` |\n"
    (found,) = (each for each in told(tmp_path, rows, facts=FACTS) if each.code == "bad-chart")
    assert "one unit" in found.message
    assert found.at is not None
    assert found.at.line == 11


@pytest.mark.parametrize(
    ("one", "other"), [("a", "euros"), ("share", "people"), ("a, number", "euros, number"), ("share, number", "people")]
)
def test_facts_counted_in_different_things_are_no_chart(one: str, other: str, tmp_path: Path) -> None:
    facts = f"""{FACTS}  euros: {{value: 8.1e9, unit: EUR, source: ustr}}
  share: {{value: 4, unit: percent, source: ustr}}
  people: {{value: 1.1e6, unit: {{one: visitor, other: visitors}}, source: ustr}}
"""
    rows = f"| Year | Goods |\n| - | - |\n| 2009 | {{fact}}`{one}` |\n| 2022 | {{fact}}`{other}` |\n"
    (found,) = (each for each in told(tmp_path, rows, facts=facts) if each.code == "bad-chart")
    assert "one unit" in found.message
    assert found.at is not None
    assert found.at.line == 11


def test_things_and_people_are_drawn_beside_each_other(tmp_path: Path) -> None:
    facts = f"""{FACTS}  halls: {{value: 8, unit: {{one: hall, other: halls}}, source: ustr}}
  staff: {{value: 12, unit: {{one: person, other: people}}, source: ustr}}
"""
    rows = "| What | Number |\n| - | - |\n| Halls | {fact}`halls` |\n| Staff | {fact}`staff` |\n"
    assert plotted(tmp_path, rows, facts=facts).panels[0].series[0].values == (Decimal(8), Decimal(12))


def test_a_raised_figure_is_no_digit_of_the_number_before_it(tmp_path: Path) -> None:
    found = told(tmp_path, TRADE.replace("14.3", "14.3{sup}`1`"))
    assert [each.message for each in found] == ["'14.3^1' is no number"]


def test_a_number_as_another_language_writes_it_is_told(tmp_path: Path) -> None:
    (found,) = (
        each
        for each in told(tmp_path, TRADE.replace("| 14.3", "| 14,3").replace(".", ","), lang="en")
        if "9,1" in each.message
    )
    assert "1,234.5" in found.hint


def test_a_number_as_programs_write_it_is_told_how_it_can_be_read(tmp_path: Path) -> None:
    found = [each for each in told(tmp_path, lang="es") if "9.1" in each.message]
    assert [":format: number" in each.hint for each in found] == [True]


def test_an_unknown_source_is_told(tmp_path: Path) -> None:
    (found,) = told(tmp_path, options="source: utsr", facts=FACTS.split("facts:", maxsplit=1)[0])
    assert (found.code, found.hint) == ("unknown-source", "did you mean ustr?")


@given(
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False), st.sampled_from(["en", "es", "fr", "de", "ar", "de-CH"])
)
def test_a_number_is_read_as_it_is_written(value: Decimal, lang: str) -> None:
    numerals = speak(lang).numerals
    written = numerals.sign(numerals.write(value, 3), negative=value < 0)
    read = read_number(written, numerals)
    assert read is not None
    assert read.value == value


@given(st.text(max_size=12))
def test_no_text_is_taken_for_a_number_by_force(text: str) -> None:
    read = read_number(text, speak("en").numerals)
    assert read is None or read.value.is_finite()


@given(st.decimals(-(10**12), 10**12, places=2), st.decimals(-(10**12), 10**12, places=2))
def test_an_axis_holds_its_numbers_in_a_few_even_steps(one: Decimal, other: Decimal) -> None:
    lowest, highest = sorted((one, other))
    axis = value_axis(lowest, highest, lambda value, digits: f"{value:.{digits}f}", from_nought=False)
    assert axis.ticks[0] <= lowest
    assert axis.ticks[-1] >= highest
    assert len({after - before for before, after in zip(axis.ticks, axis.ticks[1:], strict=False)}) == 1
    assert 2 <= len(axis.ticks) <= 8
    assert len(set(axis.labels)) == len(axis.labels)


def test_years_are_counted_from_the_first_one_in_all_formats() -> None:
    years = [Decimal(year) for year in (2009, 2010, 2012, 2015, 2016, 2018, 2019, 2020, 2021, 2022)]
    axis = across_axis(years, [str(year) for year in years], 40, speak("en").numerals)
    assert [str(tick) for tick in axis.ticks] == ["2009", "2014", "2019", "2022"]
    assert axis.labels == ("2009", "2014", "2019", "")


@given(st.lists(st.integers(-5000, 5000), min_size=2, max_size=60, unique=True))
def test_an_axis_across_holds_its_numbers(numbers: list[int]) -> None:
    positions = [Decimal(number) for number in sorted(numbers)]
    axis = across_axis(positions, [str(number) for number in sorted(numbers)], 80, speak("en").numerals)
    assert axis.ticks[0] <= positions[0]
    assert axis.ticks[-1] >= positions[-1]
    labelled = [tick for tick, label in zip(axis.ticks, axis.labels, strict=True) if label]
    assert len({after - before for before, after in pairwise(labelled)}) <= 1 or tuple(labelled) == tuple(positions)
    assert len(axis.ticks) == len(axis.labels)
    assert any(axis.labels)


@pytest.mark.parametrize(
    ("lang", "cells", "options", "codes"),
    [
        ("es", "1.234", "", ["bad-chart"]),
        ("es", "1.234", ":format: number\n", []),
        ("es", '"1,234"', "", []),
        ("es", "1234", "", []),
        ("en", "1.234", "", []),
    ],
)
def test_a_number_of_a_file_that_says_two_things_is_refused(
    tmp_path: Path, lang: str, cells: str, options: str, codes: list[str]
) -> None:
    home = tmp_path / "source" / "brief"
    home.mkdir(parents=True)
    (home / "a.csv").write_text(f"Casa,Total\nUno,{cells}\nDos,7\n", encoding="utf-8")
    text = f"---\ntitle: T\nlang: {lang}\n---\n\n:::{{chart}} C\n:file: a.csv\n{options}:::\n"
    (home / "index.md").write_text(text, encoding="utf-8")
    report = Report()
    prepare(read(home, report), report)
    assert [each.code for each in report.diagnostics] == codes


MONTHS = "| Month | Value |\n| - | - |\n| 2022-12 | 5 |\n| 2022-02 | 3 |\n| 2022-01 | 1 |\n"


def test_months_stand_where_they_are_in_time_and_are_told_in_order(tmp_path: Path) -> None:
    plot = plotted(tmp_path, MONTHS, "mark: line", lang="es")
    assert plot.categories == ("ene 2022", "feb 2022", "dic 2022")
    assert [each - plot.positions[0] for each in plot.positions] == [0, 31, 334]
    assert plot.panels[0].series[0].values == (Decimal(1), Decimal(3), Decimal(5))
    assert plot.calendar
    assert (plot.calendar.unit, plot.calendar.pattern) == ("months", "MMM y")
    assert plot.across
    assert plot.across.labels == ("ene 2022", "mar 2022", "may 2022", "jul 2022", "sept 2022", "nov 2022", "")
    assert alt(tmp_path, MONTHS, "mark: line").startswith("Line chart. Value rises from 1 in Jan 2022 to 5 in Dec 2022")


def test_days_have_as_many_ticks_as_there_is_room_for(tmp_path: Path) -> None:
    rows = "".join(f"| 2022-{month:02}-{day:02} | {day} |\n" for month in (1, 2) for day in range(1, 29))
    plot = plotted(tmp_path, f"| Day | Value |\n| - | - |\n{rows}", "mark: line")
    assert plot.across
    assert plot.across.labels[:3] == ("Jan 1", "Jan 8", "Jan 15")
    assert plot.calendar
    assert (plot.calendar.step, plot.calendar.unit) == (7, "days")
    few = plotted(tmp_path, "| Day | Value |\n| - | - |\n| 2022-01-31 | 1 |\n| 2022-03-01 | 2 |\n", "mark: area")
    assert few.across
    assert few.across.labels == ("Jan 31, 2022", "Mar 1, 2022")


def test_long_times_have_years_and_bars_keep_their_order(tmp_path: Path) -> None:
    rows = "".join(f"| {2000 + place // 12}-{place % 12 + 1:02} | {place} |\n" for place in range(240))
    plot = plotted(tmp_path, f"| Month | Value |\n| - | - |\n{rows}", "mark: line")
    assert plot.across
    assert plot.across.labels[:2] == ("2000", "2002")
    bars = plotted(tmp_path, MONTHS, "mark: bar")
    assert bars.categories == ("Dec 2022", "Feb 2022", "Jan 2022")
    assert alt(tmp_path, MONTHS).startswith("Bar chart. Value rises from 1 in Jan 2022 to 5 in Dec 2022")
    mixed = MONTHS.replace("2022-12", "2021-12").replace("| 2022-01", "| 2022-04")
    assert "Value rises from 5 in Dec 2021" not in alt(tmp_path, mixed.replace("2021-12", "2022-03"))
    assert bars.positions == ()


def test_what_is_no_month_stands_evenly(tmp_path: Path) -> None:
    plot = plotted(tmp_path, MONTHS.replace("2022-02", "2022-13"), "mark: line")
    assert plot.categories == ("Dec 2022", "2022-13", "Jan 2022")
    assert plot.calendar is None
