"""Facts in the text: every `{fact}` shown as the language writes it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.model import FactReference
from publisher.nearest import did_you_mean
from publisher.preparation.amounts import FormError, machine_value, show_fact
from publisher.preparation.ledger import names_needed
from publisher.preparation.rewrite import rewrite

if TYPE_CHECKING:
    from publisher.model import Document, Fact, FactForm, Inline, Ledger
    from publisher.preparation.context import Context

__all__ = ["show_facts"]


def show_facts(document: Document, context: Context) -> Document:
    """Fill in `text` and `value` of every reference to a fact, and warn of facts that nothing uses."""
    shown: dict[tuple[str, FactForm], tuple[str, str]] = {}
    cited: set[str] = set()

    def show(inline: Inline) -> Inline:
        if not isinstance(inline, FactReference):
            return inline
        cited.add(inline.key)
        found = shown.get((inline.key, inline.form)) or _shown(inline, document.ledger, context)
        if found is None:
            return replace(inline, text=inline.key)
        shown[inline.key, inline.form] = found
        text, value = found
        return replace(inline, text=text, value=value)

    blocks = rewrite(document.blocks, inline={FactReference: show})
    if not document.held_back:  # what is held back may cite them
        _find_unused(document.ledger, cited, context)
    return replace(document, blocks=blocks)


def _shown(reference: FactReference, ledger: Ledger, context: Context) -> tuple[str, str] | None:
    """Return the text and the plain value of a fact; None where it can't be shown, and say so."""
    fact = ledger.facts.get(reference.key)
    if fact is None:
        hint = did_you_mean(reference.key, ledger.facts, "add it under `facts` in facts.yaml")
        context.report.add("unknown-fact", f"there is no fact {reference.key}", reference.at, hint)
        return None
    try:
        return show_fact(fact, reference.form, context.language), machine_value(fact, reference.form)
    except FormError as error:
        message = f"the fact {fact.key} can't be shown as {reference.form}: {error}"
        context.report.add("bad-form", message, reference.at, _hint(fact))
        return None


def _hint(fact: Fact) -> str:
    """Say in which forms a fact can be shown."""
    forms = ["long", "short", "exact"]
    forms += ["number"] if isinstance(fact.value, Decimal) else []
    forms += ["as-of"] if fact.as_of else []
    return f"it can be shown as {', '.join(forms)}; or change it in facts.yaml"


def _find_unused(ledger: Ledger, cited: set[str], context: Context) -> None:
    used = cited | names_needed(ledger)
    for key, fact in ledger.facts.items():
        if key not in used:
            hint = f"cite it with {{fact}}`{key}`, or take it out"
            context.report.add("unused-fact", f"the fact {key} is never used", fact.at, hint)
