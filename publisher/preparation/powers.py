"""Whether a table says that its numbers are in thousands, millions or billions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.grid import placed
from publisher.model import Text
from publisher.traverse import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from publisher.diagnostics import Report
    from publisher.model import Block, Table
    from publisher.preparation.language import Language

__all__ = ["find_unsaid_powers"]

_NAMES: Mapping[int, str] = {3: "thousands", 6: "millions", 9: "billions", 12: "trillions"}
_COMMON: Mapping[int, frozenset[str]] = {
    3: frozenset(("thousand", "000", "k")),
    6: frozenset(("million", "mn", "mio", "m")),
    9: frozenset(("billion", "bn", "mrd", "b", "miles de millones")),
    12: frozenset(("trillion", "tn", "bio", "t")),
}
"""What people write in every language; the others are of the CLDR."""
_WORD = re.compile(r"[^\W_]+")
_WHOLE = 3
"""Words up to so many letters must stand by themselves."""


def find_unsaid_powers(table: Table, language: Language, report: Report) -> None:
    """Warn of columns that are written in a power of ten that neither their head, the caption nor a note names."""
    for each in table.shaping.formats if table.shaping else ():
        power = each.format.power
        if not power:
            continue
        words = _COMMON.get(power, frozenset()) | set(_words(power, language))
        columns = range(len(table.columns)) if each.column is None else [each.column]
        said = [plain_text(table.caption), *map(_text, table.notes), *_heads(table, columns)]
        if not any(_says(text, words) for text in said):
            column = "numbers are" if each.column is None else f"column {each.column + 1} is"
            message = f"{column} in {_NAMES.get(power, f'10^{power}')}, and nothing beside them says so"
            report.add("unsaid-power", message, each.at or table.at, "name it in the head, the caption or a note")


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
    return " ".join(node.text for node in walk((block,)) if isinstance(node, Text))


def _says(text: str, words: frozenset[str]) -> bool:
    folded = text.casefold()
    alone = set(_WORD.findall(folded))
    return any(word in alone if len(word) <= _WHOLE else word in folded for word in words)
