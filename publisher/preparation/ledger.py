"""The ledger computed: formulas, checks, and sources that exist."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from publisher.model import Fact, Unit
from publisher.nearest import did_you_mean
from publisher.preparation.amounts import FormError, Quantity, show_quantity
from publisher.preparation.dimensions import dimension_of, share_unit, unit_for
from publisher.preparation.formulas import (
    ARITHMETIC,
    FormulaError,
    Measured,
    MismatchError,
    Token,
    evaluate,
    fitting,
    names_in,
    tokens_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.diagnostics import Location
    from publisher.model import Check, Document, FactForm, Ledger, Source
    from publisher.preparation.context import Context

__all__ = ["compute_ledger", "names_needed"]

_Tokens = tuple[Token, ...]

TOLERANCE = Decimal("1e-9")
"""Two numbers that differ by less, relative to the larger one, are equal in a check."""

_WIDE = Decimal("0.1")
"""From here on a tolerance between percentages is no matter of rounding."""
_NO_SHARE = 5
"""From here on a number is hardly meant as a part of one."""
_COMPARISON = re.compile(r"(==|!=|<=|>=|<|>)")
_FAILED: Mapping[str, str] = {
    "==": "but",
    "!=": "and that is the same as",
    "<": "which is not less than",
    "<=": "which is more than",
    ">": "which is not more than",
    ">=": "which is less than",
}


def compute_ledger(document: Document, context: Context) -> Document:
    """Compute every formula, then hold every check against the facts; of a ledger in parts nothing is computed."""
    ledger = document.ledger
    if not ledger.whole:
        return document
    _find_sources(ledger, context)
    facts = _compute(ledger.facts, context)
    for check in ledger.checks:
        _hold(check, facts, context)
    sources = {key: _spoken(source, context.language.tag) for key, source in ledger.sources.items()}
    return replace(document, ledger=replace(ledger, facts=facts, sources=sources))


def _spoken(source: Source, lang: str) -> Source:
    return replace(source, publisher=source.publishers.spoken(lang)) if source.publishers else source


def _find_sources(ledger: Ledger, context: Context) -> None:
    for fact in ledger.facts.values():
        if fact.source and fact.source not in ledger.sources:
            message = f"the fact {fact.key} names a source {fact.source}, which is not there"
            hint = did_you_mean(fact.source, ledger.sources, "add it under `sources` in facts.yaml")
            context.report.add("unknown-source", message, fact.places.get("source", fact.at), hint)


def _compute(facts: Mapping[str, Fact], context: Context) -> Mapping[str, Fact]:
    places = {key: fact.places.get("formula", fact.at) for key, fact in facts.items()}
    formulas = {key: _read(fact.formula, facts, places[key], context) for key, fact in facts.items() if fact.formula}
    computed = {key: replace(fact, value=None) if fact.formula else fact for key, fact in facts.items()}
    inputs = {key: [name for name in names_in(tokens or ()) if name in formulas] for key, tokens in formulas.items()}
    for key in _in_order(inputs, facts, context):
        result = _evaluate(formulas[key], computed, places[key], context)
        computed[key] = _computed(facts[key], result, formulas[key] or (), computed, context)
    return computed


def _computed(
    fact: Fact, result: Measured | None, tokens: _Tokens, facts: Mapping[str, Fact], context: Context
) -> Fact:
    """Give a fact the value of its formula, and its unit where it names none."""
    if result is None:
        return replace(fact, value=None)
    fact = replace(fact, confidence=fact.confidence or result.hedge)
    if not fact.unit.stated:
        units = {name: facts[name].unit for name in names_in(tokens)}
        unit = share_unit(tokens, units) or unit_for(result.dimension, list(units.values()))
        if unit is None:
            message = f"the formula of {fact.key} gives {result.dimension}, for which there is no unit"
            hint = "mend the formula, or divide until one unit is left"
            context.report.add("unit-mismatch", message, fact.places.get("formula", fact.at), hint)
        return replace(fact, value=result.value, unit=unit or fact.unit)
    if not dimension_of(fact.unit).agrees(result.dimension):
        message = f"the formula of {fact.key} gives {result.dimension}, but its unit is {dimension_of(fact.unit)}"
        hint = "mend the formula or the unit; a percent or a share has no unit of its own"
        related = [fact.places.get("unit"), *(_place_of_unit(facts[name]) for name in names_in(tokens))]
        context.report.add("unit-mismatch", message, fact.places.get("formula", fact.at), hint, related)
    return replace(fact, value=result.value)


def _place_of_unit(fact: Fact) -> Location | None:
    return fact.places.get("unit", fact.at)


def _in_order(inputs: Mapping[str, list[str]], facts: Mapping[str, Fact], context: Context) -> Iterator[str]:
    """Yield the facts with formulas, each after those that it needs; those in or behind a circle are left out."""
    sorter = TopologicalSorter(inputs)
    waiting = dict(inputs)
    with suppress(CycleError):  # the sorter goes on as far as the circles let it
        sorter.prepare()
    while ready := sorter.get_ready():
        for key in ready:
            del waiting[key]
            yield key
        sorter.done(*ready)
    for circle in _circles(waiting):
        message = f"the formulas of {', '.join(circle)} need each other"
        context.report.add("formula-circle", message, facts[circle[0]].at, "give one of them a value")


def _circles(waiting: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Find the circles by following, from each fact, the first one that it waits for."""
    seen: dict[str, str] = {}
    for start in waiting:
        path: list[str] = []
        here = start
        while here not in seen:
            seen[here] = start
            path.append(here)
            here = next(name for name in waiting[here] if name in waiting)
        if seen[here] == start:
            yield path[path.index(here) :]


