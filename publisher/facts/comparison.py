"""Whether a translation cites the same facts as the original."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.facts.listing import Survey
    from publisher.preparation.coverage import Use

__all__ = ["Difference", "compared"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that one edition cites and the other does not."""

    key: str
    original: tuple[Use, ...]
    translation: tuple[Use, ...]


def compared(original: Survey, translation: Survey) -> list[Difference]:
    """Return the facts that a translation lacks or adds; how often each is cited does not matter."""
    first, second = (Counter(use.key for use in each.coverage.uses) for each in (original, translation))
    found = []
    for key in dict.fromkeys((*first, *second)):
        if bool(first[key]) != bool(second[key]):
            uses = [tuple(use for use in each.coverage.uses if use.key == key) for each in (original, translation)]
            found.append(Difference(key, uses[0], uses[1]))
    return found
