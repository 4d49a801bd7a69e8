"""`publisher facts` as it is typed: what it says to people and to machines, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from publisher.cli import main

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = """\
sources:
  s: {title: A sheet}
facts:
  trade: {value: 22.2e9, unit: USD, as-of: 2022, source: s, max-age: 1 year, checked: {on: 2023-02-01, by: M. Reyes}}
  before: {value: 9.1e9, unit: USD, as-of: 2009, source: s}
  growth: {formula: trade / before - 1, unit: percent, digits: 0}
  twice: {formula: growth * 2, unit: percent, digits: 0}
  idle: {value: Lima, source: s}
exempt: [G7]
"""
TEXT = """\
---
title: Trade
summary: Grew by {fact}`twice`.
---

Trade grew from {fact}`before, short` to {fact}`trade` in 2022, says the G7 in eight words.[^n]

[^n]: By {fact}`growth`.

:::{facts}
:::
"""
SPANISH = "---\ntitle: Comercio\n---\n\nEl comercio sumó {fact}`trade` y creció {fact}`growth`; {fact}`idle`.\n"


class Told:
    """What a command said, and how it ended."""

    def __init__(self, status: object, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Desk:
    """A workspace where commands are typed."""

    def __init__(self, root: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.root, self.capfd = root, capfd

    def put(self, name: str, text: str) -> None:
        path = self.root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def type(self, *words: str) -> Told:
        with pytest.raises(SystemExit) as caught:
            main(["facts", *words])
        out, err = self.capfd.readouterr()
        assert "Traceback" not in err
        return Told(caught.value.code, out, err)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1688169600")  # 1 July 2023
    found = Desk(tmp_path, capfd)
    found.put("brief/facts.yaml", LEDGER)
    found.put("brief/index.md", TEXT)
    return found


def test_it_lists_every_fact_with_age_source_uses_and_what_was_typed(desk: Desk) -> None:
    told = desk.type()
    assert (told.status, told.err) == (0, "")
    assert told.out == (
        "brief: 5 facts\n"
        "  trade   $22.2 billion; as of 2022; 0.5 years old; A sheet; checked 2023-02-01 by M. Reyes\n"
        "          used: source/brief/index.md:3:25, source/brief/index.md:6:49, source/brief/index.md:8:17,"
        " source/brief/index.md:10:1\n"
        "  before  $9.1 billion; as of 2009; 13.5 years old; A sheet\n"
        "          used: source/brief/index.md:3:25, source/brief/index.md:6:24, source/brief/index.md:8:17,"
        " source/brief/index.md:10:1\n"
        "  growth  144 percent; = trade / before - 1\n"
        "          used: source/brief/index.md:3:25, source/brief/index.md:8:17, source/brief/index.md:10:1\n"
        "  twice   288 percent; = growth * 2\n"
        "          used: source/brief/index.md:3:25, source/brief/index.md:10:1\n"
        "  idle    Lima; A sheet\n"
        "          used: nowhere\n"
        "coverage: 4 figures from the ledger, 1 typed, 1 exempt: 80 %\n"
        "  source/brief/index.md:6:59: 2022  (Trade grew from … to … in 2022, says the G7 in eight)\n"
        "spelled: 1 numbers in words, which are not counted\n"
        "  source/brief/index.md:6:80: eight  (… in 2022, says the G7 in eight words.)\n"
    )


@pytest.mark.parametrize("today", ["2024-02-02", "2031-01-01"])
def test_a_fact_out_of_date_is_marked_with_what_is_computed_from_it(desk: Desk, today: str) -> None:
    told = desk.type("--today", today)
    assert told.out.count("OUT OF DATE since 2024-02-02") == 3
    facts = {each["key"]: each for each in desk.type("--json", f"--today={today}").objects()[0]["facts"]}
    assert {key for key, each in facts.items() if each["stale"]} == {"trade", "growth", "twice"}
    assert facts["trade"]["expires"] == "2024-02-02"


def test_machines_get_one_object_a_document(desk: Desk) -> None:
    (found,) = desk.type("brief", "--json").objects()
    assert list(found) == ["document", "coverage", "facts", "typed", "unsourced", "exempt", "spelled", "drawn"]
    assert (found["document"], found["coverage"]) == ("brief", 0.8)
    assert found["typed"] == [
        {
            "figure": "2022",
            "path": "source/brief/index.md",
            "line": 6,
            "column": 59,
            "around": "Trade grew from … to … in 2022, says the G7 in eight",
        }
    ]
    assert [each["figure"] for each in found["exempt"]] == ["7"]
    assert [each["figure"] for each in found["spelled"]] == ["eight"]
    assert found["facts"][2] == {
        "key": "growth",
        "text": "144 percent",
        "value": "1.43956043956044",
        "confidence": "",
        "as-of": "",
        "age": None,
        "source": "",
        "formula": "trade / before - 1",
        "checked": None,
        "checked-by": "",
        "expires": "2024-02-02",
        "stale": False,
        "path": "source/brief/facts.yaml",
        "line": 6,
        "column": 3,
        "uses": [
            {
                "path": "source/brief/index.md",
                "line": 3,
                "column": 25,
                "where": "summary, through twice",
                "form": "long",
            },
            {"path": "source/brief/index.md", "line": 8, "column": 17, "where": "note", "form": "long"},
            {"path": "source/brief/index.md", "line": 10, "column": 1, "where": "annex", "form": "long"},
            {"path": "source/brief/index.md", "line": 10, "column": 1, "where": "annex, through twice", "form": "long"},
        ],
    }


def test_the_uses_of_a_fact_are_named_through_formulas_of_formulas(desk: Desk) -> None:
    told = desk.type("--uses", "before")
    assert (told.status, told.err) == (0, "")
    assert told.out == (
        "brief: before: $9.1 billion\n"
        "  source/brief/index.md:3:25: summary, through twice, as long\n"
        "  source/brief/index.md:6:24: text, as short\n"
        "  source/brief/index.md:8:17: note, through growth, as long\n"
        "  source/brief/index.md:10:1: annex, as long\n"
        "  source/brief/index.md:10:1: annex, through growth, as long\n"
        "  source/brief/index.md:10:1: annex, through twice, as long\n"
    )
    (found,) = desk.type("--uses", "before", "--json").objects()
    assert (found["document"], found["key"], found["text"], len(found["uses"])) == (
        "brief",
        "before",
        "$9.1 billion",
        6,
    )
    assert desk.type("--uses=idle").out == "brief: idle: Lima: used nowhere\n"


def test_a_chart_uses_facts_in_its_data_and_in_the_alternative_text_made_of_them(desk: Desk) -> None:
    data = "\n\n| Year | Trade |\n| --- | --- |\n| 2022 | {fact}`trade` |\n:::\n"
    desk.put(
        "brief/index.md", f"---\ntitle: T\n---\n\n:::{{chart}} Trade{data}\n:::{{chart}} Trade\n:alt: Words.{data}"
    )
    assert desk.type("--uses", "trade").out == (
        "brief: trade: $22.2 billion\n"
        "  source/brief/index.md:9:17: chart, as long\n"
        "  source/brief/index.md:17:17: chart, as long\n"
        "  source/brief/index.md:5:1: alternative text made of the data, as long\n"
    )
    uses = desk.type("--uses", "trade", "--json").objects()[0]["uses"]
    assert [each["where"] for each in uses] == ["chart", "chart", "alternative text made of the data"]
    assert "coverage: 2 figures from the ledger" in desk.type().out


def test_a_total_uses_the_facts_that_it_sums_up(desk: Desk) -> None:
    rows = "".join(f"| {key} | {{fact}}`{key}` | {{fact}}`idle` |\n" for key in ("trade", "before"))
    table = f":::{{table}} Trade\n:totals: Value: sum\n\n| Key | Value | Place |\n| - | - | - |\n{rows}:::\n"
    desk.put("brief/index.md", f"---\ntitle: T\nlang: en-US\n---\n\n{table}")
    uses = desk.type("--uses", "trade", "--json").objects()[0]["uses"]
    assert [(each["where"], each["line"]) for each in uses] == [("table", 11), ("total of a table (sum)", 7)]
    assert len(desk.type("--uses", "idle", "--json").objects()[0]["uses"]) == 2


def test_a_table_of_data_without_a_source_is_not_covered(desk: Desk) -> None:
    desk.put("brief/data.json", '[{"Place": "Lima", "Value": 5}]')
    desk.put("brief/index.md", "---\ntitle: T\n---\n\n:::{table} V\n:file: data.json\n:::\n")
    told = desk.type()
    assert "0 typed, 0 exempt: 0 %\n  source/brief/index.md:5:1: a table of data that name no source\n" in told.out
    (found,) = desk.type("--json").objects()
    assert (found["coverage"], found["unsourced"][0]["line"]) == (0.0, 5)


def test_the_uses_are_those_of_all_documents_that_share_a_fact(desk: Desk) -> None:
    desk.put("facts/all.yaml", "facts:\n  everywhere: {value: 5, unit: number}\n")
    desk.put("other/index.md", "---\ntitle: O\n---\n\nSee {fact}`everywhere`.\n")
    desk.put("brief/index.es.md", "---\ntitle: O\n---\n\nVer {fact}`everywhere`.\n")
    told = desk.type("--uses", "everywhere")
    assert [line for line in told.out.splitlines() if not line.startswith("  ")] == [
        "brief.es: everywhere: 5",
        "other: everywhere: 5",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--uses", "trad"], "error[unknown-fact]: there is no fact trad\n  hint: did you mean trade?\n"),
        (["bref"], "error[unknown-document]: there is no document 'bref'\n  hint: did you mean brief?\n"),
        (["--today", "soon"], "error[bad-argument]: --today is no day: 'soon'\n  hint: write YYYY-MM-DD\n"),
        (["--usage", "trade"], "publisher: facts has no option --usage\n  hint: did you mean --uses?\n"),
        (["--uses"], "publisher: --uses needs a value\n"),
    ],
)
def test_wrong_calls_end_with_status_2(desk: Desk, words: list[str], message: str) -> None:
    told = desk.type(*words)
    assert told.status == 2
    assert told.err.startswith(message)
    assert told.out == ""


@pytest.mark.parametrize(
    "words", [[], ["--json"], ["--uses", "trade"], ["--compare"], ["adopt", "source/brief/index.md"]]
)
def test_a_document_with_errors_is_told_of_as_far_as_it_can_be_read(desk: Desk, words: list[str]) -> None:
    desk.put("brief/index.md", TEXT.replace("`before, short`", "`befor`") + "\n:::{bogus}\n:::\n")
    desk.put("brief/index.es.md", SPANISH)
    told = desk.type(*words)
    assert told.status == 1
    assert "source/brief/index.md:6:24: error[unknown-fact]: there is no fact befor\n" in told.err
    assert "error[unknown-directive]" in told.err
    assert told.err.count("error[unknown-fact]") == 1
    assert told.out


def test_translations_are_compared_with_their_originals(desk: Desk) -> None:
    assert desk.type("--compare").out.startswith("there are no translations")
    desk.put("brief/index.es.md", SPANISH)
    told = desk.type("--compare")
    assert (told.status, told.err) == (1, "")
    assert told.out == (
        "brief and brief.es: 3 differences\n"
        "  twice: only in brief (source/brief/index.md:3:25), not in brief.es\n"
        "  before: only in brief (source/brief/index.md:6:24), not in brief.es\n"
        "  idle: only in brief.es (source/brief/index.es.md:5:64), not in brief\n"
    )
    assert desk.type("--compare", "brief.es").out == told.out == desk.type("--compare", "brief").out
    (found,) = desk.type("--compare", "--json").objects()
    assert (found["original"], found["translation"]) == ("brief", "brief.es")
    assert [(each["key"], each["only-in"], len(each["uses"])) for each in found["differ"]] == [
        ("twice", "brief", 1),
        ("before", "brief", 1),
        ("idle", "brief.es", 1),
    ]


def test_translations_that_cite_the_same_are_good(desk: Desk) -> None:
    desk.put("brief/index.es.md", TEXT)
    told = desk.type("--compare")
    assert (told.status, told.out) == (0, "brief and brief.es: 0 differences\n")


@pytest.mark.parametrize("words", [["adopt", "source/brief/index.md"], ["--adopt=source/brief/index.md"]])
def test_entries_are_proposed_for_what_was_typed(desk: Desk, words: list[str]) -> None:
    told = desk.type(*words)
    assert (told.status, told.err) == (0, "")
    assert told.out == (
        "facts:\n  says-eight-trade: {value: 2022, unit: year, source: TODO}"
        "  # source/brief/index.md:6: Trade grew from … to … in 2022, says the G7 in eight\n"
    )


def test_nothing_is_proposed_for_a_file_that_is_not_there(desk: Desk) -> None:
    told = desk.type("adopt", "source/nowhere/index.md")
    assert (told.status, told.out) == (1, "")
    assert "error[no-source]" in told.err


def test_a_figure_for_some_readers_is_listed_once(desk: Desk) -> None:
    desk.put(
        "brief/index.md",
        "---\ntitle: T\naudiences: [press]\n---\n\n{fact}`trade` and 7\n\n:::{only} press\n8 {fact}`before`\n:::\n"
        "\n:::{only} pdf\n9\n:::\n",
    )
    (found,) = desk.type("--json").objects()
    assert sorted(each["figure"] for each in found["typed"]) == ["7", "8", "9"]
    assert {each["key"]: len(each["uses"]) for each in found["facts"]}["trade"] == 1


def test_figures_in_drawings_are_listed_and_not_counted(desk: Desk) -> None:
    desk.put(
        "brief/bars.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Trade</title>'
        '<text>In <tspan>20</tspan>22</text><text>by the G7</text><rect width="55" height="5"/></svg>',
    )
    desk.put("brief/index.md", "---\ntitle: T\n---\n\n{fact}`trade`\n\n![Bars](bars.svg)\n")
    told = desk.type()
    assert told.out.endswith(
        "coverage: 1 figures from the ledger, 0 typed, 0 exempt: 100 %\n"
        "drawn: 1 figures in drawings, which do not change with the facts and are not counted\n"
        "  source/brief/index.md:7:1: 2022  (In 2022)\n"
    )
    (found,) = desk.type("--json").objects()
    assert [each["figure"] for each in found["drawn"]] == ["2022"]
