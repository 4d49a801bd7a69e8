"""What every step of `prepare` may use besides the document itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Node
    from publisher.preparation.language import Language

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """The language to write in, and where to say what is wrong."""

    language: Language
    report: Report
    kinds: frozenset[type[Node]] = frozenset()
    """The types of all nodes in the document; steps that concern none of them are left out."""
    today: dt.date | None = None
    """The day by which facts are out of date; None where that is not asked."""
