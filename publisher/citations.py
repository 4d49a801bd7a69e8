"""How a fact is cited: its key, the form it is shown in, and what goes with it ("growth, short, dated")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from publisher.model import FactForm, FactReference
from publisher.nearest import did_you_mean

if TYPE_CHECKING:
    from publisher.diagnostics import Location

__all__ = ["CITED", "CITED_WITH", "FORMS", "Citation", "citation"]

CITED = re.compile(r"\{fact\}`([^`\n]+)`")
"""A citation in a text without other markup: metadata, alternative texts."""

FORMS: tuple[FactForm, ...] = get_args(FactForm)
CITED_WITH = ("dated", "sourced", "capital", "bare")
"""What goes with a form: its date, a note on its source, a capital letter; or no hedge."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as far as it can be understood."""

    fact: FactReference
    unknown: str = ""
    """The first option that there is not."""
    hint: str = ""


def citation(content: str, at: Location | None = None) -> Citation:
    """Read what stands in `{fact}`; an option that is not known is left out and named."""
    key, *options = (part.strip() for part in content.split(","))
    fact = FactReference(key, at=at)
    form: FactForm | None = None
    for option in options:
        named = next((each for each in FORMS if each == option), None)
        if named and form is None:
            form = named
            fact = replace(fact, form=named)
        elif option in CITED_WITH:
            added: dict[str, Any] = {option: True}
            fact = replace(fact, **added)
        else:
            known = f"the forms are {', '.join(FORMS)}; with them go {', '.join(CITED_WITH)}"
            hint = "a fact is shown in one form" if named else did_you_mean(option, [*FORMS, *CITED_WITH], known)
            return Citation(fact, option, hint)
    return Citation(fact)
