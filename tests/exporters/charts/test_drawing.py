from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from publisher import build
from publisher.diagnostics import PublisherError
from publisher.exporters.charts import chart_size, drawing_process, drawn_chart, narrow_chart
from publisher.exporters.charts.spec import specification
from publisher.exporters.html.outlines import outlined
from publisher.model import Chart
from publisher.theme import load_theme, theme_for
from publisher.traverse import walk_document
from tests.support.charts import TRADE, charted, plotted

if TYPE_CHECKING:
    from pathlib import Path

THEME = load_theme("briefing")
SIZE = (376.0, 188.0)


def words(svg: str) -> list[str]:
    return [
        "".join(map(str, each.itertext()))
        for each in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text")
    ]


def test_a_drawing_says_what_the_data_say(tmp_path: Path) -> None:
    said = words(drawn_chart(plotted(tmp_path), SIZE, THEME))
    assert {"2009", "2015", "2022", "9.1", "14.3", "22.2", "2.0", "3.1", "5.4", "Goods", "Services"} == set(said)


def test_a_drawing_is_the_same_whatever_was_drawn_before(tmp_path: Path) -> None:
    plot = plotted(tmp_path, options="mark: line")
    first = drawn_chart.__wrapped__(plot, SIZE, THEME)
    drawn_chart(plotted(tmp_path, options="stack: zero"), SIZE, THEME)
    assert drawn_chart.__wrapped__(plot, SIZE, THEME) == first


def test_a_drawing_has_nothing_that_acts_or_loads(tmp_path: Path) -> None:
    svg = drawn_chart(plotted(tmp_path), SIZE, THEME)
    for word in ("script", "href=", "role=", "aria-", "class="):
        assert word not in svg


def test_what_an_author_writes_is_no_expression(tmp_path: Path) -> None:
    hostile = TRADE.replace("Goods", '"+datum.x+"').replace("2009", "']);alert(1)//2009")
    said = words(drawn_chart(plotted(tmp_path, hostile), SIZE, THEME))
    assert any("alert(1)//2009" in text for text in said)
    assert any("+datum.x+" in text for text in said)


@pytest.mark.parametrize(
    ("table", "options", "sideways", "beside"),
    [
        (TRADE.split("| 2015")[0] + "| 2022 | 22.2 | 5.4 |\n", "", False, 1),
        (TRADE.replace("9.1", "9,100.25"), "", True, 1),  # its numbers have no room beside each other
        (TRADE, "mark: line", False, 1),
        ("| Y | P | A |\n| - | - | - |\n| 1 | x | 2 |\n| 1 | y | 3 |\n", "column: P", False, 1),
    ],
)
def test_a_chart_for_a_telephone_has_room_for_its_words(
    tmp_path: Path, table: str, options: str, *, sideways: bool, beside: int
) -> None:
    chart = next(node for node in walk_document(charted(tmp_path, table, options)) if isinstance(node, Chart))
    narrow = narrow_chart(chart, SIZE[0], THEME)
    assert narrow is not None
    assert narrow.plot is not None
    assert narrow.plot.sideways == sideways
    width, height = chart_size(narrow, SIZE[0], THEME)
    assert width < SIZE[0] / 1.5
    assert specification(narrow.plot, (width, height), THEME).get("columns", 1) == beside
    assert set(words(drawn_chart(narrow.plot, (width, height), THEME))) >= {"2022"} if "Goods" in table else True
    assert narrow_chart(narrow, SIZE[0], THEME) is None


def test_a_chart_without_room_is_not_drawn_for_a_telephone(tmp_path: Path) -> None:
    years = "".join(f"| {year} | {year - 2000}.5 |\n" for year in range(2001, 2024))
    chart = charted(tmp_path, f"| Year | Goods |\n| - | - |\n{years}", "mark: point").blocks[0]
    assert isinstance(chart, Chart)
    assert chart.plot is not None
    crowded = replace(chart.plot, across=None, labels=tuple(f"The year {label}" for label in chart.plot.categories))
    assert narrow_chart(replace(chart, plot=crowded), SIZE[0], THEME) is None


def test_a_specification_names_no_place(tmp_path: Path) -> None:
    spec = specification(plotted(tmp_path), SIZE, THEME)
    assert set(spec["data"]) == {"values"}
    assert "url" not in {key for layer in spec["layer"] for key in layer.get("data", {})}


def test_a_missing_package_is_told_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plot = plotted(tmp_path)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(PublisherError) as caught:
        drawn_chart.__wrapped__(plot, SIZE, THEME)
    (found,) = caught.value.report.diagnostics
    assert (found.code, found.hint) == ("missing-package", f'{sys.executable} -m pip install "publisher[charts]"')


def test_a_process_that_has_drawn_may_be_forked(tmp_path: Path) -> None:
    drawn_chart.__wrapped__(plotted(tmp_path), SIZE, THEME)
    source = f"---\ntitle: T\n---\n\n:::{{chart}} A caption\n\n{TRADE}\n:::\n"
    for name in ("one", "two"):
        folder = tmp_path / "source" / name
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(source, encoding="utf-8")
    (tmp_path / "publisher.toml").write_text("timeout = 60\n", encoding="utf-8")
    outcomes = build(tmp_path, formats=["html", "pdf"]).outcomes
    assert [each.report.sorted() for each in outcomes] == [[], []]
    assert "<svg" in (tmp_path / "dist/two/two.html").read_text(encoding="utf-8")


def test_the_end_of_the_process_that_draws_is_told_and_the_next_drawing_begins_another(tmp_path: Path) -> None:
    plot = plotted(tmp_path)
    first = drawn_chart.__wrapped__(plot, SIZE, THEME)
    engine = drawing_process._ENGINES[os.getpid()]
    engine.process.kill()
    engine.process.wait()
    with pytest.raises(RuntimeError, match="has ended"):
        drawn_chart.__wrapped__(plot, SIZE, THEME)
    assert drawn_chart.__wrapped__(plot, SIZE, THEME) == first


def test_the_process_that_draws_ends_with_the_one_that_asks(tmp_path: Path) -> None:
    drawn_chart.__wrapped__(plotted(tmp_path), SIZE, THEME)
    engine = drawing_process._ENGINES.pop(os.getpid())
    with engine.process:
        pass  # it closes what the process reads from, and waits
    assert engine.process.returncode == 0


def test_words_from_right_to_left_become_outlines(tmp_path: Path) -> None:
    theme = theme_for(THEME, "ar")
    table = TRADE.replace("Goods", "السلع").replace("Services", "Services")
    svg = drawn_chart(plotted(tmp_path, table, lang="ar"), SIZE, theme)
    assert "السلع" in words(svg)
    after = outlined(svg, theme)
    assert "السلع" not in after
    assert "Services" in words(after)
    assert after.count("<path") == svg.count("<path") + 1


def test_a_drawing_in_latin_letters_has_no_outlines(tmp_path: Path) -> None:
    svg = drawn_chart(plotted(tmp_path), SIZE, THEME)
    assert outlined(svg, THEME) is svg
