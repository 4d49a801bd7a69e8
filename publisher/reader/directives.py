"""Directives -> nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeGuard, get_args

from publisher.model import (
    Block,
    Callout,
    CalloutKind,
    CodeBlock,
    Contents,
    ContentsKind,
    DefinitionList,
    Figure,
    ForeignPassage,
    Image,
    KeyFact,
    KeyFacts,
    PageBreak,
    Paragraph,
    PrintLayout,
    SourcesList,
)
from publisher.nearest import did_you_mean
from publisher.reader.charts import CHART_OPTIONS, chart
from publisher.reader.columns import COLUMN_OPTIONS
from publisher.reader.conditions import check_names, names_of
from publisher.reader.fences import BODIES
from publisher.reader.images import load_image
from publisher.reader.inlines import read_inlines
from publisher.reader.languages import language_tag
from publisher.reader.maths import math_directive
from publisher.reader.options import Directive, directive_of
from publisher.reader.tables import DATA_OPTIONS, csv_table, list_table, table

if TYPE_CHECKING:
    from publisher.model import Definition
    from publisher.reader.fences import Opening
    from publisher.reader.reading import Branch, Reading

__all__ = ["DIRECTIVES", "read_directive"]

_LISTED: tuple[ContentsKind, ...] = get_args(ContentsKind)
_KINDS: tuple[CalloutKind, ...] = get_args(CalloutKind)
_DEEPEST_SECTION = 6
_CONTENTS_DEPTH = 3
_BETWEEN = "put it between two blocks of the text"
_MOST_LINES = 999
"""A number that listings may begin with."""
_DENSITIES = (30, 999)
"""Pixels to the inch."""

Argument: TypeAlias = Literal["none", "optional", "required"]


@dataclass(frozen=True, slots=True)
class _Spec:
    """How a directive is written, and what makes nodes of it."""

    read: Callable[[Directive], tuple[Block, ...]]
    argument: Argument = "none"
    options: tuple[str, ...] = ()
    example: str = ""


def read_directive(branch: Branch, reading: Reading) -> tuple[Block, ...]:
    """Read a directive; whatever is wrong with it is reported, and what stands in it is kept."""
    opening: Opening = branch.token.meta["opening"]
    spec = DIRECTIVES.get(opening.name)
    directive = directive_of(branch, reading, spec.options if spec else tuple(key for _, key, _ in opening.options))
    if not opening.closed:
        place = branch.source.word(branch.line, opening.fence)
        message = f"the directive {opening.name} is not closed"
        reading.report.add("unclosed-fence", message, place, f"close it with a line {opening.fence}")
    if spec is None:
        return _unknown(directive)
    if spec.argument == "required" and directive.argument is None:
        directive.bad(f"{opening.name} lacks what it needs on its first line", f"write {spec.example}")
    if spec.argument == "none" and directive.argument:
        hint = "take it out, or write it on a line of its own below"
        directive.bad(f"{opening.name} takes no words on its first line", hint, directive.argument.at())
    return spec.read(directive)


def _unknown(directive: Directive) -> tuple[Block, ...]:
    name = directive.opening.name
    known = sorted(BODIES)
    hint = did_you_mean(name, known, f"the directives are {', '.join(known)}")
    directive.reading.report.add("unknown-directive", f"there is no directive {name[:80]}", directive.at, hint)
    if directive.opening.fence.startswith(":"):
        return directive.body()
    return (CodeBlock(directive.branch.token.content, at=directive.branch.at),)


def _figure(directive: Directive) -> tuple[Block, ...]:
    found = _whole_figure(directive)
    side = directive.choice("align", ("left", "center", "right"), "center")
    match found, side:
        case (Figure() as figure,), "left" | "right":
            if figure.notes:
                directive.bad("a figure beside the text has a caption and nothing below it", "leave the legend out")
            elif figure.image.width is None and figure.image.points is None:
                directive.bad_option("align", "a figure beside the text needs a width", "add a line `:width: 40%`")
            else:
                return (replace(figure, beside=side),)
        case _:
            pass
    return found


def _whole_figure(directive: Directive) -> tuple[Block, ...]:
    image = _picture(directive)
    caption, *notes = directive.body() or (None,)
    match caption:
        case None:
            return (Figure(image, label=directive.label(), at=directive.branch.at),)
        case Paragraph(content=words):
            label = directive.label()
            return (Figure(image, words, tuple(notes), label, at=directive.branch.at),)
        case _:
            directive.bad("the first paragraph of a figure is its caption", "begin with a caption", caption.at)
            label = directive.label()
            return (Figure(image, (), (caption, *notes), label, at=directive.branch.at),)


def _picture(directive: Directive) -> Image:
    path = directive.argument
    decorative = directive.flag("decorative")
    if decorative and "alt" in directive.options:
        directive.bad_option("alt", "a picture that is decoration says nothing", "keep `alt` or `decorative`")
    alt = "" if decorative else directive.alternative()
    width, points = directive.width()
    if path is None:
        return Image("", alt, width=width, points=points, decorative=decorative, at=directive.at)
    key = load_image(path.content, path.content, path.source, path.at(), directive.reading)
    if "dpi" in directive.options:
        points = _points(key, directive) or points
    return Image(key, alt, width=width, points=points, decorative=decorative, at=path.at())


def _points(key: str, directive: Directive) -> float | None:
    """Return the width of a picture at so many pixels to the inch."""
    density = directive.number("dpi", 0, *_DENSITIES)
    resource = directive.reading.resources.get(key)
    if "width" in directive.options:
        directive.bad_option("dpi", "a picture has a width or a density", "keep one of the two")
    if resource is None or not density:
        return None
    if not resource.pixels:
        directive.bad_option("dpi", "a drawing has no pixels", "give it a width: 60%, 8cm, 200pt")
        return None
    return resource.pixels * 72 / density


def _image(directive: Directive) -> tuple[Block, ...]:
    _refuse_body(directive)
    picture = _picture(directive)
    return (Paragraph((picture,), at=directive.branch.at),)


def _refuse_body(directive: Directive) -> None:
    if directive.branch.token.content.strip():
        at = directive.branch.source.whole_line(directive.opening.body_line)
        directive.bad(f"nothing can stand in {directive.opening.name}", "close it before this line", at)


def _callout(kind: CalloutKind) -> Callable[[Directive], tuple[Block, ...]]:
    def read(directive: Directive) -> tuple[Block, ...]:
        title = directive.title()
        return _set_apart(directive, Callout(kind, directive.body(), title, at=directive.branch.at))

    return read


def _admonition(directive: Directive) -> tuple[Block, ...]:
    kind = directive.choice("class", _KINDS, "note")
    title = directive.title()
    callout = Callout(kind if _is_kind(kind) else "note", directive.body(), title, at=directive.branch.at)
    return _set_apart(directive, callout)


def _is_kind(word: str) -> TypeGuard[CalloutKind]:
    return word in _KINDS


def _set_apart(directive: Directive, callout: Callout) -> tuple[Block, ...]:
    if not callout.blocks:
        directive.bad(f"{directive.opening.name} says nothing", "write its text on the lines below")
    return (callout,)


def _key_facts(directive: Directive) -> tuple[Block, ...]:
    title = directive.title()
    body = directive.body()
    match body:
        case (DefinitionList(entries=entries),):
            facts = tuple(_key_fact(entry, directive) for entry in entries)
            return (KeyFacts(facts, title, at=directive.branch.at),)
        case _:
            hint = "write each figure on a line, and what it says on the next line after `: `"
            directive.bad("key-facts holds a definition list and nothing else", hint)
            return body


def _key_fact(entry: Definition, directive: Directive) -> KeyFact:
    match entry.definitions:
        case ((Paragraph(content=meaning),),):
            return KeyFact(entry.term, meaning, at=entry.at)
        case _:
            hint = "say it in one paragraph after `: `"
            directive.bad("a key fact is one figure and one paragraph", hint, entry.at)
            said = (
                block.content
                for definition in entry.definitions
                for block in definition
                if isinstance(block, Paragraph)
            )
            return KeyFact(entry.term, tuple(inline for content in said for inline in content), at=entry.at)


def _contents(directive: Directive) -> tuple[Block, ...]:
    _refuse_body(directive)
    depth = directive.number("depth", _CONTENTS_DEPTH, 1, _DEEPEST_SECTION)
    of = directive.choice("of", _LISTED, "sections")
    kind = next(kind for kind in _LISTED if kind == of)
    return (Contents(depth, directive.title(), of=kind, at=directive.branch.at),)


def _page_break(directive: Directive) -> tuple[Block, ...]:
    _refuse_body(directive)
    if directive.reading.depth:
        directive.bad("a page can't break within another block", _BETWEEN)
        return ()
    return (PageBreak(at=directive.branch.at),)


def _landscape(directive: Directive) -> tuple[Block, ...]:
    return _laid_out(directive, PrintLayout(directive.body(), landscape=True, at=directive.branch.at))


def _columns(directive: Directive) -> tuple[Block, ...]:
    return _laid_out(directive, PrintLayout(directive.body(), columns=2, at=directive.branch.at))


def _laid_out(directive: Directive, layout: PrintLayout) -> tuple[Block, ...]:
    if not layout.blocks:
        directive.bad(f"{directive.opening.name} holds nothing", "write its text on the lines below")
        return ()
    if directive.reading.depth:
        directive.bad(f"{directive.opening.name} can't stand within another block", _BETWEEN)
        return layout.blocks
    return (layout,)


def _facts(directive: Directive) -> tuple[Block, ...]:
    _refuse_body(directive)
    return (SourcesList(facts=True, at=directive.branch.at),)


def _sources(directive: Directive) -> tuple[Block, ...]:
    _refuse_body(directive)
    return (SourcesList(at=directive.branch.at),)


def _foreign(directive: Directive) -> tuple[Block, ...]:
    body = directive.body()
    if directive.argument is None:
        return body
    named = directive.argument
    lang = language_tag(named.content, named.at(), "bad-directive", directive.reading.report)
    if not body:
        directive.bad("lang says nothing", "write the passage on the lines below")
    return (ForeignPassage(body, lang, at=directive.branch.at),) if lang else body


def _code(directive: Directive) -> tuple[Block, ...]:
    language = directive.argument.content if directive.argument else ""
    text = directive.branch.token.content
    caption = directive.options.get("caption")
    first = directive.number("lineno-start", 1, 0, _MOST_LINES)
    numbered = directive.flag("linenos") or "lineno-start" in directive.options
    block = CodeBlock(
        text.removeprefix("\n") if directive.options else text,
        language,
        caption=read_inlines(caption, directive.reading) if caption and caption.content else (),
        label=directive.label(),
        first_line=first if numbered else None,
        at=directive.branch.at,
    )
    return (block,)


def _include(directive: Directive) -> tuple[Block, ...]:
    """Leave what is included to the tree, which holds it already."""
    _refuse_body(directive)
    return ()


def _only(directive: Directive) -> tuple[Block, ...]:
    """Read a part that the tree has left in place, or nothing of one that it holds back."""
    argument, handling = directive.argument, directive.options.get("handling")
    if argument is None and (handling is None or not handling.content):
        directive.bad("it does not say for whom", "write {only} and the names of audiences or formats")
    if argument is not None:
        check_names(names_of(argument.content), argument.at(), directive.reading)
    return ()


def _turned(read: Callable[[Directive], tuple[Block, ...]]) -> Callable[[Directive], tuple[Block, ...]]:
    """Read a table that may ask for pages of its own."""

    def either_way(directive: Directive) -> tuple[Block, ...]:
        found = read(directive)
        if directive.choice("orientation", ("portrait", "landscape"), "portrait") == "portrait" or not found:
            return found
        return _laid_out(directive, PrintLayout(found, landscape=True, at=directive.branch.at))

    return either_way


_TABLE_OPTIONS = ("align", "footer-rows", "header-rows", "name", "note", "orientation", "stub-columns", "widths")

_CODE_OPTIONS = ("caption", "lineno-start", "linenos", "name")

DIRECTIVES: Mapping[str, _Spec] = {
    "figure": _Spec(_figure, "required", ("align", "alt", "dpi", "name", "width"), "{figure} images/chart.svg"),
    "image": _Spec(_image, "required", ("alt", "decorative", "dpi", "width"), "{image} images/chart.svg"),
    "table": _Spec(_turned(table), "optional", (*DATA_OPTIONS, *_TABLE_OPTIONS)),
    "list-table": _Spec(_turned(list_table), "optional", (*COLUMN_OPTIONS, *_TABLE_OPTIONS)),
    "csv-table": _Spec(_turned(csv_table), "optional", ("header", *DATA_OPTIONS, *_TABLE_OPTIONS)),
    "chart": _Spec(chart, "optional", CHART_OPTIONS),
    "note": _Spec(_callout("note"), "optional"),
    "seealso": _Spec(_callout("note"), "optional"),
    "tip": _Spec(_callout("tip"), "optional"),
    "hint": _Spec(_callout("tip"), "optional"),
    "important": _Spec(_callout("important"), "optional"),
    "warning": _Spec(_callout("warning"), "optional"),
    "attention": _Spec(_callout("warning"), "optional"),
    "caution": _Spec(_callout("warning"), "optional"),
    "danger": _Spec(_callout("warning"), "optional"),
    "error": _Spec(_callout("warning"), "optional"),
    "sidebar": _Spec(_callout("sidebar"), "required", (), "{sidebar} Title"),
    "admonition": _Spec(_admonition, "required", ("class",), "{admonition} Title"),
    "key-facts": _Spec(_key_facts, "optional"),
    "lang": _Spec(_foreign, "required", (), "{lang} es"),
    "contents": _Spec(_contents, "optional", ("depth", "of")),
    "page-break": _Spec(_page_break),
    "landscape": _Spec(_landscape),
    "columns": _Spec(_columns),
    "facts": _Spec(_facts),
    "sources": _Spec(_sources),
    "only": _Spec(_only, "optional", ("handling",), "{only} press"),
    "include": _Spec(_include, "required", (), "{include} chapters/trade.md"),
    "math": _Spec(math_directive, "none", ("label", "name")),
    "code-block": _Spec(_code, "optional", _CODE_OPTIONS),
    "code": _Spec(_code, "optional", _CODE_OPTIONS),
}
