from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.preparation.formulas import DEEPEST, LONGEST, FormulaError, Measured, evaluate, names_in, tokens_of

VALUES = {
    "trade-2022": Measured(Decimal("22.2e9")),
    "trade-2009": Measured(Decimal("9.1e9")),
    "a": Measured(Decimal(6)),
    "b": Measured(Decimal(4)),
}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("a + b", "10"),
        ("a - b - 1", "1"),
        ("a / b / 2", "0.75"),
        ("2 + a * b", "26"),
        ("(2 + a) * b", "32"),
        ("-a + +b", "-2"),
        ("a * -b", "-24"),
        ("--a", "6"),
        ("3-2", "1"),
        ("1.5e3 + .5", "1500.5"),
        ("trade-2022 - trade-2009", "13.1e9"),
        ("  a  ", "6"),
    ],
)
def test_formulas_are_computed_as_in_school(formula: str, result: str) -> None:
    assert evaluate(tokens_of(formula), VALUES).value == Decimal(result)


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("", "missing"),
        ("a +", "missing"),
        ("a b", "not expected"),
        ("(a", "not closed"),
        ("a)", "not expected"),
        ("a ^ b", "means nothing"),
        ("__import__('os')", "means nothing"),
        ("a = b", "means nothing"),
        ("a / 0", "divides by zero"),
        ("a / (b - 4)", "divides by zero"),
        ("0 / 0", "divides zero by zero"),
        ("1e999999999", "too large"),
        ("1e99999999999999999999", "too large"),
        ("1e30 * 1e30 * 1e30", "too large"),
        ("1e21", "too large"),
        ("(" * (DEEPEST + 2) + "1" + ")" * (DEEPEST + 2), "nested"),
        ("1+" * LONGEST + "1", "longer"),
    ],
)
def test_what_is_wrong_with_a_formula_is_said(formula: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason):
        evaluate(tokens_of(formula), VALUES)


def test_names_may_hold_hyphens_and_dots_and_letters_of_any_script() -> None:
    assert names_in(tokens_of("año-2022 + fy.22 - año-2022 * x_1")) == ("año-2022", "fy.22", "x_1")


numbers = st.integers(0, 10**6).map(str) | st.decimals(0, 1000, places=3).map(str)
formulas = st.recursive(
    numbers,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})")
        | inner.map(lambda part: f"-{part}")
    ),
    max_leaves=8,
)


@given(formulas)
@settings(deadline=None)
def test_formulas_agree_with_exact_fractions(formula: str) -> None:
    try:
        exact = _fraction(formula)
    except ZeroDivisionError:
        with pytest.raises(FormulaError):
            evaluate(tokens_of(formula), {})
        return
    try:
        result = Fraction(evaluate(tokens_of(formula), {}).value)
    except FormulaError:  # a difference of roundings may be a divisor that is not quite zero
        assert abs(exact) > 10**20 or "/" in formula
        return
    if "/" not in formula:
        assert result == exact
    else:
        assert abs(result - exact) <= abs(exact) / 10**9 + Fraction(1, 10**9)


def _fraction(formula: str) -> Fraction:
    """Compute a generated formula, which is fully parenthesised, without the code under test."""
    if formula.startswith("-"):
        return -_fraction(formula[1:])
    if not formula.startswith("("):
        return Fraction(formula)
    depth = 0
    for place, character in enumerate(formula):
        depth += (character == "(") - (character == ")")
        if depth == 1 and character in "+-*/" and formula[place - 1] == " " and formula[place + 1] == " ":
            left, right = _fraction(formula[1 : place - 1]), _fraction(formula[place + 2 : -1])
            match character:
                case "+":
                    return left + right
                case "-":
                    return left - right
                case "*":
                    return left * right
                case _:
                    return left / right
    raise AssertionError(formula)


@given(st.text("ab()+-*/ .1eE\u00a0é", max_size=30))
@settings(deadline=None)
def test_no_text_makes_anything_but_a_number_or_a_reason(formula: str) -> None:
    try:
        result = evaluate(tokens_of(formula), dict.fromkeys(names_in(tokens_of(formula)), Measured(Decimal(2)))).value
    except FormulaError:
        return
    assert result.is_finite()
