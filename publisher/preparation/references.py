"""Cross-references: what each shows ("Table 2", "section 3.1", a title), and which node it leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.model import (
    Abbreviation,
    Chart,
    Code,
    CodeBlock,
    FactReference,
    Figure,
    Heading,
    Image,
    LineBreak,
    Math,
    MathBlock,
    Note,
    Reference,
    Section,
    SoftBreak,
    Table,
    Text,
)
from publisher.nearest import did_you_mean
from publisher.preparation.rewrite import same_or_new
from publisher.preparation.titles import bare
from publisher.traverse import map_block, map_inline, plain_text, walk_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.diagnostics import Report
    from publisher.model import Block, Document, Inline, Numbered
    from publisher.preparation.context import Context
    from publisher.words import Words

__all__ = ["resolve_references"]

_Inlines = tuple["Inline", ...]


PLACE = "%s"
"""Where the number goes in the author's words (MyST `numref`)."""

_NO_BREAK = "\u00a0"
_PICTURE = "\ufffc"
_REMEMBERED = 24
"""Characters, enough to see the end of a sentence."""
_OPENING = "“„‘‚«‹\"'([¿¡"
_SENTENCE_END = re.compile(r"[.!?…。][”’»›\"')\]]*\s+$")
_ABBREVIATED = re.compile(r"(?:\b(?:cf|e\.g|i\.e|vs|incl|esp|ej|ex|art|núm|pág|cap|[A-ZÁÉÍÓÚÑ]))\.\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Target:
    """What a label stands on."""

    kind: Numbered
    identifier: str
    number: str
    title: _Inlines


def resolve_references(document: Document, context: Context) -> Document:
    """Fill in what each reference shows and where it leads; unknown labels are reported with the nearest one."""
    passing = _Pass(_targets(document), context.language.words, context.report)
    return replace(document, blocks=passing.blocks(document.blocks))


def _targets(document: Document) -> Mapping[str, _Target]:
    targets: dict[str, _Target] = {}
    for node in walk_document(document):
        match node:
            case Section(label=label) if label:
                kind: Numbered = "appendix" if node.appendix else "section"
                targets.setdefault(label, _Target(kind, node.identifier, node.number.removesuffix("."), node.title))
            case Heading(label=label) if label:
                targets.setdefault(label, _Target("section", label, "", node.content))
            case Table(label=label) if label:
                targets.setdefault(label, _Target("table", node.identifier, str(node.number or ""), node.caption))
            case Figure(label=label) | Chart(label=label) if label:
                targets.setdefault(label, _Target("figure", node.identifier, str(node.number or ""), node.caption))
            case CodeBlock(label=label) if label:
                targets.setdefault(label, _Target("listing", node.identifier, str(node.number or ""), node.caption))
            case MathBlock(label=label) if label:
                targets.setdefault(label, _Target("equation", node.identifier, f"({node.number})", ()))
            case _:
                pass
    return targets


@dataclass(slots=True)
class _Pass:
    """A pass in reading order that remembers the words before, for the capital at the beginning of a sentence."""

    targets: Mapping[str, _Target]
    words: Words
    report: Report
    before: str = ""

    def blocks(self, run: tuple[Block, ...]) -> tuple[Block, ...]:
        return same_or_new(run, tuple([map_block(block, self.line, self.blocks) for block in run]))

    def line(self, run: _Inlines) -> _Inlines:
        """Resolve a run that begins a block."""
        self.before = ""
        return self.inlines(run)

    def inlines(self, run: _Inlines) -> _Inlines:
        new: dict[int, Inline] = {}
        for place, inline in enumerate(run):
            if type(inline) is Text:  # most of a document, and never changed
                self.pass_over(inline.text)
            elif (resolved := self.inline(inline)) is not inline:
                new[place] = resolved
        return tuple([new.get(place, inline) for place, inline in enumerate(run)]) if new else run

    def inline(self, inline: Inline) -> Inline:
        match inline:
            case Text() | Code() | Math() | Abbreviation() | FactReference():
                self.pass_over(inline.text)
                return inline
            case SoftBreak() | LineBreak():
                self.pass_over(" ")
                return inline
            case Image():
                self.pass_over(_PICTURE)
                return inline
            case Note():
                before = self.before
                note = map_inline(inline, self.inlines, self.blocks)
                self.before = before
                return note
            case Reference():
                resolved = inline if inline.target else self.resolve(inline)
                self.pass_over(plain_text(resolved.content))
                return resolved
            case _:
                return map_inline(inline, self.inlines, self.blocks)

    def pass_over(self, text: str) -> None:
        self.before = (self.before + text)[-_REMEMBERED:]

    def resolve(self, reference: Reference) -> Reference:
        target = self.targets.get(reference.label)
        if target is None:
            hint = did_you_mean(reference.label, self.targets, "labels are given with (name)= or :name:")
            self.report.add("unknown-label", f"there is no label {reference.label}", reference.at, hint)
            return replace(reference, form="text", content=reference.content or (Text(reference.label),))
        found = replace(reference, target=target.identifier, target_kind=target.kind)
        if reference.content and (reference.form == "text" or PLACE not in plain_text(reference.content)):
            return replace(found, form="text", content=self.inlines(reference.content))
        if target.number:
            return self.numbered(found, target)
        if target.kind == "section" and not reference.content:
            return replace(found, form="title", content=self.quoted(target))
        message = f"{reference.label} has no number to refer to"
        hint = "set `numbering: true`" if target.kind == "section" else f"give the {target.kind} a caption"
        self.report.add("unnumbered-target", message, reference.at, f"{hint}, or write the words yourself")
        return replace(found, form="text", content=_fill(reference.content, reference.label) or (Text(target.kind),))

    def numbered(self, reference: Reference, target: _Target) -> Reference:
        match reference.content:
            case ():
                prefix = "" if target.kind == "appendix" else self.word(target.kind) + _NO_BREAK
            case (Text(text),) if text.endswith(PLACE) and text.count(PLACE) == 1:
                prefix = text.removesuffix(PLACE)
                prefix = prefix[:-1] + _NO_BREAK if prefix.endswith(" ") else prefix
            case _:
                return replace(reference, form="text", content=_fill(reference.content, target.number))
        content = (Text(prefix + target.number, at=reference.at),)
        return replace(reference, form="number", prefix=prefix, number=target.number, content=content)

    def word(self, kind: Numbered) -> str:
        """Return what stands before a number; with a capital where a sentence begins."""
        word = self.words.before_number(kind)
        return word[:1].upper() + word[1:] if _begins_sentence(self.before) else word

    def quoted(self, target: _Target) -> _Inlines:
        title = bare(target.title, self.in_title)
        return (Text(self.words.quote_open), *title, Text(self.words.quote_close))

    def in_title(self, reference: Reference) -> _Inlines:
        """Show a reference inside a title that is itself referred to: its words, a number, or its plain title."""
        target = self.targets.get(reference.label)
        if target is None or reference.content:
            number = target.number if target else reference.label
            return _fill(reference.content, number) or (Text(reference.label),)
        if target.number:
            return (Text(self.word(target.kind) + _NO_BREAK + target.number),)
        return (Text(plain_text(target.title)),)


def _begins_sentence(before: str) -> bool:
    before = before.rstrip(_OPENING)
    return not before.strip() or bool(_SENTENCE_END.search(before) and not _ABBREVIATED.search(before))


def _fill(inlines: _Inlines, number: str) -> _Inlines:
    """Put a number into the author's words."""

    def fill(run: _Inlines) -> _Inlines:
        return tuple(
            replace(inline, text=inline.text.replace(PLACE, number))
            if isinstance(inline, Text)
            else map_inline(inline, fill, lambda blocks: blocks)
            for inline in run
        )

    return fill(inlines)
