"""One run at work in a workspace: it holds the lock, and it remembers what it does."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.diagnostics import Report, Status
from publisher.publishing.disk import is_ours
from publisher.publishing.ground import Ground
from publisher.publishing.lock import locked
from publisher.publishing.outcomes import BuildResult, Outcome, Silence
from publisher.publishing.ownership import own
from publisher.publishing.records import Run
from publisher.publishing.scratch import sweep_scratch
from publisher.publishing.state import FOLDER, State
from publisher.slugs import misnamed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.config import Found, Workspace
    from publisher.publishing.lock import Lock
    from publisher.publishing.outcomes import Listener

__all__ = ["Session", "session"]


@dataclass(slots=True)
class Session:
    """A run at work."""

    workspace: Workspace
    lock: Lock
    state: State
    listener: Listener
    report: Report = field(default_factory=Report)
    ground: Ground = field(init=False)
    outcomes: list[Outcome] = field(default_factory=list)
    fresh: tuple[str, ...] = ()
    """Documents that are left as they are."""
    index: Status = Status.GOOD
    """What became of the index page."""

    def __post_init__(self) -> None:
        """Look at the disk through what is remembered."""
        self.ground = Ground(str(self.workspace.root), self.state)

    def refuse(self, found: Found) -> None:
        """Note that documents with names which none can have are not published; they cost themselves alone."""
        for name, fault in found.misnamed.items():
            stays = is_ours(self.workspace.output / name)
            outcome = Outcome(shown(name), Report([misnamed(name, fault)]), Status.SOURCE, stays=stays)
            self.listener.ended(outcome)
            self.outcomes.append(outcome)

    def result(self) -> BuildResult:
        """Return what became of all documents."""
        return BuildResult(
            tuple(sorted(self.outcomes, key=lambda each: each.slug)), self.report, self.fresh, self.index
        )


@contextmanager
def session(
    workspace: Workspace, listener: Listener | None = None, wait: Callable[[str], None] | None = None
) -> Iterator[Session]:
    """Take the lock of a workspace and read what is remembered; in the end, note what the run did.

    Raises `PublisherError` (`busy`, `publish-failed`, and `bad-config` where another workspace publishes there).
    """
    began = _now()
    with locked(workspace.output, wait=wait) as lock:
        own(workspace)
        state = State.read(workspace.root)
        run = Session(workspace, lock, state, listener or Silence())
        try:
            sweep_scratch(workspace.root)
            if lock.before:
                _clear_up(run)
            for fault in state.faults():
                run.report.add("damaged-state", fault)
            yield run
            _log(run, began)
            if state.failure:
                message = f"{FOLDER}/ can't be used: {state.failure}"
                run.report.add("state-not-kept", message)
        finally:
            state.close()


def _clear_up(run: Session) -> None:
    from publisher.publishing.editions import sweep_all

    sweep_all(run.workspace.output)
    run.lock.cleared = True
    message = f"the run before has ended without letting go of its lock ({run.lock.before}); it is taken over"
    run.report.add("stale-lock", message)


def _log(run: Session, began: str) -> None:
    result = run.result()
    changed = sum(outcome.changed for outcome in result.outcomes)
    failed = sum(bool(outcome.status.value) for outcome in result.outcomes)
    total = len(result.outcomes) + len(result.fresh)
    command = shlex.join(sys.argv)[:500].encode(errors="backslashreplace").decode()  # paths may be no text
    built = len(result.outcomes)
    run.state.log_run(Run(began, _now(), command, total, built, changed, failed, result.status.value))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
