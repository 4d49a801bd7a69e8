"""What `prepare` makes of the table behind a chart: numbers, axes and labels, the same for all formats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

__all__ = ["Axis", "Calendar", "Mark", "Panel", "Plot", "Series", "Stack"]

Mark: TypeAlias = Literal["bar", "line", "area", "point"]
"""How numbers are shown (Vega-Lite `mark`)."""

Stack: TypeAlias = Literal["none", "zero", "normalize"]
"""Whether series stand on each other, as they are or as shares of their sum (Vega-Lite `stack`)."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The numbers along an axis, smallest first: it begins at the first and ends at the last."""

    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]
    """As the language writes them; empty where a tick has no label."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How an axis of days is counted and written; days are numbered as in the Gregorian calendar, the first of year 1."""

    step: int
    unit: Literal["days", "months"]
    pattern: str
    """Of its labels, as in the CLDR ("MMM y")."""
    lang: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that belong together, one for each category."""

    name: str
    values: tuple[Decimal | None, ...]
    """None where there is none."""
    shown: tuple[str, ...]
    """As they stand in the table."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts side by side, or the only one."""

    title: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """All that a chart shows; panels have the same categories and the same series."""

    mark: Mark
    stack: Stack
    categories: tuple[str, ...]
    panels: tuple[Panel, ...]
    values: Axis
    across: Axis | None = None
    """The other axis, where categories are numbers with a place on it; None where they stand evenly."""
    positions: tuple[Decimal, ...] = ()
    """The places of the categories on that axis."""
    calendar: Calendar | None = None
    """Where those are days and months."""
    labels: tuple[str, ...] = ()
    """The categories as they stand on an even axis: empty where there is no room for one."""
    heading: str = ""
    """What the numbers are, where there is only one series."""
    x_title: str = ""
    before: str = ""
    after: str = ""
    """What stands before and after each number of the value axis ("$", "%")."""
    thousands: int = 0
    """Numbers along the value axis are divided by so many powers of a thousand."""
    decimal: str = "."
    group: str = ","
    """What stands before the decimals and between the groups of digits of each number."""
    sideways: bool = False
    """Bars run along the line, each beside its name."""
    from_right: bool = False
    """Its language runs from right to left."""
    labelled: bool = False
    """Each bar shows its number, so that no value axis is needed."""
