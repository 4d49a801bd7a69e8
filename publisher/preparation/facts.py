"""Facts in the text: every `{fact}` shown as the language writes it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from publisher.citations import CITED, citation
from publisher.model import (
    Chart,
    FactForm,
    FactReference,
    Figure,
    ForeignPassage,
    ForeignWords,
    Image,
    Paragraph,
    Period,
    SourcesList,
    Table,
    Wording,
)
from publisher.nearest import did_you_mean
from publisher.preparation.amounts import HEDGED, FormError, machine_value, show_fact
from publisher.preparation.annex import period_of, records_of, with_annexes
from publisher.preparation.feeds import data_as_of, outdated_since
from publisher.preparation.language import speak
from publisher.preparation.ledger import names_needed
from publisher.preparation.neighbours import find_clashes
from publisher.preparation.origins import sources_behind, times_behind
from publisher.preparation.powers import BARE, BareNumbers
from publisher.preparation.provenance import Provenance, with_source_notes
from publisher.preparation.rewrite import rewrite
from publisher.preparation.shaping import shape_tables
from publisher.preparation.whereabouts import Whereabouts
from publisher.traverse import walk

if TYPE_CHECKING:
    from collections.abc import Collection

    from publisher.diagnostics import Location, Report
    from publisher.model import Block, Document, Fact, Inline, Ledger, Metadata
    from publisher.preparation.context import Context
    from publisher.preparation.language import Language

__all__ = ["show_facts", "tell_unknown", "tell_unused"]

_ROLE = "{fact}"
_MARK = f"{_ROLE}`"
_COUNTED_IN_MILLIONS = frozenset({"number", "currency", "count", "measure"})
_MISSING = "?"
"""What stands for a fact that can't be shown; nothing with it is published."""
_TEXTS = ("title", "subtitle", "summary", "kicker", "short_title", "organisation", "edition", "watermark")
"""The keys of the metadata in which facts are written out."""


def show_facts(document: Document, context: Context) -> Document:
    """Fill in `text` and `value` of every reference to a fact, and warn of facts that nothing uses."""
    showing = _Showing(document, context)
    blocks = showing.blocks(document.blocks, context.language)
    metadata = showing.metadata(document.metadata, context.language)
    if not document.one_of_several:  # what it does not cite, another edition may
        tell_unused(document.ledger, showing.cited, context.report)
    if Table in context.kinds:
        blocks = shape_tables(blocks, document.ledger, context.language, context.report)
    if any(isinstance(node, FactReference) and node.sourced for node in walk(blocks)):
        blocks = with_source_notes(blocks, document.ledger, context.language)
    if any(reference.form in BARE for reference, _ in showing.shown):
        showing.bare.within(blocks, context.language)
    if showing.shown:
        find_clashes(blocks, document.ledger, context.language, context.report)
    cited = frozenset(showing.cited & document.ledger.facts.keys())
    said = data_as_of(document.ledger, cited, metadata, context) if document.ledger.feeds else ""
    metadata = replace(metadata, data_as_of=said)

    def show(reference: FactReference) -> FactReference:
        return showing.show(reference, context.language)

    if SourcesList in context.kinds:
        if document.translation and any(isinstance(node, SourcesList) and node.facts for node in walk(blocks)):
            _find_untranslated_labels(document.ledger, cited, context)
        blocks = with_annexes(replace(document, blocks=blocks, metadata=metadata), cited, context.language, show)
    records = records_of(document.ledger, cited, context.language, show)
    return replace(document, metadata=metadata, blocks=blocks, cited=records)


