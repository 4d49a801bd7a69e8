"""What `publisher refresh` does, and how it speaks."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from publisher.console import as_json, tell
from publisher.diagnostics import Status
from publisher.feeds.refreshing import refresh

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from publisher.config import Workspace
    from publisher.feeds.refreshing import Refreshed, Wanted

__all__ = ["refreshing"]


def refreshing(
    workspace: Workspace, wanted: Wanted, moment: dt.datetime, say: Callable[[str], None], *, machine: bool
) -> Status:
    """Refresh feeds and tell what became of each; return the worst status."""
    done = refresh(workspace, wanted, moment, os.environ)
    for each in done:
        if machine:
            say(json.dumps(_as_object(each), ensure_ascii=False))
            continue
        tell(each.report, sys.stderr)
        for line in _told(each):
            say(line)
    if not done and not machine:
        say("no feeds are declared")
    return max((each.status for each in done), key=lambda each: each.value, default=Status.GOOD)


def _told(done: Refreshed) -> Iterator[str]:
    name = f"{done.home}/{done.feed}" if done.feed else done.home
    if not done.feed:
        yield f"{name}: not refreshed"
        return
    if done.status is Status.GOOD or done.accepted:
        date = f", data of {done.state.as_of}" if done.state and done.state.as_of else ""
        yield f"{name}: good{date}; {_counted(len(done.proposals))}"
    elif done.state and done.state.sha256:
        yield f"{name}: not refreshed; the answer of {done.state.retrieved} stays"
    else:
        yield f"{name}: not refreshed; there is no earlier answer"
    for each in done.proposals:
        mark = "accepted" if each in done.accepted else "proposed"
        yield f"  {mark}: {each.told()}"


def _counted(changes: int) -> str:
    return {0: "nothing has changed", 1: "1 change"}.get(changes, f"{changes} changes")


def _as_object(done: Refreshed) -> dict[str, object]:
    state = done.state
    return {
        "home": done.home,
        "feed": done.feed,
        "status": done.status.value,
        "outcome": state.outcome if state else "failed",
        "sha256": state.sha256 if state else "",
        "retrieved": state.retrieved if state else "",
        "as-of": state.as_of if state else "",
        "proposed": [each.as_json() for each in done.proposals if each not in done.accepted],
        "accepted": [each.as_json() for each in done.accepted],
        "diagnostics": [as_json(each) for each in done.report.sorted()],
    }
