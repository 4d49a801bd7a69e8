"""Feeds behind the facts that a document cites: of when their data are, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from publisher.preparation.provenance import end_of, inputs_of
from publisher.reader.ledger.fed import written

if TYPE_CHECKING:
    from collections.abc import Collection

    from publisher.model import Fact, Feed, Ledger, Metadata
    from publisher.preparation.context import Context

__all__ = ["data_as_of", "expiries_of_feeds", "outdated_since"]


def data_as_of(ledger: Ledger, cited: Collection[str], metadata: Metadata, context: Context) -> str:
    """Return of when the data from feeds are that a document cites, in words; tell of feeds that are not as they should be.

    Of several feeds the oldest date is said; of none, nothing.
    """
    facts = {fact.key: fact for key in sorted(cited) for fact in inputs_of(key, ledger) if fact.feed}
    for name, feed in ledger.feeds.items():
        kept = [fact for fact in facts.values() if fact.feed == name]
        if kept:
            _tell(feed, kept, metadata, context)
    dates = [date for fact in facts.values() if (date := _date(fact, ledger.feeds[fact.feed])) and end_of(date)]
    oldest = min(dates, key=lambda date: (end_of(date), date), default="")
    language = context.language
    return language.words.data_as_of.format(date=language.period(oldest)) if oldest else ""


def _date(fact: Fact, feed: Feed) -> str:
    """Return of when a figure is: what the data say where they say the same, else what the ledger says.

    A day of fetching is the last resort: that an answer was read yesterday makes a figure of last year no newer.
    """
    said = feed.state.as_of if feed.state and _says_the_same(fact, feed) else ""
    return said or fact.as_of or _known_since(fact, feed)


def _known_since(fact: Fact, feed: Feed) -> str:
    """Return from when on `max-age` counts: the date of the data, or the day on which data without one were fetched."""
    if feed.state and _says_the_same(fact, feed):
        return feed.state.as_of or feed.state.retrieved[:10]
    return fact.as_of or (fact.retrieved.isoformat() if fact.retrieved else "")


def _says_the_same(fact: Fact, feed: Feed) -> bool:
    return feed.state is not None and fact.value is not None and feed.state.values.get(fact.key) == written(fact)


def _tell(feed: Feed, kept: list[Fact], metadata: Metadata, context: Context) -> None:
    """Warn of a feed whose last attempt was not good, or whose data are too old; by policy, that is an error."""
    troubles = [
        (feed.at, "feed-failed", _failure(feed)),
        (feed.places.get("as-of", feed.at), "feed-stale", _staleness(feed, kept, context.today)),
    ]
    for at, code, message in troubles:
        if message:
            told = "feed-unfit" if metadata.on_stale == "fail" else code
            context.report.add(told, f"{message}{_age(feed, kept, context.today)}", at, "publisher refresh tries again")
    if pending := [fact.key for fact in kept if _waits(fact, feed)]:
        message = f"the feed {feed.name} has newer figures than the ledger: {', '.join(pending)}"
        context.report.add("feed-pending", message, feed.at, "look at them, and take them: publisher refresh --accept")


def _failure(feed: Feed) -> str:
    state = feed.state
    if state is None:
        return f"the feed {feed.name} has never been fetched"
    if state.outcome == "good":
        return ""
    did = {"failed": "could not be fetched", "refused": "gave an answer that was refused", "held": "is held"}
    return f"the feed {feed.name} {did[state.outcome]} on {state.attempted[:10]}: {state.problem}"


def _staleness(feed: Feed, kept: list[Fact], today: dt.date | None) -> str:
    since = _known(feed, kept)
    if feed.max_age is None or today is None or since is None or feed.max_age.after(since) >= today:
        return ""
    return f"the data of the feed {feed.name} are older than `max-age` allows"


def _known(feed: Feed, kept: list[Fact]) -> dt.date | None:
    return min((end for fact in kept if (end := end_of(_known_since(fact, feed)))), default=None)


def outdated_since(key: str, ledger: Ledger, today: dt.date | None) -> dt.date | None:
    """Return since when a figure, or one behind it, is of a feed whose data are too old; None where it is not."""
    found = []
    for fact in inputs_of(key, ledger):
        feed = ledger.feeds.get(fact.feed)
        since = end_of(_known_since(fact, feed)) if feed else None
        if feed and feed.max_age and since:
            found.append(feed.max_age.after(since) + dt.timedelta(days=1))
    first = min(found, default=None)
    return first if first and today and first <= today else None


def expiries_of_feeds(ledger: Ledger, facts: Collection[Fact]) -> list[dt.date]:
    """Return, for each feed that keeps some of these facts, the first day on which its data are too old."""
    found = []
    for name, feed in ledger.feeds.items():
        since = _known(feed, [fact for fact in facts if fact.feed == name])
        if feed.max_age and since:
            found.append(feed.max_age.after(since) + dt.timedelta(days=1))
    return found


def _age(feed: Feed, kept: list[Fact], today: dt.date | None) -> str:
    date = min((end for fact in kept if (end := end_of(_date(fact, feed)))), default=None)
    if date is None:
        return "; nobody knows of when its figures are"
    days = f", {(today - date).days} days ago" if today and today > date else ""
    return f"; the figures shown are of {date.isoformat()}{days}"


def _waits(fact: Fact, feed: Feed) -> bool:
    found = feed.state.values.get(fact.key) if feed.state else None
    return found is not None and fact.value is not None and found != written(fact)
