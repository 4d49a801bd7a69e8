"""Ledgers as people write them: values, units, files, and facts that all documents share."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.support.briefs import brief, codes

if TYPE_CHECKING:
    from pathlib import Path


def shown(folder: Path, fact: str, options: str = "", lang: str = "en-US") -> str:
    """Return how one fact is shown."""
    text, told = brief(folder, f"facts:\n  f: {fact}\n", f"Is {{fact}}`f{options}` so.", f"lang: {lang}\n")
    assert [each for each in told if each.code != "unsaid-power"] == []
    return text.removeprefix("Is ").removesuffix(" so.")


@pytest.mark.parametrize(
    ("fact", "options", "text"),
    [
        ("{value: 2022-06}", "", "June 2022"),
        ("{value: 2022-06-30}", "", "June 30, 2022"),
        ("{value: {from: 1.5e9, to: 5.4e9}, unit: USD}", "", "$1.5–5.4 billion"),
        ("{value: {from: 20, to: 30}, unit: percent}", "", "20–30 percent"),
        ("{value: {from: 20, to: 30}, unit: percent}", ", short", "20–30%"),
        (
            "{value: {from: 900000, to: 1.2e6}, unit: {one: student, other: students}}",
            "",
            "900,000 to 1.2 million students",
        ),
        ("{value: [Lima, Cusco, Piura]}", "", "Lima, Cusco, and Piura"),
        ("{value: [18.8, 18.9]}", "", "18.8 and 18.9"),
        ("{value: {en: two, es: dos}}", "", "two"),
        ("{value: 3.4, unit: points}", "", "3.4 percentage points"),
        ("{value: 1, unit: points}", "", "1 percentage point"),
        ("{value: 1285216, unit: km2}", "", "1.29 million square kilometers"),
        ("{value: 512, unit: km2}", "", "512 square kilometers"),
        ("{value: 512, unit: square-kilometer}", ", short", "512 km²"),
        ("{value: 7.5, unit: area-hectare}", "", "7.5 hectares"),
        ("{value: 6500, unit: USD/person}", "", "$6,500 per person"),
        ("{value: 12.5, unit: {one: death, other: deaths, per: '1,000 births'}}", "", "12.5 deaths per 1,000 births"),
        ("{value: 3e9, unit: USD 2015}", "", "$3 billion (in 2015 prices)"),
        ("{value: 3e9, unit: USD 2015}", ", short", "$3B (in 2015 prices)"),
        ("{value: 8, unit: {one: center, other: centers}}", ", words", "eight centers"),
        ("{value: 8, unit: {one: center, other: centers}}", ", words, capital", "Eight centers"),
        ("{value: 18, unit: {one: center, other: centers}}", ", words", "18 centers"),
        ("{value: 4.2e9, unit: USD, confidence: over}", "", "more than $4.2 billion"),
        ("{value: 4.2e9, unit: USD, confidence: more than}", ", capital", "More than $4.2 billion"),
        ("{value: 4.2e9, unit: USD, confidence: nearly}", ", bare", "$4.2 billion"),
        ("{value: 4.2e9, unit: USD, confidence: nearly}", ", number", "4.2"),
        ("{value: 9.1e9, unit: USD, as-of: 2009}", ", dated", "$9.1 billion (2009)"),
        ("{value: 9.1e9, unit: USD, as-of: FY 2022}", ", short, dated", "$9.1B (FY 2022)"),
    ],
)
def test_values_are_shown_as_readers_expect(tmp_path: Path, fact: str, options: str, text: str) -> None:
    assert shown(tmp_path, fact, options) == text


@pytest.mark.parametrize(
    ("fact", "options", "lang", "text"),
    [
        ("{value: {en: two, es: dos}}", "", "es-PE", "dos"),
        ("{value: {en: two, es: dos}}", "", "fr", "two"),
        ("{value: 8, unit: {one: center, other: centers, es: {one: centro, other: centros}}}", "", "es", "8 centros"),
        ("{value: 8, unit: {en: {other: centers}, es: {other: centros}}}", ", words", "es", "ocho centros"),
        ("{value: 1, unit: {en: {other: centers}, es: {one: oficina, other: oficinas}}}", ", words", "es", "1 oficina"),
        ("{value: 512, unit: km2}", "", "de", "512 Quadratkilometer"),
        ("{value: 6500, unit: {currency: USD, per: {en: person, es: persona}}}", "", "es-PE", "USD 6,500 por persona"),
        ("{value: 4.2e9, unit: USD, confidence: up to}", "", "fr", "jusqu’à 4,2 milliards de dollars des États-Unis"),
        ("{value: [Lima, Cusco]}", "", "es", "Lima y Cusco"),
        ("{value: 1500, unit: number}", "", "es", "1500"),
        ("{value: 15000, unit: number}", "", "es", "15.000"),
        ("{value: 1500, unit: number}", "", "es-PE", "1,500"),
        ("{value: 1.5, unit: km2}", "", "fr", "1,5 kilomètre carré"),
        ("{value: 2.5, unit: km2}", "", "fr", "2,5 kilomètres carrés"),
        ("{value: 1, unit: km2}", "", "en", "1 square kilometer"),
        ("{value: 1.5, unit: km2}", "", "en", "1.5 square kilometers"),
        ("{value: 1.5, unit: percent}", "", "en", "1.5 percent"),
        ("{value: 2022-01-01}", "", "fr", "1er janvier 2022"),
        ("{value: 2022-01-11}", "", "fr", "11 janvier 2022"),
        ("{value: 2022-01-01}", "", "es", "1 de enero de 2022"),
    ],
)
def test_values_are_shown_in_the_language_of_the_document(
    tmp_path: Path, fact: str, options: str, lang: str, text: str
) -> None:
    assert shown(tmp_path, fact, options, lang).replace("\u00a0", " ").replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("{value: 2022-13}", "wrong-type"),
        ("{value: 6 June 2003}", "wrong-type"),
        ("{value: June 2003}", "wrong-type"),
        ("{value: 6 de junio de 2003}", "wrong-type"),
        ("{value: 1er janvier 2003}", "wrong-type"),
        ("{value: {from: 3, to: 2}}", "wrong-type"),
        ("{value: {from: a, to: b}}", "wrong-type"),
        ("{value: {xx-nothing-at-all-here: a}}", "wrong-type"),
        ("{value: {en: ''}}", "wrong-type"),
        ("{value: []}", "wrong-type"),
        ("{value: [[1]]}", "wrong-type"),
        ("{value: x, unit: percent}", "wrong-type"),
        ("{value: 1, unit: {one: a}}", "unknown-unit"),
        ("{value: 1, unit: {other: a, bogus-language-tag-it-is: {other: b}}}", "unknown-unit"),
        ("{value: 1, unit: {en: {one: a}}}", "unknown-unit"),
        ("{value: 1, unit: {currency: QQQ}}", "unknown-unit"),
        ("{value: 1, unit: {other: a, per: []}}", "unknown-unit"),
        ("{value: 1, unit: furlongs}", "unknown-unit"),
        ("{value: 1, max-age: a while}", "wrong-type"),
        ("{value: 1, max-age: 9999 years}", "wrong-type"),
        ("{value: 1, confidence: maybe}", "wrong-type"),
        ("{value: 1, checked: {by: Me}}", "missing-key"),
        ("{value: 1, expires: 2024-02-30}", "wrong-type"),
        ("{value: 1, as-of: Q5 2022}", "wrong-type"),
        ("{value: 1, as-of: FY 2021–2020}", "wrong-type"),
        ("{value: 1, as-of: AY 2021–25}", "wrong-type"),
        ("{value: 1, as-of: FY22}", "wrong-type"),
        ("{value: 1, as-of: June 2022}", "wrong-type"),
        ("{value: 1, as-of: 22 de junio de 2022}", "wrong-type"),
        ("{value: 1, as-of: 22 June}", "wrong-type"),
    ],
)
def test_what_a_fact_may_not_say_is_told_where_it_stands(tmp_path: Path, fact: str, code: str) -> None:
    _, told = brief(tmp_path, f"facts:\n  f: {fact}\n", "Is {fact}`f` so.")
    assert set(codes(told)) == {(code, "facts.yaml:2")}


@pytest.mark.parametrize(
    "time", ["Q4 2022", "FY 2022", "AY 2021–2022", "AY 2021/22", "winter 2022", "H1 2022", "2021/22"]
)
def test_times_that_may_be_said(tmp_path: Path, time: str) -> None:
    _, told = brief(tmp_path, f"facts:\n  f: {{value: 1, unit: number, as-of: {time}}}\n", "Is {fact}`f, dated` so.")
    assert not {"wrong-type", "bad-form"} & {each.code for each in told}


@pytest.mark.parametrize(
    ("unit", "hint"),
    [
        ("years", "write {one: year, other: years}; `year` is for a year of the calendar"),
        ("months", "write {one: month, other: months}; `year` is for a year of the calendar"),
        ("bridges", "for a noun write {one: bridge, other: bridges}"),
    ],
)
def test_how_long_something_lasts_is_no_year(tmp_path: Path, unit: str, hint: str) -> None:
    _, told = brief(tmp_path, f"facts:\n  f: {{value: 5, unit: {unit}}}\n", "Is {fact}`f` so.")
    assert [each.hint for each in told if each.code == "unknown-unit"] == [hint]


@pytest.mark.parametrize(
    ("fact", "options", "lang", "text"),
    [
        ("{value: 45000, unit: USD, digits: 1}", ", in millions", "en", ""),
        ("{value: 45000, unit: USD, digits: 2}", ", in millions", "en", "0.05"),
        ("{value: 45000, unit: USD}", ", in millions", "en", "0.045"),
        ("{value: 0, unit: USD, digits: 1}", ", in millions", "en", "0.0"),
        ("{value: 5, unit: USD}", ", dated", "en", ""),
        ("{value: 5, unit: USD}", ", sourced", "en", ""),
        ("{value: 1.5e6, unit: {one: visitante, other: visitantes}}", ", words", "es", "1,5 millones de visitantes"),
        ("{value: 1.0, unit: {one: center, other: centers}, digits: 1}", ", words", "en", "one center"),
        ("{value: 2, unit: {one: center, other: centers}, digits: 1}", ", words", "en", "two centers"),
    ],
)
def test_a_figure_is_shown_so_that_it_is_true_or_not_at_all(
    tmp_path: Path, fact: str, options: str, lang: str, text: str
) -> None:
    said, told = brief(tmp_path, f"facts:\n  f: {fact}\n", f"Is {{fact}}`f{options}` so.", f"lang: {lang}\n")
    assert ("bad-form" in {each.code for each in told}) == (not text)
    assert not text or said == f"Is {text} so."


def test_defaults_hold_for_facts_that_say_nothing_else(tmp_path: Path) -> None:
    facts = "sources:\n  s: {title: A sheet}\ndefaults: {source: s, as-of: 2022}\nfacts:\n  a: {value: 1}\n  b: {value: 2, as-of: 2023}\n"
    text, told = brief(tmp_path, facts, "{fact}`a, as-of` and {fact}`b, as-of`.\n\n:::{sources}\n:::")
    assert told == []
    assert text == "2022 and 2023.  1. A sheet."


def test_a_day_is_of_no_other_time_than_its_own(tmp_path: Path) -> None:
    facts = """defaults: {as-of: 2022}
