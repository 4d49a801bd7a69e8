"""Builders for WordprocessingML (ECMA-376 Part 1, clause 17): the only place that writes tags.

`Xml` is text that is already markup. Only the builders make it, and they escape what they are given, so the type
check keeps bare text out of the parts. Attributes of `w` take the `w:` prefix; lengths are twips, font sizes half
points, pictures EMU; the functions at the end convert from points.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NewType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "NAMESPACES",
    "NOTHING",
    "Xml",
    "bookmark",
    "eighths",
    "element",
    "emu",
    "escape",
    "field",
    "flag",
    "half_points",
    "hyperlink",
    "joined",
    "line_break",
    "number_of",
    "paragraph",
    "part",
    "run",
    "simple",
    "tab",
    "table",
    "table_cell",
    "table_row",
    "text",
    "tracked",
    "twips",
    "w",
]

Xml = NewType("Xml", str)

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}

NOTHING = Xml("")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPES: Mapping[int, str] = {
    **dict.fromkeys((*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\N{REPLACEMENT CHARACTER}"),
    **{ord(blank): blank for blank in "\t\n"},
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
}
"""XML 1.0, clause 2.2: what no document may hold is shown as U+FFFD."""
_SPECIAL = re.compile("([\t\n\u00ad])")


def escape(value: str) -> str:
    """Escape text for content and attributes."""
    return value.translate(_ESCAPES)


def element(name: str, attributes: Mapping[str, str | int | None], *children: Xml) -> Xml:
    """Write an element of any namespace; attributes that are None are left out."""
    opening = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None)
    return Xml(f"<{name}{opening}>{''.join(children)}</{name}>" if children else f"<{name}{opening}/>")


def simple(name: str, content: str) -> Xml:
    """Write an element of any namespace that holds text."""
    return Xml(f"<{name}>{escape(content)}</{name}>")


def w(tag: str, /, *children: Xml, **attributes: str | int | None) -> Xml:
    """Write an element of the main namespace; None leaves an attribute out."""
    opening = "".join([f' w:{key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None])
    return Xml(f"<w:{tag}{opening}>{''.join(children)}</w:{tag}>" if children else f"<w:{tag}{opening}/>")


def flag(name: str, wanted: bool | None) -> Xml:  # noqa: FBT001  the third state is what the builder is for
    """Write a toggle (17.17.4): on, expressly off, or not at all for None."""
    if wanted is None:
        return NOTHING
    return Xml(f"<w:{name}/>" if wanted else f'<w:{name} w:val="0"/>')


def joined(parts: Iterable[Xml]) -> Xml:
    """Join pieces of markup."""
    return Xml("".join(parts))


def part(name: str, namespaces: str, *children: Xml) -> bytes:
    """Write a whole part; `namespaces` are the prefixes that it declares, divided by spaces."""
    declared = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in namespaces.split())
    ahead = " ".join(prefix for prefix in ("w14", "w15") if prefix in namespaces)
    ignorable = f' mc:Ignorable="{ahead}"' if ahead else ""
    return f"{_DECLARATION}<{name}{declared}{ignorable}>{''.join(children)}</{name}>".encode()


# Runs (17.3.2)


def text(content: str) -> Xml:
    """Write the inside of a run: text, with tabs, line ends and soft hyphens as elements of their own."""
    if not _SPECIAL.search(content):
        return _plain(content)
    elements = {"\t": "<w:tab/>", "\n": "<w:br/>", "\u00ad": "<w:softHyphen/>"}
    pieces = [elements.get(piece) or _plain(piece) for piece in _SPECIAL.split(content) if piece]
    return Xml("".join(pieces))


def _plain(content: str) -> Xml:
    kept = ' xml:space="preserve"' if content[:1].isspace() or content[-1:].isspace() or "  " in content else ""
    return Xml(f"<w:t{kept}>{content.translate(_ESCAPES)}</w:t>")


def run(style: str, *content: Xml, from_right: bool | None = None) -> Xml:
    """Write a run in a character style; an empty style leaves the paragraph's look.

    Its direction is that of the document unless it is given.
    """
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    look += flag("rtl", from_right)
    return Xml(f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(content)}</w:r>")


def tab() -> Xml:
    """Write a run that holds a tab."""
    return Xml("<w:r><w:tab/></w:r>")


def line_break() -> Xml:
    """Write the inside of a run that ends a line."""
    return Xml("<w:br/>")


def field(style: str, instruction: str, *shown: Xml) -> Xml:
    """Write a complex field (17.16.18) with what it shows until it is updated, given as runs."""
    begin, separate, end = (run(style, w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    code = Xml(f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>')
    return Xml(f"{begin}{run(style, code)}{separate}{''.join(shown)}{end}")


def hyperlink(content: Xml, *, relation: str | None = None, anchor: str | None = None, tooltip: str = "") -> Xml:
    """Write a link (17.16.22) to a relationship's target or to a bookmark."""
    attributes = {"r:id": relation, "w:anchor": anchor, "w:tooltip": tooltip or None, "w:history": "1"}
    return element("w:hyperlink", attributes, content)


