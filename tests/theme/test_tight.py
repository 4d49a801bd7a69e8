from __future__ import annotations

from dataclasses import replace

from publisher.theme import TIGHTEST, load_theme, tightened

STYLES = load_theme("briefing").styles


def test_each_step_is_smaller_and_none_is_too_small_for_print() -> None:
    steps = [tightened(STYLES["table-cell"], step) for step in range(TIGHTEST + 1)]
    assert steps[0] == STYLES["table-cell"]
    sizes, paddings = [each.size for each in steps], [each.padding for each in steps]
    assert sizes == sorted(set(sizes), reverse=True)
    assert paddings == sorted(set(paddings), reverse=True)
    assert min(tightened(STYLES[role], TIGHTEST).size for role in ("table-head", "table-cell", "table-foot")) >= 7.5
    assert len({round(each.line_height / each.size, 3) for each in steps}) == 1


def test_type_that_is_small_already_stays() -> None:
    small = replace(STYLES["table-cell"], size=7)
    assert tightened(small, TIGHTEST).size == 7
