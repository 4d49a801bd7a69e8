"""Languages in Word: which one words are in, which way they run, and the styles of passages in another one.

A passage's styles are those that it would have anyway, with nothing but the language added ("Quote in es"), so no run
says anything directly. In a paragraph that runs from right to left, Word takes `left` for the start (17.3.1.6).
"""

from __future__ import annotations

from functools import lru_cache

from publisher.exporters.docx.style_names import style_id
from publisher.exporters.docx.wordml import NOTHING, Xml, flag, joined, w
from publisher.languages import direction, with_territory

__all__ = ["foreign_characters", "foreign_paragraph", "runs_from_right", "spoken_language"]

_LATIN = "en-US"
"""The language of Latin letters in a text of another script."""


def spoken_language(lang: str) -> Xml:
    """Write the language of words as run properties: with the direction where it is from right to left (17.3.2.20)."""
    tag = with_territory(lang)
    if direction(lang) == "rtl":
        return joined((w("rtl"), w("lang", val=_LATIN, eastAsia=_LATIN, bidi=tag)))
    return w("lang", val=tag, eastAsia=tag, bidi=tag)


def runs_from_right(lang: str) -> Xml:
    """Write which way the paragraphs of a language run, where it is from right to left (17.3.1.6)."""
    return w("bidi") if direction(lang) == "rtl" else NOTHING


@lru_cache(maxsize=1024)
def foreign_paragraph(based_on: str, name: str, lang: str, around: str) -> tuple[str, Xml]:
    """Return the identifier of the style of a paragraph in another language than that of the document; and the style.

    It is based on the style of this identifier and name.
    """
    turned = direction(lang) != direction(around)
    way = w("pPr", flag("bidi", direction(lang) == "rtl")) if turned else NOTHING
    return _style("paragraph", f"{name} in {lang}", based_on, way, _words(lang, around))


@lru_cache(maxsize=1024)
def foreign_characters(based_on: str, lang: str, around: str) -> tuple[str, Xml]:
    """Return the identifier of the style of words in another language, based on the one of their roles; and the style."""
    name = f"{based_on} in {lang}" if based_on else f"Language {lang}"
    return _style("character", name, based_on or "DefaultParagraphFont", NOTHING, _words(lang, around))


def _words(lang: str, around: str) -> Xml:
    turned_back = direction(lang) == "ltr" and direction(around) == "rtl"
    return w("rPr", flag("rtl", wanted=False) if turned_back else NOTHING, spoken_language(lang))


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
