"""How wide words are in the fonts of a theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import uharfbuzz

    from publisher.theme import FontFace, FontFamily, InlineStyle, Style, Theme

__all__ = ["Lettering", "lettering_of", "width_of"]

_UNKNOWN = 0.6
"""Of the size: a character that no font of the theme has, or one of a font that the system brings."""
_JOINED = "\u0590"
"""The first character whose width may depend on those beside it."""
_FIGURES = ({"lnum": True, "tnum": True}, {"lnum": True})
"""Figures as the sheets ask for them, and as readers of Word files set them that know no such features."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How letters look, as far as they become wider by it."""

    font: FontFamily
    size: float
    bold: bool
    italic: bool
    uppercase: bool
    spacing: float

    def within(self, style: InlineStyle) -> Lettering:
        """Return the lettering of words that have an inline style here."""
        return replace(
            self,
            font=style.font or self.font,
            size=self.size * style.scale,
            bold=self.bold or style.bold,
            italic=self.italic or style.italic,
            uppercase=self.uppercase or style.uppercase,
        )


def lettering_of(style: Style) -> Lettering:
    """Return the lettering of a paragraph."""
    return Lettering(style.font, style.size, style.bold, style.italic, style.uppercase, style.letter_spacing)


def width_of(text: str, lettering: Lettering, theme: Theme) -> float:
    """Return how wide a line of text is, in points; rather more than less."""
    if not text:
        return 0.0
    shown = text.upper() if lettering.uppercase else text
    alphabet = _alphabet(theme, lettering.font.token, lettering.bold, lettering.italic)
    ems = alphabet.shaped(shown) if max(shown) >= _JOINED else sum([alphabet[each] for each in shown])
    return ems * lettering.size + lettering.spacing * len(shown)


class _Alphabet(dict[str, float]):
    """The widths of characters in ems, each from the first face that has it."""

    def __init__(self, faces: list[FontFace]) -> None:
        super().__init__()
        self.faces = faces

    def __missing__(self, character: str) -> float:
        self[character] = width = self.shaped(character)
        return width

    def shaped(self, text: str) -> float:
        """Return the width of characters that stand beside each other."""
        needed = frozenset(map(ord, text))
        face = next((face for face in self.faces if needed <= _characters(face.path)), None)
        if face is not None:
            return _shaped(face.path, face.weight, text)
        return _UNKNOWN if len(text) == 1 else sum(self[each] for each in text)


@lru_cache(maxsize=64)
def _alphabet(theme: Theme, token: str, bold: bool, italic: bool) -> _Alphabet:  # noqa: FBT001
    font = theme.fonts[token]
    families = (font, *(each for each in theme.fonts.values() if each.name in font.fallback), *theme.fonts.values())
    faces = [face for each in families for face in sorted(each.faces, key=lambda face: _unlike(face, bold, italic))]
    return _Alphabet(faces)


def _unlike(face: FontFace, bold: bool, italic: bool) -> tuple[bool, bool]:  # noqa: FBT001
    return face.bold != bold, face.italic != italic


@lru_cache(maxsize=64)
def _font(path: Path, weight: float | None) -> uharfbuzz.Font:
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())))
    if weight is not None:
        font.set_variations({"wght": weight})
    return font


@lru_cache(maxsize=64)
def _characters(path: Path) -> frozenset[int]:
    return frozenset(_font(path, None).face.unicodes)


@lru_cache(maxsize=8192)
def _shaped(path: Path, weight: float | None, text: str) -> float:
    """Return the width of a line of text in ems; of the ways to set its figures, that of the widest."""
    import uharfbuzz

    font = _font(path, weight)
    widths: list[int] = []
    for features in _FIGURES:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer, features)
        widths.append(sum(place.x_advance for place in buffer.glyph_positions or ()))
    return max(widths) / int(font.face.upem)
