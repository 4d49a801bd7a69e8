"""The theme's fonts as `@font-face` rules that carry their bytes, cut down to the characters of a document."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from publisher.diagnostics import PublisherError
from publisher.exporters.html.css import css_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import uharfbuzz

    from publisher.theme import FontFace, FontFamily

__all__ = [
    "characters_of",
    "covered",
    "cut",
    "embedding_of",
    "font_faces",
    "math_face",
    "math_font",
    "missing_in_formula",
]

_ALWAYS = frozenset(range(0x20, 0x7F)) | {0xA0, 0x2007, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026}
"""What style sheets may add to a document's own characters."""

_BETWEEN = frozenset((0x20, 0xA0, 0x200C, 0x200D, 0x200E, 0x200F))
"""What stands between and within words: of the words' own face, or the layout engine takes any that it finds."""

Embedding: TypeAlias = Literal["free", "whole", "forbidden"]
_RESTRICTED, _NO_SUBSETS, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200

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
    """Write one `@font-face` rule (CSS Fonts 4) for each face that the theme has files for.

    A family for other scripts holds what the families that styles name lack, and is left out where they lack nothing.
    """
    every = tuple(families)
    wanted = characters | _ALWAYS
    lacking = wanted - covered(family for family in every if not family.scripts)
    rules = []
    for family in every:
        for face in family.faces:
            had = characters_of(face.path)
            if not family.scripts:
                rules.append(_rule(name(family), face, wanted & had))
            elif lacking & had:
                rules.append(_rule(name(family), face, (lacking | _BETWEEN) & had))
    return "".join(rules)


def math_face(markup: str) -> str:
    """Write the rule for the font that formulas on a screen are set in, as far as a page holds any."""
    formulas = "".join(_FORMULA.findall(markup))
    if not formulas:
        return ""
    said = _said(formulas) | {_ROOT}
    slanted = {begin + each - first for first, last, begin in _ITALICS for each in said if first <= each <= last}
    path = math_font()
    kept = (said | slanted | {_ITALIC_H}) & characters_of(path)
    source = f"data:font/ttf;base64,{_encoded(path, None, kept)}"
    return f'@font-face{{font-family:"STIX Two Math";src:url("{source}")}}\n'


def _said(markup: str) -> frozenset[int]:
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
    return sorted(map(chr, _said(markup) - characters_of(math_font())))


def covered(families: Iterable[FontFamily]) -> frozenset[int]:
    """Return the characters that at least one upright regular face has a glyph for."""
    faces = [face for family in families for face in family.faces if not face.bold and not face.italic]
    return frozenset().union(*(characters_of(face.path) for face in faces))


@lru_cache(maxsize=64)
def _face(path: Path) -> uharfbuzz.Face:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes()))


@lru_cache(maxsize=64)
def characters_of(path: Path) -> frozenset[int]:
    """Return the characters that a font file has glyphs for."""
    return frozenset(_face(path).unicodes)


@lru_cache(maxsize=64)
def embedding_of(path: Path) -> Embedding:
    """Return what the licence bits of a font file allow (OpenType OS/2, fsType)."""
    bits = int.from_bytes(_face(path).reference_table("OS/2").data[8:10], "big")
    if bits & _RESTRICTED or bits & _BITMAPS_ONLY:
        return "forbidden"
    return "whole" if bits & _NO_SUBSETS else "free"


@lru_cache(maxsize=256)
def cut(path: Path, weight: float | None, characters: frozenset[int]) -> bytes:
    """Return a font file cut down to some characters; of a variable font, one weight."""
    import uharfbuzz

    face = _face(path)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.layout_feature_tag_set.update(_FEATURES)
    if weight is not None:
        wanted.pin_all_axes_to_default(face)
        wanted.pin_axis_location(face, "wght", weight)
    subset = uharfbuzz.subset(face, wanted)
    return bytes(subset.blob.data)


@lru_cache(maxsize=256)
def _encoded(path: Path, weight: float | None, characters: frozenset[int]) -> str:
    return b64encode(cut(path, weight, characters)).decode("ascii")


def _rule(name: str, face: FontFace, characters: frozenset[int]) -> str:
    return (
        f"@font-face{{font-family:{css_string(name)};"
        f"font-weight:{'bold' if face.bold else 'normal'};font-style:{'italic' if face.italic else 'normal'};"
        f'src:url("data:font/ttf;base64,{_encoded(face.path, face.weight, characters)}")}}\n'
    )