def _read(formula: str, facts: Mapping[str, Fact], at: Location | None, context: Context) -> _Tokens | None:
    """Split a formula into tokens, or say why that can't be done."""
    try:
        tokens = tokens_of(formula)
    except FormulaError as error:
        context.report.add("bad-formula", f"{formula[:80]!r} can't be computed: {error}", at, _ALLOWED)
        return None
    unknown = [name for name in names_in(tokens) if name not in facts]
    for name in unknown:
        hint = did_you_mean(name, facts, "facts stand in facts.yaml")
        if "-" in name and all(part in facts for part in name.split("-")):
            hint = f"for a subtraction put spaces around the minus: {' - '.join(name.split('-'))}"
        context.report.add("unknown-fact", f"{formula[:80]!r} needs a fact {name}, which is not there", at, hint)
    return None if unknown else tokens


_ALLOWED = "a formula holds + - * / ( ), numbers and names of facts"


def _evaluate(
    tokens: _Tokens | None, facts: Mapping[str, Fact], at: Location | None, context: Context
) -> Measured | None:
    """Compute a formula; None where that failed, here or in a fact that it needs."""
    if tokens is None:
        return None
    values: dict[str, Measured] = {}
    for name in names_in(tokens):
        value = facts[name].value
        if isinstance(value, Decimal) and value.is_finite():
            values[name] = Measured(value, dimension_of(facts[name].unit), name, facts[name].confidence)
        elif value is not None:
            message = f"the formula can't be computed: {name} is not a number"
            context.report.add("bad-formula", message, at, _ALLOWED)
            return None
        else:
            return None
    try:
        return evaluate(tokens, values)
    except MismatchError as error:
        _tell_mismatch(error, facts, at, context)
        return None
    except FormulaError as error:
        context.report.add("bad-formula", f"the formula can't be computed: {error}", at, _ALLOWED)
        return None


def _tell_mismatch(error: MismatchError, facts: Mapping[str, Fact], at: Location | None, context: Context) -> None:
    related = (_place_of_unit(facts[name]) for name in error.names)
    hint = "only what is counted in the same unit can be added or compared"
    context.report.add("unit-mismatch", str(error), at, hint, related)


