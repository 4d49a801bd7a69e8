"""Raw HTML in a source: refused, or cleaned, as the metadata says; what happens to it is always said."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from publisher.model import HtmlBlock, HtmlInline, Link, Paragraph, SoftBreak, Text
from publisher.preparation.html_cleaning import VOID, clean_block, clean_tag, text_of, without_comments
from publisher.preparation.rewrite import same_or_new
from publisher.traverse import map_block, map_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics import Location, Report
    from publisher.model import Block, Document, Inline, RawHtml
    from publisher.preparation.context import Context

__all__ = ["clean_raw_html"]

_CLOSING = re.compile(r"</[A-Za-z]")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def clean_raw_html(document: Document, context: Context) -> Document:
    """Take raw HTML out or clean it; comments go without a word."""
    passing = _Pass(document.metadata.raw_html, context.report)
    return replace(document, blocks=passing.blocks(document.blocks))


@dataclass(frozen=True, slots=True)
class _Pass:
    """A pass over the document; inline tags are matched within their run, so that the result is well-formed."""

    policy: RawHtml
    report: Report

    def blocks(self, run: tuple[Block, ...]) -> tuple[Block, ...]:
        return same_or_new(run, tuple(kept for block in run for kept in self.block(block)))

    def block(self, block: Block) -> Iterator[Block]:
        if not isinstance(block, HtmlBlock):
            mapped = map_block(block, self.inlines, self.blocks)
            if mapped is block or not isinstance(mapped, Paragraph) or mapped.content:
                yield mapped
        elif without_comments(block.html).strip():
            match self.policy:
                case "refuse":
                    self.refuse(block.html, block.at)
                    yield from _as_paragraph(block)
                case "clean":
                    yield from self.cleaned_block(block)
                case _:
                    assert_never(self.policy)

    def cleaned_block(self, block: HtmlBlock) -> Iterator[Block]:
        cleaned = clean_block(block.html)
        if cleaned is None:
            message = "the elements of this HTML are nested too deep"
            self.report.add("too-deep", message, block.at, "say it in Markdown, with less nesting")
            yield from _as_paragraph(block)
            return
        self.tell_removed(cleaned.removed, block.at)
        if text_of(cleaned.html).strip() or "<hr" in cleaned.html:
            self.tell_reduced(block.html, block.at)
            yield replace(block, html=f"{cleaned.html}\n")

    def inlines(self, run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return self.any_inlines(run, linked=False)

    def linked_inlines(self, run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return self.any_inlines(run, linked=True)

    def any_inlines(self, run: tuple[Inline, ...], *, linked: bool) -> tuple[Inline, ...]:
        if any(isinstance(inline, HtmlInline) for inline in run):
            run = self.tags(run, linked=linked)
        return same_or_new(run, tuple(self.inline(inline, linked=linked) for inline in run))

    def inline(self, inline: Inline, *, linked: bool) -> Inline:
        inner = self.linked_inlines if linked or isinstance(inline, Link) else self.inlines
        return map_inline(inline, inner, self.blocks)

    def tags(self, run: tuple[Inline, ...], *, linked: bool) -> tuple[Inline, ...]:
        match self.policy:
            case "refuse":
                for inline in run:
                    if isinstance(inline, HtmlInline) and not inline.html.startswith("<!--"):
                        self.refuse(inline.html, inline.at)
                return tuple(inline for inline in run if not isinstance(inline, HtmlInline))
            case "clean":
                return tuple(self.cleaned_tags(run, linked=linked))
            case _:
                assert_never(self.policy)

    def cleaned_tags(self, run: tuple[Inline, ...], *, linked: bool) -> Iterator[Inline]:
        partners = _partners(run)
        dropped = set()
        for place, inline in enumerate(run):
            if not isinstance(inline, HtmlInline):
                yield inline
            elif inline.html.startswith("<!--"):
                continue
            elif place not in partners and _name(inline) not in VOID:
                message = f"{_short(inline.html)} was taken out: it has no partner in its run of text"
                hint = "open and close a tag within the same emphasis, link or paragraph"
                self.report.add("raw-html-cleaned", message, inline.at, hint)
            elif _CLOSING.match(inline.html):
                if partners[place] not in dropped:
                    yield replace(inline, html=f"</{_name(inline)}>")
            elif opening := self.opening(inline, linked=linked):
                yield opening
            else:
                dropped.add(place)

    def opening(self, inline: HtmlInline, *, linked: bool) -> HtmlInline | None:
        """Clean an opening or void tag; None for one that is refused."""
        cleaned = clean_tag(inline.html)
        if not cleaned.html or (linked and _name(inline) == "a"):
            self.tell_removed((f"<{_name(inline)}>",), inline.at)
            return None
        self.tell_removed(cleaned.removed, inline.at)
        self.tell_reduced(inline.html, inline.at)
        return replace(inline, html=cleaned.html)

    def refuse(self, html: str, at: Location | None) -> None:
        hint = "say it in Markdown, or set `raw-html: clean` in the metadata"
        self.report.add("raw-html", f"raw HTML is refused: {_short(html)}", at, hint)

    def tell_removed(self, removed: tuple[str, ...], at: Location | None) -> None:
        if removed:
            message = f"{', '.join(removed)} was taken out of the HTML"
            self.report.add("raw-html-cleaned", message, at, "only harmless tags and attributes of text are kept")

    def tell_reduced(self, html: str, at: Location | None) -> None:
        message = f"Word and plain text show only the text of {_short(html)}"
        self.report.add("raw-html-reduced", message, at, "say it in Markdown, which all formats show")


def _partners(run: tuple[Inline, ...]) -> dict[int, int]:
    """Pair the places of opening and closing tags; links are not nested, as HTML forbids it."""
    partners: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for place, inline in enumerate(run):
        if not isinstance(inline, HtmlInline) or (name := _name(inline)) in ("", *VOID):
            continue
        if not _CLOSING.match(inline.html):
            if name != "a" or not waiting[name]:
                stack.append((name, place))
                waiting[name] += 1
        elif waiting[name]:
            while stack:
                other, start = stack.pop()
                waiting[other] -= 1
                if other == name:
                    partners |= {start: place, place: start}
                    break
    return partners


def _name(inline: HtmlInline) -> str:
    found = _TAG.match(inline.html)
    return found[1].lower() if found else ""


def _short(html: str) -> str:
    """Return the first line of some HTML, cut to what a message can hold."""
    line = html.strip().partition("\n")[0]
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


_SHORT = 40


def _as_paragraph(block: HtmlBlock) -> Iterator[Paragraph]:
    """Keep the text of a block that is taken out."""
    lines = [line.strip() for line in text_of(block.html).splitlines() if line.strip()]
    if lines:
        texts: list[Inline] = [Text(lines[0], at=block.at)]
        for line in lines[1:]:
            texts += [SoftBreak(), Text(line)]
        yield Paragraph(tuple(texts), at=block.at)
