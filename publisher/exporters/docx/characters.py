"""Character styles: one for every inline role of a theme, and for what a document lays over each other.

Word's character styles do not nest either: strong words in a link are one style of both. Its name says so
("Hyperlink + Strong"); where the text around changes what the style must say, the name tells that too ("Code 13 pt").
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.exporters.docx.looks import around_of, inline_properties
from publisher.exporters.docx.style_names import is_built_in, style_id
from publisher.exporters.docx.wordml import NOTHING, Xml, w
from publisher.theme import INLINE_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.exporters.docx.looks import Around
    from publisher.theme import InlineRole, Theme

__all__ = ["PADDING", "character_style", "standing_characters"]

_NAMES: Mapping[InlineRole, str] = {
    "emphasis": "Emphasis",
    "strong": "Strong",
    "strikethrough": "Strikethrough",
    "subscript": "Subscript",
    "superscript": "Superscript",
    "code": "Code",
    "link": "Hyperlink",
    "reference": "Cross Reference",
    "abbreviation": "Abbreviation",
    "note-mark": "footnote reference",
    "handling": "Handling Mark",
    "code-keyword": "Code Keyword",
    "code-string": "Code String",
    "code-comment": "Code Comment",
    "code-number": "Code Number",
    "line-number": "line number",
}
PADDING = "DecimalPadding"
"""The style of the blanks that align numbers on the decimal point."""


def standing_characters(theme: Theme) -> tuple[Xml, ...]:
    """Write the character styles of every document."""
    around = around_of(theme.styles["body"])
    roles = (_style(_NAMES[role], inline_properties((role,), around, theme)) for role in INLINE_ROLES)
    return (*roles, _style("Decimal Padding", NOTHING))


@lru_cache(maxsize=4096)
def character_style(roles: tuple[InlineRole, ...], around: Around, theme: Theme) -> tuple[str, Xml]:
    """Return the identifier of the style of words in some roles within other text; and the style, if it must be added.

    The identifier is empty where the words look like the text around them and nothing is lost by saying no more.
    """
    name = " + ".join(_NAMES[role] for role in roles)
    here = inline_properties(roles, around, theme)
    there = inline_properties(roles, around_of(theme.styles["body"]), theme)
    if here == there:
        standing = len(roles) == 1
        return style_id(name), NOTHING if standing else _style(name, here)
    marks = (
        f"{around.size:g} pt".replace(".", "-") if "<w:sz" in here + there else "",
        "in Bold" if around.bold else "",
        "in Italic" if around.italic else "",
        "in Capitals" if around.uppercase else "",
    )
    name = " ".join((name, *filter(None, marks)))
    return style_id(name), _style(name, here)


def _style(name: str, properties: Xml) -> Xml:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="DefaultParagraphFont"),
        w("uiPriority", val=9),
        w("qFormat"),
        w("rPr", properties),
        type="character",
        customStyle=None if is_built_in(name) else 1,
        styleId=style_id(name),
    )