facts:
  a: {value: 1911-05-18}
  b: {value: 1911-05}
  c: {value: 1911, unit: year}
  d: {value: 1911-05-18, as-of: 2020}
  e: {value: Lima}
"""
    cited = " ".join(f"{{fact}}`{key}, dated`" for key in "abcde")
    text, _ = brief(tmp_path, facts, cited)
    assert text == "May 18, 1911 May 1911 1911 May 18, 1911 (2020) Lima (2022)"


def test_a_date_in_words_may_be_meant_as_words(tmp_path: Path) -> None:
    facts = "facts:\n  a: {value: '6 June 2003'}\n  b: {value: Mayo 2003 report}\n  c: {value: Ward 9 2003}\n"
    text, _ = brief(tmp_path, facts, "{fact}`a`, {fact}`b`, {fact}`c`")
    assert text == "6 June 2003, Mayo 2003 report, Ward 9 2003"


def test_facts_may_stand_in_a_table(tmp_path: Path) -> None:
    home = tmp_path / "source" / "brief"
    home.mkdir(parents=True)
    (home / "facts.csv").write_text(
        'key,value,unit,as-of,confidence\ntrade,22.2e9,USD,2022,\ncenters,8,"{one: center, other: centers}",,nearly\n'
    )
    text, told = brief(tmp_path, "", "{fact}`trade` in {fact}`trade, as-of`, {fact}`centers`.")
    assert (text, told) == ("$22.2 billion in 2022, nearly 8 centers.", [])


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        ("key,value\na,1\na,2\n", "duplicate-key", "facts.csv:3"),
        ("name,value\na,1\n", "missing-key", "facts.csv:1"),
        ("key,value\na,1,2\n", "bad-data", "facts.csv:2"),
        ('key,value\na,"1\n', "bad-data", "facts.csv:2"),
        ("key,value,bogus\na,1,2\n", "unknown-key", "facts.csv:2"),
        ("key,value,unit\na,1,furlongs\n", "unknown-unit", "facts.csv:2"),
        ('key,value\na,"{from: 1, to"\n', "yaml-syntax", "facts.csv:2"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_at_its_cell(tmp_path: Path, table: str, code: str, place: str) -> None:
    home = tmp_path / "source" / "brief"
    home.mkdir(parents=True)
    (home / "facts.csv").write_text(table)
    _, told = brief(tmp_path, "", "{fact}`a`")
    assert (code, place) in codes(told)


def test_facts_may_stand_in_a_database(tmp_path: Path) -> None:
    home = tmp_path / "source" / "brief"
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / "facts.sqlite")) as database:
        database.execute('CREATE TABLE facts (key TEXT, value REAL, unit TEXT, "as-of" INTEGER)')
        database.execute("INSERT INTO facts VALUES ('trade', 22200000000, 'USD', 2022), ('bad', 1, 'furlongs', NULL)")
        database.commit()
    assert ("unknown-unit", "facts.sqlite:3") in codes(brief(tmp_path, "", "{fact}`trade`")[1])
    (home / "facts.sqlite-wal").write_bytes(b"changes")
    assert codes(brief(tmp_path, "", "{fact}`trade`")[1]) == [("bad-data", "facts.sqlite:1")]
    (home / "facts.sqlite-wal").unlink()
    with closing(sqlite3.connect(home / "facts.sqlite")) as database:
        database.execute("DELETE FROM facts WHERE key = 'bad'")
        database.commit()
    assert brief(tmp_path, "", "{fact}`trade, dated`") == ("$22.2 billion (2022)", [])


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    home = tmp_path / "source" / "brief"
    home.mkdir(parents=True)
    (home / "facts.sqlite").write_bytes(b"not a database, but long enough to look like a file of some kind" * 20)
    assert ("bad-data", "facts.sqlite:1") in codes(brief(tmp_path, "", "Text.")[1])


def test_documents_of_a_workspace_share_facts(tmp_path: Path) -> None:
    shared = tmp_path / "source" / "facts"
    shared.mkdir(parents=True)
    (shared / "trade.yaml").write_text("facts:\n  trade: {value: 22.2e9, unit: USD}\n  unused: {value: 1}\n")
    (shared / "more.csv").write_text("key,value\nthree,3\n")
    assert brief(tmp_path, "facts:\n  own: {value: 7}\n", "{fact}`trade`, {fact}`own`, {fact}`three`.") == (
        "$22.2 billion, 7, 3.",
        [],
    )
    _, told = brief(tmp_path, "facts:\n  trade: {value: 7}\n", "{fact}`trade`")
    assert codes(told) == [("duplicate-key", "facts.yaml:2")]
    assert "source/facts/trade.yaml, line 2" in told[0].hint


def test_a_document_may_be_called_facts(tmp_path: Path) -> None:
    brief(tmp_path, "facts:\n  a: {value: 1}\n", "{fact}`a`", name="source/facts")
    assert brief(tmp_path, "facts:\n  a: {value: 2}\n", "{fact}`a`") == ("2", [])


GOOD = (
    "sources:\n  s: {title: A sheet}\ndefaults: {source: s}\nfacts:\n  a: {value: 1, unit: number, as-of: 2022}\n  b: {formula: a + 1}\n"
    "checks:\n  - a == 2\n  - b == 2\nexempt:\n  - G7\n"
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value: 1,", "value: 1, bogus: 2,", [("unknown-key", "facts.yaml:5")]),
        ("value: 1,", "value: 1:30,", [("wrong-type", "facts.yaml:5")]),
        ("b: {formula: a + 1}", "b: {}", [("missing-key", "facts.yaml:6"), ("check-failed", "facts.yaml:8")]),
        ("{title: A sheet}", "{}", [("missing-key", "facts.yaml:2"), ("check-failed", "facts.yaml:8")]),
        ("source: s", "source: s, as-of: [1]", [("wrong-type", "facts.yaml:3")]),
        (
            "- b == 2",
            "- {check: b == 2, tolerance: x}",
            [("check-failed", "facts.yaml:8"), ("wrong-type", "facts.yaml:9")],
        ),
        ("- a == 2\n", "- [a]\n  - b == 3\n", [("wrong-type", "facts.yaml:8"), ("check-failed", "facts.yaml:9")]),
        ("- G7", "- [G7]\n  - G7", [("check-failed", "facts.yaml:8"), ("wrong-type", "facts.yaml:11")]),
        ("facts:\n", "facts: []\nfact:\n", [("wrong-type", "facts.yaml:4"), ("unknown-key", "facts.yaml:5")]),
        ("sources:", "sources: [", [("yaml-syntax", "facts.yaml:3")]),
        ("sources:", "- x\nsources:", [("yaml-syntax", "facts.yaml:2")]),
    ],
)
def test_one_mistake_is_told_once_and_hides_no_other(
    tmp_path: Path, old: str, new: str, told: list[tuple[str, str]]
) -> None:
    text = "{fact}`a` and {fact}`b, number` say the G7.\n\n| n |\n| -: |\n| {fact}`b, number` |"
    assert codes(brief(tmp_path, GOOD, text, "coverage: full\n")[1]) == [("check-failed", "facts.yaml:8")]
    assert old in GOOD
    found = codes(brief(tmp_path, GOOD.replace(old, new, 1), text, "coverage: full\n")[1])
    assert sorted(found) == sorted(told)


def test_a_key_is_no_longer_than_word_can_tag(tmp_path: Path) -> None:
    key = "k" * 50
    assert brief(tmp_path, f"facts:\n  {key}: {{value: 1}}\n", f"{{fact}}`{key}`") == ("1", [])
    _, told = brief(tmp_path, f"facts:\n  {key}k: {{value: 1}}\n", f"{{fact}}`{key}k`")
    assert codes(told) == [("wrong-type", "facts.yaml:2")]
    assert told[0].hint == "a key has at most 50 characters"
