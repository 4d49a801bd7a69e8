"""What `publisher refresh` keeps of feeds: the last good answers and how they came about, read for a build.

data/.snapshots/NAME.json            the state of a feed of a document; source/facts/.snapshots/ for those of all
data/.snapshots/NAME/SHA256.json     an answer, named by its hash
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import Location
from publisher.model import FeedState
from publisher.reader.fields import as_date, as_number
from publisher.reader.files import DATA_LIMIT, YAML_LIMIT

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Feed, FeedOutcome
    from publisher.reader.files import Folder

__all__ = ["OWN", "SHARED_BASE", "answer_name", "is_hash", "state_name", "state_of"]

OWN = "data/.snapshots"
"""Where the answers to the feeds of a document stand, below its folder."""
SHARED_BASE = ".snapshots"
"""Where those of the feeds that all documents share stand, below source/facts/."""
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_AS_OF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_HINT = "publisher refresh puts it aside and fetches the feed anew; do not edit it"
_OUTCOMES: tuple[FeedOutcome, ...] = ("good", "failed", "refused", "held")


def state_name(base: str, feed: str) -> str:
    """Return the path of the state of a feed."""
    return posixpath.join(base, f"{feed}.json")


def answer_name(base: str, feed: Feed, sha256: str) -> str:
    """Return the path of an answer of a feed."""
    return posixpath.join(base, feed.name, f"{sha256}.{feed.format}")


def state_of(folder: Folder, base: str, feed: Feed, report: Report) -> FeedState | None:
    """Read what came of a feed; None where it was never tried.

    Nothing is known either where the state, or the answer that it names, is not as it was written; that is reported at
    the file.
    """
    state = _written_state(folder, state_name(base, feed.name), report)
    if (
        state is None
        or not state.sha256
        or _is_as_fetched(folder, answer_name(base, feed, state.sha256), state, report)
    ):
        return state
    return None


def _written_state(folder: Folder, name: str, report: Report) -> FeedState | None:
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


def _is_as_fetched(folder: Folder, name: str, state: FeedState, report: Report) -> bool:
    """Whether an answer still has the hash that it is named by; one that is not kept is not missed."""
    folder.inputs.ledgers.add(str(folder.path / name))
    if not folder.holds(name):
        return True
    at = Location(folder.shown_path(name))
    content = folder.content(name, DATA_LIMIT, report, at)
    if content is None:
        return False
    if hashlib.sha256(content).hexdigest() == state.sha256:
        return True
    report.add("bad-data", f"{name} is not what was fetched: its hash is another", at, _HINT)
    return False


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


def is_hash(text: str) -> bool:
    """Whether an answer can be named so."""
    return _HASH.fullmatch(text) is not None


def _hash(text: str) -> str:
    if not is_hash(text):
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
