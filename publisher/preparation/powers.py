"""Whether something says that numbers are in thousands, millions or billions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.grid import placed
from publisher.model import Chart, FactReference, ForeignPassage, Section, Table, Text
from publisher.preparation.amounts import POWERS, power_of
from publisher.preparation.language import speak
from publisher.traverse import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from publisher.diagnostics import Report
    from publisher.model import Block, FactForm, Ledger
    from publisher.preparation.language import Language

__all__ = ["BARE", "BareNumbers", "find_unsaid_powers", "names_of"]

_NAMES: Mapping[int, str] = {0: "full", 3: "thousands", 6: "millions", 9: "billions", 12: "trillions"}
_COMMON: Mapping[int, frozenset[str]] = {
    3: frozenset(("thousand", "000", "k")),
    6: frozenset(("million", "mn", "mio", "m")),
    9: frozenset(("billion", "bn", "mrd", "b", "miles de millones")),
    12: frozenset(("trillion", "tn", "bio", "t")),
}
"""What people write in every language; the others are of the CLDR."""
BARE: frozenset[FactForm] = frozenset(("number", *POWERS))
"""The forms that show numbers alone."""
_WORD = re.compile(r"[^\W_]+")
_WHOLE = 3
"""Words up to so many letters must stand by themselves."""


def find_unsaid_powers(table: Table, language: Language, report: Report) -> None:
    """Warn of columns that are written in a power of ten that neither their head, the caption nor a note names."""
    for each in table.shaping.formats if table.shaping else ():
        power = each.format.power
        if not power:
            continue
        columns = range(len(table.columns)) if each.column is None else [each.column]
        said = [plain_text(table.caption), *map(_text, table.notes), *_heads(table, columns)]
        if not _say(said, power, language):
            column = "numbers are" if each.column is None else f"column {each.column + 1} is"
            message = f"{column} in {_name(power)}, and nothing beside them says so"
            report.add("unsaid-power", message, each.at or table.at, "name it in the head, the caption or a note")


@dataclass(frozen=True, slots=True)
class BareNumbers:
    """Figures cited as bare numbers, "22.2" of 22.2 billion, which only words beside them make true."""

    ledger: Ledger
    report: Report

    def within(self, blocks: Iterable[Block], language: Language) -> None:
        """Warn of those whose billions neither their paragraph names nor the one before, and look into tables."""
        before = ""
        for block in blocks:
            match block:
                case Section():
                    self.within(block.blocks, language)
                case ForeignPassage():
                    self.within(block.blocks, speak(block.lang))
                case _:
                    tables = [node for node in walk((block,)) if isinstance(node, Table | Chart)]
                    drawn = {id(table.data) for table in tables if isinstance(table, Chart)}
                    for table in (each for each in tables if id(each) not in drawn):
                        self.table(table, language)
                    tabled = {id(node) for table in tables for node in walk((table,))}
                    said = _text(block)
                    cited = (node for node in walk((block,)) if isinstance(node, FactReference))
                    self.beside((each for each in cited if id(each) not in tabled), (before, said), language)
                    before = said

    def beside(self, cited: Iterable[FactReference], said: Iterable[str], language: Language) -> None:
        """Warn of those whose millions or billions none of some texts names."""
        for reference in cited:
            power = self.power(reference, language)
            if power and not _say(said, power, language):
                self.tell(reference, f"in {_name(power)}, and nothing beside it says so")

    def table(self, table: Table | Chart, language: Language) -> None:
        """Warn of those that neither their column nor their row nor the whole names, and of columns in two powers."""
        data = table.data if isinstance(table, Chart) else table
        whole = [plain_text(table.caption), *map(_text, table.notes)]
        told: set[int] = set()
        powers: dict[int, int] = {}
        for cells in (*placed(data.body), *placed(data.foot)):
            of_row = [" ".join(_text(block) for each in cells for block in each.cell.blocks)]
            for each in cells:
                for reference in _cited(each.cell.blocks):
                    power = self.power(reference, language)
                    if power is None or each.goes_on or (power and _say(of_row, power, language)):
                        continue
                    heads = list(_heads(data, [each.column]))
                    if power and not _say((*whole, *heads), power, language):
                        self.tell(reference, f"in {_name(power)}, and nothing beside it says so")
                    elif powers.setdefault(each.column, power) != power and each.column not in told:
                        told.add(each.column)
                        other = _name(powers[each.column])
                        self.tell(reference, f"in {_name(power)}, and others of its column in {other}")

    def power(self, reference: FactReference, language: Language) -> int | None:
        """Return the power of ten that a reference leaves out; None of one of which something else is wrong."""
        fact = self.ledger.facts.get(reference.key)
        known = fact is not None and fact.value is not None and reference.at and reference.form in BARE
        if reference.text == reference.key:  # it could not be shown
            return None
        return power_of(fact, reference.form, language) if fact and known else None

    def tell(self, reference: FactReference, why: str) -> None:
        """Warn of one."""
        message = f"the fact {reference.key} is written as {reference.text}, {why}"
        hint = f"name it there, or cite it as {{fact}}`{reference.key}, amount`, or `…, in millions` where that is said"
        self.report.add("unsaid-power", message, reference.at, hint)


def _name(power: int) -> str:
    return _NAMES.get(power, f"10^{power}")


def _cited(blocks: Iterable[Block]) -> Iterator[FactReference]:
    return (node for node in walk(blocks) if isinstance(node, FactReference))


def _words(power: int, language: Language) -> Iterator[str]:
    for scales in language.numerals.scales.values():
        for scale in scales:
            if scale.divisor == 10**power:
                yield from (word.strip().casefold() for pair in scale.words.values() for word in pair if word.strip())


def _heads(table: Table, columns: Collection[int]) -> Iterator[str]:
    for row in placed(table.head):
        for each in row:
            if any(each.column <= column < each.column + each.cell.colspan for column in columns):
                yield " ".join(map(_text, each.cell.blocks))


def _text(block: Block) -> str:
    return " ".join(node.text for node in walk((block,)) if isinstance(node, Text | FactReference))


def names_of(power: int, language: Language) -> frozenset[str]:
    """Return the words for a power of ten, in small letters."""
    return _COMMON.get(power, frozenset()) | set(_words(power, language))


def _say(texts: Iterable[str], power: int, language: Language) -> bool:
    words = names_of(power, language)
    return any(_says(text, words) for text in texts)


def _says(text: str, words: frozenset[str]) -> bool:
    folded = text.casefold()
    alone = set(_WORD.findall(folded))
    return any(word in alone if len(word) <= _WHOLE else word in folded for word in words)
