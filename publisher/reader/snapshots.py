"""What `publisher refresh` keeps of feeds: the last good answers and how they came about, read for a build.

data/.snapshots/NAME.json            the state of a feed of a document; source/facts/.snapshots/ for those of all
data/.snapshots/NAME/SHA256.json     an answer, named by its hash
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import Location
from publisher.model import FeedState
from publisher.reader.fields import as_date, as_number
from publisher.reader.files import DATA_LIMIT, YAML_LIMIT, Folder

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Feed, FeedOutcome

__all__ = ["OWN", "SHARED_BASE", "Snapshot", "answer_name", "snapshot_of", "state_name", "state_of"]

OWN = "data/.snapshots"
"""Where the answers to the feeds of a document stand, below its folder."""
SHARED_BASE = ".snapshots"
"""Where those of the feeds that all documents share stand, below source/facts/."""
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_AS_OF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_HINT = "publisher refresh makes it anew; do not edit it"
_OUTCOMES: tuple[FeedOutcome, ...] = ("good", "failed", "refused", "held")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The last good answer of a feed, as a file."""

    folder: Folder
    name: str
    """Its path below the folder."""
    sha256: str


def state_name(base: str, feed: str) -> str:
    """Return the path of the state of a feed."""
    return posixpath.join(base, f"{feed}.json")


def answer_name(base: str, feed: Feed, sha256: str) -> str:
    """Return the path of an answer of a feed."""
    return posixpath.join(base, feed.name, f"{sha256}.{feed.format}")


def snapshot_of(folder: Folder, feed: Feed, report: Report, at: Location | None = None) -> Snapshot | None:
    """Return where the last good answer of a feed stands, or report why it can't be used.

    `folder` is that of the document; the answer may stand beside it, where all documents share the feed.
    """
    home = folder.beside("facts") if feed.shared else folder
    if feed.state is None or not feed.state.sha256 or home is None:
        hint = f"fetch it: publisher refresh --feed {feed.name}"
        report.add("missing-file", f"the feed {feed.name} has never been fetched", at, hint)
        return None
    name = answer_name(SHARED_BASE if feed.shared else OWN, feed, feed.state.sha256)
    content = home.content(name, DATA_LIMIT, report, at)
    if content is None:
        return None
    if hashlib.sha256(content).hexdigest() != feed.state.sha256:
        report.add("bad-data", f"{name} is not what was fetched: its hash is another", at, _HINT)
        return None
    return Snapshot(home, name, feed.state.sha256)


def state_of(folder: Folder, base: str, feed: str, report: Report) -> FeedState | None:
    """Read what came of a feed; None where it was never tried, or where that can't be read, which is reported."""
    name = state_name(base, feed)
    folder.inputs.ledgers.add(str(folder.path / name))
    if not folder.holds(name):
        return None
    at = Location(folder.shown_path(name))
    text = folder.text(name, YAML_LIMIT, report, at)
    if text is None:
        return None
    try:
        return _state(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        report.add("bad-data", f"{name} is not the state of a feed", at, _HINT)
        return None


def _state(given: dict[str, Any]) -> FeedState:
    good: dict[str, Any] = given.get("good") or {}
    last: dict[str, Any] = given["attempt"]
    if last["outcome"] not in _OUTCOMES or not isinstance(last.get("problem", ""), str):
        raise ValueError
    return FeedState(
        str(given["url"]),
        _hash(good["sha256"]) if good else "",
        _time(good["retrieved"]) if good else "",
        _as_of(good.get("as-of", "")) if good else "",
        {str(key): _number(text) for key, text in good.get("values", {}).items()},
        tuple(_hash(each) for each in given.get("kept", [])),
        _time(last["at"]),
        last["outcome"],
        last.get("problem", ""),
    )


def _hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise ValueError
    return text


def _time(text: str) -> str:
    if as_date(text[:10]) is None:
        raise ValueError
    return text


def _as_of(text: str) -> str:
    """Return of when data are: without it, nobody would be told how old they are."""
    found = _AS_OF.fullmatch(text)
    if text and (found is None or as_date(f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}") is None):
        raise ValueError
    return text


def _number(text: str) -> Decimal:
    number = as_number(text)
    if number is None:
        raise ValueError
    return number
