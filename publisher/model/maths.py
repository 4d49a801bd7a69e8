"""What a formula is made of: the closed tree between its LaTeX and the formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SignKind: TypeAlias = Literal["letter", "number", "operator", "opening", "closing", "function", "text", "space"]
Alphabet: TypeAlias = Literal["italic", "upright", "bold", "double", "script"]
GridKind: TypeAlias = Literal["matrix", "cases", "aligned"]


@dataclass(frozen=True, slots=True)
class Sign:
    """What is set in one piece: a letter, a number, an operator, the name of a function, words."""

    text: str
    kind: SignKind
    alphabet: Alphabet = "upright"
    """How letters are cut; `text` holds the plain ones."""
    large: bool = False
    """An operator that grows in a display and takes its limits above and below there (∑, ∏, lim)."""
    width: float = 0
    """Of a space, in em."""


@dataclass(frozen=True, slots=True)
class Fraction:
    """One formula over another, with a rule between them or, as in a binomial coefficient, without."""

    top: Formula
    bottom: Formula
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    """A root; the square root has no degree."""

    body: Formula
    degree: Formula = ()


@dataclass(frozen=True, slots=True)
class Scripts:
    """What stands below and above a piece."""

    base: Piece
    below: Formula = ()
    above: Formula = ()


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over or under a formula (a hat, a bar, a brace)."""

    body: Formula
    mark: str
    """The character as it stands alone."""
    wide: bool = False
    """As wide as the formula."""
    under: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A formula between brackets as tall as it is; an empty bracket shows nothing."""

    opening: str
    closing: str
    body: Formula


@dataclass(frozen=True, slots=True)
class Grid:
    """Formulas in rows and columns; each row has as many cells."""

    rows: tuple[tuple[Formula, ...], ...]
    kind: GridKind
    """Centred, two columns to the left, or right and left by turns."""


@dataclass(frozen=True, slots=True)
class Group:
    """A formula that acts as one piece."""

    body: Formula


Piece: TypeAlias = Sign | Fraction | Root | Scripts | Accent | Fence | Grid | Group
Formula: TypeAlias = tuple[Piece, ...]
