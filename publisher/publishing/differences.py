"""What distinguishes editions: one from that before it, and one from those of the same document beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.publishing.editions import editions_of
from publisher.publishing.receipts import read_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["differences", "unlike_beside"]


def differences(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the receipt of an edition says otherwise than that of an earlier one: facts, files, programs."""
    facts = _mapping(older, "facts"), _mapping(newer, "facts")
    yield from _changes(*facts)
    for name in _moved(_mapping(older, "inputs"), _mapping(newer, "inputs")):
        yield f"{name} {_became(name, _mapping(older, 'inputs'), _mapping(newer, 'inputs'))}"
    if list(_moved(_mapping(older, "versions"), _mapping(newer, "versions"))):
        yield "other programs rendered it"


def unlike_beside(output: Path, name: str, names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the other editions of a document that say other values of facts which both cite, and these."""
    own = _mapping(_current(output, name), "facts")
    home = name.partition(".")[0]
    for other in sorted(names):
        if other != name and other.partition(".")[0] == home:
            beside = _mapping(_current(output, other), "facts")
            shared = own.keys() & beside.keys()
            unlike = list(_changes({key: own[key] for key in shared}, {key: beside[key] for key in shared}))
            if unlike:
                yield other, unlike


def _current(output: Path, name: str) -> Mapping[str, Any]:
    folder = next((each.folder for each in editions_of(output, name) if each.current), None)
    return (read_receipt(folder) if folder else None) or {}


def _mapping(receipt: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = receipt.get(key)
    return found if isinstance(found, dict) else {}


def _changes(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[str]:
    for key in _moved(older, newer):
        if key not in older:
            yield f"{key} is new: {newer[key]}"
        elif key not in newer:
            yield f"{key} is cited no more"
        else:
            yield f"{key} was {older[key]}, is {newer[key]}"


def _moved(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[str]:
    return [key for key in sorted(older.keys() | newer.keys()) if older.get(key) != newer.get(key)]


def _became(name: str, older: Mapping[str, Any], newer: Mapping[str, Any]) -> str:
    if name not in older:
        return "is new"
    return "has changed" if name in newer else "is used no more"