class _Showing:
    """A pass that writes facts in the language of the passage that they stand in."""

    def __init__(self, document: Document, context: Context) -> None:
        self.ledger = document.ledger
        self.context = context
        self.shown: dict[tuple[FactReference, str], FactReference] = {}
        self.cited: set[str] = set()
        metadata = document.metadata
        self.translated = metadata.lang.partition("-")[0] if document.translation else ""
        self.whereabouts = Whereabouts(context.report.sources)
        self.bare = BareNumbers(document.ledger, context.report)
        self.provenance = Provenance(document.ledger, metadata.handling, metadata.on_stale, context)

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

        def describe(inline: Inline) -> Inline:
            if not isinstance(inline, Image) or _MARK not in inline.alt:
                return inline
            return replace(inline, alt=self.filled(inline.alt, language, inline.at)[0])

        def figure(block: Block) -> Block:
            if not isinstance(block, Figure):
                return block
            image = describe(block.image)
            return replace(block, image=image) if isinstance(image, Image) and image is not block.image else block

        def chart(block: Block) -> Block:
            if not isinstance(block, Chart) or _MARK not in block.alt:
                return block
            return replace(block, alt=self.filled(block.alt, language, block.at)[0])

        return rewrite(
            blocks,
            block={ForeignPassage: passage, Figure: figure, Chart: chart},
            inline={ForeignWords: words, FactReference: show, Image: describe},
        )

    def metadata(self, metadata: Metadata, language: Language) -> Metadata:
        """Write out the facts that stand in what is known of the document as a whole."""
        figures: dict[str, tuple[FactReference, ...]] = {}

        def filled(name: str, text: str) -> str:
            self.tell_unread(text, metadata.places.get(name))
            if _MARK not in text:
                return text
            said, cited = self.filled(text, language, metadata.places.get(name))
            figures[name] = (*figures.get(name, ()), *cited)
            return said

        texts: dict[str, Any] = {name: filled(name, getattr(metadata, name)) for name in _TEXTS}
        imprint = tuple(filled("imprint", line) for line in metadata.imprint)
        keywords = tuple(filled("keywords", word) for word in metadata.keywords)
        authors = tuple(
            replace(each, name=filled("authors", each.name), affiliation=filled("authors", each.affiliation))
            for each in metadata.authors
        )
        return replace(metadata, imprint=imprint, keywords=keywords, authors=authors, figures=figures, **texts)

    def tell_unread(self, text: str, at: Location | None) -> None:
        """Tell of the name of the role without its text, as the reader does in running text."""
        if _ROLE in text and _ROLE in CITED.sub("", text):
            hint = f"its text stands right behind it: {_ROLE}`name`"
            self.context.report.add("not-a-role", f"{_ROLE} is shown as it is written", at, hint)

    def filled(self, text: str, language: Language, at: Location | None) -> tuple[str, tuple[FactReference, ...]]:
        """Write out the facts in a text without other markup, and return them too."""
        cited: list[FactReference] = []

        def show(found: re.Match[str]) -> str:
            place = self.whereabouts.within(text, found.start(1), len(found[1]), at)
            read = citation(found[1], place)
            if read.hint:
                self.context.report.add("bad-form", f"there is no form {read.unknown!r} of a fact", place, read.hint)
            cited.append(self.show(read.fact, language))
            return cited[-1].text

        said = CITED.sub(show, text)
        self.bare.beside(cited, (said,), language)
        return said, tuple(cited)

    def show(self, inline: FactReference, language: Language) -> FactReference:
        self.cited.add(inline.key)
        if inline.text:  # shown already, in the language of its passage
            return inline
        key = inline, language.tag
        found = self.shown.get(key) or self._shown(inline, language)
        if found is None:
            return replace(inline, text=inline.key if self.ledger.whole else _MISSING)
        self.shown[key] = found
        return replace(found, at=inline.at)

    def _shown(self, reference: FactReference, language: Language) -> FactReference | None:
        found = _shown(reference, self.ledger, language, self.context.report)
        if found is None:
            return None
        fact, (text, value) = self.ledger.facts[reference.key], found
        if fact.confidence and not reference.bare and reference.form in HEDGED:
            text = language.words.hedged(text, fact.confidence)
        here = reference.at and language.tag.partition("-")[0] == self.translated
        timed = reference.form == "as-of" or reference.dated
        in_words = timed and _is_in_words(fact, language)
        if here and (in_words or not _is_spoken(fact, reference.form, language)):
            message = f"the fact {fact.key} is said in the language of the original: {text}"
            hint = f"give its words in {language.tag} too: {{{self.translated}: …}}"
            self.context.report.add("untranslated-fact", message, reference.at, hint, [fact.at])
        if reference.capital:
            text = text[:1].upper() + text[1:]
        if reference.dated and times_behind(fact.key, self.ledger):
            text = f"{text} ({period_of(times_behind(fact.key, self.ledger), language)})"
        since = self.provenance.stale_since(reference) or outdated_since(fact.key, self.ledger, self.context.today)
        if since is None or self.provenance.policy != "mark":
            return replace(reference, text=text, value=value)
        return replace(reference, text=language.out_of_date(text, since), value=value, marked_since=since)


