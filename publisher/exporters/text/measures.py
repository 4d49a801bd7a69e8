"""How wide the columns of a table become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Need", "share_out"]


@dataclass(frozen=True, slots=True)
class Need:
    """What a column of a table asks for, in columns of text."""

    floor: int
    """Its longest word."""
    whole: int
    """What it takes so that no figure is broken; at least the floor."""
    natural: int
    """All its cells on one line each."""
    share: float
    """Of the table's width."""


def share_out(needs: Sequence[Need], room: int) -> list[int] | None:
    """Return the width of every column, or None where they don't fit side by side.

    Columns take their natural widths if there is room; if not, each takes its share, but no less than its
    longest word (or figure) and no more than it can use.
    """
    if sum(need.natural for need in needs) <= room:
        return [need.natural for need in needs]
    for floors in ([need.whole for need in needs], [need.floor for need in needs]):
        if sum(floors) <= room:
            return _by_share(needs, floors, room)
    return None


def _by_share(needs: Sequence[Need], floors: Sequence[int], room: int) -> list[int]:
    """Settle columns one by one: first those whose share is too little, then those for which it is too much."""
    widths: dict[int, int] = {}
    open_columns = set(range(len(needs)))
    while open_columns:
        left = room - sum(widths.values())
        shares = sum(needs[index].share for index in open_columns)
        fair = {index: int(left * needs[index].share / shares) for index in sorted(open_columns)}
        settled = {index: floors[index] for index, width in fair.items() if width < floors[index]}
        settled = settled or {
            index: needs[index].natural for index, width in fair.items() if width > needs[index].natural
        }
        widths |= settled or fair
        open_columns -= set(widths)
    return _spent([widths[index] for index in range(len(needs))], needs, room)


def _spent(widths: list[int], needs: Sequence[Need], room: int) -> list[int]:
    """Give what is left over to the first columns that can use it."""
    left = room - sum(widths)
    for index, need in enumerate(needs):
        more = min(max(left, 0), need.natural - widths[index])
        widths[index] += more
        left -= more
    return widths
