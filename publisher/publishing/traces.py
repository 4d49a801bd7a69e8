"""What a document was made of, as far as that could change what comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.inputs import Inputs

__all__ = ["Trace", "Uses"]


@dataclass(frozen=True, slots=True)
class Uses:
    """What a document takes from its ledgers, by name."""

    cited: tuple[str, ...] = ()
    """The facts that it cites: in its text, its metadata, its tables and charts, and in what describes pictures."""
    sources: tuple[str, ...] = ()
    """The sources that its tables name."""
    covered: bool = False
    """Whether it tells of figures that were typed."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a worker says of a document that it has rendered."""

    own: Inputs
    """What it looked at in the document's folder and in those of shared facts."""
    shared: Inputs
    """What other documents use too: the template set, its fonts, exporters of other packages."""
    libraries: tuple[str, ...] = ()
    """Files of the system below the layout engine."""
    uses: Uses = Uses()
    facts: Mapping[str, str] = field(default_factory=dict)
    """The values of the facts that it cites, and of those behind them."""
    facts_digest: str = ""
    since: dt.date | None = None
    """The first day of those on which its facts are as good as they are."""
    until: dt.date | None = None
    """The day on which one of its facts goes out of date."""
    checks: tuple[str, ...] = ()
    """The statements about facts that hold."""
    seconds: float = 0.0
    """How long it took to render."""
