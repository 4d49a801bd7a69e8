"""The foot of a table: sums, means and the like of its columns, computed exactly and written as the column is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from publisher.grid import placed
from publisher.model import Cell, ColumnTotal, DataValue, FactReference, Paragraph, Row, Text
from publisher.preparation.amounts import HEDGED, FormError, Quantity, show_quantity
from publisher.preparation.dimensions import dimension_of
from publisher.preparation.hedges import joined, rounded_toward
from publisher.preparation.numerals import natural_digits, own_digits, rounded
from publisher.preparation.tables import UNKNOWN
from publisher.preparation.values import alone, read_number, said_in_line, value_of, write
from publisher.traverse import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics import Report
    from publisher.model import Confidence, Fact, Ledger, Table, TotalKind
    from publisher.preparation.language import Language
    from publisher.preparation.sheets import Sheet

__all__ = ["Feet", "counted_in"]

_EXACT = Context(prec=60)
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Feet:
    """What the foot rows of a table are made of."""

    table: Table
    sheet: Sheet
    ledger: Ledger
    language: Language
    report: Report

    def rows(self, totals: Sequence[ColumnTotal]) -> tuple[Row, ...]:
        """Return a row for each kind of total that is asked for."""
        by_kind: dict[TotalKind, list[ColumnTotal]] = {}
        for total in totals:
            by_kind.setdefault(total.kind, []).append(total)
        return tuple(row for kind, each in by_kind.items() if (row := self._row(kind, each)))

    def _row(self, kind: TotalKind, totals: Sequence[ColumnTotal]) -> Row | None:
        width = len(self.table.columns)
        columns: dict[int, ColumnTotal] = {}
        for total in totals:
            for column in self._columns(total):
                columns.setdefault(column, total)
        free = next((column for column in range(width) if column not in columns), None)
        if free is None or not columns:
            message = (
                "no column is left for what the total is called" if columns else "no column holds numbers to sum up"
            )
            self.report.add("bad-value", message, totals[0].at, "name columns of numbers: Exports: sum")
            return None
        stub = bool(self.table.body) and all(row.cells[0].header for row in self.table.body)
        label = Text(self.language.words.summary(kind), at=totals[0].at)
        cells = [self._cell(column, columns[column]) if column in columns else Cell(()) for column in range(width)]
        cells[free] = Cell((Paragraph((label,)),), header=stub)
        return Row(tuple(cells), at=totals[0].at)

    def _columns(self, total: ColumnTotal) -> list[int]:
        if total.column is not None:
            return [total.column]
        return [column for column in self.sheet.numeric() if column]

    def _cell(self, column: int, total: ColumnTotal) -> Cell:
        values = self.sheet.column(column)
        numbers = [value for value in values if isinstance(value, Decimal)]
        if total.kind == "count":
            found = Decimal(len(values))
            return _shown(found, self.language.numerals.write(found, 0), total)
        if not numbers or len(numbers) < len(values):
            odd = next((value for value in values if not isinstance(value, Decimal)), "")
            self._tell(
                f"column {column + 1} holds {str(odd)[:40]!r}, which is no number" if odd else "it holds no number",
                total,
            )
            return Cell(())
        if self._misread(column, total):
            return Cell(())
        if total.kind == "sum":
            self._tell_gaps(column, total)
        found = _computed(total.kind, numbers)
        text = self._written(found, column, numbers, total)
        return Cell(()) if text is None else _shown(found, text, total)

    def _tell_gaps(self, column: int, total: ColumnTotal) -> None:
        cells = [each.cell for row in placed(self.table.body) for each in row if each.column == column]
        unknown = [said for cell in cells if (said := said_in_line(cell)).lower() in UNKNOWN]
        told = " ".join(plain_text(each.content) for each in self.table.notes if isinstance(each, Paragraph))
        if unknown and unknown[0] not in told:
            rows = "a row" if len(unknown) == 1 else f"{len(unknown)} rows"
            message = f"the sum of column {column + 1} leaves out {rows} with {unknown[0]}"
            self.report.add(
                "incomplete-total", message, total.at, f"say so in a note that names {unknown[0]}, or leave the sum out"
            )

    def _misread(self, column: int, total: ColumnTotal) -> bool:
        """Report a column of a file whose numbers say one thing to programs, and another to readers of the language."""
        plan = self.table.shaping
        if plan is None or not plan.plain_numbers or column in self.sheet.asked:
            return False
        for row in self.table.body:
            only = alone(row.cells[column]) if column < len(row.cells) else None
            said = read_number(only.text.strip(), self.language) if isinstance(only, Text) else None
            if said is not None and said != value_of(row.cells[column], self.language, plain=True):
                text = plain_text((only,)).strip() if only else ""
                message = (
                    f"the {total.kind} can't be given: {text[:40]!r} is another number to readers than to programs"
                )
                hint = "say :format: number, and what stands in the file is written as the language does"
                self.report.add("bad-value", message, total.at, hint)
                return True
        return False

    def _written(self, found: Decimal, column: int, numbers: Sequence[Decimal], total: ColumnTotal) -> str | None:
        """Write a total as its column is written: as facts where it holds facts, else by its format."""
        cited = [only for row in self.table.body if isinstance(only := alone(row.cells[column]), FactReference)]
        try:
            if cited:
                return self._as_fact(found, cited, len(numbers), total)
            asked = self.sheet.formats[column]
            if asked.digits is None and not asked.spelled and not asked.power and asked.kind in {"auto", "number"}:
                most = min(max(own_digits(number) for number in numbers), _DIGITS)
                mean = total.kind in {"mean", "median"}
                digits = max(most, natural_digits(found, computed=True)) if mean else most
                own = own_digits(rounded(found, min(digits, _DIGITS)))
                asked = replace(asked, digits=max(own, asked.fewest))
            return write(found, asked, self.language)
        except FormError as error:
            self._tell(str(error), total)
            return None

    def _as_fact(self, found: Decimal, cited: Sequence[FactReference], count: int, total: ColumnTotal) -> str | None:
        facts = [fact for each in cited if (fact := self.ledger.facts.get(each.key))]
        form = cited[0].form
        if len(facts) < count or any(each.form != form for each in cited):
            self._tell("some of its figures are facts, and others are not, or they are shown in different forms", total)
            return None
        if len(counted := dict.fromkeys(map(_counted, facts))) > 1:
            units = ", ".join(counted)
            self._tell(f"its facts are counted in different things ({units})", total)
            return None
        mean = total.kind in {"mean", "median"}
        digits = max((fact.digits for fact in facts if fact.digits is not None), default=None)
        quantity = Quantity(found, facts[0].unit.spoken(self.language.tag), digits, computed=mean)
        scales = {self._scale(fact.value, fact, digits) for fact in facts if isinstance(fact.value, Decimal)}
        if form == "number" and scales != {self._scale(found, facts[0], digits)}:
            self._tell("it would be told in other units than its figures, millions or billions", total)
            return None
        hedge: Confidence = ""
        if form in HEDGED:
            hedge = joined(fact.confidence for each, fact in zip(cited, facts, strict=True) if not each.bare)
        shown = show_quantity(replace(quantity, toward=rounded_toward(hedge)), form, self.language)
        shown = self.language.words.hedged(shown, hedge)
        since = min((each.marked_since for each in cited if each.marked_since), default=None)
        return shown if since is None else self.language.out_of_date(shown, since)

    def _scale(self, value: Decimal, fact: Fact, digits: int | None) -> Decimal:
        """Return what the bare number of a figure is counted in: one, a thousand, a million."""
        if fact.unit.kind not in {"number", "currency", "count", "measure"}:
            return Decimal(1)
        amount = self.language.numerals.spell(value, "long", digits)
        number = read_number(amount.number, self.language)
        return _EXACT.divide(abs(amount.shown), number) if amount.scaled and number else Decimal(1)

    def _tell(self, why: str, total: ColumnTotal) -> None:
        message = f"the {total.kind} can't be given: {why}"
        self.report.add("bad-value", message, total.at, "name columns of numbers of one kind: Exports: sum")


def counted_in(table: Table, column: int, ledger: Ledger) -> tuple[str, ...]:
    """Return the different things in which the facts of a column are counted."""
    cited = (alone(each.cell) for cells in placed(table.body) for each in cells if each.column == column)
    facts = (ledger.facts.get(each.key) for each in cited if isinstance(each, FactReference))
    return tuple(dict.fromkeys(_counted(fact) for fact in facts if fact and isinstance(fact.value, Decimal)))


def _counted(fact: Fact) -> str:
    """Say what a fact is counted in; hundredths are not summed up with plain numbers."""
    return fact.unit.kind if fact.unit.kind in {"percent", "points"} else str(dimension_of(fact.unit))


def _computed(kind: TotalKind, numbers: Sequence[Decimal]) -> Decimal:
    match kind:
        case "sum":
            return _sum(numbers)
        case "mean":
            return _EXACT.divide(_sum(numbers), Decimal(len(numbers)))
        case "median":
            ordered = sorted(numbers)
            middle = len(ordered) // 2
            if len(ordered) % 2:
                return ordered[middle]
            return _EXACT.divide(_EXACT.add(ordered[middle - 1], ordered[middle]), Decimal(2))
        case "min":
            return min(numbers)
        case "max":
            return max(numbers)
        case "count":
            return Decimal(len(numbers))


def _sum(numbers: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def _shown(found: Decimal, text: str, total: ColumnTotal) -> Cell:
    value = DataValue(rounded(found, _DIGITS), text, at=total.at)
    return Cell((Paragraph((value,), at=total.at),), at=total.at)
