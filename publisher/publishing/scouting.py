"""Asking whether a change of ledgers concerns the documents that read them.

Ledgers may come from strangers, so one process of its own reads them all; if it dies, every document is built anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.publishing.records import Record
from publisher.publishing.traces import Uses
from publisher.publishing.workers import answer_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from publisher.config import Settings
    from publisher.inputs import Inputs
    from publisher.publishing.ground import Ground
    from publisher.publishing.plan import Job
    from publisher.publishing.session import Session

__all__ = ["News", "news_of", "settle"]


@dataclass(frozen=True, slots=True)
class News:
    """How the ledgers of a document stand."""

    good: bool
    """Whether they can be read and their checks hold."""
    facts: dict[str, str]
    """The values of the facts that the document uses."""
    digest: str
    inputs: Inputs
    """What was looked at to find that."""
    turning: tuple[str, str] = ("", "")
    """Between which days it stays the same."""


@dataclass(frozen=True, slots=True)
class _Question:
    path: Path
    root: Path
    uses: Uses
    today: dt.date | None


def settle(run: Session, jobs: Sequence[Job]) -> dict[str, list[str]]:
    """Return, for each document, why it must be rendered again after its ledgers changed; nothing where it need not."""
    found: dict[str, list[str]] = {}
    answers = _asked(run.ground, jobs, run.workspace.settings, (run.lock.handle,))
    with run.state.together():
        for job, news in zip(jobs, answers, strict=True):
            record = run.state.documents[job.edition]
            found[job.edition] = told(record, news)
            if news and not found[job.edition]:
                _take_over(run.ground, job, record, news)
    return found


def news_of(ground: Ground, job: Job, settings: Settings) -> News | None:
    """Return how the ledgers of a document stand now; None where they could not be read at all."""
    return _asked(ground, [job], settings)[0]


def told(record: Record, news: News | None) -> list[str]:
    """Say what of its facts concerns a document; nothing where they are as they were."""
    if news is None:
        return ["its facts can't be read"]
    if not news.good:
        return ["something is wrong with its facts"]
    before = record.content["facts"]
    reasons = [
        f"{key} was {before[key]}, is {value}" for key, value in news.facts.items() if before.get(key, value) != value
    ]
    reasons += [f"{key} has gone" for key in before if key not in news.facts]
    reasons += [f"{key} is new" for key in news.facts if key not in before]
    if not reasons and news.digest != record.content["facts_digest"]:
        reasons.append("what its ledgers say of the facts that it uses has changed")
    return reasons


def _asked(
    ground: Ground, jobs: Sequence[Job], settings: Settings, held: tuple[int, ...] = ()
) -> Sequence[News | None]:
    questions = []
    for job in jobs:
        content = ground.state.documents[job.edition].content
        uses = Uses(tuple(content["cited"]), tuple(content["sources"]), content["covered"])
        questions.append(_Question(job.path, job.root, uses, job.today))
    answers = answer_of(lambda: [_answer(each) for each in questions], settings, held)
    return answers or [None] * len(jobs)


def _answer(question: _Question) -> News:
    from publisher.publishing.ledgers import ledger_now, turning_days, used

    ledger, inputs = ledger_now(question.path, question.root)
    if ledger is None:
        return News(good=False, facts={}, digest="", inputs=inputs)
    found = used(ledger, question.uses, question.today)
    days = turning_days(ledger, question.uses.cited, question.today)
    since, until = (day.isoformat() if day else "" for day in days)
    return News(good=True, facts=found.facts, digest=found.digest, inputs=inputs, turning=(since, until))


def _take_over(ground: Ground, job: Job, record: Record, news: News) -> None:
    """Remember the ledgers as they are now, for a document that they do not concern."""
    content = dict(record.content)
    ground.saw(news.inputs)
    fresh = ground.written(news.inputs)
    old = set(content["ledgers"])
    content["files"] = {name: each for name, each in content["files"].items() if name not in old} | fresh["files"]
    content["absent"] = sorted({name for name in content["absent"] if name not in old} | set(fresh["absent"]))
    content["listings"] = [each for each in content["listings"] if each[0] not in old] + fresh["listings"]
    content["ledgers"] = fresh["ledgers"]
    content["since"], content["until"] = news.turning
    ground.state.remember(job.edition, content)
