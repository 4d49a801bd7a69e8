"""What a text is written with: its words, the theme, and the characters it may draw with."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, assert_never

from publisher.exporters.text.layout import Side, fill, pad, widest
from publisher.languages import Direction, direction
from publisher.words import Words, words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from publisher.model import Document
    from publisher.theme import Border, Role, Theme

__all__ = ["ASCII_GLYPHS", "UNICODE_GLYPHS", "Glyphs", "Medium", "heading", "medium_for", "rule", "styled"]

Spell: TypeAlias = "Callable[[str], str]"

_HEADINGS: tuple[Role, ...] = ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6")


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that a text draws with."""

    bullets: tuple[str, ...]
    """By depth of the list; then again from the first."""
    rule: str
    bar: str
    heavy_bar: str
    separator: str
    """Between the parts of the edition line."""
    bars: tuple[str, ...]
    """What bars of charts are drawn with: a whole column last, before it as many equal parts of one as there are."""
    superscripts: Mapping[int, str]
    """Raised forms by code point, for `str.translate`."""
    subscripts: Mapping[int, str]
    directed: bool = True
    """Marks and isolates tell a display which way a line runs (Unicode Standard Annex 9)."""


def _forms(plain: str, shifted: str) -> Mapping[int, str]:
    return {ord(character): form for character, form in zip(plain, shifted, strict=True)}


UNICODE_GLYPHS = Glyphs(
    bullets=("•", "–", "·"),
    rule="─",
    bar="│",
    heavy_bar="┃",
    separator="·",
    bars=tuple("▏▎▍▌▋▊▉█"),
    superscripts=_forms("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"),
    subscripts=_forms("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
)

ASCII_GLYPHS = Glyphs(
    bullets=("-", "*", "+"),
    rule="-",
    bar="|",
    heavy_bar="|",
    separator="|",
    bars=("#",),
    superscripts={},
    subscripts={},
    directed=False,
)


@dataclass(frozen=True, slots=True)
class Medium:
    """What the text of one document is written with."""

    words: Words
    theme: Theme
    glyphs: Glyphs
    spell: Spell
    """Writes what does not come from the document (dates, generated words) in the characters of the format."""
    direction: Direction = "ltr"
    """Which way the text runs that is being written."""

    def written(self, lang: str) -> Medium:
        """Return the medium for a passage in another language."""
        return replace(self, direction=direction(lang))

    @property
    def link_letter(self) -> str:
        """What tells the numbers of links from those of notes."""
        return self.words.link_letter


def medium_for(document: Document, theme: Theme, glyphs: Glyphs, spell: Spell) -> Medium:
    """Return what the text of a document is written with."""
    words = words_for(document.metadata.lang)
    said = {each.name: getattr(words, each.name) for each in fields(Words)}
    spelled: dict[str, Any] = {name: spell(text) for name, text in said.items() if isinstance(text, str)}
    return Medium(replace(words, **spelled), theme, glyphs, spell, direction(document.metadata.lang))


def styled(text: str, role: Role, measure: int, medium: Medium) -> list[str]:
    """Fill a text as its role asks: capitals and alignment are what plain text can carry of a style."""
    style = medium.theme.styles[role]
    lines = fill(text.upper() if style.uppercase else text, measure)
    side = _side(style.align)
    return lines if side == "left" else [pad(line, measure, side).rstrip() for line in lines]


def _side(align: Literal["start", "center", "end", "justify"]) -> Side:
    match align:
        case "start" | "justify":
            return "left"
        case "center":
            return "center"
        case "end":
            return "right"
        case _:
            assert_never(align)


def heading(text: str, level: int, measure: int, medium: Medium) -> list[str]:
    """Underline a heading; below the last level with an underline, mark it by its style."""
    role = _HEADINGS[level - 1]
    underline = medium.theme.text.underlines[level : level + 1]
    if underline:
        lines = styled(text, role, measure, medium)
        longest = widest(line.strip() for line in lines)
        return [*lines, *styled(underline * longest, role, measure, medium)]
    style = medium.theme.styles[role]
    mark = "" if style.uppercase or not text else "_" if style.italic else "*"
    return styled(f"{mark}{text}{mark}", role, measure, medium)


def rule(border: Border, measure: int, medium: Medium) -> list[str]:
    """Draw a rule where the theme has one."""
    return [medium.glyphs.rule * measure] if border.width else []
