"""A refresh from end to end: every declared feed, and what becomes of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic, PublisherError, Report, Status
from publisher.feeds.applying import apply
from publisher.feeds.checking import checked, schema_of
from publisher.feeds.faults import Fault
from publisher.feeds.fetching import answer_of
from publisher.feeds.homes import Home, homes_of
from publisher.feeds.proposing import PROPOSED, Proposal, held_back, proposals_of, proposed_text, proposed_values
from publisher.feeds.snapshots import as_text, attempt_failed, keep, put_aside, put_in_place
from publisher.feeds.web import Answer, Limits
from publisher.nearest import did_you_mean
from publisher.publishing.lock import locked
from publisher.reader.files import DATA_LIMIT
from publisher.slugs import misnamed, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from publisher.config import Workspace
    from publisher.model import Feed, FeedState, Json

__all__ = ["Refreshed", "Wanted", "refresh"]

_AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a refresh is asked for."""

    slugs: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    """Empty for all."""
    confirmed: tuple[str, ...] = ()
    """Facts whose change was looked at, however great it is."""
    accept: bool = False
    """Write what is proposed into the ledger."""
    patience: float = 0
    """Seconds that a feed may take at most, whatever it declares; 0 for what it declares."""


@dataclass(slots=True)
class Refreshed:
    """What became of one feed, or of a ledger that can't be read."""

    home: str
    feed: str
    report: Report
    status: Status = Status.GOOD
    state: FeedState | None = None
    proposals: list[Proposal] = field(default_factory=list)
    accepted: list[Proposal] = field(default_factory=list)

    def blame(self, diagnostic: Diagnostic, status: Status) -> None:
        """Add something that is wrong."""
        self.report.extend([diagnostic])
        self.status = max(self.status, status, key=lambda each: each.value)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A feed with its answer, or why there is none."""

    home: Home
    feed: Feed
    schema: Json
    answer: Answer | Fault


def refresh(
    workspace: Workspace, wanted: Wanted, moment: dt.datetime, environment: Mapping[str, str]
) -> list[Refreshed]:
    """Fetch feeds, keep what is good, propose what would change; with `accept`, change it.

    Raises `PublisherError` for a document, feed or fact that there is not, and where another refresh is at work.
    """
    with locked(workspace.output, "refresh") as lock:
        lock.cleared = True  # a refresh that dies leaves nothing half-made
        homes = homes_of(workspace, wanted.slugs)
        _find_unknown(homes, wanted)
        refused = [] if wanted.slugs else workspace.found().misnamed.items()
        done = [_refused(shown(name), Report([misnamed(name, fault)])) for name, fault in refused]
        done += [_refused(home.name, home.report) for home in homes if home.report.stops()]
        for home in homes:
            if not home.report.stops():
                done += _refreshed(home, wanted, moment, environment)
    return done


def _find_unknown(homes: list[Home], wanted: Wanted) -> None:
    report = Report()
    feeds = sorted({feed.name for home in homes for feed in home.feeds})
    facts = sorted({each.key for home in homes for feed in home.feeds for each in feed.facts})
    for kind, given, known in (("feed", wanted.feeds, feeds), ("fact of a feed", wanted.confirmed, facts)):
        for name in given:
            if name not in known and not any(home.report.stops() for home in homes):
                hint = did_you_mean(name, known, f"there are: {', '.join(known) or 'none'}")
                report.add("bad-argument", f"there is no {kind} {name!r}", hint=hint)
    if report.diagnostics:
        raise PublisherError(report, Status.USAGE)


def _refused(name: str, report: Report) -> Refreshed:
    return Refreshed(name, "", report, Status.SOURCE)


def _refreshed(home: Home, wanted: Wanted, moment: dt.datetime, environment: Mapping[str, str]) -> list[Refreshed]:
    feeds = [feed for feed in home.feeds if not wanted.feeds or feed.name in wanted.feeds]
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        asked = list(pool.map(lambda feed: _asked(home, feed, wanted, environment), feeds))
    done = [_taken(each, wanted.confirmed, moment) for each in asked]
    states = {feed.name: feed.state for feed in home.feeds} | {each.feed: each.state for each in done}
    for feed, each in zip(feeds, done, strict=True):
        each.proposals = proposals_of(feed, each.state, home.ledger)
    if wanted.accept:
        home = _accepted(home, done)
    waiting = [each for feed in home.feeds for each in proposals_of(feed, states[feed.name], home.ledger)]
    if feeds:
        put_in_place(home.folder, f"{home.base}/{PROPOSED}", proposed_text(waiting, states).encode())
    return done


def _asked(home: Home, feed: Feed, wanted: Wanted, environment: Mapping[str, str]) -> _Asked:
    limits = Limits(min(filter(None, (feed.seconds, wanted.patience))), feed.size)
    try:
        schema = schema_of(feed, home.folder)
        return _Asked(home, feed, schema, answer_of(feed, home.folder, environment, limits))
    except Fault as fault:
        return _Asked(home, feed, None, fault)


def _taken(asked: _Asked, confirmed: Collection[str], moment: dt.datetime) -> Refreshed:
    """Keep an answer that is good; of any other, note why it is not."""
    home, feed, answer = asked.home, asked.feed, asked.answer
    done = Refreshed(home.name, feed.name, Report(sources=home.report.sources))
    time = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if damaged := home.damaged(feed):
        feed, aside = put_aside(home, feed, damaged)
        message = f"{feed.name}: what was kept of it is damaged, and was put aside as {', '.join(map(home.folder.shown_path, aside))}"
        hint = "look what had changed it; when you need it no more, take it away"
        done.report.add("feed-damaged", message, feed.at, hint)
    if isinstance(answer, Fault):
        faults = [answer]
    else:
        found = checked(feed, answer, asked.schema, moment.date())
        faults = found.faults or held_back(feed, found, home.ledger, confirmed)
        if not faults:
            done.state = keep(home, feed, answer.content, found, time)
    if faults:
        done.state = attempt_failed(home, feed, faults, time)
    for fault in faults:
        at = feed.places.get(fault.place, feed.at)
        done.blame(Diagnostic(fault.code, f"{feed.name}: {fault.message}", at, fault.hint), fault.status)
    return done


def _accepted(home: Home, done: list[Refreshed]) -> Home:
    """Write what good answers propose into the ledger; return the home as it is then.

    Somebody may have looked at what an earlier refresh proposed: a figure that has changed since is not written.
    """
    looked_at = proposed_values(home.folder.text(f"{home.base}/{PROPOSED}", DATA_LIMIT, Report()) or "")
    proposals, refused = [], Report()
    for proposal in (each for one in done if one.status is Status.GOOD for each in one.proposals):
        before = looked_at.get(proposal.key, proposal.now)
        if before == proposal.now:
            proposals.append(proposal)
        else:
            message = f"{proposal.key} was proposed as {as_text(before)}, and is {as_text(proposal.now)} now"
            refused.add("not-accepted", message, proposal.at, "look at it, then accept again")
    written = apply(home, proposals, refused)
    for one in done:
        one.accepted = [each for each in one.proposals if each in written]
        own = [each.at for each in one.proposals if one.status is Status.GOOD]
        for each in refused.diagnostics:
            if each.at in own:
                one.blame(each, Status.SOURCE)
    again = home.read_again()
    return home if again.report.stops() else again
