"""The numbers of a chart's data, all in one unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

from publisher.model import DataValue, FactReference, Series, Text
from publisher.preparation.amounts import FormError, show_fact
from publisher.preparation.dimensions import PLAIN, Dimension, dimension_of
from publisher.preparation.tables import NOTHING
from publisher.preparation.values import alone, value_of
from publisher.preparation.written import Written, read_number
from publisher.traverse import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.model import Cell, Ledger
    from publisher.preparation.chart_dates import Moment
    from publisher.preparation.language import Language

__all__ = ["Complain", "Entry", "Numbers", "Place", "numbers_of", "series_of"]

Complain: TypeAlias = "Callable[[str, Cell | None, str], None]"

_PLAIN = re.compile(r"-?\d+\.\d+", re.ASCII)
_SAME_UNIT = 5
"""Rounding never makes a number so many times what it is; another unit does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number should stand."""

    row: int
    panel: str
    series: str
    category: str
    cell: Cell
    text: str
    head: str
    moment: Moment | None = None
    """Its category as a day or month, where it is one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A number and what it belongs to."""

    order: int
    row: int
    panel: str
    series: str
    category: str
    position: Decimal | None
    """Its category as a number, where it is one."""
    value: Decimal | None
    shown: str
    cell: Cell
    moment: Moment | None = None

    @property
    def label(self) -> str:
        """Its category as readers see it."""
        return self.moment.text if self.moment else self.category

    def key(self, *, apart: bool) -> str:
        """Return what tells its category from others; each row has one of its own where they stand `apart`."""
        return f"\0{self.row}" if apart else self.category


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of a chart."""

    entries: tuple[Entry, ...]
    before: str
    after: str
    """What stands around each."""
    whole: bool
    """They are plain values of facts, too large to be written out along an axis."""


def numbers_of(
    places: Sequence[Place], ledger: Ledger, language: Language, complain: Complain, *, of_programs: bool = False
) -> Numbers | None:
    """Read the number of each cell; None where one is none, or where they are not all in one unit."""
    read = [read_number(_unhedged(each, ledger, language), language.numerals) for each in places]
    facts = [_fact(each.cell) for each in places]
    if any(_is_lost(each.cell) for each in places):  # what is wrong with a fact is told already
        return None
    sound = bool(places)
    for place, number, fact in zip(places, read, facts, strict=True):
        if number is None and fact is None and place.text.casefold() not in NOTHING:
            complain(*_no_number(place, language))
            sound = False
    if of_programs:
        sound = _are_read_alike(places, read, language, complain) and sound
    if not sound:
        return None
    if not any(number or fact is not None for number, fact in zip(read, facts, strict=True)):
        complain("there are no numbers to draw", places[0].cell, "name the columns of numbers with :y:")
        return None
    if other := _counted_otherwise(places, ledger):
        complain(
            "the numbers are not all in one unit", other.cell, "its fact is counted in something else; leave it out"
        )
        return None
    return _in_one_unit(places, read, facts, language, complain)


def _are_read_alike(
    places: Sequence[Place], read: Sequence[Written | None], language: Language, complain: Complain
) -> bool:
    """Refuse what one number to readers of the language is, and another to the program that wrote the file."""
    for place, number in zip(places, read, strict=True):
        if number is None or not isinstance(alone(place.cell), Text):
            continue
        meant = value_of(place.cell, language, plain=True)
        if isinstance(meant, Decimal) and meant != number.value:
            message = f"{place.text[:40]!r} is another number to readers than to programs"
            hint = "say :format: number, and what stands in the file is written as the language does"
            complain(message, place.cell, hint)
            return False
    return True


def _unhedged(place: Place, ledger: Ledger, language: Language) -> str:
    """Return what a cell says without the hedge and the date of its fact, which are no part of the unit."""
    match alone(place.cell):
        case FactReference(key=key, form=form) if key in ledger.facts:
            try:
                return show_fact(ledger.facts[key], form, language)
            except FormError:
                return place.text
        case _:
            return place.text


def _counted_otherwise(places: Sequence[Place], ledger: Ledger) -> Place | None:
    """Return the first place whose fact is not in the unit of the first fact: euros beside dollars, say."""
    units = [(place, unit) for place in places if (unit := _measured(place.cell, ledger)) is not None]
    return next((place for place, unit in units if unit != units[0][1]), None)


