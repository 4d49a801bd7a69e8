from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher import export
from tests.support.charts import TRADE, charted

if TYPE_CHECKING:
    from pathlib import Path

ONE = "| Year | Goods |\n| - | - |\n| 2009 | 10 |\n| 2022 | 20 |\n| 2023 | |\n"


def text(folder: Path, table: str, options: str = "", name: str = "txt") -> list[str]:
    written = export(charted(folder, table, options), name).content.decode()
    return written.split("\n")[3:]


def bars(lines: list[str], mark: str) -> list[int]:
    return [line.count(mark) for line in lines if mark in line]


def test_bars_are_as_long_as_their_numbers(tmp_path: Path) -> None:
    lines = text(tmp_path, ONE)
    one, other = bars(lines, "█")
    assert abs(other - 2 * one) <= 1
    assert any(line.startswith("2022") and line.endswith(" 20") for line in lines)
    assert "2023" in lines
    assert max(map(len, lines)) <= 72


def test_bars_in_ascii(tmp_path: Path) -> None:
    one, other = bars(text(tmp_path, ONE, name="ascii"), "#")
    assert abs(other - 2 * one) <= 1


def test_bars_of_a_category_stand_below_it(tmp_path: Path) -> None:
    lines = text(tmp_path, TRADE)
    assert lines[lines.index("2009") + 1].startswith("  Goods ")
    assert sum(" 5.4" in line for line in lines) == 1


def test_negative_numbers_go_the_other_way(tmp_path: Path) -> None:
    lines = text(tmp_path, "| Y | A |\n| - | - |\n| 2020 | -10 |\n| 2021 | 10 |\n")
    below, above = (line for line in lines if "█" in line)
    assert below.rindex("█") < below.index("│")
    assert above.index("█") > above.index("│")


@pytest.mark.parametrize("options", ["mark: line", "mark: point", "stack: normalize"])
def test_other_marks_are_tables(options: str, tmp_path: Path) -> None:
    lines = text(tmp_path, TRADE, options)
    assert any(line.split() == ["2009", "9.1", "2.0"] for line in lines)
    assert not bars(lines, "█")


def test_the_table_may_stand_below_the_bars(tmp_path: Path) -> None:
    lines = text(tmp_path, TRADE, "data: table")
    assert bars(lines, "█")
    assert any(line.split() == ["2009", "9.1", "2.0"] for line in lines)


def test_partial_columns_tell_numbers_apart(tmp_path: Path) -> None:
    lines = text(tmp_path, "| Y | A |\n| - | - |\n| 1 | 1000 |\n| 2 | 1 |\n")
    assert any("▏" in line for line in lines)
