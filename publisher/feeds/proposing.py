"""What would change in a ledger: who was 9.1 is now 9.4, from where, since when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.feeds.faults import held
from publisher.feeds.fetching import shown_origin
from publisher.feeds.snapshots import as_text
from publisher.preparation.formulas import ARITHMETIC
from publisher.reader.ledger.fed import written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from publisher.diagnostics import Location
    from publisher.feeds.checking import Checked
    from publisher.feeds.faults import Fault
    from publisher.model import Fact, Feed, FeedFact, FeedState, Ledger

__all__ = ["PROPOSED", "Proposal", "held_back", "proposals_of", "proposed_text", "proposed_values"]

PROPOSED = "proposed.json"
"""The file of the changes that wait, beside the states of the feeds."""
_HUNDRED = 100
_WHY = {"as-of": "since the feed says no date", "checked": "since nobody has checked the new value"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of one fact."""

    key: str
    was: Decimal | None
    """As the ledger writes it; None for a fact that is not there."""
    now: Decimal
    as_of: str
    """Empty where the fact keeps its date."""
    feed: str
    url: str
    sha256: str
    retrieved: str
    source: str
    at: Location | None
    """Where the fact stands, or else the feed that brings it."""
    drops: tuple[str, ...] = ()
    """Keys of the fact that are not true of the new value: who checked the old one, and its date where none is known."""
    hedge: str = ""
    """What its confidence says, which stays."""

    @property
    def change(self) -> Decimal | None:
        """The change as a part of what it was."""
        return _change(self.was, self.now)

    def as_json(self) -> dict[str, object]:
        """Return it as an object for machines."""
        return {
            "fact": self.key,
            "was": None if self.was is None else as_text(self.was),
            "now": as_text(self.now),
            "as-of": self.as_of,
            "feed": self.feed,
            "url": self.url,
            "sha256": self.sha256,
            "retrieved": self.retrieved,
            "drops": list(self.drops),
            "place": f"{self.at.path}:{self.at.line}:{self.at.column}" if self.at else "",
        }

    def told(self) -> str:
        """Return it as a line for people."""
        place = f"{self.at.path}:{self.at.line}:{self.at.column}: " if self.at else ""
        now = as_text(self.now)
        change = f" ({self.change * _HUNDRED:+.1f} %)" if self.change is not None else ""
        said = f"new, is {now}" if self.was is None else f"was {as_text(self.was)}, is now {now}{change}"
        said = f"stays {now}" if self.was == self.now else said
        date = f", as of {self.as_of}" if self.as_of else ""
        hedge = f", still hedged ({self.hedge.replace('-', ' ')})" if self.hedge else ""
        gone = "".join(f"; its {name} goes, {_WHY[name]}" for name in self.drops)
        return (
            f"{place}{self.key}: {said}{hedge}{date}, "
            f"from {self.feed} ({self.url}, {self.retrieved}, sha256 {self.sha256[:12]}){gone}"
        )


def held_back(feed: Feed, found: Checked, ledger: Ledger, confirmed: Collection[str]) -> list[Fault]:
    """Return a fault for each figure that has changed by more than it may, and that nobody has confirmed.

    What an earlier answer said already was taken then.
    """
    before = feed.state.values if feed.state else {}
    faults = []
    for each in feed.facts:
        fact, now = ledger.facts.get(each.key), found.values[each.key]
        was = written(fact) if fact else None
        if each.key in confirmed or before.get(each.key) == now or not _jumps(each, was, now):
            continue
        limit = f"{(each.max_change or 0) * _HUNDRED:f}".rstrip("0").rstrip(".")
        message = f"{each.key} would change from {as_text(was or Decimal(0))} to {as_text(now)}, by more than {limit} %"
        faults.append(held(message, each.key))
    return faults


def _jumps(each: FeedFact, was: Decimal | None, now: Decimal) -> bool:
    if each.max_change is None or was is None or was == now:
        return False
    change = _change(was, now)
    return change is None or abs(change) > each.max_change


def _change(was: Decimal | None, now: Decimal) -> Decimal | None:
    return ARITHMETIC.divide(ARITHMETIC.subtract(now, was), abs(was)) if was else None


def proposals_of(feed: Feed, state: FeedState | None, ledger: Ledger) -> list[Proposal]:
    """Return what the last good answer of a feed would change in the ledger."""
    if state is None or not state.sha256:
        return []
    found = []
    for each in feed.facts:
        now, fact = state.values.get(each.key), ledger.facts.get(each.key)
        if now is None:  # named in the declaration since then
            continue
        was = written(fact) if fact else None
        as_of = "" if each.own_date else state.as_of
        if was == now and (not as_of or (fact and fact.as_of == as_of)):
            continue
        found.append(_proposal(feed, state, each, fact, now, as_of))
    return found


def _proposal(  # noqa: PLR0913, PLR0917  what a proposal is made of
    feed: Feed, state: FeedState, each: FeedFact, fact: Fact | None, now: Decimal, as_of: str
) -> Proposal:
    place = feed.places.get(f"facts.{each.key}", feed.at)
    was = written(fact) if fact else None
    drops = []
    if fact and was != now:
        drops += ["as-of"] if fact.as_of and not as_of and not each.own_date else []
        drops += ["checked"] if fact.checked else []
    return Proposal(
        each.key,
        was,
        now,
        as_of,
        feed.name,
        shown_origin(feed),
        state.sha256,
        state.retrieved,
        feed.source,
        fact.places.get("value", fact.at) if fact else place,
        tuple(drops),
        fact.confidence if fact and was != now else "",
    )


def proposed_text(proposals: Iterable[Proposal], states: Mapping[str, FeedState | None]) -> str:
    """Return the content of the file of the changes that wait."""
    held_ones = [
        {"feed": name, "why": state.problem} for name, state in states.items() if state and state.outcome == "held"
    ]
    whole = {"proposed": [each.as_json() for each in proposals], "held": held_ones}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def proposed_values(text: str) -> Mapping[str, Decimal]:
    """Return what a file of changes proposes for each fact; nothing where it can't be read."""
    try:
        return {each["fact"]: Decimal(each["now"]) for each in json.loads(text)["proposed"]}
    except (ValueError, ArithmeticError, LookupError, TypeError):
        return {}
