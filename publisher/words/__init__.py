"""Words that Publisher itself puts into a document: a catalogue for each language, which a translator can edit.

A catalogue is a file LANGUAGE.toml in this folder with every key that `Words` has, and no others.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, assert_never

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import CalloutKind, Confidence, Mark, Numbered, TotalKind

__all__ = ["WORDS", "Words", "words_for"]


@dataclass(frozen=True, slots=True)
class Words:
    """Generated words of one language; `{…}` are filled in where they are used."""

    section: str
    """In a reference in a sentence; capitalised at its beginning."""
    table: str
    figure: str
    equation: str
    listing: str
    appendix: str
    cited_table: str
    """In a reference in a sentence, as `section`; `table` stands before a caption."""
    cited_figure: str
    cited_listing: str
    page: str
    page_of: str
    contents: str
    tables: str
    figures: str
    listings: str
    notes: str
    note: str
    tip: str
    important: str
    warning: str
    links: str
    link_letter: str
    """What tells the numbers of links from those of notes in plain text ("[L1]")."""
    sources: str
    edition: str
    retrieved: str
    no_date: str
    """Stands for the date of a source that has none."""
    skip: str
    back: str
    picture: str
    done: str
    open: str
    quote_open: str
    quote_close: str
    inner_open: str
    """Opens a quotation within a quotation."""
    inner_close: str
    apostrophe: str
    before_marks: str
    """What stands before ; ! and ? (a narrow no-break space in French)."""
    before_colon: str
    colon: str
    """Between a word and what it introduces ("Warning: …")."""
    comma: str
    semicolon: str
    before_note: str
    """Marks that stand before a note on the figure that they follow ("tonnes,³")."""
    count_of: str
    """Between a number in millions and its noun ("1,5 millones *de* estudiantes"); empty for none."""
    count_of_vowel: str
    """The same before a vowel, with the space that it needs ("1,5 million *d’*étudiants")."""
    currency_noun: Literal["first", "last", ""]
    """Where the noun stands in the name of a currency, which follows millions; empty where its sign goes with them."""
    about: str
    more_than: str
    less_than: str
    nearly: str
    at_least: str
    up_to: str
    per: str
    range: str
    range_in_words: str
    """Where a dash would stand between words, or before a minus sign."""
    prices: str
    point: str
    points: str
    numbers: tuple[str, ...]
    """From nought; empty where the word depends on the noun, and none where all do."""
    larger_numbers: tuple[str, ...]
    """Others that a writer may spell out, to find figures that were typed as words."""
    articles: tuple[str, ...]
    """Words after which a number means things that are known already ("the two governments")."""
    changes: tuple[str, ...]
    """What stands before a figure that says by how much something has risen or fallen."""
    fact: str
    value: str
    as_of: str
    source: str
    data_as_of: str
    computed: str
    stale: str
    fiscal_year: str
    academic_year: str
    total: str
    mean: str
    median: str
    lowest: str
    highest: str
    count: str
    yes: str
    no: str
    rows_shown: str
    rows_shown_of_all: str
    search: str
    page_rows: str
    all_rows: str
    """Of the choices of how many rows a page has."""
    previous: str
    next: str
    rows_from_to: str
    no_rows: str
    data: str
    bar_chart: str
    line_chart: str
    area_chart: str
    point_chart: str
    rises: str
    falls: str
    steady: str
    extremes: str
    ranked: str

    def chart(self, mark: Mark) -> str:
        """Return what a chart is."""
        match mark:
            case "bar":
                return self.bar_chart
            case "line":
                return self.line_chart
            case "area":
                return self.area_chart
            case "point":
                return self.point_chart
            case _:
                assert_never(mark)

    @property
    def hedges(self) -> tuple[str, ...]:
        """The patterns that hedge a figure."""
        return self.about, self.more_than, self.less_than, self.nearly, self.at_least, self.up_to

    def hedged(self, figure: str, confidence: Confidence) -> str:
        """Put how a source hedges a figure before it."""
        match confidence:
            case "" | "exact":
                return figure
            case "about":
                pattern = self.about
            case "more-than":
                pattern = self.more_than
            case "less-than":
                pattern = self.less_than
            case "nearly":
                pattern = self.nearly
            case "at-least":
                pattern = self.at_least
            case "up-to":
                pattern = self.up_to
            case _:
                assert_never(confidence)
        return pattern.format(figure=figure)

    def before_number(self, kind: Numbered) -> str:
        """Return what stands before the number of something in a reference, within a sentence."""
        match kind:
            case "table":
                return self.cited_table
            case "figure":
                return self.cited_figure
            case "listing":
                return self.cited_listing
            case "appendix":
                return self.appendix
            case "section":
                return self.section
            case "equation":
                return self.equation

    def in_caption(self, kind: Numbered | Literal[""]) -> str:
        """Return what stands before the number of something in its caption; empty for what has none."""
        match kind:
            case "table":
                return self.table
            case "figure":
                return self.figure
            case "listing":
                return self.listing
            case _:
                return ""

    def summary(self, kind: TotalKind) -> str:
        """Return what the foot of a table is called."""
        match kind:
            case "sum":
                return self.total
            case "mean":
                return self.mean
            case "median":
                return self.median
            case "min":
                return self.lowest
            case "max":
                return self.highest
            case "count":
                return self.count

    def callout(self, kind: CalloutKind) -> str:
        """Return the title of a callout without a title of its own."""
        match kind:
            case "note":
                return self.note
            case "tip":
                return self.tip
            case "important":
                return self.important
            case "warning":
                return self.warning
            case "sidebar":
                return self.note


def _catalogue(path: Path) -> Words:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    words: dict[str, Any] = {key: tuple(word) if isinstance(word, list) else word for key, word in found.items()}
    return Words(**words)


WORDS: Mapping[str, Words] = {path.stem: _catalogue(path) for path in sorted(Path(__file__).parent.glob("*.toml"))}
"""The words of each language that has a catalogue, by its ISO 639 code."""


@lru_cache(maxsize=256)
def words_for(lang: str) -> Words:
    """Return the words for a BCP 47 tag; English where there are none of its own."""
    return WORDS.get(lang.split("-", maxsplit=1)[0].lower(), WORDS["en"])
