"""Answers as data: JSON and comma-separated values, with exact numbers; and what stands at a place in them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from publisher.feeds.faults import absurd, unusable
from publisher.model import RowAndColumn
from publisher.reader.fields import as_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.feeds.web import Answer
    from publisher.model import DataPlace, FeedFormat, Json

__all__ = ["Data", "Rows", "Tree", "data_of", "tree_of", "value_at"]

DEEPEST = 64
MOST_CELLS = 500_000
_LARGEST_EXPONENT = 60
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Tree:
    """JSON, twice: with exact numbers, and with those that JSONPath compares."""

    exact: Json
    rough: Any


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its rows by the names of the first."""

    names: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


Data: TypeAlias = Tree | Rows


def data_of(answer: Answer, form: FeedFormat) -> Data:
    """Return what an answer holds; raise `Fault` where it is not what it should be."""
    if not answer.content.strip():
        raise absurd("the answer is empty")
    text = _text(answer.content)
    shown = "JSON" if form == "json" else "a table"
    if "html" in answer.media_type or text.lstrip()[:1] == "<":
        message = f"the answer is a web page, not {shown}"
        raise absurd(message, "look at the address in a browser: it may ask for a login, or tell of a fault")
    return tree_of(text) if form == "json" else _rows(text)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise absurd(f"the answer is not UTF-8: byte {error.start + 1} is 0x{content[error.start]:02X}") from None


def tree_of(text: str) -> Tree:
    """Read JSON (RFC 8259): no NaN, no name given twice, no depth or number that nobody means."""
    try:
        exact = json.loads(
            text, parse_float=_exact, parse_int=_whole, parse_constant=_no_number, object_pairs_hook=_members
        )
        _measure(exact)
        return Tree(exact, json.loads(text))
    except json.JSONDecodeError as error:
        raise absurd(f"the answer is not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise absurd("the answer is nested too deep") from None


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise absurd(f"the answer holds the number {text[:_SHOWN]}")
    return number


def _whole(text: str) -> int:
    if len(text) > _LARGEST_EXPONENT:
        raise absurd(f"the answer holds the number {text[:_SHOWN]}")
    return int(text)


def _no_number(text: str) -> Json:
    raise absurd(f"the answer holds {text}, which is no number")


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise absurd(f"the answer gives {twice[:_SHOWN]!r} twice in one object")
    return members


def _measure(tree: Json, depth: int = 1) -> None:
    if depth > DEEPEST:
        raise absurd("the answer is nested too deep")
    match tree:
        case dict():
            for each in tree.values():
                _measure(each, depth + 1)
        case list():
            for each in tree:
                _measure(each, depth + 1)
        case _:
            return


def _rows(text: str) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records = [record for record in reader if record]
    except csv.Error as error:
        raise absurd(f"the answer is not a table: {error}, line {reader.line_num}") from None
    names = tuple(name.strip() for name in records[0])
    if len(set(names)) < len(names):
        raise absurd("the first row of the answer names two columns alike")
    if len(records) * len(names) > MOST_CELLS:
        raise absurd(f"the answer has more than {MOST_CELLS} cells", "ask for less")
    uneven = next((number for number, record in enumerate(records, start=1) if len(record) != len(names)), 0)
    if uneven:
        raise absurd(f"row {uneven} of the answer has {len(records[uneven - 1])} cells, the first {len(names)}")
    return Rows(names, tuple(dict(zip(names, map(str.strip, record), strict=True)) for record in records[1:]))


def value_at(data: Data, place: DataPlace, said: str) -> Json:
    """Return the one value at a place; `said` is the key of the declaration that names it."""
    match data, place:
        case Tree(), str():
            return _at_path(data, place, said)
        case Rows(), RowAndColumn():
            return _at_cell(data, place, said)
        case _:
            raise unusable("the place does not fit the format", "JSON has JSONPaths, a table has rows", said)


def _at_path(tree: Tree, path: str, said: str) -> Json:
    from jsonpath import compile as compiled
    from jsonpath.exceptions import JSONPathError

    try:
        nodes = list(compiled(path, strict=True).finditer(tree.rough))
    except JSONPathError as error:
        hint = "RFC 9535 says what a JSONPath is: $.rows[?@.year == 2023].goods"
        raise unusable(f"{path[:_SHOWN]!r} is no JSONPath: {str(error.args[0])[:200]}", hint, said) from None
    if len(nodes) != 1:
        raise absurd(f"the answer has {len(nodes) or 'nothing'} at {path[:200]}, not one value", place=said)
    found: Any = tree.exact
    for part in nodes[0].parts:
        found = found[part]
    value: Json = found
    return value


def _at_cell(rows: Rows, place: RowAndColumn, said: str) -> Json:
    for name in (place.column, *(name for name, _ in place.row)):
        if name not in rows.names:
            raise absurd(
                f"the answer has no column {name[:_SHOWN]!r}; it has {', '.join(rows.names)[:200]}", place=said
            )
    found = [row for row in rows.rows if all(_same(row[name], cell) for name, cell in place.row)]
    if len(found) != 1:
        shown = ", ".join(f"{name} {cell}" for name, cell in place.row)
        raise absurd(f"the answer has {len(found) or 'no'} rows with {shown[:200]}, not one", place=said)
    return found[0][place.column]


def _same(one: str, other: str) -> bool:
    numbers = as_number(one), as_number(other)
    return one == other or (numbers[0] is not None and numbers[0] == numbers[1])
