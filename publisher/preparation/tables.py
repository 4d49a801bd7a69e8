"""Tables: which columns are numbers, how their decimals line up, and how wide each column is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.grid import placed
from publisher.model import Cell, CodeBlock, Column, Image, Paragraph, PrintLayout, Row, Table
from publisher.preparation.widths import ColumnText, lines, shares
from publisher.traverse import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from publisher.diagnostics import Location
    from publisher.grid import Placed
    from publisher.model import Block, Inline, Ledger
    from publisher.preparation.language import Language

__all__ = ["Tables", "landscape_tables", "nouns_of"]

UNKNOWN = frozenset({"…", "..", "...", "n/a", "n.a.", "na", "n/d", "n.d.", "s/d", "k. a."})
"""What a cell says whose figure is not known."""
NOTHING = UNKNOWN | {"", "-", "–", "—", "−"}
"""What stands in a table where there is no number (in lower case)."""

_CURRENCY = r"(?:[A-Z]{1,3}\$|[A-Z]{3}|[A-Z]{0,2}[$¢-¥֏؋৳฿₠-₿﷼]|S/\.?|Fr\.?)"
_NUMBER = r"\d(?:[\d.,'’\u00a0\u202f]*\d)?"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
"""Letters after a number that would run the other way than it."""
PICTURE = 8
"""Lines that a picture in a cell takes, about."""
_YEAR = re.compile(r"(?:1\d|20|21)\d\d(?:[-–/]\d{2,4})?")


@dataclass(frozen=True, slots=True)
class _Figure:
    """The number in a cell."""

    fraction: int
    """Decimals of its last number."""
    suffix: str
    """What follows it; numbers line up only where that is the same."""


def nouns_of(ledger: Ledger, cited: Collection[str]) -> frozenset[str]:
    """Return the nouns that some facts are counted in; they may stand after a number."""
    counts = (fact.unit for key, fact in ledger.facts.items() if key in cited and fact.unit.kind == "count")
    forms = (noun for unit in counts for noun in (unit.zero, unit.one, unit.two, unit.few, unit.many, unit.other))
    return frozenset(noun for noun in forms if noun)


def landscape_tables(blocks: Sequence[Block]) -> frozenset[Location | None]:
    """Return the places of the tables that stand on landscape pages."""
    layouts = (node for node in walk(blocks) if isinstance(node, PrintLayout) and node.landscape)
    return frozenset(node.at for layout in layouts for node in walk(layout.blocks) if isinstance(node, Table))


@dataclass(frozen=True, slots=True)
class Tables:
    """Settles the alignment, the padding and the width of every column."""

    language: Language
    nouns: frozenset[str]
    on_landscape: frozenset[Location | None] = field(default_factory=frozenset)

    def settle(self, block: Block) -> Block:
        """Return a table with its columns settled."""
        return _settled(block, self) if isinstance(block, Table) and block.columns else block


def _settled(table: Table, tables: Tables) -> Table:
    count = len(table.columns)
    head, body, foot = (_texts(part, count) for part in (table.head, table.body, table.foot))
    rows = [*body, *foot]
    settled = [
        _column(column, [row[place] for row in rows], tables, stub=place == 0 and _is_stub(table, body))
        for place, column in enumerate(table.columns)
    ]
    texts = [
        ColumnText(
            head=tuple(row[place] for row in head),
            body=tuple(row[place] + blank for row, blank in zip(rows, blanks, strict=True)),
            numeric=column.align == "decimal",
        )
        for place, (column, blanks) in enumerate(settled)
    ]
    columns = [column for column, _ in settled]
    widths = shares([column.width for column in columns], texts, landscape=table.at in tables.on_landscape)
    by_row = list(zip(*(blanks for _, blanks in settled), strict=True))
    return replace(
        table,
        columns=tuple(replace(column, width=width) for column, width in zip(columns, widths, strict=True)),
        body=_measured(_padded(table.body, by_row[: len(body)]), widths),
        foot=_measured(_padded(table.foot, by_row[len(body) :]), widths),
    )


def _measured(rows: tuple[Row, ...], widths: Sequence[float]) -> tuple[Row, ...]:
    """Say how many lines each row takes; a cell that goes on below counts there."""
    found = []
    for row, cells in zip(rows, placed(rows), strict=True):
        most = max((_lines(each, widths) for each in cells if each.cell.rowspan == 1), default=1)
        found.append(row if most == 1 else replace(row, lines=most))
    return tuple(found)


def _lines(each: Placed, widths: Sequence[float]) -> int:
    share = sum(widths[each.column : each.column + each.cell.colspan])
    match each.cell.blocks:
        case () | (Paragraph(),):
            return lines(len(_text(each.cell)), share)
        case blocks:
            return sum(_taken(node, share) for node in walk(blocks))


def _taken(node: Block | Inline, share: float) -> int:
    match node:
        case Paragraph(content):
            return lines(len(plain_text(content)), share)
        case CodeBlock():
            return node.text.count("\n") + 1
        case Image():
            return PICTURE
        case _:
            return 0


def _texts(rows: tuple[Row, ...], columns: int) -> list[list[str]]:
    """Return the texts of a part by row and column; a cell of several columns belongs to none of them."""
    texts = []
    for row in placed(rows):
        own = {each.column: _text(each.cell) for each in row if each.cell.colspan == 1 and not each.goes_on}
        texts.append([own.get(column, "") for column in range(columns)])
    return texts


def _text(cell: Cell) -> str:
    match cell.blocks:
        case ():
            return ""
        case (Paragraph(content),):
            return plain_text(content).strip()
        case _:
            paragraphs = (node for node in walk(cell.blocks) if isinstance(node, Paragraph))
            return " ".join(plain_text(paragraph.content) for paragraph in paragraphs)


def _is_stub(table: Table, body: list[list[str]]) -> bool:
    """Whether the first column names its rows: by header cells, or by years."""
    firsts = [row[0] for row in placed(table.body)]
    if all(first.cell.header for first in firsts):
        return True
    named = zip(firsts, body, strict=True)
    return all(_YEAR.fullmatch(row[0]) for first, row in named if first.cell.colspan == 1 and not first.goes_on)


def _column(column: Column, cells: list[str], tables: Tables, *, stub: bool) -> tuple[Column, list[str]]:
    """Settle how a column is aligned, and what each cell lacks on the right."""
    pattern, decimal = _pattern(tables.language, tables.nouns), tables.language.numerals.decimal
    figures = [_figure(text, pattern, decimal) for text in cells]
    align = column.align
    if align == "auto":
        known = all(figure or text.lower() in NOTHING for figure, text in zip(figures, cells, strict=True))
        turned = any(figure and _RIGHT_TO_LEFT.search(figure.suffix) for figure in figures)
        align = "decimal" if known and any(figures) and not stub and not turned else "left"
    blanks = _blanks(figures, decimal) if align == "decimal" else [""] * len(cells)
    return replace(column, align=align), blanks


@lru_cache(maxsize=64)
def _pattern(language: Language, nouns: frozenset[str]) -> re.Pattern[str]:
    """Return what a number looks like in a cell: sign, currency, number or range, word of magnitude, unit."""
    numerals = language.numerals
    percent = numerals.percent("", "long", value=Decimal(1)).strip()
    coins = language.currencies()
    units = "|".join(
        re.escape(unit) for unit in sorted({*nouns, *coins, percent, "percent", "per cent", "%", "‰"}, key=_longest)
    )
    words = "|".join(re.escape(word) for word in sorted(numerals.magnitudes, key=_longest))
    between = "|".join(re.escape(each.strip()) for each in (language.words.count_of, language.words.count_of_vowel))
    sign, marks = r"\u200e?[+\-−–±~≈<>≤≥]?", r"[*†‡)]*"
    one = rf"{sign}\s?(?:{_CURRENCY})?\s?{sign}{_NUMBER}"
    last = rf"{sign}\s?(?:{_CURRENCY}\s?)?(?P<number>{_NUMBER})"
    suffix = rf"(?:\s?(?:{words}))?(?:\s(?:{between}))?(?:\s?(?:{units}))?(?:\s?{_CURRENCY})?{marks}"
    return re.compile(rf"[(\u200f]*(?:{one}\s?[-–—/]\s?)?{sign}{last}(?P<suffix>{suffix})")


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word


def _figure(text: str, pattern: re.Pattern[str], decimal: str) -> _Figure | None:
    found = pattern.fullmatch(text)
    if found is None:
        return None
    _, separator, fraction = found["number"].rpartition(decimal)
    return _Figure(len(fraction) if separator else 0, found["suffix"])


def _blanks(figures: list[_Figure | None], decimal: str) -> list[str]:
    """Return what each number lacks against the longest fraction; nothing where their units differ anyway."""
    numbers = [figure for figure in figures if figure]
    if len({figure.suffix for figure in numbers}) > 1:
        return [""] * len(figures)
    longest = max((figure.fraction for figure in numbers), default=0)
    return [_blank(longest, figure.fraction, decimal) if figure else "" for figure in figures]


def _blank(longest: int, own: int, decimal: str) -> str:
    if own == longest:
        return ""
    return ("" if own else decimal) + "0" * (longest - own)


def _padded(rows: tuple[Row, ...], blanks: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    if not any(map(any, blanks)):
        return rows
    return tuple(
        replace(row, cells=tuple(_with_padding(each, own[each.column]) for each in cells if not each.goes_on))
        for row, cells, own in zip(rows, placed(rows), blanks, strict=True)
    )


def _with_padding(each: Placed, blank: str) -> Cell:
    cell = each.cell
    return replace(cell, padding=blank) if blank and cell.colspan == 1 else cell
