"""What people ask of editions: which there are, and why one is or is not rebuilt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError, Status
from publisher.nearest import did_you_mean
from publisher.publishing.differences import differences
from publisher.publishing.disk import names_published
from publisher.publishing.editions import EDITIONS, editions_of, held_back
from publisher.publishing.freshness import shows_another, standing
from publisher.publishing.ground import Ground
from publisher.publishing.plan import audiences_published, jobs_of, with_audiences
from publisher.publishing.receipts import artifacts_in, damage_in, read_receipt
from publisher.publishing.state import State
from publisher.slugs import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from publisher.config import Workspace
    from publisher.diagnostics import Report
    from publisher.publishing.plan import Job

__all__ = ["explained", "listed", "published", "published_name"]


def published(workspace: Workspace) -> list[str]:
    """Return the names of everything that has editions, or whose link says so."""
    return sorted(names_published(workspace.output))


def published_name(workspace: Workspace, slug: str) -> str:
    """Return the name of something that has editions.

    Raises `PublisherError` (`unknown-document`).
    """
    known = published(workspace)
    if slug not in known:
        hint = did_you_mean(slug, known, f"there are: {', '.join(known)}" if known else "nothing is published yet")
        message = f"{slug!r} has no editions"
        raise PublisherError.single("unknown-document", message, hint=hint, status=Status.USAGE)
    return slug


def listed(workspace: Workspace, slug: str) -> Iterator[str]:
    """Yield each edition of a document: its name, when it was made, its files, whether it is current; and what is new."""
    known = editions_of(workspace.output, published_name(workspace, slug))
    receipts = [read_receipt(each.folder) or {} for each in known]
    for each, receipt, older in zip(known, receipts, [*receipts[1:], {}], strict=True):
        files = ", ".join(
            f"{name} {_size(len(content))}" for name, content in sorted(artifacts_in(each.folder).items())
        )
        mark = "*" if each.current else " "
        made = "made by an earlier Publisher" if each.sequence == 0 else "damaged"
        damaged = ", damaged" if receipt and damage_in(each.folder) else ""
        yield f"{mark} {each.name}  {receipt.get('made', made)}{damaged}  {files}"
        yield from (f"    {difference}" for difference in (differences(older, receipt) if older and receipt else ()))


def _size(count: int) -> str:
    return f"{max(count // 1000, 1):,} kB"


def explained(workspace: Workspace, slugs: tuple[str, ...], today: dt.date, report: Report) -> Iterator[str]:
    """Yield, for each document, what has changed since its edition was made, and what `rebuild` would do."""
    state = State.read(workspace.root, keep=False)
    for fault in state.faults():
        report.add("damaged-state", fault)
    try:
        ground = Ground(str(workspace.root), state)
        for_audiences = audiences_published(workspace)
        homes = tuple(dict.fromkeys(for_audiences[slug][0] if slug in for_audiences else slug for slug in slugs))
        jobs = jobs_of(workspace, homes, workspace.settings.formats, lenient=False, today=today)
        for job in with_audiences(jobs, for_audiences):
            if not slugs or job.slug in slugs or job.edition in slugs:
                yield from _explained(job, ground, workspace)
        for name, fault in workspace.found().misnamed.items() if not slugs else ():
            yield f"{shown(name)}: can't be published"
            yield f"  {fault}"
    finally:
        state.close()


def _explained(job: Job, ground: Ground, workspace: Workspace) -> Iterator[str]:
    found = standing(job, ground, str(workspace.output), thorough=True)
    reasons = list(dict.fromkeys(found.reasons))
    record = ground.state.documents.get(job.edition)
    if found.ledgers and record:
        from publisher.publishing.scouting import news_of, told

        concerns = told(record, news_of(ground, job, workspace.settings))
        reasons += concerns
        reasons += [str(change) for change in found.ledgers] if concerns else []
    held = held_back(workspace.output, job.edition)
    edition = record.content["edition"] if record else ""
    if held and reasons == [shows_another(f"{workspace.output.name}/{job.edition}", edition)]:
        yield f"{job.edition}: is as a rollback has left it"
    elif reasons:
        yield f"{job.edition}: would be rebuilt"
        yield from (f"  {reason}" for reason in reasons)
    else:
        yield f"{job.edition}: is up to date"
        yield from (f"  {change}, but nothing that it uses" for change in found.ledgers)
    if held:
        yield f"  a rollback has taken {', '.join(held)} back: rebuild publishes that content no more, build does"
    if record:
        made = (read_receipt(workspace.output / EDITIONS / job.edition / edition) or {}).get("made", "")
        yield f"  last built as {edition}{f', {made}' if made else ''}, because:"
        yield from (f"    {reason}" for reason in record.content["reasons"])
        until = record.content["until"]
        if until and job.today and until > job.today.isoformat():
            yield f"  a fact of it is out of date on {until}"
