"""Surveys of facts as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.facts.listing import place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.facts.comparison import Difference
    from publisher.facts.listing import FactLine, Survey
    from publisher.preparation.figures import Figure

__all__ = ["told_differences", "told_survey", "told_uses"]

_PERCENT = 100


def told_survey(slug: str, found: Survey) -> Iterator[str]:
    """Yield the lines that tell of the facts of a document: what each says, its age and source, where it is used."""
    yield f"{slug}: {len(found.facts)} facts"
    width = max((len(line.fact.key) for line in found.facts), default=0)
    for line in found.facts:
        about = [line.text, line.fact.as_of and f"as of {line.fact.as_of}", _age(line), line.source, _checked(line)]
        yield f"  {line.fact.key:{width}}  {'; '.join(filter(None, about))}"
        yield f"  {'':{width}}  used: {_uses(line)}"
    coverage = found.coverage
    exempt = len(coverage.figures) - len(coverage.open)
    yield (
        f"coverage: {len(coverage.uses)} figures from the ledger, {len(coverage.open)} typed, {exempt} exempt: "
        f"{int(coverage.share * _PERCENT)} %"
    )
    yield from map(_figure, coverage.open)
    yield from (f"  {place(at)}: a table of data that name no source" for at in coverage.unsourced)
    if coverage.spelled:
        yield f"spelled: {len(coverage.spelled)} numbers in words, which are not counted"
    yield from map(_figure, coverage.spelled)
    if found.drawn:
        yield f"drawn: {len(found.drawn)} figures in drawings, which do not change with the facts and are not counted"
    yield from map(_figure, found.drawn)


def _figure(figure: Figure) -> str:
    return f"  {place_of(figure)}: {figure.text}  ({figure.around})"


def _age(line: FactLine) -> str:
    if line.stale:
        return f"OUT OF DATE since {line.expiry}"
    return "" if line.age is None else f"{line.age:.1f} years old"


def _checked(line: FactLine) -> str:
    fact = line.fact
    return f"checked {fact.checked}{f' by {fact.checked_by}' if fact.checked_by else ''}" if fact.checked else ""


def _uses(line: FactLine) -> str:
    return ", ".join(dict.fromkeys(place_of(use) for use in line.uses)) or "nowhere"


def told_uses(slug: str, line: FactLine) -> Iterator[str]:
    """Yield every place where a fact is used in a document, also through others."""
    yield f"{slug}: {line.fact.key}: {line.text}{'' if line.uses else ': used nowhere'}"
    for use in line.uses:
        yield f"  {place_of(use)}: {use.where}, as {use.form}"


def told_differences(original: str, translation: str, found: list[Difference]) -> Iterator[str]:
    """Yield the facts in which two editions differ."""
    yield f"{original} and {translation}: {len(found)} differences"
    for each in found:
        has, lacks = (original, translation) if each.original else (translation, original)
        places = ", ".join(place_of(use) for use in (*each.original, *each.translation))
        yield f"  {each.key}: only in {has} ({places}), not in {lacks}"