def _measured(cell: Cell, ledger: Ledger) -> tuple[Dimension, bool] | None:
    """Return what the fact in a cell is counted in, and whether in hundredths; things and people go together."""
    keys = (node.key for node in walk(cell.blocks) if isinstance(node, FactReference))
    fact = next((ledger.facts[key] for key in keys if key in ledger.facts), None)
    if fact is None:
        return None
    counted = PLAIN if fact.unit.kind == "count" and not fact.unit.per else dimension_of(fact.unit)
    return counted, fact.unit.kind in {"percent", "points"}


def _no_number(place: Place, language: Language) -> tuple[str, Cell, str]:
    example = language.numerals.write(Decimal("1234.5"), 1)
    if any(map(str.isdigit, place.text)):
        hint = f"write it as the language of the document does: {example}"
        if _PLAIN.fullmatch(place.text):
            hint = f"{hint}; in a file of data, :format: number takes it for what programs write"
    else:
        hint = f"name the columns of numbers with :y:, without {place.head}; or leave the cell empty"
    return f"{place.text[:40]!r} is no number", place.cell, hint


def _is_lost(cell: Cell) -> bool:
    """Whether a cell holds a fact that could not be shown."""
    return any(isinstance(node, FactReference) and not node.value for node in walk(cell.blocks))


def _fact(cell: Cell) -> Decimal | None:
    """Return the plain value of the fact, or of the data, that a cell holds."""
    for node in walk(cell.blocks):
        if isinstance(node, DataValue):
            return node.value if isinstance(node.value, Decimal) else None
        if isinstance(node, FactReference):
            try:
                value = Decimal(node.value)
            except InvalidOperation:
                return None
            return value if value.is_finite() else None
    return None


def _in_one_unit(
    places: Sequence[Place],
    read: Sequence[Written | None],
    facts: Sequence[Decimal | None],
    language: Language,
    complain: Complain,
) -> Numbers | None:
    """Take numbers as they are written, if all are in one unit; or else the plain values of facts."""
    missing = [place.text.casefold() in NOTHING for place in places]
    pairs = list(zip(places, read, facts, missing, strict=True))
    units = {(number.before, number.after) for _, number, _, gone in pairs if number and not gone}
    as_written = len(units) == 1 and all(number or gone for _, number, _, gone in pairs)
    if not as_written and any(fact is None and not gone for _, _, fact, gone in pairs):
        other = next(place for place, number, _, gone in pairs if not gone and _differs(number, read))
        hint = "write all numbers with the same unit, or without: {fact}`key, number`"
        complain("the numbers are not all in one unit", other.cell, hint)
        return None
    if as_written:
        scales = [
            (abs(fact / number.value), place) for place, number, fact, _ in pairs if number and fact and number.value
        ]
        for scale, place in scales:
            if max(scale, scales[0][0]) > _SAME_UNIT * min(scale, scales[0][0]):
                hint = (
                    "some facts are shown in millions and others in billions; say it of all: {fact}`key, in billions`"
                )
                complain("the numbers are not all in one unit", place.cell, hint)
                return None
    values = [(number.value if number else None) if as_written else fact for _, number, fact, _ in pairs]
    before, after = next(iter(units)) if as_written else ("", "")
    entries = tuple(
        Entry(
            order,
            place.row,
            place.panel,
            place.series,
            place.category,
            _position(place.category, language),
            None if missing[order] else value,
            place.text,
            place.cell,
            place.moment,
        )
        for order, (place, value) in enumerate(zip(places, values, strict=True))
    )
    return Numbers(entries, before, after, not as_written)


def _differs(number: Written | None, read: Sequence[Written | None]) -> bool:
    first = next((each for each in read if each), None)
    return number is None or first is None or (number.before, number.after) != (first.before, first.after)


def _position(category: str, language: Language) -> Decimal | None:
    number = read_number(category, language.numerals)
    return number.value if number and not number.before and not number.after else None


def series_of(name: str, entries: Sequence[Entry | None]) -> Series:
    """Put the numbers of a series into the order of the categories."""
    return Series(
        name,
        tuple(entry.value if entry else None for entry in entries),
        tuple(entry.shown if entry else "" for entry in entries),
    )
