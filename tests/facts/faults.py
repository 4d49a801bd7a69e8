"""Faults that people make, one at a time, in the ledger and the text of the Peru briefing."""

from __future__ import annotations

from dataclasses import dataclass

from tests.facts.peru import SLUG, entry

__all__ = ["FAULTS", "Fault"]

LEDGER, TEXT, SPANISH, ARABIC = "facts.yaml", "index.md", "index.es.md", "index.ar.md"
TRADE = "data/trade.csv"
SUM = "- assistance == humanitarian + development"
GROWTH = "formula: goods-2022 / goods-2009 - 1"
STATED = "- farm-growth == farm-growth-stated"
TYPED = "figure-not-covered"


@dataclass(frozen=True)
class Fault:
    """A change to one place, and how it must be told."""

    name: str
    file: str
    old: str
    """A regular expression for what is changed; a group before it is kept."""
    new: str
    code: str
    told: str = ""
    """Words of the line that it is told at, where that is not the changed one."""
    told_in: str = ""
    """The file of these words, where that is not the changed one."""
    also: tuple[str, ...] = ()
    """Other codes that follow from it."""
    slug: str = SLUG
    metadata: str = ""
    """A line that the metadata get as well."""


_SUMS = (
    Fault("total too large", LEDGER, entry("assistance", "240e6"), "250e6", "check-failed", SUM),
    Fault("part too large", LEDGER, entry("humanitarian", "100e6"), "110e6", "check-failed", SUM),
    Fault("part a tenth", LEDGER, entry("development", "140e6"), "14e6", "check-failed", SUM),
    Fault("digits changed places", LEDGER, entry("farm-2022", "5.4e9"), "4.5e9", "check-failed", STATED),
    Fault("wrong base of a growth", LEDGER, entry("farm-2009", "1.5e9"), "1.6e9", "check-failed", STATED),
    Fault("fraction for a percent", LEDGER, entry("farm-growth-stated", "260"), "2.6", "check-failed", STATED),
    Fault("a zero lost", LEDGER, entry("farm-growth-stated", "260"), "26", "check-failed", STATED),
    Fault("slightly wrong", LEDGER, entry("goods-2022", "22.2e9"), "21.9e9", "check-failed", "- goods-growth > 1.43"),
    Fault("a little too much", LEDGER, entry("goods-2009", "9.1e9"), "8.9e9", "check-failed", "- goods-growth < 1.45"),
    Fault(
        "millions for billions",
        LEDGER,
        entry("goods-2022", "22.2e9"),
        "22.2e6",
        "check-failed",
        "- farm-2022 <",
        also=("bad-chart", "unsaid-power", "clashing-words"),
    ),
    Fault(
        "minus sign",
        LEDGER,
        entry("goods-2009", "9.1e9"),
        "-9.1e9",
        "check-failed",
        "- goods-growth > 1.43",
        also=("clashing-words",),
    ),
    Fault("part above the whole", LEDGER, entry("farm-2022", "5.4e9"), "25.4e9", "check-failed", "- farm-2022 <"),
    Fault("next article", LEDGER, entry("article-to", "18.9"), "19.9", "check-failed", "- article-to - article-from"),
    Fault("wrong year", LEDGER, entry("apec-second", "2016"), "2015", "check-failed", "- apec-third - apec-second"),
    Fault(
        "share of the wrong whole",
        LEDGER,
        entry("humanitarian-share", "humanitarian / assistance"),
        "humanitarian / development",
        "check-failed",
        "- whole == 1",
    ),
    Fault("ratio for a growth", LEDGER, entry("farm-growth", "farm-2009 - 1"), "farm-2009", "check-failed", STATED),
    Fault("check of percents in hundredths", LEDGER, "whole == 1", "whole == 100", "check-failed"),
    Fault("check turned round", LEDGER, "farm-2009 < goods-2009", "farm-2009 > goods-2009", "check-failed"),
)

