"""Entries that are proposed for figures: a ledger can be begun with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.diagnostics import Location, Report
from publisher.facts.adoption import proposals
from publisher.preparation.figures import Figure, Line, figures_in
from publisher.preparation.language import speak
from publisher.reader.ledger import ledger_of
from tests.support.briefs import brief

if TYPE_CHECKING:
    from pathlib import Path


def proposed(text: str, figure: str, lang: str = "en-US") -> str:
    """Return the entry that is proposed for a figure in a text."""
    (found,) = proposals([Figure(figure, Location("a.md"), text)], (), speak(lang))
    return found.entry.removesuffix(", source: TODO")


@pytest.mark.parametrize(
    ("text", "figure", "entry"),
    [
        ("came to $22.2 billion in", "22.2", "value: 22.2e9, unit: USD"),
        ("more than 1,500 programs", "1,500", "value: 1500, unit: number, confidence: more than"),
        ("nearly $240 million of", "240", "value: 240e6, unit: USD, confidence: nearly"),
        ("about €5 thousand", "5", "value: 5e3, unit: EUR, confidence: about"),
        ("grew by 260 percent since", "260", "value: 260, unit: percent"),
        ("grew by 12.5% since", "12.5", "value: 12.5, unit: percent"),
        ("in 2022 it", "2022", "value: 2022, unit: year"),
        ("5 million U.S. dollars", "5", "value: 5e6, unit: USD"),
        ("of US$ 43.4 bn in", "43.4", "value: 43.4e9, unit: USD"),
        ("came to $22.2B in", "22.2", "value: 22.2e9, unit: USD"),
        ("a wall 5 m high", "5", "value: 5, unit: m"),
        ("fell to -4.5 °C in", "4.5", "value: -4.5, unit: °C"),
        ("lost −$3 million", "3", "value: -3e6, unit: USD"),
        ("the G-20 and", "20", "value: 20, unit: number"),
        ("more than US$22.2 billion in", "22.2", "value: 22.2e9, unit: USD, confidence: more than"),
        ("of 5 km² or", "5", "value: 5, unit: km²"),
        ("some 1.5 million square kilometers of", "1.5", "value: 1.5e6, unit: km2"),
        ("on 300 hectares", "300", "value: 300, unit: ha"),
        ("by 10 percentage points", "10", "value: 10, unit: points"),
        ("to $7,126 per person in", "7,126", "value: 7126, unit: USD/person"),
        ("of 1.5 million people", "1.5", "value: 1.5e6, unit: number"),
        ("5 million dollars", "5", "value: 5e6, unit: USD"),
        ("at 10:30 in", "10:30", 'value: "10:30"'),
        ("of 1,5 in", "1,5", 'value: "1,5"'),
        ("of 1,234,567.5 in", "1,234,567.5", "value: 1234567.5, unit: number"),
        ("a ½ share", "½", 'value: "½"'),
        ("in ٢٠٢٢ so", "٢٠٢٢", 'value: "٢٠٢٢"'),
    ],
)
def test_value_unit_and_hedge_are_read_from_the_words_around(text: str, figure: str, entry: str) -> None:
    assert proposed(text, figure) == entry


@pytest.mark.parametrize(
    ("lang", "text", "figure", "entry"),
    [
        ("es-ES", "sumó 22,2 mil millones de", "22,2", "value: 22.2e9, unit: number"),
        ("es-ES", "de 1.500 mil", "1.500", "value: 1500e3, unit: number"),
        ("es-ES", "un 12,5 por ciento", "12,5", "value: 12.5, unit: percent"),
        ("de-DE", "rund 22,2 Milliarden", "22,2", "value: 22.2e9, unit: number"),
        ("fr-FR", "de 1\u202f500 euros", "1\u202f500", "value: 1500, unit: EUR"),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(lang: str, text: str, figure: str, entry: str) -> None:
    assert proposed(text, figure, lang) == entry


@pytest.mark.parametrize(
    ("lang", "text", "entries"),
    [
        ("en", "It was 60–65 percent of 7.", ["value: {from: 60, to: 65}, unit: percent", "value: 7, unit: number"]),
        ("en", "Some $5–10 million.", ["value: {from: 5e6, to: 10e6}, unit: USD"]),
        ("en", "In 2009–2013 it", ["value: 2009, unit: year", "value: 2013, unit: year"]),
        ("en", "On May 18, 1911, it", ["value: 1911-05-18"]),
        ("en", "On 18 May 1911 it", ["value: 1911-05-18"]),
        ("en", "On May 40, 1911, it", ["value: 40, unit: number", "value: 1911, unit: year"]),
        ("es", "Fueron 22,2 mil millones de dólares.", ["value: 22.2e9, unit: USD"]),
        ("es", "Hay más de 1.500 personas.", ["value: 1500, unit: number, confidence: more than"]),
        ("es", "Son 5 millones de soles.", ["value: 5e6, unit: PEN"]),
        ("fr", "près de 5 millions d’euros", ["value: 5e6, unit: EUR, confidence: nearly"]),
        ("de", "mehr als 3 Millionen Euro", ["value: 3e6, unit: EUR, confidence: more than"]),
        ("es", "El 18 de mayo de 1911 fue", ["value: 1911-05-18"]),
        ("en", "Pages 9–7 of", ["value: 9, unit: number"]),
    ],
)
def test_dates_and_ranges_are_one_entry(lang: str, text: str, entries: list[str]) -> None:
    line = Line()
    line.add(text, None)
    found = proposals(figures_in(line, ()), (), speak(lang))
    assert [each.entry.removesuffix(", source: TODO") for each in found] == entries


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It fell to -4.5 °C.", "−4.5°C"),
        ("It fell by 10 percentage points.", "10 percentage points"),
        ("More than US$22.2 billion.", "more than $22.2 billion"),
        ("It was 60–65 percent.", "60–65 percent"),
        ("On May 18, 1911.", "May 18, 1911"),
        ("$7,126 per person.", "$7,126 per person"),
    ],
)
def test_an_entry_shows_what_was_typed(tmp_path: Path, text: str, shown: str) -> None:
    line = Line()
    line.add(text, None)
    (found,) = proposals(figures_in(line, ()), (), speak("en-US"))
    ledger = f"sources: {{TODO: {{title: Open}}}}\nfacts:\n{found.line()}"
    form = ", short" if "°" in text else ""
    assert brief(tmp_path, ledger, f"{{fact}}`{found.key}{form}`")[0] == shown


def test_a_figure_within_another_is_read_where_it_stands() -> None:
    line = Line()
    line.add("It was $17,093 and 1 more of 7.", None)
    found = proposals(figures_in(line, ()), (), speak("en"))
    assert [each.entry.removesuffix(", source: TODO") for each in found] == [
        "value: 17093, unit: USD",
        "value: 1, unit: number",
        "value: 7, unit: number",
    ]


def test_a_key_is_made_of_the_words_of_its_clause() -> None:
    text = "and a GDP of $335.5 billion. Its economy grew"
    (found,) = proposals([Figure("335.5", None, text)], (), speak("en"))
    assert found.key == "gdp"


def test_each_has_a_key_of_its_own(tmp_path: Path) -> None:
    figures = [Figure("5", None, "5 new centers"), Figure("6", None, "6 new centers"), Figure("7", None, "7")]
    found = proposals(figures, ["new-centers"], speak("en"))
    assert [each.key for each in found] == ["new-centers-2", "new-centers-3", "figure"]
    ledger = "sources: {TODO: {title: Open}}\nfacts:\n" + "\n".join(each.line() for each in found)
    text, told = brief(tmp_path, ledger, " ".join(f"{{fact}}`{each.key}`" for each in found))
    assert (text, told) == ("5 6 7", [])


_WORDS = st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: " ".join(text.split()))


@example("", "0", "A\u0e33")
@given(_WORDS, st.from_regex(r"[0-9]{1,3}([.,:][0-9]{1,3})?", fullmatch=True), _WORDS)
def test_every_proposal_is_a_line_that_a_ledger_takes(before: str, figure: str, after: str) -> None:
    around = " ".join(f"{before} {figure} {after}".split())
    (found,) = proposals([Figure(figure, Location("a.md"), around)], (), speak("en"))
    report = Report()
    line = "".join(each if each.isprintable() else " " for each in found.line())
    ledger = ledger_of(f"facts:\n{line}\n", "facts.yaml", report)
    assert report.diagnostics == []
    assert [*ledger.facts] == [found.key]
