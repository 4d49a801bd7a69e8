"""Facts and the feeds that keep them: each knows its feed, and when that last said the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.nearest import did_you_mean
from publisher.reader.snapshots import SHARED_BASE, state_of

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Fact, Feed, FeedFact, Ledger
    from publisher.reader.files import Folder

__all__ = ["fed", "find_feed_sources", "written"]


def written(fact: Fact) -> Decimal | None:
    """Return a number as the ledger writes it (26 for 26 %); None for anything else."""
    if not isinstance(fact.value, Decimal):
        return None
    return fact.value.scaleb(2) if fact.unit.kind in {"percent", "points"} else fact.value


def fed(ledger: Ledger, folder: Folder, base: str, report: Report, states: Report | None = None) -> Ledger:
    """Say of each fact which feed keeps it, and of each feed what came of it.

    `states` is told of states that are damaged, where others than a build ask; else `report` is.
    """
    damage = report if states is None else states
    feeds = {
        name: replace(feed, shared=base == SHARED_BASE, state=state_of(folder, base, feed, damage))
        for name, feed in ledger.feeds.items()
    }
    facts = dict(ledger.facts)
    for feed in feeds.values():
        for each in feed.facts:
            fact = facts.get(each.key)
            if fact is not None and _may_keep(feed, each, fact, report):
                facts[each.key] = _kept(fact, feed)
    return replace(ledger, facts=facts, feeds=feeds)


def _may_keep(feed: Feed, kept: FeedFact, fact: Fact, report: Report) -> bool:
    at = feed.places.get(f"facts.{kept.key}", feed.at)
    if fact.feed:
        message = f"the fact {fact.key} is kept by two feeds, {fact.feed} and {feed.name}"
        report.add("duplicate-key", message, at, "take it out of one of them", [fact.at])
        return False
    if fact.formula or (fact.value is not None and not isinstance(fact.value, Decimal)):
        message = f"the fact {fact.key} is {'computed' if fact.formula else 'no number'}; a feed can't keep it"
        report.add("wrong-type", message, at, "feeds keep numbers; name another fact", [fact.at])
        return False
    return True


def _kept(fact: Fact, feed: Feed) -> Fact:
    """Return a fact as its feed knows it: an answer that says the same as the ledger has read it anew.

    Where the data say of when they are, that they were read once more is nothing that a reader is told.
    """
    state = feed.state
    found = replace(fact, feed=feed.name, source=fact.source or feed.source)
    if state is None or state.day is None or fact.value is None or state.values.get(fact.key) != written(fact):
        return found
    if state.as_of:
        return replace(found, confirmed=state.day)
    return replace(found, retrieved=max(state.day, fact.retrieved or state.day))


def find_feed_sources(ledger: Ledger, report: Report) -> None:
    """Tell of feeds that name a source which is not there."""
    for feed in ledger.feeds.values():
        if feed.source and feed.source not in ledger.sources and ledger.whole:
            message = f"the feed {feed.name} names a source {feed.source}, which is not there"
            hint = did_you_mean(feed.source, ledger.sources, "add it under `sources`")
            report.add("unknown-source", message, feed.places.get("source", feed.at), hint)
