"""Facts in the text: every `{fact}` shown as the language writes it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from publisher.model import FactReference, ForeignPassage, ForeignWords, Paragraph
from publisher.nearest import did_you_mean
from publisher.preparation.amounts import FormError, machine_value, show_fact
from publisher.preparation.language import speak
from publisher.preparation.ledger import names_needed
from publisher.preparation.rewrite import rewrite

if TYPE_CHECKING:
    from publisher.diagnostics import Report
    from publisher.model import Block, Document, Fact, FactForm, Inline, Ledger
    from publisher.preparation.context import Context
    from publisher.preparation.language import Language

__all__ = ["show_facts"]


def show_facts(document: Document, context: Context) -> Document:
    """Fill in `text` and `value` of every reference to a fact, and warn of facts that nothing uses."""
    showing = _Showing(document.ledger, context)
    blocks = showing.blocks(document.blocks, context.language)
    if not document.held_back:  # what is held back may cite them
        _find_unused(document.ledger, showing.cited, context)
    return replace(document, blocks=blocks)


class _Showing:
    """A pass that writes facts in the language of the passage that they stand in."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self.ledger = ledger
        self.context = context
        self.shown: dict[tuple[str, FactForm, str], tuple[str, str]] = {}
        self.cited: set[str] = set()

    def blocks(self, blocks: tuple[Block, ...], language: Language) -> tuple[Block, ...]:
        def passage(block: Block) -> Block:
            if not isinstance(block, ForeignPassage):
                return block
            return replace(block, blocks=self.blocks(block.blocks, speak(block.lang)))

        def words(inline: Inline) -> Inline:
            if not isinstance(inline, ForeignWords):
                return inline
            line = Paragraph(inline.content)
            (said,) = self.blocks((line,), speak(inline.lang))
            return replace(inline, content=said.content) if isinstance(said, Paragraph) else inline

        def show(inline: Inline) -> Inline:
            return self.show(inline, language) if isinstance(inline, FactReference) else inline

        return rewrite(blocks, block={ForeignPassage: passage}, inline={ForeignWords: words, FactReference: show})

    def show(self, inline: FactReference, language: Language) -> FactReference:
        self.cited.add(inline.key)
        if inline.text:  # shown already, in the language of its passage
            return inline
        key = inline.key, inline.form, language.tag
        found = self.shown.get(key) or _shown(inline, self.ledger, language, self.context.report)
        if found is None:
            return replace(inline, text=inline.key)
        self.shown[key] = found
        text, value = found
        return replace(inline, text=text, value=value)


def _shown(reference: FactReference, ledger: Ledger, language: Language, report: Report) -> tuple[str, str] | None:
    """Return the text and the plain value of a fact; None where it can't be shown, and say so."""
    fact = ledger.facts.get(reference.key)
    if fact is None:
        hint = did_you_mean(reference.key, ledger.facts, "add it under `facts` in facts.yaml")
        report.add("unknown-fact", f"there is no fact {reference.key}", reference.at, hint)
        return None
    try:
        return show_fact(fact, reference.form, language), machine_value(fact, reference.form)
    except FormError as error:
        message = f"the fact {fact.key} can't be shown as {reference.form}: {error}"
        report.add("bad-form", message, reference.at, _hint(fact))
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