def _hold(check: Check, facts: Mapping[str, Fact], context: Context) -> None:
    """Report a check that does not hold, with what both sides come to."""
    parts = _COMPARISON.split(check.text)
    if len(parts) != len(("left", "==", "right")):
        message = f"{check.text[:80]!r} is not a comparison"
        hint = "write two formulas with one of == != < <= > >= between them"
        context.report.add("bad-formula", message, check.at, hint)
        return
    left, sign, right = (part.strip() for part in parts)
    sides = [_read(side, facts, check.at, context) for side in (left, right)]
    values = [_evaluate(side, facts, check.at, context) for side in sides]
    if values[0] is None or values[1] is None:
        return
    try:
        fitting(values[0], values[1], "compared")
    except MismatchError as error:
        _tell_mismatch(error, facts, check.at, context)
        return
    one_value, other_value = values[0].value, values[1].value
    if _compare(one_value, sign, other_value, _slack(check.tolerance, one_value, other_value)):
        if why := _loose(check, sides, facts):
            context.report.add("loose-check", why, check.at, "a percentage is a part of one here: 0.7 is 70 percent")
        return
    units = [facts[name].unit for side in sides for name in names_in(side or ())]
    unit = units[0] if units and all(each == units[0] for each in units) and "/" not in check.text else Unit()
    one, other = _show_apart(one_value, other_value, unit, context)
    message = f"{left} = {one}, {_FAILED[sign]} {right} = {other}"
    message += f" (tolerance {check.tolerance})" if check.tolerance else ""
    related = [facts[name].at for side in sides for name in names_in(side or ())]
    context.report.add("check-failed", message, check.at, "mend the facts, or the check", related)


def _loose(check: Check, sides: Sequence[_Tokens | None], facts: Mapping[str, Fact]) -> str:
    """Say why a check of percentages would hold whatever they are, as somebody took 70 for 70 percent."""
    names = {name for side in sides for name in names_in(side or ())}
    if not names or any(facts[name].unit.kind not in {"percent", "points"} for name in names):
        return ""
    bare = check.tolerance and not check.tolerance.endswith(("%", "point", "points"))
    if bare and Decimal(check.tolerance) >= _WIDE:
        points = (Decimal(check.tolerance) * 100).normalize()
        return (
            f"a tolerance of {check.tolerance} is {points:f} percentage points; write it as `{check.tolerance} points`"
        )
    alone = [side[0].text for side in sides if side and len(side) == 1 and side[0].kind == "number"]
    beyond = next((text for text in alone if Decimal(text.replace("_", "")) >= _NO_SHARE), "")
    return f"{beyond} is {Decimal(beyond.replace('_', '')) * 100:f} percent" if beyond else ""


def _slack(tolerance: str, left: Decimal, right: Decimal) -> Decimal:
    """Return how far two sides may lie apart."""
    size = max(abs(left), abs(right))
    given = Decimal(tolerance.rstrip(" %points") or 0)
    if tolerance.endswith("%"):
        given = ARITHMETIC.multiply(size, given.scaleb(-2))
    elif "point" in tolerance:
        given = given.scaleb(-2)
    return max(given, ARITHMETIC.multiply(size, TOLERANCE))


def names_needed(ledger: Ledger) -> set[str]:
    """Return the facts that formulas and checks name, as far as these can be read."""
    formulas = [fact.formula for fact in ledger.facts.values() if fact.formula]
    sides = [side for check in ledger.checks for side in _COMPARISON.split(check.text)[::2]]
    names: set[str] = set()
    for formula in (*formulas, *sides):
        with suppress(FormulaError):
            names.update(names_in(tokens_of(formula)))
    return names


def _compare(left: Decimal, sign: str, right: Decimal, slack: Decimal) -> bool:
    equal = abs(ARITHMETIC.subtract(left, right)) <= slack
    match sign:
        case "==":
            return equal
        case "!=":
            return not equal
        case "<":
            return left < right and not equal
        case "<=":
            return left < right or equal
        case ">":
            return left > right and not equal
        case _:
            return left > right or equal


def _show_apart(left: Decimal, right: Decimal, unit: Unit, context: Context) -> tuple[str, str]:
    """Write two numbers so that a reader sees whether they differ."""
    forms: tuple[FactForm, ...] = ("long", "exact")
    for form in forms:
        try:
            one, other = (
                show_quantity(Quantity(each, unit, computed=True), form, context.language) for each in (left, right)
            )
        except FormError:
            break
        if one != other or left == right:
            return one, other
    return str(left), str(right)
