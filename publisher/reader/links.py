"""Where links may lead: the web, mail and telephones; never into a script or to a file that readers lack."""

from __future__ import annotations

import re
from urllib.parse import unquote

from publisher.nearest import did_you_mean

__all__ = ["link_problem", "web_address_problem"]

_GOOD = re.compile(r"https?://[^\s/?#\\][^\s]*|mailto:[^\s@]+@[^\s]+|tel:[+\d*#][\d().*#;=+%a-zA-Z-]*", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = ("http", "https", "mailto", "tel")
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")


def link_problem(target: str) -> tuple[str, str]:
    """Return what is wrong with the target of a link and what to do about it; empty strings where it is good."""
    if _GOOD.fullmatch(target):
        return "", ""
    shown = repr(target[:80])
    if not target:
        return "the link leads nowhere", "write its address between the parentheses"
    seen = _BLANK.sub("", unquote(target))  # what a lenient browser would see
    if scheme := _SCHEME.match(seen):
        name = scheme[1].lower()
        if name in _SCHEMES:
            return f"the address {shown} is not complete", _example(name)
        return f"a link can't lead to {shown}", did_you_mean(name, _SCHEMES, "links are http, https, mailto or tel")
    if target.startswith("//"):
        return f"the address {shown} has no scheme", f"write https:{target[:80]}"
    if "@" in target:
        return f"a link can't lead to {shown}", f"for an e-mail address write mailto:{target[:80]}"
    hint = "a published document stands alone: link to a web address, or to a section with #label"
    return f"a link can't lead to the file {shown}", hint


def web_address_problem(target: str) -> str:
    """Return what to do about an address that is not one of the web; an empty string where it is good."""
    if _GOOD.fullmatch(target) and target.lower().startswith("http"):
        return ""
    return "write an address that begins with https:// or http://"


def _example(scheme: str) -> str:
    match scheme:
        case "mailto":
            return "write it as mailto:desk@example.org"
        case "tel":
            return "write it as tel:+12025550100"
        case _:
            return f"write it as {scheme}://example.org/page"
