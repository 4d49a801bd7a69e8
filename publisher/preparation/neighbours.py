"""Words beside a figure that say again what it says already, or say the contrary."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.model import Block, Code, FactReference, ForeignPassage, LineBreak, Note, Range, SoftBreak, Text
from publisher.preparation.amounts import power_of
from publisher.preparation.language import speak
from publisher.preparation.powers import BARE, names_of
from publisher.traverse import inlines_within, walk, walk_inlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.diagnostics import Report
    from publisher.model import Inline, Ledger
    from publisher.preparation.language import Language

__all__ = ["find_clashes"]

_NEAR = 60
"""Characters before and after a figure that are looked at."""
_WORDS = re.compile(r"[^\W\d_]+|[%‰]")
_MINUS = re.compile("^[^\\d]{0,12}\N{MINUS SIGN}")
_BEFORE_NUMBER = re.compile(r"^\D*")
_AFTER_NUMBER = re.compile(r"\D*$")
_WHOLE_WORD = 3
"""Letters; shorter ones are abbreviations, which may mean other things."""
_SPACES = " \u00a0\u202f\n"


def find_clashes(blocks: tuple[Block, ...], ledger: Ledger, language: Language, report: Report) -> None:
    """Warn of "9.1 billion billion", of "about about 5", and of "an increase of −3 percent"."""
    spoken = {
        id(inner): speak(node.lang)
        for node in walk(blocks)
        if isinstance(node, ForeignPassage)
        for inner in walk(node.blocks)
    }
    for block in walk(blocks):
        if isinstance(block, Block):
            for run in inlines_within(block):
                _look(run, ledger, spoken.get(id(block), language), report)


def _look(run: tuple[Inline, ...], ledger: Ledger, language: Language, report: Report) -> None:
    pieces = list(_pieces(run))
    for place, (text, reference) in enumerate(pieces):
        if reference is None or not reference.at or not any(map(str.isdigit, text)):
            continue
        before = _near(pieces, range(place - 1, -1, -1))[-_NEAR:]
        after = _near(pieces, range(place + 1, len(pieces)))[:_NEAR]
        said = _again(before, text, after, _nouns(reference, ledger, language)) or _against(before, text, language)
        said = said or _misnamed(reference, after, ledger, language)
        if said:
            message = f"the fact {reference.key} is written as {text}, and {said} beside it"
            report.add(
                "clashing-words", message, reference.at, "take those words away, or cite the fact in another form"
            )


def _near(pieces: Sequence[tuple[str, FactReference | None]], places: range) -> str:
    """Return what stands next to a figure, to one side of it."""
    found: list[str] = []
    length = 0
    for place in places:
        found.append(pieces[place][0])
        length += len(found[-1])
        if length >= _NEAR:
            break
    return "".join(found if places.step > 0 else reversed(found))


def _pieces(run: Iterable[Inline]) -> Iterator[tuple[str, FactReference | None]]:
    """Yield what readers see of a line, without its notes."""
    noted = {id(inner) for node in walk_inlines(run) if isinstance(node, Note) for inner in walk(node.blocks)}
    for node in walk_inlines(run):
        if id(node) in noted:
            continue
        match node:
            case Text() | Code():
                yield node.text, None
            case FactReference():
                yield node.text, node
            case SoftBreak() | LineBreak():
                yield " ", None
            case _:
                continue


def _nouns(reference: FactReference, ledger: Ledger, language: Language) -> frozenset[str]:
    """Return the last words of the noun that a fact is counted in, for one and for others."""
    fact = ledger.facts.get(reference.key)
    if fact is None or fact.unit.kind != "count":
        return frozenset()
    unit = fact.unit.spoken(language.tag)
    return frozenset(noun.split()[-1].casefold() for noun in (unit.one, unit.other) if noun)


def _again(before: str, text: str, after: str, nouns: frozenset[str]) -> str:
    """Say what is said twice."""
    own, next_ones = _words(_AFTER_NUMBER, text), _WORDS.findall(after.casefold())
    beside = after.lstrip(_SPACES)[:1]
    if beside and (beside.isalpha() or beside in "%‰"):
        for count in range(len(own), 0, -1):
            if own[-count:] == next_ones[:count]:
                return f"“{' '.join(own[-count:])}” stands once more"
        if own and next_ones and {own[-1], next_ones[0]} <= nouns:
            return f"“{next_ones[0]}” stands"
        if own and own[-1] in {"%", "percent"} and next_ones[0] in {"%", "percent"}:
            return f"“{next_ones[0]}” stands"
    head = (_BEFORE_NUMBER.match(text) or [""])[0].strip(_SPACES)
    left = before.rstrip(_SPACES)
    if not head or not left:
        return ""
    first = head.split()[0].casefold()
    ends = left.casefold().endswith(first) and (not first.isalpha() or not left[: -len(first)][-1:].isalpha())
    return f"“{left[-len(first) :]}” stands once more" if ends else ""


def _against(before: str, text: str, language: Language) -> str:
    """Say what contradicts a figure: another hedge, or a word for a rise or a fall where it is negative."""
    words = language.words
    hedges = {pattern.partition("{figure}")[0].strip().casefold() for pattern in words.hedges}
    left = " ".join(before.casefold().split())
    found = ""
    if any(text.casefold().startswith(f"{hedge} ") for hedge in hedges):
        found = next((hedge for hedge in hedges if _ends(left, hedge)), "")
    if not found and _MINUS.match(text):
        found = next((change for change in words.changes if _ends(left, change.casefold())), "")
    return f"“{found}” stands" if found else ""


def _misnamed(reference: FactReference, after: str, ledger: Ledger, language: Language) -> str:
    """Say that a bare number is called millions though it is in billions."""
    fact = ledger.facts.get(reference.key)
    if reference.form not in BARE or fact is None or fact.value is None:
        return ""
    left = " ".join(after.casefold().split())
    found = [
        (len(word), word, power)
        for power in (3, 6, 9, 12)
        for word in names_of(power, language)
        if len(word) >= _WHOLE_WORD and left.startswith(word) and not left[len(word) : len(word) + 1].isalpha()
    ]
    if not found or not isinstance(fact.value, Decimal | Range):
        return ""
    _, word, power = max(found)
    return f"“{word}” stands, which it is not in," if power != power_of(fact, reference.form, language) else ""


def _ends(text: str, words: str) -> bool:
    return bool(words) and text.endswith(words) and not text[: -len(words)][-1:].isalpha()


def _words(part: re.Pattern[str], text: str) -> list[str]:
    found = part.search(text)
    return _WORDS.findall(found[0].casefold()) if found else []