_UNITS = (
    Fault("money without currency", LEDGER, entry("inl", r", unit: \*usd"), "", "unitless-fact", "  inl:"),
    Fault("people without noun", LEDGER, entry("volunteers", ", unit: number"), "", "unitless-fact", "  volunteers:"),
    Fault(
        "other currency in a sum",
        LEDGER,
        entry("humanitarian", r"\*usd"),
        "EUR",
        "unit-mismatch",
        SUM,
        also=("bad-chart",),
    ),
    Fault("currency in small letters", LEDGER, entry("inl", r"\*usd"), "usd", "unknown-unit"),
    Fault("no such currency", LEDGER, entry("inl", r"\*usd"), "USA", "unknown-unit"),
    Fault("noun without plural", LEDGER, entry("branches", ", other: branch offices"), "", "unknown-unit"),
    Fault("dollars for a growth", LEDGER, entry("goods-growth", "unit: percent"), "unit: USD", "unit-mismatch", GROWTH),
    Fault(
        "dollars and years added",
        LEDGER,
        entry("humanitarian-share", "humanitarian / assistance"),
        "humanitarian / assistance + usaid-years",
        "unit-mismatch",
    ),
    Fault(
        "dollars for a rate",
        LEDGER,
        entry("farm-growth", "farm-2022 / farm-2009 - 1\n    unit: percent"),
        "farm-2022 / usaid-years\n    unit: USD",
        "unit-mismatch",
        also=("check-failed", "unsaid-power"),
    ),
    Fault("commas in a number", LEDGER, entry("inl", "value: 47[^,]*"), "value: 47,800,000", "unknown-key"),
    Fault("half a year", LEDGER, entry("relations-since", "value: 1827"), "value: 1827.5", "wrong-type"),
    Fault("unit of a text", LEDGER, entry("summit", ", as-of"), ", unit: USD, as-of", "wrong-type", "  summit:"),
    Fault("people compared with money", LEDGER, "farm-2022 < goods-2022", "farm-2022 < venezuelans", "unit-mismatch"),
)

_SOURCES = (
    Fault("no source at all", LEDGER, r"^defaults: \{source: factsheet\}", "", "unsourced-fact", "  relations-since:"),
    Fault("source misspelled", LEDGER, entry("inl", ", label"), ", source: facsheet, label", "unknown-source"),
    Fault("source without title", LEDGER, 'title: "U.S.-Peru Relations: Fact Sheet"', "", "missing-key", "factsheet:"),
    Fault("address without scheme", LEDGER, "https://www.state.gov", "www.state.gov", "bad-link"),
    Fault("two sources", LEDGER, entry("inl", ", label"), ", source: [factsheet], label", "wrong-type"),
)

_DATES = (
    Fault("thirteenth month", LEDGER, entry("declaration", "as-of: 2022-06"), "as-of: 2022-13", "wrong-type"),
    Fault("no such day", LEDGER, entry("declaration", "value: 2022-06"), "value: 2022-06-31", "wrong-type"),
    Fault("as of a word", LEDGER, entry("envoy", "as-of: 2023-03"), "as-of: recently", "wrong-type"),
    Fault("years to come", LEDGER, entry("venezuelans-support", "as-of: 2023-06"), "as-of: 2032-06", "future-fact"),
    Fault("after the document", LEDGER, entry("assistance", "as-of: FY 2022"), "as-of: 2024-03", "future-fact"),
    Fault("read tomorrow", LEDGER, entry("inl", ", label"), ", retrieved: 2024-06-02, label", "future-fact"),
    Fault("checked tomorrow", LEDGER, entry("inl", ", label"), ", checked: {on: 2024-06-02}, label", "future-fact"),
    Fault("expired", LEDGER, entry("inl", ", label"), ", expires: 2024-06-01, label", "stale-fact"),
    Fault("too old", LEDGER, entry("inl", ", label"), ", max-age: 1 year, label", "stale-fact"),
    Fault(
        "input too old",
        LEDGER,
        entry("farm-2009", "as-of: 2009"),
        "as-of: 2009\n    max-age: 10 years",
        "stale-fact",
        "max-age: 10 years",
    ),
    Fault(
        "too old to be published",
        LEDGER,
        entry("inl", ", label"),
        ", max-age: 1 year, label",
        "expired-fact",
        metadata="on-stale: fail",
    ),
    Fault("age from no day", LEDGER, entry("usaid-years", ", label"), ", max-age: 1 year, label", "undated-fact"),
    Fault("no length of time", LEDGER, entry("inl", ", label"), ", max-age: a while, label", "wrong-type"),
    Fault("expires some day", LEDGER, entry("inl", ", label"), ", expires: soon, label", "wrong-type"),
)

