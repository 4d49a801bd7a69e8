"""The annex of facts: each that the document cites, with its date and source; and the same for machines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from publisher.model import (
    Cell,
    Column,
    FactRecord,
    FactReference,
    Paragraph,
    Row,
    SourcesList,
    Table,
    Text,
    Wording,
)
from publisher.preparation.origins import operands, sources_behind, times_behind
from publisher.preparation.provenance import end_of
from publisher.traverse import map_block

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from publisher.model import Block, Document, Fact, Inline, Ledger
    from publisher.preparation.language import Language

__all__ = ["label_of", "period_of", "records_of", "with_annexes"]

_SHARES = {3: (5, 3, 2), 4: (4, 3, 3, 3)}
"""Widths of the columns of an annex: what a fact is, its value, its time, its source."""


def label_of(fact: Fact, language: Language) -> str:
    """Return what a fact is, in a few words: its label, or else its key."""
    label = fact.label.spoken(language.tag) if isinstance(fact.label, Wording) else fact.label
    words = label or fact.key.replace("-", " ").replace(".", " ")
    return words[:1].upper() + words[1:]


def with_annexes(
    document: Document, cited: Collection[str], language: Language, show: Callable[[FactReference], FactReference]
) -> tuple[Block, ...]:
    """Put an annex where the document asks for a list of its facts."""
    facts = [fact for key, fact in document.ledger.facts.items() if key in cited]

    def inside(run: tuple[Block, ...]) -> tuple[Block, ...]:
        found: list[Block] = []
        for block in run:
            if isinstance(block, SourcesList) and block.facts:
                found += _annex(block, facts, document, language, show)
            else:
                found.append(map_block(block, lambda words: words, inside))
        return tuple(found)

    return inside(document.blocks)


def _annex(
    asked: SourcesList,
    facts: list[Fact],
    document: Document,
    language: Language,
    show: Callable[[FactReference], FactReference],
) -> Iterator[Block]:
    words = language.words
    ledger = document.ledger
    latest = _latest(facts, document)
    said = document.metadata.data_as_of or (latest and words.data_as_of.format(date=language.period(latest)))
    if said:
        yield Paragraph((Text(f"{said}."),), at=asked.at)
    if not facts:
        return
    behind = {fact.key: sources_behind((fact.key,), ledger) for fact in facts}
    sources = {key for keys in behind.values() for key in keys}
    heads = [words.fact, words.value, words.as_of, *([words.source] if len(sources) > 1 else [])]
    rows = []
    for fact in facts:
        shown = show(FactReference(fact.key, at=asked.at))
        cells = [_cell(Text(label_of(fact, language)), header=True), _cell(shown)]
        period = period_of(times_behind(fact.key, ledger), language)
        cells.append(_cell(Text("" if period == shown.text else period)))
        if len(sources) > 1:
            cells.append(_cell(Text(_origin(fact, behind[fact.key], ledger, language))))
        rows.append(Row(tuple(cells)))
    head = Row(tuple(_cell(Text(word), header=True) for word in heads))
    shares = _SHARES[len(heads)]
    columns = tuple(Column("left", share / sum(shares)) for share in shares)
    yield Table(columns, (head,), tuple(rows), at=asked.at)
    if sources:
        yield SourcesList(at=asked.at)


def _origin(fact: Fact, sources: Sequence[str], ledger: Ledger, language: Language) -> str:
    """Name the source of a fact, or those of the facts that it is computed from."""
    titles = language.words.semicolon.join(ledger.sources[key].title for key in sources)
    if not fact.formula or fact.source in ledger.sources:
        return titles
    return f"{language.words.computed}{language.words.colon}{titles}" if titles else language.words.computed


def period_of(times: Sequence[str], language: Language) -> str:
    """Return a time as readers know it; of several, the first and the last."""
    if len(times) <= 1:
        return "".join(map(language.period, times))
    ordered = sorted(times, key=lambda each: end_of(each) or dt.date.max)
    first, last = language.period(ordered[0]), language.period(ordered[-1])
    words = language.words
    return (words.range if first.isdigit() and last.isdigit() else words.range_in_words).format(low=first, high=last)


def _cell(content: Inline, *, header: bool = False) -> Cell:
    empty = isinstance(content, Text) and not content.text
    return Cell(() if empty else (Paragraph((content,)),), header=header)


def _latest(facts: list[Fact], document: Document) -> str:
    """Return the latest time that a fact is of, but none after the date of the document."""
    day = document.metadata.date
    times = (time for fact in facts for time in times_behind(fact.key, document.ledger))
    dated = [(end, time) for time in times if (end := end_of(time))]
    return max((each for each in dated if day is None or each[0] <= day), default=(None, ""))[1]


def records_of(
    ledger: Ledger, cited: Collection[str], language: Language, show: Callable[[FactReference], FactReference]
) -> tuple[FactRecord, ...]:
    """Return what machines may know of the facts that a document cites, in the order of the ledger."""
    records = []
    for key, fact in ledger.facts.items():
        if key not in cited:
            continue
        shown = show(FactReference(key))
        open_formula = fact.formula if fact.formula and set(operands(fact.formula)) <= set(cited) else ""
        records.append(
            FactRecord(
                key,
                label_of(fact, language),
                shown.text,
                shown.value,
                _unit(fact, language),
                "/".join(sorted(times_behind(key, ledger))),
                tuple(ledger.sources[each] for each in sources_behind((key,), ledger)),
                open_formula,
                fact.retrieved,
                fact.checked,
                fact.confidence,
            )
        )
    return tuple(records)


def _unit(fact: Fact, language: Language) -> str:
    """Name the unit of a plain value: a percent is kept as a fraction."""
    unit = fact.unit.spoken(language.tag)
    names = {
        "number": "",
        "currency": f"{unit.currency} {unit.prices}".strip(),
        "percent": "fraction",
        "points": "fraction",
        "year": "year",
        "count": unit.other,
        "measure": unit.measure.partition("-")[2],
    }
    per = unit.per.spoken(language.tag) if isinstance(unit.per, Wording) else unit.per
    return f"{names[unit.kind]}/{per}" if per else names[unit.kind]
