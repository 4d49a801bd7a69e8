from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.theme import load_theme
from publisher.theme.contrast import contrast
from tests.theme.test_load import complaints, template

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54), ("#1f3a5f", "#ffffff", 11.5)],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01 if ratio < 5 else 0.1)


@pytest.mark.parametrize("name", ["briefing", "report"])
def test_the_accent_of_the_built_in_themes_is_dark_enough_for_small_print(name: str) -> None:
    theme = load_theme(name)
    assert contrast(theme.colors["accent"], theme.colors["paper"]) > 7


@pytest.mark.parametrize(
    ("section", "written", "message"),
    [
        ("colors", 'muted = "#8a8f98"', "muted on paper has a contrast of 3.2:1; text needs 4.5:1"),
        ("colors", 'tint = "#5f6f8f"', "accent on tint has a contrast of 2.3:1; text needs 4.5:1"),
        ("dark", 'accent = "#1f3a5f"', "accent on paper has a contrast of 1.5:1; text needs 4.5:1"),
    ],
)
def test_too_little_contrast_is_an_error(tmp_path: Path, section: str, written: str, message: str) -> None:
    root = template(tmp_path, "house", f'extends = "briefing"\n[{section}]\n{written}\n')
    found = complaints(root)
    assert {code for code, *_ in found} == {"bad-theme"}
    assert message in [each[1] for each in found]
    assert all(hint for *_, hint in found)
