"""Surveys of facts as objects for machines: what `publisher facts --json` writes, one object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.diagnostics import Location
    from publisher.facts.comparison import Difference
    from publisher.facts.listing import FactLine, Survey
    from publisher.preparation.coverage import Figure, Use

__all__ = ["differences_object", "survey_object", "uses_object"]

Object = dict[str, object]


def survey_object(slug: str, found: Survey) -> Object:
    """Return everything that is known of the facts of a document."""
    coverage = found.coverage
    return {
        "document": slug,
        "coverage": round(coverage.share, 4),
        "facts": [_fact(line) for line in found.facts],
        "typed": [_figure(figure) for figure in coverage.open],
        "unsourced": [_place(at) for at in coverage.unsourced],
        "exempt": [_figure(figure) for figure in coverage.figures if figure.exemptions],
        "spelled": [_figure(figure) for figure in coverage.spelled],
        "drawn": [_figure(figure) for figure in found.drawn],
    }


def uses_object(slug: str, line: FactLine) -> Object:
    """Return where a fact is used."""
    return {"document": slug, "key": line.fact.key, "text": line.text, "uses": [_use(use) for use in line.uses]}


def differences_object(original: str, translation: str, found: list[Difference]) -> Object:
    """Return the facts that one of two editions cites and the other does not."""
    differ = [
        {
            "key": each.key,
            "only-in": original if each.original else translation,
            "uses": [_use(use) for use in (*each.original, *each.translation)],
        }
        for each in found
    ]
    return {"original": original, "translation": translation, "differ": differ}


def _fact(line: FactLine) -> Object:
    fact = line.fact
    return {
        "key": fact.key,
        "text": line.text,
        "value": line.value,
        "confidence": fact.confidence,
        "as-of": fact.as_of,
        "age": None if line.age is None else round(line.age, 1),
        "source": fact.source,
        "formula": fact.formula,
        "checked": fact.checked.isoformat() if fact.checked else None,
        "checked-by": fact.checked_by,
        "expires": line.expiry.isoformat() if line.expiry else None,
        "stale": line.stale,
        **_place(fact.at),
        "uses": [_use(use) for use in line.uses],
    }


def _use(use: Use) -> Object:
    place = _place(use.at)
    return {**place, "where": use.where, "form": use.form}


def _figure(figure: Figure) -> Object:
    place = _place(figure.at)
    return {"figure": figure.text, **place, "around": figure.around}


def _place(at: Location | None) -> Object:
    return (
        {"path": at.path, "line": at.line, "column": at.column} if at else {"path": None, "line": None, "column": None}
    )
