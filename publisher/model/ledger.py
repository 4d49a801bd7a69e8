"""The ledger: everything that a document may cite, and what must hold of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.model.facts import Check, Exemption, Fact, Source
from publisher.model.feeds import Feed


@dataclass(frozen=True, slots=True)
class Ledger:
    """All facts that a document may use."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    """Where facts are fetched from, by name."""
    whole: bool = True
    """Whether it could be read; else what it seems to lack may be there."""
