from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import Fact, FactForm, Unit
from publisher.preparation.amounts import FormError, Quantity, machine_value, show_fact, show_range
from publisher.preparation.language import speak
from tests.preparation.building import PERCENT, USD, fact

EUR = Unit("currency", "EUR")
PROJECTS = Unit("count", one="project", other="projects")
PROYECTOS = Unit("count", one="proyecto", other="proyectos")
STUDENTS = Unit("count", zero="طالب", one="طالب", two="طالبان", few="طلاب", many="طالبًا", other="طالب")
N = "\u00a0"


def shown(value: str, unit: Unit, form: FactForm = "long", lang: str = "en-US", digits: int | None = None) -> str:
    return show_fact(replace(fact("x", value, unit), digits=digits), form, speak(lang))


@pytest.mark.parametrize(
    ("value", "unit", "form", "text"),
    [
        ("22.2e9", USD, "long", "$22.2 billion"),
        ("22.2e9", USD, "short", "$22.2B"),
        ("22.2e9", USD, "exact", "$22,200,000,000"),
        ("22.2e9", USD, "number", "22.2"),
        ("140e6", USD, "long", "$140 million"),
        ("1.43e6", USD, "long", "$1.43 million"),
        ("1.87e6", USD, "long", "$1.87 million"),
        ("1.866e6", USD, "long", "$1.87 million"),
        ("137e6", USD, "short", "$137M"),
        ("999999999", USD, "long", "$1 billion"),
        ("999999", USD, "long", "$999,999"),
        ("54800", USD, "short", "$54.8K"),
        ("4335", USD, "long", "$4,335"),
        ("4335.5", USD, "long", "$4,335.50"),
        ("4335.5", USD, "exact", "$4,335.50"),
        ("-137e6", USD, "long", "−$137 million"),
        ("-137e6", USD, "number", "−137"),
        ("0", USD, "long", "$0"),
        ("5e6", Unit("currency", "CHF"), "long", f"CHF{N}5 million"),
        ("5e6", Unit("currency", "EUR"), "long", "€5 million"),
        ("2.6", PERCENT, "long", "260 percent"),
        ("2.6", PERCENT, "short", "260%"),
        ("2.6", PERCENT, "exact", "260%"),
        ("2.6", PERCENT, "number", "260"),
        ("0.125", PERCENT, "long", "12.5 percent"),
        ("-0.125", PERCENT, "short", "−12.5%"),
        ("4335", Unit(), "long", "4,335"),
        ("90000", Unit(), "long", "90,000"),
        ("90000", Unit(), "short", "90K"),
        ("1.4e6", Unit(), "long", "1.4 million"),
        ("1.4e6", Unit(), "exact", "1,400,000"),
        ("3.14159", Unit(), "long", "3.14159"),
        ("287", PROJECTS, "long", "287 projects"),
        ("1", PROJECTS, "long", "1 project"),
        ("1500", PROJECTS, "number", "1,500"),
        ("1.5e6", PROJECTS, "long", "1.5 million projects"),
        ("1e6", PROJECTS, "long", "1 million projects"),
        ("2022", Unit("year"), "long", "2022"),
        ("2022", Unit("year"), "number", "2022"),
    ],
)
def test_facts_in_english(value: str, unit: Unit, form: FactForm, text: str) -> None:
    assert shown(value, unit, form) == text


@pytest.mark.parametrize(
    ("value", "unit", "form", "text"),
    [
        ("22.2e9", USD, "long", "22.2 mil millones de dólares estadounidenses"),
        ("140e6", USD, "short", f"USD{N}140{N}M"),
        ("1e6", USD, "long", "1 millón de dólares estadounidenses"),
        ("900e3", USD, "long", f"USD{N}900,000"),
        ("22.2e9", USD, "exact", f"USD{N}22,200,000,000"),
        ("5e6", Unit("currency", "PEN"), "long", "5 millones de soles"),
        ("5e6", Unit("currency", "PEN"), "amount", "5 millones"),
        (
            "5e6",
            Unit("currency", "PEN", per="persona", prices="2015"),
            "long",
            "5 millones de soles por persona (a precios de 2015)",
        ),
        ("2.6", PERCENT, "long", "260 por ciento"),
        ("4335", Unit(), "long", "4,335"),
        ("1.5e6", PROYECTOS, "long", "1.5 millones de proyectos"),
        ("287", PROYECTOS, "long", "287 proyectos"),
        ("1", PROYECTOS, "long", "1 proyecto"),
    ],
)
def test_facts_in_peruvian_spanish(value: str, unit: Unit, form: FactForm, text: str) -> None:
    assert shown(value, unit, form, "es-PE") == text


