"""Building a workspace: plan, render, publish.

Documents are rendered in processes of their own; an error, a crash or a time-out of one costs that one alone,
whose last good edition stays where it is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publisher.publishing.building import build
    from publisher.publishing.outcomes import BuildResult, Listener, Outcome
    from publisher.publishing.plan import Job
    from publisher.publishing.rebuilding import rebuild

__all__ = ["BuildResult", "Job", "Listener", "Outcome", "build", "rebuild"]

_HOMES = {
    "BuildResult": "outcomes",
    "Job": "plan",
    "Listener": "outcomes",
    "Outcome": "outcomes",
    "build": "building",
    "rebuild": "rebuilding",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, so that a run which finds nothing to do imports nothing that renders."""
    if name in _HOMES:
        return getattr(import_module(f"publisher.publishing.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
