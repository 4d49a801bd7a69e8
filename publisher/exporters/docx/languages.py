"""Languages in Word: which one words are in, which way they run, and the styles of passages in another one.

A passage's styles are those that it would have anyway, with nothing but the language added ("Quote in es"). The one
property that a run has besides its style is `rtl` (17.3.2.30), which Word takes from no style. In a paragraph that runs from right to left, Word takes `left` for the start (17.3.1.6).
"""

from __future__ import annotations

import re
from functools import lru_cache

from publisher.exporters.docx.style_names import style_id
from publisher.exporters.docx.wordml import NOTHING, Xml, w
from publisher.languages import direction, with_territory

__all__ = ["LATIN", "foreign_characters", "foreign_paragraph", "runs_from_right", "spoken_language", "turned_runs"]

_SILENT_RUN = re.compile(rb'<w:r>(?:<w:rPr>(<w:rStyle w:val="[^"]*"/>)</w:rPr>)?(?!<w:rPr>)')
LATIN = "en-US"
"""The language of Latin letters in a text of another script."""


def spoken_language(lang: str) -> Xml:
    """Write the language of words as a run property (17.3.2.20)."""
    tag = with_territory(lang)
    if direction(lang) == "rtl":
        return w("lang", val=LATIN, eastAsia=LATIN, bidi=tag)
    return w("lang", val=tag, eastAsia=tag, bidi=tag)


def turned_runs(content: bytes, lang: str) -> bytes:
    """Let every run of a part that says nothing of its direction run from the right, as its document does."""
    if direction(lang) == "ltr":
        return content
    return _SILENT_RUN.sub(rb"<w:r><w:rPr>\1<w:rtl/></w:rPr>", content)


def runs_from_right(lang: str) -> Xml:
    """Write which way the paragraphs of a language run, where it is from right to left (17.3.1.6)."""
    return w("bidi") if direction(lang) == "rtl" else NOTHING


@lru_cache(maxsize=1024)
def foreign_paragraph(name: str, lang: str, around: str, turned: Xml) -> tuple[str, Xml]:
    """Return the identifier of the style of a paragraph in another language than that of the document; and the style.

    It is based on the style of this name; `turned` is what changes where the paragraph runs the other way.
    """
    way = w("pPr", turned) if direction(lang) != direction(around) else NOTHING
    return _style("paragraph", f"{name} in {lang}", style_id(name), way, w("rPr", spoken_language(lang)))


@lru_cache(maxsize=1024)
def foreign_characters(based_on: str, lang: str) -> tuple[str, Xml]:
    """Return the identifier of the style of words in another language, based on the one of their roles; and the style."""
    name = f"{based_on} in {lang}" if based_on else f"Language {lang}"
    return _style("character", name, based_on or "DefaultParagraphFont", NOTHING, w("rPr", spoken_language(lang)))


def _style(kind: str, name: str, based_on: str, *properties: Xml) -> tuple[str, Xml]:
    style = w(
        "style",
        w("name", val=name),
        w("basedOn", val=based_on),
        w("uiPriority", val=99),
        *properties,
        type=kind,
        customStyle=1,
        styleId=style_id(name),
    )
    return style_id(name), style