_ENTRIES = (
    Fault(
        "key twice",
        LEDGER,
        r"(  # Assistance\n)",
        "  inl: {value: 1, unit: USD, as-of: 2022}\n",
        "duplicate-key",
        "  inl: {value: 47",
        also=("unsaid-power",),
    ),
    Fault("key misspelled", LEDGER, entry("inl", "value:"), "vaule:", "unknown-key", also=("missing-key",)),
    Fault("underscore", LEDGER, entry("inl", "as-of:"), "as_of:", "unknown-key"),
    Fault("key with a space", LEDGER, "^  inl:", "  inl budget:", "wrong-type", also=("unknown-fact",)),
    Fault(
        "brace lost",
        LEDGER,
        entry("chapter", r"Agreement\}"),
        "Agreement",
        "yaml-syntax",
        "  article-from:",
    ),
    Fault("number in words", LEDGER, entry("inl", "47.8e6"), "47.8 million", "wrong-type", "  inl:"),
    Fault("percent sign", LEDGER, entry("farm-growth-stated", "260"), "260%", "wrong-type"),
    Fault("no value", LEDGER, entry("inl", "value: 47.8e6, "), "", "missing-key", "  inl:"),
    Fault("value and formula", LEDGER, entry("inl", ", label"), ", formula: cpc * 2, label", "wrong-type", "  inl:"),
    Fault("no such hedge", LEDGER, entry("usaid-invested", "more than"), "maybe", "wrong-type"),
    Fault("too many decimals", LEDGER, entry("goods-growth", "digits: 0"), "digits: 40", "wrong-type"),
    Fault("range turned round", LEDGER, entry("inl", "47.8e6"), "{from: 5e6, to: 3e6}", "wrong-type"),
    Fault(
        "no tolerance",
        LEDGER,
        r"- assistance == humanitarian \+ development",
        '- {check: whole == 1, tolerance: "a bit"}',
        "wrong-type",
        also=("unused-fact",),
    ),
)

_FORMULAS = (
    Fault("fact misspelled", LEDGER, entry("humanitarian-share", "/ assistance"), "/ asistance", "unknown-fact"),
    Fault("minus without spaces", LEDGER, "article-to - article-from", "article-to-article-from", "unknown-fact"),
    Fault(
        "single equals sign", LEDGER, r"- assistance == humanitarian \+", "- assistance = humanitarian +", "bad-formula"
    ),
    Fault("power", LEDGER, entry("humanitarian-share", "/ assistance"), "/ assistance ** 2", "bad-formula"),
    Fault("sum of a text", LEDGER, entry("humanitarian-share", "/ assistance"), "/ summit", "bad-formula"),
    Fault("parenthesis open", LEDGER, entry("humanitarian-share", "humanitarian /"), "(humanitarian /", "bad-formula"),
    Fault(
        "division by nothing",
        LEDGER,
        entry("humanitarian-share", "/ assistance"),
        "/ (assistance - humanitarian - development)",
        "bad-formula",
    ),
    Fault(
        "formulas in a circle",
        LEDGER,
        entry("humanitarian-share", "humanitarian / assistance"),
        "whole - development-share",
        "formula-circle",
        "  humanitarian-share:",
    ),
)

_CITATIONS = (
    Fault(
        "fact misspelled in the text",
        TEXT,
        "(two-way trade in goods has grown by {fact})`goods-growth`",
        "`goods-grwth`",
        "unknown-fact",
    ),
    Fault("fact misspelled in a table", TRADE, "`goods-growth, number`", "`goods-grwth, number`", "unknown-fact"),
    Fault(
        "fact misspelled in the summary",
        TEXT,
        "(summary: [^:]*?`)assistance",
        "asistance",
        "unknown-fact",
    ),
    Fault(
        "fact misspelled in a translation",
        SPANISH,
        "`goods-growth`",
        "`goods-grwth`",
        "unknown-fact",
        slug=f"{SLUG}.es",
    ),
    Fault("text as a number", TEXT, "`goods-growth`", "`summit, number`", "bad-form"),
    Fault("no such form", TEXT, "`goods-growth`", "`goods-growth, lng`", "bad-form"),
    Fault("two forms", TEXT, "`goods-growth`", "`goods-growth, long, short`", "bad-form"),
    Fault("date of a fact without one", TEXT, "`usaid-years`", "`usaid-years, as-of`", "bad-form"),
    Fault(
        "fact that nothing uses",
        TEXT,
        r"\{fact\}`property-year`",
        "a good year",
        "unused-fact",
        "  property-year:",
        LEDGER,
    ),
    Fault("fact added for nothing", LEDGER, r"(  # Assistance\n)", "  spare: {value: 1, unit: USD}\n", "unused-fact"),
    Fault(
        "for other readers",
        LEDGER,
        entry("usaid-invested", ", label"),
        ", handling: Internal, label",
        "handling-conflict",
        "{fact}`usaid-invested`",
        TEXT,
    ),
    Fault(
        "noun not translated",
        LEDGER,
        entry("usaid-programs", r"es: \{one: programa, other: programas\}\n      "),
        "",
        "untranslated-fact",
        "{fact}`usaid-programs`",
        SPANISH,
        slug=f"{SLUG}.es",
    ),
    Fault("English words in Spanish", SPANISH, "`goods-growth`", "`summit`", "untranslated-fact", slug=f"{SLUG}.es"),
)

