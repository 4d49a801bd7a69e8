"""What is left of a ledger in which something is wrong, so that one mistake is told once and hides no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.reader.ledger.feeds import FeedFields
from publisher.reader.ledger.fields import (
    CheckFields,
    DefaultFields,
    ExemptFields,
    FactFields,
    FactsFields,
    SourceFields,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from publisher.reader.yaml import YamlValue

__all__ = ["Sound", "sound_part"]


@dataclass(frozen=True, slots=True)
class Sound:
    """The part of a ledger that can be used."""

    fields: FactsFields
    checks: tuple[int, ...]
    """The places of its checks in the list as written."""
    exempt: tuple[int, ...]
    """The places of its exemptions."""
    facts: tuple[str, ...] = ()
    """Keys of the facts that are wrong."""
    sources: tuple[str, ...] = ()
    """Keys of the sources that are wrong."""
    whole: bool = True
    """Whether nothing more is wrong than entries."""


def sound_part(value: Mapping[str, YamlValue]) -> Sound:
    """Leave out each entry that is wrong."""
    facts, sources = _entries(value.get("facts"), FactFields), _entries(value.get("sources"), SourceFields)
    defaults = _entries({key: {key: each} for key, each in _mapping(value.get("defaults")).items()}, DefaultFields)
    checks, exempt = _list(value.get("checks"), CheckFields, "check"), _list(value.get("exempt"), ExemptFields, "text")
    sound = {
        "facts": facts,
        "sources": sources,
        "defaults": {key: each for entry in defaults.values() for key, each in _mapping(entry).items()},
        "checks": [*checks.values()],
        "exempt": [*exempt.values()],
        "feeds": _entries(value.get("feeds"), FeedFields),
    }
    wrong_facts, wrong_sources = (
        tuple(key for key in _mapping(value.get(name)) if key not in found)
        for name, found in (("facts", facts), ("sources", sources))
    )
    kept = len(defaults) == len(_mapping(value.get("defaults"))) and all(
        isinstance(each, list if key in {"checks", "exempt"} else dict) for key, each in value.items() if key in sound
    )
    fields = FactsFields.model_validate(sound)
    return Sound(fields, tuple(checks), tuple(exempt), wrong_facts, wrong_sources, kept)


def _mapping(value: YamlValue) -> Mapping[str, YamlValue]:
    return value if isinstance(value, dict) else {}


def _entries(value: YamlValue, model: type[BaseModel]) -> dict[str, YamlValue]:
    return {key: each for key, each in _mapping(value).items() if _fits(model, each)}


def _list(value: YamlValue, model: type[BaseModel], short: str) -> dict[int, YamlValue]:
    """Return the entries that are right by their places; a text alone is short for one key."""
    entries = value if isinstance(value, list) else []
    found: dict[int, YamlValue] = {
        place: {short: each} if isinstance(each, str) else each for place, each in enumerate(entries)
    }
    return {place: each for place, each in found.items() if _fits(model, each)}


def _fits(model: type[BaseModel], value: YamlValue) -> bool:
    try:
        model.model_validate(value)
    except ValueError:
        return False
    return True
