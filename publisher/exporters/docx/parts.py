"""The parts that say nothing of the text: theme, fonts, settings, properties."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.exporters.docx.looks import COLOR_SLOTS, complex_font, major_font, minor_font
from publisher.exporters.docx.wordml import NAMESPACES, NOTHING, Xml, element, joined, simple, w
from publisher.exporters.docx.wordml import part as part_of
from publisher.languages import direction, known, with_territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Metadata
    from publisher.theme import FontFamily, Theme

__all__ = ["application_part", "core_part", "settings_part", "theme_part"]

_CORE: Mapping[str, str] = {
    "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_EPOCH = dt.date(1980, 1, 1)
"""The date of a document that gives none, since no clock may be read."""
_WORD_2013 = 15
_DEFAULT_TAB = 720
"""Twips; Word's own half inch (17.15.1.25)."""


def _document(root: str, attributes: Mapping[str, str], *children: Xml) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{element(root, attributes, *children)}'.encode()


@lru_cache(maxsize=16)
def theme_part(theme: Theme) -> bytes:
    """Write the theme (20.1.6.9): colours and fonts by which the styles go."""
    colors = {slot: theme.colors[token] for slot, (token, _) in COLOR_SLOTS.items()}
    link = theme.inline["link"].color or theme.colors["accent"]
    colors |= {"hlink": link, "folHlink": link}
    scheme = [element(f"a:{slot}", {}, element("a:srgbClr", {"val": _hex(color)})) for slot, color in colors.items()]
    fonts = (_fonts("a:majorFont", major_font(theme), theme), _fonts("a:minorFont", minor_font(theme), theme))
    return _document(
        "a:theme",
        {"xmlns:a": NAMESPACES["a"], "name": theme.name},
        element(
            "a:themeElements",
            {},
            element("a:clrScheme", {"name": theme.name}, *scheme),
            element("a:fontScheme", {"name": theme.name}, *fonts),
            _formats(theme.name),
        ),
    )


def _hex(color: str) -> str:
    return color.removeprefix("#").upper()


def _fonts(name: str, font: FontFamily, theme: Theme) -> Xml:
    faces = {"a:latin": font.name, "a:ea": "", "a:cs": complex_font(font, theme).name}
    return element(name, {}, *(element(face, {"typeface": family}) for face, family in faces.items()))


def _formats(name: str) -> Xml:
    """Write the format scheme (20.1.4.1.14), which must name three of each; shapes are not ours to style."""
    color = element("a:schemeClr", {"val": "phClr"})
    fill = element("a:solidFill", {}, color)
    line = element("a:ln", {}, fill)
    effect = element("a:effectStyle", {}, element("a:effectLst", {}))
    lists = {"a:fillStyleLst": fill, "a:lnStyleLst": line, "a:effectStyleLst": effect, "a:bgFillStyleLst": fill}
    return element("a:fmtScheme", {"name": name}, *(element(each, {}, *[one] * 3) for each, one in lists.items()))


@lru_cache(maxsize=64)
def settings_part(theme: Theme, lang: str) -> bytes:
    """Write the settings (17.15.1): those of Word 2013 and later, so that it opens the file without a question."""
    found = known(lang)
    decimal = found[1].number_symbols["latn"]["decimal"] if found else "."
    notes = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
    modes = {
        "compatibilityMode": _WORD_2013,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    uri = "http://schemas.microsoft.com/office/word"
    compat = w("compat", *(w("compatSetting", name=name, uri=uri, val=value) for name, value in modes.items()))
    mapping = {
        "bg1": "light1",
        "t1": "dark1",
        "bg2": "light2",
        "t2": "dark2",
        **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
        "hyperlink": "hyperlink",
        "followedHyperlink": "followedHyperlink",
    }
    return part_of(
        "w:settings",
        "w m",
        w("zoom", percent=100),
        w("embedTrueTypeFonts"),
        w("mirrorMargins") if theme.page.two_sided else NOTHING,
        w("defaultTabStop", val=_DEFAULT_TAB),
        w("autoHyphenation") if theme.styles["body"].hyphenate else NOTHING,
        w("doNotHyphenateCaps"),
        w("evenAndOddHeaders") if theme.page.two_sided else NOTHING,
        w("characterSpacingControl", val="doNotCompress"),
        notes,
        compat,
        _math(theme),
        _font_languages(lang),
        w("clrSchemeMapping", **mapping),
        w("decimalSymbol", val=decimal),
        w("listSeparator", val=";" if decimal == "," else ","),
    )


def _font_languages(lang: str) -> Xml:
    """Say for which language the theme's fonts are chosen (17.15.1.88)."""
    tag = with_territory(lang)
    return w("themeFontLang", bidi=tag) if direction(lang) == "rtl" else w("themeFontLang", val=tag)


def _math(theme: Theme) -> Xml:
    """Write how formulas are set (22.1.2.62): in the only font for them that every Word has, to the theme's side."""
    side = {"center": "center", "end": "right"}.get(theme.styles["equation"].align, "left")
    values = {
        "m:mathFont": "Cambria Math",
        "m:dispDef": "1",
        "m:defJc": side,
        "m:intLim": "subSup",
        "m:naryLim": "undOvr",
    }
    return element("m:mathPr", {}, *(element(name, {"m:val": value}) for name, value in values.items()))


def core_part(metadata: Metadata) -> bytes:
    """Write the core properties (ECMA-376 Part 2, clause 11); the document's date at midnight, never the clock's."""
    date = f"{(metadata.date or _EPOCH).isoformat()}T00:00:00Z"
    said = {
        "dc:title": metadata.title,
        "dc:subject": metadata.summary,
        "dc:creator": "; ".join(author.name for author in metadata.authors),
        "cp:keywords": ", ".join(metadata.keywords),
        "cp:category": metadata.kicker,
        "dc:language": metadata.lang,
    }
    dates = (f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{date}</dcterms:{name}>' for name in ("created", "modified"))
    properties = joined(simple(name, value) for name, value in said.items() if value)
    return _document("cp:coreProperties", _CORE, properties, *map(Xml, dates))


def application_part(metadata: Metadata) -> bytes:
    """Write the extended properties (22.2): who publishes."""
    company = simple("Company", metadata.organisation) if metadata.organisation else NOTHING
    return _document("Properties", {"xmlns": _EXTENDED}, simple("Application", "Publisher"), company)
