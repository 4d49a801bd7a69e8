"""Raw HTML made harmless and well-formed, as strings: a narrow list of tags and attributes is kept, by nh3.

What comes out is HTML and XML at once (void elements end in `/>`, no other element is minimised), because the
same markup goes into web pages and into the layout of the PDF.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass

import nh3
from lxml import etree

__all__ = ["Cleaned", "clean_block", "clean_tag", "text_of", "without_comments"]

VOID = frozenset({"br", "wbr", "hr", "col"})
PHRASING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
    | {"q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
FLOW = PHRASING | frozenset(
    {"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"}
    | {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"}
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "li": {"value"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
DEEPEST = 30
"""Elements within each other; layout engines recurse."""
WIDEST = 99
"""Columns or rows that a cell may span; layout engines reserve each of them."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean HTML, and what was taken out of it ("<script>", "onclick=")."""

    html: str
    removed: tuple[str, ...] = ()


def clean_block(html: str) -> Cleaned | None:
    """Clean a block of HTML; None where its elements are nested deeper than any format shows."""
    result = _clean(html, FLOW)
    if _depth(result) > DEEPEST:
        return None
    etree.fromstring(f"<div>{result}</div>", _PARSER)  # raises rather than let through what a PDF can't parse
    return Cleaned(result, _removed(html, result))


def clean_tag(html: str) -> Cleaned:
    """Clean one opening or void tag of phrasing content; empty where the tag is refused."""
    opening = re.match(r"<([A-Za-z][A-Za-z0-9-]*)", html)
    name = opening[1].lower() if opening else ""
    if name not in PHRASING:
        return Cleaned("")
    result = _clean(html if name in VOID else f"{html}</{name}>", frozenset({name}))
    result = result.removesuffix(f"</{name}>")
    return Cleaned(result, _removed(html, result)) if _TAG.fullmatch(result) else Cleaned("")


def text_of(html: str) -> str:
    """Return the text of some HTML, without tags, scripts and styles."""
    return entities.unescape(nh3.clean(_legal(html), tags=set(), link_rel=None))


def without_comments(html: str) -> str:
    """Return HTML without its comments; one that is not closed ends with the text."""
    parts = []
    while html:
        text, opened, html = html.partition("<!--")
        parts.append(text)
        html = html.partition("-->")[2] if opened else ""
    return "".join(parts)


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def _legal(html: str) -> str:
    return _ILLEGAL.sub("\ufffd", html)


def _clean(html: str, tags: frozenset[str]) -> str:
    attributes = {tag: names for tag, names in ATTRIBUTES.items() if tag == "*" or tag in tags}
    result = nh3.clean(_legal(html), tags=set(tags), attributes=attributes, attribute_filter=_acceptable, link_rel=None)
    result = _legal(result).replace("&nbsp;", "\u00a0")
    return _TAG.sub(lambda tag: f"<{tag[2]}{tag[3]}/>" if tag[2] in VOID else tag[0], result).strip("\n")


def _acceptable(_tag: str, attribute: str, value: str) -> str | None:
    """Keep links to the web and to addresses, and spans of a sane size."""
    match attribute:
        case "href":
            return value if re.match(r"(?:https?://|mailto:)", value, re.IGNORECASE) else None
        case "colspan" | "rowspan" | "span":
            return value if value.isascii() and value.isdigit() and 0 < int(value[:4]) <= WIDEST else None
        case _:
            return value


def _depth(html: str) -> int:
    deepest = depth = 0
    for closing, name, _ in _TAG.findall(html):
        depth += 0 if name in VOID else -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


def _removed(before: str, after: str) -> tuple[str, ...]:
    return tuple((_inventory(before) - _inventory(after)).keys())


def _inventory(html: str) -> Counter[str]:
    """Count the tags and attributes of some HTML."""
    page = f"<html><body>{_legal(without_comments(html))}</body></html>".encode()
    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    found: Counter[str] = Counter()
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str):
            found[f"<{element.tag}>"] += 1
            found.update(f"{name}=" for name in map(str, element.attrib))
        else:
            found["<?…?>"] += 1
    return found