@pytest.mark.parametrize(
    ("value", "unit", "form", "text"),
    [
        ("22.2e9", USD, "long", "22,2 Milliarden US-Dollar"),
        ("1e9", EUR, "long", "1 Milliarde Euro"),
        ("2e6", Unit("currency", "DKK"), "long", "2 Millionen dänische Kronen"),
        ("22.2e9", USD, "short", f"22,2{N}Mrd.{N}$"),
        ("22.2e9", Unit("currency", "EUR"), "exact", f"22.200.000.000{N}€"),
        ("54800", USD, "short", f"54.800{N}$"),
        ("-137e6", USD, "long", "−137 Millionen US-Dollar"),
        ("2.6", PERCENT, "long", "260 Prozent"),
        ("2.6", PERCENT, "short", f"260{N}%"),
        ("4335.5", Unit(), "long", "4.335,5"),
        ("2022", Unit("year"), "long", "2022"),
    ],
)
def test_facts_in_german(value: str, unit: Unit, form: FactForm, text: str) -> None:
    assert shown(value, unit, form, "de-DE") == text


@pytest.mark.parametrize(
    ("value", "unit", "form", "digits", "text"),
    [
        ("22e9", USD, "long", 1, "$22.0 billion"),
        ("22.26e9", USD, "number", 0, "22"),
        ("0.125", PERCENT, "long", 0, "13 percent"),
        ("2.5", PERCENT, "long", 1, "250.0 percent"),
        ("5", Unit(), "long", 2, "5.00"),
        ("2.5", USD, "long", 0, "$3"),
        ("22.26e9", USD, "exact", 0, "$22,260,000,000"),
        ("-0.3", Unit(), "long", 0, "0"),
        ("-0.3", USD, "long", 0, "$0"),
        ("-0.3", PROJECTS, "long", 0, "0 projects"),
        ("-0.003", PERCENT, "long", 0, "0 percent"),
        ("-0.3", Unit(), "exact", 0, "−0.3"),
        ("0.1234567890123", Unit(), "exact", 0, "0.1234567890123"),
        ("1e-11", PERCENT, "exact", 0, "0.000000001%"),
    ],
)
def test_digits_fix_the_decimals_and_rounding_is_half_up(
    value: str, unit: Unit, form: FactForm, digits: int, text: str
) -> None:
    assert shown(value, unit, form, digits=digits) == text


def test_a_computed_number_shows_three_significant_digits() -> None:
    growth = replace(fact("x", "1.4395604395604395", PERCENT), formula="a / b")
    assert show_fact(growth, "long", speak("en-US")) == "144 percent"
    assert show_fact(growth, "exact", speak("en-US")) == "143.956044%"
    assert show_fact(replace(growth, unit=Unit()), "long", speak("en-US")) == "1.44"
    whole = replace(growth, unit=Unit(), value=Decimal("0.99999999"))
    assert show_fact(whole, "long", speak("en-US")) == "1"


