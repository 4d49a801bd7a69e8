"""Codes about facts: ledgers, formulas, ages, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.weights import error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.codes.weights import Explanation

__all__ = ["FACTS"]

FACTS: Mapping[str, Explanation] = {
    "unknown-fact": error("No such fact", "Facts stand in facts.yaml beside the source."),
    "unknown-source": error("No such source", "Sources stand under `sources` in facts.yaml."),
    "unknown-unit": error(
        "No such unit", "A unit is a currency (ISO 4217), percent, year, or a noun as {one: …, other: …}."
    ),
    "bad-formula": error("A formula can't be computed", "Formulas know + - * / ( ), numbers and names of facts."),
    "formula-circle": error("Formulas refer to each other in a circle", "Break the circle."),
    "bad-form": error("A fact can't be shown in this form", "The user guide lists the forms of each kind of fact."),
    "check-failed": error("Figures do not add up", "A check in facts.yaml does not hold; mend the facts or the check."),
    "loose-check": error(
        "A check would hold whatever the figures are",
        "Within formulas and checks a percentage is a part of one: 0.7, not 70. Between percentages a tolerance may be"
        " written in points: 0.5 points.",
    ),
    "unused-fact": warning("A fact is never used", "It appears nowhere in the document."),
    "unit-mismatch": error(
        "Figures in different units are added or compared",
        "Dollars and people can't be added. Mend the formula, or the units of the facts that it names.",
    ),
    "stale-fact": warning(
        "A fact is out of date",
        "It has passed its `expires`, or its `max-age` after its date, after it was retrieved or last checked.",
    ),
    "expired-fact": error(
        "A fact is out of date, and the document may not be published with it",
        "The metadata say `on-stale: fail`. Look for a newer figure, or check it and say so in the ledger.",
    ),
    "handling-conflict": error(
        "A fact is for documents with another handling mark",
        "Its `handling` in the ledger names the mark of the documents that may cite it.",
    ),
    "uncovered-figure": warning(
        "A figure does not come from the ledger",
        "It was typed, so that nobody can say where it comes from, and it does not change with the facts.",
    ),
    "figure-not-covered": error(
        "A figure does not come from the ledger, and the document may not be published with it",
        "The metadata say `coverage: full`. Cite a fact, or exempt the words that the figure stands in.",
    ),
    "unused-exemption": warning("Words are exempt that stand nowhere", "Take them out of `exempt`."),
    "incomplete-total": warning(
        "A sum leaves rows out",
        "A cell says that its figure is not known, so the sum is that of the others. Say so in a note that names what stands there, or take the sum out.",
    ),
    "unsourced-fact": warning("A fact names no source", "Nobody can say where it comes from."),
    "unitless-fact": warning("A number has no unit", "Say what it counts; `unit: number` for a plain number."),
    "future-fact": warning(
        "A fact is of a time to come",
        "Its `as-of` begins after the date of the document, or it was read or checked on a day that has not come yet. "
        "Mend the date; a figure that looks ahead says `forecast: true`.",
    ),
    "untranslated-fact": warning(
        "A fact is said in another language than the text",
        "A translation cites a fact whose words, or whose noun, the ledger has only in the language of the original.",
    ),
    "undated-fact": warning(
        "Nobody can say how old a fact is",
        "It has neither a date nor a day on which it was read or checked, and its source has none: so it would never be out "
        "of date. Where a source says nothing of its date, `undated: true` says that to readers too.",
    ),
}
