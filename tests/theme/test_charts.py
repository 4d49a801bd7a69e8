from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import PublisherError
from publisher.theme import load_theme, template_names
from publisher.theme.charts import LEAST_DRAWN
from publisher.theme.contrast import contrast
from tests.support.vision import SIMULATED, distance

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 10.0
"""Four times what can just be seen."""


@pytest.mark.parametrize("name", template_names())
@pytest.mark.parametrize("vision", SIMULATED)
@pytest.mark.parametrize("palette", ["colors", "dark"])
def test_series_can_be_told_apart_by_everybody(name: str, vision: str, palette: str) -> None:
    theme = load_theme(name)
    colors = theme.colors if palette == "colors" else theme.dark
    for one, other in combinations(theme.chart.series, 2):
        assert distance(colors[one], colors[other], vision) >= LEAST, (one, other)


@pytest.mark.parametrize("name", template_names())
def test_series_stand_out_from_the_paper(name: str) -> None:
    theme = load_theme(name)
    for colors in (theme.colors, theme.dark):
        assert all(contrast(colors[token], colors["paper"]) >= LEAST_DRAWN for token in theme.chart.series)


def test_series_differ_without_colour() -> None:
    chart = load_theme("briefing").chart
    assert len(set(chart.dashes)) == len(set(chart.shapes)) == len(set(chart.series)) == 6


def test_the_measure_of_distance_is_the_published_one() -> None:
    assert distance("#000000", "#ffffff", "full") == pytest.approx(100, abs=0.01)
    assert distance("#336699", "#336699", "protanopia") == 0


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('series = ["accent"]', "series has no 6 entries"),
        ('shapes = ["circle", "square", "triangle", "diamond", "cross", "heart"]', "shapes has no 6 entries"),
        ("dashes = [[], [1], [2, 1], [3, 1], [4, 1], [5, 1]]", "dashes has no 6 entries"),
        ("height = 0", "height = 0 is no length"),
        ("width = 2", "'width' is not known here"),
    ],
)
def test_a_theme_that_draws_badly_is_told(lines: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "theme.toml").write_text(f'extends = "briefing"\n\n[chart]\n{lines}\n', encoding="utf-8")
    with pytest.raises(PublisherError, match=message):
        load_theme("house", (tmp_path,))


def test_a_colour_too_near_to_the_paper_is_told(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    source = 'extends = "briefing"\n\n[colors]\nchart-2 = "#f0e0d0"\n'
    (tmp_path / "house" / "theme.toml").write_text(source, encoding="utf-8")
    with pytest.raises(PublisherError, match="chart-2 on paper has a contrast of") as caught:
        load_theme("house", (tmp_path,))
    (found,) = caught.value.report.diagnostics
    assert found.at is not None
    assert (found.at.path, found.at.line) == ("house/theme.toml", 4)
