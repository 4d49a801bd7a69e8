"""What goes wrong with a feed, and how much that weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Status

if TYPE_CHECKING:
    from publisher.model import FeedOutcome

__all__ = ["Fault", "absurd", "held", "no_credential", "unreachable", "unusable"]


class Fault(Exception):  # noqa: N818 - it ends the refreshing of one feed, and says why
    """Why an answer is not taken. No message ever holds anything that came from the environment."""

    def __init__(self, code: str, message: str, hint: str = "", *, place: str = "") -> None:
        """Take a diagnostic's code, message and hint, and the key of the declaration that it is about."""
        super().__init__(message)
        self.code = code
        self.message = "".join(each if each.isprintable() else "\ufffd" for each in message)
        self.hint = hint
        self.place = place

    @property
    def status(self) -> Status:
        """The exit status: whether something outside failed, or the data are wrong."""
        outside = self.code in {"feed-unreachable", "feed-credential", "missing-package"}
        return Status.OUTSIDE if outside else Status.SOURCE

    @property
    def outcome(self) -> FeedOutcome:
        """What became of the attempt, for the state of the feed."""
        return "refused" if self.code == "feed-refused" else "held" if self.code == "feed-held" else "failed"


def unreachable(message: str, hint: str = "try again later; what was known stays in place") -> Fault:
    """Make the fault of something outside."""
    return Fault("feed-unreachable", message, hint)


def absurd(
    message: str, hint: str = "ask who publishes the data; what was known stays in place", place: str = ""
) -> Fault:
    """Make the fault of an answer that is wrong."""
    return Fault("feed-refused", message, hint, place=place)


def held(message: str, key: str) -> Fault:
    """Make the fault of a change that is too great."""
    hint = f"look whether it is true; if so: publisher refresh --confirm {key}"
    return Fault("feed-held", message, hint, place=f"facts.{key}")


def no_credential(message: str, hint: str, place: str = "") -> Fault:
    """Make the fault of an environment that lacks what the declaration names."""
    return Fault("feed-credential", message, hint, place=place)


def unusable(message: str, hint: str, place: str = "") -> Fault:
    """Make the fault of a declaration."""
    return Fault("bad-feed", message, hint, place=place)
