from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.languages import canonical, direction, known, with_territory


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en-us", "en-US"),
        ("ES", "es"),
        ("az-arab", "az-Arab"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("de-CH-1996", "de-CH-1996"),
        ("es-419", "es-419"),
        ("fa-U-NU-latn", "fa-u-nu-latn"),
        ("e", None),
        ("en_US", None),
        ("english (US)", None),
        ("en-", None),
        ("a" * 65, None),
    ],
)
def test_a_tag_is_well_formed_and_in_the_usual_letters(written: str, tag: str | None) -> None:
    assert canonical(written) == tag


@given(st.text(alphabet="abcxyz019-", max_size=80))
def test_what_is_canonical_stays_so(text: str) -> None:
    tag = canonical(text)
    assert tag is None or canonical(tag) == tag


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he", "fa-IR", "ur", "az-Arab", "pa-PK", "yi"])
def test_languages_that_run_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "es-PE", "az", "ar-Latn", "zh-Hant", "xx", ""])
def test_languages_that_run_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


def test_a_tag_is_known_as_far_as_cldr_knows_it() -> None:
    assert (known("es-PE-x-lima") or ("",))[0] == "es-PE"
    assert known("xx-YY") is None


@pytest.mark.parametrize(("tag", "with_one"), [("es", "es-ES"), ("de-CH", "de-CH"), ("fa", "fa-IR"), ("xx", "xx")])
def test_a_language_gets_the_territory_that_is_likely(tag: str, with_one: str) -> None:
    assert with_territory(tag) == with_one