_TYPED = (
    Fault("typed in a sentence", TEXT, r"(diplomatic relations with Peru in )\{fact\}`relations-since`", "1827", TYPED),
    Fault("typed in a table", TRADE, r"\{fact\}`goods-2022, in billions`", "22.2", TYPED),
    Fault("typed in the head of a table", TRADE, "Growth in percent", "Growth in percent since 2009", TYPED),
    Fault(
        "typed in the caption of a table", TEXT, "(Two-way trade between .*), \\$ billion", " in 2022, $ billion", TYPED
    ),
    Fault("typed in a note to a table", TEXT, "Goods only", "Goods of 97 chapters only", TYPED),
    Fault("typed in a footnote", TEXT, r"(^\[\^growth\]: Computed from the )figures", "144 figures", TYPED),
    Fault("typed in the summary", TEXT, r"(^  .*)\{fact\}`goods-2022, as-of`", "2022", TYPED),
    Fault("typed in the title", TEXT, "(^title: .*)$", " in 2024", TYPED),
    Fault("typed in a description of a picture", TEXT, r"(^:alt: .*)\{fact\}`goods-2022`", "$22.2 billion", TYPED),
    Fault("typed in a keyword", TEXT, "(^keywords: .*trade)", " 2022", TYPED),
    Fault("typed among key facts", TEXT, "only Colombia hosts more", "only Colombia hosts more than 2 million", TYPED),
    Fault("typed in a heading", TEXT, "^## Environment", "## Environment since 2009", TYPED),
    Fault("typed in a list", TEXT, "cash for food", "$3 million for food", TYPED),
    Fault("typed in a callout", TEXT, "It crosses borders", "It crosses 4 borders", TYPED),
    Fault("typed in a callout's title", TEXT, "Do not add these amounts", "Do not add these 8 amounts", TYPED),
    Fault("typed in a definition", TEXT, "(^: Atlanta, )Boston", "Boston 2", TYPED),
    Fault("typed in words of a link", TEXT, r"\[Key Officers List\]", "[Key Officers List of 2024]", TYPED),
    Fault("typed in parts", TEXT, r"(relations with Peru in )\{fact\}`relations-since`", "18**2**7", TYPED),
    Fault("typed as a fraction", TEXT, "hundreds of thousands of jobs", "½ of all jobs", TYPED),
    Fault("typed as an ordinal", TEXT, "South American Conference", "5th South American Conference", TYPED),
    Fault(
        "typed in an abbreviation",
        TEXT,
        r"\(Organization of American States\)",
        "(Organization of 35 American States)",
        TYPED,
    ),
    Fault("typed in Spanish", SPANISH, r"\{fact\}`goods-growth`", "144 %", TYPED, slug=f"{SLUG}.es"),
    Fault("typed in a Spanish table", SPANISH, r"\{fact\}`goods-2009, in billions`", "9,1", TYPED, slug=f"{SLUG}.es"),
    Fault("typed in Arabic digits", ARABIC, r"\{fact\}`ptpa-year`", "٢٠٠٩", TYPED, slug=f"{SLUG}.ar"),
    Fault("telephone number changed", TEXT, "833-9860", "833-9861", TYPED, also=("unused-exemption",)),
    Fault("name not exempt", LEDGER, r"^  - \{text: 2022 Summit.*\n", "", TYPED, "2022 Summit of the Americas", TEXT),
    Fault("exempt for nothing", LEDGER, r"(^exempt:\n)", "  - {text: G7 in 2025}\n", "unused-exemption"),
    Fault(
        "language is not that of the name",
        SPANISH,
        r"(^lang: )es$",
        "fr-FR",
        "wrong-type",
        slug=f"{SLUG}.es",
        also=("untranslated-fact",),
    ),
)

FAULTS = (*_SUMS, *_UNITS, *_SOURCES, *_DATES, *_ENTRIES, *_FORMULAS, *_CITATIONS, *_TYPED)