@pytest.mark.parametrize(
    ("as_of", "english", "spanish", "german"),
    [
        ("2022", "2022", "2022", "2022"),
        ("2023-06", "June 2023", "junio de 2023", "Juni 2023"),
        ("2023-06-30", "June 30, 2023", "30 de junio de 2023", "30. Juni 2023"),
        ("FY 2022", "FY 2022", "año fiscal 2022", "Haushaltsjahr 2022"),
        ("Q3 2022", "Q3 2022", "T3 de 2022", "Q3 2022"),
        ("AY 2021–2022", "academic year 2021–2022", "año académico 2021–2022", "akademisches Jahr 2021–2022"),
        ("2023-13", "2023-13", "2023-13", "2023-13"),
    ],
)
def test_as_of_is_written_out(as_of: str, english: str, spanish: str, german: str) -> None:
    given = replace(fact("x", "1"), as_of=as_of)
    assert [show_fact(given, "as-of", speak(lang)) for lang in ("en-US", "es-PE", "de-DE")] == [
        english,
        spanish,
        german,
    ]


def test_dates_and_text() -> None:
    day = Fact("x", dt.date(2023, 6, 30))
    assert show_fact(day, "long", speak("en-US")) == "June 30, 2023"
    assert show_fact(day, "short", speak("en-US")) == "Jun 30, 2023"
    assert show_fact(Fact("x", "Lima"), "exact", speak("de-DE")) == "Lima"


