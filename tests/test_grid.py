from __future__ import annotations

from publisher.grid import placed
from publisher.model import Cell, Row


def rows(*given: tuple[Cell, ...]) -> list[list[tuple[int, int, bool]]]:
    grid = placed(Row(cells) for cells in given)
    return [[(each.column, each.cell.colspan, each.goes_on) for each in row] for row in grid]


def test_cells_stand_one_after_the_other() -> None:
    assert rows((Cell(()), Cell(())), (Cell(()),)) == [[(0, 1, False), (1, 1, False)], [(0, 1, False)]]


def test_a_wide_cell_pushes_the_next_one_on() -> None:
    assert rows((Cell((), colspan=2), Cell(()))) == [[(0, 2, False), (2, 1, False)]]


def test_what_goes_on_from_above_keeps_its_place() -> None:
    tall, block = Cell((), rowspan=3), Cell((), colspan=2, rowspan=2)
    assert rows((Cell(()), tall, block), (Cell(()),), (Cell(()), Cell(()), Cell(()))) == [
        [(0, 1, False), (1, 1, False), (2, 2, False)],
        [(0, 1, False), (1, 1, True), (2, 2, True)],
        [(0, 1, False), (1, 1, True), (2, 1, False), (3, 1, False)],
    ]
