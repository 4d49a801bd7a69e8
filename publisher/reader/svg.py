"""SVG: parsed without entities or network, refused where it is active or reaches outside of itself, measured."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SvgError", "svg_size"]

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

_ACTIVE = frozenset(
    {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video", "canvas", "link"}
)
_OUTSIDE_CSS = re.compile(
    r"@import|url\(\s*(?![\s\"'#])|url\(\s*[\"']\s*(?!#)|expression\(|image-set\(|src\(|javascript:|-moz-binding|\\",
    re.IGNORECASE,
)
_INLINE_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
_LENGTH = re.compile(
    r"\s*([+]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(px|pt|pc|mm|cm|in|q|em|rem|ex)?\s*", re.IGNORECASE
)
_POINTS: Mapping[str, float] = {
    "": 0.75,
    "px": 0.75,
    "pt": 1.0,
    "pc": 12.0,
    "mm": 72 / 25.4,
    "cm": 72 / 2.54,
    "in": 72.0,
    "q": 72 / 101.6,
    "em": 12.0,
    "rem": 12.0,
    "ex": 6.0,
}
_VIEW_BOX = 4
"""Numbers of a viewBox: x, y, width, height."""
_DEFAULT = (300.0, 150.0)
"""CSS 2.2, 10.3.2: the size of a replaced element without one, in pixels."""
_LARGEST = 1e6
"""Points."""
_NOT_POSITIVE = re.compile(r"\s*(?:-|[+]?[0.]+(?:[eE][+-]?\d+)?[a-z%]*\s*$)", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")
_POINTING = frozenset({"a", "animate", "animateMotion", "animateTransform", "mpath", "set"})
"""What names another element without drawing it."""
_MOST_DRAWN = 200_000
"""Elements, each counted as often as it is drawn."""


class SvgError(Exception):
    """Why an SVG is not taken."""

    def __init__(self, message: str, hint: str, code: str) -> None:
        """Say what is wrong, what to do, and under which diagnostic code."""
        super().__init__(message)
        self.hint = hint
        self.code = code


def svg_size(content: bytes) -> tuple[float, float]:
    """Check an SVG and return its natural width and height in points; raise `SvgError` where it can't be taken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"is not well-formed XML: {_reason(error)}"
        raise SvgError(message, "save it again as SVG", "bad-image") from error
    if root.tag != f"{{{_SVG}}}svg":
        message = "is no SVG"
        raise SvgError(message, f'its root must be <svg xmlns="{_SVG}">', "bad-image")
    for node in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if danger := _danger(node):
            raise SvgError(danger, "take it out, or save it as plain SVG", "unsafe-svg")
    if _has_entities(root):
        message = "declares entities"
        raise SvgError(message, "save it without a document type", "unsafe-svg")
    _check_references(root)
    return _size(root)


def _reason(error: Exception) -> str:
    """Return what the parser says without its advice to programmers and its name for the file."""
    words = " ".join(str(error).split())
    return re.sub(r",? \(<string>, line \d+\)|, use XML_PARSE_HUGE.*", "", words)[:160]


def _check_references(root: etree._Element) -> None:
    """Refuse an SVG whose `use`, patterns and the like lead in a circle, or multiply beyond what can be drawn."""
    named = {name: each for each in root.iter(etree.Element) if (name := each.get("id"))}
    drawn: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()
    waiting = [root]
    while waiting:
        each = waiting[-1]
        inner = [*each.iterchildren(etree.Element), *(named[name] for name in _references(each) if name in named)]
        ahead = [] if each in open_ else [one for one in inner if one not in drawn]
        open_.add(each)
        if any(one in open_ for one in ahead):
            message = "draws a part of it within that part"
            raise SvgError(message, "take the circle of references out", "bad-image")
        if ahead:
            waiting += ahead
            continue
        waiting.pop()
        open_.discard(each)
        drawn[each] = 1 + sum(drawn[one] for one in inner)
        if drawn[each] > _MOST_DRAWN:
            message = f"repeats its parts more than {_MOST_DRAWN} times"
            raise SvgError(message, "draw it with fewer repeated parts, or save it as PNG", "bad-image")


def _references(node: etree._Element) -> list[str]:
    """Return the names of what is drawn where an element stands."""
    names = [value.strip()[1:] for name, value in _attributes(node) if name == "href" and value.strip().startswith("#")]
    if etree.QName(node).localname in _POINTING:
        names.clear()
    return names + [name for _, value in _attributes(node) for name in _REFERENCE.findall(value)]


def _attributes(node: etree._Element) -> list[tuple[str, str]]:
    return [(etree.QName(str(name)).localname.lower(), str(value)) for name, value in node.attrib.items()]


def _has_entities(root: etree._Element) -> bool:
    document_type: Any = root.getroottree().docinfo.internalDTD  # the stubs know neither None nor its entities
    return document_type is not None and any(document_type.iterentities())


def _danger(node: Any) -> str:
    """Return what in a node (an element, comment …) is active or reaches outside; empty where there is nothing."""
    if node.tag is etree.Comment:
        return ""
    if not isinstance(node.tag, str):
        return "holds a processing instruction or an entity"
    tag = etree.QName(node)
    if tag.namespace == _XHTML or tag.localname.lower() in _ACTIVE:
        return f"holds <{tag.localname}>"
    if tag.localname == "style" and _OUTSIDE_CSS.search("".join(map(str, node.itertext()))):
        return "has a style that reaches outside of it"
    dangers = (_attribute_danger(str(name), str(value).strip()) for name, value in node.attrib.items())
    return next(filter(None, dangers), "")


def _attribute_danger(name: str, value: str) -> str:
    local = etree.QName(name).localname.lower()
    if local.startswith("on"):
        return f"has an event attribute {local}"
    if name == _XML_BASE:
        return "has xml:base"
    if local in {"href", "src"}:
        good = not value or value.startswith("#") or _INLINE_PICTURE.fullmatch(value)
        return "" if good else f"refers to {value[:60]!r}"
    if _OUTSIDE_CSS.search(value) and ("(" in value or ":" in value or local == "style"):
        return f"reaches outside of it in {local}"
    return ""


def _size(root: etree._Element) -> tuple[float, float]:
    for name in ("width", "height"):
        if _NOT_POSITIVE.match(root.get(name, "")):
            message = f"has the {name} {root.get(name, '')[:20]!r}"
            raise SvgError(message, f"give it a {name} greater than 0", "bad-image")
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = _view_box(root.get("viewBox"))
    ratio = box[1] / box[0] if box else None
    if width and height:
        size = width, height
    elif width and ratio:
        size = width, width * ratio
    elif height and ratio:
        size = height / ratio, height
    elif box:
        size = box[0] * 0.75, box[1] * 0.75
    else:
        size = width or _DEFAULT[0] * 0.75, height or _DEFAULT[1] * 0.75
    if max(size) > _LARGEST:
        message = "is larger than any paper"
        raise SvgError(message, "give it a width and height of the size that is meant", "bad-image")
    return size


def _length(text: str | None) -> float:
    """Return a length in points; 0 for none, for a percentage and for what is no length."""
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _POINTS[(found[2] or "").lower()] if found else 0.0


def _view_box(text: str | None) -> tuple[float, float] | None:
    try:
        numbers = [float(part) for part in re.split(r"[\s,]+", (text or "").strip())]
    except ValueError:
        return None
    if len(numbers) != _VIEW_BOX or not (0 < numbers[2] < _LARGEST and 0 < numbers[3] < _LARGEST):
        return None
    return numbers[2], numbers[3]