@pytest.mark.parametrize(
    ("given", "form"),
    [
        (Fact("x", "Lima"), "number"),
        (Fact("x", dt.date(2023, 6, 30)), "number"),
        (Fact("x", Decimal(1)), "as-of"),
        (Fact("x", Decimal("1e400")), "long"),
        (Fact("x", Decimal("NaN")), "exact"),
        (Fact("x", Decimal("Infinity"), USD), "short"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused(given: Fact, form: FactForm) -> None:
    with pytest.raises(FormError):
        show_fact(given, form, speak("en-US"))


@pytest.mark.parametrize(
    ("given", "form", "value"),
    [
        (fact("x", "22.2e9", USD), "long", "22200000000"),
        (fact("x", "2.60", PERCENT), "short", "2.6"),
        (Fact("x", dt.date(2022, 6, 30)), "long", "2022-06-30"),
        (Fact("x", "Lima"), "long", "Lima"),
        (replace(fact("x", "1"), as_of="2023-06"), "as-of", "2023-06"),
        (fact("x", "0.333333333333333333333333"), "long", "0.333333333333333"),
    ],
)
def test_machines_get_the_plain_value(given: Fact, form: FactForm, value: str) -> None:
    assert machine_value(given, form) == value


UNITS = st.sampled_from([Unit(), USD, PERCENT, PROJECTS, Unit("currency", "JPY")])
FORMS: tuple[FactForm, ...] = ("long", "short", "exact", "number")
LANGUAGES = ("en-US", "es-PE", "de-DE", "fr-FR", "hi-IN", "ja-JP", "ar-EG", "pl-PL")
FACTS = st.builds(
    Fact,
    key=st.just("x"),
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**19), max_value=10**19),
    unit=UNITS,
    formula=st.sampled_from(["", "a / b"]),
    digits=st.none() | st.integers(0, 6),
)


@given(FACTS, st.sampled_from(FORMS), st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_every_number_can_be_shown_in_every_language(given: Fact, form: FactForm, lang: str) -> None:
    text = show_fact(given, form, speak(lang))
    assert any(character.isdigit() for character in text)
    assert machine_value(given, form)


@given(st.integers(-(10**15), 10**15))
@settings(deadline=None)
def test_the_exact_form_reads_back(number: int) -> None:
    text = show_fact(fact("x", str(number)), "exact", speak("en-US"))
    assert int(text.replace(",", "").replace("−", "-")) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [("2", "2 طالبان"), ("5", "5 طلاب"), ("23", "23 طالبًا"), ("100", "100 طالب"), ("1500000", "1.5 مليون طالب")],
)
def test_a_noun_takes_the_plural_form_that_its_language_has_for_the_number(value: str, text: str) -> None:
    assert shown(value, STUDENTS, lang="ar") == text


def test_french_elides_between_millions_and_a_noun() -> None:
    assert shown("1500000", Unit("count", one="étudiant", other="étudiants"), lang="fr") == "1,5 million d’étudiants"
    assert shown("2e6", Unit("count", one="visiteur", other="visiteurs"), lang="fr") == "2 millions de visiteurs"


@pytest.mark.parametrize(
    ("currency", "lang", "text"),
    [
        ("EUR", "es", "16,8 millones de euros"),
        ("USD", "es", "16,8 millones de dólares estadounidenses"),
        ("PEN", "es", "16,8 millones de soles peruanos"),
        ("USD", "es-EC", "16,8 millones de dólares"),
        ("EUR", "fr", "16,8 millions d’euros"),
        ("USD", "fr", "16,8 millions de dollars des États-Unis"),
        ("CHF", "fr-CH", "16,8 millions de francs"),
        ("XOF", "fr", "16,8 millions de francs CFA"),
        ("EUR", "de", "16,8 Millionen Euro"),
        ("CHF", "de", "16,8 Millionen Schweizer Franken"),
        ("CHF", "de-CH", "16.8 Millionen Franken"),
        ("EUR", "en", "€16.8 million"),
        ("EUR", "ar", f"\u200f16.8 مليون{N}\u200e€\u200e"),
        ("EUR", "it", f"16,8 milioni{N}€"),
    ],
)
def test_millions_of_a_currency_are_named_where_its_sign_would_follow_them(currency: str, lang: str, text: str) -> None:
    assert shown("16.8e6", Unit("currency", currency), lang=lang) == text


TONNES, HECTARES = (Unit("measure", measure=measure) for measure in ("mass-tonne", "area-hectare"))


@pytest.mark.parametrize(
    ("value", "unit", "form", "lang", "text"),
    [
        ("1.2e6", TONNES, "long", "en-GB", "1.2 million tonnes"),
        ("1.2e6", TONNES, "long", "es", "1,2 millones de toneladas"),
        ("1.2e6", TONNES, "long", "fr", "1,2 million de tonnes"),
        ("3e6", HECTARES, "long", "fr", "3 millions d’hectares"),
        ("1.2e6", TONNES, "long", "de", f"1,2 Millionen{N}Tonnen"),
        ("1.2e6", TONNES, "long", "ar", "1.2 مليون طن متري"),
        ("47618", HECTARES, "long", "ar", "47,618 هكتار"),
        ("47618", TONNES, "long", "es", "47.618 toneladas"),
        ("1.2e6", TONNES, "short", "es", f"1,2{N}M t"),
        ("1.2e6", TONNES, "exact", "es", "1.200.000 toneladas"),
        ("2e6", TONNES, "exact", "es", "2.000.000 de toneladas"),
        ("2e6", PROYECTOS, "exact", "es", "2.000.000 de proyectos"),
        ("1.5e6", PROYECTOS, "exact", "es", "1.500.000 proyectos"),
        ("0", PROYECTOS, "exact", "es", "0 proyectos"),
    ],
)
def test_a_unit_is_written_out_after_millions(value: str, unit: Unit, form: FactForm, lang: str, text: str) -> None:
    assert shown(value, unit, form, lang) == text


def test_a_plural_form_that_is_not_given_is_the_other() -> None:
    assert shown("2", PROJECTS, lang="ar") == "2 projects"


@pytest.mark.parametrize(
    ("ends", "unit", "form", "lang", "text"),
    [
        (("1.5e9", "5.4e9"), USD, "long", "en-US", "$1.5–5.4 billion"),
        (("1.5e6", "5.4e9"), USD, "long", "en-US", "$1.5 million to $5.4 billion"),
        (("1.5e6", "5.4e9"), USD, "long", "de", "1,5 Millionen bis 5,4 Milliarden US-Dollar"),
        (("900e3", "1.2e6"), USD, "long", "de", "900.000 bis 1,2 Millionen US-Dollar"),
        (("2e6", "3e6"), EUR, "long", "es", "2–3 millones de euros"),
        (("1e6", "2e6"), EUR, "long", "es", "1 millón a 2 millones de euros"),
        (("900e3", "1.2e6"), EUR, "long", "es-PE", "900,000 a 1.2 millones de euros"),
        (("-1e6", "2e6"), EUR, "long", "fr", "−1 million à 2 millions d’euros"),
        (("1.5e6", "5.4e9"), USD, "short", "de", f"1,5{N}Mio.{N}$ bis 5,4{N}Mrd.{N}$"),
        (("1.5e6", "5.4e9"), USD, "long", "es-PE", "1.5 millones a 5.4 mil millones de dólares estadounidenses"),
        (("1.5e6", "5.4e9"), USD, "exact", "en-US", "$1,500,000–5,400,000,000"),
        (("-5", "10"), USD, "long", "en-US", "−$5 to $10"),
        (("-3e6", "-2e6"), USD, "long", "en-US", "−$3 to −$2 million"),
        (("-3e6", "-2e6"), USD, "exact", "en-US", "−$3,000,000 to −$2,000,000"),
        (("-3e6", "-2e6"), EUR, "short", "es-PE", f"−EUR{N}3 a −EUR{N}2{N}M"),
        (("-0.05", "0.65"), PERCENT, "long", "en-US", "−5 to 65 percent"),
        (("0.6", "0.65"), PERCENT, "amount", "en-US", "60–65"),
        (("8", "9"), PROJECTS, "words", "en-US", "eight to nine projects"),
        (("1", "9"), PROJECTS, "long", "en-US", "1–9 projects"),
        (("9e5", "1.2e6"), TONNES, "long", "es", "900.000 a 1,2 millones de toneladas"),
        (("1", "2"), TONNES, "long", "es", "1–2 toneladas"),
        (("9e5", "1.2e6"), PROJECTS, "long", "en-US", "900,000 to 1.2 million projects"),
    ],
)
def test_both_ends_of_a_range_say_what_they_are(
    ends: tuple[str, str], unit: Unit, form: FactForm, lang: str, text: str
) -> None:
    one, other = (Quantity(Decimal(each), unit) for each in ends)
    assert show_range(one, other, form, speak(lang)) == text


def test_bare_ends_of_a_range_are_counted_in_the_same() -> None:
    one, other = (Quantity(Decimal(each), USD) for each in ("1.5e6", "5.4e9"))
    with pytest.raises(FormError, match="different units"):
        show_range(one, other, "number", speak("en-US"))


def test_the_amount_of_a_percentage_or_year_is_its_number() -> None:
    assert shown("0.04", PERCENT, "amount") == "4"
    assert shown("2009", Unit("year"), "amount") == "2009"
    assert shown("22.2e9", USD, "amount") == "22.2 billion"


@pytest.mark.parametrize("lang", ["ar", "he", "fa"])
def test_signs_keep_their_side_of_the_number_after_letters_that_run_to_the_left(lang: str) -> None:
    assert shown("1.44", PERCENT, "short", lang=lang) == "144\u200e%\u200e"
    assert shown("-2.5", Unit(), lang=lang) == "\u200e−2.5"


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("22.25e9", "in billions", "22.25"),
        ("22.249e9", "in billions", "22.25"),
        ("22.25e9", "in millions", "22,250"),
        ("240e6", "in millions", "240"),
        ("2400e6", "in millions", "2,400"),
        ("950e6", "in billions", "0.95"),
        ("1234", "in millions", "0.0012"),
        ("-1345678", "in thousands", "−1,345.68"),
        ("0", "in thousands", "0"),
    ],
)
def test_a_form_may_say_what_a_number_is_divided_by(value: str, form: FactForm, text: str) -> None:
    assert shown(value, USD, form) == text


def test_percents_are_not_counted_in_millions() -> None:
    with pytest.raises(FormError, match="never counted in millions"):
        shown("0.5", PERCENT, "in millions")
    with pytest.raises(FormError, match="it is text"):
        show_fact(replace(fact("x", "1"), value="words"), "in millions", speak("en-US"))


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_the_minus_of_money_stays_beside_its_number(lang: str) -> None:
    assert shown("-1.2e9", USD, lang=lang).startswith("\u200f\u200e−1.2")
