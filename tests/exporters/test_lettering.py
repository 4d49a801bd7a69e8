from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.exporters.lettering import lettering_of, width_of
from publisher.theme import load_theme, theme_for

THEME = load_theme("briefing")
CELL = lettering_of(THEME.styles["table-cell"])


def test_bold_and_larger_letters_are_wider() -> None:
    usual = width_of("31/03/2026", CELL, THEME)
    assert width_of("31/03/2026", replace(CELL, bold=True), THEME) > usual
    assert width_of("31/03/2026", replace(CELL, size=CELL.size * 2), THEME) == pytest.approx(2 * usual)


def test_figures_are_as_wide_as_each_other() -> None:
    assert len({round(width_of(figure, CELL, THEME), 3) for figure in "0123456789"}) == 1


def test_capitals_and_spaced_letters_are_measured_as_they_are_shown() -> None:
    assert width_of("word", replace(CELL, uppercase=True), THEME) == width_of("WORD", CELL, THEME)
    assert width_of("word", replace(CELL, spacing=2), THEME) == pytest.approx(width_of("word", CELL, THEME) + 8)


def test_inline_styles_change_what_is_measured() -> None:
    strong, code = (CELL.within(THEME.inline[role]) for role in ("strong", "code"))
    assert strong.bold
    assert code.font is THEME.fonts["mono"]
    assert width_of("iiii", code, THEME) == pytest.approx(width_of("MMMM", code, THEME))


def test_joined_letters_take_less_room_than_by_themselves() -> None:
    theme = theme_for(THEME, "ar")
    cell = lettering_of(theme.styles["table-cell"])
    assert width_of("المجموع", cell, theme) < sum(width_of(each, cell, theme) for each in "المجموع")


def test_what_no_font_has_is_given_room() -> None:
    assert width_of("\U0001f600", CELL, THEME) > 0
    assert width_of("a\U0001f600", CELL, THEME) > width_of("\U0001f600", CELL, THEME)
    assert width_of("", CELL, THEME) == 0