def _shown(reference: FactReference, ledger: Ledger, language: Language, report: Report) -> tuple[str, str] | None:
    """Return the text and the plain value of a fact; None where it can't be shown, and say so."""
    fact = ledger.facts.get(reference.key)
    if fact is None:
        tell_unknown(reference.key, ledger, reference.at, report)
        return None
    if fact.value is None:  # what is wrong with it is told already
        return _MISSING, ""
    try:
        _refuse_empty(reference, ledger)
        return show_fact(fact, reference.form, language), machine_value(fact, reference.form)
    except FormError as error:
        message = f"the fact {fact.key} can't be shown as {_asked(reference)}: {error}"
        report.add("bad-form", message, reference.at, _hint(fact))
        return None


def _refuse_empty(reference: FactReference, ledger: Ledger) -> None:
    """Refuse to put a date or a source after a fact that has none, nor any fact that it is computed from."""
    fact = ledger.facts[reference.key]
    is_time = fact.unit.kind == "year" or isinstance(fact.value, dt.date | Period)
    if reference.dated and not is_time and not times_behind(reference.key, ledger):
        message = "it has no `as-of`"
        raise FormError(message)
    if reference.sourced and not sources_behind((reference.key,), ledger):
        message = "it has no `source`"
        raise FormError(message)


def _asked(reference: FactReference) -> str:
    options = [name for name in ("dated", "sourced") if getattr(reference, name)]
    return ", ".join([reference.form, *options])


def _find_untranslated_labels(ledger: Ledger, cited: frozenset[str], context: Context) -> None:
    tag = context.language.tag
    for key, fact in ledger.facts.items():
        lost = fact.value is None  # what is wrong with it is told already, and its label is not known
        if key in cited and not lost and not (isinstance(fact.label, Wording) and fact.label.speaks(tag)):
            message = f"the label of the fact {key} has no words in {tag}"
            at = fact.places.get("label", fact.at)
            context.report.add("untranslated-fact", message, at, f"label: {{en: …, {tag.partition('-')[0]}: …}}")


def _is_in_words(fact: Fact, language: Language) -> bool:
    """Whether the time of a fact is written in words that no language says in its own way."""
    return language.period(fact.as_of) == fact.as_of and any(map(str.isalpha, fact.as_of))


def _is_spoken(fact: Fact, form: FactForm, language: Language) -> bool:
    """Whether a fact has its words in the language of a translation."""
    match fact.value:
        case _ if form == "as-of":
            return True
        case str():
            return not any(map(str.isalpha, fact.value))
        case Wording():
            return fact.value.speaks(language.tag)
        case _:
            return form == "amount" or form in BARE or fact.unit.speaks(language.tag)


def tell_unknown(key: str, ledger: Ledger, at: Location | None, report: Report) -> None:
    """Report a fact that is not there."""
    if ledger.whole:
        hint = did_you_mean(key, ledger.facts, "add it under `facts` in facts.yaml")
        if any(each.key == key for feed in ledger.feeds.values() for each in feed.facts):
            hint = "a feed brings it: publisher refresh --accept writes it into the ledger"
        report.add("unknown-fact", f"there is no fact {key}", at, hint)


def _hint(fact: Fact) -> str:
    """Say in which forms a fact can be shown."""
    forms = ["long", "short", "exact"]
    forms += ["number"] if isinstance(fact.value, Decimal) else []
    forms += ["in millions"] if isinstance(fact.value, Decimal) and fact.unit.kind in _COUNTED_IN_MILLIONS else []
    forms += ["as-of"] if fact.as_of else []
    return f"it can be shown as {', '.join(forms)}; or change it in facts.yaml"


def tell_unused(ledger: Ledger, cited: Collection[str], report: Report) -> None:
    """Warn of facts that nothing uses."""
    used = set(cited) | names_needed(ledger)
    for key, fact in ledger.facts.items():
        if key not in used and not fact.shared:
            hint = f"cite it with {{fact}}`{key}`, or take it out"
            report.add("unused-fact", f"the fact {key} is never used", fact.at, hint)
