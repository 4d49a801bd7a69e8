"""How the values of a column are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import ValueFormat
from publisher.preparation.language import speak
from publisher.preparation.values import fitted, read_number, write

NUMBER = ValueFormat("number")


@pytest.mark.parametrize(
    ("asked", "given", "shown"),
    [
        (NUMBER, ("41.9", "43.0", "44.7"), ["41.9", "43.0", "44.7"]),
        (NUMBER, ("1500", "0.125"), ["1,500.000", "0.125"]),
        (NUMBER, ("43.0", "44"), ["43", "44"]),
        (NUMBER, ("0.3333", "0.5"), ["0.3333", "0.5"]),
        (ValueFormat("number", digits=1), ("0.25", "3"), ["0.3", "3.0"]),
        (ValueFormat("number", power=6), ("22.2e6", "3e6"), ["22.2", "3"]),
        (ValueFormat(), ("41.9", "43.0"), ["41.9", "43"]),
    ],
)
def test_numbers_of_a_column_have_as_many_decimals_as_the_longest(
    asked: ValueFormat, given: tuple[str, ...], shown: list[str]
) -> None:
    language, values = speak("en-US"), [Decimal(each) for each in given]
    settled = fitted(asked, values, language)
    assert [write(value, settled, language) for value in values] == shown


@settings(max_examples=60, deadline=None)
@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=3),
    st.sampled_from(["en-US", "es", "de", "fr", "es-PE", "ar"]),
)
def test_a_number_is_read_back_from_how_its_language_writes_it(value: Decimal, lang: str) -> None:
    language = speak(lang)
    text = language.numerals.sign(language.numerals.write(value, 3), negative=value < 0)
    assert read_number(text.replace("\u200e", ""), language) == value
