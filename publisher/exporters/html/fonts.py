"""The theme's fonts as `@font-face` rules that carry their bytes, cut down to the characters of a document."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.diagnostics import PublisherError
from publisher.exporters.html.css import css_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import uharfbuzz

    from publisher.theme import FontFace, FontFamily

__all__ = ["characters_of", "covered", "font_faces", "math_face", "math_font", "missing_in_formula"]

_ALWAYS = frozenset(range(0x20, 0x7F)) | {0xA0, 0x2007, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026}
"""What style sheets may add to a document's own characters."""


_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_ROOT = 0x221A
_ITALICS = ((ord("A"), ord("Z"), 0x1D434), (ord("a"), ord("z"), 0x1D44E), (ord("α"), ord("ω"), 0x1D6FC))
"""Where browsers find the slanted letters of formulas (MathML Core, appendix C.1)."""
_ITALIC_H = 0x210E
"""The only one of them that stands elsewhere."""
_FEATURES = tuple(int.from_bytes(tag, "big") for tag in (b"tnum", b"lnum"))
"""OpenType features that the sheets ask for beyond those that every subset keeps."""


def font_faces(families: Iterable[FontFamily], characters: frozenset[int], name: Callable[[FontFamily], str]) -> str:
    """Write one `@font-face` rule (CSS Fonts 4) for each face that the theme has files for."""
    wanted = characters | _ALWAYS
    return "".join(_rule(name(family), face, wanted) for family in families for face in family.faces)


def math_face(markup: str) -> str:
    """Write the rule for the font that formulas on a screen are set in, as far as a page holds any."""
    formulas = "".join(_FORMULA.findall(markup))
    if not formulas:
        return ""
    said = characters_of(formulas) | {_ROOT}
    slanted = {begin + each - first for first, last, begin in _ITALICS for each in said if first <= each <= last}
    path = math_font()
    kept = (said | slanted | {_ITALIC_H}) & _characters(path)
    source = f"data:font/ttf;base64,{_subset(path, None, kept)}"
    return f'@font-face{{font-family:"STIX Two Math";src:url("{source}")}}\n'


def characters_of(markup: str) -> frozenset[int]:
    """Return the characters that formulas in MathML say."""
    return frozenset(map(ord, unescape(_TAG.sub("", markup))))


@lru_cache(maxsize=1)
def math_font() -> Path:
    """Return the file of the font that formulas are set in, without importing the package that brings it.

    Raises `PublisherError` (`no-fonts`) when it is not installed.
    """
    spec = find_spec("ziamath")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        hint = "install what requirements.txt names"
        raise PublisherError.single("no-fonts", "the font of formulas (ziamath) is missing", hint=hint)
    return Path(folders[0]) / "fonts" / "STIXTwoMath-Regular.ttf"


def missing_in_formula(markup: str) -> list[str]:
    """Return the characters of a formula in MathML that the font of formulas can't draw."""
    return sorted(map(chr, characters_of(markup) - _characters(math_font())))


def covered(families: Iterable[FontFamily]) -> frozenset[int]:
    """Return the characters that at least one upright regular face has a glyph for."""
    faces = [face for family in families for face in family.faces if not face.bold and not face.italic]
    return frozenset().union(*(_characters(face.path) for face in faces))


@lru_cache(maxsize=64)
def _face(path: Path) -> uharfbuzz.Face:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes()))


@lru_cache(maxsize=64)
def _characters(path: Path) -> frozenset[int]:
    return frozenset(_face(path).unicodes)


@lru_cache(maxsize=256)
def _subset(path: Path, weight: float | None, characters: frozenset[int]) -> str:
    import uharfbuzz

    face = _face(path)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.layout_feature_tag_set.update(_FEATURES)
    if weight is not None:
        wanted.pin_axis_location(face, "wght", weight)
    subset = uharfbuzz.subset(face, wanted)
    return b64encode(subset.blob.data).decode("ascii")


def _rule(name: str, face: FontFace, characters: frozenset[int]) -> str:
    kept = characters & _characters(face.path)
    return (
        f"@font-face{{font-family:{css_string(name)};"
        f"font-weight:{'bold' if face.bold else 'normal'};font-style:{'italic' if face.italic else 'normal'};"
        f'src:url("data:font/ttf;base64,{_subset(face.path, face.weight, kept)}")}}\n'
    )