def bookmark(number: int, name: str, content: Xml) -> Xml:
    """Write a bookmark (17.13.6) around runs."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>'
    return Xml(f'{start}{content}<w:bookmarkEnd w:id="{number}"/>')


_RUNS = re.compile(r"(?:<w:r>.*?</w:r>)+", re.DOTALL)


def content_control(tag: str, number: int, content: Xml) -> Xml:
    """Put runs into a content control without looks of its own (17.5.2), which a program finds by its tag."""
    look = element("w15:appearance", {"w15:val": "hidden"})
    properties = w("sdtPr", w("alias", val=tag), w("tag", val=tag), w("id", val=number), look)
    return w("sdt", properties, w("sdtContent", content)) if content else NOTHING


def tracked(kind: Literal["ins", "del"], content: Xml, next_change: Callable[[], Mapping[str, str]]) -> Xml:
    """Write runs as a tracked change (17.13.5): new ones, or ones that are to go."""

    def change(found: re.Match[str]) -> str:
        runs = found[0]
        if kind == "del":
            runs = re.sub(r"<(/?)w:t([ >])", r"<\1w:delText\2", runs)
            runs = re.sub(r"<(/?)w:instrText([ >])", r"<\1w:delInstrText\2", runs)
        return element(f"w:{kind}", next_change(), Xml(runs))

    return Xml(_RUNS.sub(change, content))


# Paragraphs (17.3.1) and tables (17.4)


def number_of(number: int, level: int) -> Xml:
    """Write which list (17.9) a paragraph belongs to, and how deep."""
    return Xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def paragraph(style: str, content: Xml, numbering: Xml = NOTHING, section: Xml = NOTHING) -> Xml:
    """Write a paragraph in a paragraph style, a member of a list or the last one of a section where so wished."""
    return Xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbering}{section}</w:pPr>{content}</w:p>')


def table(properties: Xml, widths: Iterable[int], rows: Iterable[Xml]) -> Xml:
    """Write a table with its grid; widths in twips."""
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    return Xml(f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")


def table_row(cells: Iterable[Xml], *, head: bool, whole: bool = True) -> Xml:
    """Write a row, which no page break divides where it is kept whole; head rows are repeated on each page."""
    looks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    properties = f"<w:trPr>{looks}</w:trPr>" if looks else ""
    return Xml(f"<w:tr>{properties}{''.join(cells)}</w:tr>")


def table_cell(width: int, content: Xml, span: int = 1, *properties: Xml) -> Xml:
    """Write a cell; its content must end with a paragraph. Properties stand in the order of 17.4.69."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    own = "".join(properties)
    return Xml(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{own}</w:tcPr>{content}</w:tc>')


# Lengths


def twips(points: float) -> int:
    """Convert to twentieths of a point."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Convert a font size."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Convert the width of a rule; the thinnest that Word draws is a quarter of a point (17.3.4)."""
    return max(2, round(points * 8))


def emu(points: float) -> int:
    """Convert to English metric units (20.1.2.1)."""
    return round(points * 12700)
