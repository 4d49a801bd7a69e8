"""What stands behind a computed figure: the facts of its formula, where these come from, and of when they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.preparation.formulas import FormulaError, names_in, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publisher.model import Fact, Ledger

__all__ = ["operands", "sources_behind", "times_behind"]


def operands(formula: str) -> tuple[str, ...]:
    """Return the keys that a formula names; none where it can't be read, which is told elsewhere."""
    try:
        return names_in(tokens_of(formula))
    except FormulaError:
        return ()


def sources_behind(keys: Iterable[str], ledger: Ledger) -> tuple[str, ...]:
    """Return the source of each fact, each once; of a computed fact without one, those of the facts behind it."""
    found = _behind(keys, ledger, lambda fact: fact.source in ledger.sources)
    return tuple(dict.fromkeys(fact.source for fact in found))


def times_behind(key: str, ledger: Ledger) -> list[str]:
    """Return of when a fact is; of a computed fact that does not say so, the times of the facts behind it."""
    return list(dict.fromkeys(fact.as_of for fact in _behind((key,), ledger, lambda fact: bool(fact.as_of))))


def _behind(keys: Iterable[str], ledger: Ledger, says: Callable[[Fact], bool]) -> Iterator[Fact]:
    """Yield the facts that say something, and in place of a computed one that does not those of its formula."""
    seen: set[str] = set()
    waiting = list(reversed(list(keys)))
    while waiting:
        key = waiting.pop()
        fact = ledger.facts.get(key)
        if fact is None or key in seen:
            continue
        seen.add(key)
        if says(fact):
            yield fact
        elif fact.formula:
            waiting += reversed(operands(fact.formula))
