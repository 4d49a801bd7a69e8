"""What the facts of a ledger must say for a reader to trust them: where they come from, what they count, of when they are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.model import Range
from publisher.preparation.formulas import FormulaError, tokens_of
from publisher.preparation.provenance import known_since, start_of

if TYPE_CHECKING:
    import datetime as dt

    from publisher.diagnostics import Location
    from publisher.model import Document, Fact, Ledger
    from publisher.preparation.context import Context

__all__ = ["audit"]


def audit(document: Document, context: Context) -> Document:
    """Tell of facts from times to come; and where coverage is asked for, of those without source or unit."""
    days = [day for day in (document.metadata.date, context.today) if day]
    strict = document.metadata.coverage != "any" and document.ledger.whole
    for fact in document.ledger.facts.values():
        _find_future(fact, min(days, default=None), context)
        if fact.max_age and not fact.formula and not fact.expires and known_since(fact, document.ledger) is None:
            hint = "say of when it is (as-of), or when it was read or checked"
            message = f"the fact {fact.key} has a max-age, but no date from which it could be counted"
            context.report.add("undated-fact", message, fact.places.get("max-age", fact.at), hint)
        if strict and fact.value is not None and not fact.shared:
            _find_lacking(fact, context)
        if strict and fact.formula and not fact.shared:
            full = document.metadata.coverage == "full"
            _find_typed(fact, "figure-not-covered" if full else "uncovered-figure", context)
    if strict:
        _find_undated(document.ledger, context)
    for source in document.ledger.sources.values():
        _find_early(f"the source {source.key}", ("published", source.date), source.at, context)
        _find_early(f"the source {source.key}", ("retrieved", source.retrieved), source.at, context)
    return document


_COUNTS = frozenset(map(Decimal, (*range(13), 24, 52, 60, 365, 366)))
"""Of months, quarters, weeks, hours, days."""


def _find_future(fact: Fact, latest: dt.date | None, context: Context) -> None:
    """Tell of a fact of a time that begins after the document's date, or read or checked on a day to come."""
    start = None if fact.forecast else start_of(fact.as_of)
    if latest and start and start > latest:
        message = f"the fact {fact.key} is as of {fact.as_of}, which is later than {latest.isoformat()}"
        hint = "mend the date; a figure that looks ahead says `forecast: true`"
        context.report.add("future-fact", message, fact.places.get("as-of", fact.at), hint)
    for name, day in (("retrieved", fact.retrieved), ("checked", fact.checked)):
        _find_early(f"the fact {fact.key}", (name, day), fact.places.get(name, fact.at), context)


def _find_early(what: str, done: tuple[str, dt.date | None], at: Location | None, context: Context) -> None:
    """Tell of something that was done on a day to come."""
    name, day = done
    if day and context.today and day > context.today:
        message = f"{what} was {name} on {day.isoformat()}, which is still to come"
        context.report.add("future-fact", message, at, "mend the date")


def _find_undated(ledger: Ledger, context: Context) -> None:
    """Tell of sources without a date whose figures have none either, so that nobody can say how old these are."""
    lacking: dict[str, list[str]] = {}
    for fact in ledger.facts.values():
        counts = isinstance(fact.value, Decimal | Range) and fact.unit.kind != "year" and not fact.shared
        if counts and known_since(fact, ledger) is None:
            lacking.setdefault(fact.source, []).append(fact.key)
    for key, facts in lacking.items():
        source = ledger.sources.get(key)
        if source and not (source.date or source.undated):
            others = f" and {len(facts) - 1} more" if len(facts) > 1 else ""
            message = f"neither the fact {facts[0]}{others} nor the source {key} says of when it is"
            hint = "give as-of, or the source its date or the day on which it was read; undated: true where it has none"
            context.report.add("undated-fact", message, ledger.facts[facts[0]].at, hint, [source.at])


def _find_typed(fact: Fact, code: str, context: Context) -> None:
    """Tell of figures that were typed into a formula; what only counts or converts is none."""
    try:
        tokens = tokens_of(fact.formula)
    except FormulaError:
        return
    for token in tokens:
        if token.kind == "number" and not _is_plain(Decimal(token.text.replace("_", ""))):
            message = f"the figure {token.text} in the formula of {fact.key} does not come from the ledger"
            hint = "make a fact of it, with its source, and name that in the formula"
            context.report.add(code, message, fact.places.get("formula", fact.at), hint)


def _is_plain(number: Decimal) -> bool:
    """Whether a number counts months, quarters, hours, hundredths, millions, or is a small one."""
    return number in _COUNTS or number.normalize().as_tuple().digits == (1,)


def _find_lacking(fact: Fact, context: Context) -> None:
    if not fact.source:
        hint = "name a key of `sources`: source: …"
        context.report.add("unsourced-fact", f"the fact {fact.key} names no source", fact.at, hint)
    if not fact.unit.stated and isinstance(fact.value, Decimal | Range):
        hint = "give it a unit; `unit: number` for a plain number"
        context.report.add("unitless-fact", f"the fact {fact.key} is a number of nothing", fact.at, hint)
