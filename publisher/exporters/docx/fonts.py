"""The font table (17.8) with the theme's fonts in the file, so that Word shows them wherever it is opened."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.exporters.docx.package import FONT_TYPE, Media, Story
from publisher.exporters.docx.wordml import NOTHING, Xml, element, joined, part, w
from publisher.exporters.html.fonts import characters_of, covered, cut, embedding_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.theme import FontFace, FontFamily, Theme

__all__ = ["FONT", "EmbeddedFonts", "embedded_fonts"]

FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_CHARSETS: Mapping[str, str] = {"Arab": "B2", "Hebr": "B1", "Thai": "DE"}
"""By script (17.8.3.2); Latin is 00."""
_FAMILIES: Mapping[str, tuple[str, str]] = {
    "serif": ("roman", "variable"),
    "sans-serif": ("swiss", "variable"),
    "monospace": ("modern", "fixed"),
}
_EDITABLE = frozenset(
    (
        *range(0x20, 0x250),
        *range(0x2000, 0x2070),
        *range(0x20A0, 0x20C0),
        *range(0x2100, 0x2200),
        0x2212,
        0x2248,
        0x2260,
    )
)
"""Latin letters, punctuation and signs: what someone who edits the Word copy may type."""
_OTHER_SCRIPTS = frozenset((*range(0x0590, 0x0700), *range(0x0750, 0x0780), *range(0x200C, 0x2010)))
"""What someone who edits Hebrew or Arabic may type."""
_HIDDEN = 32
"""Bytes at the beginning of a font that are obscured (17.8.1)."""


@dataclass(frozen=True, slots=True)
class EmbeddedFonts:
    """The font table and the files that it names."""

    table: Story
    files: dict[str, Media]
    """By the names that the table's relationships lead to."""
    withheld: tuple[str, ...]
    """Files whose licence bits forbid embedding."""


def embedded_fonts(theme: Theme, text: str) -> EmbeddedFonts:
    """Write the fonts of a theme, each with those that may stand in for it, cut down to a text and what may be typed.

    A face whose licence bits (OpenType OS/2, fsType) forbid embedding is named and left out; one that may not be cut
    is embedded whole. A family for other scripts is embedded where the text needs it.
    """
    characters = frozenset(map(ord, {*text}))
    lacking = characters - covered(family for family in theme.fonts.values() if not family.scripts)
    return _embedded_fonts(theme, characters | _EDITABLE, lacking)


@lru_cache(maxsize=16)
def _embedded_fonts(theme: Theme, characters: frozenset[int], lacking: frozenset[int]) -> EmbeddedFonts:
    files: dict[str, Media] = {}
    withheld: list[str] = []
    relations: dict[tuple[str, str], str] = {}

    def embedded(family: FontFamily, face: FontFace) -> Xml:
        if family.scripts and not lacking & characters_of(face.path):
            return NOTHING
        content = _content(face, characters | (_OTHER_SCRIPTS if family.scripts else frozenset()))
        if content is None:
            withheld.append(face.path.name)
            return NOTHING
        key = _key(content)
        name = f"fonts/font{len(files) + 1}.odttf"
        files[name] = Media(FONT_TYPE, _obscured(content, key))
        relations[FONT, name] = f"rId{len(files)}"
        kind = f"w:embed{'Bold' if face.bold else ''}{'Italic' if face.italic else ''}"
        written = kind if kind != "w:embed" else "w:embedRegular"
        return element(written, {"r:id": f"rId{len(files)}", "w:fontKey": f"{{{str(key).upper()}}}"})

    fonts = [
        _font(family, theme, joined(embedded(family, face) for face in family.faces)) for family in theme.fonts.values()
    ]
    return EmbeddedFonts(Story(part("w:fonts", "w r", *fonts), relations), files, tuple(withheld))


def _font(family: FontFamily, theme: Theme, files: Xml) -> Xml:
    kind, pitch = _FAMILIES[family.generic]
    own = {family.generic, *(each.name for each in theme.fonts.values())}
    others = ",".join(name for name in family.fallback if name not in own)
    return w(
        "font",
        w("altName", val=others) if others else NOTHING,
        w("charset", val=_CHARSETS.get(next(iter(family.scripts), ""), "00")),
        w("family", val=kind),
        w("pitch", val=pitch),
        files,
        name=family.name,
    )


def _content(face: FontFace, characters: frozenset[int]) -> bytes | None:
    match embedding_of(face.path):
        case "forbidden":
            return None
        case "whole":
            return face.path.read_bytes()
        case "free":
            return cut(face.path, face.weight, characters & characters_of(face.path))


def _key(content: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256(content).digest()[:16])


def _obscured(content: bytes, key: uuid.UUID) -> bytes:
    """Obscure the first bytes of a font with its key, read backwards (17.8.1)."""
    mask = key.bytes[::-1] * 2
    hidden = bytes(one ^ other for one, other in zip(content[:_HIDDEN], mask, strict=True))
    return hidden + content[_HIDDEN:]
