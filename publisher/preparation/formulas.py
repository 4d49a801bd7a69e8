"""Formulas over facts: + - * / ( ), numbers, names and functions, computed exactly on decimals and on their units.

    sum      = product { ("+" | "-") product }
    product  = signed { ("*" | "/") signed }
    signed   = { "+" | "-" } atom
    atom     = number | name | "(" sum ")" | function "(" sum { "," sum } ")"
    function = "sum" | "min" | "max" | "abs" | "round"

Names may hold hyphens and dots, so a minus between two names needs spaces around it. What is added, subtracted or
compared must be counted in the same unit; a number written into a formula fits any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from functools import reduce
from typing import TYPE_CHECKING

from publisher.preparation.dimensions import OPEN, Dimension
from publisher.preparation.hedges import joined, turned
from publisher.preparation.numerals import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publisher.model import Confidence

__all__ = ["FUNCTIONS", "FormulaError", "Measured", "MismatchError", "evaluate", "fitting", "names_in", "tokens_of"]

LONGEST = 1000
"""Characters of a formula."""
DEEPEST = 50
"""Parentheses and signs within each other."""
LARGEST = 20
"""A result has at most this power of ten."""

ARITHMETIC = Context(prec=50, Emax=60, Emin=-60, traps=[DivisionByZero, InvalidOperation, Overflow])

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>[^\W\d]\w*(?:[-.]\w+)*)
      | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<sign>[-+*/(),])
    )""",
    re.VERBOSE,
)


FUNCTIONS = frozenset(("sum", "min", "max", "abs", "round"))
_MOST_PLACES = 20


class FormulaError(Exception):
    """Why a formula has no value; one short clause."""


class MismatchError(FormulaError):
    """Two figures in a formula are counted in different units."""

    def __init__(self, message: str, names: tuple[str, ...]) -> None:
        """Say what does not fit, and name a fact on each side."""
        super().__init__(message)
        self.names = names


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with what it measures."""

    value: Decimal
    dimension: Dimension = OPEN
    name: str = ""
    """The first fact that it comes from."""
    hedge: Confidence = ""
    """How what it comes from is hedged."""

    def said(self) -> str:
        """Say what it is, for messages."""
        return f"{self.name} ({self.dimension})" if self.name else str(self.dimension)


@dataclass(frozen=True, slots=True)
class Token:
    """A name, a number or a sign."""

    kind: str
    text: str


def tokens_of(formula: str) -> tuple[Token, ...]:
    """Split a formula; raise `FormulaError` where something else stands in it or it is too long."""
    if len(formula) > LONGEST:
        message = f"it is longer than {LONGEST} characters"
        raise FormulaError(message)
    tokens = []
    place, end = 0, len(formula.rstrip())
    while place < end:
        found = _TOKEN.match(formula, place)
        if formula.startswith("**", place):
            message = "powers are not known; write the multiplication out"
            raise FormulaError(message)
        if found is None or found.lastgroup is None:
            message = f"{formula[place:].lstrip()[0]!r} means nothing in a formula"
            raise FormulaError(message)
        tokens.append(Token(found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tuple(tokens)


def names_in(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the names of a formula, each once, in order."""
    calls = {place for place, token in enumerate(tokens[1:]) if token == Token("sign", "(")}
    names = (
        token.text for place, token in enumerate(tokens) if token.kind == "name" and not _calls(place, token, calls)
    )
    return tuple(dict.fromkeys(names))


def _calls(place: int, token: Token, calls: set[int]) -> bool:
    return place in calls and token.text in FUNCTIONS


def evaluate(tokens: Sequence[Token], values: Mapping[str, Measured]) -> Measured:
    """Compute a formula; raise `FormulaError` where it is malformed or has no reasonable result."""
    reading = _Reading(tokens, values)
    try:
        result = reading.sum(0)
    except DivisionByZero as error:
        message = "it divides by zero"
        raise FormulaError(message) from error
    except DecimalException as error:
        message = "it divides zero by zero" if isinstance(error, InvalidOperation) else "a number in it is too large"
        raise FormulaError(message) from error
    if reading.place < len(tokens):
        message = f"{tokens[reading.place].text!r} is not expected there"
        raise FormulaError(message)
    if result.value and result.value.adjusted() > LARGEST:
        message = "its result is too large"
        raise FormulaError(message)
    return result


def fitting(left: Measured, right: Measured, verb: str) -> Dimension:
    """Return what two figures have in common that are added or compared; raise `MismatchError` where they do not fit."""
    if not left.dimension.agrees(right.dimension):
        message = f"{left.said()} and {right.said()} can't be {verb}"
        raise MismatchError(message, tuple(filter(None, (left.name, right.name))))
    return right.dimension if left.dimension.open else left.dimension


