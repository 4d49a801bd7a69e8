"""Formulas over facts: + - * / ( ), numbers and names, computed exactly on decimals.

    sum      = product { ("+" | "-") product }
    product  = signed { ("*" | "/") signed }
    signed   = { "+" | "-" } atom
    atom     = number | name | "(" sum ")"

Names may hold hyphens and dots, so a minus between two names needs spaces around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FormulaError", "evaluate", "names_in", "tokens_of"]

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
      | (?P<sign>[-+*/()])
    )""",
    re.VERBOSE,
)


class FormulaError(Exception):
    """Why a formula has no value; one short clause."""


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
    return tuple(dict.fromkeys(token.text for token in tokens if token.kind == "name"))


def evaluate(tokens: Sequence[Token], values: Mapping[str, Decimal]) -> Decimal:
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
    if result and result.adjusted() > LARGEST:
        message = "its result is too large"
        raise FormulaError(message)
    return result


@dataclass(slots=True)
class _Reading:
    """A recursive descent over the tokens, one method for each rule; `depth` counts what is still open."""

    tokens: Sequence[Token]
    values: Mapping[str, Decimal]
    place: int = 0

    def sum(self, depth: int) -> Decimal:
        result = self.product(depth)
        while sign := self.take("+-"):
            term = self.product(depth)
            result = ARITHMETIC.add(result, term) if sign == "+" else ARITHMETIC.subtract(result, term)
        return result

    def product(self, depth: int) -> Decimal:
        result = self.signed(depth)
        while sign := self.take("*/"):
            factor = self.signed(depth)
            result = ARITHMETIC.multiply(result, factor) if sign == "*" else ARITHMETIC.divide(result, factor)
        return result

    def signed(self, depth: int) -> Decimal:
        negative = False
        while sign := self.take("+-"):
            negative ^= sign == "-"
        value = self.atom(depth)
        return ARITHMETIC.minus(value) if negative else value

    def atom(self, depth: int) -> Decimal:
        if depth > DEEPEST:
            message = f"parentheses are nested deeper than {DEEPEST}"
            raise FormulaError(message)
        token = self.tokens[self.place] if self.place < len(self.tokens) else Token("end", "its end")
        self.place += 1
        match token:
            case Token("number", text):
                return ARITHMETIC.create_decimal(text)
            case Token("name", text):
                return ARITHMETIC.plus(self.values[text])
            case Token("sign", "("):
                value = self.sum(depth + 1)
                if not self.take(")"):
                    message = "a parenthesis is not closed"
                    raise FormulaError(message)
                return value
            case _:
                message = f"a number or name is missing before {token.text}"
                raise FormulaError(message)

    def take(self, signs: str) -> str:
        """Step over the next token if it is one of some signs, and return it."""
        if self.place < len(self.tokens) and (token := self.tokens[self.place]).kind == "sign" and token.text in signs:
            self.place += 1
            return token.text
        return ""
