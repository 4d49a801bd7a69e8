"""Whether a document must be rendered again, since something that could change its files is not as it was."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publisher.publishing.ground import Change, Ground

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.publishing.plan import Job

__all__ = ["Standing", "shows_another", "standing"]

_EDITIONS = ".editions"


@dataclass(slots=True)
class Standing:
    """How a document stands."""

    reasons: list[str] = field(default_factory=list)
    """Why it must be rendered again."""
    ledgers: list[Change] = field(default_factory=list)
    """Ledgers that have changed, which may or may not concern it."""


def standing(job: Job, ground: Ground, output: str, *, thorough: bool = False) -> Standing:
    """Find why a document must be rendered again; the first reason is enough unless this is to be thorough."""
    found = Standing()
    record = ground.state.documents.get(job.edition)
    if record is None:
        found.reasons.append("nothing is remembered of it")
        return found
    content = record.content
    for change in _all(job, content, ground, record.groups, output):
        if isinstance(change, Change) and change.ledger:
            found.ledgers.append(change)
        else:
            found.reasons.append(str(change))
            if not thorough:
                break
    return found


def _all(
    job: Job, content: Mapping[str, Any], ground: Ground, groups: tuple[int, ...], output: str
) -> Iterator[Change | str]:
    yield from _asked(job, content, ground)
    yield from ground.changes(content)
    for number in groups:
        yield from ground.changes_of_group(number)
    if job.today:
        yield from _aged(job.today, content)
    yield from _published(job, content, ground, output)


def _asked(job: Job, content: Mapping[str, Any], ground: Ground) -> Iterator[str]:
    missing = [name for name in job.formats if name not in content["formats"]]
    if missing:
        yield f"{', '.join(missing)} was not made" if len(missing) == 1 else f"{', '.join(missing)} were not made"
    if content["lenient"] != job.lenient:
        yield "it was made leniently" if content["lenient"] else "it was made strictly"
    if ground.full(content["source"]) != os.fspath(job.path):
        yield f"it was made from {content['source']}"


def _aged(today: dt.date, content: Mapping[str, Any]) -> Iterator[str]:
    since, until = content["since"], content["until"]
    if until and today.isoformat() >= until:
        yield f"a fact is out of date since {until}"
    elif since and today.isoformat() < since:
        yield f"a fact was out of date since {since}"
    elif not content["day"]:
        yield "it was made without asking whether its facts are out of date"


def shows_another(name: str, edition: str) -> str:
    """Say that the link of a document leads to another edition than the last that was made."""
    return f"{name} shows another edition than {edition}"


def _published(job: Job, content: Mapping[str, Any], ground: Ground, output: str) -> Iterator[Change | str]:
    link = f"{output}/{job.edition}"
    try:
        shown = os.readlink(link)  # noqa: PTH115  thousands of them
    except OSError:
        yield f"{ground.name(link)} shows no edition"
        return
    if shown != f"{_EDITIONS}/{job.edition}/{content['edition']}":
        yield shows_another(ground.name(link), content["edition"])
        return
    for name, digest in content["published"].items():
        found = ground.digest(name)
        if found != digest:
            yield Change(name, "is not as it was published" if found else "is missing")