@dataclass(slots=True)
class _Reading:
    """A recursive descent over the tokens, one method for each rule; `depth` counts what is still open."""

    tokens: Sequence[Token]
    values: Mapping[str, Measured]
    place: int = 0

    def sum(self, depth: int) -> Measured:
        result = self.product(depth)
        while sign := self.take("+-"):
            term = self.product(depth)
            dimension = fitting(result, term, "added" if sign == "+" else "subtracted")
            combine = ARITHMETIC.add if sign == "+" else ARITHMETIC.subtract
            hedge = joined((result.hedge, term.hedge if sign == "+" else turned(term.hedge)))
            result = Measured(combine(result.value, term.value), dimension, result.name or term.name, hedge)
        return result

    def product(self, depth: int) -> Measured:
        result = self.signed(depth)
        while sign := self.take("*/"):
            factor = self.signed(depth)
            name, hedge = result.name or factor.name, _of_product(result, factor, sign)
            if sign == "*":
                value, dimension = ARITHMETIC.multiply(result.value, factor.value), result.dimension * factor.dimension
            else:
                value, dimension = ARITHMETIC.divide(result.value, factor.value), result.dimension / factor.dimension
            result = Measured(value, dimension, name, hedge)
        return result

    def signed(self, depth: int) -> Measured:
        negative = False
        while sign := self.take("+-"):
            negative ^= sign == "-"
        found = self.atom(depth)
        if not negative:
            return found
        return replace(found, value=ARITHMETIC.minus(found.value), hedge=turned(found.hedge))

    def atom(self, depth: int) -> Measured:
        if depth > DEEPEST:
            message = f"parentheses are nested deeper than {DEEPEST}"
            raise FormulaError(message)
        token = self.tokens[self.place] if self.place < len(self.tokens) else Token("end", "its end")
        self.place += 1
        match token:
            case Token("number", text):
                return Measured(ARITHMETIC.create_decimal(text))
            case Token("name", text) if text in FUNCTIONS and self.take("("):
                return _applied(text, self.inner(depth))
            case Token("name", text):
                found = self.values[text]
                return replace(found, value=ARITHMETIC.plus(found.value))
            case Token("sign", "("):
                first, *others = self.inner(depth)
                if others:
                    message = "a comma stands outside a function"
                    raise FormulaError(message)
                return first
            case _:
                message = f"a number or name is missing before {token.text}"
                raise FormulaError(message)

    def inner(self, depth: int) -> list[Measured]:
        """Read what stands between parentheses, the first of which is read already."""
        found = [self.sum(depth + 1)]
        while self.take(","):
            found.append(self.sum(depth + 1))
        if not self.take(")"):
            message = "a parenthesis is not closed"
            raise FormulaError(message)
        return found

    def take(self, signs: str) -> str:
        """Step over the next token if it is one of some signs, and return it."""
        if self.place < len(self.tokens) and (token := self.tokens[self.place]).kind == "sign" and token.text in signs:
            self.place += 1
            return token.text
        return ""


def _of_product(result: Measured, factor: Measured, sign: str) -> Confidence:
    """Return the hedge of a product or quotient; a negative number turns that of the other."""
    own = turned(result.hedge) if factor.value < 0 else result.hedge
    others = turned(factor.hedge) if (result.value < 0) != (sign == "/") else factor.hedge
    return joined((own, others))


_COMBINE: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": lambda values: reduce(ARITHMETIC.add, values),
    "min": min,
    "max": max,
}


def _applied(function: str, given: Sequence[Measured]) -> Measured:
    first, *others = given
    match function:
        case "abs" if not others:
            return replace(first, value=abs(first.value), hedge=turned(first.hedge) if first.value < 0 else first.hedge)
        case "round" if len(others) <= 1:
            places = others[0].value if others else Decimal(0)
            if places != places.to_integral_value() or abs(places) > _MOST_PLACES:
                message = f"round takes a whole number of decimals, not {places}"
                raise FormulaError(message)
            return replace(first, value=rounded(first.value, int(places)))
        case "sum" | "min" | "max":
            for other in others:
                first = replace(first, dimension=fitting(first, other, "added" if function == "sum" else "compared"))
            hedge = joined(each.hedge for each in given)
            return replace(first, value=_COMBINE[function]([each.value for each in given]), hedge=hedge)
        case _:
            message = f"{function} does not take {len(given)} values"
            raise FormulaError(message)
