"""Style sheets for the layout engine: each rule is parsed once, and fonts are handed over as they are.

Reading its sheets took a page a seventh of its time, though hardly a rule differs from one document to the next.
"""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from logging import LogRecord

__all__ = ["rules_kept", "rules_of"]

_STEP = re.compile(
    r""""[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+'|/\*.*?\*/|[{}();\[\]]""",
    re.DOTALL,
)
"""What decides where a rule ends: strings and comments are passed over."""
_STEPS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
_FONT = re.compile(r'(\s*@font-face\{(?:[^{}";]*+(?:"[^"]*+")?+;)*?src:url\(")(data:font/ttf;base64,[^"]*+)("\)\}\s*)')
"""A font as `fonts.font_faces` writes it."""
_URL = "data:,"
"""Stands for that of a font."""
_RULES = 4096
"""How many rules are kept."""


def rules_of(css: str) -> list[str]:
    """Part a style sheet after each of its rules; what never ends stays in one part."""
    rules, begin, depth = [], 0, 0
    for found in _STEP.finditer(css):
        step = found[0]
        depth += _STEPS.get(step, 0)
        if depth < 0:
            break
        if depth == 0 and step in {"}", ";"}:
            rules.append(css[begin : found.end()])
            begin = found.end()
    rest = css[begin:]
    return [*rules, rest] if rest.strip() else rules


@contextmanager
def rules_kept() -> Iterator[None]:
    """Lay out, within this context, with rules that this process has parsed before.

    A sheet of which anything is unusual or wrong is read as a whole, as ever.
    """
    from weasyprint import css

    plain = css.CSS

    def sheet(*given: Any, **named: Any) -> Any:
        parsed = _parsed(named.get("string"))
        if parsed is None:
            return plain(*given, **named)
        whole = plain(**named | {"string": ""})
        for rule, source in parsed:
            for selector, declarations in rule.selectors:
                whole.matcher.add_selector(selector, declarations)
            whole.page_rules.extend(rule.page_rules)
            for descriptors in rule.fonts:
                named["font_config"].add_font_face(descriptors | {"src": [("external", source)]}, _decoded)
        return whole

    css.CSS = sheet
    try:
        yield
    finally:
        css.CSS = plain


def _parsed(css: str | None) -> list[tuple[_Rule, str]] | None:
    """Return the rules of a sheet, each with the URL of its font; None where one of them can't stand alone."""
    if css is None:
        return None
    found = []
    for rule in rules_of(css):
        font = _FONT.fullmatch(rule)
        parsed = _rule(f"{font[1]}{_URL}{font[3]}" if font else rule)
        if parsed is None or bool(parsed.fonts) != bool(font):
            return None
        found.append((parsed, font[2] if font else ""))
    return found


class _Rule:
    """A rule parsed, and the document that it is parsed for, which notes what is asked of it."""

    _fail_on_errors = False

    def __init__(self) -> None:
        self.selectors: list[tuple[Any, Any]] = []
        self.page_rules: list[Any] = []
        self.fonts: list[dict[str, Any]] = []
        self.layers: list[Any] = []
        self.named: dict[str, Any] = {}
        """Counter styles and colour profiles."""
        self.complaints = 0

    def add_selector(self, selector: Any, declarations: Any) -> None:
        """Note a selector, as `cssselect2.Matcher` does."""
        self.selectors.append((selector, declarations))

    def add_font_face(self, descriptors: dict[str, Any], _fetcher: Any) -> None:
        """Note a font, as `weasyprint.text.fonts.FontConfiguration` does."""
        self.fonts.append(descriptors)

    def complain(self, _record: LogRecord) -> bool:
        """Note that something is wrong, and pass it over."""
        self.complaints += 1
        return False

    def __call__(self, url: str) -> Any:
        """Note that a rule wants a file, as `weasyprint.urls.URLFetcher` is asked."""
        self.complaints += 1
        raise ValueError(url)

    @property
    def alone(self) -> bool:
        """Whether it says the same in every document."""
        return not (self.complaints or self.layers or self.named)


@lru_cache(maxsize=_RULES)
def _rule(css: str) -> _Rule | None:
    import weasyprint

    rule = _Rule()
    weasyprint.LOGGER.addFilter(rule.complain)
    try:
        weasyprint.CSS(
            string=css,
            matcher=rule,
            page_rules=rule.page_rules,
            layers=rule.layers,
            font_config=rule,
            counter_style=rule.named,
            color_profiles=rule.named,
            url_fetcher=rule,
        )
    finally:
        weasyprint.LOGGER.removeFilter(rule.complain)
    return rule if rule.alone else None


def _decoded(url: str) -> Any:
    """Return a font from its `data:` URL, as a `URLFetcher` does, but at once."""
    from weasyprint.urls import URLFetcherResponse

    return URLFetcherResponse(url, b64decode(url.partition(",")[2]))
